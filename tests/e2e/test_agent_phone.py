"""What agents do on the phone: two browsers and a real telephone, who hear each other, or do not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy
import pytest
from playwright.async_api import Page, expect

from hub.core.free_port import free_port
from tests.e2e.axe import violations
from tests.e2e.browser import chromium
from tests.e2e.desk_pages import Site, be, choose
from tests.e2e.hearing import ALIKE as ALIKE
from tests.e2e.hearing import likeness, to_line, until_heard
from tests.e2e.patience import until
from tests.e2e.phone import LINE, Phone, Samples, write_wave
from tests.e2e.test_calls import (
    LISTEN,
    UNWRITTEN,
    browser_heard,
    node_came,
    take_call,
    until_in_call,
    voice_env,
)
from tests.fakes.speech import Speech, need
from voice.node.legs import RATE

LATELY = 20 * LINE
PATIENCE = 60_000
"""Milliseconds for what takes two browsers, a hub, a node and a telephone on a busy machine."""


def media(microphone: Path) -> tuple[str, ...]:
    """Return the arguments of a Chromium that speaks a recording, over and over."""
    return (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}",
        "--allow-loopback-in-peer-connection",
        "--autoplay-policy=no-user-gesture-required",
    )


class Voices:
    """What each side says: the whole, and a piece by which others know it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.pieces: dict[str, Samples] = {}

    async def speak(self, speech: Speech, name: str, text: str, silence: float) -> Path:
        """Make a recording of a text and so many seconds of silence, as a microphone takes it.

        Unequal silences let each be heard alone, again and again.
        """
        audio = await speech.spoken(text) + bytes(2 * round(silence * RATE))
        self.pieces[name] = to_line(audio)[LINE : 3 * LINE]
        path = self._folder / f"{name}.wav"
        await asyncio.to_thread(write_wave, path, to_line(audio, 48_000), 48_000)
        return path


async def played(page: Page) -> int:
    """Return how many samples a browser has played so far."""
    return int(await page.evaluate("window.heardSamples.length"))


async def hears(page: Page, piece: Samples, *, since: int) -> None:
    """Wait until a browser plays something that is said again and again, later than that sample."""

    async def heard() -> bool:
        lately = max(since, await played(page) - LATELY)
        return likeness(await browser_heard(page, lately), piece) > ALIKE

    await until("what is said to the browser", heard)


async def stage(page: Page, name: str) -> None:
    """Wait until the agent stands so to the caller and to whom they asked in."""
    await expect(page.get_by_test_id("call-bar")).to_have_attribute("data-stage", name, timeout=PATIENCE)


@asynccontextmanager
async def two_desks(folder: Path, sip: int, ada: Path, ben: Path) -> AsyncIterator[tuple[Site, Page, Page]]:
    """Run a hub; sign Ada and Ben in, each in a browser with a voice of their own."""
    env = {**voice_env(sip), **UNWRITTEN}
    async with (
        Site.open(folder, env=env, browser_arguments=media(ada)) as site,
        chromium(*media(ben)) as other,
    ):
        await node_came(site.hub)
        first, second = await site.page(), await site.page(browser=other)
        for page in (first, second):
            await page.add_init_script(LISTEN)
        yield site, await site.signed_in("ada", page=first), await site.signed_in("ben", page=second)


@pytest.mark.timeout(400)
async def test_an_agent_consults_a_colleague_and_leaves_the_caller_with_them(tmp_path: Path) -> None:
    need("whisper-tiny-en", "piper-en-joe")
    sip = free_port()
    voices = Voices(tmp_path)
    async with Speech.open() as speech:
        wish = to_line(await speech.spoken("I would like to talk to a person, please."))
        ada_says = await voices.speak(
            speech, "ada", "Good morning, this is Ada. I will ask a colleague.", 3.0
        )
        ben_says = await voices.speak(
            speech, "ben", "Hello, Ben here from the workshop, tell me everything.", 5.0
        )
        story = await speech.spoken("Yesterday my new lamp arrived, and its glass is broken in two.")
    once = to_line(story + bytes(4 * RATE))
    told = once[LINE : 3 * LINE]
    async with two_desks(tmp_path / "hub", sip, ada_says, ben_says) as (_, ada, ben):
        await be(ada, "Available")
        async with Phone.calling(tmp_path / "phone", f"200@127.0.0.1:{sip}") as phone:
            await phone.until_spoken_to()
            await phone.say(wish)
            await take_call(ada)
            await until_in_call(ada, "connected")
            await until_heard(phone, voices.pieces["ada"])
            assert await violations(ada) == []

            await ada.get_by_test_id("call-keypad").click()
            async with phone.keys() as pressed:
                await ada.keyboard.type("47#")
                await expect(ada.get_by_test_id("keys-pressed")).to_have_text("47#")
                assert await pressed(3) == "47#"
            await ada.keyboard.press("Escape")

            await ada.get_by_test_id("timeline").focus()
            await ada.keyboard.press("m")
            await expect(ada.get_by_test_id("call-mute")).to_have_attribute("aria-pressed", "true")
            await ada.keyboard.press("m")
            await expect(ada.get_by_test_id("call-mute")).to_have_attribute("aria-pressed", "false")

            await be(ben, "Available")
            await ada.get_by_test_id("call-invite").click()
            await choose(ada.get_by_role("dialog"), "Agent", "Ben Okafor Available")
            await ada.get_by_test_id("call-ask").click()
            await stage(ada, "ringing")
            await ben.get_by_test_id("incoming-accept").click(timeout=PATIENCE)
            await until_in_call(ben, "connected")
            await stage(ada, "private")
            asked = await played(ben)
            await hears(ben, voices.pieces["ada"], since=asked)

            await ada.get_by_test_id("call-together").click()
            await stage(ada, "conference")
            together = len(phone.heard), await played(ada), await played(ben)
            await until_heard(phone, voices.pieces["ben"], after=together[0])
            await phone.say(numpy.tile(once, 40))
            await hears(ada, told, since=together[1])
            await hears(ben, told, since=together[2])

            await ada.get_by_test_id("call-complete").click()
            await expect(ada.get_by_test_id("call-bar")).to_have_count(0, timeout=PATIENCE)
            await expect(ben.get_by_test_id("call-hold")).to_be_visible(timeout=PATIENCE)
            left = len(phone.heard)
            await until_heard(phone, voices.pieces["ben"], after=left)

            await ben.get_by_test_id("call-end").click()
            await phone.until_over()
        await expect(ben.get_by_test_id("call-bar")).to_have_count(0, timeout=PATIENCE)
        wrap = ben.get_by_test_id("wrap-up")
        await expect(wrap).to_be_visible(timeout=PATIENCE)
        await choose(wrap, "Disposition", "Question answered")
        await ben.get_by_test_id("complete").click()
        await expect(wrap).to_have_count(0)
