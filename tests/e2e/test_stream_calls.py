"""Calls that a provider or a PBX hands over by media stream: the bot answers, and a person takes them."""

from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.e2e.agent_phone import AgentPhone
from tests.e2e.calling import ask, ask_for_a_person, calls, messages, over, said
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD, offered
from tests.e2e.hearing import clearly, to_line, until_heard, until_told
from tests.e2e.hub_process import HubProcess
from tests.e2e.patience import until
from tests.e2e.phone import LINE
from tests.e2e.stream_line import BEARER, Caller, taking_streams
from tests.e2e.voice_site import change_number
from tests.fakes.speech import Speech
from tests.fakes.streams import FarSide, JsonAsteriskFarSide, TwilioFarSide


class Questions(TwilioFarSide):
    """A provider that hands over calls to the number for questions."""

    parameters = {"called": "200", "caller": "+442079460123"}


@pytest.mark.timeout(400)
async def test_a_provider_hands_a_call_over(tmp_path: Path) -> None:
    async with Speech.open() as speech, taking_streams(tmp_path / "hub") as (hub, door):
        question = await clearly(speech, "How long does delivery take?")
        wish = await clearly(speech, "I would like to talk to a person, please.")
        story = to_line(await speech.spoken("My new lamp arrived yesterday, and its glass is broken."))
        agent_says = await speech.spoken("Good morning, this is Ada. Tell me what happened to you.")
        async with (
            DeskAgent.signed_in(hub.url, "ada", PASSWORD) as ada,
            DeskAgent.signed_in(hub.url, "sam", PASSWORD) as sam,
            Questions.calling(door, headers=BEARER) as line,
        ):
            caller = Caller(line)
            await until_told(caller, speech, "Welcome to Harbour and Pine. What would you like to know?")
            await caller.until_spoken_to()

            asked = await ask(caller, sam, question, "2 to 4 working days")
            told = "parcels arrive in two to four working days"
            await until_told(caller, speech, told, enough=0.4, after=asked)

            asked = await ask(caller, sam, question, "2 to 4 working days")
            await caller.until_addressed(after=asked)
            await ask_for_a_person(caller, sam, wish)  # over the bot
            await took(line, "event", "clear")
            assert "person" in (await messages(sam, "inbound"))[-1]["text"]
            await ada.presence("available")
            conversation = (await calls(sam))[0]["conversation"]["id"]
            await ada.accept((await offered(ada))["id"])
            async with AgentPhone.joining(ada, conversation) as agent:
                joined = len(caller.heard)
                agent.repeat(agent_says)
                await until_heard(caller, to_line(agent_says)[LINE : 3 * LINE], after=joined)
                caller.repeat(story)
                await until_heard(agent, story[LINE : 3 * LINE])
                await line.hang_up()
                await over(sam)


async def took(line: FarSide, name: str, value: str) -> None:
    """Wait until the far side was told something."""

    async def told() -> bool:
        return any(one.get(name) == value for one in line.took)

    await until(f"{name} {value}", told)


async def shows(hub: HubProcess, figure: str) -> None:
    """Wait until the hub shows a figure."""

    async def shown() -> bool:
        async with ClientSession() as client, client.get(f"{hub.url}/metrics") as answer:
            return figure in await answer.text()

    await until(f"{figure} in /metrics", shown)


@pytest.mark.timeout(300)
async def test_a_pbx_hands_a_call_over_and_its_keys_are_understood(tmp_path: Path) -> None:
    async with taking_streams(tmp_path / "hub") as (hub, door):
        await change_number(hub.url, "hotline", record=False)  # keys do not cut short that it would be
        await keys_are_understood(hub, door)


async def keys_are_understood(hub: HubProcess, door: str) -> None:
    """Call the menu and press keys, over what it says."""
    async with (
        DeskAgent.signed_in(hub.url, "sam", PASSWORD) as sam,
        JsonAsteriskFarSide.calling(door, "/100?caller=%2B442079460555", "slin16", headers=BEARER) as caller,
    ):
        await Caller(caller).until_addressed()
        await caller.press("1")
        asked = (await said(sam, "outbound", 3))[-1]
        assert "order number" in asked["text"]
        await took(caller, "command", "FLUSH_MEDIA")
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
