"""A desk with a telephone: what agents do with calls, and a node that does what it is told."""

import asyncio

from hub.core.errors import HubError
from hub.core.models.calls import Call, PartyRole
from hub.core.models.conversations import Conversation
from hub.core.models.staff import PresenceState, Staff
from hub.core.models.work import WorkItem
from hub.services.bundle import Services
from tests.fakes.clock import settle
from tests.fakes.voice_world import FakeNode
from tests.fakes.world import World
from voice.control.calls import NodeCalls
from voice.control.link import VoiceLink
from voice.control.telephone import Telephone
from voice.orders import Join, Take
from voice.reports import Cause, Connected, Joined, Left


class Link(VoiceLink):
    """A link with one node that is there."""

    def __init__(self, services: Services, world: World, node: NodeCalls) -> None:
        super().__init__(services, world.database, "token")
        self._calls = {"n1": node}


class Desk:
    """Agents, their telephone, and the node, in one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.services = world.bundle()
        self.node = FakeNode(world, self.services)
        self.telephone = Telephone(Link(self.services, world, self.node.calls), self.services)

    async def staff(self, id: str) -> Staff:
        return await self.world.store.get(Staff, id)

    async def call(self, id: str = "c1") -> Call:
        return await self.world.store.get(Call, id)

    async def conversation(self, call: str = "c1") -> Conversation:
        return await self.world.store.get(Conversation, (await self.call(call)).conversation)

    async def item(self, call: str = "c1") -> WorkItem:
        interaction = (await self.call(call)).interaction
        items = await self.world.store.find(WorkItem, {"interaction": interaction}, order="id")
        return items[-1]

    async def call_of(self, agent: str, call: str = "c1") -> None:
        """A caller waits, and an agent accepts."""
        caller = "+442079460123" if call == "c1" else f"+4420794605{call[1:]:>02}"
        ringing = self.node.ringing(call, called="sip:300@hub", caller=caller)
        await self.node.reports(ringing, self.node.answered(call))
        item = await self.item(call)
        offer = await self.world.offer(item, agent)
        await self.world.work.accept(offer.id, agent)
        await self.attend()

    async def attend(self) -> None:
        """Let the hub do what follows from changes."""
        await settle()
        await self.node.calls.attend()

    async def joins(
        self, staff: str, role: PartyRole = PartyRole.TALK, *, call: str = "c1", error: str = ""
    ) -> str:
        """Somebody's browser joins; returns what was wrong."""
        person = await self.staff(staff)
        before = len(self.node.orders)

        async def answer() -> None:
            while len(self.node.orders) == before:
                if joining.done():
                    return
                await settle()
            order = self.node.orders[before]
            assert isinstance(order, Join | Take)
            party = order.party if isinstance(order, Join) else ""
            told = Joined(
                number=self.node.number(),
                call=call,
                at=self.world.clock.now(),
                order=order.id,
                party=party,
                answer="" if error else "sdp",
                error=error,
            )
            await self.node.reports(told)
            if party and not error:
                await self.connected(party, call=call)

        async def join() -> str:
            try:
                await self.telephone.join(await self.call(call), person, "offer", role)
            except HubError as refused:
                return refused.message
            return ""

        async with asyncio.TaskGroup() as tasks:
            joining = tasks.create_task(join())
            tasks.create_task(answer())
        await self.attend()
        return joining.result()

    async def connected(self, party: str, *, call: str = "c1") -> None:
        at = self.world.clock.now()
        await self.node.reports(Connected(number=self.node.number(), call=call, at=at, party=party))
        await self.attend()

    async def left(self, party: str, cause: Cause = Cause.NORMAL, *, call: str = "c1") -> None:
        at = self.world.clock.now()
        await self.node.reports(Left(number=self.node.number(), call=call, at=at, party=party, cause=cause))
        await self.attend()


async def at_the_desk(world: World) -> Desk:
    """Open the telephone for Ann, Bob and Sue, who supervises; all are there."""
    desk = Desk(world)
    world.database.subscribe(desk.node.calls.hear)
    await world.agents.set_presence("sue", PresenceState.AVAILABLE)
    return desk
