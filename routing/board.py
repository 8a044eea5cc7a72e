"""The router's board: takes in what changed, says what to do. Knows neither the store nor a clock."""

from collections.abc import Iterable
from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from hub.core.events import Change, EventKind
from hub.core.models.staff import AgentState, PresenceState, Staff
from hub.core.models.work import (
    Calendar,
    Consideration,
    Offer,
    OfferState,
    Queue,
    Selection,
    Skill,
    WorkItem,
    WorkState,
)
from hub.core.records import Record
from routing.explain import Choice, Names, considered
from routing.matcher import Match, Matcher
from routing.planner import Planner
from routing.roster import Roster
from routing.snapshot import AgentView, Key, stamp
from routing.timers import Timers

CONSIDERED = 12
"""At most so many agents are kept with an offer: the chosen one, who else could have, who could not."""

RETRY_SECONDS = 5.0

_CONCERNING = (WorkItem, AgentState, Offer)


class Decision(Struct, frozen=True):
    """Offer this item, as it was read, to this agent."""

    item: WorkItem
    agent: str
    reason: str
    considered: list[Consideration]


class Chore(Struct, frozen=True):
    """Something that fell due: "expire" an offer, "unpark" or "complete" a work item."""

    what: str
    id: str


def concerns(change: Change) -> bool:
    """Say whether `Board.take` learns anything from the change: of most messages it does not."""
    return isinstance(change.record, _CONCERNING) or change.event.kind is EventKind.SETTINGS_CHANGED


