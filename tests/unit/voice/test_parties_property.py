"""Whatever staff, callers and telephones do, and in whatever order: work and calls stay together.

The node here does what it is told and forgets nothing: who sits in its room can be compared with the hub.
"""

import asyncio
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.core.errors import HubError
from hub.core.models.calls import CallState, PartyKind, PartyRole, PartyState
from hub.core.models.work import WorkState
from hub.core.transitions import HOLDING_WORK
from hub.services.call_work import Target
from hub.services.episodes import PEOPLE
from tests.fakes.telephones import Desk, at_the_desk
from tests.fakes.voice_world import can_be_called
from tests.fakes.world import World
from voice.orders import Dial, HangUp, Hold, Leave, Wait
from voice.reports import Cause, Connected, Ended, Left

STAFF = ("ann", "bob", "sue")
NUMBERS = ("+442079460018", "+442079460019")
STEPS = (
    "join",
    "leave",
    "invite_colleague",
    "invite_number",
    "answer",
    "hang_up_party",
    "drop",
    "complete",
    "transfer_agent",
    "transfer_queue",
    "transfer_number",
    "hold",
    "take_back",
    "accept",
    "assign",
    "resolve",
    "end",
    "caller_leaves",
)
WALKS = st.lists(
    st.tuples(st.sampled_from(STEPS), st.sampled_from(STAFF), st.integers(0, 3)), min_size=5, max_size=30
)


