"""The router's copy of everything open: set-up, people, work; kept up to date from the store's changes."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterator

from hub.core.models.contacts import Channel
from hub.core.models.staff import AgentState, Staff
from hub.core.models.work import Calendar, Offer, OfferState, Queue, Skill, WorkItem, WorkState
from hub.core.transitions import OPEN_WORK
from routing.estimate import HandleTimes
from routing.order import Rank, rank
from routing.snapshot import (
    AgentView,
    Profile,
    QueueView,
    agent_view,
    item_view,
    profile_of,
    queue_view,
    stamp,
)


class Roster:
    """Open work, people and set-up of one tenant, and the waiting order of each queue."""

    def __init__(self) -> None:
        """Start empty."""
        self.queues: dict[str, QueueView] = {}
        self.skills: dict[str, str] = {}  # names by id
        self.staff: dict[str, Staff] = {}
        self.names: dict[str, str] = {}  # people's, by id
        self.states: dict[str, AgentState] = {}
        self.items: dict[str, WorkItem] = {}
        self.offers: dict[str, Offer] = {}
        self.waiting: dict[str, list[Rank]] = defaultdict(list)
        self.counts: Counter[tuple[str, WorkState]] = Counter()
        self.handle_times: dict[tuple[str, Channel], HandleTimes] = defaultdict(HandleTimes)
        self.presence = 0  # raised whenever somebody comes, goes, or can do something else
        self._queues: dict[str, Queue] = {}
        self._calendars: dict[str, Calendar] = {}
        self._profiles: dict[Profile, Profile] = {}  # one object for equal ones: comparing is cheap
        self._profile_of: dict[str, Profile] = {}

    # --- set-up --------------------------------------------------------------------------------------

    def put_skill(self, skill: Skill) -> None:
        """Learn a skill's name."""
        self.skills[skill.id] = skill.name

    def put_queue(self, queue: Queue) -> None:
        """Learn a queue."""
        self._queues[queue.id] = queue
        self.queues[queue.id] = queue_view(queue, self._calendars.get(queue.calendar or ""))

    def drop_queue(self, id: str) -> None:
        """Forget a queue."""
        self._queues.pop(id, None)
        self.queues.pop(id, None)

    def put_calendar(self, id: str, calendar: Calendar | None) -> list[str]:
        """Learn or (None) forget opening hours; return the queues they are of."""
        if calendar is None:
            self._calendars.pop(id, None)
        else:
            self._calendars[id] = calendar
        touched = [queue for queue in self._queues.values() if queue.calendar == id]
        for queue in touched:
            self.put_queue(queue)
        return [queue.id for queue in touched]

    # --- people --------------------------------------------------------------------------------------

    def put_staff(self, staff: Staff) -> None:
        """Learn what a person can do."""
        self.staff[staff.id] = staff
        self.names[staff.id] = staff.name
        profile = profile_of(staff)
        self._profile_of[staff.id] = self._profiles.setdefault(profile, profile)
        self.presence += 1

    def put_state(self, state: AgentState) -> bool:
        """Learn an agent's live state; return False when it is no news."""
        before = self.states.get(state.id)
        if before is not None and before.rev >= state.rev:
            return False
        self.states[state.id] = state
        if before is None or before.presence is not state.presence:
            self.presence += 1
        return True

    def drop_person(self, id: str) -> None:
        """Forget a person."""
        self.staff.pop(id, None)
        self.names.pop(id, None)
        self._profile_of.pop(id, None)
        self.states.pop(id, None)
        self.presence += 1

    def agent(self, id: str) -> AgentView | None:
        """Return an agent as routing sees one; None for somebody without account or without a state."""
        staff, state = self.staff.get(id), self.states.get(id)
        if staff is None or state is None:
            return None
        return agent_view(staff, state, self._profile_of[id])

    def agents(self) -> Iterator[AgentView]:
        """Yield everybody who ever signed in."""
        for id in self.states:
            view = self.agent(id)
            if view is not None:
                yield view

    def name(self, agent: str) -> str:
        """Return a person's name, or the id of somebody unknown."""
        return self.names.get(agent, agent)

    # --- work ----------------------------------------------------------------------------------------

    def put_item(self, item: WorkItem) -> bool:
        """Learn a work item's state, forgetting it when it is done; return False when it is no news."""
        before = self.items.get(item.id)
        if before is not None and before.rev >= item.rev:
            return False
        self.drop_item(item.id)
        if item.state in OPEN_WORK:
            self.items[item.id] = item
            self.counts[item.queue, item.state] += 1
            if item.state is WorkState.QUEUED:
                insort(self.waiting[item.queue], rank(item_view(item)))
        elif before is not None:
            self._remember_handling(item)
        return True

    def drop_item(self, id: str) -> None:
        """Forget a work item."""
        item = self.items.pop(id, None)
        if item is None:
            return
        self.counts[item.queue, item.state] -= 1
        if item.state is WorkState.QUEUED:
            ranks = self.waiting[item.queue]
            del ranks[bisect_left(ranks, rank(item_view(item)))]

    def put_offer(self, offer: Offer) -> None:
        """Learn an offer, forgetting it once it has ended."""
        if offer.state is OfferState.OFFERED:
            self.offers[offer.id] = offer
        else:
            self.offers.pop(offer.id, None)

    def ahead(self, item: WorkItem) -> int:
        """Return how many waiting items of its queue come before this one."""
        return bisect_left(self.waiting[item.queue], rank(item_view(item)))

    def _remember_handling(self, item: WorkItem) -> None:
        if item.state is WorkState.COMPLETED and item.accepted_at and item.completed_at:
            seconds = stamp(item.completed_at) - stamp(item.accepted_at)
            self.handle_times[item.queue, item.channel].add(seconds)
