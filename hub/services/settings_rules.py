"""What a configuration record must satisfy before it is stored; errors name the field."""

import re
import zoneinfo
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from hub.core.errors import InvalidInput
from hub.core.events import WEBHOOK_EVENTS
from hub.core.models.bots import BotLimits
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.integrations import Webhook
from hub.core.models.mail import Mailbox
from hub.core.models.rules import Rule
from hub.core.models.sms import SmsRoute
from hub.core.models.staff import Staff
from hub.core.models.work import Calendar, CannedReply, Disposition, Queue, Skill
from hub.core.records import Record
from hub.services.calendar_rules import check_calendar
from hub.services.settings_calls import (
    check_announcement,
    check_language_keys,
    check_number,
    check_telephones,
    check_waiting,
)
from hub.services.settings_channels import check_mailbox, check_rule, check_sms_route
from hub.services.settings_checks import (
    LONGEST_NAME,
    Known,
    check_all_known,
    check_bot,
    check_known,
    check_name,
    check_optional,
    check_range,
    check_requirements,
    check_texts,
)

SHORTEST_SECRET = 16
LONGEST_SIGNATURE = 5000
MOST_DAYS = 36_500
MOST_WORDS, SHORTEST_WORD, LONGEST_WORD = 200, 2, 60
"""Of the words that reach a person."""
_SHORTCUT = re.compile(r"[^\s{}]{1,50}")
_LOGIN = re.compile(r"[^\s\x00-\x1f]{1,200}")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-]+(:\d+)?")


def check_staff(staff: Staff, known: Known) -> None:
    """Check an account."""
    if not _LOGIN.fullmatch(staff.login):
        raise InvalidInput("Give a user name without spaces, at most 200 characters.", field="login")
    check_name(staff.name)
    if staff.email and (staff.email.count("@") != 1 or " " in staff.email):
        raise InvalidInput("This is not an e-mail address.", field="email")
    if not staff.roles:
        raise InvalidInput("Choose at least one role.", field="roles")
    for skill, grade in staff.skills.items():
        check_known(skill, known.skills, f"skills.{skill}", "skill")
        check_range(grade, 1, 5, f"skills.{skill}", "A grade")
    check_all_known(staff.queues, known.queues, "queues", "queue")
    for channel, most in staff.capacity.items():
        check_range(most, 0, 100, f"capacity.{channel.value}", "A capacity")
    check_telephones(staff)


def _check_skill(skill: Skill, known: Known) -> None:
    check_name(skill.name)


def _check_calendar(calendar: Calendar, known: Known) -> None:
    check_name(calendar.name)
    if calendar.timezone not in _time_zones():
        raise InvalidInput(
            f"There is no time zone {calendar.timezone!r}. Write it as in Europe/Berlin or UTC.",
            field="timezone",
        )
    check_calendar(calendar)


def _check_queue(queue: Queue, known: Known) -> None:
    check_name(queue.name)
    earlier = -1
    for index, step in enumerate(queue.steps):
        here = f"steps[{index}]"
        check_requirements(step.skills, known, f"{here}.skills")
        if step.after <= earlier or (index == 0 and step.after != 0):
            raise InvalidInput(
                "The first step starts after 0 seconds, and each next one later than the one before.",
                field=f"{here}.after",
            )
        earlier = step.after
    check_optional(queue.calendar, known.calendars, "calendar", "calendar")
    check_range(queue.service_seconds, 1, 86_400, "service_seconds", "The service target")
    check_range(queue.service_percent, 1, 100, "service_percent", "The service target")
    check_range(queue.offer_seconds, 5, 3600, "offer_seconds", "The time for an offer")
    check_range(queue.wrap_up_seconds, 0, 86_400, "wrap_up_seconds", "The time for wrap-up")
    check_range(queue.sticky_seconds, 0, 31_536_000, "sticky_seconds", "The sticky time")
    check_range(queue.priority, -1440, 1440, "priority", "The head start in minutes")
    check_range(queue.priority_class, 0, 100, "priority_class", "The priority class")
    check_range(queue.recording_days or 0, 0, MOST_DAYS, "recording_days", "The days recordings are kept")
    check_range(queue.misses_allowed, 1, 100, "misses_allowed", "The number of missed offers")
    check_waiting(queue.waiting)
    check_number(queue.caller_number, "caller_number")
    check_announcement(queue.agent_announcement, "agent_announcement")
    for language, text in queue.mail_signature.items():
        if len(text) > LONGEST_SIGNATURE:
            raise InvalidInput(
                f"A signature may have {LONGEST_SIGNATURE} characters.", field=f"mail_signature.{language}"
            )
    if queue.overflow:
        check_known(queue.overflow.queue, known.queues, "overflow.queue", "queue")
        if queue.overflow.queue == queue.id:
            raise InvalidInput("A queue cannot overflow into itself.", field="overflow.queue")
        if queue.overflow.wait_over is None and queue.overflow.per_agent_over is None:
            raise InvalidInput("Say when: give wait_over or per_agent_over.", field="overflow.wait_over")