class Board:
    """Everything the router of one tenant knows."""

    def __init__(self) -> None:
        """Start empty."""
        self.roster = Roster()
        self.matcher = Matcher()
        self.timers = Timers()
        self.planner = Planner(self.roster, self.matcher, self.timers)

    def take(self, changes: Iterable[Change], now: float) -> None:
        """Take in changes in the order they were committed; several of one record count as the last.

        Matches not yet decided upon are made anew: what they rest on may have changed.
        """
        changes = list(changes)
        undecided = self.matcher.matches() if changes else []
        items = {match.item for match in undecided}
        agents = {match.agent for match in undecided}
        for change in changes:
            record = change.record
            if isinstance(record, WorkItem):
                if self.roster.put_item(record):
                    items.add(record.id)
            elif isinstance(record, AgentState):
                if self.roster.put_state(record):
                    agents.add(record.id)
            elif isinstance(record, Offer):
                self.put_offer(record)
            elif record is not None and change.event.kind is EventKind.SETTINGS_CHANGED:
                deleted = bool(change.event.data.get("deleted"))
                more_items, more_agents = self._set_up(record, deleted=deleted)
                items.update(more_items)
                agents.update(more_agents)
        if items or agents:
            self.settle(items, agents, now)

    def settle(
        self, items: Iterable[str], agents: Iterable[str], now: float, held: dict[str, float] | None = None
    ) -> None:
        """Bring matcher and timers up to date with the roster for these items and agents.

        Agents who changed rest until the items are in their places, also those whose time has come: so
        nobody is matched on what is no longer true, and the first in line gets who became free with it.
        """
        views = [(id, self.roster.agent(id)) for id in sorted(agents)]
        for id, view in views:
            if view is None:
                self.matcher.remove_agent(id)
            elif view.presence is PresenceState.AVAILABLE:
                self.matcher.set_agent(replace(view, presence=PresenceState.AWAY))
            else:
                self.matcher.set_agent(view)
        items = list(items)
        for id in items:
            self.planner.forget(id)
        self.planner.restaff(now)
        self.planner.renew(items, now, held)
        for id in items:
            self._set_timer(id)
        self._move_on(now)
        for _, view in views:
            if view is not None and view.presence is PresenceState.AVAILABLE:
                self.matcher.set_agent(view)

    def put_offer(self, offer: Offer) -> None:
        """Learn an offer and when it ends."""
        self.roster.put_offer(offer)
        if offer.state is OfferState.OFFERED:
            self.timers.set(_offer_timer(offer.id), stamp(offer.expires_at))
        else:
            self.timers.clear(_offer_timer(offer.id))

    def put_queue(self, queue: Queue) -> None:
        """Learn a queue."""
        self.roster.put_queue(queue)
        self.matcher.set_queue(self.roster.queues[queue.id])

    def due(self, now: float) -> list[Chore]:
        """Return what fell due; items whose step opened are moved on at once."""
        self._move_on(now)
        chores = (self._chore(name) for name in self.timers.pop(now))
        return [chore for chore in chores if chore is not None]

    def decide(self) -> list[Decision]:
        """Return the matches made since the last call, each with its reasons."""
        return [self._decision(match) for match in self.matcher.matches() if match.item in self.roster.items]

    def put_back(
        self,
        id: str,
        item: WorkItem | None,
        agent: str,
        state: AgentState | None,
        *,
        now: float,
        held_until: float,
    ) -> None:
        """Undo a decision that could not be carried out, with both records as they are now."""
        if item is None:
            self.roster.drop_item(id)
        else:
            self.roster.put_item(item)
        if state is not None:
            self.roster.put_state(state)
        self.settle([id], [agent], now, {id: held_until})

    def retry_offer(self, chore: Chore, offer: Offer | None, now: float) -> None:
        """Learn what an offer that could not be ended is now; if it is still open, try again later."""
        if offer is None:
            self.roster.offers.pop(chore.id, None)
            return
        self.put_offer(offer)
        if offer.state is OfferState.OFFERED:
            self.timers.set(_offer_timer(offer.id), now + RETRY_SECONDS)

    def retry_item(self, chore: Chore, item: WorkItem | None, now: float) -> None:
        """Learn what an item that could not be moved on is now; if nothing changed, try again later."""
        if item is None:
            self.roster.drop_item(chore.id)
        elif self.roster.put_item(item):
            self.settle([item.id], [], now)
        else:
            self.timers.set(item.id, now + RETRY_SECONDS)

    def names(self) -> Names:
        """Return how skills and agents are called."""
        return Names(self.roster.skills, self.roster.names)

    def _decision(self, match: Match) -> Decision:
        item = self.roster.items[match.item]
        return Decision(item, match.agent, match.reason, self._reasons(match, item))

    def _reasons(self, match: Match, item: WorkItem) -> list[Consideration]:
        """Return why this agent and not another, agents of suitable profiles first."""
        view = self.planner.view(item.id)
        chosen = self.matcher.agent(match.agent)
        queue = self.roster.queues.get(item.queue)
        if view is None or chosen is None or queue is None:
            return []
        key = self.planner.last_key(item.id)
        empty_handed = {id: channel for id, channel in chosen.held.items() if id != item.id}
        others = (agent for agent in self._near(key) if agent.id != chosen.id)
        agents = [replace(chosen, held=empty_handed), *islice(others, CONSIDERED - 1)]
        graded = queue.selection is Selection.BEST_PROFICIENCY
        choice = Choice(
            reason=match.reason,
            selection=queue.selection,
            wanted=self.matcher.wanted(),
            free=self.matcher.free() if graded else {},
        )
        return considered(agents, key, choice, self.names())

    def _near(self, key: Key) -> Iterable[AgentView]:
        """Yield those who suit the key, then the others who are signed in, each once."""
        seen: set[str] = set()
        for agent in chain(self.matcher.candidates(key), self.matcher.agents()):
            if agent.id not in seen and agent.presence is not PresenceState.OFFLINE:
                seen.add(agent.id)
                yield agent

    def _move_on(self, now: float) -> None:
        """Look again at waiting items whose time has come; what else fell due is left for `due`."""
        moved = []
        for name in self.timers.pop(now):
            if self.planner.view(name) is not None:
                moved.append(name)
            else:
                self.timers.set(name, now)
        self.planner.move_on(moved, now)

    def _chore(self, name: str) -> Chore | None:
        """Return what a timer asks for; nothing when what it was for has gone."""
        if name.startswith("offer "):
            return Chore("expire", name.removeprefix("offer "))
        item = self.roster.items.get(name)
        if item is not None and item.state is WorkState.PARKED:
            return Chore("unpark", name)
        if item is not None and item.state is WorkState.WRAP_UP:
            return Chore("complete", name)
        return None

    def _set_timer(self, id: str) -> None:
        """Set the time at which a parked or wrapped-up item moves on; the planner sets the queued ones'."""
        item = self.roster.items.get(id)
        due = None
        if item is not None and item.state is WorkState.PARKED:
            due = item.parked_until
        elif item is not None and item.state is WorkState.WRAP_UP:
            due = item.wrap_up_until
        if due is not None:
            self.timers.set(id, stamp(due))

    def _set_up(self, record: Record, *, deleted: bool) -> tuple[list[str], list[str]]:
        """Take in changed set-up; return the items and agents it touches."""
        if isinstance(record, Staff):
            if deleted:
                self.roster.drop_person(record.id)
            else:
                self.roster.put_staff(record)
            return [], [record.id]
        if isinstance(record, Skill) and not deleted:
            self.roster.put_skill(record)
        if isinstance(record, Queue):
            waiting = self.planner.waiting_in(record.id)
            if deleted:
                for id in waiting:
                    self.planner.forget(id)
                self.roster.drop_queue(record.id)
            else:
                self.put_queue(record)
            return waiting, []
        if isinstance(record, Calendar):
            queues = self.roster.put_calendar(record.id, None if deleted else record)
            return [id for queue in queues for id in self.planner.waiting_in(queue)], []
        return [], []


def _offer_timer(offer: str) -> str:
    return f"offer {offer}"
