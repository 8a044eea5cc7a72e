"""Callers may hang up at every point of the story: no work, offer or agent is left behind by it."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.core.errors import HubError
from hub.core.models.calls import Call, CallState, Party, PartyKind, PartyState
from hub.core.models.conversations import Conversation, Interaction, InteractionState
from hub.core.models.staff import AgentState, PresenceState
from hub.core.models.work import Offer, OfferState, WorkItem, WorkState
from hub.core.transitions import HOLDING_WORK
from hub.services.calls import LIVE
from tests.fakes.voice_world import FakeNode, can_be_called
from tests.fakes.world import World
from voice.control.lost_nodes import lose

CALLERS = ("+442079460123", "+442079460124")
STEPS = (
    "rings",
    "answered",
    "speaks",
    "asks_for_a_person",
    "presses_1",
    "hangs_up",
    "offered",
    "accepted",
    "declined",
    "missed",
    "joins",
    "drops_out",
    "not_on_the_line",
    "resolves",
    "completes",
    "node_lost",
    "comes_back",
)
WALKS = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1)), min_size=5, max_size=40)


class Story:
    """Two callers, two agents and a node; each step is done if it can be."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.services = world.bundle()
        self.node = FakeNode(world, self.services)
        self.calls = 0

    async def do(self, step: str, who: int) -> None:
        """Take a step; what is not possible now is refused, and changes nothing."""
        act: Callable[[int], Awaitable[None]] = getattr(self, f"_{step}")
        try:
            await act(who)
        except HubError:
            return
        await self.node.calls.attend()

    async def _live(self, who: int) -> Call | None:
        calls = await self.world.store.find(Call, {"state": LIVE})
        return next((one for one in calls if one.number == CALLERS[who]), None)

    async def _item(self, who: int, *states: WorkState) -> WorkItem | None:
        calls = [one for one in await self.world.store.find(Call) if one.number == CALLERS[who]]
        where = {"conversation": {one.conversation for one in calls}}
        items = await self.world.store.find(WorkItem, where)
        return next((one for one in items if one.state in states), None)

    async def _rings(self, who: int) -> None:
        if await self._live(who) is None:
            self.calls += 1
            line = "sip:300@hub" if self.calls % 2 else "sip:200@hub"
            await self.node.reports(self.node.ringing(f"c{self.calls}", line, CALLERS[who]))

    async def _answered(self, who: int) -> None:
        if call := await self._live(who):
            await self.node.reports(self.node.answered(call.id))

    async def _speaks(self, who: int) -> None:
        if call := await self._live(who):
            await self.node.reports(self.node.heard("Hello", call.id))

    async def _asks_for_a_person(self, who: int) -> None:
        if call := await self._live(who):
            await self.world.work.request_person(call.conversation, reason="asked", actor="bot:knowledge")

    async def _presses_1(self, who: int) -> None:
        if call := await self._live(who):
            await self.services.call_backs.ask(call.conversation, call.number)

    async def _hangs_up(self, who: int) -> None:
        if call := await self._live(who):
            await self.node.reports(self.node.ended(call.id))

    async def _offered(self, who: int) -> None:
        if item := await self._item(who, WorkState.QUEUED):
            await self.world.offer(item, ("ann", "bob")[who])

    async def _offer(self, who: int) -> Offer | None:
        item = await self._item(who, WorkState.OFFERED)
        return await self.world.store.get(Offer, item.offer) if item and item.offer else None

    async def _accepted(self, who: int) -> None:
        if offer := await self._offer(who):
            await self.world.work.accept(offer.id, offer.agent)

    async def _declined(self, who: int) -> None:
        if offer := await self._offer(who):
            await self.world.work.decline(offer.id, offer.agent)

    async def _missed(self, who: int) -> None:
        if offer := await self._offer(who):
            await self.world.work.expire(offer.id)

    async def _joins(self, who: int) -> None:
        call, item = await self._live(who), await self._item(who, WorkState.ASSIGNED)
        if call and item and item.agent:
            at = self.world.clock.now()
            party = Party(
                id=item.agent, kind=PartyKind.AGENT, staff=item.agent, state=PartyState.CONNECTED, since=at
            )
            await self.services.call_parties.add(call.id, party, item.agent)

    async def _drops_out(self, who: int) -> None:
        call = await self._live(who)
        if call and call.parties:
            await self.services.call_parties.gone(call.id, call.parties[0].id, "unreachable")

    async def _not_on_the_line(self, who: int) -> None:
        item = await self._item(who, WorkState.ASSIGNED)
        if item and item.agent:
            await self.services.call_ends.agent_lost(item.id, item.agent)

    async def _resolves(self, who: int) -> None:
        item = await self._item(who, WorkState.ASSIGNED)
        if item and item.agent:
            await self.world.work.resolve(item.id, item.agent)

    async def _completes(self, who: int) -> None:
        if item := await self._item(who, WorkState.WRAP_UP):
            await self.world.work.complete(item.id, item.agent or "router")

    async def _node_lost(self, who: int) -> None:
        if call := await self._live(who):
            await lose(self.services, call)
            await self.node.reports(self.node.ended(call.id))

    async def _comes_back(self, who: int) -> None:
        await self.world.agents.set_presence(("ann", "bob")[who], PresenceState.AVAILABLE)


async def check(world: World) -> None:
    """Nobody is forgotten and nothing is left behind."""
    items = {item.id: item for item in await world.store.find(WorkItem)}
    live = {call.conversation for call in await world.store.find(Call, {"state": LIVE})}
    for item in items.values():
        if item.conversation not in live and item.state not in {WorkState.WRAP_UP, WorkState.PARKED}:
            waits = item.state in {WorkState.QUEUED, WorkState.OFFERED, WorkState.ASSIGNED}
            assert not waits or item.call_back, (item.state, item.reason)
    for offer in await world.store.find(Offer, {"state": OfferState.OFFERED}):
        assert items[offer.work_item].offer == offer.id
    for agent in await world.store.find(AgentState):
        held = {item.id for item in items.values() if item.agent == agent.id and item.state in HOLDING_WORK}
        assert set(agent.held) == held
    for call in await world.store.find(Call, {"state": CallState.ENDED}):
        interaction = await world.store.get(Interaction, call.interaction)
        assert interaction.state is InteractionState.ENDED
    for conversation in await world.store.find(Conversation):
        known = items.get(conversation.work_item or "")
        assert conversation.work_state == (known.state if known else None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WALKS)
def test_whenever_callers_hang_up_nothing_is_left_behind(walk: list[tuple[str, int]]) -> None:
    async def live(folder: str) -> None:
        async with await World.open(Path(folder)) as world:
            await can_be_called(world)
            story = Story(world)
            for step, who in walk:
                await story.do(step, who)
            await check(world)
            for who in (0, 1):
                await story.do("hangs_up", who)
            await check(world)
            assert await world.store.find(Call, {"state": LIVE}) == []

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(live(folder))
