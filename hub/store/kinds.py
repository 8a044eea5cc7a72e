"""What is stored: for every record type its collection, its fields to find by and its unique keys.

Engines read this and nothing else: a kind, field or index added here appears in each of them.
"""

from collections.abc import Collection, Mapping
from typing import Any

from msgspec import Struct

from hub.core.models.blobs import SmallBlob
from hub.core.models.bots import BotLimits
from hub.core.models.calls import Call, NodeReports
from hub.core.models.contacts import Address, Contact, EntryPoint, Merge
from hub.core.models.conversations import (
    Conversation,
    ConversationState,
    Delivery,
    Interaction,
    InteractionState,
    Message,
    StoredFile,
)
from hub.core.models.delivery import Dispatch, DispatchState, EarlyReceipt, Reference
from hub.core.models.erasures import Erasure
from hub.core.models.flows import DoneAction, Flow, FlowVersion
from hub.core.models.gaps import Gap, QuestionVector, Unanswered
from hub.core.models.help_centre import HelpCentre, PageOpinion
from hub.core.models.insertions import Insertion
from hub.core.models.integrations import Cursor, Outgoing, Webhook, WebhookDelivery
from hub.core.models.knowledge import (
    Article,
    ArticleComment,
    ArticleImage,
    Feedback,
    HistoryEntry,
    KnowledgePolicy,
    Revision,
)
from hub.core.models.mail import Mail, Mailbox, MailboxState, Quarantined
from hub.core.models.question_tests import QuestionTest
from hub.core.models.recordings import Recording
from hub.core.models.reports import Interval
from hub.core.models.rules import Rule
from hub.core.models.sms import OptOut, SmsPart, SmsRoute, SmsState
from hub.core.models.staff import AgentState, ApiToken, AuditEntry, Staff, StaffSession
from hub.core.models.tenants import Tenant
from hub.core.models.told import Told
from hub.core.models.traces import TurnTrace
from hub.core.models.vectors import TextVector
from hub.core.models.work import (
    Calendar,
    CannedReply,
    Disposition,
    Offer,
    OfferState,
    Queue,
    Skill,
    WorkItem,
)
from hub.core.records import Record
from hub.core.transitions import OPEN_WORK


class Index(Struct, frozen=True):
    """Fields to find records by, always within a tenant and in this order.

    `when` limits the index to records whose field has one of the values. `sparse` limits it to
    records whose first field is set, as most records of the kind never have it.
    """

    fields: tuple[str, ...]
    unique: bool = False
    when: Mapping[str, Collection[Any]] = {}
    sparse: bool = False


class Kind(Struct, frozen=True):
    """A collection: `fields` may be found and ordered by (`id` always), `indexes` make that quick."""

    type: type[Record]
    name: str
    fields: tuple[str, ...]
    indexes: tuple[Index, ...]


LARGE: tuple[type[Record], ...] = (SmallBlob, Mail, TextVector)
"""Kinds whose records may be so large that caches should not keep them."""


def _kind(type: type[Record], name: str, *indexes: Index, extra: tuple[str, ...] = ()) -> Kind:
    """Declare a kind whose fields are those of its indexes and the extra ones."""
    names = [field for index in indexes for field in (*index.fields, *index.when)]
    return Kind(type, name, tuple(dict.fromkeys([*names, *extra])), indexes)


def _by(*fields: str) -> Index:
    return Index(fields)


def _sparse(*fields: str) -> Index:
    return Index(fields, sparse=True)


def _unique(*fields: str, when: Mapping[str, Collection[Any]] | None = None) -> Index:
    return Index(fields, unique=True, when=when or {})


def _only(field: str, value: Any, *fields: str) -> Index:
    return Index((field, *fields), when={field: (value,)})


_OPEN = sorted(OPEN_WORK)

