"""What becomes of each kind of record when a person is erased. Every kind has to be named here.

Erasing goes by this list (services.erasure), and so does the test that plants a word in each kind which
does not stay as it is, and looks for it in the database and the files afterwards.
"""

from collections.abc import Mapping
from enum import StrEnum

from hub.core.models.blobs import SmallBlob
from hub.core.models.bots import BotLimits
from hub.core.models.calls import Call, NodeReports
from hub.core.models.contacts import Address, Contact, EntryPoint, Merge
from hub.core.models.conversations import Conversation, Interaction, Message, StoredFile
from hub.core.models.delivery import Dispatch, EarlyReceipt, Reference
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
from hub.core.models.work import Calendar, CannedReply, Disposition, Offer, Queue, Skill, WorkItem
from hub.core.records import Record


class Fate(StrEnum):
    """What becomes of a kind's records that are about the person."""

    ERASED = "erased"
    BLANKED = "blanked"  # the person goes out of them; what is counted stays
    KEPT = "kept"  # nothing in them is about a customer


_SETTINGS = (
    *(Tenant, EntryPoint, Queue, Skill, Calendar, Disposition, CannedReply, Rule, Webhook, BotLimits),
    *(Mailbox, MailboxState, SmsRoute, SmsState, HelpCentre, KnowledgePolicy, Flow, FlowVersion, Cursor),
)
_STAFF = (Staff, AgentState, StaffSession, ApiToken)
"""People who work here are not customers: their accounts are deleted with the accounts' own page."""
_KNOWLEDGE = (
    *(Article, Revision, HistoryEntry, ArticleComment, ArticleImage, QuestionTest, TextVector),
    *(Feedback, PageOpinion),
)
"""The company's own words, and opinions that nobody's name is on."""
_FIGURES = (Interval, WorkItem, Offer, Erasure, Insertion, NodeReports)
"""Times, states and ids of records that are gone."""

FATES: Mapping[type[Record], Fate] = {
    Contact: Fate.ERASED,
    Address: Fate.ERASED,
    Merge: Fate.ERASED,
    Conversation: Fate.ERASED,
    Message: Fate.ERASED,
    Mail: Fate.ERASED,
    Dispatch: Fate.ERASED,
    Reference: Fate.ERASED,
    EarlyReceipt: Fate.ERASED,
    StoredFile: Fate.ERASED,
    SmallBlob: Fate.ERASED,
    Quarantined: Fate.ERASED,
    SmsPart: Fate.ERASED,
    Outgoing: Fate.ERASED,
    DoneAction: Fate.ERASED,
    TurnTrace: Fate.ERASED,
    Call: Fate.ERASED,
    Recording: Fate.ERASED,
    Unanswered: Fate.ERASED,
    QuestionVector: Fate.ERASED,
    Gap: Fate.BLANKED,  # a title that was the person's words; counts stay
    Told: Fate.BLANKED,  # that an answer was given stays
    Interaction: Fate.BLANKED,  # times and the rating's number stay
    OptOut: Fate.BLANKED,  # kept as a keyed hash: "send me nothing" must outlive the person's data
    AuditEntry: Fate.BLANKED,
    WebhookDelivery: Fate.BLANKED,
    **dict.fromkeys((*_SETTINGS, *_STAFF, *_KNOWLEDGE, *_FIGURES), Fate.KEPT),
}
