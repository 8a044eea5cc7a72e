"""Getting a message ready to leave through a provider: where it goes, its mail head, its dispatch."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import Conflict, InvalidInput
from hub.core.ids import Ids
from hub.core.models.contacts import Address, AddressKind, Channel, EntryPoint
from hub.core.models.conversations import (
    Author,
    AuthorKind,
    Conversation,
    Interaction,
    InteractionState,
    Message,
)
from hub.core.models.delivery import Dispatch
from hub.core.models.mail import Automatic, Mail, MailAddress, Mailbox, SenderCheck
from hub.core.models.sms import OptOut, SmsRoute
from hub.core.ports import Store
from hub.core.records import Value
from hub.services.episodes import continued, plan_start
from hub.services.people import current_contact, find_address
from hub.services.threads import family_of, plan_mail

POSTED = frozenset({Channel.EMAIL, Channel.SMS, Channel.FAX})
"""Channels on which a message leaves through a provider."""
KIND_OF = {Channel.EMAIL: AddressKind.EMAIL, Channel.SMS: AddressKind.PHONE, Channel.FAX: AddressKind.FAX}
MAIL_TRIED_FOR = timedelta(days=2)
MOST_REFERENCES = 30


class Via(Value, frozen=True, kw_only=True):
    """Another way than the conversation's present one: an entry point of ours and an address of theirs."""

    entry_point: str
    to: str  # canonical: +4915112345678, a lower-case mailbox


class Envelope(Value, frozen=True, kw_only=True):
    """What an author may decide about a mail or SMS; empty fields are filled in.

    `at` sends it later. The others are for mail: `quotes` repeats the mail that is answered below the words.
    """

    subject: str = ""
    to: list[MailAddress] = []
    cc: list[MailAddress] = []
    bcc: list[MailAddress] = []
    at: datetime | None = None
    quotes: bool = True


async def plan_via(
    store: Store, batch: Batch, ids: Ids, conversation: Conversation, via: Via
) -> tuple[Conversation, Interaction, Address]:
    """Take the conversation to another channel or address, in an interaction that goes on or is new."""
    entry = await store.get(EntryPoint, via.entry_point)
    if entry.channel not in KIND_OF:
        raise InvalidInput("Customers cannot be written to at this entry point.", field="via.entry_point")
    address = await _address_of(store, batch, ids, conversation, KIND_OF[entry.channel], via.to)
    thread = conversation.id if entry.channel is Channel.EMAIL else ""
    where = {"entry_point": entry.id, "address": address.id, "thread": thread}
    active = await store.find(Interaction, {**where, "state": InteractionState.ACTIVE}, limit=1)
    if active and active[0].conversation != conversation.id:
        raise Conflict("This number has another open conversation with us. Merge the two, or write there.")
    moved = replace(conversation, channel=entry.channel, entry_point=entry.id)
    interaction = active[0] if active else plan_start(batch, ids, moved, address.id, thread=thread)
    return continued(moved, interaction), interaction, address


async def plan_dispatch(
    store: Store,
    batch: Batch,
    ids: Ids,
    message: Message,
    conversation: Conversation,
    interaction: Interaction,
    address: Address,
    envelope: Envelope,
    answered: Mail | None = None,
) -> None:
    """Add what the channel's deliverer needs to send the message, after checking that it may be sent.

    `answered` is the mail it answers, if that is not stored yet.
    """
    to, valid_for = address.value, MAIL_TRIED_FOR
    if interaction.channel is Channel.EMAIL:
        mail = await _head(store, batch, ids, message, conversation, interaction, address, envelope, answered)
        to = mail.to[0].address
    if interaction.channel is Channel.SMS:
        valid_for = await _may_text(store, interaction.entry_point, to, message.author)
    due = max(batch.at, envelope.at or batch.at)
    batch.save(
        Dispatch(
            id=message.id,
            conversation=conversation.id,
            channel=interaction.channel,
            entry_point=interaction.entry_point,
            recipient=to,
            automatic=message.author.kind is not AuthorKind.AGENT,
            created_at=batch.at,
            due_at=due,
            valid_until=due + valid_for,
        )
    )


