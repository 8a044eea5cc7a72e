"""The life of work items: every step, and every race that must have one winner."""

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from hub.core.errors import Conflict, IllegalTransition, InvalidInput, MovedOn, StaleRevision
from hub.core.models.conversations import ConversationState, Interaction, InteractionState
from hub.core.models.reports import Interval, IntervalKind
from hub.core.models.staff import PresenceState
from hub.core.models.work import Calendar, Offer, OfferState, Queue, WorkItem, WorkState
from tests.fakes.world import World, agent_author

ZONE = ZoneInfo("UTC")  # read once, before the tests watch for blocking calls


async def queued(world: World) -> WorkItem:
    said = await world.say("A person, please")
    return await world.work.request_person(said.conversation.id, reason="asked", actor="test", summary="Why")


async def test_asking_twice_queues_once(world: World) -> None:
    first = await queued(world)
    again = await world.work.request_person(first.conversation, reason="asked", actor="test")
    assert again.id == first.id


async def test_accepting_gives_the_item_and_tells_the_customer(world: World) -> None:
    item = await queued(world)
    offer = await world.offer(item)
    world.clock.set(10)
    owned = await world.work.accept(offer.id, "ann")
    assert (owned.state, owned.agent) == (WorkState.ASSIGNED, "ann")
    conversation = await world.conversation(item)
    assert (conversation.handler, conversation.agent) == ("agent", "ann")
    timeline = await world.conversations.timeline(conversation)
    assert timeline[-1].notice == "agent_joined"
    waits = await world.store.find(Interval, {"kind": IntervalKind.WAITED, "day": "2026-11-23"})
    assert [(wait.outcome, wait.seconds) for wait in waits] == [("accepted", 10.0)]


async def test_accepting_twice_is_accepting_once(world: World) -> None:
    offer = await world.offer(await queued(world))
    await world.work.accept(offer.id, "ann")
    assert (await world.work.accept(offer.id, "ann")).agent == "ann"


async def test_another_agent_cannot_accept(world: World) -> None:
    offer = await world.offer(await queued(world))
    with pytest.raises(Conflict):
        await world.work.accept(offer.id, "bob")