def _check_entry_point(entry: EntryPoint, known: Known) -> None:
    check_name(entry.name)
    if not entry.key.strip() or len(entry.key) > LONGEST_NAME:
        raise InvalidInput("Give the key, mailbox or number.", field="key")
    check_known(entry.queue, known.queues, "queue", "queue")
    for language, queue in entry.queue_by_language.items():
        check_known(queue, known.queues, f"queue_by_language.{language}", "queue")
    if entry.bot:
        check_bot(entry.bot, known, "bot")
    check_optional(entry.calendar, known.calendars, "calendar", "calendar")
    check_range(entry.priority, -1440, 1440, "priority", "The head start in minutes")
    check_range(entry.recording_days or 0, 0, MOST_DAYS, "recording_days", "The days recordings are kept")
    check_language_keys(entry.language_keys)
    check_number(entry.caller_number, "caller_number")
    if entry.call_line and known.entry_points.get(entry.call_line) is not Channel.VOICE:
        raise InvalidInput("Choose an entry point for calls, or none.", field="call_line")
    for index, origin in enumerate(entry.allowed_origins):
        if not _ORIGIN.fullmatch(origin):
            raise InvalidInput(
                f"{origin!r} is not an origin. Write scheme and host, as in https://shop.example.com.",
                field=f"allowed_origins[{index}]",
            )
    if entry.identity_secret and len(entry.identity_secret) < SHORTEST_SECRET:
        raise InvalidInput(
            f"The secret needs at least {SHORTEST_SECRET} characters.", field="identity_secret"
        )


def _check_disposition(disposition: Disposition, known: Known) -> None:
    if not _SHORTCUT.fullmatch(disposition.code):
        raise InvalidInput("Give a code without spaces, at most 50 characters.", field="code")
    check_texts(disposition.label, "label")
    check_all_known(disposition.queues, known.queues, "queues", "queue")


def _check_canned_reply(reply: CannedReply, known: Known) -> None:
    if not _SHORTCUT.fullmatch(reply.shortcut):
        raise InvalidInput("Give a shortcut without spaces, at most 50 characters.", field="shortcut")
    if not reply.title.strip():
        raise InvalidInput("Give a title.", field="title")
    check_texts(reply.text, "text")
    check_all_known(reply.queues, known.queues, "queues", "queue")


def _check_webhook(webhook: Webhook, known: Known) -> None:
    parts = urlsplit(webhook.url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise InvalidInput("Give an address that begins with https:// and holds no password.", field="url")
    allowed = {kind.value for kind in WEBHOOK_EVENTS}
    for index, kind in enumerate(webhook.events):
        if kind not in allowed:
            raise InvalidInput(
                f"There is no event {kind!r}; use {', '.join(sorted(allowed))}.", field=f"events[{index}]"
            )
    if len(webhook.secret) < SHORTEST_SECRET:
        raise InvalidInput(f"The secret needs at least {SHORTEST_SECRET} characters.", field="secret")


def _check_bot_limits(limits: BotLimits, known: Known) -> None:
    if limits.entry_point:
        check_known(limits.entry_point, known.entry_points, "entry_point", "entry point")
    check_range(limits.turn_seconds, 1, 120, "turn_seconds", "The time for a turn")
    check_range(limits.turns, 1, 1000, "turns", "The number of turns")
    check_range(limits.minutes, 0, 10_080, "minutes", "The time with the bot")
    check_range(limits.repeats, 1, 20, "repeats", "The number of repeats")
    check_range(limits.misses, 1, 20, "misses", "The number of questions without an answer")
    for language, words in limits.words.items():
        check_range(len(words), 0, MOST_WORDS, f"words.{language}", "The number of words")
        for index, word in enumerate(words):
            if not SHORTEST_WORD <= len(word.strip()) <= LONGEST_WORD:
                raise InvalidInput(
                    f"A word or phrase has {SHORTEST_WORD} to {LONGEST_WORD} characters.",
                    field=f"words.{language}[{index}]",
                )


RULES: Mapping[type[Record], Callable[[Any, Known], None]] = {
    Skill: _check_skill,
    Calendar: _check_calendar,
    Queue: _check_queue,
    EntryPoint: _check_entry_point,
    Disposition: _check_disposition,
    CannedReply: _check_canned_reply,
    Webhook: _check_webhook,
    Mailbox: check_mailbox,
    SmsRoute: check_sms_route,
    Rule: check_rule,
    BotLimits: _check_bot_limits,
    Staff: check_staff,
}


def check_record(record: Record, known: Known) -> None:
    """Check a configuration record of any kind."""
    RULES[type(record)](record, known)


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


_time_zones()  # reads the disk, so once at import and never while serving
