"""An agent asks a telephone outside into a call, and leaves the caller with it; and calls a customer."""

from pathlib import Path
from typing import Any

import pytest

from hub.core.free_port import free_port
from tests.e2e.agent_phone import AgentPhone
from tests.e2e.calling import calls, until_rung
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD
from tests.e2e.hearing import ALIKE, likeness, to_line, until_heard
from tests.e2e.patience import until
from tests.e2e.phone import LINE, Phone
from tests.e2e.voice_site import NUMBER, UNWRITTEN, calling_out, taking_calls
from tests.fakes.speech import Speech


async def until_party(desk: DeskAgent, conversation: str, state: str) -> dict[str, Any]:
    """Wait until the number that was asked in is there."""

    async def found() -> dict[str, Any] | None:
        view = await desk.call("GET", f"/conversations/{conversation}/call")
        numbers = (one for one in view["parties"] if one["kind"] == "number" and one["state"] == state)
        return next(numbers, None)

    return await until(f"a number that is {state}", found)


@pytest.mark.timeout(500)
async def test_a_caller_is_left_with_a_telephone_outside(tmp_path: Path) -> None:
    outside = free_port(2)
    async with Speech.open() as speech:
        caller_says = to_line(await speech.spoken("Yesterday my new lamp arrived, and its glass is broken."))
        agent_says = await speech.spoken("Good morning, this is Ada. I will ask a colleague of mine for you.")
        other_says = to_line(
            await speech.spoken("Here is the workshop, we can put new glass into your lamp.")
        )
    async with (
        taking_calls(tmp_path / "hub", {**UNWRITTEN, **calling_out(outside)}) as (hub, address),
        DeskAgent.signed_in(hub.url, "ada", PASSWORD) as ada,
        Phone.calling(tmp_path / "outside", "", user=NUMBER, port=outside) as workshop,
        Phone.calling(tmp_path / "phone", f"200@{address}") as phone,
    ):
        await ada.call("PUT", "/me/presence", {"presence": "available"})
        await phone.until_spoken_to()
        (row,) = await calls(ada)
        id = row["conversation"]["id"]
        await ada.call("POST", f"/conversations/{id}/take")
        async with AgentPhone.joining(ada, id) as agent:
            agent.repeat(agent_says)
            piece = to_line(agent_says)[LINE : 3 * LINE]
            await until_heard(phone, piece)
            agent.hush()

            await ada.call("POST", f"/conversations/{id}/call/parties", {"kind": "number", "target": NUMBER})
            party = await until_party(ada, id, "connected")
            assert (await ada.call("GET", f"/conversations/{id}/call"))["held"]
            await workshop.repeat(other_says)
            part = other_says[LINE : 3 * LINE]
            await until_heard(agent, part)
            assert likeness(phone.heard, part) < ALIKE  # the caller is on hold

            await ada.call("POST", f"/conversations/{id}/call/complete")
        begun, before = len(workshop.heard), len(phone.heard)
        await phone.repeat(caller_says)
        words = caller_says[LINE : 3 * LINE]
        await until_heard(workshop, words, after=begun)
        view = await ada.call("GET", f"/conversations/{id}/call")
        assert [one["id"] for one in view["parties"]] == [party["id"]]
        (row,) = await calls(ada)
        assert row["work_item"]["state"] == "wrap_up"
        await until_heard(phone, part, after=before)
        await workshop.hang_up()
        await phone.until_over()


@pytest.mark.timeout(500)
async def test_colleagues_call_each_other(tmp_path: Path) -> None:
    async with Speech.open() as speech:
        ada_says = await speech.spoken("Hello Ben, do you know when the oak tables come in again?")
        ben_says = await speech.spoken("They come on Thursday, as far as I have heard from the harbour.")
    async with (
        taking_calls(tmp_path / "hub", UNWRITTEN) as (hub, _),
        DeskAgent.signed_in(hub.url, "ada", PASSWORD) as ada,
        DeskAgent.signed_in(hub.url, "ben", PASSWORD) as ben,
    ):
        for desk in (ada, ben):
            await desk.call("PUT", "/me/presence", {"presence": "available"})
        id = (await ada.call("POST", "/calls/colleague", {"staff": ben.id}))["call"]
        async with AgentPhone.joining(ada, id) as from_ada:
            assert (await until_rung(ben))["id"] == id
            async with AgentPhone.joining(ben, id) as from_ben:
                for says, speaker, hearer in (
                    (ada_says, from_ada, from_ben),
                    (ben_says, from_ben, from_ada),
                ):
                    speaker.repeat(says)
                    await until_heard(hearer, to_line(says)[LINE : 3 * LINE])
                    speaker.hush()
                await ben.call("POST", f"/conversations/{id}/call/end")

                async def over() -> bool:
                    view = await ada.call("GET", f"/conversations/{id}/call")
                    return bool(view["state"] == "ended" and not view["parties"])

                await until("the end of the call", over)
