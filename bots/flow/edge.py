"""The world outside as flows meet it: HTTP, databases, articles, hours, services, other flows."""

import asyncio
from collections.abc import Mapping
from typing import Any, Protocol

import msgspec
import structlog
from msgspec import Struct
from msgspec.structs import replace

from bots.flow.effects import Answer, Effect, Fetch, Find, IsOpen, Load, Perform, Result, Select
from bots.flow.library import Library
from hub.core.bots import FLOW, Bot, TurnInput
from hub.core.clock import Clock
from hub.core.errors import HubError, InvalidInput, Unavailable
from hub.core.hours import is_open
from hub.core.models.conversations import BotMemory, Conversation
from hub.core.models.flows import SENDING
from hub.core.models.work import Calendar, Queue
from hub.core.ports import Store
from hub.services.actions import Actions, refusal

log = structlog.get_logger()

TURN_SECONDS = 6.5
"""Seconds that the look-ups of one turn may take together: less than the runner waits for a bot."""


class Lookups(Protocol):
    """HTTP."""

    async def fetch(self, wanted: Fetch, seconds: float) -> Result:
        """Send a request."""
        ...

    async def close(self) -> None:
        """Let go of open connections."""
        ...


class Databases(Protocol):
    """SQL."""

    async def select(
        self, database: str, query: str, values: Mapping[str, Any], seconds: float
    ) -> list[dict[str, Any]]:
        """Return the rows of a query."""
        ...

    def names(self) -> frozenset[str]:
        """Return the names of the databases there are."""
        ...

    async def close(self) -> None:
        """Let go of open connections."""
        ...


class Around(Struct, frozen=True, kw_only=True):
    """What flows work with: the parts that the edge of every turn is made of."""

    store: Store
    clock: Clock
    library: Library
    http: Lookups
    databases: Databases
    knowledge: Bot | None
    actions: Actions


class LookingEdge:
    """Looks things up for one turn, for real; what is to be done is left to others."""

    def __init__(self, around: Around) -> None:
        """Take what it looks things up in; the time for them begins now."""
        self._around = around
        self._until = around.clock.monotonic() + TURN_SECONDS

    async def carry_out(self, effect: Effect, turn: TurnInput) -> Result:
        """Return what came of it."""
        seconds = self._until - self._around.clock.monotonic()
        if seconds <= 0 and isinstance(effect, Fetch | Select | Answer):
            return Result(outcome="failed", why="the look-ups of this turn took too long")
        match effect:
            case Fetch():
                return await self._fetch(effect, turn, seconds)
            case Select():
                return await self._select(effect, seconds)
            case Answer():
                return await self._answer(effect, turn)
            case IsOpen():
                return await self._is_open(effect, turn)
            case Find():
                found = await self._around.actions.find(effect.reference, effect.match)
                return Result(value=found) if found else Result(outcome="missing")
            case Load():
                return await self._load(effect)
            case Perform():
                return await self._perform(effect, turn)

    async def _fetch(self, effect: Fetch, turn: TurnInput, seconds: float) -> Result:
        return await self._around.http.fetch(effect, seconds)

    async def _perform(self, effect: Perform, turn: TurnInput) -> Result:
        return Result(value={"reference": "000000000"})

    async def _select(self, effect: Select, seconds: float) -> Result:
        try:
            rows = await self._around.databases.select(
                effect.database, effect.query, effect.values, min(seconds, effect.timeout)
            )
        except (InvalidInput, Unavailable) as error:
            return Result(outcome="failed", why=error.message)
        return Result(value=rows)

    async def _answer(self, effect: Answer, turn: TurnInput) -> Result:
        bot = self._around.knowledge
        if bot is None:
            return Result(outcome="missing")
        asked = replace(
            turn,
            text=effect.question,
            value="",
            language=effect.language,
            memory=BotMemory(bot=bot.name),
        )
        answer = await bot.take_turn(asked)
        plain = not (answer.missed or answer.handoff or answer.choices)
        if not plain or not answer.say:
            return Result(outcome="missing")
        return Result(value="\n\n".join(say.text for say in answer.say), citations=answer.citations)

    async def _is_open(self, effect: IsOpen, turn: TurnInput) -> Result:
        store, name = self._around.store, effect.calendar
        if not name:
            conversation = await store.peek(Conversation, turn.conversation)
            queue = (
                await store.peek(Queue, conversation.queue) if conversation and conversation.queue else None
            )
            name = queue.calendar or "" if queue else ""
        calendar = await store.peek(Calendar, name) if name else None
        if calendar is None:
            return Result(value=True, why="there are no hours" if not name else f"no calendar {name}")
        at = turn.at or self._around.clock.now()
        return Result(value=await asyncio.to_thread(is_open, calendar, at))  # it may read a time zone

    async def _load(self, effect: Load) -> Result:
        version = effect.version or self._around.library.published(effect.flow)
        flow = await self._around.library.get(effect.flow, version) if version else None
        return Result(value=(version, flow)) if flow else Result(outcome="missing")


class ActingEdge(LookingEdge):
    """The edge of a customer's turn: what is to be done is done, once for its key."""

    def __init__(self, around: Around, flow: str) -> None:
        """Also take the flow's name, in which everything is done."""
        super().__init__(around)
        self._bot = FLOW + flow

    async def _fetch(self, effect: Fetch, turn: TurnInput, seconds: float) -> Result:
        """Send a request that must not be sent twice only after it is on record, as its outcome then is."""
        if effect.repeatable:
            return await super()._fetch(effect, turn, seconds)
        actions = self._around.actions
        begun = await actions.begin_request(effect.key, turn.conversation)
        if begun and begun.outcome == SENDING:
            return Result(outcome="unknown", why="the hub stopped while it was sent; it is not sent again")
        if begun:
            return msgspec.convert(begun.result, Result)
        result = await super()._fetch(effect, turn, seconds)
        await actions.end_request(effect.key, result.outcome, msgspec.to_builtins(result))
        return result

    async def _perform(self, effect: Perform, turn: TurnInput) -> Result:
        try:
            done = await self._around.actions.do(
                effect.action, key=effect.key, conversation=turn.conversation, bot=self._bot
            )
        except HubError as error:
            log.warning(
                "flow_action_refused", step=effect.step, conversation=turn.conversation, error=error.code
            )
            return Result(outcome="failed", why=refusal(error))
        return Result(value={"reference": done.reference, "made": done.made})
