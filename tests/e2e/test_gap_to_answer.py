"""From a question nobody could answer to an answer the bot gives, in the browser; and the help centre."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.clients import ChatCustomer
from tests.e2e.desk_pages import Site, accept, be

QUESTION = "Is there a wheelchair ramp at your showroom entrance?"
ANSWER = "Yes: the ramp is to the left of the entrance on Quay Street."


async def asked(site: Site, name: str, text: str = QUESTION) -> ChatCustomer:
    customer = await site.customer(name)
    await customer.send(text)
    await customer.until("an answer", lambda one: any(line["from"] == "bot" for line in one.view))
    return customer


async def open_gap(site: Site, page: Page, count: int) -> None:
    await site.goto(page, "/knowledge/gaps")
    row = page.get_by_test_id("gap").filter(has_text="wheelchair")
    await expect(row).to_contain_text(str(count))
    await row.get_by_role("button").first.click()


@pytest.mark.timeout(240)
async def test_from_a_gap_to_an_answer(tmp_path: Path) -> None:
    """Two customers ask in vain; eva drafts, kai approves and publishes; the third gets the answer."""
    async with Site.open(tmp_path) as site:
        await asked(site, "one")
        await asked(site, "two", "wheelchair ramp at the showroom entrance?")
        eva, kai = await site.signed_in("eva"), await site.signed_in("kai")
        await open_gap(site, eva, 2)
        assert await violations(eva) == []
        await eva.get_by_test_id("gap-draft").click()
        await expect(eva.get_by_test_id("article-title")).to_have_value(QUESTION)
        await eva.get_by_test_id("rich-body").fill(ANSWER)
        await eva.get_by_test_id("save-article").click()
        await eva.get_by_test_id("submit").click()
        await eva.get_by_test_id("take-step").click()
        await expect(eva.get_by_test_id("take-step")).to_have_count(0)
        await kai.goto(eva.url)
        await kai.get_by_test_id("approve").click()
        await kai.get_by_test_id("take-step").click()
        await kai.get_by_test_id("publish").click()
        await expect(kai.get_by_test_id("next-step")).to_contain_text("Customers get this text")
        third = await asked(site, "three")
        (answer,) = [line for line in third.view if line["from"] == "bot" and line["citations"]]
        assert "Quay Street" in answer["text"]
        await site.goto(eva, "/knowledge/gaps")
        await eva.get_by_text("Answered 1").click()
        await eva.get_by_test_id("gap").get_by_role("button").first.click()
        await expect(eva.get_by_test_id("gap-reasked")).to_contain_text("2 of 2")
        assert await violations(eva) == []
        await eva.goto(kai.url)
        sam = await site.signed_in("sam")
        await sam.goto(eva.url)
        await sam.get_by_role("tab", name="Who was told").click()
        await expect(sam.get_by_test_id("told-row")).to_have_count(1)
        await expect(sam.get_by_test_id("told-row").get_by_role("link")).to_be_visible()
        assert await violations(sam) == []
        await sam.get_by_role("combobox", name="Revision").select_option("1")
        await expect(sam.get_by_text("Nobody was told this yet.")).to_be_visible()


@pytest.mark.timeout(180)
async def test_gaps_are_merged_and_parted_by_hand(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        await asked(site, "one")
        await asked(site, "two", "Who plays trombone in your brass band?")
        eva = await site.signed_in("eva")
        await open_gap(site, eva, 1)
        await eva.get_by_test_id("gap-merge").click()
        await eva.get_by_test_id("gap-choice").click()
        await eva.get_by_role("option", name="trombone").click()
        await expect(eva.get_by_test_id("gap")).to_have_count(1)
        example = eva.get_by_test_id("gap-example").filter(has_text="wheelchair")
        await expect(eva.get_by_test_id("gap-example")).to_have_count(2)
        await example.get_by_test_id("gap-move").click()
        await expect(eva.get_by_test_id("gap-alone")).to_be_visible()
        assert await violations(eva) == []
        await eva.get_by_test_id("gap-alone").click()
        await expect(eva.get_by_test_id("gap")).to_have_count(2)


@pytest.mark.timeout(180)
async def test_who_was_told_survives_a_reload_of_the_agents_browser(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        ada = await site.signed_in("ada")
        await be(ada, "Available")
        await site.waiting("Joan", "Which wood is your oak table made of?")
        await accept(ada)
        await ada.get_by_role("button", name="Insert an answer").click()
        panel = ada.get_by_test_id("knowledge-panel")
        await panel.get_by_role("textbox").fill("gift card")
        await panel.get_by_role("button", name="Gift cards and discount codes").click()
        await expect(ada.get_by_test_id("composer")).not_to_have_value("")
        await ada.reload()
        await expect(ada.get_by_test_id("composer")).not_to_have_value("")
        await ada.get_by_test_id("send").click()
        await expect(ada.get_by_test_id("composer")).to_have_value("")
        await expect(ada.get_by_role("link", name="Source: Gift cards")).to_be_visible()


@pytest.mark.timeout(180)
async def test_import_test_questions_and_what_a_version_breaks(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        kai = await site.signed_in("kai")
        await site.goto(kai, "/knowledge/import")
        table = "question,answer\nDo you sell hammocks?,Three kinds of hammock.\n,nothing\n"
        await kai.locator("input[type=file]").set_input_files(
            {"name": "faq.csv", "mimeType": "text/csv", "buffer": table.encode()}
        )
        await expect(kai.get_by_test_id("import-faults")).to_contain_text("faq.csv:3: There is no title.")
        assert await violations(kai) == []
        await kai.get_by_test_id("import-take").click()
        await expect(kai.get_by_test_id("import-done")).to_contain_text("1")
        await site.goto(kai, "/knowledge/tests")
        await kai.get_by_test_id("test-question").fill("How long does delivery take?")
        await kai.get_by_test_id("test-article").click()
        await kai.get_by_test_id("test-article").fill("Delivery times")
        await kai.get_by_role("option", name="Delivery times").click()
        await kai.get_by_test_id("add-test").click()
        await expect(kai.get_by_test_id("test")).to_have_count(1)
        await kai.get_by_test_id("run-tests").click()
        await expect(kai.get_by_test_id("tests-summary")).to_contain_text("1 of 1")
        assert await violations(kai) == []
        await kai.get_by_test_id("test").get_by_role("link", name="Delivery times").click()
        await kai.get_by_test_id("article-title").fill("Our harbour")
        await kai.get_by_test_id("rich-body").fill("It is deep.")
        questions = kai.get_by_role("button", name="Remove How customers ask")
        for _ in range(await questions.count()):
            await questions.first.click()
        await kai.get_by_test_id("save-article").click()
        await expect(kai.get_by_test_id("breaks")).to_contain_text("How long does delivery take?")


@pytest.mark.timeout(180)
async def test_the_help_centre_is_read_searched_and_judged(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        admin = await site.signed_in("admin")
        await site.goto(admin, "/admin/help-centre")
        await admin.get_by_test_id("help-active").click()
        await admin.get_by_label("“Ask us” opens").select_option(index=1)
        await admin.get_by_test_id("help-save").click()
        await expect(admin.get_by_role("link", name="Open the help centre")).to_be_visible()
        assert await violations(admin) == []
        for width, dark in ((1440, False), (390, True)):
            reader = await site.page(width=width, dark=dark)
            await reader.goto(f"{site.hub.url}/help/en/")
            assert await violations(reader) == []
            await reader.get_by_role("searchbox").fill("how long does it take to arrive")
            await reader.keyboard.press("Enter")
            await reader.get_by_role("main").get_by_role("link", name="Delivery times").click()
            await expect(reader.get_by_role("heading", name="Delivery times")).to_be_visible()
            assert await violations(reader) == []
            wide = await reader.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            assert not wide
            await reader.get_by_role("button", name="Yes").click()
            await expect(reader.get_by_role("status")).to_contain_text("Thank you")
            await reader.get_by_role("button", name="Ask us").click()
            await expect(reader.locator("switchboard-chat").get_by_test_id("composer")).to_be_visible()
            await reader.goto(f"{site.hub.url}/help/en/")
            await reader.get_by_role("link", name="中文").click()
            await expect(reader.locator("html")).to_have_attribute("lang", "zh-Hans")


@pytest.mark.timeout(120)
async def test_the_help_centre_needs_no_scripts_and_the_chat_leads_to_it(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        admin = await site.signed_in("admin")
        await site.goto(admin, "/admin/help-centre")
        await admin.get_by_test_id("help-active").click()
        await admin.get_by_test_id("help-save").click()
        await expect(admin.get_by_role("link", name="Open the help centre")).to_be_visible()
        plain = await (await site.browser.new_context(java_script_enabled=False)).new_page()
        await plain.goto(f"{site.hub.url}/help/en/")
        await plain.get_by_role("link", name="Delivery times").first.click()
        await plain.get_by_role("button", name="No", exact=True).click()
        await expect(plain.get_by_role("status")).to_contain_text("Thank you")
        shopper = await site.page()
        await shopper.goto(f"{site.hub.url}/shop/?lang=en")
        await shopper.get_by_test_id("launcher").click()
        await shopper.get_by_test_id("composer").fill("How long does delivery take?")
        await shopper.keyboard.press("Enter")
        async with shopper.context.expect_page() as opened:
            await shopper.get_by_test_id("source").get_by_role("link", name="Delivery times").click()
        article = await opened.value
        await expect(article.get_by_role("heading", name="Delivery times")).to_be_visible()
