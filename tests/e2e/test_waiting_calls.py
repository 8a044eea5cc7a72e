"""Callers who wait, with real phones: called back in their place, and first in line when an agent is lost."""

from itertools import islice
from pathlib import Path
from typing import Any

import aioice.ice
import pytest

from hub.core.free_port import free_port
from tests.e2e.agent_phone import AgentPhone
from tests.e2e.clients import DeskAgent, pause
from tests.e2e.desk_pages import PASSWORD
from tests.e2e.hearing import from_line, likeness, share, to_line
from tests.e2e.hub_process import HubProcess
from tests.e2e.phone import LINE, Phone
from tests.e2e.test_calls import calls, node_came, voice_env
from tests.fakes.speech import Speech, need
from voice.node.music import music

CALLER = "+442079460123"


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let agents' audio stay on this machine."""
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda use_ipv4, use_ipv6: ["127.0.0.1"])


def hub_of(folder: Path, sip: int, phone: int) -> HubProcess:
    """A hub that takes calls, and calls numbers of one country at one phone."""
    calling = {
        "SWITCHBOARD_CALLING_ALLOWED": "+44",
        "SWITCHBOARD_CALLING_ADDRESS": f"sip:{{number}}@127.0.0.1:{phone}",
    }
    return HubProcess(folder, env={**voice_env(sip), **calling})


async def direct_line(url: str) -> None:
    """Set up a number where people answer."""
    async with DeskAgent.signed_in(url, "admin", PASSWORD) as admin:
        line = await admin.call("GET", "/settings/entry-points/question-line")
        changed = {**line, "key": "300", "name": "Direct", "bot": None}
        del changed["id"], changed["rev"]
        await admin.call("POST", "/settings/entry-points", changed)


async def offered(agent: DeskAgent) -> dict[str, Any]:
    """Wait until work is offered."""
    for _ in range(600):
        if found := await agent.offers():
            return found[0]
        await pause(0.1)
    raise AssertionError("Nothing is offered.")


async def called(agent: DeskAgent, conversation: str) -> None:
    """Wait until a call of ours goes out in a conversation."""
    for _ in range(300):
        view = await agent.call("GET", f"/conversations/{conversation}/call")
        if view["direction"] == "outbound":
            return
        await pause(0.1)
    raise AssertionError("Nobody is called.")


@pytest.mark.timeout(500)
async def test_a_caller_is_called_back(tmp_path: Path) -> None:
    need("whisper-tiny-en", "piper-en-joe")
    sip, port = free_port(), free_port()
    hub = hub_of(tmp_path / "hub", sip, port)
    async with Speech.open() as speech:
        agent_says = await speech.spoken("Good morning, this is Ada. You asked for a call about your order.")
        answer = to_line(await speech.spoken("Thank you for calling back. It is about my new lamp."))
        try:
            await hub.start()
            await node_came(hub)
            await direct_line(hub.url)
            async with (
                DeskAgent.signed_in(hub.url, "ada", PASSWORD) as ada,
                Phone.calling(tmp_path / "phone", f"300@127.0.0.1:{sip}", user=CALLER, port=port) as phone,
            ):
                await phone.until("the place in line", lambda heard: len(heard) > 24 * LINE)
                told = await speech.understood(from_line(phone.heard[8 * LINE : 24 * LINE]))
                assert share("you are next in line to be called back press one", told.text) > 0.6
                await phone.press("1")
                await phone.until_over()

                await ada.presence("available")
                offer = await offered(ada)
                await ada.accept(offer["id"])
                conversation = (await calls(ada))[0]["conversation"]["id"]
                await phone.until_called()
                await called(ada, conversation)
                async with AgentPhone.joining(ada, conversation) as agent:
                    agent.say(agent_says)
                    part = to_line(agent_says)[LINE : 3 * LINE]
                    await phone.until("the agent's voice", lambda heard: likeness(heard, part) > 0.7)
                    await phone.say(answer)
                    part = answer[LINE : 3 * LINE]
                    for _ in range(200):
                        if likeness(agent.heard, part) > 0.6:
                            break
                        await pause(0.1)
                    else:
                        raise AssertionError("The agent does not hear the customer.")
        finally:
            await hub.stop()


@pytest.mark.timeout(500)
async def test_a_caller_whose_agent_is_lost_is_the_next(tmp_path: Path) -> None:
    need("whisper-tiny-en", "piper-en-joe")
    sip = free_port()
    hub = hub_of(tmp_path / "hub", sip, free_port())
    figure = to_line(b"".join(islice(music(), 50, 150)))
    async with Speech.open() as speech:
        agent_says = await speech.spoken("Good morning, this is Ben. I am sorry that you were cut off.")
        try:
            await hub.start()
            await node_came(hub)
            await direct_line(hub.url)
            async with (
                DeskAgent.signed_in(hub.url, "ada", PASSWORD) as ada,
                DeskAgent.signed_in(hub.url, "ben", PASSWORD) as ben,
                Phone.calling(tmp_path / "phone", f"300@127.0.0.1:{sip}", user=CALLER) as phone,
            ):
                await ada.presence("available")
                offer = await offered(ada)
                await ada.accept(offer["id"])
                conversation = (await calls(ada))[0]["conversation"]["id"]
                async with AgentPhone.joining(ada, conversation):
                    await phone.until("the line", lambda heard: len(heard) > 8 * LINE)
                lost = len(phone.heard)
                await phone.until("music", lambda heard: likeness(heard[lost:], figure) > 0.7)
                sorry = await speech.understood(from_line(phone.heard[lost:]))
                assert (
                    share("the connection to my colleague was lost please stay on the line", sorry.text) > 0.5
                )

                await ben.presence("available")
                again = await offered(ben)
                assert again["work_item"] == offer["work_item"]
                session = await ada.call("GET", "/session")
                assert session["staff"]["presence"]["reason"] == "not_responding"
                await ben.accept(again["id"])
                async with AgentPhone.joining(ben, conversation) as agent:
                    agent.say(agent_says)
                    joined = len(phone.heard)
                    part = to_line(agent_says)[LINE : 3 * LINE]
                    await phone.until("ben", lambda heard: likeness(heard[joined:], part) > 0.7)
        finally:
            await hub.stop()
