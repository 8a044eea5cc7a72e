"""A batch: everything one use case changes, committed as a whole or not at all."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from hub.core.events import Change, Event, EventKind
from hub.core.models.calls import Call
from hub.core.models.conversations import Conversation, Message
from hub.core.models.staff import AgentState
from hub.core.models.work import Offer, WorkItem
from hub.core.records import Record


class Batch:
    """Collects records to save, records to delete and events to append, in order."""

    def __init__(self, *, at: datetime, actor: str = "system") -> None:
        """Take the time and the actor that all events of this batch carry."""
        self.at = at
        self.actor = actor
        self.saves: list[Record] = []
        self.contents: list[Record] = []
        self.deletes: list[Record] = []
        self.events: list[tuple[Event, Record | None]] = []

    def save(self, record: Record) -> None:
        """Insert (`rev` 0) or replace the record; fails as StaleRevision if it changed since it was read."""
        self.saves.append(record)

    def save_content(self, record: Record) -> None:
        """Insert a record named by its content, unless it is there already: then it is the same."""
        self.contents.append(record)

    def delete(self, record: Record) -> None:
        """Delete the record if it is still at this revision."""
        self.deletes.append(record)

    def event(
        self,
        kind: EventKind,
        subject: Record,
        *,
        conversation: str = "",
        queue: str = "",
        agent: str = "",
        data: dict[str, Any] | None = None,
    ) -> None:
        """Append an event about a record."""
        event = Event(
            kind=kind,
            at=self.at,
            subject=subject.id,
            actor=self.actor,
            conversation=conversation,
            queue=queue,
            agent=agent,
            data=data or {},
        )
        self.events.append((event, subject))

    def message(self, message: Message, conversation: Conversation) -> None:
        """Add a new message; its event's sequence number becomes its own and the conversation's `last_seq`.

        The conversation is not saved here: its other changes may still be to come.
        """
        self.save(message)
        self.event(
            EventKind.MESSAGE_ADDED,
            message,
            conversation=conversation.id,
            queue=conversation.queue or "",
            agent=conversation.agent or "",
            data={"direction": message.direction.value, "author": message.author.kind.value},
        )

    def message_changed(self, message: Message, conversation: Conversation, data: dict[str, Any]) -> None:
        """Save a message that changed, of this conversation; `data` says what is different."""
        self.save(message)
        self.event(
            EventKind.MESSAGE_CHANGED,
            message,
            conversation=conversation.id,
            queue=conversation.queue or "",
            agent=conversation.agent or "",
            data=data,
        )

    def conversation(self, conversation: Conversation, kind: EventKind) -> None:
        """Save a conversation and tell those who list it."""
        self.save(conversation)
        self.event(
            kind,
            conversation,
            conversation=conversation.id,
            queue=conversation.queue or "",
            agent=conversation.agent or "",
            data={"state": conversation.state.value},
        )

    def work(self, item: WorkItem, *, agent: str | None = None) -> None:
        """Save a work item and append the event that carries all of it.

        `agent` names who else must hear of it, such as the agent who just lost it.
        """
        self.save(item)
        self.event(
            EventKind.WORK_CHANGED,
            item,
            conversation=item.conversation,
            queue=item.queue,
            agent=agent or item.agent or "",
            data=to_builtins(item),
        )

    def offer(self, offer: Offer) -> None:
        """Save an offer and tell its agent."""
        self.save(offer)
        data = to_builtins(replace(offer, considered=[]))
        self.event(
            EventKind.OFFER_CHANGED,
            offer,
            conversation=offer.conversation,
            queue=offer.queue,
            agent=offer.agent,
            data=data,
        )

    def call(self, call: Call, *, also: Iterable[str] = ()) -> None:
        """Save a call and tell the staff in it; `also` names those who were until now."""
        people = {party.staff for party in call.parties} | {call.caller_staff, *also}
        self.save(call)
        self.event(
            EventKind.CALL_CHANGED,
            call,
            conversation=call.conversation,
            data={"state": call.state.value, "people": sorted(people - {""})},
        )

    def agent(self, state: AgentState) -> None:
        """Save an agent's live state and append the event that carries all of it."""
        self.save(state)
        self.event(EventKind.AGENT_CHANGED, state, agent=state.id, data=to_builtins(state))


class Sealed(Struct, frozen=True, gc=False):
    """A batch with its sequence numbers given out: what an engine writes and then publishes."""

    saves: list[Record]
    contents: list[Record]
    deletes: list[Record]
    events: list[Event]
    changes: list[Change]

    def stored(self, record: Record) -> Any:
        """Return the record as it is stored after the commit (next revision, sequence number set)."""
        for saved in self.saves:
            if saved.id == record.id and type(saved) is type(record):
                return saved
        raise KeyError(record.id)


def seal(batch: Batch, tenant: str, first_seq: int) -> Sealed:
    """Number the events from `first_seq`; the saved records are as stored: revision raised, `seq` set.

    A message gets its own event's number, and a conversation saved beside it that number as
    `last_seq`, so that both can be encoded once.
    """
    events: list[Event] = []
    message_seq: dict[str, int] = {}
    newest: dict[str, int] = {}
    for offset, (draft, _) in enumerate(batch.events):
        seq = first_seq + offset
        events.append(replace(draft, seq=seq))
        if draft.kind is EventKind.MESSAGE_ADDED:
            message_seq[draft.subject] = seq
            newest[draft.conversation] = seq
    saved: dict[tuple[type[Record], str], Record] = {}
    for record in batch.saves:
        stored: Record
        if isinstance(record, Message) and record.id in message_seq:
            stored = replace(record, rev=record.rev + 1, seq=message_seq[record.id])
        elif isinstance(record, Conversation) and record.id in newest:
            stored = replace(record, rev=record.rev + 1, last_seq=newest[record.id])
        else:
            stored = replace(record, rev=record.rev + 1)
        saved[type(record), record.id] = stored
    changes = [
        Change(
            tenant=tenant,
            event=event,
            record=saved.get((type(record), record.id), record) if record else None,
        )
        for event, (_, record) in zip(events, batch.events, strict=True)
    ]
    return Sealed(
        saves=list(saved.values()),
        contents=[replace(record, rev=1) for record in batch.contents],
        deletes=batch.deletes,
        events=events,
        changes=changes,
    )
