"""A call by media stream in the desk: held, consulted on, handed on, ended, and recorded."""

from itertools import islice
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from hub.core.free_port import free_port
from tests.e2e.agent_phone import AgentPhone
from tests.e2e.calling import calls, over, stored, until_rung
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD, Site, be, choose
from tests.e2e.desk_phone import (
    LISTEN,
    Voices,
    decoded,
    hears,
    media,
    played,
    stage,
    take_call,
    until_in_call,
)
from tests.e2e.hearing import ALIKE, likeness, to_line, until_heard
from tests.e2e.patience import until
from tests.e2e.phone import LINE
from tests.e2e.stream_line import BEARER, Caller, stream_env
from tests.e2e.voice_site import UNWRITTEN, change_number, node_came
from tests.fakes.speech import Speech
from tests.fakes.streams import TwilioFarSide
from voice.node.music import music

FIGURE = to_line(b"".join(islice(music(), 50, 150)))
LONG_ENOUGH = 8 * LINE
"""Within so much, who speaks again and again has said everything once."""


class Provider(TwilioFarSide):
    """A provider that hands over a call to the number for questions."""

    parameters = {"called": "200", "caller": "+442079460123"}


async def id_of(desk: DeskAgent, name: str) -> str:
    """Return the id of a colleague."""
    (found,) = [one["id"] for one in (await desk.call("GET", "/directory"))["staff"] if one["name"] == name]
    return str(found)


async def until_long_enough(caller: Caller, after: int) -> None:
    """Wait until the caller has heard so much that whoever speaks was heard, later than that sample."""

    async def enough() -> bool:
        return len(caller.heard) > after + LONG_ENOUGH

    await until("some more sound", enough)


async def has_work(desk: DeskAgent) -> None:
    """Wait until an agent has the work of the call."""

    async def mine() -> bool:
        return bool(await desk.mine())

    await until("the work", mine)


async def gone(page: Page) -> None:
    """Wait until an agent is in no call any more."""
    await expect(page.get_by_test_id("call-bar")).to_have_count(0)


@pytest.mark.timeout(500)
async def test_a_call_by_stream_is_handed_on_and_recorded(tmp_path: Path) -> None:
    address = f"127.0.0.1:{free_port()}"
    voices = Voices(tmp_path)
    async with Speech.open() as speech:
        ada_says = await voices.speak(
            speech, "ada", "Good morning, this is Ada. I will ask a colleague.", 3.0
        )
        ben_says = await speech.spoken("Hello, Ben here from the workshop, tell me everything.")
        story = to_line(await speech.spoken("Yesterday my new lamp arrived, and its glass is broken in two."))
    of_ada, of_ben, told = voices.pieces["ada"], to_line(ben_says)[LINE : 3 * LINE], story[LINE : 3 * LINE]
    env = {**stream_env(address), **UNWRITTEN}
    async with Site.open(tmp_path / "hub", env=env, browser_arguments=media(ada_says)) as site:
        await node_came(site.hub)
        await change_number(site.hub.url, "question-line", record=True, bot=None)
        page = await site.page()
        await page.add_init_script(LISTEN)
        ada = await site.signed_in("ada", page=page)
        await be(ada, "Available")
        async with (
            DeskAgent.signed_in(site.hub.url, "ben", PASSWORD) as ben,
            Provider.calling(f"http://{address}", headers=BEARER) as line,
        ):
            caller = Caller(line)
            await take_call(ada)
            await until_in_call(ada, "connected")
            await until_heard(caller, of_ada)
            before = await played(ada)
            caller.repeat(story)
            await hears(ada, told, since=before)
            caller.hush()

            await ada.get_by_test_id("call-hold").click()
            await expect(ada.get_by_test_id("call-hold")).to_have_attribute("aria-pressed", "true")
            await until_heard(caller, FIGURE, after=len(caller.heard))
            held = len(caller.heard)
            await until_long_enough(caller, held)
            assert likeness(caller.heard[held:], of_ada) < ALIKE

            await ben.presence("available")
            await ada.get_by_test_id("call-invite").click()
            await choose(ada.get_by_role("dialog"), "Agent", "Ben Okafor Available")
            await ada.get_by_test_id("call-ask").click()
            conversation = (await until_rung(ben))["conversation"]
            async with AgentPhone.joining(ben, conversation) as from_ben:
                await stage(ada, "private")
                await until_heard(from_ben, of_ada)
                before = await played(ada)
                from_ben.repeat(ben_says)
                await hears(ada, of_ben, since=before)
                for piece in (of_ada, of_ben):
                    assert likeness(caller.heard[held:], piece) < ALIKE

                await ada.get_by_test_id("call-complete").click()
                await gone(ada)
                await until_heard(caller, of_ben, after=held)
                await has_work(ben)

                to_ada = {"kind": "agent", "target": await id_of(ben, "Ada Winter")}
                await ben.call("POST", f"/conversations/{conversation}/call/transfer", to_ada)
                await take_call(ada)
                await until_in_call(ada, "connected")
                handed = len(caller.heard)
                await until_heard(caller, of_ada, after=handed)
                assert likeness(caller.heard[handed:], of_ben) < ALIKE

            await ada.get_by_test_id("call-end").click()
            async with DeskAgent.signed_in(site.hub.url, "sam", PASSWORD) as sam:
                await over(sam)
                (row,) = await calls(sam)
                recording = await stored(sam, row["conversation"]["id"])
            assert line.over.is_set()
        assert recording["complete"]
        assert len(recording["agents"]) == 2
        left, right = await decoded(ada, recording["id"])
        assert likeness(left, told) > ALIKE
        assert likeness(right, told) < ALIKE
        for piece in (of_ada, FIGURE, of_ben):
            assert likeness(right, piece) > ALIKE
            assert likeness(left, piece) < ALIKE
