"""Splitting a conversation: what moves, what stays, where answers go, and bringing both together again."""

from typing import Any

import pytest

from hub.core.errors import Conflict, InvalidInput
from hub.core.events import EventKind
from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.conversations import (
    Attachment,
    Conversation,
    ConversationState,
    Interaction,
    InteractionState,
    Message,
    StoredFile,
)
from hub.core.models.delivery import Dispatch, Reference
from hub.core.models.mail import Mail, MailAddress, Mailbox, SmtpAccount
from hub.core.models.sms import SmsRoute
from hub.core.models.work import WorkItem, WorkState
from hub.services.files import StagedFile
from hub.services.inbound import InboundMessage, Receipt
from hub.services.posting import Via
from hub.services.splits import Splits
from tests.fakes.world import World, agent_author

CUSTOMER = "vera@home.example"
NUMBER = "+4915112345678"


@pytest.fixture(autouse=True)
async def company(world: World):
    await world.save(
        EntryPoint(id="post", channel=Channel.EMAIL, key="help@shop.example", name="Post", queue="support"),
        Mailbox(
            id="box", entry_point="post", address="help@shop.example", smtp=SmtpAccount(host="smtp.example")
        ),
        EntryPoint(id="text", channel=Channel.SMS, key="+49301", name="SMS", queue="support"),
        SmsRoute(id="route", entry_point="text", number="+49301"),
    )


@pytest.fixture
def splits(world: World) -> Splits:
    return Splits(world.store, world.clock, world.ids)


async def mail(
    world: World, subject: str, answers: str = "", sender: str = CUSTOMER, **values: Any
) -> Receipt:
    message_id = f"<{world.ids()}@home.example>"
    head = Mail(
        id="",
        message_id=message_id,
        in_reply_to=answers,
        sender=MailAddress(address=sender),
        subject=subject,
        to=[MailAddress(address="help@shop.example"), MailAddress(address="carl@home.example")],
    )
    return await world.intake.receive(
        InboundMessage(
            entry_point="post",
            address_kind=AddressKind.EMAIL,
            address=sender,
            external_id=message_id,
            text=subject,
            at=world.clock.now(),
            mail=head,
            **values,
        )
    )


async def sms(world: World, text: str) -> Receipt:
    return await world.intake.receive(
        InboundMessage(
            entry_point="text",
            address_kind=AddressKind.PHONE,
            address=NUMBER,
            external_id=world.ids(),
            text=text,
            at=world.clock.now(),
        )
    )


async def texts(world: World, conversation_id: str) -> list[str]:
    found = await world.store.find(Message, {"conversation": conversation_id}, order="seq")
    return [one.text for one in found if not one.notice]


async def two_matters(world: World) -> tuple[Receipt, Message, Receipt]:
    """A mail, Ann's answer, and an answer to that which is about something else."""
    first = await mail(world, "My chair")
    await world.work.take(first.conversation.id, "ann")
    answer = await world.outbox.reply(
        first.conversation.id, by=agent_author(), text="It comes today.", client_id="1"
    )
    file = StoredFile(
        id="f",
        name="a.txt",
        type="text/plain",
        size=1,
        sha256="x",
        conversation="",
        by="",
        at=world.clock.now(),
    )
    sent = await world.store.get(Mail, answer.id)
    second = await mail(
        world,
        "And my lamp",
        sent.message_id,
        attachments=[Attachment(file="f", name="a.txt", type="text/plain", size=1)],
        files=[StagedFile(file)],
    )
    assert second.conversation.id == first.conversation.id
    return first, answer, second


async def test_what_is_split_off_is_a_conversation_of_its_own(world: World, splits: Splits):
    first, answer, second = await two_matters(world)
    new = await splits.split(first.conversation.id, second.message.id, "ann")
    assert await texts(world, new.id) == ["And my lamp"]
    assert await texts(world, first.conversation.id) == ["My chair", "It comes today."]
    assert (new.subject, new.last_text, new.contact) == (
        "And my lamp",
        "And my lamp",
        first.conversation.contact,
    )
    old = await world.store.get(Conversation, first.conversation.id)
    assert (old.last_text, old.work_state, old.agent) == ("It comes today.", WorkState.ASSIGNED, "ann")
    assert (new.work_state, new.queue) == (WorkState.QUEUED, "support")
    item = await world.store.get(WorkItem, new.work_item or "")
    assert (item.preferred_agent, item.reason, item.interaction) == ("ann", "split", new.interaction)
    interaction = await world.store.get(Interaction, new.interaction)
    assert (interaction.conversation, interaction.thread, interaction.state) == (
        new.id,
        new.id,
        InteractionState.ACTIVE,
    )
    notices = {
        one.notice: one.notice_vars["conversation"]
        for conversation in (old, new)
        for one in await world.store.find(Message, {"conversation": conversation.id})
        if one.notice.startswith("split")
    }
    assert notices == {"split_from": old.id, "split_to": new.id}
    assert (await world.store.get(StoredFile, "f")).conversation == new.id
    assert answer.conversation == old.id


