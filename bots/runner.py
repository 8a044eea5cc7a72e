"""The runner: gives every customer message of a bot's conversation its turn, once and in order.

It only knows which conversations may wait for a turn; whether one does is read from the store. So what a
crash or an overflow makes it forget is found again.
"""

import asyncio
from collections.abc import Callable, Mapping

import structlog

from bots.guards import Limits
from bots.ports import Services
from bots.turns import Turns, is_customers
from hub.core.bots import Bot
from hub.core.clock import Clock
from hub.core.errors import HubError, Unavailable
from hub.core.events import Change, EventKind
from hub.core.models.conversations import Conversation, ConversationState, Message
from hub.core.ports import Database
from hub.core.tasks import supervise

log = structlog.get_logger()

PAGE = 500
STORE_DELAY = 2.0
"""Seconds until the next try while the store cannot take anything."""


class Runner:
    """Takes the turns of one tenant's bots."""

    def __init__(
        self, services: Services, bots: Mapping[str, Bot], clock: Clock, limits: Limits | None = None
    ) -> None:
        self._store = services.store
        self._bots = bots
        self._clock = clock
        self._limits = limits or Limits()
        self._turns = Turns(services, bots, self._limits)
        self._line: asyncio.Queue[str] = asyncio.Queue()  # wakes one worker for each conversation
        self._waiting: set[str] = set()  # the conversations in it
        self._busy: dict[str, bool] = {}  # those a worker attends to; True: wake it once more afterwards
        self._overflowed = False
        self._after: str | None = ""  # how far the store was looked through; None: to the end
        self._looking = asyncio.Lock()

    def listen(self, database: Database) -> Callable[[], None]:
        """Hear of customers' messages from now on; the returned function ends it. Call before `run`."""
        return database.subscribe(self.hear)

    def hear(self, changes: list[Change]) -> None:
        """Remember the conversations in which a customer wrote."""
        for change in changes:
            message = change.record
            if change.tenant != self._store.tenant or change.event.kind is not EventKind.MESSAGE_ADDED:
                continue
            if isinstance(message, Message) and is_customers(message):
                self._wake(message.conversation)

    async def run(self) -> None:
        """Take turns until cancelled, also those that a stop left unanswered."""
        async with asyncio.TaskGroup() as group:
            for number in range(self._limits.conversations):
                group.create_task(supervise(f"bot_runner_{number}", self._work, self._clock))

    def _wake(self, conversation_id: str) -> None:
        if conversation_id in self._busy:
            self._busy[conversation_id] = True
        elif conversation_id not in self._waiting:
            if len(self._waiting) >= self._limits.waiting:
                self._overflowed = True  # nothing is lost: the store knows what is unanswered
                return
            self._waiting.add(conversation_id)
            self._line.put_nowait(conversation_id)

    async def _refill(self) -> None:
        """Wake the next open conversations of bots; whether one is owed an answer only its turn can tell."""
        async with self._looking:
            if self._waiting or self._after is None:
                return
            limit = min(PAGE, self._limits.waiting)
            ours = {"state": ConversationState.OPEN, "handler": set(self._bots)}
            page = await self._store.find(Conversation, ours, above=self._after, limit=limit)
            self._after = page[-1].id if len(page) == limit else None
            for conversation in page:
                self._wake(conversation.id)

    async def _work(self) -> None:
        while True:
            conversation_id = await self._next()
            try:
                await self._attend(conversation_id)
            finally:
                if self._busy.pop(conversation_id):
                    self._wake(conversation_id)

    async def _next(self) -> str:
        """Wait for a conversation that nobody is busy with, and take it."""
        while not self._waiting and (self._overflowed or self._after is not None):
            if self._after is None:
                self._overflowed, self._after = False, ""
            await self._refill()
        conversation_id = await self._line.get()
        self._waiting.discard(conversation_id)
        self._busy[conversation_id] = False
        return conversation_id

    async def _attend(self, conversation_id: str) -> None:
        """Answer what is unanswered; wait for a store that is down, try a little against other trouble."""
        failures = 0
        while failures < self._limits.tries:
            try:
                while owed := await self._turns.owed(conversation_id):
                    await self._turns.take(owed)
                return
            except Unavailable:
                log.warning("turn_waits_for_store", conversation=conversation_id)
                await self._clock.sleep(STORE_DELAY)
            except HubError as error:
                failures += 1
                log.warning("turn_failed", conversation=conversation_id, error=error.code, failures=failures)
                await self._clock.sleep(failures)
        log.error("turn_given_up", conversation=conversation_id)
