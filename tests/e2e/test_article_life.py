"""An article's whole life in the browser: author, reviewer, and what the bot says meanwhile."""

import re
import struct
import zlib
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.e2e.axe import violations
from tests.e2e.clients import ChatCustomer
from tests.e2e.desk_pages import Site


def picture(side: int = 40) -> bytes:
    """A red square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    rows = b"".join(b"\0" + b"\xc0\x30\x20" * side for _ in range(side))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


async def step(page: Page, name: str, *, comment: str | None = None, asks: bool = False) -> None:
    """Take a step by its button or from the menu; answer what it asks."""
    await expect(page.get_by_test_id(name).or_(page.get_by_test_id("more-steps")).first).to_be_visible()
    if not await page.get_by_test_id(name).count():
        await page.get_by_test_id("more-steps").click()
    await page.get_by_test_id(name).click()
    if comment is not None:
        await page.get_by_test_id("step-comment").fill(comment)
    if asks or comment is not None:
        await page.get_by_test_id("take-step").click()
        await expect(page.get_by_test_id("take-step")).to_have_count(0)


async def says(page: Page, text: str) -> None:
    """The line that tells where the article stands."""
    await expect(page.get_by_test_id("next-step")).to_contain_text(text)


async def write(site: Site, page: Page) -> str:
    """Write a new article as it looks: bold words, a list, a picture, a table; return its address."""
    await site.goto(page, "/knowledge/new")
    await page.get_by_test_id("article-title").fill("Reupholstering")
    body = page.get_by_test_id("rich-body")
    await body.click()
    await page.keyboard.type("We reupholster armchairs for ")
    await page.get_by_role("button", name="Bold").click()
    await page.keyboard.type("£180")
    await page.get_by_role("button", name="Bold").click()
    await page.keyboard.type(" in 3-5 weeks.\n- Send us a photo\nChoose a fabric\n\n")
    square = FilePayload(name="armchair.png", mimeType="image/png", buffer=picture())
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Picture").click()
    await (await chooser.value).set_files(square)
    await expect(body.get_by_role("img", name="armchair")).to_be_visible()
    await page.get_by_role("button", name="Add a question").click()
    await page.get_by_role("textbox", name=re.compile("How customers ask")).fill(
        "Can you reupholster my armchair?"
    )
    assert await violations(page) == []
    await page.get_by_test_id("save-article").click()
    await says(page, "send it to review")
    return page.url


async def look_at_previews(page: Page) -> None:
    await page.get_by_role("tab", name="Preview").click()
    chat = page.frame_locator("iframe[title='Preview as chat']")
    await expect(chat.get_by_role("img", name="armchair")).to_be_visible()
    await page.get_by_text("SMS", exact=True).click()
    await expect(page.get_by_test_id("sms-count")).to_contain_text("1 SMS")
    await page.get_by_text("Voice", exact=True).or_(page.get_by_text("Phone", exact=True)).first.click()
    await expect(page.get_by_test_id("spoken")).to_contain_text(
        "one hundred and eighty pounds in three to five weeks"
    )
    assert await violations(page) == []
    await page.get_by_role("tab", name="Text", exact=True).click()


async def answer_to(customer: ChatCustomer, question: str) -> str:
    """Ask the bot, and return what it says."""
    seen = len(customer.view)
    await customer.send(question)
    await customer.until("an answer", lambda one: not one.unacknowledged and len(one.view) > seen + 1)
    return str(customer.view[-1])


@pytest.mark.timeout(240)
async def test_two_people_bring_an_article_to_customers_and_change_it(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        eva, kai = await site.signed_in("eva"), await site.signed_in("kai")
        address = await write(site, eva)
        await look_at_previews(eva)
        await step(eva, "submit", comment="Please check the price")
        await says(eva, "whoever wrote it cannot approve it")
        await expect(eva.get_by_test_id("approve")).to_be_disabled()

        await kai.goto(address)
        await says(kai, "waits for a review")
        await step(kai, "request-changes", comment="It is £190 by now.")
        await says(eva, "It is £190 by now.")
        await eva.get_by_role("tab", name="Comments and history").click()
        await eva.get_by_test_id("settle").click()
        await expect(eva.get_by_test_id("comment")).to_have_count(0)
        await expect(eva.get_by_test_id("history")).to_contain_text("Requested changes")

        await eva.get_by_role("tab", name="Text", exact=True).click()
        await eva.get_by_text("Markdown", exact=True).click()
        markdown = eva.get_by_test_id("article-body")
        text = await markdown.input_value()
        assert "**£180**" in text
        assert text.count("£180") == 1
        assert re.search(r"!\[armchair\]\(/kb/images/\w{26}\)", text)
        await markdown.fill(text.replace("£180", "£190"))
        await eva.get_by_test_id("save-article").click()
        await step(eva, "submit", comment="")

        await kai.get_by_role("tab", name="Revisions").click()
        await expect(kai.get_by_test_id("compared").locator("ins").first).to_contain_text("190")
        await step(kai, "approve", comment="Good.")
        await says(eva, "Approved by Kai Brandt")
        await step(eva, "publish")
        await says(eva, "Customers get this text")
        customer = await site.customer("Joan")
        assert "£190" in await answer_to(customer, "Can you reupholster my armchair?")

        # A staged edit: customers keep the published text until the change is out.
        await markdown.fill((await markdown.input_value()).replace("£190", "£200"))
        await eva.get_by_test_id("save-article").click()
        await says(eva, "Meanwhile customers get revision 2")
        other = await site.customer("June")
        assert "£190" in await answer_to(other, "Can you reupholster my armchair?")
        await step(eva, "discard", asks=True)
        await says(eva, "Customers get this text")
        await expect(markdown).to_have_value(re.compile("£190"))

        await eva.get_by_role("tab", name="Revisions").click()
        await eva.get_by_test_id("compare-after").select_option("3")
        await eva.get_by_test_id("restore").last.click()
        await says(eva, "This is a draft.")
        await step(eva, "submit", comment="")
        await step(kai, "approve", comment="")
        await step(kai, "schedule", asks=True)
        await says(kai, "published by itself")
        await step(kai, "unschedule")
        await step(kai, "publish")
        await says(kai, "Customers get this text")
        assert "£200" in await answer_to(await site.customer("Jack"), "Can you reupholster my armchair?")

        await eva.get_by_test_id("translate-zh").click()
        await expect(eva.get_by_role("heading", name="Reupholstering")).to_be_visible()
        await expect(eva).not_to_have_url(address)
        await eva.goto(address)
        await step(kai, "unpublish", asks=True)
        await says(kai, "This is a draft.")
        await step(kai, "archive", asks=True)
        await says(kai, "archived")
        await step(kai, "bring-back")
        await says(kai, "This is a draft.")
        assert await violations(kai) == []


@pytest.mark.timeout(180)
async def test_the_list_filters_and_works_by_keyboard_and_on_a_phone(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        eva = await site.signed_in("eva")
        await site.goto(eva, "/knowledge")
        await eva.get_by_label("Search articles").fill("assembly on saturdays")
        rows = eva.get_by_test_id("articles").get_by_role("link")
        await expect(rows).to_have_count(1)
        await eva.get_by_label("Search articles").fill("")
        await eva.get_by_role("combobox", name="State").select_option("in_review")
        await expect(rows).to_have_count(1)
        await eva.get_by_role("combobox", name="State").select_option("")
        await eva.get_by_test_id("more-filters").click()
        await eva.get_by_role("combobox", name="Who may be told").select_option("staff")
        await expect(rows).to_have_count(1)
        await expect(rows.first).to_contain_text("Goodwill vouchers")
        await eva.get_by_role("combobox", name="Who may be told").select_option("")
        await rows.first.focus()
        await eva.keyboard.press("ArrowDown")
        await eva.keyboard.press("Enter")
        await expect(eva.get_by_test_id("next-step")).to_be_visible()
        assert await violations(eva) == []

        phone = await site.signed_in("kai", page=await site.page(width=390))
        await site.goto(phone, "/knowledge")
        await phone.get_by_test_id("articles").get_by_role("link").first.click()
        await expect(phone.get_by_test_id("next-step")).to_be_visible()
        wide = await phone.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide
        assert await violations(phone) == []


@pytest.mark.timeout(120)
async def test_an_admin_says_whether_reviews_are_required(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        admin = await site.signed_in("admin")
        await site.goto(admin, "/admin/knowledge")
        await expect(admin.get_by_label("Every article needs an approval")).to_be_checked()
        assert await violations(admin) == []
        await admin.get_by_test_id("review-required").click()
        await admin.get_by_test_id("save-policy").click()
        await expect(admin.get_by_text("Saved")).to_be_visible()
        eva = await site.signed_in("eva")
        await site.goto(eva, "/knowledge/new")
        await eva.get_by_test_id("article-title").fill("Lost umbrellas")
        await eva.get_by_test_id("rich-body").fill("We keep them for a year.")
        await eva.get_by_test_id("save-article").click()
        await step(eva, "publish")
        await says(eva, "Customers get this text")