async def test_of_two_offers_at_once_one_is_made(world: World) -> None:
    item = await queued(world)
    results = await asyncio.gather(world.offer(item, "ann"), world.offer(item, "bob"), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Offer", "StaleRevision"]


async def test_accepting_and_expiring_at_once_has_one_winner(world: World) -> None:
    offer = await world.offer(await queued(world))
    await asyncio.gather(
        world.work.accept(offer.id, "ann"), world.work.expire(offer.id), return_exceptions=True
    )
    stored = await world.store.get(Offer, offer.id)
    item = await world.store.get(WorkItem, offer.work_item)
    agent = await world.agents.state("ann")
    if stored.state is OfferState.ACCEPTED:
        assert (item.state, list(agent.held)) == (WorkState.ASSIGNED, [item.id])
    else:
        assert (item.state, list(agent.held)) == (WorkState.QUEUED, [])


async def test_declining_passes_the_agent_by_and_keeps_the_place(world: World) -> None:
    item = await queued(world)
    offer = await world.offer(item)
    world.clock.set(5)
    await world.work.decline(offer.id, "ann")
    back = await world.item(item)
    assert (back.state, back.passed_by, back.arrived_at) == (WorkState.QUEUED, ["ann"], item.arrived_at)
    assert (await world.agents.state("ann")).presence is PresenceState.AVAILABLE


async def test_two_misses_in_a_row_send_the_agent_away(world: World) -> None:
    item = await queued(world)
    for _ in range(2):
        offer = await world.offer(await world.item(item))
        await world.work.expire(offer.id)
    state = await world.agents.state("ann")
    assert (state.presence, state.reason, state.held) == (PresenceState.AWAY, "not_responding", {})


async def test_going_away_withdraws_the_offer_without_blame(world: World) -> None:
    item = await queued(world)
    offer = await world.offer(item)
    await world.agents.set_presence("ann", PresenceState.AWAY, "break")
    assert (await world.store.get(Offer, offer.id)).state is OfferState.WITHDRAWN
    back = await world.item(item)
    assert (back.state, back.passed_by) == (WorkState.QUEUED, [])
    with pytest.raises(IllegalTransition):
        await world.work.accept(offer.id, "ann")


async def test_no_offer_to_someone_who_is_not_available(world: World) -> None:
    item = await queued(world)
    await world.agents.set_presence("ann", PresenceState.AWAY, "break")
    with pytest.raises(StaleRevision):
        await world.offer(item)


async def test_transfer_to_a_queue_keeps_place_and_leaves_a_note(world: World) -> None:
    item = await world.owned()
    moved = await world.work.transfer(item.id, "ann", queue="sales", note="Wants a sofa")
    assert (moved.state, moved.queue, moved.arrived_at) == (WorkState.QUEUED, "sales", item.arrived_at)
    assert (await world.agents.state("ann")).held == {}
    timeline = await world.conversations.timeline(await world.conversation(item))
    assert "Wants a sofa" in [message.text for message in timeline]


async def test_transfer_to_someone_offline_is_refused(world: World) -> None:
    item = await world.owned()
    with pytest.raises(InvalidInput):
        await world.work.transfer(item.id, "ann", agent="sue")


async def test_work_for_one_agent_alone_is_open_to_others_once_they_went_home(world: World) -> None:
    item = await world.owned("ann")
    moved = await world.work.transfer(item.id, "ann", agent="bob")
    assert (moved.only_agent, moved.preferred_agent) == (True, "bob")
    await world.agents.set_presence("bob", PresenceState.AWAY, "lunch")
    assert (await world.item(item)).only_agent
    await world.agents.set_presence("bob", PresenceState.OFFLINE)
    assert not (await world.item(item)).only_agent


async def test_an_old_conversation_is_not_opened_beside_a_newer_one(world: World) -> None:
    item = await world.owned()
    await world.work.resolve(item.id, "ann")
    await world.work.complete(item.id, "ann")
    world.clock.set(timedelta(days=4).total_seconds())
    newer = await world.say("Something else")
    assert newer.conversation.id != item.conversation
    with pytest.raises(Conflict, match="newer conversation"):
        await world.work.take(item.conversation, "ann")
    assert (await world.work.take(newer.conversation.id, "ann")).conversation == newer.conversation.id


async def test_a_closed_queue_says_so_at_once(world: World) -> None:
    queue = await world.store.get(Queue, "support")
    closed = Calendar(id="never", name="Never", timezone=ZONE.key, week=[[] for _ in range(7)])
    await world.save(closed, replace(queue, calendar=closed.id))
    item = await queued(world)
    timeline = await world.conversations.timeline(await world.conversation(item))
    assert timeline[-1].notice == "left_message"


async def test_only_the_owner_hands_on(world: World) -> None:
    item = await world.owned()
    with pytest.raises(Conflict):
        await world.work.transfer(item.id, "bob", queue="sales")


async def test_resolve_and_complete(world: World) -> None:
    item = await world.owned()
    world.clock.set(30)
    wrapping = await world.work.resolve(item.id, "ann")
    assert wrapping.state is WorkState.WRAP_UP
    assert wrapping.wrap_up_until == world.clock.now() + timedelta(seconds=60)
    conversation = await world.conversation(item)
    assert conversation.state is ConversationState.RESOLVED
    interaction = await world.store.get(Interaction, item.interaction)
    assert (interaction.state, interaction.rating_asked) == (InteractionState.ENDED, True)
    assert list((await world.agents.state("ann")).held) == [item.id]
    done = await world.work.complete(item.id, "ann")
    assert done.state is WorkState.COMPLETED
    assert (await world.agents.state("ann")).held == {}
    assert (await world.conversation(item)).work_item is None
    day = await world.reporting.today(await world.store.get(Queue, "support"))
    assert (day.answered, day.service_level) == (1, 1.0)


async def test_supervisor_takes_work_from_one_and_gives_it_to_another(world: World) -> None:
    item = await world.owned("ann")
    moved = await world.work.assign(item.id, "bob", "sue")
    assert moved.agent == "bob"
    assert (await world.agents.state("ann")).held == {}
    assert list((await world.agents.state("bob")).held) == [item.id]


async def test_taking_what_another_owns_is_refused(world: World) -> None:
    item = await world.owned("ann")
    with pytest.raises(Conflict, match="Ann"):
        await world.work.take(item.conversation, "bob")


async def test_customer_leaving_the_queue_abandons(world: World) -> None:
    item = await queued(world)
    offer = await world.offer(item)
    world.clock.set(8)
    await world.conversations.end_interaction(item.interaction, "customer")
    assert (await world.item(item)).state is WorkState.ABANDONED
    assert (await world.store.get(Offer, offer.id)).state is OfferState.WITHDRAWN
    assert (await world.agents.state("ann")).held == {}
    day = await world.reporting.today(await world.store.get(Queue, "support"))
    assert day.abandoned == 1


async def test_reply_asks_first_when_the_conversation_moved_on(world: World) -> None:
    item = await world.owned()
    seen = (await world.conversation(item)).last_seq
    await world.say("And another thing")
    with pytest.raises(MovedOn):
        await world.outbox.reply(
            item.conversation, by=agent_author(), text="Done", client_id="1", seen_seq=seen
        )
    sent = await world.outbox.reply(
        item.conversation, by=agent_author(), text="Done", client_id="1", seen_seq=seen, force=True
    )
    assert sent.text == "Done"


async def test_a_repeated_reply_is_answered_although_the_conversation_moved_on(world: World) -> None:
    item = await world.owned()
    seen = (await world.conversation(item)).last_seq

    async def send() -> str:
        sent = await world.outbox.reply(
            item.conversation, by=agent_author(), text="Done", client_id="1", seen_seq=seen
        )
        return sent.id

    first = await send()
    await world.say("And another thing")
    await world.work.requeue(item.id, "sue")
    assert await send() == first


async def test_only_the_owner_replies(world: World) -> None:
    item = await world.owned("ann")
    with pytest.raises(Conflict):
        await world.outbox.reply(item.conversation, by=agent_author("bob"), text="Hi", client_id="1")


async def test_undoing_a_contact_merge_gives_everything_back(world: World) -> None:
    one = await world.say("Hi", visitor="v1")
    two = await world.say("Hi", visitor="v2")
    merge = await world.contacts.merge(two.conversation.contact, one.conversation.contact, "ann")
    await world.contacts.undo_merge(merge.id, "ann")
    again = await world.say("Again", visitor="v2")
    assert again.conversation.contact == two.conversation.contact
    assert again.conversation.id == two.conversation.id


async def test_opposite_merges_at_once_have_one_winner(world: World) -> None:
    one = (await world.say("Hi", visitor="v1")).conversation.contact
    two = (await world.say("Hi", visitor="v2")).conversation.contact
    results = await asyncio.gather(
        world.contacts.merge(one, two, "ann"), world.contacts.merge(two, one, "bob"), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Merge"]


async def test_conversations_of_different_contacts_are_not_merged(world: World) -> None:
    one = (await world.say("Hi", visitor="v1")).conversation
    two = (await world.say("Hi", visitor="v2")).conversation
    with pytest.raises(Conflict):
        await world.conversations.merge(one.id, two.id, "ann")