async def mailbox_of(store: Store, entry_point: str) -> Mailbox:
    """Return the mailbox of an entry point, or raise Conflict if it has none."""
    found = await store.find(Mailbox, {"entry_point": entry_point}, limit=1)
    if not found:
        raise Conflict("This entry point has no mailbox yet. An administrator sets one up under Mailboxes.")
    return found[0]


async def sms_route_of(store: Store, entry_point: str) -> SmsRoute:
    """Return the SMS route of an entry point, or raise Conflict if it has none."""
    found = await store.find(SmsRoute, {"entry_point": entry_point}, limit=1)
    if not found:
        raise Conflict("This entry point has no SMS route yet. An administrator sets one up under SMS.")
    return found[0]


async def _may_text(store: Store, entry_point: str, number: str, author: Author) -> timedelta:
    """Return how long an SMS may be tried; raise Conflict if the number wants none but our own "we stop"."""
    route = await sms_route_of(store, entry_point)
    opted_out = await store.find(OptOut, {"route": route.id, "number": number}, limit=1)
    if opted_out and author.kind is not AuthorKind.SYSTEM:
        word = next(iter(route.start_words), "START")
        raise Conflict(f"This number asked us to send no more SMS. It must write {word} first.")
    return timedelta(hours=route.validity_hours)


async def _head(
    store: Store,
    batch: Batch,
    ids: Ids,
    message: Message,
    conversation: Conversation,
    interaction: Interaction,
    address: Address,
    envelope: Envelope,
    answered: Mail | None,
) -> Mail:
    """Add the head of a mail to the customer, as an answer to the newest mail of the conversation."""
    mailbox = await mailbox_of(store, interaction.entry_point)
    if mailbox.smtp is None:
        raise Conflict("This mailbox only reads. An administrator sets up under Mailboxes how it sends.")
    last = answered or await newest_mail(store, conversation.id)
    subject = envelope.subject or conversation.subject
    if last and not envelope.subject and subject[:3].lower() != "re:":
        subject = f"Re: {subject}".rstrip()
    automatic = message.author.kind is not AuthorKind.AGENT
    mail = Mail(
        id=message.id,
        message_id=f"<{message.id}@{mailbox.address.rpartition('@')[2]}>",
        in_reply_to=last.message_id if last else "",
        references=[*last.references, last.message_id][-MOST_REFERENCES:] if last else [],
        subject=subject,
        sender=MailAddress(address=mailbox.address, name=mailbox.name),
        to=envelope.to or [_answered(last, mailbox) or MailAddress(address=address.value)],
        cc=envelope.cc,
        bcc=envelope.bcc,
        date=batch.at,
        automatic=Automatic.AUTO_REPLY if automatic else Automatic.NO,
        quotes=envelope.quotes,
    )
    return plan_mail(batch, ids, message, mail)


def _answered(last: Mail | None, mailbox: Mailbox) -> MailAddress | None:
    """Return whom an answer to the mail goes to: who wrote it, or whom we wrote to."""
    if last is None:
        return None
    if last.sender.address == mailbox.address:
        return last.to[0] if last.to else None
    if last.sender_check is SenderCheck.FAILED:
        return last.sender  # whoever forged it would like to have the answer
    return last.reply_to or last.sender


async def newest_mail(store: Store, conversation_id: str) -> Mail | None:
    """Return the newest mail that somebody wrote in the conversation, or in one merged into it."""
    family = await family_of(store, conversation_id)
    mails = await store.find(Mail, {"conversation": family}, descending=True, limit=20)
    return next((mail for mail in mails if mail.automatic in (Automatic.NO, Automatic.AUTO_REPLY)), None)


async def _address_of(
    store: Store, batch: Batch, ids: Ids, conversation: Conversation, kind: AddressKind, value: str
) -> Address:
    """Return the contact's address, adding it if nobody has it."""
    known = await find_address(store, kind, value)
    if known is None:
        address = Address(id=ids(), kind=kind, value=value, contact=conversation.contact)
        batch.save(address)
        return address
    if (await current_contact(store, known.contact)).id != conversation.contact:
        raise Conflict("This address belongs to another contact. Merge the contacts first.")
    return known