class Floor:
    """A desk, one call, and a room that obeys."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.room: dict[str, str] = {}
        self.done = 0
        self.held = self.music = self.over = False

    async def take(self, step: str, who: str, number: int) -> None:
        desk, telephone = self.desk, self.desk.telephone
        call, person = await desk.call(), await desk.staff(who)
        owns = (await desk.conversation()).agent == who
        match step:
            case "join":
                if owns or who == "sue" or any(one.id == who for one in call.parties):
                    role = PartyRole.TALK if owns else PartyRole.LISTEN
                    if await desk.joins(who, role) == "":
                        self.room[who] = "up"
            case "leave":
                await telephone.leave(call, person)
            case "invite_colleague" if owns:
                target = Target(kind="colleague", id=STAFF[number % 3])
                await telephone.invite(call, person, target)
            case "invite_number" if owns:
                await telephone.invite(call, person, Target(kind="number", id=NUMBERS[number % 2]))
            case "answer" | "hang_up_party":
                await self.phone(step, number)
            case "drop" if owns and call.parties:
                await telephone.drop(call, person, call.parties[number % len(call.parties)].id)
            case "complete" if owns:
                await telephone.complete(call, person)
            case "transfer_agent":
                await telephone.transfer(call, person, Target(kind="agent", id=STAFF[number % 3]))
            case "transfer_queue":
                await telephone.transfer(call, person, Target(kind="queue", id="sales"))
            case "transfer_number":
                await telephone.transfer(call, person, Target(kind="number", id=NUMBERS[number % 2]))
            case "hold" | "take_back" if owns:
                await telephone.hold(call, "", on=step == "hold")
            case "accept":
                item = await desk.item()
                offer = await desk.world.offer(item, who)
                await desk.world.work.accept(offer.id, who)
            case "assign":
                await desk.world.work.assign((await desk.item()).id, who, "sue")
            case "resolve":
                await desk.world.work.resolve((await desk.item()).id, who)
            case "end" if owns:
                await telephone.hang_up(call)
            case "caller_leaves":
                await self.report_end()

    async def phone(self, step: str, number: int) -> None:
        """Somebody in the room, or whose telephone rings, answers or hangs up."""
        wanted = "ringing" if step == "answer" else ""
        parties = [party for party, state in sorted(self.room.items()) if not wanted or state == wanted]
        if not parties:
            return
        party = parties[number % len(parties)]
        node, at = self.desk.node, self.desk.world.clock.now()
        if step == "answer":
            self.room[party] = "up"
            await node.reports(Connected(number=node.number(), call="c1", at=at, party=party))
            return
        cause = Cause.BUSY if self.room.pop(party) == "ringing" else Cause.NORMAL
        await node.reports(Left(number=node.number(), call="c1", at=at, party=party, cause=cause))

    async def report_end(self) -> None:
        node = self.desk.node
        self.over = True
        self.room.clear()
        at = self.desk.world.clock.now()
        await node.reports(Ended(number=node.number(), call="c1", at=at, cause=Cause.NORMAL))

    async def settle(self) -> None:
        """Let hub and node answer each other until nothing more follows."""
        await self.desk.attend()
        while self.done < len(self.desk.node.orders):
            order = self.desk.node.orders[self.done]
            self.done += 1
            match order:
                case Dial():
                    self.room[order.party] = "ringing"
                case Leave() if order.party in self.room:
                    del self.room[order.party]
                    node, at = self.desk.node, self.desk.world.clock.now()
                    left = Left(number=node.number(), call="c1", at=at, party=order.party, cause=Cause.NORMAL)
                    await node.reports(left)
                case Hold() if not order.party:
                    self.held = order.on
                case Wait():
                    self.music = order.music
                case HangUp() if not self.over:
                    await self.report_end()
            await self.desk.attend()

    async def check(self) -> None:
        """What must hold whenever hub and node have done what follows."""
        call, conversation = await self.desk.call(), await self.desk.conversation()
        assert (call.state is CallState.ENDED) == self.over
        if self.over:
            assert call.parties == []
        ids = [party.id for party in call.parties]
        assert len(ids) == len(set(ids))
        agents = [party.staff for party in call.parties if party.kind is PartyKind.AGENT]
        owner = conversation.agent if conversation.work_state is WorkState.ASSIGNED else None
        assert set(agents) <= {owner}
        assert not any(
            one.staff == owner and one.kind is not PartyKind.AGENT for one in call.parties if owner
        )
        known = {one.id for one in call.parties if one.state is PartyState.CONNECTED or one.number}
        assert known == set(self.room)  # nobody is in the room whom the desk does not show, and the reverse
        await self.check_held()
        if not self.over:
            self.check_not_silent(any_talks=self.talks(call.parties), handled=conversation.handler in PEOPLE)
            assert call.held == self.held

    @staticmethod
    def talks(parties: list) -> bool:  # type: ignore[type-arg]
        return any(
            one.state is PartyState.CONNECTED and one.kind is not PartyKind.SUPERVISOR for one in parties
        )

    def check_not_silent(self, *, any_talks: bool, handled: bool) -> None:
        """The caller hears somebody, or music, or a bot."""
        assert any_talks or self.music or self.held or not handled

    async def check_held(self) -> None:
        """What fills agents' hands is their open work, and the calls of others that they are in."""
        call, item = await self.desk.call(), await self.desk.item()
        for staff in STAFF:
            held = set((await self.desk.world.agents.state(staff)).held)
            expected = {item.id} if item.agent == staff and item.state in HOLDING_WORK else set()
            if any(one.staff == staff and one.kind is PartyKind.COLLEAGUE for one in call.parties):
                expected.add(call.id)
            assert held == expected


async def walk(folder: str, steps: list[tuple[str, str, int]]) -> tuple[int, Floor]:
    """Take the steps; return how many could be taken."""
    taken = 0
    async with await World.open(Path(folder)) as world:
        await can_be_called(world)
        desk = await at_the_desk(world)
        await desk.call_of("ann")
        floor = Floor(desk)
        await floor.settle()
        for step, who, number in steps:
            try:
                await floor.take(step, who, number)
                taken += 1
            except HubError:
                pass  # refused; what holds must hold all the same
            await floor.settle()
            await floor.check()
    return taken, floor


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=WALKS)
def test_work_and_calls_stay_together(steps: list[tuple[str, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(walk(folder, steps))


@pytest.mark.parametrize("last", ["complete", "transfer_queue", "caller_leaves"])
def test_the_walk_gets_far_enough(tmp_path: Path, last: str) -> None:
    """Else the rules above would hold of nothing."""
    steps = [("join", "ann", 0), ("invite_colleague", "ann", 1), ("join", "bob", 0), (last, "ann", 0)]
    taken, _ = asyncio.run(walk(str(tmp_path), steps))
    assert taken == len(steps)
