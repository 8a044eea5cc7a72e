"""An agent asks a telephone outside into a call, and leaves the caller with it; and calls a customer."""

from pathlib import Path
from typing import Any

import aioice.ice
import numpy
import pytest

from hub.core.free_port import free_port
from tests.e2e.agent_phone import AgentPhone
from tests.e2e.clients import DeskAgent, pause
from tests.e2e.desk_pages import PASSWORD
from tests.e2e.hearing import likeness, to_line
from tests.e2e.hub_process import HubProcess
from tests.e2e.phone import LINE, Phone, Samples
from tests.e2e.test_calls import calls, node_came, voice_env
from tests.fakes.speech import Speech, need

ALIKE = 0.6
KNOWN = 2 * LINE
"""A second is enough to know what was said, and a busy machine seldom drops a frame of it."""
NUMBER = "+442079460018"


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let agents' audio stay on this machine."""
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda use_ipv4, use_ipv6: ["127.0.0.1"])


async def hears(agent: AgentPhone, piece: Samples) -> None:
    """Wait until somebody in a browser hears something."""
    for _ in range(200):
        if likeness(agent.heard, piece) > ALIKE:
            return
        await pause(0.2)
    raise AssertionError("It is not heard.")


async def until_party(desk: DeskAgent, conversation: str, state: str) -> dict[str, Any]:
    """Wait until the number that was asked in is there."""
    for _ in range(300):
        view = await desk.call("GET", f"/conversations/{conversation}/call")
        for party in view["parties"]:
            if party["kind"] == "number" and party["state"] == state:
                found: dict[str, Any] = party
                return found
        await pause(0.1)
    raise AssertionError(f"No number is {state}.")


@pytest.mark.timeout(500)
async def test_a_caller_is_left_with_a_telephone_outside(tmp_path: Path) -> None:
    need("whisper-tiny-en", "piper-en-joe")
    sip, outside = free_port(), free_port()
    async with Speech.open() as speech:
        caller_says = to_line(await speech.spoken("Yesterday my new lamp arrived, and its glass is broken."))
        agent_says = await speech.spoken("Good morning, this is Ada. I will ask a colleague of mine for you.")
        other_says = to_line(
            await speech.spoken("Here is the workshop, we can put new glass into your lamp.")
        )
    env = {
        **voice_env(sip),
        "SWITCHBOARD_CALLING_ALLOWED": "+44",
        "SWITCHBOARD_CALLING_ADDRESS": f"sip:{{number}}@127.0.0.1:{outside}",
    }
    hub = HubProcess(tmp_path / "hub", env=env)
    await hub.start()
    try:
        await node_came(hub)
        async with (
            DeskAgent.signed_in(hub.url, "ada", PASSWORD) as ada,
            Phone.calling(tmp_path / "outside", "", user=NUMBER, port=outside) as workshop,
            Phone.calling(tmp_path / "phone", f"200@127.0.0.1:{sip}") as phone,
        ):
            await ada.call("PUT", "/me/presence", {"presence": "available"})
            await phone.until_spoken_to()
            (row,) = await calls(ada)
            id = row["conversation"]["id"]
            await ada.call("POST", f"/conversations/{id}/take")
            async with AgentPhone.joining(ada, id) as agent:
                agent.say(agent_says)
                piece = to_line(agent_says)[LINE:KNOWN]
                await phone.until("the agent", lambda heard: likeness(heard, piece) > ALIKE)

                await ada.call(
                    "POST", f"/conversations/{id}/call/parties", {"kind": "number", "target": NUMBER}
                )
                party = await until_party(ada, id, "connected")
                assert (await ada.call("GET", f"/conversations/{id}/call"))["held"]
                await workshop.say(other_says)
                part = other_says[LINE:KNOWN]
                await hears(agent, part)
                assert likeness(phone.heard, part) < ALIKE  # the caller is on hold

                await ada.call("POST", f"/conversations/{id}/call/complete")
            begun = len(workshop.heard)
            await phone.say(caller_says)
            words = caller_says[LINE:KNOWN]
            await workshop.until("the caller", lambda heard: likeness(heard[begun:], words) > ALIKE)
            view = await ada.call("GET", f"/conversations/{id}/call")
            assert [one["id"] for one in view["parties"]] == [party["id"]]
            (row,) = await calls(ada)
            assert row["work_item"]["state"] == "wrap_up"
            before = len(phone.heard)
            await workshop.say(numpy.concatenate([other_says, other_says, other_says]))
            await phone.until("the workshop", lambda heard: likeness(heard[before:], part) > ALIKE)
            await workshop.hang_up()
            await phone.until_over()
    finally:
        await hub.stop()


async def until_rung(desk: DeskAgent) -> str:
    """Wait until a call rings at somebody's desk; return its id."""
    for _ in range(300):
        for view in await desk.call("GET", "/calls"):
            if any(one["id"] == desk.id and one["state"] == "ringing" for one in view["parties"]):
                return str(view["id"])
        await pause(0.1)
    raise AssertionError("No desk rings.")


@pytest.mark.timeout(500)
async def test_colleagues_call_each_other(tmp_path: Path) -> None:
    need("whisper-tiny-en", "piper-en-joe")
    async with Speech.open() as speech:
        ada_says = await speech.spoken("Hello Ben, do you know when the oak tables come in again?")
        ben_says = await speech.spoken("They come on Thursday, as far as I have heard from the harbour.")
    hub = HubProcess(tmp_path / "hub", env=voice_env(free_port()))
    await hub.start()
    try:
        await node_came(hub)
        async with (
            DeskAgent.signed_in(hub.url, "ada", PASSWORD) as ada,
            DeskAgent.signed_in(hub.url, "ben", PASSWORD) as ben,
        ):
            for desk in (ada, ben):
                await desk.call("PUT", "/me/presence", {"presence": "available"})
            id = (await ada.call("POST", "/calls/colleague", {"staff": ben.id}))["call"]
            async with AgentPhone.joining(ada, id) as from_ada:
                assert await until_rung(ben) == id
                async with AgentPhone.joining(ben, id) as from_ben:
                    for says, speaker, hearer in (
                        (ada_says, from_ada, from_ben),
                        (ben_says, from_ben, from_ada),
                    ):
                        speaker.say(says)
                        piece = to_line(says)[LINE:KNOWN]
                        await hears(hearer, piece)
                    await ben.call("POST", f"/conversations/{id}/call/end")
                    for _ in range(300):
                        view = await ada.call("GET", f"/conversations/{id}/call")
                        if view["state"] == "ended":
                            break
                        await pause(0.1)
                    assert (view["state"], view["parties"]) == ("ended", [])
    finally:
        await hub.stop()
