"""Keeps every queued item under the right key of the matcher as time, set-up and staffing change."""

from collections.abc import Iterable

from msgspec.structs import replace

from hub.core.models.work import WorkItem, WorkState
from routing.hours import released_at
from routing.matcher import Matcher
from routing.order import rank
from routing.roster import Roster
from routing.snapshot import ItemView, Key, QueueView, item_view, stamp
from routing.steps import Plan, key_at, plan
from routing.timers import Timers

NEVER = float("inf")

Signature = tuple[bool, ...]
"""For each step whether anybody signed in could serve it, and the last step for all who passed it by;
for items meant for one agent also whether that one is signed in."""


class Group:
    """Items whose steps ask for the same: staffing is looked at once for all of them."""

    def __init__(self, signature: Signature) -> None:
        """Take what staffing allowed when the first item came."""
        self.signature = signature
        self.items: set[str] = set()


class Planner:
    """Plans queued items; `timers` gets the time at which to look at each again."""

    def __init__(self, roster: Roster, matcher: Matcher, timers: Timers) -> None:
        """Plan nothing yet."""
        self._roster = roster
        self._matcher = matcher
        self._timers = timers
        self._views: dict[str, ItemView] = {}
        self._keys: dict[str, Key] = {}
        self._groups: dict[object, Group] = {}
        self._group_of: dict[str, object] = {}
        self._staffing = matcher.staffing

    def renew(self, ids: Iterable[str], now: float, held_until: dict[str, float] | None = None) -> None:
        """Plan items whose records (or whose queue's set-up) changed, in waiting order."""
        views = []
        for id in ids:
            self.forget(id)
            item = self._roster.items.get(id)
            queue = self._roster.queues.get(item.queue) if item else None
            if item is None or queue is None or item.state is not WorkState.QUEUED:
                continue
            view = self._views[id] = self._view(item, queue, now, (held_until or {}).get(id, 0.0))
            views.append(view)
        for view in sorted(views, key=rank):
            self._join(view)
            self.place(view.id, now)

    def place(self, id: str, now: float) -> None:
        """Put one item under the key that holds for it now, as a step may have opened."""
        view = self._views.get(id)
        if view is None:
            return
        planned = self.plan_of(view, now)
        if planned.until < NEVER:
            self._timers.set(id, planned.until)
        if planned.key is None:
            self._matcher.remove(id)
        elif planned.key != self._matcher.key_of(id):
            self._keys[id] = planned.key
            self._matcher.add(view, planned.key, now)

    def move_on(self, ids: Iterable[str], now: float) -> None:
        """Look again at items whose time has come, in waiting order, as they may want the same agent."""
        self._place_in_order((self._views[id] for id in ids if id in self._views), now)

    def plan_of(self, view: ItemView, now: float) -> Plan:
        """Return what holds for an item now."""
        return plan(view, self._roster.queues[view.queue], now, self._matcher.staffed)

    def view(self, id: str) -> ItemView | None:
        """Return a queued item as routing sees it."""
        return self._views.get(id)

    def last_key(self, id: str) -> Key:
        """Return the key an item last waited under; it may have been matched since."""
        return self._keys[id]

    def forget(self, id: str) -> None:
        """Stop planning an item."""
        self._matcher.remove(id)
        self._timers.clear(id)
        self._views.pop(id, None)
        self._keys.pop(id, None)
        group_id = self._group_of.pop(id, None)
        group = self._groups.get(group_id)
        if group is not None:
            group.items.discard(id)
            if not group.items:
                del self._groups[group_id]

    def restaff(self, now: float) -> None:
        """Look again at items whose steps hang on who is signed in, if that changed."""
        if self._staffing == self._matcher.staffing:
            return
        self._staffing = self._matcher.staffing
        touched: list[ItemView] = []
        for group in self._groups.values():
            sample = self._views[next(iter(group.items))]
            signature = self._signature(sample)
            if signature != group.signature:
                group.signature = signature
                touched += [self._views[id] for id in group.items]
        self._place_in_order(touched, now)

    def waiting_in(self, queue: str) -> list[str]:
        """Return the planned items of a queue."""
        return [view.id for view in self._views.values() if view.queue == queue]

    def _view(self, item: WorkItem, queue: QueueView, now: float, held_until: float) -> ItemView:
        release = released_at(item, queue.calendar)
        view = item_view(
            item,
            release_at=stamp(release) if release else NEVER,
            returned_at=now if item.passed_by else 0.0,
        )
        return replace(view, release_at=held_until) if held_until > view.release_at else view

    def _place_in_order(self, views: Iterable[ItemView], now: float) -> None:
        for view in sorted(views, key=rank):
            self.place(view.id, now)

    def _join(self, view: ItemView) -> None:
        """Let the item's staffing be watched, where anything hangs on it."""
        only = view.preferred if view.only else ""
        if len(self._roster.queues[view.queue].steps) == 1 and not view.passed and not only:
            return
        group_id = (view.queue, view.channel, view.extra_skills, view.passed, only)
        group = self._groups.get(group_id)
        if group is None:
            group = self._groups[group_id] = Group(self._signature(view))
        group.items.add(view.id)
        self._group_of[view.id] = group_id

    def _signature(self, view: ItemView) -> Signature:
        queue, staffed = self._roster.queues[view.queue], self._matcher.staffed
        anybody = replace(view, only=False)
        keys = [key_at(anybody, queue, step) for step in range(len(queue.steps))]
        meant_for = [key_at(view, queue, 0)] if view.only else []
        return (*map(staffed, keys), staffed(replace(keys[-1], passed=frozenset())), *map(staffed, meant_for))
