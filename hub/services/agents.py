"""Agents' live state: presence, and what follows from it."""

from typing import Any

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import NotAllowed
from hub.core.models.reports import IntervalKind
from hub.core.models.staff import AgentState, PresenceState, Staff
from hub.core.models.work import WorkItem, WorkState
from hub.core.transitions import advance
from hub.services.base import Service, retried
from hub.services.intervals import plan_interval
from hub.services.work_plans import plan_return_unanswered, plan_withdraw_offers


class Agents(Service):
    """Presence of agents."""

    async def state(self, agent_id: str) -> AgentState:
        """Return the agent's live state; someone who never signed in is offline."""
        found = await self.store.peek(AgentState, agent_id)
        return found or self._fresh(agent_id)

    async def states(self) -> list[AgentState]:
        """Return the live state of everyone who ever signed in."""
        return await self.store.find(AgentState)

    @retried
    async def set_presence(
        self, agent_id: str, presence: PresenceState, reason: str = "", by: str | None = None
    ) -> AgentState:
        """Record what the agent (or `by`, a supervisor or "system") chose.

        Whoever stops being available loses the offers not yet answered: they are withdrawn and the
        items return to their places. Work already accepted stays with the agent. Once they have gone,
        work handed to them alone is open to others, and chats waiting for their answer return too.
        """
        staff = await self.store.get(Staff, agent_id)
        if presence is not PresenceState.OFFLINE and not staff.active:
            raise NotAllowed(f"The account of {staff.name} is switched off.")
        before = await self.store.peek(AgentState, agent_id)
        if before and before.presence is presence and before.reason == reason:
            return before
        batch = self.batch(by or agent_id)
        if before:
            plan_interval(
                batch,
                self.ids,
                IntervalKind.PRESENCE,
                before.since,
                agent=agent_id,
                outcome=before.presence.value,
            )
        changes: dict[str, Any] = {"reason": reason, "since": batch.at}
        if presence is PresenceState.AVAILABLE:
            changes |= {"misses": 0, "idle_since": batch.at}
        state = advance(before or self._fresh(agent_id), presence, **changes)
        if state.has_gone:
            await self._open_to_others(batch, agent_id)
            state = await plan_withdraw_offers(self.store, batch, self.ids, state, only_agent=False)
            state = await plan_return_unanswered(self.store, batch, self.ids, state)
        elif presence is PresenceState.AWAY:
            state = await plan_withdraw_offers(self.store, batch, self.ids, state)
        batch.agent(state)
        stored: AgentState = (await self.store.commit(batch)).stored(state)
        return stored

    async def _open_to_others(self, batch: Batch, agent_id: str) -> None:
        """Let anybody suitable have what was handed to this agent alone and still waits for them."""
        waiting = await self.store.find(WorkItem, {"state": WorkState.QUEUED, "preferred_agent": agent_id})
        for item in waiting:
            if item.only_agent:
                batch.work(replace(item, only_agent=False, preferred_agent=None))

    def _fresh(self, agent_id: str) -> AgentState:
        now = self.clock.now()
        return AgentState(id=agent_id, since=now, idle_since=now)
