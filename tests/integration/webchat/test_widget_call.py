"""The widget as a telephone in a real browser; its line is made up, the hub behind it is real."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, Page, expect

from hub.core.errors import TooMany
from hub.core.models.calls import Call
from hub.core.models.contacts import EntryPoint
from hub.core.models.conversations import Author, AuthorKind, Choice
from tests.e2e.browser import chromium
from tests.integration.webchat.harness import Chat, Place
from tests.integration.webchat.widget_page import AXE, check_axe, visit

FAKE_LINE = """
window.pressed = "";
window.RTCPeerConnection = class extends EventTarget {
  iceGatheringState = "complete";
  connectionState = "new";
  localDescription = { sdp: "v=0\\r\\nm=audio 9 UDP/TLS/RTP/SAVPF 111\\r\\n" };
  createDataChannel() {
    return { readyState: "open", addEventListener() {}, send: (key) => { window.pressed += key; } };
  }
  addTrack() {}
  async setLocalDescription() {}
  async setRemoteDescription() { this.become("connected"); }
  close() {}
  become(state) {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }
};
"""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    microphone = "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"
    async with chromium(*microphone) as browser:
        yield browser


@pytest.fixture
async def site(site: Chat) -> Chat:
    """The page's widget has a number to call."""
    entry = await site.world.store.get(EntryPoint, "page")
    await site.world.save(replace(entry, call_line="line"))
    return site


async def opened(browser: Browser, site: Chat, complaints: list[str], query: str = "", **look: Any) -> Page:
    context = await browser.new_context(reduced_motion="reduce", **look)
    await context.add_init_script(FAKE_LINE + AXE.read_text())
    return await visit(context, site, complaints, query)


async def in_call(page: Page) -> None:
    await expect(page.get_by_test_id("call")).to_have_attribute("data-state", "up")


async def the_call(site: Chat) -> Call:
    return (await site.world.store.find(Call, order="id", descending=True, limit=1))[0]


async def offered(site: Chat) -> None:
    """The bot offers a menu."""
    await site.world.outbox.reply(
        (await the_call(site)).conversation,
        by=Author(kind=AuthorKind.BOT, id="bot:knowledge", name="Bot"),
        text="What can I do for you?",
        client_id=site.world.ids(),
        choices=[Choice(label="Orders", value="o"), Choice(label="Complaints", value="c")],
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
async def test_axe_finds_nothing_in_a_call(
    site: Chat, browser: Browser, complaints: list[str], width: int, scheme: str
) -> None:
    page = await opened(
        browser, site, complaints, viewport={"width": width, "height": 844}, color_scheme=scheme
    )
    await page.get_by_test_id("call-us").click()
    await in_call(page)
    await offered(site)
    await expect(page.get_by_test_id("call-choices").get_by_role("button")).to_have_count(2)
    await check_axe(page, "menu")
    await page.get_by_test_id("call-keys").click()
    await page.get_by_test_id("call-mute").click()
    await check_axe(page, "keypad")
    await page.get_by_test_id("call-end").click()
    await expect(page.get_by_test_id("call-again")).to_be_focused()
    await check_axe(page, "over")
    site.phone.fault = TooMany("All lines are busy.")
    await page.get_by_test_id("call-again").click()
    await expect(page.get_by_test_id("call-status")).to_contain_text("All lines are busy")
    await check_axe(page, "busy")
    await page.get_by_test_id("call-back").click()
    await expect(page.get_by_test_id("composer")).to_be_focused()


async def test_menus_are_answered_by_click_and_by_keyboard(
    site: Chat, browser: Browser, complaints: list[str]
) -> None:
    page = await opened(browser, site, complaints)
    await page.get_by_test_id("call-us").focus()
    await page.keyboard.press("Enter")
    await in_call(page)
    await expect(page.get_by_test_id("call-end")).to_be_focused()
    await offered(site)
    await page.get_by_role("button", name="2 Complaints").click()
    await page.keyboard.press("7")
    await page.keyboard.press("#")
    await page.get_by_test_id("call-keys").click()
    await page.get_by_test_id("key-0").click()
    await expect(page.get_by_test_id("call-pressed")).to_have_text("27#0")
    assert await page.evaluate("window.pressed") == "27#0"


async def test_who_waits_reads_their_place_and_the_call_goes_on_behind_a_closed_panel(
    site: Chat, browser: Browser, complaints: list[str]
) -> None:
    page = await opened(browser, site, complaints, "?language=zh")
    await page.get_by_test_id("call-us").click()
    await in_call(page)
    call = await the_call(site)
    site.line.place = Place(3, 120)
    await site.services.work.request_person(call.conversation, reason="asked", actor="x")
    await expect(page.get_by_test_id("call-status")).to_have_text("您排在第 3 位 · 预计等待约 2 分钟。")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("panel")).to_be_hidden()
    await expect(page.get_by_test_id("launcher")).to_have_attribute("aria-label", "打开正在进行的通话")
    await page.get_by_test_id("launcher").click()
    await in_call(page)
    await site.world.outbox.notice(call.conversation, "agent_joined", vars={"name": "李娜"})
    await expect(page.get_by_test_id("caption").last).to_have_text("李娜 为您服务")  # not "joined the chat"
    await site.phone.hang_up(call.id)
    await expect(page.get_by_test_id("call-status")).to_have_text("通话已结束")


async def test_the_pages_own_button_calls_too(site: Chat, browser: Browser, complaints: list[str]) -> None:
    page = await opened(browser, site, complaints)
    await page.get_by_test_id("close").click()
    assert await page.evaluate("Switchboard.canCall()") is True
    await page.evaluate("Switchboard.call()")
    await in_call(page)
    site.phone.works = False
    assert await page.evaluate("Switchboard.canCall()") is False


async def test_a_microphone_that_is_refused_is_explained(site: Chat, complaints: list[str]) -> None:
    async with chromium("--use-fake-device-for-media-stream", "--deny-permission-prompts") as browser:
        page = await opened(browser, site, complaints)
        await page.get_by_test_id("call-us").click()
        await expect(page.get_by_test_id("call-status")).to_contain_text("The microphone is not allowed")
        assert site.phone.offers == []


async def test_a_broken_connection_to_the_hub_leaves_the_call_as_it_is(
    site: Chat, browser: Browser, complaints: list[str]
) -> None:
    page = await opened(browser, site, complaints)
    await page.get_by_test_id("call-us").click()
    await in_call(page)
    site.cut()
    await offered(site)
    await expect(page.get_by_test_id("caption")).to_have_count(1)  # it came back and caught up
    await in_call(page)
    assert site.phone.hung_up == []


async def test_leaving_the_page_hangs_up(site: Chat, browser: Browser, complaints: list[str]) -> None:
    page = await opened(browser, site, complaints)
    await page.get_by_test_id("call-us").click()
    await in_call(page)
    call = await the_call(site)
    await page.goto("about:blank")
    async with asyncio.timeout(60):
        while not site.phone.hung_up:
            async with site.http.get("/chat/v1/calls?key=page") as response:
                assert response.ok
    assert site.phone.hung_up == [call.id]


async def test_where_nobody_can_be_called_there_is_no_button(
    site: Chat, browser: Browser, complaints: list[str]
) -> None:
    site.phone.works = False
    page = await opened(browser, site, complaints)
    await expect(page.get_by_test_id("log")).to_contain_text("Hello!")
    await expect(page.get_by_test_id("call-us")).to_be_hidden()
