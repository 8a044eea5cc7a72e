"""The line as people may ask about it: my place, how long, why not yet, how full."""

import math
from collections.abc import Callable

from msgspec import Struct

from hub.core.clock import Clock
from hub.core.errors import NotFound, Unavailable
from hub.core.models.contacts import Channel
from hub.core.models.staff import PresenceState
from hub.core.models.work import Consideration, WorkItem, WorkState
from routing.board import Board
from routing.eligible import could_serve, is_allowed, refusal
from routing.estimate import capacity_of, estimated_wait
from routing.explain import consider, summary_text, text_of
from routing.overflow import Pressure, overflow_to
from routing.snapshot import ItemView, Key, moment, stamp
from routing.steps import StepClock, clock, key_at


class Place(Struct, frozen=True, kw_only=True):
    """Where an item stands in its queue (1 is next), and the estimated wait, if there is an honest one."""

    position: int
    wait_seconds: int | None = None


class Explanation(Struct, frozen=True, kw_only=True):
    """Why an item is where it is. `summary` is a message key with `summary_vars`."""

    item: WorkItem
    summary: str
    summary_vars: dict[str, str] = {}
    clock: list[StepClock] = []
    place: Place | None = None
    agents: list[Consideration] = []

    def text(self, language: str) -> str:
        """Return the summary as a sentence in English or Chinese."""
        return summary_text(self.summary, self.summary_vars, language)

    def agent_text(self, consideration: Consideration, language: str) -> str:
        """Return one agent's reason as a sentence."""
        return text_of(consideration, language)


class QueueStats(Struct, frozen=True, kw_only=True):
    """A queue now. `longest_wait` in seconds; 0 when nobody waits."""

    queue: str
    waiting: int
    longest_wait: float
    offered: int
    in_progress: int
    parked: int
    available_agents: int


class _Census(Struct, frozen=True):
    """Who is there for a key: somebody free, how many who are busy or away, whether some passed it by."""

    free: str | None
    busy: int
    passed: bool


class _Standing(Struct, frozen=True):
    """What a place or an explanation is made of. `until` is when the item's key next changes."""

    item: WorkItem
    view: ItemView
    key: Key
    released: bool
    until: float


