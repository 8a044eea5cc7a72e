"""The widget in a real browser, on a page with a strict policy of its own, against the real chat server."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, WebSocketRoute, expect

from hub.core.models.conversations import Attachment, Choice, Citation, Interaction, Message
from hub.core.models.work import WorkItem
from hub.core.typing_bus import Typing
from tests.e2e.browser import chromium, watched
from tests.fakes.world import TENANT, agent_author
from tests.integration.webchat.harness import Chat, Place
from tests.integration.webchat.widget_page import AXE, check_axe, visit

PDF = b"%PDF-1.7 a small file"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


async def say(page: Page, text: str) -> None:
    await page.get_by_test_id("composer").fill(text)
    await page.get_by_test_id("composer").press("Enter")


async def conversation_of(site: Chat) -> str:
    newest = await site.world.store.find(Interaction, order="started_at", descending=True, limit=1)
    return newest[0].conversation


def messages(page: Page) -> Any:
    return page.get_by_test_id("message")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
async def test_axe_finds_nothing_in_a_whole_chat(
    site: Chat, browser: Browser, complaints: list[str], width: int, scheme: str
):
    context = await browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    # The page's own policy forbids evaluating; a script given to the browser beforehand is not its concern.
    await context.add_init_script(AXE.read_text())
    page = await visit(context, site, complaints)
    await expect(page.get_by_test_id("log")).to_contain_text("Hello!")
    await check_axe(page, "greeting")
    await say(page, "Do you ship abroad?")
    await expect(messages(page)).to_have_count(1)
    conversation = await conversation_of(site)
    source = Citation(article="a", revision=1, title="Delivery abroad")
    await site.bot_says(conversation, "**Yes**:\n\n- here\n- [there](https://x.example)", citations=[source])
    await expect(page.get_by_test_id("source")).to_have_text("From: Delivery abroad")
    await check_axe(page, "answer")
    await page.get_by_test_id("helpful-no").click()
    await site.bot_says(conversation, "Did you mean", choices=[Choice(label="Returns", value="r")])
    await expect(page.get_by_test_id("choice")).to_be_visible()
    await check_axe(page, "choices")
    site.line.place = Place(2, 150)
    await page.get_by_test_id("person").click()
    await expect(page.get_by_test_id("banner-waiting")).to_contain_text("You are number 2 in line")
    await check_axe(page, "waiting")
    item = (await site.world.store.find(WorkItem))[0]
    await site.world.work.accept((await site.world.offer(item)).id, "ann")
    file = await site.services.files.put("label.pdf", PDF, conversation, "ann")
    label = Attachment(file=file.id, name=file.name, type=file.type, size=file.size)
    await site.world.outbox.reply(
        conversation, by=agent_author(), text="Here you are", client_id="1", attachments=[label]
    )
    await expect(page.get_by_test_id("file")).to_be_visible()
    site.typing.publish(Typing(tenant=TENANT, conversation=conversation, staff="ann", name="Ann", on=True))
    await expect(page.get_by_test_id("typing")).to_contain_text("Ann is typing")
    await check_axe(page, "agent")
    await page.get_by_test_id("menu").click()
    await check_axe(page, "menu")
    await page.get_by_test_id("menu-transcript").click()
    await page.get_by_test_id("transcript-send").click()
    await check_axe(page, "transcript")
    await page.keyboard.press("Escape")
    await site.world.work.resolve(item.id, "ann")
    await page.get_by_test_id("star-4").check()
    await check_axe(page, "rating")
    await page.get_by_test_id("rate-send").click()
    await expect(page.get_by_test_id("told")).to_have_text("Thank you for your rating!")
    assert (await site.world.store.get(Interaction, item.interaction)).rating
    await check_axe(page, "rated")
    await context.close()


async def test_everything_works_from_the_keyboard(site: Chat, browser: Browser, complaints: list[str]):
    page = await watched(await browser.new_page(), complaints)
    await page.goto(str(site.server.make_url("/page")))
    await page.get_by_text("a link").focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("composer")).to_be_focused()
    await page.keyboard.type("two")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("lines")
    await page.keyboard.press("Enter")
    await expect(messages(page)).to_contain_text("two")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("panel")).to_be_hidden()
    await expect(page.get_by_test_id("launcher")).to_be_focused()
    assert [one.text for one in await site.world.store.find(Message)] == ["two\nlines"]


async def test_on_a_phone_tab_stays_inside_the_panel(site: Chat, browser: Browser, complaints: list[str]):
    page = await browser.new_page(viewport={"width": 390, "height": 844})
    await watched(page, complaints)
    await page.goto(str(site.server.make_url("/page")))
    await page.get_by_test_id("launcher").click()
    await expect(page.get_by_test_id("composer")).to_be_focused()
    for key in ["Tab"] * 12 + ["Shift+Tab"] * 12:
        await page.keyboard.press(key)
        assert await page.evaluate("document.activeElement.localName") == "switchboard-chat"
    await expect(page.get_by_test_id("launcher")).to_be_hidden()


async def test_a_broken_line_loses_nothing_and_doubles_nothing(
    site: Chat, browser: Browser, complaints: list[str]
):
    page = await visit(browser, site, complaints)
    await say(page, "one")
    await expect(messages(page)).to_have_count(1)
    conversation = await conversation_of(site)
    site.cut(down=True)
    await expect(page.get_by_test_id("banner-offline")).to_be_visible()
    await say(page, "two")
    await say(page, "three")
    await expect(page.get_by_test_id("pending")).to_have_count(2)
    await expect(page.get_by_test_id("banner-offline")).to_contain_text("Your messages are kept")
    await site.bot_says(conversation, "meanwhile")
    site.down = False
    await expect(page.get_by_test_id("pending")).to_have_count(0)
    await expect(page.get_by_test_id("banner-offline")).to_be_hidden()
    await expect(messages(page)).to_have_count(4)
    stored = await site.world.store.find(Message, order="seq")
    assert [one.text for one in stored] == ["one", "meanwhile", "two", "three"]


async def test_messages_survive_closing_the_page_before_they_were_sent(
    site: Chat, browser: Browser, complaints: list[str]
):
    context = await browser.new_context()
    page = await visit(context, site, complaints)
    await say(page, "before")
    await expect(messages(page)).to_have_count(1)
    site.cut(down=True)
    await expect(page.get_by_test_id("banner-offline")).to_be_visible()
    await say(page, "written offline")
    await expect(page.get_by_test_id("pending")).to_have_count(1)
    await page.close()
    site.down = False
    again = await visit(context, site, complaints)
    await expect(messages(again)).to_have_count(2)
    assert [one.text for one in await site.world.store.find(Message, order="seq")] == [
        "before",
        "written offline",
    ]
    await context.close()


async def test_two_tabs_are_one_conversation(site: Chat, browser: Browser, complaints: list[str]):
    context = await browser.new_context()
    one = await visit(context, site, complaints)
    await say(one, "from tab one")
    await expect(messages(one)).to_have_count(1)
    two = await visit(context, site, complaints)
    await expect(messages(two)).to_have_count(1)
    await say(two, "from tab two")
    await expect(messages(one)).to_have_count(2)
    await context.close()


async def test_an_answer_is_announced_on_the_closed_launcher(
    site: Chat, browser: Browser, complaints: list[str]
):
    page = await visit(browser, site, complaints)
    await say(page, "hello")
    await expect(messages(page)).to_have_count(1)
    await page.get_by_test_id("close").click()
    await site.bot_says(await conversation_of(site), "an answer")
    await expect(page.get_by_role("button", name="Open chat, 1 new messages")).to_be_visible()
    await page.get_by_test_id("launcher").click()
    await page.get_by_test_id("close").click()
    await expect(page.get_by_role("button", name="Open chat", exact=True)).to_be_visible()


async def test_a_file_is_attached_shown_and_downloaded(
    site: Chat, browser: Browser, complaints: list[str], tmp_path: Path
):
    page = await visit(browser, site, complaints)
    await expect(page.get_by_test_id("log")).to_contain_text("Hello!")
    for name, data in (("ok.pdf", PDF), ("evil.pdf", b"<script>alert(1)</script>")):
        (tmp_path / name).write_bytes(data)
    await page.get_by_test_id("file-picker").set_input_files(tmp_path / "evil.pdf")
    await expect(page.get_by_test_id("told")).to_contain_text("evil.pdf")
    await page.get_by_test_id("file-picker").set_input_files(tmp_path / "ok.pdf")
    await page.get_by_test_id("send").click()
    async with page.expect_download() as download:
        await page.get_by_test_id("file").click()
    saved = await (await download.value).path()
    assert saved.read_bytes() == PDF  # noqa: ASYNC240  # nothing else runs on this test's loop


async def test_the_language_can_be_switched_and_stays(site: Chat, browser: Browser, complaints: list[str]):
    context = await browser.new_context()
    page = await visit(context, site, complaints)
    await page.get_by_test_id("menu").click()
    await page.get_by_test_id("language-zh").click()
    await expect(page.get_by_test_id("person")).to_have_text("转人工客服")
    await expect(page.get_by_test_id("log")).to_contain_text("您好！")
    again = await visit(context, site, complaints)
    await expect(again.get_by_test_id("person")).to_have_text("转人工客服")
    await context.close()


async def test_outside_hours_the_customer_is_told_when(site: Chat, browser: Browser, complaints: list[str]):
    site.open_hours = False
    page = await visit(browser, site, complaints)
    await expect(page.get_by_test_id("banner-closed")).to_contain_text("We are closed.")
    await say(page, "please write to me")
    await page.get_by_test_id("person").click()
    await expect(page.get_by_test_id("notice")).to_contain_text("we have your message")
    assert [item.reason for item in await site.world.store.find(WorkItem)] == ["closed"]


async def test_whoever_logs_out_leaves_nothing_behind(site: Chat, browser: Browser, complaints: list[str]):
    page = await visit(browser, site, complaints, f"?identity={site.identity('42', exp=4_000_000_000)}")
    await say(page, "private")
    await expect(messages(page)).to_have_count(1)
    await page.evaluate("Switchboard.setIdentity(null)")
    await expect(messages(page)).to_have_count(0)
    await page.goto(str(site.server.make_url("/page")))
    await page.get_by_test_id("launcher").click()
    await expect(page.get_by_test_id("log")).to_contain_text("Hello!")
    await expect(messages(page)).to_have_count(0)


EVIL = """<p>fine <b>bold</b><img src=x onerror="window.hacked=1"><svg onload="window.hacked=1"></svg>
<a href="javascript:window.hacked=1" onclick="window.hacked=1">link</a><iframe srcdoc="x"></iframe>
<style>*{display:none}</style><a href="https://good.example" style="x">good</a><math><mi//xlink:href=x>"""


async def test_html_from_a_server_gone_mad_is_harmless(site: Chat, browser: Browser, complaints: list[str]):
    def mad(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def passed(frame: str | bytes) -> None:
            content = json.loads(frame)
            for one in content if isinstance(content, list) else [content]:
                if one["type"] == "message":
                    one["html"] = EVIL
            socket.send(json.dumps(content))

        server.on_message(passed)

    context = await browser.new_context()
    await context.route_web_socket("**/chat/v1/socket*", mad)
    page = await visit(context, site, complaints, "?lax")  # no policy helps the widget here
    await say(page, "hello")
    await expect(messages(page)).to_contain_text("fine")
    inside = await page.locator(".bubble").last.inner_html()
    for bad in ("img", "svg", "iframe", "style", "onclick", "onerror", "javascript", "math"):
        assert bad not in inside
    assert 'href="https://good.example"' in inside
    assert await page.evaluate("window.hacked") is None
    await context.close()
