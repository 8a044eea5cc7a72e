"""The loop that sends what is due from an entry point, and tries again; the same for all providers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import structlog

from channels.base import (
    DoubtfulFailure,
    Interrupted,
    NotYet,
    PermanentFailure,
    Post,
    Provider,
    SendFailure,
    TemporaryFailure,
)
from hub.core.clock import Clock
from hub.core.errors import HubError, NotFound, StaleRevision, Unavailable
from hub.core.events import Change
from hub.core.models.conversations import Conversation, Delivery, Message
from hub.core.models.delivery import Dispatch
from hub.core.models.mail import Mail
from hub.core.models.reasons import Reason
from hub.core.ports import Database, Store
from hub.core.tasks import supervise
from hub.services.delivery import Deliveries

log = structlog.get_logger()

FIRST_RETRY = 30.0
LONGEST_RETRY = 3600.0
AT_ONCE = 20
"""Messages of one entry point that may be in the provider's hands at the same time."""
PAGE = 100
STOP_WITHIN = 5.0
BROKE_OFF = Reason("broke_off")
STOPPED = Reason("stopped")


class Deliverer:
    """Sends what is due from one entry point until cancelled.

    Up to AT_ONCE messages are under way, to one recipient one at a time and in order: a server that is
    silent holds up what waits for it, and nothing else.
    """

    def __init__(
        self, store: Store, deliveries: Deliveries, clock: Clock, entry_point: str, provider: Provider
    ) -> None:
        self._store = store
        self._deliveries = deliveries
        self._clock = clock
        self._entry_point = entry_point
        self._provider = provider
        self._news = asyncio.Event()  # a message to send, or room for one
        self._stop = asyncio.Event()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._under_way: dict[str, str] = {}  # dispatch: its recipient
        self._broken: Exception | None = None

    def listen(self, database: Database) -> Callable[[], None]:
        """Hear of new messages from now on; the returned function ends it. Call before `run`."""
        return database.subscribe(self.hear)

    def hear(self, changes: list[Change]) -> None:
        """Wake up for messages that are to be sent; those of chats are not."""
        for change in changes:
            message = change.record
            if not isinstance(message, Message) or change.tenant != self._store.tenant:
                continue
            if message.delivery is Delivery.PENDING:
                self._news.set()

    async def run(self) -> None:
        """Send until cancelled or stopped; first what a crash left half sent."""
        await self.recover()
        async with self._sending() as group:
            while not self._stop.is_set() and not self._broken:
                if not await self._pass(group):
                    await self._until_due()

    async def serve(self, name: str, database: Database) -> None:
        """Send until cancelled, and begin again when that breaks; `name` is the task's in logs.

        Once cancelled, what is being sent has STOP_WITHIN seconds for its answer, without which nobody
        would know what became of it.
        """
        end = self.listen(database)
        try:
            async with asyncio.TaskGroup() as group:
                sending = group.create_task(supervise(name, self.run, self._clock))
                try:
                    await asyncio.wait({sending})
                finally:
                    self.stop()
                    await asyncio.wait({sending}, timeout=STOP_WITHIN)
                    sending.cancel()
        finally:
            end()

    def stop(self) -> None:
        """Let `run` return once what is being sent now has its answer; cancelling it would leave a doubt."""
        self._stop.set()
        self._news.set()

    async def recover(self) -> None:
        """Find out about what a crash left half sent. Call before the first `step`."""
        for dispatch in await self._deliveries.interrupted(self._entry_point):
            await self._resolve(dispatch, BROKE_OFF)

    async def step(self) -> bool:
        """Send what is due now, and return when that is done; say whether there was anything."""
        begun = False
        async with self._sending() as group:
            while not self._broken and await self._pass(group):
                begun = True
        return begun

    @asynccontextmanager
    async def _sending(self) -> AsyncIterator[asyncio.TaskGroup]:
        """Wait, at the end of the block, for what was begun in it; then raise what broke, if anything did."""
        self._broken = None
        async with asyncio.TaskGroup() as group:
            yield group
        if self._broken:
            raise self._broken

    async def _pass(self, group: asyncio.TaskGroup) -> bool:
        """Begin to send what is due, or wait for what that has to wait for; False if nothing is due."""
        self._news.clear()
        due = await self._deliveries.due(self._entry_point, PAGE)
        if due and not await self._begin(group, due):
            await self._news.wait()  # each end tells
        return bool(due)

    async def _begin(self, group: asyncio.TaskGroup, due: Sequence[Dispatch]) -> bool:
        """Begin to send these, as room gets free; say whether there were any that could be begun."""
        begun = False
        for dispatch in due:
            if dispatch.recipient in self._under_way.values():
                continue
            await self._room.acquire()
            if self._stop.is_set() or self._broken:
                self._room.release()
                break
            self._under_way[dispatch.id] = dispatch.recipient
            group.create_task(self._work(dispatch))
            begun = True
        return begun

    async def _work(self, dispatch: Dispatch) -> None:
        """Send one message and make room for another."""
        try:
            await self._send(dispatch)
        except Exception as error:
            # Of the store. It must not cancel the others: who took them would be in doubt.
            self._broken = self._broken or error
        finally:
            del self._under_way[dispatch.id]
            self._room.release()
            self._news.set()

    async def _until_due(self) -> None:
        next_due = await self._deliveries.next_due(self._entry_point)
        if next_due is None:
            await self._news.wait()
            return
        wait = max(0.0, (next_due - self._clock.now()).total_seconds())
        async with asyncio.TaskGroup() as group:
            waiting = {
                group.create_task(self._clock.sleep(wait)),
                group.create_task(self._news.wait()),
            }
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in waiting:
                task.cancel()

    async def _send(self, dispatch: Dispatch) -> None:
        """Send one message, whatever happens to it; what happened is on record."""
        try:
            post = await self._post(dispatch)
        except NotFound as error:
            await self._deliveries.fail(dispatch.id, Reason("gone", detail=error.message))
            return
        try:
            post = Post(
                dispatch=await self._deliveries.take(dispatch),
                message=post.message,
                conversation=post.conversation,
                mail=post.mail,
            )
        except StaleRevision:
            return  # called back
        try:
            handed = await self._provider.send(post)
        except Interrupted:
            await self._deliveries.retry(dispatch.id, STOPPED, self._clock.now(), tried=False)
            raise
        except NotYet as later:
            await self._deliveries.retry(dispatch.id, later.reason, later.at, tried=False)
        except TemporaryFailure as failure:
            await self._deliveries.retry(dispatch.id, failure.reason, self._later(post, failure.after))
        except PermanentFailure as failure:
            await self._deliveries.fail(dispatch.id, failure.reason)
        except Unavailable as error:
            reason = Reason("unavailable", detail=error.message)
            await self._deliveries.retry(dispatch.id, reason, self._later(post))
        except HubError as error:
            await self._deliveries.fail(dispatch.id, Reason("not_possible", detail=error.message))
        except DoubtfulFailure as failure:
            log.warning("sending_doubtful", dispatch=dispatch.id, error=failure.reason.code)
            await self._resolve(post.dispatch, failure.reason)
        except Exception:
            log.exception("sending_broke", dispatch=dispatch.id)
            await self._resolve(post.dispatch, BROKE_OFF)
        else:
            await self._deliveries.handed(dispatch.id, handed.scope, handed.parts)

    async def _resolve(self, dispatch: Dispatch, reason: Reason) -> None:
        """Find out whether a message was handed over; if that cannot be told, say so and leave it."""
        try:
            handed = await self._provider.find(await self._post(dispatch))
        except SendFailure as failure:  # it cannot be asked now
            log.warning("not_found_out", dispatch=dispatch.id, error=failure.reason.code)
            handed = None
        except Exception:
            log.exception("not_found_out", dispatch=dispatch.id)
            handed = None
        if handed:
            await self._deliveries.handed(dispatch.id, handed.scope, handed.parts)
        else:
            await self._deliveries.lose(dispatch.id, reason)

    def _later(self, post: Post, after: float | None = None) -> datetime:
        """Return when to try again: as the provider says, else after 30, 60 ... seconds up to an hour."""
        delay = min(FIRST_RETRY * 2 ** min(post.dispatch.attempts - 1, 10), LONGEST_RETRY)
        return self._clock.now() + timedelta(seconds=after or delay)

    async def _post(self, dispatch: Dispatch) -> Post:
        return Post(
            dispatch=dispatch,
            message=await self._store.get(Message, dispatch.id),
            conversation=await self._store.get(Conversation, dispatch.conversation),
            mail=await self._store.peek(Mail, dispatch.id),
        )