class Line:
    """Answers from the router's own view; nothing here reads the store."""

    def __init__(self, board: Callable[[], Board | None], clock: Clock) -> None:
        """Take where to find the router's board, which is None while the router starts."""
        self._find_board = board
        self._clock = clock
        self._slots: dict[Key, int] = {}
        self._slots_at = -1
        self._census: dict[Key, _Census] = {}
        self._census_at = 0.0

    def position(self, item_id: str) -> Place | None:
        """Return the item's place and estimated wait, or None when it does not wait in a line.

        An item on offer keeps its place: the offer may be declined.
        """
        board = self._find_board()
        item = board.roster.items.get(item_id) if board else None
        if board is None or item is None:
            return None
        if item.state is WorkState.OFFERED:
            return Place(position=board.roster.ahead(item) + 1)
        standing = self._standing(board, item_id)
        if standing is None:
            return None
        position = board.roster.ahead(standing.item) + 1
        return Place(position=position, wait_seconds=self._wait(board, standing, position))

    def explain(self, item_id: str) -> Explanation:
        """Return why the item waits, or who has it; raise NotFound for one that is closed."""
        board = self._board()
        item = board.roster.items.get(item_id)
        if item is None:
            raise NotFound(f"Work item {item_id} is not open any more.")
        standing = self._standing(board, item_id)
        if standing is None:
            return self._held(board, item)
        queue = board.roster.queues[item.queue]
        now = stamp(self._clock.now())
        lines = clock(standing.view, queue, now, board.matcher.staffed)
        later = [
            (line.step, line.opens_in, key_at(standing.view, queue, line.step))
            for line in lines
            if line.opens_in > 0
        ]
        names = board.names()
        agents = [
            _unless_closed(standing, consider(agent, standing.key, names, later=later))
            for agent in board.roster.agents()
        ]
        agents.sort(key=lambda one: (not one.eligible, one.why, names.agents.get(one.agent, one.agent)))
        self._census.pop(standing.key, None)  # the sentence must agree with the agents beside it
        summary, vars = self._summary(board, standing)
        return Explanation(
            item=item,
            summary=summary,
            summary_vars=vars,
            clock=lines,
            place=self.position(item_id),
            agents=agents,
        )

    def summary(self, item_id: str, language: str) -> str:
        """Return only the sentence of `explain`, empty for a closed item; cheap enough for long lists."""
        board = self._board()
        item = board.roster.items.get(item_id)
        if item is None:
            return ""
        standing = self._standing(board, item_id)
        if standing is None:
            return self._held(board, item).text(language)
        return summary_text(*self._summary(board, standing), language)

    def queue_stats(self, queue_id: str) -> QueueStats:
        """Return how full a queue is now."""
        roster = self._board().roster
        now = stamp(self._clock.now())
        waiting = roster.waiting.get(queue_id, [])
        arrivals = [stamp(roster.items[id].arrived_at) for _, _, id in waiting]
        counts = roster.counts
        return QueueStats(
            queue=queue_id,
            waiting=len(waiting),
            longest_wait=max(0.0, now - min(arrivals)) if arrivals else 0.0,
            offered=counts[queue_id, WorkState.OFFERED],
            in_progress=counts[queue_id, WorkState.ASSIGNED] + counts[queue_id, WorkState.WRAP_UP],
            parked=counts[queue_id, WorkState.PARKED],
            available_agents=self._present(queue_id, only_available=True),
        )

    def queue_for(self, queue_id: str) -> str:
        """Return the queue new work for this one enters: the same, or where it overflows to now."""
        board = self._find_board()
        queue = board.roster.queues.get(queue_id) if board else None
        if board is None or queue is None or queue.overflow is None:
            return queue_id
        waiting = len(board.roster.waiting.get(queue_id, ()))
        pressure = Pressure(
            waiting=waiting,
            agents=self._present(queue_id),
            wait_seconds=self._newcomer_wait(board, queue_id, waiting + 1),
        )
        return overflow_to(queue, pressure, board.roster.queues) or queue_id

    def _board(self) -> Board:
        board = self._find_board()
        if board is None:
            raise Unavailable("Routing is starting. Try again in a few seconds.")
        return board

    def _standing(self, board: Board, item_id: str) -> _Standing | None:
        item, view = board.roster.items.get(item_id), board.planner.view(item_id)
        if item is None or view is None:
            return None
        plan = board.planner.plan_of(view, stamp(self._clock.now()))
        queue = board.roster.queues[item.queue]
        key = plan.key or key_at(view, queue, plan.step)
        return _Standing(item, view, key, plan.key is not None, plan.until)

    def _held(self, board: Board, item: WorkItem) -> Explanation:
        """Explain an item that does not wait: offered, in somebody's hands, or set aside."""
        roster = board.roster
        offer = roster.offers.get(item.offer or "")
        agent = roster.name(item.agent or "")
        if item.state is WorkState.OFFERED and offer is not None:
            vars = {"agent": agent, "reason": offer.reason}
            place = self.position(item.id)
            return Explanation(
                item=item, summary="chosen", summary_vars=vars, place=place, agents=offer.considered
            )
        if item.state is WorkState.PARKED:
            return Explanation(item=item, summary="parked")
        if item.agent is None:
            return Explanation(item=item, summary="unknown_queue")
        return Explanation(item=item, summary="assigned", summary_vars={"agent": agent})

    def _summary(self, board: Board, standing: _Standing) -> tuple[str, dict[str, str]]:
        """Return the one sentence that says what the item waits for."""
        if not standing.released:
            if not _ends(standing):
                return "never_open", {}
            return "closed", {"opens_at": _clock_time(standing.until)}
        census = self._count(board, standing.key)
        if census.free is not None:
            return "about_to", {"agent": board.roster.name(census.free)}
        seconds = round(standing.until - stamp(self._clock.now())) if _ends(standing) else 0
        if not census.busy:
            return ("passed", {"seconds": str(seconds)}) if census.passed else ("nobody", {})
        vars = {"position": str(board.roster.ahead(standing.item) + 1), "count": str(census.busy)}
        return ("busy_step", {**vars, "seconds": str(seconds)}) if _ends(standing) else ("busy", vars)

    def _count(self, board: Board, key: Key) -> _Census:
        """Look at everybody once for all items with the same key; remembered for a second."""
        now = self._clock.monotonic()
        if now - self._census_at > 1.0 or len(self._census) > 1000:
            self._census.clear()
            self._census_at = now
        known = self._census.get(key)
        if known is None:
            refusals = [(agent.id, refusal(agent, key)) for agent in board.roster.agents()]
            whys = [refused.why for _, refused in refusals if refused]
            known = self._census[key] = _Census(
                free=next((id for id, refused in refusals if refused is None), None),
                busy=sum(why in ("full", "interrupted", "away") for why in whys),
                passed="passed" in whys,
            )
        return known

    def _wait(self, board: Board, standing: _Standing, position: int) -> int | None:
        if not standing.released:
            return None
        times = board.roster.handle_times.get((standing.item.queue, standing.item.channel))
        mean = times.mean() if times else None
        return estimated_wait(position, mean, self._slots_for(board, standing.key)) if mean else None

    def _slots_for(self, board: Board, key: Key) -> int:
        """Return how many items of the key those available can carry at once (remembered)."""
        if self._slots_at != board.roster.presence or len(self._slots) > 1000:
            self._slots.clear()
            self._slots_at = board.roster.presence
        known = self._slots.get(key)
        if known is None:
            able = (agent for agent in board.matcher.candidates(key) if is_allowed(agent.id, key))
            known = self._slots[key] = capacity_of(able, key.channel).slots
        return known

    def _newcomer_wait(self, board: Board, queue_id: str, position: int) -> int | None:
        """Return what somebody new would wait on the slowest of the queue's channels, if it is known."""
        skills = board.roster.queues[queue_id].steps[0].skills
        known = []
        for (queue, channel), times in board.roster.handle_times.items():
            slots = self._slots_for(board, Key(queue, channel, skills)) if queue == queue_id else 0
            wait = estimated_wait(position, times.mean(), slots)
            if wait is not None:
                known.append(wait)
        return max(known, default=None)

    def _present(self, queue_id: str, *, only_available: bool = False) -> int:
        """Return how many signed-in agents could serve the queue in its widest step."""
        roster = self._board().roster
        queue = roster.queues.get(queue_id)
        if queue is None:
            return 0
        keys = [Key(queue_id, channel, queue.steps[-1].skills) for channel in Channel]
        unwanted = {PresenceState.OFFLINE, PresenceState.AWAY} if only_available else {PresenceState.OFFLINE}
        return sum(
            agent.presence not in unwanted and any(could_serve(agent.profile, key) for key in keys)
            for agent in roster.agents()
        )


def _unless_closed(standing: _Standing, one: Consideration) -> Consideration:
    """Return the consideration; who could take an item that is not released yet is told since when."""
    if standing.released or not one.eligible:
        return one
    if not _ends(standing):
        return Consideration(agent=one.agent, eligible=False, why="never_open")
    vars = {"opens_at": _clock_time(standing.until)}
    return Consideration(agent=one.agent, eligible=False, why="closed", vars=vars)


def _ends(standing: _Standing) -> bool:
    return standing.until < math.inf


def _clock_time(seconds: float) -> str:
    return moment(seconds).strftime("%Y-%m-%d %H:%M")
