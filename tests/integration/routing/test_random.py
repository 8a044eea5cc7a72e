"""Random customers, agents, declines, misses and router crashes over the real store and services."""

import os
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from hub.core.errors import Conflict, IllegalTransition, InvalidInput
from hub.core.models.contacts import Channel
from hub.core.models.staff import AgentState, PresenceState, Staff
from hub.core.models.work import Offer, OfferState, WorkItem, WorkState
from hub.core.transitions import HOLDING_WORK, OPEN_WORK
from routing.router import Router
from tests.fakes.world import World

STEPS = int(os.environ.get("SWITCHBOARD_STORE_STEPS", "600"))
AGENTS = ("ann", "bob", "eva")


class Story:
    """Draws one random thing to happen after another."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = Random(seed)
        self.visitors = 0
        self.router = self.new_router()

    def new_router(self) -> Router:
        world = self.world
        return Router(world.database, world.store, world.work, world.clock)

    async def step(self) -> None:
        """One thing happens; a refusal is an answer too. Mostly, the router then gets its turn."""
        happenings = [
            (5, self.ask),
            (6, self.answer),
            (4, self.finish),
            (1, self.presence),
            (1, self.park),
            (1, self.transfer),
            (1, self.leave),
            (1, self.crash),
        ]
        weights = [weight for weight, _ in happenings]
        [(_, happen)] = self.random.choices(happenings, weights)
        with suppress(Conflict, IllegalTransition, InvalidInput):
            await happen()
        self.world.clock.set(self.random.random() * 8)
        if self.random.random() < 0.8:
            await self.router.step()

    async def ask(self) -> None:
        if len(await self.items(*OPEN_WORK)) > 25:
            return
        self.visitors += 1
        said = await self.world.say("I want a person", visitor=f"v{self.visitors}")
        await self.world.work.request_person(
            said.conversation.id,
            reason="asked",
            actor="test",
            queue=self.random.choice(("support", "sales")),
            priority=self.random.choice((0, 0, 5)),
        )

    async def answer(self) -> None:
        offers = await self.world.store.find(Offer, {"state": OfferState.OFFERED})
        if offers:
            offer = self.random.choice(offers)
            answer = self.world.work.decline if self.random.random() < 0.3 else self.world.work.accept
            await answer(offer.id, offer.agent)

    async def finish(self) -> None:
        item = await self.one(WorkState.ASSIGNED, WorkState.WRAP_UP)
        if item and item.agent and item.state is WorkState.ASSIGNED:
            await self.world.work.resolve(item.id, item.agent)
        elif item and item.agent:
            await self.world.work.complete(item.id, item.agent)

    async def presence(self) -> None:
        states = (PresenceState.AVAILABLE, PresenceState.AVAILABLE, PresenceState.AWAY, PresenceState.OFFLINE)
        await self.world.agents.set_presence(self.random.choice(AGENTS), self.random.choice(states))

    async def park(self) -> None:
        item = await self.one(WorkState.ASSIGNED)
        if item and item.agent:
            until = self.world.clock.now() + timedelta(seconds=self.random.randint(1, 60))
            await self.world.work.park(item.id, item.agent, until)

    async def transfer(self) -> None:
        item = await self.one(WorkState.ASSIGNED)
        if item and item.agent:
            to = self.random.choice([agent for agent in AGENTS if agent != item.agent])
            if self.random.random() < 0.5:
                await self.world.work.transfer(item.id, item.agent, agent=to)
            else:
                await self.world.work.transfer(item.id, item.agent, queue="support")

    async def leave(self) -> None:
        item = await self.one(WorkState.QUEUED, WorkState.OFFERED)
        if item:
            await self.world.work.abandon(item.id)

    async def crash(self) -> None:
        """The router is gone with all it knew; another one starts from the store."""
        self.router.close()
        self.router = self.new_router()

    async def items(self, *states: WorkState) -> list[WorkItem]:
        return await self.world.store.find(WorkItem, {"state": set(states)})

    async def one(self, *states: WorkState) -> WorkItem | None:
        found = await self.items(*states)
        return self.random.choice(found) if found else None

    async def check(self) -> None:
        """No item with two owners or none, no agent above capacity, no offer without its item."""
        held: dict[str, str] = {}
        for state in await self.world.store.find(AgentState):
            staff = await self.world.store.get(Staff, state.id)
            for item, hold in state.held.items():
                assert item not in held, f"{item} has two owners"
                held[item] = state.id
                assert hold.state in HOLDING_WORK
            for channel, count in Counter(one.channel for one in state.held.values()).items():
                assert count <= staff.capacity[channel], f"{state.id} carries too much"
        holding = await self.items(*HOLDING_WORK)
        assert held == {item.id: item.agent for item in holding}
        offers = await self.world.store.find(Offer, {"state": OfferState.OFFERED})
        offered = {item.id: item.offer for item in holding if item.state is WorkState.OFFERED}
        assert {offer.work_item: offer.id for offer in offers} == offered

    async def finish_all(self) -> None:
        """Everybody signs in and works; whatever is open must come to an end."""
        for _ in range(200):
            for agent in AGENTS:
                await self.world.agents.set_presence(agent, PresenceState.AVAILABLE)
            await self.router.step()
            for offer in await self.world.store.find(Offer, {"state": OfferState.OFFERED}):
                await self.world.work.accept(offer.id, offer.agent)
            for item in await self.items(WorkState.ASSIGNED):
                await self.world.work.resolve(item.id, item.agent or "")
            self.world.clock.set(61)
            if not await self.items(*OPEN_WORK):
                return
        left = [(item.state.value, item.queue, item.passed_by) for item in await self.items(*OPEN_WORK)]
        raise AssertionError(f"starved: {left}")


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_is_lost_doubled_or_starved(tmp_path: Path, seed: int) -> None:
    async with await World.open(tmp_path) as world:
        eva = Staff(
            id="eva",
            login="eva",
            name="Eva",
            skills={"german": 2},
            capacity={Channel.CHAT: 1},
            created_at=world.clock.now(),
        )
        await world.save(eva)
        await world.agents.set_presence("eva", PresenceState.AVAILABLE)
        story = Story(world, seed)
        for number in range(STEPS):
            await story.step()
            if number % 10 == 0:
                await story.check()
        await story.finish_all()
        await story.check()
        story.router.close()
        assert story.visitors > STEPS / 20
