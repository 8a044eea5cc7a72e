"""The one loop per tenant that applies routing's decisions, and whatever else falls due."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime

import structlog

from hub.core.clock import Clock
from hub.core.errors import HubError
from hub.core.events import Change
from hub.core.models.staff import AgentState
from hub.core.models.work import Offer, WorkItem
from hub.core.ports import Database, Store
from hub.services.waiting import wait_for
from routing.board import Board, Chore, Decision, concerns
from routing.line import Line
from routing.loading import load
from routing.ports import RouterWork
from routing.snapshot import moment, stamp

log = structlog.get_logger()

AT_ONCE = 64
"""Changes committed at the same time; the store joins them into few transactions."""

ACTOR = "router"


class Router:
    """Offers waiting work to agents, and ends offers, parking and wrap-up when their time is over.

    Decisions rest on what the store last said; the services compare revisions, so a decision that
    came too late is refused, read again and made anew. Several routers would do no harm.
    """

    def __init__(self, database: Database, store: Store, work: RouterWork, clock: Clock) -> None:
        """Take the tenant's store and the services; nothing happens before `run` or `step`."""
        self._database = database
        self._store = store
        self._work = work
        self._clock = clock
        self._inbox: deque[Change] = deque()
        self._wake = asyncio.Event()
        self._failures: dict[str, int] = {}
        self._board: Board | None = None
        self._end_subscription: Callable[[], None] = _nothing
        self.line = Line(lambda: self._board, clock)

    @property
    def is_running(self) -> bool:
        """Say whether the router has loaded its view and follows the store."""
        return self._board is not None

    async def run(self) -> None:
        """Route until cancelled. Starts from the store each time, so it may be run again after an error."""
        await self.open()
        try:
            while True:
                due = await self.step()
                await self._pause(due)
        finally:
            self.close()

    async def open(self) -> Board:
        """Read everything open and follow the store from here on."""
        self.close()
        self._end_subscription = self._database.subscribe(self._hear)
        board = Board()
        await load(self._store, board, self._clock.now())
        self._board = board
        return board

    def close(self) -> None:
        """Stop following the store."""
        self._end_subscription()
        self._end_subscription = _nothing
        self._inbox.clear()
        self._failures.clear()
        self._board = None

    async def step(self) -> datetime | None:
        """Do everything there is to do now; return when something is due next, if anything is."""
        board = self._board or await self.open()
        while True:
            now = stamp(self._clock.now())
            self._wake.clear()
            changes = list(self._inbox)
            self._inbox.clear()
            board.take(changes, now)
            chores = board.due(now)
            decisions = board.decide()
            if not decisions and not chores:
                due = board.timers.next()
                return moment(due) if due is not None else None
            await self._carry_out(board, decisions, chores)

    def _hear(self, changes: list[Change]) -> None:
        mine = [change for change in changes if concerns(change) and change.tenant == self._store.tenant]
        if mine:
            self._inbox.extend(mine)
            self._wake.set()

    async def _pause(self, due: datetime | None) -> None:
        if due is None:
            await self._wake.wait()
            return
        seconds = (due - self._clock.now()).total_seconds()
        if seconds > 0 and not self._wake.is_set():
            await wait_for(self._wake, self._clock, seconds)

    async def _carry_out(self, board: Board, decisions: list[Decision], chores: list[Chore]) -> None:
        """Commit all of it side by side, but one after the other for each agent."""
        room = asyncio.Semaphore(AT_ONCE)
        lanes: dict[str, list[Decision]] = {}
        for decision in decisions:
            lanes.setdefault(decision.agent, []).append(decision)
        async with asyncio.TaskGroup() as group:
            for lane in lanes.values():
                group.create_task(self._offer_all(board, lane, room))
            for chore in chores:
                group.create_task(self._do(board, chore, room))

    async def _offer_all(self, board: Board, lane: list[Decision], room: asyncio.Semaphore) -> None:
        async with room:
            for decision in lane:
                try:
                    await self._work.offer(
                        decision.item, decision.agent, decision.reason, decision.considered
                    )
                    self._failures.pop(decision.item.id, None)
                except HubError as error:
                    await self._decide_again(board, decision, error)

    async def _decide_again(self, board: Board, decision: Decision, error: HubError) -> None:
        """Put the truth back; a first failure is a lost race, later ones wait a little longer each time."""
        id = decision.item.id
        failures = self._failures[id] = self._failures.get(id, 0) + 1
        log.info("offer_not_made", work_item=id, agent=decision.agent, code=error.code, failures=failures)
        item = await self._store.peek(WorkItem, id)
        state = await self._store.peek(AgentState, decision.agent)
        now = stamp(self._clock.now())
        until = now + min(60.0, 2.0**failures) if failures > 1 else 0.0
        board.put_back(id, item, decision.agent, state, now=now, held_until=until)

    async def _do(self, board: Board, chore: Chore, room: asyncio.Semaphore) -> None:
        async with room:
            try:
                await self._perform(chore)
            except HubError as error:
                log.info("chore_not_done", chore=chore.what, subject=chore.id, code=error.code)
                if chore.what == "expire":
                    offer = await self._store.peek(Offer, chore.id)
                    board.retry_offer(chore, offer, stamp(self._clock.now()))
                else:
                    item = await self._store.peek(WorkItem, chore.id)
                    board.retry_item(chore, item, stamp(self._clock.now()))

    async def _perform(self, chore: Chore) -> None:
        if chore.what == "expire":
            await self._work.expire(chore.id)
        elif chore.what == "unpark":
            await self._work.unpark(chore.id, ACTOR)
        else:
            await self._work.complete(chore.id, ACTOR)


def _nothing() -> None:
    """Stand for a subscription that was not begun."""
