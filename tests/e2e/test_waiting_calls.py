"""Callers who wait, with real phones: called back in their place, and first in line when an agent is lost."""

from itertools import islice
from pathlib import Path
from typing import Any

import aioice.ice
import pytest

from hub.core.free_port import free_port
from tests.e2e.agent_phone import AgentPhone
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD
from tests.e2e.hearing import to_line, until_heard, until_told
from tests.e2e.hub_process import HubProcess
from tests.e2e.patience import until
from tests.e2e.phone import LINE, Phone
from tests.e2e.test_calls import UNWRITTEN, calls, node_came, voice_env
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
    return HubProcess(folder, env={**voice_env(sip), **calling, **UNWRITTEN})


async def direct_line(url: str) -> None:
    """Set up a number where people answer."""
    async with DeskAgent.signed_in(url, "admin", PASSWORD) as admin:
        line = await admin.call("GET", "/settings/entry-points/question-line")
        changed = {**line, "key": "300", "name": "Direct", "bot": None}
        del changed["id"], changed["rev"]
        await admin.call("POST", "/settings/entry-points", changed)


async def offered(agent: DeskAgent) -> dict[str, Any]:
    """Wait until work is offered."""
    return (await until("an offer", agent.offers))[0]


async def called(agent: DeskAgent, conversation: str) -> None:
    """Wait until a call of ours goes out in a conversation."""

    async def goes_out() -> bool:
        view = await agent.call("GET", f"/conversations/{conversation}/call")
        return bool(view["direction"] == "outbound")

    await until("a call of ours", goes_out)


async def on_the_line(agent: DeskAgent, conversation: str) -> None:
    """Wait until somebody of the house is in the call of a conversation."""

    async def connected() -> bool:
        view = await agent.call("GET", f"/conversations/{conversation}/call")
        return any(one["id"] == agent.id and one["state"] == "connected" for one in view["parties"])

    await until(f"{agent.login} on the line", connected)


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
                await until_told(phone, speech, "you are next in line to be called back press one")
                await phone.press("1")
                await phone.until_over()

                await ada.presence("available")
                offer = await offered(ada)
                await ada.accept(offer["id"])
                conversation = (await calls(ada))[0]["conversation"]["id"]
                await phone.until_called()
                await called(ada, conversation)
                async with AgentPhone.joining(ada, conversation) as agent:
                    agent.repeat(agent_says)
                    part = to_line(agent_says)[LINE : 3 * LINE]
                    await until_heard(phone, part)
                    await phone.repeat(answer)
                    await until_heard(agent, answer[LINE : 3 * LINE])
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
                    await on_the_line(ada, conversation)
                lost = len(phone.heard)
                await until_heard(phone, figure, after=lost)
                sorry = "the connection to my colleague was lost please stay on the line"
                await until_told(phone, speech, sorry, enough=0.5, after=lost)

                await ben.presence("available")
                again = await offered(ben)
                assert again["work_item"] == offer["work_item"]
                session = await ada.call("GET", "/session")
                assert session["staff"]["presence"]["reason"] == "not_responding"
                await ben.accept(again["id"])
                async with AgentPhone.joining(ben, conversation) as agent:
                    agent.repeat(agent_says)
                    joined = len(phone.heard)
                    part = to_line(agent_says)[LINE : 3 * LINE]
                    await until_heard(phone, part, after=joined)
        finally:
            await hub.stop()
