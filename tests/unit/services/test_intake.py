"""The one way in."""

import asyncio
from datetime import timedelta

import pytest
from msgspec.structs import replace

from hub.core.errors import NotAllowed
from hub.core.events import EventKind
from hub.core.models.contacts import AddressKind, Contact, EntryPoint
from hub.core.models.conversations import Conversation, ConversationState, Message
from hub.core.models.staff import DISCONNECTED, PresenceState
from hub.core.models.work import WorkItem, WorkState
from hub.services.inbound import InboundMessage
from tests.fakes.world import World, agent_author


async def test_first_message_opens_everything_in_one_commit(world: World) -> None:
    before = await world.store.last_seq()
    receipt = await world.say("Hello", name="Kim", language="zh")
    assert receipt.conversation.handler == "knowledge"
    assert receipt.conversation.last_text == "Hello"
    assert receipt.conversation.last_seq == receipt.message.seq
    contact = await world.store.get(Contact, receipt.conversation.contact)
    assert (contact.name, contact.language) == ("Kim", "zh")
    kinds = [event.kind for event in await world.store.events_after(before)]
    assert kinds == [
        EventKind.CONTACT_CHANGED,
        EventKind.INTERACTION_STARTED,
        EventKind.CONVERSATION_OPENED,
        EventKind.MESSAGE_ADDED,
    ]


async def test_a_repeated_message_changes_nothing(world: World) -> None:
    first = await world.say("Hello", id="m1")
    seq = await world.store.last_seq()
    again = await world.say("Hello", id="m1")
    assert again.duplicate
    assert again.message.id == first.message.id
    assert await world.store.last_seq() == seq


async def test_the_same_external_id_of_another_visitor_is_another_message(world: World) -> None:
    first = await world.say("Hello", id="m1", visitor="v1")
    other = await world.say("Hello", id="m1", visitor="v2")
    assert not other.duplicate
    assert other.message.id != first.message.id


async def test_many_first_messages_at_once_open_one_conversation(world: World) -> None:
    receipts = await asyncio.gather(*(world.say(str(n), id=f"m{n}") for n in range(10)))
    assert len({receipt.conversation.id for receipt in receipts}) == 1
    assert await world.store.count(Contact) == 1
    assert await world.store.count(Message) == 10


async def test_without_a_bot_the_message_becomes_work(world: World) -> None:
    receipt = await world.intake.receive(
        InboundMessage(
            entry_point="direct",
            address_kind=AddressKind.VISITOR,
            address="v1",
            external_id="1",
            text="Hi",
            at=world.clock.now(),
        )
    )
    assert receipt.conversation.work_item
    item = await world.store.get(WorkItem, receipt.conversation.work_item)
    assert (item.state, item.queue, item.reason) == (WorkState.QUEUED, "support", "message")


async def test_a_language_may_have_a_queue_of_its_own(world: World) -> None:
    shop = await world.store.get(EntryPoint, "shop")
    await world.save(replace(shop, queue_by_language={"zh": "sales"}))
    assert (await world.say("你好", language="zh-CN", visitor="v1")).conversation.queue == "sales"
    assert (await world.say("Hello", language="en", visitor="v2")).conversation.queue == "support"


async def test_a_blocked_contact_is_refused(world: World) -> None:
    receipt = await world.say("Hello")
    await world.contacts.edit(receipt.conversation.contact, "ann", {"blocked": True})
    with pytest.raises(NotAllowed):
        await world.say("Again")


async def test_an_answer_wakes_a_parked_item_for_its_agent(world: World) -> None:
    item = await world.owned()
    await world.work.park(item.id, "ann")
    assert (await world.agents.state("ann")).held == {}
    await world.say("Here is the number")
    woken = await world.item(item)
    assert (woken.state, woken.preferred_agent) == (WorkState.QUEUED, "ann")


@pytest.mark.parametrize("gone", [(PresenceState.OFFLINE, ""), (PresenceState.AWAY, DISCONNECTED)])
async def test_nobody_waits_for_an_agent_who_is_gone(world: World, gone: tuple[PresenceState, str]) -> None:
    unanswered = await world.owned(visitor="v1")
    answered = await world.owned(visitor="v2")
    await world.outbox.reply(answered.conversation, by=agent_author(), text="Done", client_id="1")
    await world.agents.set_presence("ann", PresenceState.AWAY, "lunch")
    assert (await world.item(unanswered)).state is WorkState.ASSIGNED
    await world.agents.set_presence("ann", *gone)
    assert (await world.item(unanswered)).state is WorkState.QUEUED
    assert list((await world.agents.state("ann")).held) == [answered.id]
    await world.say("One more thing", visitor="v2")
    assert (await world.item(answered)).state is WorkState.QUEUED
    assert (await world.agents.state("ann")).held == {}


async def test_soon_after_resolving_the_same_conversation_opens_again(world: World) -> None:
    item = await world.owned()
    await world.work.resolve(item.id, "ann")
    await world.work.complete(item.id, "ann")
    receipt = await world.say("One more thing")
    assert receipt.conversation.id == item.conversation
    assert receipt.conversation.state is ConversationState.OPEN
    assert receipt.conversation.handler == "knowledge"
    assert receipt.interaction.id != item.interaction


async def test_much_later_a_new_conversation_begins(world: World) -> None:
    item = await world.owned()
    await world.work.resolve(item.id, "ann")
    world.clock.set(timedelta(days=4).total_seconds())
    receipt = await world.say("Something else")
    assert receipt.conversation.id != item.conversation


async def test_messages_go_to_the_conversation_theirs_was_merged_into(world: World) -> None:
    first = await world.say("One")
    await world.conversations.end_interaction(first.interaction.id, "v1")
    world.clock.set(timedelta(days=4).total_seconds())
    second = await world.say("Two")
    await world.conversations.merge(second.conversation.id, first.conversation.id, "ann")
    third = await world.say("Three")
    assert third.conversation.id == first.conversation.id
    target = await world.store.get(Conversation, first.conversation.id)
    texts = [message.text for message in await world.conversations.timeline(target)]
    assert [text for text in texts if text] == ["One", "Two", "Three"]


async def test_an_answer_during_wrap_up_is_not_lost(world: World) -> None:
    item = await world.owned()
    await world.work.resolve(item.id, "ann")
    receipt = await world.say("Wait!")
    assert receipt.conversation.handler == "knowledge"
    await world.work.complete(item.id, "ann")
    after = await world.store.get(Conversation, item.conversation)
    assert after.handler == "knowledge"


async def test_reply_is_stored_once_per_client_id(world: World) -> None:
    item = await world.owned()
    replies = [
        await world.outbox.reply(item.conversation, by=agent_author(), text="Hi", client_id="c1")
        for _ in range(2)
    ]
    assert replies[0].id == replies[1].id


async def test_merged_contact_is_followed(world: World) -> None:
    one = await world.say("Hi", visitor="v1")
    two = await world.say("Hi", visitor="v2")
    await world.contacts.merge(two.conversation.contact, one.conversation.contact, "ann")
    receipt = await world.say("Again", visitor="v2")
    assert receipt.conversation.contact == one.conversation.contact
    source = await world.store.get(Contact, two.conversation.contact)
    assert replace(source, rev=0).merged_into == one.conversation.contact