async def test_answers_find_the_part_they_belong_to(world: World, splits: Splits):
    first, answer, second = await two_matters(world)
    new = await splits.split(first.conversation.id, second.message.id, "ann")
    for named, expected in (
        (second.message.external_id, new.id),
        (first.message.external_id, answer.conversation),
    ):
        assert (await mail(world, "Re", named)).conversation.id == expected
    await world.work.take(new.id, "bob")
    sent = await world.outbox.reply(new.id, by=agent_author("bob"), text="The lamp?", client_id="2")
    head = await world.store.get(Mail, sent.id)
    assert (await mail(world, "Re: lamp", head.message_id)).conversation.id == new.id


async def test_what_we_sent_moves_with_its_dispatch(world: World, splits: Splits):
    first, answer, second = await two_matters(world)
    new = await splits.split(first.conversation.id, answer.id, "ann")
    assert await texts(world, new.id) == ["It comes today.", "And my lamp"]
    assert (await world.store.get(Dispatch, answer.id)).conversation == new.id
    assert (await world.store.get(Mail, answer.id)).conversation == new.id
    references = await world.store.find(Reference, {"message": answer.id})
    assert [one.conversation for one in references] == [new.id]
    await world.deliveries.call_back(answer.id, "ann")
    assert (await world.store.get(Message, second.message.id)).conversation == new.id


async def test_open_desks_hear_of_it(world: World, splits: Splits):
    first, _, second = await two_matters(world)
    before = await world.store.last_seq()
    new = await splits.split(first.conversation.id, second.message.id, "ann")
    events = await world.store.events_after(before)
    kinds = {(one.kind, one.conversation) for one in events}
    assert (EventKind.CONVERSATION_OPENED, new.id) in kinds
    assert (EventKind.MESSAGE_CHANGED, new.id) in kinds
    [split] = [one for one in events if one.kind is EventKind.CONVERSATION_SPLIT]
    assert (split.conversation, split.data) == (first.conversation.id, {"into": new.id})


async def test_merging_brings_both_together_again(world: World, splits: Splits):
    first, _, second = await two_matters(world)
    new = await splits.split(first.conversation.id, second.message.id, "ann")
    await world.conversations.merge(new.id, first.conversation.id, "ann")
    old = await world.store.get(Conversation, first.conversation.id)
    timeline = await world.conversations.timeline(old)
    assert [one.text for one in timeline if not one.notice] == ["My chair", "It comes today.", "And my lamp"]
    assert (await mail(world, "Re", second.message.external_id)).conversation.id == old.id


async def test_a_number_has_one_thread_and_it_goes_on_in_the_new_part(world: World, splits: Splits):
    first = await sms(world, "Chair")
    second = await sms(world, "Lamp")
    new = await splits.split(first.conversation.id, second.message.id, "ann")
    assert (await world.store.get(Interaction, first.interaction.id)).state is InteractionState.ENDED
    third = await sms(world, "Any news?")
    assert third.conversation.id == new.id
    assert await texts(world, first.conversation.id) == ["Chair"]


async def test_only_the_messages_channel_moves(world: World, splits: Splits):
    first = await mail(world, "Chair")
    second = await mail(world, "Lamp", first.message.external_id)
    await world.work.take(first.conversation.id, "ann")
    via = Via(entry_point="text", to=NUMBER)
    await world.outbox.reply(first.conversation.id, by=agent_author(), text="By SMS", client_id="s", via=via)
    new = await splits.split(first.conversation.id, second.message.id, "ann")
    assert await texts(world, new.id) == ["Lamp"]
    assert await texts(world, first.conversation.id) == ["Chair", "By SMS"]
    old = await world.store.get(Conversation, first.conversation.id)
    assert (new.channel, old.channel) == (Channel.EMAIL, Channel.SMS)
    assert (await sms(world, "Thanks")).conversation.id == old.id


