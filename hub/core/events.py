"""Events: every change, in order, written in the same commit as the change itself."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct

from hub.core.records import Record


class EventKind(StrEnum):
    """All kinds of events. Those marked * may be sent to webhooks."""

    MESSAGE_ADDED = "message.added"  # *
    MESSAGE_CHANGED = "message.changed"  # delivery, merge
    CONVERSATION_OPENED = "conversation.opened"  # *
    CONVERSATION_CHANGED = "conversation.changed"
    CONVERSATION_RESOLVED = "conversation.resolved"  # *
    CONVERSATION_MERGED = "conversation.merged"  # *
    CONVERSATION_SPLIT = "conversation.split"  # data: into
    CONVERSATION_ERASED = "conversation.erased"  # the record is gone
    INTERACTION_STARTED = "interaction.started"
    INTERACTION_CHANGED = "interaction.changed"
    INTERACTION_ENDED = "interaction.ended"  # *
    INTERACTION_RATED = "interaction.rated"  # *
    CALL_CHANGED = "call.changed"  # data: state, people (staff who hear of it)
    RECORDING_CHANGED = "recording.changed"  # data: state, kind
    WORK_CHANGED = "work_item.changed"  # * data: the whole work item, which holds no personal data
    OFFER_CHANGED = "offer.changed"  # data: the offer without its considerations
    AGENT_CHANGED = "agent.changed"  # data: the whole agent state
    CONTACT_CHANGED = "contact.changed"  # *
    CONTACT_MERGED = "contact.merged"  # *
    CONTACT_ERASED = "contact.erased"  # * the record is gone; whoever has copies should erase them too
    ARTICLE_CHANGED = "article.changed"  # * data: act, state, revision, published
    ARTICLE_DUE = "article.due"  # * somebody should look whether it is still true. data: owner
    ARTICLE_COMMENTED = "article.commented"  # data: revision, resolved
    FEEDBACK_GIVEN = "feedback.given"  # *
    QUESTION_UNANSWERED = "question.unanswered"  # * data: reason, channel, article
    GAP_CHANGED = "gap.changed"  # * data: state, count, article
    FLOW_CHANGED = "flow.changed"  # data: state, revision, published
    SETTINGS_CHANGED = "settings.changed"  # data: kind


WEBHOOK_EVENTS: frozenset[EventKind] = frozenset(
    {
        EventKind.MESSAGE_ADDED,
        EventKind.CONVERSATION_OPENED,
        EventKind.CONVERSATION_RESOLVED,
        EventKind.CONVERSATION_MERGED,
        EventKind.INTERACTION_ENDED,
        EventKind.INTERACTION_RATED,
        EventKind.WORK_CHANGED,
        EventKind.CONTACT_CHANGED,
        EventKind.CONTACT_MERGED,
        EventKind.CONTACT_ERASED,
        EventKind.ARTICLE_CHANGED,
        EventKind.ARTICLE_DUE,
        EventKind.FEEDBACK_GIVEN,
        EventKind.QUESTION_UNANSWERED,
        EventKind.GAP_CHANGED,
    }
)


class Event(Struct, frozen=True, kw_only=True, gc=False):
    """One change. `seq` grows within the tenant and may have gaps. `data` holds no personal data.

    `subject` is the id of the changed record. `conversation`, `queue` and `agent` say who should
    hear of it; they are empty when they do not apply.
    """

    seq: int = 0
    kind: EventKind
    at: datetime
    subject: str
    actor: str = ""  # staff id, contact id, "bot:<name>", "router", "system"
    conversation: str = ""
    queue: str = ""
    agent: str = ""
    data: dict[str, Any] = {}


class Change(Struct, frozen=True, kw_only=True, gc=False):
    """An event together with the record it is about, as live views get it. The record may be gone."""

    tenant: str
    event: Event
    record: Record | None = None
