"""What refers to a configuration record, so that nothing in use is deleted."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from hub.core.models.contacts import EntryPoint
from hub.core.models.conversations import Conversation
from hub.core.models.mail import Mailbox
from hub.core.models.rules import Rule
from hub.core.models.sms import SmsRoute
from hub.core.models.staff import Staff
from hub.core.models.work import Calendar, CannedReply, Disposition, Queue, Skill, WorkItem
from hub.core.ports import Store
from hub.core.records import Record
from hub.core.transitions import OPEN_WORK

MOST = 100_000


async def uses_of(store: Store, record: Record) -> list[str]:
    """Return who or what refers to the record, as readable names."""
    finder = _FINDERS.get(type(record))
    return await finder(store, record.id) if finder else []


async def _skill(store: Store, id: str) -> list[str]:
    queues = [
        f"queue {queue.name}"
        for queue in await store.find(Queue, limit=MOST)
        if any(requirement.skill == id for step in queue.steps for requirement in step.skills)
    ]
    staff = [f"{person.name}" for person in await store.find(Staff, limit=MOST) if id in person.skills]
    waiting = await store.find(WorkItem, {"state": set(OPEN_WORK)}, limit=MOST)
    asked = any(requirement.skill == id for item in waiting for requirement in item.extra_skills)
    ruled = await _rules(store, lambda rule: any(one.skill == id for one in rule.route.skills))
    return [*queues, *staff, *(["open work"] if asked else []), *ruled]


async def _queue(store: Store, id: str) -> list[str]:
    entries = await store.find(EntryPoint, limit=MOST)
    used = [
        f"entry point {one.name}" for one in entries if id in {one.queue, *one.queue_by_language.values()}
    ]
    for queue in await store.find(Queue, limit=MOST):
        if queue.overflow and queue.overflow.queue == id:
            used.append(f"overflow of queue {queue.name}")
    used += [person.name for person in await store.find(Staff, limit=MOST) if id in person.queues]
    used += [f"disposition {one.code}" for one in await store.find(Disposition) if id in one.queues]
    used += [f"canned reply {one.shortcut}" for one in await store.find(CannedReply) if id in one.queues]
    used += await _rules(store, lambda rule: rule.route.queue == id)
    if await store.find(WorkItem, {"queue": id, "state": set(OPEN_WORK)}, limit=1):
        used.append("open work")
    if await store.find(Conversation, {"queue": id}, limit=1):
        used.append("conversations")
    return used


async def _calendar(store: Store, id: str) -> list[str]:
    queues = [f"queue {queue.name}" for queue in await store.find(Queue, limit=MOST) if queue.calendar == id]
    entries = await store.find(EntryPoint, limit=MOST)
    routes = [route for route in await store.find(SmsRoute, limit=MOST) if route.quiet_calendar == id]
    return [
        *queues,
        *(f"entry point {entry.name}" for entry in entries if entry.calendar == id),
        *(f"SMS route {route.number}" for route in routes),
    ]


async def _entry_point(store: Store, id: str) -> list[str]:
    boxes = await store.find(Mailbox, {"entry_point": id}, limit=1)
    routes = await store.find(SmsRoute, {"entry_point": id}, limit=1)
    used = [f"mailbox {box.address}" for box in boxes] + [f"SMS route {route.number}" for route in routes]
    used += await _rules(store, lambda rule: id in rule.entry_points)
    entries = await store.find(EntryPoint, limit=MOST)
    used += [f"the call button of {entry.name}" for entry in entries if entry.call_line == id]
    if await store.find(Conversation, {"entry_point": id}, limit=1):
        used.append("conversations; switch it off instead")
    return used


async def _canned_reply(store: Store, id: str) -> list[str]:
    return await _rules(store, lambda rule: rule.route.reply == id)


async def _rules(store: Store, refers: Callable[[Rule], bool]) -> list[str]:
    return [f"rule {rule.name}" for rule in await store.find(Rule, limit=MOST) if refers(rule)]


_FINDERS: Mapping[type[Record], Callable[[Store, str], Awaitable[Any]]] = {
    Skill: _skill,
    Queue: _queue,
    Calendar: _calendar,
    EntryPoint: _entry_point,
    CannedReply: _canned_reply,
}
