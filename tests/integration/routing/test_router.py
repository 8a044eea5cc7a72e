"""The router over the real store and services, on a made-up clock."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.events import Change, EventKind
from hub.core.models.contacts import Channel
from hub.core.models.staff import AgentState, PresenceState, Staff
from hub.core.models.work import (
    Calendar,
    Offer,
    Overflow,
    Period,
    Queue,
    Requirement,
    Step,
    WorkItem,
    WorkState,
)
from hub.core.records import Record
from routing.router import Router
from tests.fakes.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


@pytest.fixture
async def router(world: World) -> AsyncIterator[Router]:
    made = Router(world.database, world.store, world.work, world.clock)
    yield made
    made.close()


async def ask(world: World, visitor: str = "v1", queue: str | None = None) -> WorkItem:
    """A visitor asks for a person."""
    said = await world.say("I want a person", visitor=visitor)
    return await world.work.request_person(said.conversation.id, reason="asked", actor="test", queue=queue)


async def change(world: World, record: Record) -> None:
    """Somebody changes the set-up."""
    batch = Batch(at=world.clock.now())
    batch.save(record)
    batch.event(EventKind.SETTINGS_CHANGED, record, data={"kind": "test"})
    await world.store.commit(batch)


async def offered_to(world: World, item: WorkItem) -> str | None:
    found = await world.item(item)
    return found.agent if found.state is WorkState.OFFERED else None


async def sign_off(world: World, *agents: str) -> None:
    for agent in agents:
        await world.agents.set_presence(agent, PresenceState.OFFLINE)


async def test_waiting_item_is_offered_when_the_router_starts(world: World, router: Router) -> None:
    item = await ask(world)
    due = await router.step()
    agent = await offered_to(world, item)
    assert agent in ("ann", "bob")
    [offer] = await world.store.find(Offer, {"work_item": item.id})
    assert due == offer.expires_at
    assert offer.considered[0].agent == agent
    assert offer.considered[0].why == "chosen"
    assert {one.why for one in offer.considered[1:]} == {"idle_less"}


async def test_new_item_goes_to_who_has_the_skill(world: World, router: Router) -> None:
    await router.step()
    item = await ask(world, queue="sales")
    await router.step()
    assert await offered_to(world, item) == "ann"
    [offer] = await world.store.find(Offer, {"work_item": item.id})
    assert [(one.agent, one.why) for one in offer.considered] == [("ann", "chosen"), ("bob", "missing_skill")]
    assert offer.considered[1].vars["skill"] == "German"


async def test_missed_offer_goes_to_the_next_and_two_misses_send_away(world: World, router: Router) -> None:
    await sign_off(world, "bob")
    item = await ask(world)
    await router.step()
    assert await offered_to(world, item) == "ann"
    await world.agents.set_presence("bob", PresenceState.AVAILABLE)
    world.clock.set(30)
    await router.step()
    assert await offered_to(world, item) == "bob"
    state = await world.store.get(AgentState, "ann")
    assert state.misses == 1
    assert state.held == {}


async def test_everybody_declined_then_it_comes_round_again(world: World, router: Router) -> None:
    await sign_off(world, "bob")
    item = await ask(world)
    await router.step()
    [offer] = await world.store.find(Offer, {"work_item": item.id})
    await world.work.decline(offer.id, "ann")
    due = await router.step()
    assert await offered_to(world, item) is None
    explained = router.line.explain(item.id)
    assert explained.summary == "passed"
    assert due == world.clock.now() + timedelta(seconds=30)
    world.clock.set(30)
    await router.step()
    assert await offered_to(world, item) == "ann"


async def test_step_opens_with_age(world: World, router: Router) -> None:
    steps = [Step(skills=[Requirement(skill="german", minimum=5)]), Step(after=30)]
    sales = await world.store.get(Queue, "sales")
    await change(world, replace(sales, steps=steps))
    await change(
        world, Staff(id="eva", login="eva", name="Eva", skills={"german": 5}, created_at=world.clock.now())
    )
    await world.agents.set_presence("eva", PresenceState.AWAY, "lunch")
    await router.step()
    item = await ask(world, queue="sales")
    due = await router.step()
    assert await offered_to(world, item) is None
    assert due == world.clock.now() + timedelta(seconds=30)
    explained = router.line.explain(item.id)
    assert [(line.opens_in, line.current) for line in explained.clock] == [(0.0, True), (30.0, False)]
    whys = {one.agent: (one.why, one.vars) for one in explained.agents}
    assert whys["eva"] == ("away", {"reason": "lunch"})
    assert whys["bob"] == ("not_yet", {"step": "2", "seconds": "30"})
    assert explained.text("en").endswith("The next step opens in 30 s.")
    world.clock.set(30)
    await router.step()
    assert await offered_to(world, item) in ("ann", "bob")


async def test_step_nobody_signed_in_could_serve_opens_the_next_at_once(world: World, router: Router) -> None:
    steps = [Step(skills=[Requirement(skill="german", minimum=5)]), Step(after=30)]
    sales = await world.store.get(Queue, "sales")
    await router.step()
    await change(world, replace(sales, steps=steps))
    item = await ask(world, queue="sales")
    await router.step()
    assert await offered_to(world, item) in ("ann", "bob")


async def test_who_becomes_free_when_a_step_opens_gets_the_item_that_waited_longer(
    world: World, router: Router
) -> None:
    sales = await world.store.get(Queue, "sales")
    steps = [Step(skills=[Requirement(skill="german", minimum=5)]), Step(after=30)]
    await change(world, replace(sales, steps=steps))
    await change(
        world, Staff(id="eva", login="eva", name="Eva", skills={"german": 5}, created_at=world.clock.now())
    )
    await change(world, replace(await world.store.get(Staff, "ann"), capacity={Channel.CHAT: 1}))
    for agent in ("ann", "eva"):
        await world.agents.set_presence(agent, PresenceState.AWAY, "lunch")
    await sign_off(world, "bob")
    early = await ask(world, visitor="v1", queue="sales")
    world.clock.set(1)
    late = await ask(world, visitor="v2")
    await router.step()
    world.clock.set(30)
    await world.agents.set_presence("ann", PresenceState.AVAILABLE)
    await router.step()
    assert (await offered_to(world, early), await offered_to(world, late)) == ("ann", None)


async def test_specialist_signing_off_opens_the_next_step(world: World, router: Router) -> None:
    steps = [Step(skills=[Requirement(skill="german")]), Step(after=300)]
    sales = await world.store.get(Queue, "sales")
    await change(world, replace(sales, steps=steps))
    await world.agents.set_presence("ann", PresenceState.AWAY)
    item = await ask(world, queue="sales")
    await router.step()
    assert await offered_to(world, item) is None
    await sign_off(world, "ann")
    await router.step()
    assert await offered_to(world, item) == "bob"


async def test_staff_changes_act_without_restart(world: World, router: Router) -> None:
    await sign_off(world, "ann")
    item = await ask(world, queue="sales")
    await router.step()
    assert router.line.explain(item.id).summary == "nobody"
    bob = await world.store.get(Staff, "bob")
    await change(world, replace(bob, skills={"german": 1}))
    await router.step()
    assert await offered_to(world, item) == "bob"


async def test_closed_queue_waits_for_its_hours(world: World, router: Router) -> None:
    later = [[Period(start="10:00", end="12:00")]] * 7  # the clock stands at 09:00
    await change(world, Calendar(id="hours", name="Hours", week=later))
    support = await world.store.get(Queue, "support")
    await change(world, replace(support, calendar="hours"))
    item = await ask(world)
    due = await router.step()
    assert await offered_to(world, item) is None
    assert due == world.clock.now() + timedelta(hours=1)
    explained = router.line.explain(item.id)
    assert explained.summary == "closed"
    assert {one.why for one in explained.agents} == {"closed"}
    hours = await world.store.get(Calendar, "hours")
    await change(world, replace(hours, week=[[Period(start="09:00", end="12:00")]] * 7))
    await router.step()
    assert await offered_to(world, item) is not None


async def test_parked_item_returns_in_time_to_the_same_agent(world: World, router: Router) -> None:
    owned = await world.owned("bob")
    until = world.clock.now() + timedelta(minutes=5)
    await world.work.park(owned.id, "bob", until)
    assert await router.step() == until
    assert router.line.explain(owned.id).summary == "parked"
    world.clock.set(300)
    await router.step()
    assert await offered_to(world, owned) == "bob"
    [offer] = [
        one for one in await world.store.find(Offer, {"work_item": owned.id}) if one.state == "offered"
    ]
    assert offer.reason == "sticky"


async def test_wrap_up_ends_by_itself(world: World, router: Router) -> None:
    owned = await world.owned("ann")
    await world.work.resolve(owned.id, "ann")
    due = await router.step()
    assert due == world.clock.now() + timedelta(seconds=60)
    world.clock.set(60)
    assert await router.step() is None
    assert (await world.item(owned)).state is WorkState.COMPLETED
    assert (await world.store.get(AgentState, "ann")).held == {}


async def test_transfer_to_one_agent_waits_for_that_agent(world: World, router: Router) -> None:
    owned = await world.owned("ann")
    await world.agents.set_presence("bob", PresenceState.AWAY)
    await world.work.transfer(owned.id, "ann", agent="bob")
    await router.step()
    assert await offered_to(world, owned) is None
    whys = {one.agent: one.why for one in router.line.explain(owned.id).agents}
    assert whys == {"ann": "sticky_other", "bob": "away"}
    await world.agents.set_presence("bob", PresenceState.AVAILABLE)
    await router.step()
    assert await offered_to(world, owned) == "bob"


async def test_capacity_is_kept_and_places_are_told(world: World, router: Router) -> None:
    await sign_off(world, "bob")
    items = [await ask(world, visitor=f"v{number}") for number in range(7)]
    await router.step()
    offered = [item for item in items if await offered_to(world, item) == "ann"]
    assert offered == items[:4]
    places = [router.line.position(item.id) for item in items[4:]]
    assert [place.position for place in places if place] == [1, 2, 3]
    stats = router.line.queue_stats("support")
    assert (stats.waiting, stats.offered, stats.available_agents) == (3, 4, 1)
    assert router.line.explain(items[4].id).summary == "busy"
    told = "Position 1. Signed-in agents who could take it: 1, all busy or away."
    assert router.line.summary(items[4].id, "en") == told
    assert router.line.summary(offered[0].id, "zh").startswith("已分配给 Ann")
    assert router.line.summary("unknown", "en") == ""
    await world.work.abandon(items[4].id)
    await router.step()
    assert router.line.position(items[4].id) is None
    last = router.line.position(items[6].id)
    assert last is not None
    assert last.position == 2


async def test_estimate_needs_handle_times_and_agents(world: World, router: Router) -> None:
    await sign_off(world, "bob")
    for number in range(3):
        owned = await world.owned("ann", visitor=f"before{number}")
        world.clock.set(100)
        await world.work.resolve(owned.id, "ann")
        await world.work.complete(owned.id, "ann")
    items = [await ask(world, visitor=f"v{number}") for number in range(6)]
    await router.step()
    place = router.line.position(items[5].id)
    assert place is not None
    assert (place.position, place.wait_seconds) == (2, 50)  # 2 places x 100 s / 4 chats at once


async def test_overflow_sends_newcomers_elsewhere(world: World, router: Router) -> None:
    await sign_off(world, "ann", "bob")
    support = await world.store.get(Queue, "support")
    await change(world, replace(support, overflow=Overflow(queue="sales", per_agent_over=2.0)))
    await router.step()
    assert router.line.queue_for("support") == "support"
    await ask(world)
    await router.step()
    assert router.line.queue_for("support") == "sales"
    assert router.line.queue_for("sales") == "sales"


async def test_lost_race_is_decided_again(world: World, router: Router) -> None:
    """The agent leaves between decision and offer: the item goes to somebody else."""
    await router.step()
    item = await ask(world)
    offer = world.work.offer

    async def too_late(item: WorkItem, agent_id: str, *rest: object) -> Offer:
        world.work.offer = offer  # type: ignore[method-assign] # once only
        await world.agents.set_presence(agent_id, PresenceState.OFFLINE)
        return await offer(item, agent_id, *rest)  # type: ignore[arg-type] # passed on as they came

    world.work.offer = too_late  # type: ignore[method-assign,assignment] # stands in for bad luck
    await router.step()
    agent = await offered_to(world, item)
    assert agent is not None
    assert (await world.store.get(AgentState, agent)).presence is PresenceState.AVAILABLE


async def test_second_router_does_no_harm(world: World, router: Router) -> None:
    other = Router(world.database, world.store, world.work, world.clock)
    await router.step()
    await other.step()
    items = [await ask(world, visitor=f"v{number}") for number in range(5)]
    await other.step()
    await router.step()
    offers = await world.store.find(Offer, {"state": "offered"})
    assert sorted(offer.work_item for offer in offers) == sorted(item.id for item in items)
    other.close()


async def test_runs_until_cancelled(world: World, router: Router) -> None:
    offered = asyncio.Event()

    def hear(changes: list[Change]) -> None:
        if any(change.event.kind is EventKind.OFFER_CHANGED for change in changes):
            offered.set()

    unsubscribe = world.database.subscribe(hear)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(router.run())
        await ask(world)
        await offered.wait()
        unsubscribe()
        assert router.is_running
        task.cancel()
    assert not router.is_running
