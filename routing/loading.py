"""Reads everything open from the store, once, when the router starts."""

from datetime import datetime, timedelta

from hub.core.models.reports import Interval, IntervalKind
from hub.core.models.staff import AgentState, Staff
from hub.core.models.work import Calendar, Offer, OfferState, Queue, Skill, WorkItem
from hub.core.ports import Store, Where
from hub.core.records import R
from hub.core.transitions import OPEN_WORK
from routing.board import Board
from routing.estimate import REMEMBERED
from routing.snapshot import stamp

PAGE = 1000


async def load(store: Store, board: Board, now: datetime) -> None:
    """Fill the board: set-up first, then people, open work and offers, and recent handle times."""
    roster = board.roster
    for skill in await everything(store, Skill):
        roster.put_skill(skill)
    for calendar in await everything(store, Calendar):
        roster.put_calendar(calendar.id, calendar)
    for queue in await everything(store, Queue):
        board.put_queue(queue)
        await _load_handle_times(store, board, queue.id, now)
    for staff in await everything(store, Staff):
        roster.put_staff(staff)
    for state in await everything(store, AgentState):
        roster.put_state(state)
    for item in await everything(store, WorkItem, {"state": OPEN_WORK}):
        roster.put_item(item)
    for offer in await everything(store, Offer, {"state": OfferState.OFFERED}):
        board.put_offer(offer)
    board.settle(list(roster.items), list(roster.states), stamp(now))


async def everything(store: Store, kind: type[R], where: Where | None = None) -> list[R]:
    """Return all records of a kind, page by page."""
    found: list[R] = []
    while True:
        page = await store.find(kind, where, limit=PAGE, above=found[-1].id if found else None)
        found += page
        if len(page) < PAGE:
            return found


async def _load_handle_times(store: Store, board: Board, queue: str, now: datetime) -> None:
    days = {(now - timedelta(days=ago)).date().isoformat() for ago in (0, 1)}
    where = {"queue": queue, "kind": IntervalKind.HANDLED, "day": days}
    recent = await store.find(Interval, where, order="id", descending=True, limit=REMEMBERED)
    for interval in reversed(recent):
        if interval.channel is not None:
            board.roster.handle_times[queue, interval.channel].add(interval.seconds)