KINDS: tuple[Kind, ...] = (
    _kind(Tenant, "tenant"),
    _kind(Contact, "contact", _by("name"), _by("created_at"), _sparse("merged_into")),
    _kind(Address, "address", _unique("kind", "value"), _by("value"), _by("contact")),
    _kind(EntryPoint, "entry_point", _unique("channel", "key"), extra=("queue", "active", "name")),
    _kind(Erasure, "erasure", extra=("asked_at", "done_at")),
    _kind(Merge, "merge", _by("source"), _by("target"), extra=("kind", "at", "undone_at")),
    _kind(
        Conversation,
        "conversation",
        # Every message moves `last_seq`, so each index with it costs on the busiest path there is.
        _by("contact"),
        _only("state", ConversationState.OPEN, "last_seq"),
        _sparse("agent", "last_seq"),
        _sparse("queue", "last_seq"),
        _by("last_seq"),
        _by("entry_point"),
        _only("state", ConversationState.OPEN, "handler"),
        _sparse("work_item"),
        _sparse("work_state"),
        _sparse("merged_into"),
        extra=("channel", "last_at", "opened_at", "resolved_at", "language", "interaction"),
    ),
    _kind(
        Interaction,
        "interaction",
        _by("conversation", "started_at"),
        _by("contact", "started_at"),
        _by("address", "started_at"),
        _unique("entry_point", "address", "thread", when={"state": (InteractionState.ACTIVE,)}),
        _only("state", InteractionState.ACTIVE, "started_at"),
        extra=("channel", "ended_at"),
    ),
    _kind(
        Message,
        "message",
        # Of each index a message writes a page of its own. An interaction's are found by its conversation.
        _unique("source", "external_id"),
        _by("conversation", "seq"),
        _only("delivery", Delivery.PENDING, "seq"),
        _only("delivery", Delivery.UNKNOWN, "seq"),
        extra=("interaction", "direction", "at"),
    ),
    _kind(TurnTrace, "turn_trace", _by("conversation"), _by("at"), extra=("bot",)),
    _kind(Call, "call", _by("conversation"), _by("interaction"), _by("state"), extra=("node",)),
    _kind(NodeReports, "node_reports"),
    _kind(
        Recording,
        "recording",
        _by("conversation"),
        _by("interaction"),
        _by("call"),
        _sparse("number", "started_at"),
        _by("started_at"),
        _sparse("keep_until"),
        extra=("state", "kind"),
    ),
    _kind(BotLimits, "bot_limits", _unique("entry_point")),
    _kind(SmallBlob, "small_blob"),
    _kind(TextVector, "text_vector"),
    _kind(StoredFile, "stored_file", _by("conversation"), _by("sha256"), extra=("at",)),
    _kind(
        WorkItem,
        "work_item",
        _unique("interaction", when={"state": _OPEN}),
        _by("interaction"),
        _by("conversation"),
        _by("contact"),
        _by("state", "queue"),
        _by("queue", "state"),
        _sparse("agent", "state"),
        _sparse("parked_until"),
        _sparse("wrap_up_until"),
        _sparse("not_before"),
        extra=("arrived_at", "queued_at", "channel", "completed_at", "preferred_agent"),
    ),
    _kind(
        Offer,
        "offer",
        _unique("work_item", when={"state": (OfferState.OFFERED,)}),
        _by("work_item", "offered_at"),
        _by("agent", "state"),
        _only("state", OfferState.OFFERED, "expires_at"),
        _by("conversation"),
        extra=("queue",),
    ),
    _kind(Skill, "skill", _unique("name")),
    _kind(Queue, "queue", _unique("name"), extra=("active",)),
    _kind(Calendar, "calendar", _by("name")),
    _kind(Disposition, "disposition", _unique("code"), extra=("active",)),
    _kind(CannedReply, "canned_reply", _unique("shortcut"), extra=("title",)),
    _kind(Staff, "staff", _unique("login"), extra=("name", "email", "active", "created_at")),
    _kind(AgentState, "agent_state", _by("presence"), extra=("since", "idle_since")),
    _kind(StaffSession, "staff_session", _by("staff"), _by("expires_at")),
    _kind(ApiToken, "api_token", _unique("digest"), extra=("name", "created_at", "expires_at")),
    _kind(AuditEntry, "audit_entry", _by("at"), _by("subject", "at"), extra=("actor", "kind", "action")),
    _kind(
        Article,
        "article",
        _by("state", "updated_at"),
        _by("language", "updated_at"),
        _by("updated_at"),
        Index(("family", "language"), unique=True, sparse=True),
        _sparse("due_at"),
        _by("owner", "verify_at"),
        extra=("category", "title", "published", "created_at"),
    ),
    _kind(Revision, "revision", _unique("article", "number"), extra=("at",)),
    _kind(HistoryEntry, "history_entry", _by("article", "at")),
    _kind(ArticleComment, "article_comment", _by("article", "at"), _only("resolved_by", "", "at")),
    _kind(ArticleImage, "article_image"),
    _kind(KnowledgePolicy, "knowledge_policy"),
    _kind(
        Feedback,
        "feedback",
        _unique("message"),
        _by("article", "helpful", "at"),
        _by("conversation"),
        extra=("revision",),
    ),
    _kind(QuestionTest, "question_test", _unique("text", "language"), _sparse("article")),
    _kind(HelpCentre, "help_centre"),
    _kind(PageOpinion, "page_opinion", _by("article", "helpful", "at")),
    _kind(Insertion, "insertion", _by("conversation", "at")),
    _kind(Told, "told", _by("article"), _by("article", "at"), _by("contact"), extra=("revision",)),
    _kind(
        Unanswered,
        "unanswered",
        _by("gap", "at"),
        _only("gap", "", "ready_at"),
        _sparse("article", "reason", "at"),
        _by("contact"),
    ),
    _kind(QuestionVector, "question_vector"),
    _kind(Gap, "gap", _by("state", "last_at"), _by("state", "count"), _sparse("article")),
    _kind(Flow, "flow", _by("state"), extra=("updated_at", "published")),
    _kind(FlowVersion, "flow_version", _unique("flow", "number"), extra=("at",)),
    _kind(
        DoneAction, "done_action", Index(("reference",), unique=True, sparse=True), _by("conversation", "at")
    ),
    _kind(
        Interval,
        "interval",
        _by("kind", "day"),
        _sparse("queue", "day"),
        _sparse("agent", "day"),
        _by("day"),
        _sparse("work_item"),
        extra=("started_at", "ended_at", "channel", "outcome"),
    ),
    _kind(Webhook, "webhook", _by("created_at"), extra=("active",)),
    _kind(
        WebhookDelivery,
        "webhook_delivery",
        _by("state", "next_at"),
        _by("webhook", "created_at"),
        extra=("seq", "event_kind"),
    ),
    _kind(Cursor, "cursor"),
    _kind(Mail, "mail", _by("conversation")),
    _kind(Mailbox, "mailbox", _unique("entry_point"), extra=("active",)),
    _kind(MailboxState, "mailbox_state"),
    _kind(Quarantined, "quarantined", _by("at")),
    _kind(Rule, "rule", _unique("name"), extra=("active",)),
    _kind(SmsRoute, "sms_route", _unique("entry_point"), extra=("active",)),
    _kind(OptOut, "opt_out", _unique("route", "number"), _by("route", "at")),
    _kind(
        SmsPart,
        "sms_part",
        _unique("route", "sender", "reference", "number"),
        _by("route", "done", "at"),
    ),
    _kind(SmsState, "sms_state"),
    _kind(
        Dispatch,
        "dispatch",
        _only("state", DispatchState.PENDING, "entry_point", "due_at"),
        _only("state", DispatchState.SENDING, "entry_point"),
        _only("state", DispatchState.UNKNOWN, "created_at"),
        _by("recipient", "created_at"),
        _only("automatic", True, "entry_point", "created_at"),
        extra=("conversation", "channel"),
    ),
    _kind(Reference, "reference", _by("scope", "key"), _by("message")),
    _kind(EarlyReceipt, "early_receipt", _by("scope", "key"), _by("at")),
    _kind(Outgoing, "outgoing", _by("state", "created_at"), _by("conversation"), extra=("channel",)),
)

BY_TYPE: Mapping[type[Record], Kind] = {kind.type: kind for kind in KINDS}
BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
