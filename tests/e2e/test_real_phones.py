"""What only real phones show: a transfer by the network, an agent's own telephone, whispering."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from hub.core.free_port import free_port
from tests.e2e.agent_phone import AgentPhone
from tests.e2e.calling import calls, on_the_line, over
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD, offered
from tests.e2e.hearing import ALIKE, likeness, to_line, until_heard
from tests.e2e.hub_process import HubProcess
from tests.e2e.patience import until
from tests.e2e.phone import LINE, Phone, Samples
from tests.e2e.voice_site import NUMBER, UNWRITTEN, calling_out, direct_line, taking_calls
from tests.fakes.sip_peer import SipPeer
from tests.fakes.speech import Speech
from voice.node.music import music

CALLER_SAYS = "Yesterday my new lamp arrived, and its glass is broken."
AGENT_SAYS = "Good morning, this is Ada. Tell me what happened, and I will help you."
OTHER_SAYS = "Here is the workshop, we can put new glass into your lamp."
OF_PHONES = "a-long-password-of-tests"
ACTS = ("listened", "whispered", "joined")
"""What the audit trail calls what a supervisor does in a call."""


class Sounds:
    """What each side says, and by which part of it others know it."""

    def __init__(self, caller: bytes, agent: bytes, other: bytes) -> None:
        self.caller, self.agent, self.other = caller, agent, other

    @classmethod
    async def made(cls) -> "Sounds":
        async with Speech.open() as speech:
            return cls(*[await speech.spoken(text) for text in (CALLER_SAYS, AGENT_SAYS, OTHER_SAYS)])


def part(audio: bytes) -> Samples:
    """Return the part by which it is known."""
    return to_line(audio)[LINE // 2 : 3 * LINE]


@asynccontextmanager
async def serving(
    folder: Path, env: dict[str, str] | None = None, *, config: Path | None = None
) -> AsyncIterator[tuple[DeskAgent, HubProcess, str]]:
    """Run a hub that takes calls, and sign Ada in; yields her, the hub, and where calls are taken."""
    async with (
        taking_calls(folder, {**UNWRITTEN, **(env or {})}, config=config) as (hub, address),
        DeskAgent.signed_in(hub.url, "ada", PASSWORD) as ada,
    ):
        await ada.presence("available")
        yield ada, hub, address


async def taken(ada: DeskAgent, phone: Phone) -> str:
    """Let the bot greet the caller, and take the call from it; return its conversation."""
    await phone.until_spoken_to()
    (row,) = await calls(ada)
    conversation = str(row["conversation"]["id"])
    await ada.call("POST", f"/conversations/{conversation}/take")
    return conversation


async def wrapping_up(ada: DeskAgent) -> None:
    """Wait until the call is over for its agent, but for the wrap-up."""

    async def begun() -> bool:
        (row,) = await calls(ada)
        return bool(row["work_item"]["state"] == "wrap_up")

    await until("the wrap-up", begun)


@pytest.mark.timeout(500)
async def test_the_network_connects_a_caller_with_a_number(tmp_path: Path) -> None:
    sounds, at_number = await Sounds.made(), AsyncExitStack()
    async with at_number:
        busy = await at_number.enter_async_context(SipPeer.udp(0, at=free_port(2)))
        refers = {**calling_out(busy.port), "SWITCHBOARD_CALLING_REFER": "true"}  # the network connects them
        async with (
            serving(tmp_path / "hub", refers) as (ada, _, address),
            Phone.calling(tmp_path / "phone", f"200@{address}") as phone,
        ):
            id = await taken(ada, phone)
            call, to = f"/conversations/{id}/call", {"kind": "number", "target": NUMBER}
            async with AgentPhone.joining(ada, id) as agent:
                agent.repeat(sounds.agent)
                await until_heard(phone, part(sounds.agent))

                await ada.call("POST", f"{call}/transfer", to)
                busy.answer(await busy.asked("INVITE"), 486, "Busy Here")

                async def refused() -> Any:
                    return (await ada.call("GET", call))["gone"]

                assert (await until("word that nobody was reached", refused))["cause"] == "busy"
                still = len(phone.heard)
                await until_heard(phone, part(sounds.agent), after=still)

                await at_number.aclose()
                workshop = await at_number.enter_async_context(
                    Phone.calling(tmp_path / "outside", "", user=NUMBER, port=busy.port)
                )
                await ada.call("POST", f"{call}/transfer", to)
                await workshop.until_called(1)
                await over(ada)
                assert (await ada.call("GET", call))["cause"] == "transferred"
                await wrapping_up(ada)
                await phone.repeat(to_line(sounds.caller))
                await until_heard(workshop, part(sounds.caller))
                await workshop.repeat(to_line(sounds.other))
                await until_heard(phone, part(sounds.other))
                assert likeness(agent.heard, part(sounds.other)) < ALIKE


@pytest.mark.timeout(500)
async def test_an_agent_speaks_from_a_telephone_of_their_own(tmp_path: Path) -> None:
    config = tmp_path / "hub.toml"
    config.write_text(f'[voice.phones.ada]\npassword = "{OF_PHONES}"\n')
    sounds = await Sounds.made()
    async with (
        serving(tmp_path / "hub", config=config) as (ada, hub, address),
        Phone.calling(
            tmp_path / "own", "", account=f"<sip:ada@{address}>;auth_pass={OF_PHONES};regint=60"
        ) as own,
    ):
        await own.until_registered()
        await direct_line(hub.url)
        await use_own_telephone(hub.url, ada)
        async with Phone.calling(tmp_path / "phone", f"300@{address}") as phone:
            await ada.accept((await offered(ada))["id"])
            id = (await calls(ada))[0]["conversation"]["id"]
            await on_the_line(ada, id)
            await own.repeat(to_line(sounds.agent))
            await until_heard(phone, part(sounds.agent))
            await phone.repeat(to_line(sounds.caller))
            await until_heard(own, part(sounds.caller))

            await ada.call("PUT", f"/conversations/{id}/call/hold", {"on": True})
            held = len(phone.heard)
            await until_heard(phone, to_line(b"".join(islice(music(), 50, 150))), after=held)
            await ada.call("PUT", f"/conversations/{id}/call/hold", {"on": False})
            back = len(phone.heard)
            await until_heard(phone, part(sounds.agent), after=back)

            await phone.hang_up()
            await own.until_over()
            await wrapping_up(ada)


async def use_own_telephone(url: str, agent: DeskAgent) -> None:
    """Let the agent's calls come to the telephone on their desk."""
    async with DeskAgent.signed_in(url, "admin", PASSWORD) as admin:
        account = await admin.call("GET", f"/settings/staff/{agent.id}")
        for shown in ("id", "totp", "created_at"):
            del account[shown]
        await admin.call("PUT", f"/settings/staff/{agent.id}", {**account, "phone": "phone:ada"})
    await agent.call("PATCH", "/me", {"on_phone": True})


