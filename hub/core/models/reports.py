"""Interval records: what happened, from when to when, written at each transition."""

from datetime import datetime
from enum import StrEnum

from hub.core.models.contacts import Channel
from hub.core.records import Record


class IntervalKind(StrEnum):
    """What an interval measures."""

    WAITED = "waited"  # queued until accepted or abandoned
    HANDLED = "handled"  # accepted until resolved, parked or transferred
    WRAP_UP = "wrap_up"
    PRESENCE = "presence"
    BOT = "bot"  # a bot's stretch with a customer, until it ended or a person took over
    OPINION = "opinion"  # that a customer found a bot's answer "helpful" or "not_helpful"; takes no time


class Interval(Record, frozen=True, kw_only=True):
    """A finished span of time. `outcome` depends on the kind, e.g. "accepted" or "abandoned".

    Of a bot's stretch it is "contained" (it ended without a person), "given_up" (the same, after a question
    without an answer), or why a person took over.
    """

    kind: IntervalKind
    started_at: datetime
    ended_at: datetime
    seconds: float
    day: str  # UTC date of the end, "2026-11-21"
    queue: str | None = None
    agent: str | None = None
    channel: Channel | None = None
    work_item: str | None = None
    outcome: str = ""
    bot: str = ""
    turns: int = 0  # that the bot took in the stretch
    missed: int = 0  # questions in it without an answer
