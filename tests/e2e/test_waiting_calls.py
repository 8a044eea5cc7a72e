"""Callers who wait, with real phones: called back in their place, and first in line when an agent is lost."""

from itertools import islice
from pathlib import Path

import pytest

from hub.core.free_port import free_port
from tests.e2e.agent_phone import AgentPhone
from tests.e2e.calling import called, calls, on_the_line
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD, offered
from tests.e2e.hearing import to_line, until_heard, until_told
from tests.e2e.phone import LINE, Phone
from tests.e2e.voice_site import UNWRITTEN, calling_out, direct_line, taking_calls
from tests.fakes.speech import Speech
from voice.node.music import music

CALLER = "+442079460123"


@pytest.mark.timeout(500)
async def test_a_caller_is_called_back(tmp_path: Path) -> None:
    port = free_port(2)
    async with Speech.open() as speech:
        agent_says = await speech.spoken("Good morning, this is Ada. You asked for a call about your order.")
        answer = to_line(await speech.spoken("Thank you for calling back. It is about my new lamp."))
        async with taking_calls(tmp_path / "hub", {**UNWRITTEN, **calling_out(port)}) as (hub, address):
            await direct_line(hub.url)
            async with (
                DeskAgent.signed_in(hub.url, "ada", PASSWORD) as ada,
                Phone.calling(tmp_path / "phone", f"300@{address}", user=CALLER, port=port) as phone,
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


@pytest.mark.timeout(500)
async def test_a_caller_whose_agent_is_lost_is_the_next(tmp_path: Path) -> None:
    figure = to_line(b"".join(islice(music(), 50, 150)))
    async with Speech.open() as speech:
        agent_says = await speech.spoken("Good morning, this is Ben. I am sorry that you were cut off.")
        async with taking_calls(tmp_path / "hub", UNWRITTEN) as (hub, address):
            await direct_line(hub.url)
            async with (
                DeskAgent.signed_in(hub.url, "ada", PASSWORD) as ada,
                DeskAgent.signed_in(hub.url, "ben", PASSWORD) as ben,
                Phone.calling(tmp_path / "phone", f"300@{address}", user=CALLER) as phone,
            ):
                await ada.presence("available")
                offer = await offered(ada)
                await ada.accept(offer["id"])
                conversation = (await calls(ada))[0]["conversation"]["id"]
                async with AgentPhone.joining(ada, conversation):
                    await on_the_line(ada, conversation)
                lost = len(phone.heard)
                sorry = "the connection to my colleague was lost please stay on the line"
                await until_told(phone, speech, sorry, enough=0.5, after=lost)
                await until_heard(phone, figure, after=lost)

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