@pytest.mark.timeout(500)
async def test_a_supervisor_listens_whispers_and_joins(tmp_path: Path) -> None:
    sounds = await Sounds.made()
    async with (
        serving(tmp_path / "hub") as (ada, hub, address),
        DeskAgent.signed_in(hub.url, "sam", PASSWORD) as sam,
        Phone.calling(tmp_path / "phone", f"200@{address}") as phone,
    ):
        id = await taken(ada, phone)
        async with (
            AgentPhone.joining(ada, id) as agent,
            AgentPhone.joining(sam, id, role="listen") as supervisor,
        ):
            agent.repeat(sounds.agent)
            await until_heard(phone, part(sounds.agent))
            await until_heard(supervisor, part(sounds.agent))
            agent.hush()
            await phone.repeat(to_line(sounds.caller))
            await until_heard(agent, part(sounds.caller))
            await until_heard(supervisor, part(sounds.caller))
            await phone.say(to_line(sounds.caller))

            supervisor.repeat(sounds.other)  # and nobody hears it yet
            await sam.call("PUT", f"/conversations/{id}/call/role", {"role": "whisper"})
            await until_heard(agent, part(sounds.other))
            listened = len(phone.heard)
            await phone.until("more of the line", lambda heard: len(heard) > listened + 8 * LINE)
            assert likeness(phone.heard, part(sounds.other)) < ALIKE

            await sam.call("PUT", f"/conversations/{id}/call/role", {"role": "talk"})
            await until_heard(phone, part(sounds.other))
        await phone.hang_up()
        await wrapping_up(ada)
        async with DeskAgent.signed_in(hub.url, "admin", PASSWORD) as admin:
            trail = [one["action"] for one in (await admin.call("GET", "/audit"))["items"]]
        assert [one for one in reversed(trail) if one in ACTS] == list(ACTS)
