"""An agent who does not respond keeps nothing that others could answer."""

from hub.core.models.staff import AgentState, PresenceState
from hub.core.models.work import Offer, OfferState, WorkItem, WorkState
from tests.fakes.world import World


async def waiting(world: World, visitor: str) -> WorkItem:
    said = await world.say("A person, please", visitor=visitor)
    return await world.work.request_person(said.conversation.id, reason="asked", actor="test")


async def test_whoever_goes_away_by_missing_loses_the_other_offers_too(world: World) -> None:
    offers = [await world.offer(await waiting(world, visitor)) for visitor in ("v1", "v2", "v3")]
    for offer in offers[:2]:
        await world.work.expire(offer.id)
    ann = await world.store.get(AgentState, "ann")
    assert (ann.presence, ann.reason, ann.held) == (PresenceState.AWAY, "not_responding", {})
    third = await world.store.get(Offer, offers[2].id)
    item = await world.store.get(WorkItem, third.work_item)
    assert third.state is OfferState.WITHDRAWN
    assert (item.state, item.agent, item.offer, item.passed_by) == (WorkState.QUEUED, None, None, [])
    assert (await world.conversation(item)).work_state is WorkState.QUEUED
