"""A matter of its own: a conversation that a bot opens for its customer, known by a number, as work.

The customer goes on with the bot meanwhile; what they write in the chat does not land in the matter. Where
a mail address or phone number is known, agents answer there.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.contacts import Address, AddressKind, Channel, EntryPoint
from hub.core.models.conversations import (
    Author,
    AuthorKind,
    Conversation,
    Direction,
    Interaction,
    InteractionState,
    Message,
)
from hub.core.models.data import Field, FieldType
from hub.core.models.flows import DoneAction
from hub.core.models.recordings import Recording
from hub.core.models.work import Requirement, WorkItem, WorkState
from hub.core.ports import QueueFor, Store
from hub.core.text import plain
from hub.core.transitions import TERMINAL_WORK, advance
from hub.services.bot_turns import bot_author
from hub.services.episodes import plan_start
from hub.services.handoffs import queue_of
from hub.services.lines import plan_note, plan_notice
from hub.services.people import current_contact, find_address
from hub.services.recordings import plan_recording
from hub.services.references import normal_reference
from hub.services.side_messages import entry_that_sends
from hub.services.work_plans import plan_request

ANSWERS_LOOKED_AT = 50
VOICEMAIL = "voicemail"
"""The tag and the reason of work by which recorded messages are known."""


class Matter(Struct, frozen=True, kw_only=True):
    """What is to be opened; `message` is what the customer said, `summary` a note in Markdown.

    A `recording` is of the message, and moves here with it.
    """

    subject: str
    reason: str
    reference: str
    queue: str | None = None
    skills: list[Requirement] = []
    data: list[Field] = []
    summary: str = ""
    message: str = ""
    recording: Recording | None = None
    priority: int = 0
    not_before: datetime | None = None


async def plan_matter(
    store: Store,
    batch: Batch,
    ids: Ids,
    asked_in: Conversation,
    matter: Matter,
    done: DoneAction,
    bot: str,
    queue_for: QueueFor,
) -> DoneAction:
    """Add the matter, with number, data and work item; return the record of it, which the caller saves."""
    contact = await current_contact(store, asked_in.contact)
    queue = await queue_of(store, asked_in, matter.queue, queue_for)
    draft = Conversation(
        id=ids(),
        contact=contact.id,
        channel=asked_in.channel,
        entry_point=asked_in.entry_point,
        subject=matter.subject,
        language=asked_in.language,
        opened_at=batch.at,
        last_at=batch.at,
        last_text=matter.subject[:120],
        queue=queue.id,
        data=matter.data,
        reference=matter.reference,
        tags=[VOICEMAIL] if matter.recording else [],
    )
    opened, interaction = await _reachable(store, batch, ids, draft, asked_in)
    opened = replace(opened, interaction=interaction.id)
    batch.event(EventKind.CONVERSATION_OPENED, opened, conversation=opened.id, queue=queue.id)
    if matter.message:
        said = _message(ids(), batch, opened, interaction, matter.message, done.id)
        batch.message(said, opened)
        if matter.recording:
            moved = replace(
                matter.recording,
                conversation=opened.id,
                interaction=interaction.id,
                queue=queue.id,
                message=said.id,
            )
            plan_recording(batch, moved)
    if matter.summary:
        plan_note(batch, ids, opened, by=bot_author(bot), text=matter.summary)
    came = {"conversation": asked_in.id, "reference": matter.reference}
    opened = plan_notice(batch, ids, opened, "matter_opened", came, internal=True)
    item, opened = plan_request(
        batch,
        ids,
        opened,
        contact,
        queue,
        reason=matter.reason,
        notice="",
        skills=matter.skills,
        priority=matter.priority,
    )
    if matter.not_before:
        batch.work(replace(item, not_before=matter.not_before))
    batch.save(opened)
    return replace(done, made=opened.id, reference=matter.reference)


def _message(
    id: str, batch: Batch, opened: Conversation, interaction: Interaction, text: str, key: str
) -> Message:
    return Message(
        id=id,
        conversation=opened.id,
        interaction=interaction.id,
        direction=Direction.INBOUND,
        author=Author(kind=AuthorKind.CONTACT, id=opened.contact),
        text=text,
        at=batch.at,
        source=interaction.address,
        external_id=key,
    )


async def _reachable(
    store: Store, batch: Batch, ids: Ids, draft: Conversation, asked_in: Conversation
) -> tuple[Conversation, Interaction]:
    """Give the matter an episode where its customer can be answered later.

    A mail address comes first, then a phone number, else it stays where it was asked for: there nobody
    listens any more, so that episode is over at once.
    """
    here = await store.get(Interaction, asked_in.interaction)
    if asked_in.channel is Channel.EMAIL:
        return draft, plan_start(batch, ids, draft, here.address, thread=draft.id)
    for field in draft.data:
        found = await _way(store, batch, ids, field, draft.contact)
        if found:
            entry, address = found
            moved = replace(draft, channel=entry.channel, entry_point=entry.id)
            return moved, plan_start(batch, ids, moved, address, thread=draft.id)
    interaction = plan_start(batch, ids, draft, here.address, thread=draft.id)
    if asked_in.channel is Channel.SMS:
        return draft, interaction
    ended = advance(interaction, InteractionState.ENDED, ended_at=batch.at)
    batch.save(ended)
    return draft, ended


async def _way(
    store: Store, batch: Batch, ids: Ids, field: Field, contact: str
) -> tuple[EntryPoint, str] | None:
    """Return our entry point and the contact's address for a field; an address nobody has becomes theirs."""
    if not isinstance(field.value, str) or field.type not in {FieldType.EMAIL, FieldType.PHONE}:
        return None
    kind = AddressKind.EMAIL if field.type is FieldType.EMAIL else AddressKind.PHONE
    entry = await entry_that_sends(store, kind)
    if entry is None:
        return None
    address = await find_address(store, kind, field.value)
    if address is None:
        address = Address(id=ids(), kind=kind, value=field.value, contact=contact)
        batch.save(address)
    elif (await current_contact(store, address.contact)).id != contact:
        return None  # whoever types another's address must not send answers there
    return entry, address.id


