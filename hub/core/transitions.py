"""State machines as tables, and `advance()`, the only way to change a state.

Every table maps a state to the states it may go to. A record's `state` field is never replaced
anywhere else; tests walk each table, and docs/architecture.md draws them.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from hub.core.errors import IllegalTransition
from hub.core.models.calls import Call, CallState, Party, PartyState
from hub.core.models.conversations import Conversation, Delivery, Interaction, Message
from hub.core.models.conversations import ConversationState as C
from hub.core.models.conversations import InteractionState as I
from hub.core.models.delivery import Dispatch
from hub.core.models.delivery import DispatchState as D
from hub.core.models.flows import Flow, FlowState
from hub.core.models.gaps import Gap, GapState
from hub.core.models.integrations import AttemptState, Outgoing, WebhookDelivery
from hub.core.models.knowledge import Article
from hub.core.models.knowledge import ArticleState as A
from hub.core.models.recordings import Recording, RecordingState
from hub.core.models.staff import AgentState, PresenceState
from hub.core.models.work import Offer, OfferState, WorkItem, WorkState
from hub.core.records import Record

R = TypeVar("R", bound=Record | Party)

WORK_ITEM: Mapping[WorkState, frozenset[WorkState]] = {
    WorkState.QUEUED: frozenset(
        {WorkState.OFFERED, WorkState.ASSIGNED, WorkState.PARKED, WorkState.ABANDONED, WorkState.CANCELLED}
    ),
    WorkState.OFFERED: frozenset(
        {WorkState.QUEUED, WorkState.ASSIGNED, WorkState.ABANDONED, WorkState.CANCELLED}
    ),
    WorkState.ASSIGNED: frozenset(
        {WorkState.QUEUED, WorkState.ASSIGNED, WorkState.PARKED, WorkState.WRAP_UP, WorkState.CANCELLED}
    ),
    WorkState.PARKED: frozenset(
        {WorkState.QUEUED, WorkState.ASSIGNED, WorkState.WRAP_UP, WorkState.CANCELLED}
    ),
    WorkState.WRAP_UP: frozenset({WorkState.COMPLETED}),
    WorkState.COMPLETED: frozenset(),
    WorkState.ABANDONED: frozenset(),
    WorkState.CANCELLED: frozenset(),
}

OFFER: Mapping[OfferState, frozenset[OfferState]] = {
    OfferState.OFFERED: frozenset(
        {OfferState.ACCEPTED, OfferState.DECLINED, OfferState.EXPIRED, OfferState.WITHDRAWN}
    ),
    OfferState.ACCEPTED: frozenset(),
    OfferState.DECLINED: frozenset(),
    OfferState.EXPIRED: frozenset(),
    OfferState.WITHDRAWN: frozenset(),
}

CALL: Mapping[CallState, frozenset[CallState]] = {
    CallState.RINGING: frozenset({CallState.UP, CallState.ENDED}),
    CallState.UP: frozenset({CallState.ENDED}),
    CallState.ENDED: frozenset(),
}

RECORDING: Mapping[RecordingState, frozenset[RecordingState]] = {
    RecordingState.RECORDING: frozenset({RecordingState.CLOSED, RecordingState.STORED, RecordingState.EMPTY}),
    RecordingState.CLOSED: frozenset({RecordingState.STORED}),
    RecordingState.STORED: frozenset(),
    RecordingState.EMPTY: frozenset(),
}

PARTY: Mapping[PartyState, frozenset[PartyState]] = {
    PartyState.RINGING: frozenset({PartyState.CONNECTED}),
    PartyState.CONNECTED: frozenset({PartyState.CONNECTED}),  # their browser came again
}

CONVERSATION: Mapping[C, frozenset[C]] = {
    C.OPEN: frozenset({C.RESOLVED, C.MERGED}),
    C.RESOLVED: frozenset({C.OPEN, C.MERGED}),
    C.MERGED: frozenset({C.OPEN, C.RESOLVED}),  # a merge can be undone
}

INTERACTION: Mapping[I, frozenset[I]] = {
    I.ACTIVE: frozenset({I.ENDED}),
    I.ENDED: frozenset(),
}

DELIVERY: Mapping[Delivery, frozenset[Delivery]] = {
    Delivery.PENDING: frozenset(
        {Delivery.SENT, Delivery.BUFFERED, Delivery.DELIVERED, Delivery.FAILED, Delivery.UNKNOWN}
    ),
    Delivery.SENT: frozenset({Delivery.BUFFERED, Delivery.DELIVERED, Delivery.READ, Delivery.FAILED}),
    Delivery.BUFFERED: frozenset({Delivery.DELIVERED, Delivery.FAILED}),
    Delivery.DELIVERED: frozenset({Delivery.READ}),
    Delivery.READ: frozenset(),
    Delivery.FAILED: frozenset({Delivery.PENDING}),  # sent again by hand
    Delivery.UNKNOWN: frozenset(
        {Delivery.PENDING, Delivery.SENT, Delivery.BUFFERED, Delivery.DELIVERED, Delivery.FAILED}
    ),
}

DISPATCH: Mapping[D, frozenset[D]] = {
    D.PENDING: frozenset({D.SENDING, D.FAILED}),  # called back or too late
    D.SENDING: frozenset({D.PENDING, D.SENT, D.BUFFERED, D.DELIVERED, D.FAILED, D.UNKNOWN}),
    D.SENT: frozenset({D.SENT, D.BUFFERED, D.DELIVERED, D.FAILED}),
    D.BUFFERED: frozenset({D.BUFFERED, D.DELIVERED, D.FAILED}),
    D.DELIVERED: frozenset(),
    D.FAILED: frozenset({D.PENDING}),  # sent again by hand
    D.UNKNOWN: frozenset({D.UNKNOWN, D.PENDING, D.SENT, D.BUFFERED, D.DELIVERED, D.FAILED}),
}

PRESENCE: Mapping[PresenceState, frozenset[PresenceState]] = {
    state: frozenset(PresenceState) for state in PresenceState
}

ARTICLE: Mapping[A, frozenset[A]] = {
    # To "draft" from everywhere: what is edited, or sent back, has to take the same way again. To
    # "published" without an approval only where the tenant asks for none (services.article_life).
    A.DRAFT: frozenset({A.DRAFT, A.IN_REVIEW, A.SCHEDULED, A.PUBLISHED, A.ARCHIVED}),
    A.IN_REVIEW: frozenset({A.DRAFT, A.APPROVED, A.PUBLISHED, A.ARCHIVED}),  # published: edit discarded
    A.APPROVED: frozenset({A.DRAFT, A.SCHEDULED, A.PUBLISHED, A.ARCHIVED}),
    A.SCHEDULED: frozenset({A.DRAFT, A.APPROVED, A.SCHEDULED, A.PUBLISHED, A.ARCHIVED}),
    A.PUBLISHED: frozenset({A.DRAFT, A.ARCHIVED}),
    A.ARCHIVED: frozenset({A.DRAFT}),
}

GAP: Mapping[GapState, frozenset[GapState]] = {
    GapState.OPEN: frozenset({GapState.DRAFTED, GapState.ANSWERED, GapState.DISMISSED}),
    GapState.DRAFTED: frozenset({GapState.OPEN, GapState.ANSWERED, GapState.DISMISSED}),
    GapState.ANSWERED: frozenset({GapState.OPEN}),  # the article does not do, or is not there any more
    GapState.DISMISSED: frozenset({GapState.OPEN}),
}

FLOW: Mapping[FlowState, frozenset[FlowState]] = {
    FlowState.DRAFT: frozenset({FlowState.PUBLISHED, FlowState.ARCHIVED}),
    FlowState.PUBLISHED: frozenset({FlowState.PUBLISHED, FlowState.DRAFT, FlowState.ARCHIVED}),
    FlowState.ARCHIVED: frozenset({FlowState.DRAFT}),
}

ATTEMPT: Mapping[AttemptState, frozenset[AttemptState]] = {
    AttemptState.PENDING: frozenset({AttemptState.PENDING, AttemptState.DELIVERED, AttemptState.DEAD}),
    AttemptState.DELIVERED: frozenset(),
    AttemptState.DEAD: frozenset({AttemptState.PENDING}),
}

TABLES: Mapping[type, tuple[str, Mapping[Any, frozenset[Any]]]] = {
    WorkItem: ("state", WORK_ITEM),
    Offer: ("state", OFFER),
    Conversation: ("state", CONVERSATION),
    Interaction: ("state", INTERACTION),
    Call: ("state", CALL),
    Party: ("state", PARTY),
    Recording: ("state", RECORDING),
    Message: ("delivery", DELIVERY),
    Dispatch: ("state", DISPATCH),
    AgentState: ("presence", PRESENCE),
    Article: ("state", ARTICLE),
    Gap: ("state", GAP),
    Flow: ("state", FLOW),
    WebhookDelivery: ("state", ATTEMPT),
    Outgoing: ("state", ATTEMPT),
}
"""For each record with a state machine: the field that holds the state, and its table."""

TERMINAL_WORK = frozenset(state for state, onward in WORK_ITEM.items() if not onward)
OPEN_WORK = frozenset(WorkState) - TERMINAL_WORK
HOLDING_WORK = frozenset({WorkState.OFFERED, WorkState.ASSIGNED, WorkState.WRAP_UP})
"""States in which an item takes up its agent's capacity."""


def may_advance(record: Record | Party, to: Any) -> bool:
    """Say whether the record's state machine has a step to `to` from where it is."""
    field, table = TABLES[type(record)]
    return to in table[getattr(record, field)]


def advance(record: R, to: Any, **changes: Any) -> R:
    """Return the record in state `to` with other changes; raise IllegalTransition if it may not go there."""
    field, table = TABLES[type(record)]
    state = getattr(record, field)
    if to not in table[state]:
        name = type(record).__name__
        raise IllegalTransition(f"{name} {record.id} is {state.value} and cannot become {to.value}.")
    return replace(record, **{field: to}, **changes)
