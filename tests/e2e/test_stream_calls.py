"""Calls that a provider or a PBX hands over by media stream: the bot answers, and a person takes them."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aioice.ice
import numpy
import pytest
from aiohttp import ClientSession

from hub.core.free_port import free_port
from tests.e2e.agent_phone import AgentPhone
from tests.e2e.clients import DeskAgent, pause
from tests.e2e.desk_pages import PASSWORD
from tests.e2e.hearing import from_line, likeness, share, to_line
from tests.e2e.hub_process import HubProcess
from tests.e2e.phone import LINE, Samples, from_first, is_over
from tests.e2e.test_calls import calls, node_came, over, said
from tests.fakes.speech import MODELS, Speech, need
from tests.fakes.streams import SECRET, FarSide, JsonAsteriskFarSide, TwilioFarSide

WITHIN = 45.0
BEARER = {"Authorization": f"Bearer {SECRET}"}


@asynccontextmanager
async def taking_streams(folder: Path) -> AsyncIterator[tuple[HubProcess, str]]:
    """Run a hub that takes media streams and no SIP; yields it and where its door is."""
    need("whisper-tiny-en", "piper-en-joe")
    address = f"127.0.0.1:{free_port()}"
    env = {
        "SWITCHBOARD_VOICE_STREAMS_LISTEN": address,
        "SWITCHBOARD_VOICE_STREAMS_TOKEN": SECRET,
        "SWITCHBOARD_VOICE_RECOGNISER": "whisper-tiny-en",
        "SWITCHBOARD_VOICE_VOICES": "piper-en-joe",
        "SWITCHBOARD_MODELS_FOLDER": str(MODELS),
    }
    hub = HubProcess(folder, env=env)
    try:
        await hub.start()
        await node_came(hub)
        yield hub, f"http://{address}"
    finally:
        await hub.stop()


def heard(far: FarSide, after: int = 0) -> Samples:
    """Return what the caller heard, later than that sample."""
    return numpy.frombuffer(bytes(far.heard), "<i2")[after:]


async def until(what: str, condition: Callable[[], object]) -> None:
    for _ in range(round(WITHIN / 0.1)):
        if condition():
            return
        await pause(0.1)
    raise AssertionError(f"Waited in vain for {what}.")


async def spoken_to(far: FarSide, after: int = 0) -> int:
    """Wait until somebody has spoken, later than that sample, and is silent; return how much there is."""
    await until("somebody who speaks and stops", lambda: is_over(heard(far, after)))
    return len(heard(far))


class Questions(TwilioFarSide):
    """A provider that hands over calls to the number for questions."""

    parameters = {"called": "200", "caller": "+442079460123"}


@pytest.mark.timeout(400)
async def test_a_provider_hands_a_call_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda use_ipv4, use_ipv6: ["127.0.0.1"])
    async with Speech.open() as speech, taking_streams(tmp_path / "hub") as (hub, door):
        question = to_line(await speech.spoken("How long does delivery take?"))
        wish = to_line(await speech.spoken("I would like to talk to a person, please."))
        story = to_line(await speech.spoken("My new lamp arrived yesterday, and its glass is broken."))
        agent_says = await speech.spoken("Good morning, this is Ada. Tell me what happened to you.")
        async with (
            DeskAgent.signed_in(hub.url, "ada", PASSWORD) as ada,
            DeskAgent.signed_in(hub.url, "sam", PASSWORD) as sam,
            Questions.calling(door, headers=BEARER) as caller,
        ):
            greeted = await spoken_to(caller)
            greeting = await speech.understood(from_line(heard(caller)))
            assert share("Welcome to Harbour and Pine. What would you like to know?", greeting.text) > 0.6

            caller.say(question.tobytes())
            (asked,) = await said(sam, "inbound", 1)
            assert share("How long does delivery take?", asked["text"]) > 0.7
            await until("the answer", lambda: len(from_first(heard(caller, greeted))) > 5 * LINE)
            told = await speech.understood(from_line(from_first(heard(caller, greeted))[: 5 * LINE]))
            assert share("parcels arrive in two to four working days", told.text) > 0.4

            caller.say(wish.tobytes())  # over the bot, if it still speaks
            await until("the bot's silence", lambda: any(one["event"] == "clear" for one in caller.took))
            await ada.presence("available")
            conversation = (await calls(sam))[0]["conversation"]["id"]
            offer = await offered(ada)
            await ada.accept(offer)
            async with AgentPhone.joining(ada, conversation) as agent:
                joined = len(heard(caller))
                agent.say(agent_says)
                part = to_line(agent_says)[LINE : 3 * LINE]
                await until("the agent's voice", lambda: likeness(heard(caller, joined), part) > 0.7)
                caller.say(story.tobytes())
                part = story[LINE : 3 * LINE]
                await until("the caller's voice", lambda: likeness(agent.heard, part) > 0.6)
                await caller.hang_up()
                await over(sam)


async def offered(agent: DeskAgent) -> str:
    """Wait until the call is offered; return the offer."""
    for _ in range(round(WITHIN / 0.1)):
        if found := await agent.offers():
            return str(found[0]["id"])
        await pause(0.1)
    raise AssertionError("The call is not offered.")


async def shows(hub: HubProcess, line: str) -> None:
    """Wait until the hub shows a figure."""
    async with ClientSession() as client:
        for _ in range(round(WITHIN)):
            async with client.get(f"{hub.url}/metrics") as answer:
                if line in await answer.text():
                    return
            await pause(1.0)
    raise AssertionError(f"/metrics does not say: {line}")


@pytest.mark.timeout(300)
async def test_a_pbx_hands_a_call_over_and_its_keys_are_understood(tmp_path: Path) -> None:
    async with (
        taking_streams(tmp_path / "hub") as (hub, door),
        DeskAgent.signed_in(hub.url, "sam", PASSWORD) as sam,
        JsonAsteriskFarSide.calling(door, "/100?caller=%2B442079460555", "slin16", headers=BEARER) as caller,
    ):
        await until("the menu", lambda: (abs(heard(caller).astype(int)) > 500).sum() > 8000)
        await caller.press("1")
        asked = (await said(sam, "outbound", 3))[-1]
        assert "order number" in asked["text"]
        assert {"command": "FLUSH_MEDIA"} in caller.took
        await caller.press("4711#")
        assert [one["text"] for one in await said(sam, "inbound", 2)] == ["1", "4711"]
        (row,) = await calls(sam)
        contact = await sam.call("GET", f"/contacts/{row['contact']['id']}")
        assert "+442079460555" in str(contact)
        caller.speaks = False
        await shows(hub, 'switchboard_voice_calls{door="asterisk",node="local"} 1.0')
        await shows(hub, 'switchboard_voice_one_way_total{door="asterisk",node="local"} 1.0')
        view = await sam.call("GET", f"/conversations/{row['conversation']['id']}/call")
        assert view["silent"]
        (live,) = await sam.call("GET", "/live/calls")
        assert (live["number"], live["stage"], live["silent"]) == ("+442079460555", "bot", True)
        await caller.hang_up()
        await over(sam)
