"""An administrator chooses a flow for the chat; its customer is served by buttons, then by a person."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.browser import watched
from tests.e2e.desk_pages import Site, accept, be, choose, save


async def open_chat(site: Site) -> Page:
    page = await watched(await (await site.browser.new_context()).new_page(), site.complaints)
    await page.goto(f"{site.hub.url}/shop/")
    await page.get_by_role("button", name="chat").click()
    return page


async def write(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Write a message")
    await box.fill(text)
    await box.press("Enter")


async def press(page: Page, asked: str, answer: str) -> None:
    """Press a button under the newest question."""
    await expect(page.get_by_text(asked).last).to_be_visible()
    await page.get_by_role("button", name=answer, exact=True).last.click()


async def tell(page: Page, asked: str, answer: str) -> None:
    """Answer a question in words."""
    await expect(page.get_by_text(asked).last).to_be_visible()
    await write(page, answer)


async def complain(customer: Page) -> None:
    """Go through the demo's complaint, by buttons wherever it has some."""
    await press(customer, "What can I do for you?", "Complaint or repair")
    await press(customer, "A new one, or one you have a number for?", "A new one")
    await press(customer, "What is it about?", "Damaged on delivery")
    await press(customer, "Which order is it about?", "Skip")
    await tell(customer, "in your own words", "One leg of the chair was cracked.")
    await press(customer, "When was that?", "Skip")
    await tell(customer, "What is your name?", "Kim Novak")
    await tell(customer, "On which number can we reach you?", "020 7946 0123")
    await press(customer, "Is this right?", "Yes")
    await expect(customer.get_by_text("A colleague looks into it")).to_be_visible()


async def choose_bot(site: Site, admin: Page, name: str) -> None:
    await site.goto(admin, "/admin/entry-points/shop-chat")
    await choose(admin, "Bot", name)
    assert await violations(admin) == []
    await save(admin)


@pytest.mark.timeout(240)
async def test_a_chosen_flow_serves_the_chat_and_hands_over_what_it_collected(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        admin = await site.signed_in("admin")
        await choose_bot(site, admin, "Reception")
        row = admin.get_by_role("row", name=re.compile("harbour-pine"))
        await expect(row).to_contain_text("Flow Reception")
        li = await site.signed_in("li")  # reads Chinese; takes no complaints, so gets the chat alone
        await be(li, "空闲")

        customer = await open_chat(site)
        await write(customer, "Hello")
        await expect(customer.get_by_text("the automatic assistant of Harbour & Pine")).to_be_visible()
        await complain(customer)
        await press(customer, "Shall I do anything else for you?", "Yes")
        await press(customer, "What can I do for you?", "Talk to a person")

        await accept(li)
        collected = li.get_by_test_id("collected")
        await expect(collected.locator('[data-field="about"]')).to_have_text("送达时损坏")
        await expect(collected.locator('[data-field="name"]')).to_have_text("Kim Novak")
        phone = collected.locator('[data-field="phone"]').get_by_role("link")
        await expect(phone).to_have_attribute("href", "tel:+442079460123")

        # Its editors withdraw the flow: the set-up says so, and new customers get a person at once.
        eva = await site.agent("eva", "offline")
        await eva.call("POST", "/flows/reception/withdraw")
        await admin.reload()
        await expect(row).to_contain_text("not available")
        await site.goto(admin, "/admin/entry-points/shop-chat")
        bot = admin.get_by_role("combobox", name="Bot", exact=True)
        await expect(bot).to_have_value("Flow reception (not available)")
        await expect(admin.get_by_text("customers get a person at once")).to_be_visible()
        assert await violations(admin) == []
        second = await open_chat(site)
        await write(second, "Hello")
        await expect(second.get_by_text("I am getting a person for you.")).to_be_visible()

        # Another bot puts it right.
        await choose_bot(site, admin, "Knowledge bot")
        await expect(row).to_contain_text("Knowledge bot")
        third = await open_chat(site)
        await write(third, "How long does delivery take?")
        await expect(third.get_by_text("2 to 4 working days")).to_be_visible()
