"""Calls from the shop's page: a real browser with a recorded voice calls a real hub, whose bot answers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import numpy
import pytest
from playwright.async_api import Page, expect

from hub.core.free_port import free_port
from tests.e2e.browser import chromium
from tests.e2e.calling import answered, calls, over, said
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD, Site, be
from tests.e2e.desk_phone import (
    LISTEN,
    Voices,
    browser_heard,
    hears,
    media,
    played,
    take_call,
    until_in_call,
)
from tests.e2e.hearing import ALIKE, clearly, from_line, likeness, share, to_line
from tests.e2e.patience import until
from tests.e2e.phone import LINE, Samples, is_over, write_wave
from tests.e2e.voice_site import UNWRITTEN, node_came, voice_env
from tests.fakes.speech import Speech, need

SILENCE = numpy.zeros(LINE, "<i2")
QUESTION = "How long does delivery take?"


@asynccontextmanager
async def shop(folder: Path, microphone: Samples, **more: str) -> AsyncIterator[tuple[Site, Page]]:
    """Run a hub that takes calls, and open its shop in a browser that hears this again and again."""
    recording = folder / "microphone.wav"
    write_wave(recording, microphone, LINE)
    env = {**voice_env(free_port()), **more}
    async with Site.open(folder / "hub", env=env, browser_arguments=media(recording)) as site:
        await node_came(site.hub)
        page = await site.page()
        await page.add_init_script(LISTEN)
        await page.goto(f"{site.hub.url}/shop/?lang=en")
        yield site, page


async def call_us(page: Page) -> None:
    await page.get_by_test_id("shop-call").click()
    await expect(page.get_by_test_id("call")).to_have_attribute("data-state", "up")


async def until_spoken_to(page: Page, after: int = 0) -> int:
    """Wait until somebody has spoken, later than that sample, and is silent; return how much there is."""

    async def spoken() -> int:
        heard = await browser_heard(page)
        return len(heard) if is_over(heard[after:]) else 0

    return await until("somebody who speaks to the page and stops", spoken)


@pytest.mark.timeout(500)
async def test_a_customer_calls_from_the_shop_and_is_told(tmp_path: Path) -> None:
    need("whisper-tiny-en", "piper-en-joe")
    async with Speech.open() as speech:
        question = await clearly(speech, QUESTION)
        # The greeting takes five seconds, and may begin late; the rest is silence, as all is repeated.
        microphone = numpy.concatenate([*[SILENCE] * 14, question, *[SILENCE] * 40])
        async with (
            shop(tmp_path, microphone) as (site, page),
            DeskAgent.signed_in(site.hub.url, "sam", PASSWORD) as sam,
        ):
            told = site.hub.log.read_text()
            assert f'press "Call us" at {site.hub.url}/shop/' in told
            assert "Call sip:200@127.0.0.1:" in told
            await call_us(page)
            greeted = await until_spoken_to(page)
            greeting = await speech.understood(from_line((await browser_heard(page))[:greeted]))
            assert share("Welcome to Harbour and Pine. What would you like to know?", greeting.text) > 0.4

            answer = "2 to 4 working days"
            await until("the bot's answer", partial(answered, sam, answer))
            await expect(page.get_by_test_id("caption").filter(has_text="delivery").first).to_be_visible()
            await expect(page.get_by_test_id("call-said")).to_contain_text(answer)
            await until_spoken_to(page, after=greeted)

            await page.get_by_test_id("call-end").click()
            await expect(page.get_by_test_id("call-status")).to_have_text("Call ended")
            await over(sam)


@pytest.mark.timeout(500)
async def test_keys_are_pressed_and_a_closed_page_ends_the_call(tmp_path: Path) -> None:
    need("whisper-tiny-en", "piper-en-joe")
    async with (
        shop(tmp_path, SILENCE) as (site, page),
        DeskAgent.signed_in(site.hub.url, "sam", PASSWORD) as sam,
    ):
        await page.goto(f"{site.hub.url}/shop/?lang=en&chat=service-desk")
        await call_us(page)
        await expect(page.get_by_test_id("call-choices").get_by_role("button").first).to_be_visible()
        await page.get_by_test_id("call-choices").get_by_role("button").first.click()
        assert "order number" in (await said(sam, "outbound", 3))[-1]["text"]
        await page.get_by_test_id("call-keys").click()
        for key in "4711#":
            await page.get_by_test_id(f"key-{key}").click()
        assert [one["text"] for one in await said(sam, "inbound", 2)] == ["1", "4711"]

        (row,) = await calls(sam)
        assert row["conversation"]["state"] == "open"
        await page.close()
        await over(sam)


@pytest.mark.timeout(500)
async def test_a_customer_waits_in_line_and_speaks_with_an_agent(tmp_path: Path) -> None:
    need("whisper-tiny-en", "piper-en-joe")
    voices = Voices(tmp_path)
    async with Speech.open() as speech:
        story = "My new lamp arrived yesterday, and its glass is broken in two."
        story_audio = to_line(await speech.spoken(story))
        greeting = "Good morning, this is Ada. Tell me what happened, and I will help you."
        ada_says = await voices.speak(speech, "ada", greeting, 2.0)
    microphone = numpy.concatenate([story_audio, *[SILENCE] * 3])
    told, answered = story_audio[LINE : 3 * LINE], voices.pieces["ada"]
    async with (
        shop(tmp_path, microphone, **UNWRITTEN) as (site, page),
        chromium(*media(ada_says)) as other,
        DeskAgent.signed_in(site.hub.url, "sam", PASSWORD) as sam,
    ):
        desk = await site.page(browser=other)
        await desk.add_init_script(LISTEN)
        ada = await site.signed_in("ada", page=desk)

        await page.goto(f"{site.hub.url}/shop/?lang=en&chat=service-desk")
        await call_us(page)
        mute, status = page.get_by_test_id("call-mute"), page.get_by_test_id("call-status")
        await mute.click()  # the microphone never stops, and the menu would take it for an answer
        await expect(mute).to_have_attribute("aria-pressed", "true")
        await expect(status).to_have_text("Your microphone is off")
        await page.get_by_role("button", name="Talk to a person").click()
        await expect(status).to_contain_text("next in line")

        await be(ada, "Available")
        await take_call(ada)
        await until_in_call(ada, "connected")
        await expect(page.get_by_test_id("call")).to_contain_text("Ada")
        await expect(ada.get_by_role("heading", level=1)).to_have_text("Caller from the web page")
        await hears(page, answered, since=await played(page))
        assert likeness(await browser_heard(ada), told) < ALIKE  # who is muted is not heard
        await mute.click()
        await expect(mute).to_have_attribute("aria-pressed", "false")
        await hears(ada, told, since=await played(ada))
        assert [one["text"] for one in await said(sam, "inbound", 1)][0] == "0"

        await page.get_by_test_id("call-end").click()
        await expect(status).to_have_text("Call ended")
        await expect(ada.get_by_test_id("wrap-up")).to_be_visible()
        await expect(ada.get_by_test_id("call-bar")).to_have_count(0)
        await over(sam)
