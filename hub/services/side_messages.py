"""Messages that a bot sends beside its conversation: an SMS with a number, a confirmation by mail.

They neither move the conversation to that channel nor open work. An answer to them is a message like any
other.
"""

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.bots import SendEmail, SendSms
from hub.core.errors import Conflict, InvalidInput
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.contacts import Address, AddressKind, Channel, EntryPoint
from hub.core.models.conversations import (
    Conversation,
    ConversationState,
    Delivery,
    Direction,
    Interaction,
    InteractionState,
    Message,
)
from hub.core.models.flows import DoneAction
from hub.core.models.mail import MailAddress, Mailbox
from hub.core.models.sms import SmsRoute
from hub.core.ports import Store
from hub.core.text import plain
from hub.services.bot_turns import bot_author
from hub.services.episodes import plan_start
from hub.services.lines import with_newest
from hub.services.people import current_contact, current_conversation, find_address
from hub.services.posting import KIND_OF, Envelope, plan_dispatch

MOST = 100


async def entry_that_sends(store: Store, kind: AddressKind, wanted: str | None = None) -> EntryPoint | None:
    """Return the wanted entry point, or the first, from which addresses of this kind can be written to."""
    if kind is AddressKind.EMAIL:
        boxes = await store.find(Mailbox, {"active": True}, limit=MOST)
        able = [box.entry_point for box in boxes if box.smtp]
    else:
        able = [route.entry_point for route in await store.find(SmsRoute, {"active": True}, limit=MOST)]
    for name in able:
        entry = await store.peek(EntryPoint, name)
        if entry and entry.active and wanted in (None, entry.id):
            return entry
    return None


async def plan_sent(
    store: Store,
    batch: Batch,
    ids: Ids,
    asked_in: Conversation,
    action: SendSms | SendEmail,
    done: DoneAction,
    bot: str,
) -> DoneAction:
    """Add the message and its dispatch; return the record of it, which the caller saves.

    Raises Conflict or InvalidInput where nothing can be sent to the address.
    """
    channel = Channel.SMS if isinstance(action, SendSms) else Channel.EMAIL
    _check_to(action)
    entry = await entry_that_sends(store, KIND_OF[channel], action.entry_point)
    if entry is None:
        raise Conflict(f"There is no entry point from which {channel.value} can be sent.")
    address = await _address(store, batch, ids, KIND_OF[channel], action.to, asked_in)
    subject = (action.subject.strip() or entry.name) if isinstance(action, SendEmail) else ""
    conversation, interaction = await _thread(store, batch, ids, asked_in, entry, address, subject)
    message = Message(
        id=ids(),
        conversation=conversation.id,
        interaction=interaction.id,
        direction=Direction.OUTBOUND,
        author=bot_author(bot),
        text=action.text if isinstance(action, SendEmail) else plain(action.text),
        format="markdown" if isinstance(action, SendEmail) else "plain",
        at=batch.at,
        source=bot_author(bot).id,
        external_id=done.id,
        delivery=Delivery.PENDING,
    )
    envelope = Envelope(subject=subject, to=[MailAddress(address=address.value)] if subject else [])
    await plan_dispatch(store, batch, ids, message, conversation, interaction, address, envelope)
    batch.message(message, conversation)
    batch.save(with_newest(conversation, message))
    return replace(done, made=message.id)


def _check_to(action: SendSms | SendEmail) -> None:
    plus, digits = action.to[:1], action.to[1:]
    if isinstance(action, SendSms) and not (plus == "+" and digits.isdigit() and 6 <= len(digits) <= 15):
        raise InvalidInput("An SMS goes to a number such as +4915112345678.", field="to")
    if isinstance(action, SendEmail) and (action.to.count("@") != 1 or " " in action.to):
        raise InvalidInput("This is no e-mail address.", field="to")
    if not action.text.strip():
        raise InvalidInput("The message is empty.", field="text")


async def _address(
    store: Store, batch: Batch, ids: Ids, kind: AddressKind, value: str, asked_in: Conversation
) -> Address:
    known = await find_address(store, kind, value)
    if known:
        return known
    address = Address(id=ids(), kind=kind, value=value, contact=asked_in.contact)
    batch.save(address)
    return address


async def _thread(
    store: Store,
    batch: Batch,
    ids: Ids,
    asked_in: Conversation,
    entry: EntryPoint,
    address: Address,
    subject: str,
) -> tuple[Conversation, Interaction]:
    """Return where the message belongs: what goes on with that address, this conversation, or a new one.

    An address of another contact gets a conversation of that contact, already resolved: whoever types a
    number does not thereby see what its owner writes.
    """
    thread = asked_in.id if entry.channel is Channel.EMAIL else ""
    where = {"entry_point": entry.id, "address": address.id, "thread": thread}
    active = await store.find(Interaction, {**where, "state": InteractionState.ACTIVE}, limit=1)
    if active:
        return await current_conversation(store, active[0].conversation), active[0]
    owner = await current_contact(store, address.contact)
    if owner.id == asked_in.contact:
        moved = replace(asked_in, channel=entry.channel, entry_point=entry.id)
        return asked_in, plan_start(batch, ids, moved, address.id, thread=thread)
    new = Conversation(
        id=ids(),
        contact=owner.id,
        channel=entry.channel,
        entry_point=entry.id,
        state=ConversationState.RESOLVED,
        subject=subject,
        language=asked_in.language,
        opened_at=batch.at,
        last_at=batch.at,
        queue=entry.queue,
        resolved_at=batch.at,
    )
    interaction = plan_start(batch, ids, new, address.id, thread=new.id)
    new = replace(new, interaction=interaction.id)
    batch.event(EventKind.CONVERSATION_OPENED, new, conversation=new.id, queue=entry.queue)
    return new, interaction
