"""Articles: what is written, who did what with it, and what customers think of the answers."""

from datetime import datetime
from enum import StrEnum

from hub.core.models.contacts import Channel
from hub.core.records import Record, Value


class ArticleState(StrEnum):
    """How far the newest revision has come. What customers get is `Article.published`, kept apart."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Audience(StrEnum):
    """Who may be told."""

    CUSTOMERS = "customers"
    STAFF = "staff"  # found by agents; never told by a bot, never in the help centre


class RevisionKind(StrEnum):
    """How a revision came about."""

    CREATED = "created"
    EDITED = "edited"
    RESTORED = "restored"  # the content of an earlier one again
    DISCARDED = "discarded"  # the content customers have again, instead of an edit
    TRANSLATED = "translated"  # begun as a copy of the article it translates


class ArticleAct(StrEnum):
    """What somebody did with an article; written to its history."""

    CREATED = "created"
    SAVED = "saved"
    RESTORED = "restored"
    DISCARDED = "discarded"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    UNSCHEDULED = "unscheduled"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    EXPIRED = "expired"
    ARCHIVED = "archived"
    BROUGHT_BACK = "brought_back"
    VERIFIED = "verified"
    DETAILS_CHANGED = "details_changed"
    IN_STEP = "in_step"  # a translation was found to say what its source says now


class Content(Value, frozen=True, kw_only=True):
    """What is written, and saved with each revision.

    `body` is Markdown. `questions` are ways customers ask it. `category` is a path such as
    "Delivery/Abroad". `texts` replace the body on channels where it will not do.
    """

    title: str
    body: str
    questions: list[str] = []
    language: str = "en"
    category: str = ""
    audience: Audience = Audience.CUSTOMERS
    texts: dict[Channel, str] = {}


CONTENT = Content.__struct_fields__
"""The names of the fields that every revision keeps."""


class Article(Record, frozen=True, kw_only=True):
    """A knowledge entry as its editors see it; customers get the published revision.

    The content is that of the newest revision, `state` how far that has come, `published` the number of
    the one customers get, if any: so a live article can be edited while the published revision goes on
    answering. `state` is "published" exactly when these two are the same revision.

    `family` is what its translations share: the id of the article they come from; unique with language.
    """

    title: str
    body: str
    questions: list[str] = []
    language: str = "en"
    category: str = ""
    audience: Audience = Audience.CUSTOMERS
    texts: dict[Channel, str] = {}
    state: ArticleState = ArticleState.DRAFT
    revision: int = 1
    published: int | None = None
    author: str = ""  # of the newest revision
    authors: list[str] = []  # of all that was written since the published revision
    approved_by: str = ""  # who approved the newest revision
    owner: str = ""  # the person who answers for it
    family: str | None = None
    translated: int | None = None  # the revision of its source that a translation renders
    publish_at: datetime | None = None
    expires_at: datetime | None = None
    verify_every_days: int = 0  # 0: no reminder
    verified_at: datetime | None = None
    verified_by: str = ""
    verify_at: datetime | None = None  # when somebody should look whether it is still true
    reminded: bool = False  # the reminder for `verify_at` is out
    due_at: datetime | None = None  # when the next of these times comes
    created_at: datetime
    updated_at: datetime


class Revision(Record, frozen=True, kw_only=True):
    """One saved version of an article; never changes. Unique by article and number.

    `copy_of` is the number of the revision whose content it is, if it was restored.
    """

    article: str
    number: int
    title: str
    body: str
    questions: list[str] = []
    language: str = "en"
    category: str = ""
    audience: Audience = Audience.CUSTOMERS
    texts: dict[Channel, str] = {}
    kind: RevisionKind = RevisionKind.EDITED
    copy_of: int | None = None
    author: str
    at: datetime


class HistoryEntry(Record, frozen=True, kw_only=True):
    """What was done with a revision, by whom and when; never changes."""

    article: str
    revision: int
    act: ArticleAct
    by: str
    at: datetime
    comment: str = ""
    until: datetime | None = None  # when a schedule is to publish


class ArticleComment(Record, frozen=True, kw_only=True):
    """A remark of a colleague about a revision; open until somebody resolves it.

    `mentions` are the staff ids of those it is meant for, besides the article's owner and authors.
    """

    article: str
    revision: int
    text: str
    by: str
    at: datetime
    mentions: list[str] = []
    resolved_by: str = ""
    resolved_at: datetime | None = None


class ArticleImage(Record, frozen=True, kw_only=True):
    """A picture for articles; its id is the file's. `shown_by` are the articles customers see it in."""

    shown_by: list[str] = []
    by: str
    at: datetime


class KnowledgePolicy(Record, frozen=True, kw_only=True):
    """What a tenant asks for before customers get an article. There is one, with the id POLICY."""

    review_required: bool = False
    separate_reviewer: bool = False  # whoever wrote a revision cannot approve it
    verify_every_days: int = 0  # given to new articles


POLICY = "policy"


class Feedback(Record, frozen=True, kw_only=True):
    """Whether an answer helped. Unique by message."""

    message: str
    conversation: str
    article: str
    revision: int
    helpful: bool
    at: datetime
