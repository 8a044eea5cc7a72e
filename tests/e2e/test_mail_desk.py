"""Mail and SMS at the desk: read, answered, followed on their way, sorted by rules, set up."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from hub.core.free_port import free_port
from tests.e2e.axe import violations
from tests.e2e.desk_pages import Site, save
from tests.e2e.mail_scene import Made, Scene, play
from tests.e2e.test_desk_access import look


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[tuple[Site, Made]]:
    """Open the desk over an installation with mail and SMS in every state."""
    async with Scene.open(folder) as scene:
        made = await play(scene)
    async with Site.open(folder) as site:
        yield site, made


async def conversation(site: Site, page: Page, id: str) -> Locator:
    """Open a conversation; return its timeline."""
    await site.goto(page, f"/inbox/all/{id}")
    timeline = page.get_by_test_id("timeline")
    await expect(timeline).to_be_visible()
    return timeline


def message(timeline: Locator, text: str) -> Locator:
    """The message with this text."""
    return timeline.get_by_test_id("message").filter(has_text=text)


async def chip(page: Page, field: str, address: str) -> None:
    """Add a recipient."""
    box = page.get_by_test_id("envelope").get_by_label(field, exact=True)
    await box.fill(address)
    await box.press("Enter")


@pytest.mark.timeout(180)
async def test_a_mail_is_shown_as_a_mail(tmp_path: Path) -> None:
    async with office(tmp_path) as (site, made):
        page = await site.signed_in("ada")
        timeline = await conversation(site, page, made.mail)

        first = timeline.get_by_test_id("message").first
        await expect(first).to_contain_text("three weeks ago")
        await expect(first).to_contain_text("cc Boss")
        await expect(first.get_by_test_id("badge-signed")).to_be_visible()
        await expect(first).to_contain_text("The date cannot be read.")
        await first.get_by_test_id("mail-head").click()
        for text in ("Vera Lindt <vera@home.example>", "Boss <boss@home.example>", "@home.example>"):
            await expect(first.locator("dl")).to_contain_text(text)

        await expect(first.get_by_test_id("quoted")).to_have_count(0)
        await first.get_by_test_id("unfold").click()
        await expect(first.get_by_test_id("quoted")).to_contain_text("Your chair will be sent soon.")
        await expect(first.get_by_test_id("quoted")).to_contain_text("Home street 1")
        async with page.expect_download() as download:
            await first.get_by_test_id("original").click()
        assert b"Where is my chair?" in (await (await download.value).path()).read_bytes()

        await first.get_by_test_id("as-designed").click()
        await expect(first.get_by_test_id("remote-pictures")).to_contain_text("1")
        frame = first.locator("iframe")
        assert "allow-same-origin" not in (await frame.get_attribute("sandbox") or "allow-same-origin")
        # What is out of sight is not laid out in a frame without our origin.
        await frame.scroll_into_view_if_needed()
        inside = first.frame_locator("iframe")
        await expect(inside.get_by_text("chair", exact=True)).to_be_visible()
        picture = inside.get_by_alt_text("The chair")
        await expect(picture).to_have_attribute("src", re.compile("^data:image/png;base64,"))
        # As high as its page is: nothing in it has to be scrolled to.
        wanted = await inside.locator("body > div").evaluate(
            "page => Math.ceil(page.getBoundingClientRect().height)"
        )
        await expect(frame).to_have_css("height", f"{wanted + 2}px")
        assert await inside.locator("body").evaluate("() => window.origin") == "null"
        await first.get_by_test_id("load-pictures").click()
        await expect(first.get_by_test_id("load-pictures")).to_have_count(0)
        await expect(inside.locator("img[data-remote]")).to_have_count(1)  # nobody is at its address

        away = message(timeline, "out of office until Monday")
        await expect(away.get_by_test_id("badge-out_of_office")).to_have_text("Out of office")
        table = message(timeline, "And my table?")
        await expect(table.get_by_test_id("mail-subject")).to_have_text("My table")
        await expect(table).to_contain_text("Monday, 10:00 to 12:00")
        await expect(first.get_by_test_id("mail-subject")).to_have_count(0)


@pytest.mark.timeout(180)
async def test_every_answer_says_how_far_it_is(tmp_path: Path) -> None:
    async with office(tmp_path) as (site, made):
        page = await site.signed_in("ada")
        timeline = await conversation(site, page, made.mail)
        await expect(
            message(timeline, "It was sent on Monday").get_by_test_id("posted-delivered")
        ).to_be_visible()

        refused = message(timeline, "The table follows.")
        await refused.get_by_test_id("posted-failed").click()
        await expect(page.get_by_test_id("posted-reason")).to_contain_text("home.exampel does not exist")
        await expect(page.get_by_test_id("send-again")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(timeline.locator("[data-notice=delivery_failed]")).to_contain_text("home.exampel")

        later = message(timeline, "Reminder: it comes on Monday.")
        await later.get_by_test_id("posted-scheduled").click()
        await page.get_by_test_id("call-back").click()
        await expect(later.get_by_test_id("posted-calledBack")).to_be_visible()

        timeline = await conversation(site, page, made.texts)
        long = message(timeline, "您好")
        await expect(long.get_by_test_id("sms-parts")).to_have_text("2 parts")
        await long.get_by_test_id("posted-buffered").click()
        await expect(page.get_by_text("Part 2: Held back by the provider")).to_be_visible()
        await page.keyboard.press("Escape")
        lost = message(timeline, "Yes, until noon.")
        await lost.get_by_test_id("posted-unknown").click()
        await page.get_by_test_id("send-again").click()
        await expect(page.get_by_text("the customer gets it twice")).to_be_visible()
        await page.get_by_test_id("send-again").click()
        await expect(lost.get_by_test_id("posted-unknown")).to_have_count(0)


@pytest.mark.timeout(180)
async def test_a_suggested_answer_is_edited_and_sent_to_all(tmp_path: Path) -> None:
    async with office(tmp_path) as (site, made):
        page = await site.signed_in("ada")
        timeline = await conversation(site, page, made.mail)
        composer = page.get_by_test_id("composer")
        await expect(page.get_by_test_id("subject")).to_have_value("Re: My chair")
        await expect(page.get_by_test_id("signature")).to_contain_text("Customer service")

        await page.get_by_test_id("draft-use").click()
        await expect(composer).to_have_value("The table is delivered on **Monday** between 10 and 12.")
        await composer.press("End")
        await composer.type(" Please be at home.")
        await page.get_by_test_id("more-recipients").click()
        await chip(page, "Cc", "boss@home.example")
        await chip(page, "Bcc", "nobody at all")
        await expect(page.get_by_text("nobody at all is not an e-mail address")).to_be_visible()
        await expect(page.get_by_test_id("send")).to_be_disabled()
        await page.get_by_test_id("envelope").get_by_label("Bcc", exact=True).press("Backspace")
        await page.get_by_test_id("subject").fill("Your table")
        await expect(page.get_by_test_id("quote")).to_be_checked()
        # A forced click misses while the page is still moving.
        await page.get_by_test_id("quote").press("Space")
        await expect(page.get_by_test_id("quote")).not_to_be_checked()
        async with page.expect_response(lambda response: response.url.endswith("/messages")) as sending:
            await page.get_by_test_id("send").click()
        sent = await (await sending.value).json()
        await expect(message(timeline, "Please be at home.").get_by_test_id("mail-subject")).to_have_text(
            "Your table"
        )
        await expect(page.get_by_test_id("draft")).to_have_count(0)
        await expect(page.get_by_test_id("draft-folded")).to_be_visible()

        ada = await site.agent("ada")
        head = (await ada.call("GET", f"/messages/{sent['id']}/mail"))["mail"]
        assert (head["subject"], [one["address"] for one in head["cc"]]) == (
            "Your table",
            ["boss@home.example"],
        )
        assert [one["address"] for one in head["to"]] == ["vera@home.example"]
        assert head["quotes"] is False


@pytest.mark.timeout(180)
async def test_an_sms_is_counted_and_may_become_a_mail(tmp_path: Path) -> None:
    async with office(tmp_path) as (site, made):
        page = await site.signed_in("ada")
        timeline = await conversation(site, page, made.texts)
        composer, count = page.get_by_test_id("composer"), page.get_by_test_id("sms-count")
        await composer.fill("a" * 160)
        await expect(count).to_have_text("160 characters, 0 left · 1 part · GSM-7 · €0.07")
        await composer.fill("短" * 105)
        await expect(count).to_have_text("105 characters, 29 left · 2 parts · Unicode, because of 短 · €0.14")

        await page.get_by_test_id("ways").select_option(label="E-mail: omar@home.example (from Help mailbox)")
        await expect(count).to_have_count(0)
        await page.get_by_test_id("subject").fill("Saturdays")
        await page.get_by_test_id("send-later").click()
        await page.get_by_role("button", name="Tomorrow, 9:00").click()
        await composer.fill("By mail, as you like.")
        await page.get_by_test_id("send").click()
        sent = message(timeline, "By mail, as you like.")
        await expect(sent.get_by_test_id("posted-scheduled")).to_be_visible()
        await expect(sent.get_by_test_id("mail-head")).to_contain_text("to omar@home.example")

        await site.goto(page, "/inbox/mine")
        await page.get_by_test_id("conversation-row").filter(has_text="Hello").click()
        await expect(page.get_by_test_id("refused")).to_contain_text("asked us to send no more SMS")
        await page.get_by_test_id("composer").fill("Anything")
        await expect(page.get_by_test_id("send")).to_be_disabled()


@pytest.mark.timeout(180)
async def test_several_conversations_change_at_once_and_one_is_split(tmp_path: Path) -> None:
    async with office(tmp_path) as (site, made):
        page = await site.signed_in("sam")
        await site.goto(page, "/inbox/all?channel=email")
        await expect(page.get_by_test_id("conversation-row")).to_have_count(2)
        await page.get_by_test_id("select-several").click()
        await page.get_by_test_id("bulk-all").click()
        await expect(page.get_by_text("2 selected")).to_be_visible()
        await page.get_by_test_id("bulk-change").click()
        tags = page.get_by_role("dialog").get_by_label("Add tags")
        await tags.fill("furniture")
        await tags.press("Enter")
        await page.get_by_test_id("bulk-apply").click()
        await expect(page.get_by_text("Changed: 2")).to_be_visible()
        await expect(page.get_by_test_id("bulk-bar")).to_have_count(0)
        sam = await site.agent("sam")
        tagged = await sam.call("GET", "/conversations?tag=furniture")
        assert len(tagged["items"]) == 2

        timeline = await conversation(site, page, made.mail)
        await message(timeline, "And my table?").get_by_test_id("message-menu").click()
        await page.get_by_test_id("split").click()
        await expect(page.locator("[data-notice=split_from]")).to_be_visible()
        await expect(message(timeline, "three weeks ago")).to_have_count(0)
        await expect(message(timeline, "And my table?")).to_be_visible()

        timeline = await conversation(site, page, made.stranger)
        elsewhere = timeline.locator("[data-notice=refers_elsewhere]")
        await elsewhere.get_by_test_id("elsewhere").click()
        await expect(message(timeline, "three weeks ago")).to_be_visible()


@pytest.mark.timeout(180)
async def test_an_administrator_connects_mailbox_and_message_centre(tmp_path: Path) -> None:
    async with office(tmp_path) as (site, _):
        page = await site.signed_in("admin")
        await site.goto(page, "/admin/mailboxes/help-box")
        form = page.get_by_role("dialog")
        await form.get_by_label("Provider").select_option("imap")
        reading = form.get_by_role("group", name="Reading (IMAP)")
        await reading.get_by_label("Server").fill("127.0.0.1")
        await reading.get_by_label("Port").fill(str(free_port()))
        sending = form.get_by_role("group", name="Sending (SMTP)")
        await sending.get_by_label("Server").fill("127.0.0.1")
        await sending.get_by_label("Port").fill(str(free_port()))
        await form.get_by_role("textbox", name="Password").fill("app password")
        await form.get_by_test_id("test-connection").click()
        found = form.get_by_test_id("findings")
        await expect(found).to_contain_text("It does not work yet.")
        await expect(found.locator("[data-verdict=failed]").first).to_contain_text("Check name and port")
        await save(page)
        await page.get_by_role("button", name="help@harbourpine.example").click()
        await expect(form.get_by_role("textbox", name="Password")).to_have_value("********")
        await expect(form.get_by_label("Provider")).to_have_value("imap")

        await site.goto(page, "/admin/sms/text-route")
        await form.get_by_test_id("test-connection").click()
        await expect(found).to_contain_text("It cannot be reached.")
        await form.get_by_text("HTTP provider").click()
        for kind in ("inbound", "status"):
            await expect(form.locator(f"input[value$='/sms/v1/text-route/{kind}']")).to_be_visible()


@pytest.mark.timeout(180)
async def test_a_rule_is_tried_before_it_is_switched_on(tmp_path: Path) -> None:
    async with office(tmp_path) as (site, _):
        page = await site.signed_in("admin")
        await site.goto(page, "/admin/rules/new")
        form = page.get_by_role("dialog")
        await form.get_by_role("textbox", name="Name", exact=True).fill("Tables")
        values = form.get_by_label("Values", exact=True)
        await values.fill("table")
        await values.press("Enter")
        await form.get_by_label("Tags", exact=True).fill("furniture")
        await form.get_by_label("Tags", exact=True).press("Enter")
        await form.get_by_test_id("try-rule").click()
        await expect(form.get_by_test_id("trial-result")).to_have_text("1 of 4 mails fit.")
        await expect(form.get_by_role("link", name="My table")).to_be_visible()
        await save(page)

        rules = page.get_by_test_id("rule")
        await expect(rules.nth(2)).to_contain_text("Subject contains “table”")
        await page.get_by_role("button", name="Move Tables up").click()
        await expect(rules.nth(1)).to_contain_text("Tables")
        switch = page.get_by_role("switch", name="Tables is switched on")
        await expect(switch).not_to_be_checked()
        await switch.press("Space")
        await expect(switch).to_be_checked()
        await page.reload()
        await expect(rules.nth(1)).to_contain_text("Tables")
        await expect(switch).to_be_checked()

        await site.goto(page, "/admin/quarantine")
        row = page.get_by_role("row", name="Reading it took longer than 60 seconds.")
        async with page.expect_download() as download:
            await row.get_by_role("link").click()
        assert (await (await download.value).path()).read_bytes().startswith(b"From: Vera")
        await row.get_by_role("button", name="Delete").click()
        await row.get_by_role("button", name="Delete for good").click()
        await expect(row).to_have_count(0)


@pytest.mark.timeout(360)
async def test_no_screen_of_mail_and_sms_violates_wcag(tmp_path: Path) -> None:
    async with office(tmp_path) as (site, made):
        admin = await site.agent("admin", "away")
        ada = await site.agent("ada")
        talks = [f"/inbox/all/{id}" for id in (made.mail, made.texts, made.stranger)]
        forms = ["/admin/mailboxes/help-box", "/admin/sms/text-route", "/admin/rules/chairs"]
        lists = ["/admin/mailboxes", "/admin/sms", "/admin/rules", "/admin/quarantine"]
        found: list[str] = []
        for width, dark, language in (
            (1440, False, "en"),
            (390, True, "en"),
            (1440, True, "zh"),
            (390, False, "zh"),
        ):
            await ada.call("PATCH", "/me", {"language": language})
            await admin.call("PATCH", "/me", {"language": language})
            for login, paths in (("ada", talks), ("admin", [*lists, *forms])):
                page = await site.signed_in(login, page=await site.page(width=width, dark=dark))
                found += [f"{width} {language} {one}" for one in await look(page, paths)]
                if login == "ada":
                    found += [f"{width} {language} {one}" for one in await opened(site, page, made.mail)]
                await page.context.close()
        assert found == []


async def opened(site: Site, page: Page, mail: str) -> list[str]:
    """Open what a mail folds away, and return what is wrong with it."""
    timeline = await conversation(site, page, mail)
    first = timeline.get_by_test_id("message").first
    for part in ("mail-head", "unfold"):
        await first.get_by_test_id(part).click()
    found = await violations(page)
    await timeline.get_by_test_id("posted-failed").click()
    await expect(page.get_by_test_id("posted-reason")).to_be_visible()
    return found + await violations(page)
