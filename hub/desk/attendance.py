"""Agents whose last live connection is gone go away after a grace, so that nobody is offered to a ghost."""

import asyncio

import structlog

from hub.core.clock import Clock
from hub.core.errors import HubError
from hub.core.models.staff import DISCONNECTED, AgentState, PresenceState
from hub.core.ports import Store
from hub.services.agents import Agents

log = structlog.get_logger()

GRACE = 60.0


class Attendance:
    """Counts live connections per agent; `run` owns the grace periods."""

    def __init__(self, store: Store, agents: Agents, clock: Clock, grace: float = GRACE) -> None:
        self._store = store
        self._agents = agents
        self._clock = clock
        self._grace = grace
        self._connections: dict[str, int] = {}
        self._leaving: dict[str, asyncio.Task[None]] = {}
        self._group: asyncio.TaskGroup | None = None

    def arrived(self, staff_id: str) -> None:
        """Count one more connection of the agent."""
        self._connections[staff_id] = self._connections.get(staff_id, 0) + 1
        leaving = self._leaving.pop(staff_id, None)
        if leaving:
            leaving.cancel()

    def left(self, staff_id: str) -> None:
        """Count one connection less; after the last one the grace begins."""
        rest = self._connections.get(staff_id, 1) - 1
        if rest > 0:
            self._connections[staff_id] = rest
            return
        self._connections.pop(staff_id, None)
        self._begin(staff_id)

    async def run(self) -> None:
        """Own the grace periods until cancelled. After a restart everybody available gets one."""
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                where = {"presence": PresenceState.AVAILABLE}
                for state in await self._store.find(AgentState, where, limit=100_000):
                    if state.id not in self._connections:
                        self._begin(state.id)
                await asyncio.Event().wait()
        finally:
            self._group = None
            self._leaving.clear()

    def _begin(self, staff_id: str) -> None:
        if self._group is not None and staff_id not in self._leaving:
            self._leaving[staff_id] = self._group.create_task(self._go_away(staff_id))

    async def _go_away(self, staff_id: str) -> None:
        await self._clock.sleep(self._grace)
        self._leaving.pop(staff_id, None)
        try:
            state = await self._agents.state(staff_id)
            if state.presence is PresenceState.AVAILABLE and staff_id not in self._connections:
                await self._agents.set_presence(staff_id, PresenceState.AWAY, DISCONNECTED, by="system")
        except HubError as error:  # the account may be gone; others' grace must go on
            log.warning("attendance_failed", agent=staff_id, error=error.code)
