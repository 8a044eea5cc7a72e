"""What a configuration record must satisfy before it is stored; errors name the field."""

import re
import zoneinfo
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from hub.core.errors import InvalidInput
from hub.core.events import WEBHOOK_EVENTS
from hub.core.models.contacts import EntryPoint
from hub.core.models.integrations import Webhook
from hub.core.models.staff import Staff
from hub.core.models.work import Calendar, CannedReply, Disposition, Queue, Requirement, Skill
from hub.core.ports import Store
from hub.core.records import Record
from hub.services.calendar_rules import check_calendar

LONGEST_NAME = 200
SHORTEST_SECRET = 16
_SHORTCUT = re.compile(r"[^\s{}]{1,50}")
_LOGIN = re.compile(r"[^\s\x00-\x1f]{1,200}")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-]+(:\d+)?")


class Known(Struct, frozen=True, kw_only=True):
    """The ids that records may refer to."""

    skills: Collection[str]
    queues: Collection[str]
    calendars: Collection[str]


async def read_known(store: Store) -> Known:
    """Read what exists now."""

    async def ids(kind: type[Record]) -> set[str]:
        return {record.id for record in await store.find(kind, limit=100_000)}

    return Known(skills=await ids(Skill), queues=await ids(Queue), calendars=await ids(Calendar))


def check_staff(staff: Staff, known: Known) -> None:
    """Check an account."""
    if not _LOGIN.fullmatch(staff.login):
        raise InvalidInput("Give a user name without spaces, at most 200 characters.", field="login")
    _check_name(staff.name)
    if staff.email and (staff.email.count("@") != 1 or " " in staff.email):
        raise InvalidInput("This is not an e-mail address.", field="email")
    if not staff.roles:
        raise InvalidInput("Choose at least one role.", field="roles")
    for skill, grade in staff.skills.items():
        _check_known(skill, known.skills, f"skills.{skill}", "skill")
        _check_range(grade, 1, 5, f"skills.{skill}", "A grade")
    _check_all_known(staff.queues, known.queues, "queues", "queue")
    for channel, most in staff.capacity.items():
        _check_range(most, 0, 100, f"capacity.{channel.value}", "A capacity")


def _check_skill(skill: Skill, known: Known) -> None:
    _check_name(skill.name)


def _check_calendar(calendar: Calendar, known: Known) -> None:
    _check_name(calendar.name)
    if calendar.timezone not in _time_zones():
        raise InvalidInput(
            f"There is no time zone {calendar.timezone!r}. Write it as in Europe/Berlin or UTC.",
            field="timezone",
        )
    check_calendar(calendar)


def _check_queue(queue: Queue, known: Known) -> None:
    _check_name(queue.name)
    earlier = -1
    for index, step in enumerate(queue.steps):
        here = f"steps[{index}]"
        _check_requirements(step.skills, known, f"{here}.skills")
        if step.after <= earlier or (index == 0 and step.after != 0):
            raise InvalidInput(
                "The first step starts after 0 seconds, and each next one later than the one before.",
                field=f"{here}.after",
            )
        earlier = step.after
    _check_optional(queue.calendar, known.calendars, "calendar", "calendar")
    _check_range(queue.service_seconds, 1, 86_400, "service_seconds", "The service target")
    _check_range(queue.service_percent, 1, 100, "service_percent", "The service target")
    _check_range(queue.offer_seconds, 5, 3600, "offer_seconds", "The time for an offer")
    _check_range(queue.wrap_up_seconds, 0, 86_400, "wrap_up_seconds", "The time for wrap-up")
    _check_range(queue.sticky_seconds, 0, 31_536_000, "sticky_seconds", "The sticky time")
    _check_range(queue.priority, -1440, 1440, "priority", "The head start in minutes")
    _check_range(queue.priority_class, 0, 100, "priority_class", "The priority class")
    if queue.overflow:
        _check_known(queue.overflow.queue, known.queues, "overflow.queue", "queue")
        if queue.overflow.queue == queue.id:
            raise InvalidInput("A queue cannot overflow into itself.", field="overflow.queue")
        if queue.overflow.wait_over is None and queue.overflow.per_agent_over is None:
            raise InvalidInput("Say when: give wait_over or per_agent_over.", field="overflow.wait_over")


def _check_entry_point(entry: EntryPoint, known: Known) -> None:
    _check_name(entry.name)
    if not entry.key.strip() or len(entry.key) > LONGEST_NAME:
        raise InvalidInput("Give the key, mailbox or number.", field="key")
    _check_known(entry.queue, known.queues, "queue", "queue")
    for language, queue in entry.queue_by_language.items():
        _check_known(queue, known.queues, f"queue_by_language.{language}", "queue")
    _check_optional(entry.calendar, known.calendars, "calendar", "calendar")
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
    _check_texts(disposition.label, "label")
    _check_all_known(disposition.queues, known.queues, "queues", "queue")


def _check_canned_reply(reply: CannedReply, known: Known) -> None:
    if not _SHORTCUT.fullmatch(reply.shortcut):
        raise InvalidInput("Give a shortcut without spaces, at most 50 characters.", field="shortcut")
    if not reply.title.strip():
        raise InvalidInput("Give a title.", field="title")
    _check_texts(reply.text, "text")
    _check_all_known(reply.queues, known.queues, "queues", "queue")


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


RULES: Mapping[type[Record], Callable[[Any, Known], None]] = {
    Skill: _check_skill,
    Calendar: _check_calendar,
    Queue: _check_queue,
    EntryPoint: _check_entry_point,
    Disposition: _check_disposition,
    CannedReply: _check_canned_reply,
    Webhook: _check_webhook,
    Staff: check_staff,
}


def check_record(record: Record, known: Known) -> None:
    """Check a configuration record of any kind."""
    RULES[type(record)](record, known)


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > LONGEST_NAME:
        raise InvalidInput(f"Give a name of at most {LONGEST_NAME} characters.", field="name")


def _check_requirements(skills: Iterable[Requirement], known: Known, field: str) -> None:
    seen: set[str] = set()
    for index, requirement in enumerate(skills):
        here = f"{field}[{index}]"
        _check_known(requirement.skill, known.skills, f"{here}.skill", "skill")
        _check_range(requirement.minimum, 1, 5, f"{here}.minimum", "A grade")
        if requirement.skill in seen:
            raise InvalidInput("This step asks for the skill twice.", field=f"{here}.skill")
        seen.add(requirement.skill)


def _check_texts(texts: Mapping[str, str], field: str) -> None:
    if not any(text.strip() for text in texts.values()):
        raise InvalidInput("Give a text in at least one language.", field=field)


def _check_all_known(ids: Iterable[str], known: Collection[str], field: str, what: str) -> None:
    for index, id in enumerate(ids):
        _check_known(id, known, f"{field}[{index}]", what)


def _check_optional(id: str | None, known: Collection[str], field: str, what: str) -> None:
    if id is not None:
        _check_known(id, known, field, what)


def _check_known(id: str, known: Collection[str], field: str, what: str) -> None:
    if id not in known:
        raise InvalidInput(f"There is no {what} {id!r}.", field=field)


def _check_range(value: float, least: float, most: float, field: str, what: str) -> None:
    if not least <= value <= most:
        raise InvalidInput(f"{what} must be between {least} and {most}.", field=field)


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


_time_zones()  # reads the disk, so once at import and never while serving
