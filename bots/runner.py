"""The runner: gives every customer message of a bot's conversation its turn, once and in order.

It only knows which conversations may wait for a turn; whether one does is read from the store. So what a
crash or an overflow makes it forget is found again.
"""

import asyncio
from collections.abc import Callable

import structlog

from bots.guards import Limits
from bots.ports import Actions, Services
from bots.turns import Turns, is_customers
from hub.core.bots import Bots
from hub.core.clock import Clock
from hub.core.errors import HubError, Unavailable
from hub.core.events import Change, EventKind
from hub.core.models.conversations import Conversation, ConversationState, Interaction, Message
from hub.core.ports import Database
from hub.core.tasks import supervise
from hub.services.episodes import PEOPLE

log = structlog.get_logger()

PAGE = 500
STORE_DELAY = 2.0
"""Seconds until the next try while the store cannot take anything."""


class Runner:
    """Takes the turns of one tenant's bots."""

    def __init__(
        self,
        services: Services,
        bots: Bots,
        clock: Clock,
        limits: Limits | None = None,
        actions: Actions | None = None,
    ) -> None:
        """Take the limits that hold where none are set, and who performs what bots cause."""
        self._store = services.store
        self._clock = clock
        self._limits = limits or Limits()
        self._turns = Turns(services, bots, self._limits, actions)
        self._line: asyncio.Queue[str] = asyncio.Queue()  # wakes one worker for each conversation
        self._waiting: set[str] = set()  # the conversations in it
        self._busy: dict[str, bool] = {}  # those a worker attends to; True: wake it once more afterwards
        self._overflowed = False
        self._look: list[str] | None = None  # bots whose conversations the store is still to be asked for
        self._after = ""  # how far the first one's were looked through
        self._looking = asyncio.Lock()

    def listen(self, database: Database) -> Callable[[], None]:
        """Hear of customers' messages from now on; the returned function ends it. Call before `run`."""
        return database.subscribe(self.hear)

    def hear(self, changes: list[Change]) -> None:
        """Remember the conversations in which a customer wrote, or a bot was let in."""
        for change in changes:
            record = change.record
            if change.tenant != self._store.tenant:
                continue
            if change.event.kind is EventKind.MESSAGE_ADDED:
                if isinstance(record, Message) and is_customers(record):
                    self._wake(record.conversation)
            elif isinstance(record, Interaction) and record.memory and record.memory.entry:
                self._wake(change.event.conversation)

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
            if self._waiting or self._is_through:
                return
            if self._look is None:
                self._look = await self._handlers()
            if not self._look:
                return
            limit = min(PAGE, self._limits.waiting)
            ours = {"state": ConversationState.OPEN, "handler": self._look[0]}
            page = await self._store.find(Conversation, ours, above=self._after, limit=limit)
            if len(page) < limit:
                self._look, self._after = self._look[1:], ""
            else:
                self._after = page[-1].id
            for conversation in page:
                self._wake(conversation.id)

    async def _handlers(self) -> list[str]:
        """Return the bots that have open conversations, also those that are gone: a person is owed."""
        found: list[str] = []
        above = ""
        while next_one := await self._store.find(
            Conversation, {"state": ConversationState.OPEN}, order="handler", above=above, limit=1
        ):
            above = next_one[0].handler
            found += [above] if above not in PEOPLE else []
        return found

    @property
    def _is_through(self) -> bool:
        return self._look == []

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
        while not self._waiting and (self._overflowed or not self._is_through):
            if self._is_through:
                self._overflowed, self._look = False, None
            await self._refill()
        conversation_id = await self._line.get()
        self._waiting.discard(conversation_id)
        self._busy[conversation_id] = False
        return conversation_id

    async def _attend(self, conversation_id: str) -> None:
        """Answer what is unanswered; wait for a store that is down, try a little against other trouble.

        A turn that cannot be kept all the same ends with a person.
        """
        failures = 0
        while failures < 2 * self._limits.tries:
            try:
                while owed := await self._turns.owed(conversation_id):
                    if failures < self._limits.tries:
                        await self._turns.take(owed)
                    else:
                        log.error("turn_given_up", conversation=conversation_id)
                        await self._turns.surrender(owed)
                    failures = 0
                return
            except Unavailable:
                log.warning("turn_waits_for_store", conversation=conversation_id)
                await self._clock.sleep(STORE_DELAY)
            except Exception as error:
                # Whatever it is must neither stop the other conversations nor leave this one with nobody.
                failures += 1
                code = error.code if isinstance(error, HubError) else type(error).__name__
                log.exception("turn_failed", conversation=conversation_id, error=code, failures=failures)
                await self._clock.sleep(failures)
        log.error("handoff_failed", conversation=conversation_id)