async def test_who_wrote_the_message_is_the_contact_of_the_new_part(world: World, splits: Splits):
    first = await mail(world, "Chair")
    second = await mail(world, "Mine too", first.message.external_id, sender="carl@home.example")
    assert second.conversation.id == first.conversation.id
    new = await splits.split(first.conversation.id, second.message.id, "ann")
    assert new.contact == second.message.author.id != first.conversation.contact


async def test_a_resolved_conversation_makes_no_work(world: World, splits: Splits):
    first, _, second = await two_matters(world)
    old = await world.store.get(Conversation, first.conversation.id)
    await world.work.resolve(old.work_item or "", "ann")
    new = await splits.split(old.id, second.message.id, "ann")
    assert (new.state, new.work_item) == (ConversationState.RESOLVED, None)
    assert (await world.work.take(new.id, "ann")).conversation == new.id


async def test_what_cannot_be_split(world: World, splits: Splits):
    first, _, second = await two_matters(world)
    other = await mail(world, "Other")
    for conversation, message in (
        (first.conversation.id, first.message.id),  # nothing would stay
        (first.conversation.id, other.message.id),
    ):
        with pytest.raises(InvalidInput) as caught:
            await splits.split(conversation, message, "ann")
        assert caught.value.field == "message"
    await world.conversations.merge(first.conversation.id, other.conversation.id, "ann")
    with pytest.raises(Conflict):
        await splits.split(first.conversation.id, second.message.id, "ann")
    with pytest.raises(InvalidInput, match="undo that"):
        await splits.split(other.conversation.id, second.message.id, "ann")


async def test_a_chat_that_goes_on_is_one_thread_on_the_customers_screen(world: World, splits: Splits):
    chat = await world.say("Hello")
    said = await world.say("And my lamp")
    with pytest.raises(Conflict, match="once it is resolved"):
        await splits.split(chat.conversation.id, said.message.id, "ann")


@pytest.mark.parametrize("from_its_start", [True, False])
async def test_a_chat_that_is_over_is_split(world: World, splits: Splits, from_its_start: bool):
    item = await world.owned("ann")
    await world.work.resolve(item.id, "ann")
    await world.work.complete(item.id, "ann")
    begun = await world.say("And my lamp")
    later = await world.say("It is broken")
    old = begun.conversation.id
    assert (await world.conversation(item)).id == old
    await world.work.take(old, "ann")
    taken = (await world.store.get(Conversation, old)).work_item or ""
    await world.work.resolve(taken, "ann")
    new = await splits.split(old, (begun if from_its_start else later).message.id, "ann")
    going = ["And my lamp", "It is broken"] if from_its_start else ["It is broken"]
    assert await texts(world, new.id) == going
    assert not set(going) & set(await texts(world, old))
    assert new.state is ConversationState.RESOLVED
    moved = await world.store.get(Interaction, new.interaction)
    assert (moved.state, moved.conversation, moved.channel) == (InteractionState.ENDED, new.id, Channel.CHAT)
    assert (moved.id == begun.interaction.id) is from_its_start
    left = await world.store.get(Conversation, old)
    assert (await world.store.get(Interaction, left.interaction)).conversation == old
    assert (await world.store.get(WorkItem, taken)).state is WorkState.WRAP_UP
    await world.conversations.merge(new.id, old, "ann")
    assert (await world.say("Hello again")).conversation.id == old


async def test_two_wrap_ups_do_not_become_one(world: World, splits: Splits):
    item = await world.owned("ann")
    await world.work.resolve(item.id, "ann")
    begun = await world.say("And my lamp")
    await world.work.take(begun.conversation.id, "ann")
    taken = (await world.store.get(Conversation, begun.conversation.id)).work_item or ""
    await world.work.resolve(taken, "ann")
    with pytest.raises(Conflict, match="Complete one"):
        await splits.split(begun.conversation.id, begun.message.id, "ann")
    await world.work.complete(item.id, "ann")
    new = await splits.split(begun.conversation.id, begun.message.id, "ann")
    assert new.id != begun.conversation.id
