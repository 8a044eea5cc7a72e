"""With whom a caller is: a bot, nobody yet, nobody any more, or people. Never in silence, never lost.

What is the case follows from the records alone, so that a hub that comes back finds everybody as they are.
"""

import asyncio
from collections.abc import Coroutine
from enum import StrEnum
from typing import Any

import structlog
from msgspec import Struct

from hub.core.errors import HubError
from hub.core.models.calls import Call, CallState, PartyKind, PartyRole, PartyState
from hub.core.models.conversations import Conversation
from hub.core.models.work import WorkState
from hub.services.episodes import PEOPLE
from voice.control.open_calls import OpenCalls
from voice.control.phrases import phrase
from voice.control.waiting import Waiting
from voice.orders import Wait

log = structlog.get_logger()

COMES = 30.0
"""Seconds in which an agent who has accepted a call must be on the line."""
COMES_BACK = 12.0
"""Seconds in which one who was on the line must be back."""


class Situation(StrEnum):
    """With whom a caller is."""

    BOT = "bot"
    LINE = "line"  # waits for somebody
    ALONE = "alone"  # somebody has the work, and is not on the line
    PEOPLE = "people"
    NOBODY = "nobody"  # nothing is to be done any more


def situation_of(call: Call, conversation: Conversation) -> Situation:
    """Return with whom the caller is; supervisors count who talk."""
    there = [party for party in call.parties if party.state is PartyState.CONNECTED]
    if any(party.role is PartyRole.TALK for party in there):
        return Situation.PEOPLE
    if conversation.handler not in PEOPLE:
        return Situation.BOT
    if any(party.kind is PartyKind.AGENT for party in there):  # who is being announced
        return Situation.PEOPLE
    match conversation.work_state:
        case WorkState.QUEUED | WorkState.OFFERED | WorkState.PARKED:
            return Situation.LINE
        case WorkState.ASSIGNED:
            return Situation.ALONE
        case _:
            return Situation.NOBODY


class _Seen(Struct, frozen=True):
    """What a caller's situation was when it was last looked at."""

    situation: Situation
    work_item: str | None = None
    agent: str | None = None


class Situations:
    """Looks after the callers of one node, from `open` on."""

    def __init__(self, calls: OpenCalls, waiting: Waiting) -> None:
        self._calls = calls
        self._store = calls.store
        self._services = calls.services
        self._waiting = waiting
        self._seen: dict[str, _Seen] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._group: asyncio.TaskGroup | None = None

    def open(self, group: asyncio.TaskGroup) -> None:
        """Let the group own what is done for callers while they wait."""
        self._group = group

    def of(self, call_id: str) -> Situation:
        """Return with whom a caller is, as far as it was looked at."""
        seen = self._seen.get(call_id)
        return seen.situation if seen else Situation.BOT

    async def look(self, call_id: str) -> Situation:
        """Look with whom a caller is now, and do what is to be done about it."""
        call = await self._store.get(Call, call_id)
        if call.state is not CallState.UP or not call.conversation:
            return Situation.NOBODY
        conversation = await self._calls.conversation(call)
        now = situation_of(call, conversation)
        seen = _Seen(now, conversation.work_item, conversation.agent)
        before = self._seen.get(call_id)
        if seen != before:  # a task that ends by this, as when an agent does not come, has no more to do
            self._seen[call_id] = seen
            self._change(call, before, seen)
        return now

    def forget(self, call_id: str) -> None:
        """Stop looking after a call that is over."""
        self._seen.pop(call_id, None)
        self._stop(call_id)

    def _change(self, call: Call, before: _Seen | None, now: _Seen) -> None:
        self._stop(call.id)
        music = now.situation in {Situation.LINE, Situation.ALONE}
        if music or (before and before.situation in {Situation.LINE, Situation.ALONE}):
            self._calls.send(Wait(id=f"{call.id}-{self._services.ids()}", call=call.id, music=music))
        if self._group is None:
            return
        if now.situation is Situation.LINE and now.work_item:
            self._start(call, self._waiting.wait(call, now.work_item))
        elif now.situation is Situation.ALONE and now.work_item and now.agent:
            lost = before is not None and before.situation is Situation.PEOPLE and before.agent == now.agent
            self._start(call, self._alone(call, now.work_item, now.agent, lost=lost))

    async def _alone(self, call: Call, item: str, agent: str, *, lost: bool) -> None:
        """Wait for the agent to be on the line; if they do not come, the caller is the next for another."""
        if await self._is_called(call.id):  # the agent's telephone, or whom the agent hands the caller on to
            lost = False
        elif lost:
            language = await self._calls.language(call)
            await self._calls.say(call, phrase("agent_lost", language), language)
        await self._services.clock.sleep(COMES_BACK if lost else COMES)
        while await self._is_called(call.id):
            await self._services.clock.sleep(COMES_BACK)
        if await self._services.call_ends.agent_lost(item, agent):
            log.info("agent_not_on_the_line", call=call.id, agent=agent)

    async def _is_called(self, call_id: str) -> bool:
        """Say whether somebody is called who will be on the line: an agent's phone, or whom they chose."""
        call = await self._store.get(Call, call_id)
        return any(party.state is PartyState.RINGING for party in call.parties)

    def _start(self, call: Call, care: Coroutine[Any, Any, None]) -> None:
        if self._group:
            self._tasks[call.id] = self._group.create_task(_guarded(call.id, care))

    def _stop(self, call_id: str) -> None:
        if task := self._tasks.pop(call_id, None):
            task.cancel()


async def _guarded(call_id: str, care: Coroutine[Any, Any, None]) -> None:
    """Run what is done for one caller; what fails in it must not reach the others."""
    try:
        await care
    except HubError as error:
        log.warning("caller_not_looked_after", call=call_id, error=error.code)
    except Exception:
        log.exception("caller_not_looked_after", call=call_id)
