"""Gaps: what customers ask and the knowledge base does not answer."""

from datetime import datetime
from enum import StrEnum

from hub.core.models.contacts import Channel
from hub.core.records import Record


class GapReason(StrEnum):
    """Why a question counts as unanswered."""

    MISSED = "missed"  # no bot had an answer
    NOT_CHOSEN = "not_chosen"  # "did you mean" was asked, and none of it was taken
    HANDED_OFF = "handed_off"  # right after an answer the customer asked for a person
    NOT_HELPFUL = "not_helpful"  # the customer said so


class GapState(StrEnum):
    """What editors made of a gap."""

    OPEN = "open"
    DRAFTED = "drafted"
    DISMISSED = "dismissed"


class Unanswered(Record, frozen=True, kw_only=True):
    """One customer's question that found no good answer. Its id is that of the customer's message.

    `text` is the customer's own words, cut; `article` and `revision` name the answer that did not do,
    if there was one. `gap` is empty until it was sorted in, which happens from `ready_at` on.
    """

    text: str
    language: str
    channel: Channel
    conversation: str
    contact: str
    reason: GapReason
    article: str = ""
    revision: int = 0
    gap: str = ""
    at: datetime
    ready_at: datetime


class Gap(Record, frozen=True, kw_only=True):
    """Questions that ask for the same; its id stays the same however many join.

    `title` is the first of them in a customer's words. `channels` and `reasons` count by name.
    `article` is what was drafted for it. `reopened` says that it went on after that was published.
    """

    title: str
    language: str
    state: GapState = GapState.OPEN
    count: int = 0
    channels: dict[str, int] = {}
    reasons: dict[str, int] = {}
    article: str = ""
    reopened: bool = False
    first_at: datetime
    last_at: datetime
