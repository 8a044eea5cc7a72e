"""What agents do on the phone: two browsers and a real telephone, who hear each other, or do not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy
import pytest
from playwright.async_api import Page, expect

from hub.core.free_port import free_port
from tests.e2e.axe import violations
from tests.e2e.browser import chromium
from tests.e2e.calling import ask_for_a_person
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD, Site, be, choose
from tests.e2e.desk_phone import (
    LISTEN,
    PATIENCE,
    Voices,
    hears,
    media,
    played,
    stage,
    take_call,
    until_in_call,
)
from tests.e2e.hearing import clearly, to_line, until_heard
from tests.e2e.phone import LINE, Phone
from tests.e2e.voice_site import UNWRITTEN, node_came, voice_env
from tests.fakes.speech import Speech, need
from voice.node.legs import RATE


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
        wish = await clearly(speech, "I would like to talk to a person, please.")
        ada_says = await voices.speak(
            speech, "ada", "Good morning, this is Ada. I will ask a colleague.", 3.0
        )
        ben_says = await voices.speak(
            speech, "ben", "Hello, Ben here from the workshop, tell me everything.", 5.0
        )
        story = await speech.spoken("Yesterday my new lamp arrived, and its glass is broken in two.")
    once = to_line(story + bytes(4 * RATE))
    told = once[LINE : 3 * LINE]
    async with two_desks(tmp_path / "hub", sip, ada_says, ben_says) as (site, ada, ben):
        await be(ada, "Available")
        async with (
            DeskAgent.signed_in(site.hub.url, "sam", PASSWORD) as sam,
            Phone.calling(tmp_path / "phone", f"200@127.0.0.1:{sip}") as phone,
        ):
            await phone.until_spoken_to()
            await ask_for_a_person(phone, sam, wish)
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
