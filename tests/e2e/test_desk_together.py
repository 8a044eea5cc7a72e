"""Several agents at the same conversations: who looks, who owns, who is told, and who gets it back."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Page, Route, expect

from tests.e2e.axe import violations
from tests.e2e.desk_pages import Site, accept, be, reply


async def open_waiting(site: Site, page: Page, text: str) -> None:
    """Open the newest waiting conversation, in which this was said."""
    await site.goto(page, "/inbox/waiting")
    await page.get_by_test_id("conversation-row").first.click()
    await expect(page.get_by_test_id("timeline").get_by_text(text)).to_be_visible()


async def take_at_once(*pages: Page) -> None:
    """Let all click "Take", and their requests reach the hub only when all have clicked."""
    ready = asyncio.Barrier(len(pages))

    async def together(route: Route) -> None:
        await ready.wait()
        await route.continue_()

    for page in pages:
        await page.route("**/take", together)
    await asyncio.gather(*(page.get_by_test_id("take").click() for page in pages))


@pytest.mark.timeout(180)
async def test_one_owner_who_gets_it_back(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        ada, sam = await site.signed_in("ada"), await site.signed_in("sam")
        joan = await site.waiting("Joan", "My wardrobe wobbles")
        await open_waiting(site, ada, "My wardrobe wobbles")
        await open_waiting(site, sam, "My wardrobe wobbles")
        await expect(ada.get_by_test_id("collision")).to_contain_text("Sam Rivera")
        await sam.get_by_test_id("mode-note").click()
        await sam.get_by_test_id("composer").press_sequentially("Seen")
        await expect(ada.get_by_test_id("collision")).to_contain_text("Sam Rivera is writing")

        await ada.get_by_test_id("take").click()
        await expect(ada.get_by_role("alert").filter(has_text="You are offline")).to_be_visible()
        for page in (ada, sam):
            await be(page, "Lunch")
        await take_at_once(ada, sam)
        names = {"Ada Winter": ada, "Sam Rivera": sam}
        await joan.until("an agent", lambda one: one.state.get("agent") in names)
        owner = names[joan.state["agent"]]
        other = sam if owner is ada else ada
        refused = other.get_by_role("alert").filter(has_text=f"{joan.state['agent']} has this conversation")
        await expect(refused).to_be_visible()
        await expect(owner.get_by_test_id("resolve")).to_be_visible()
        await expect(other.get_by_test_id("resolve")).to_have_count(0)
        await expect(owner.get_by_role("alert").filter(has_text="has this conversation")).to_have_count(0)

        await site.goto(other, "/knowledge")
        await owner.get_by_test_id("mode-note").click()
        await owner.get_by_test_id("composer").fill("")
        await owner.get_by_test_id("composer").press_sequentially("@")
        colleague = "Sam Rivera" if owner is ada else "Ada Winter"
        await owner.get_by_role("option", name=colleague).click()
        await owner.get_by_test_id("composer").press_sequentially("do we have spare feet?")
        await owner.get_by_test_id("send").click()
        news = other.get_by_role("button", name="do we have spare feet?")
        await expect(news).to_be_visible()
        assert await violations(other) == []
        await news.click()
        await expect(other.get_by_test_id("timeline").get_by_text("do we have spare feet?")).to_be_visible()

        await be(ada, "Available")
        await be(sam, "Available")
        await owner.get_by_test_id("park").click()
        await owner.get_by_test_id("park-answer").click()
        await expect(owner.get_by_test_id("park-answer")).to_have_count(0)
        await joan.send("It still wobbles")
        await accept(owner)
        await expect(other.get_by_test_id("offer-card")).to_have_count(0)
        await expect(owner.get_by_test_id("timeline").get_by_text("It still wobbles")).to_be_visible()


async def name_contact(page: Page, name: str) -> None:
    field = page.get_by_label("About the contact").get_by_role("textbox", name="Name", exact=True)
    await field.fill(name)
    await field.press("Tab")
    await expect(page.get_by_role("heading", name=name)).to_be_visible()


async def search(page: Page, words: str, found: str) -> None:
    await page.get_by_role("textbox", name="Search").fill(words)
    rows = page.get_by_test_id("conversation-row")
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text(found)


@pytest.mark.timeout(180)
async def test_contacts_are_merged_and_found(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        sam = await site.signed_in("sam")
        await site.waiting("Mary", "The oak sideboard has a scratch")
        await open_waiting(site, sam, "oak sideboard")
        await name_contact(sam, "Mary Cooper")
        await site.waiting("Wang", "我的餐桌什么时候送到", language="zh")
        await open_waiting(site, sam, "餐桌")
        await name_contact(sam, "王小明")

        await site.goto(sam, "/inbox/all")
        await search(sam, "sideboard", "Mary Cooper")
        await search(sam, "餐桌", "王小明")
        await search(sam, "Cooper", "Mary Cooper")

        await sam.get_by_test_id("conversation-row").click()
        await sam.get_by_role("button", name="Merge contact").click()
        dialog = sam.get_by_role("dialog", name="Merge Mary Cooper")
        await dialog.get_by_role("textbox", name="Find a contact").fill("小明")
        await dialog.get_by_role("radio", name="王小明").click()
        await dialog.get_by_role("button", name="Merge contact").click()
        await expect(sam.get_by_role("heading", name="王小明")).to_be_visible()
        await sam.get_by_text("Contacts merged by Sam Rivera").wait_for()
        await sam.get_by_role("button", name="Undo").click()
        await expect(sam.get_by_role("heading", name="Mary Cooper")).to_be_visible()


@pytest.mark.timeout(180)
async def test_files_go_both_ways_and_transcripts_are_asked_for(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        ada = await site.signed_in("ada")
        await be(ada, "Available")
        shopper = await site.page(width=390)
        await shopper.goto(f"{site.hub.url}/shop/")
        await shopper.get_by_role("button", name="chat").click()
        box = shopper.get_by_role("textbox", name="Write a message")
        await box.fill("Here is my receipt")
        await box.press("Enter")
        await shopper.get_by_role("button", name="Talk to a person").click()
        await accept(ada)

        receipt = FilePayload(name="receipt.txt", mimeType="text/plain", buffer=b"one lamp, 40 pounds")
        await shopper.locator("input[type=file]").set_input_files([receipt])
        await shopper.get_by_test_id("send").click()  # waits for the upload
        async with ada.expect_download() as download:
            await ada.get_by_test_id("timeline").get_by_role("link", name="receipt.txt").click()
        assert (await (await download.value).path()).read_bytes() == receipt["buffer"]

        form = FilePayload(name="return form.txt", mimeType="text/plain", buffer=b"sign here")
        await ada.locator("input[type=file]").set_input_files([form])
        await reply(ada, "Please sign this")
        async with shopper.expect_download() as download:
            await shopper.get_by_role("link", name="return form.txt").click()
        assert (await (await download.value).path()).read_bytes() == form["buffer"]

        await shopper.get_by_role("button", name="More options").click()
        await shopper.get_by_role("button", name="Send me the chat").click()
        await shopper.get_by_label("Your e-mail address").fill("joan@example.org")
        await shopper.get_by_role("button", name="Send transcript").click()
        await expect(shopper.get_by_text("We will send you the chat by e-mail.")).to_be_visible()