async def find_matter(store: Store, reference: str, match: Mapping[str, str]) -> dict[str, str] | None:
    """Return a matter's state, day and answer; None unless all of `match` (not empty) fits its data."""
    number = normal_reference(reference)
    found = await store.find(DoneAction, {"reference": number}, limit=1) if number else []
    conversation = await store.peek(Conversation, found[0].made) if found else None
    if conversation is None or not match:
        return None
    known = {field.name: field for field in conversation.data}
    if not all(name in known and _same(str(known[name].value), said) for name, said in match.items()):
        return None
    answer = await _answer(store, conversation)
    return {
        "reference": number or "",
        "state": await _state(store, conversation),
        "subject": conversation.subject,
        "opened": conversation.opened_at.date().isoformat(),
        "updated": conversation.last_at.date().isoformat(),
        "answer": answer,
    }


def _same(known: str, said: str) -> bool:
    return bool(said.strip()) and known.strip().casefold() == said.strip().casefold()


async def _state(store: Store, conversation: Conversation) -> str:
    """Return "received", "in_progress" or "done"."""
    items = await store.find(WorkItem, {"conversation": conversation.id}, limit=100)
    if items and all(item.state in TERMINAL_WORK or item.state is WorkState.WRAP_UP for item in items):
        return "done"
    touched = any(item.accepted_at or item.state is WorkState.PARKED for item in items)
    return "in_progress" if touched else "received"


async def _answer(store: Store, conversation: Conversation) -> str:
    """Return what an agent wrote to the customer last, without markup."""
    where = {"conversation": conversation.id}
    recent = await store.find(Message, where, order="seq", descending=True, limit=ANSWERS_LOOKED_AT)
    for message in recent:
        is_answer = message.direction is Direction.OUTBOUND and not message.notice
        if is_answer and message.author.kind is AuthorKind.AGENT:
            return plain(message.text) if message.format == "markdown" else message.text
    return ""
