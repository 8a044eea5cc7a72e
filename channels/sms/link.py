"""One route's connection to its message centres: the first that can be had, and back to better ones."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime

import structlog
from aiosmpplib import SubmitSm
from msgspec.structs import replace
from prometheus_client import Counter

from channels.sms.pdu import Frame
from channels.sms.session import CLOSED, Deliver, NotBound, Session, bind
from channels.sms.status import RouteStatus
from hub.core.clock import Clock
from hub.core.models.reasons import Reason
from hub.core.models.sms import Smsc

log = structlog.get_logger()

FIRST_DELAY = 1.0
LONGEST_DELAY = 60.0
RETURN_EVERY = 60.0
"""Seconds between two looks whether a better message centre is back."""
STEADY = 60.0
"""A connection that lasted so many seconds counts as a good one."""
DRAIN_FOR = 30
BINDS = Counter("switchboard_sms_binds_total", "Times a message centre was bound", ["route"])


class Link:
    """Keeps one of several message centres bound, in their order, until cancelled."""

    def __init__(
        self,
        route: str,
        smscs: Sequence[Smsc],
        password: str,
        clock: Clock,
        deliver: Deliver,
        bound: Callable[[datetime], Awaitable[None]],
        confirmed: Callable[[datetime], Awaitable[None]],
    ) -> None:
        """`bound` is told when a connection begins, `confirmed` up to when our answers have arrived."""
        self._route = route
        self._smscs = smscs
        self._password = password
        self._clock = clock
        self._deliver = deliver
        self._bound = bound
        self._confirmed = confirmed
        self._session: Session | None = None
        self.status = RouteStatus()

    async def submit(self, message: SubmitSm) -> Frame:
        """Hand over one SMS; return its answer. Raises NotBound or NoAnswer."""
        if self._session is None:
            raise NotBound(self.status.trouble or CLOSED)
        return await self._session.submit(message)

    async def run(self) -> None:
        """Bind, and bind again, until cancelled."""
        delay = FIRST_DELAY
        try:
            async with asyncio.TaskGroup() as group:
                while True:
                    found = await self._bind(len(self._smscs))
                    if found:
                        since = self._clock.monotonic()
                        await self._stay(group, *found)
                        if self._clock.monotonic() - since >= STEADY:
                            delay = FIRST_DELAY
                    await self._clock.sleep(delay)
                    delay = min(delay * 2, LONGEST_DELAY)
        finally:
            self._session = None
            self.status = RouteStatus()

    async def unbind(self) -> None:
        """Say good-bye, before `run` is cancelled."""
        if self._session:
            await self._session.unbind()

    async def _bind(self, upto: int) -> tuple[int, Session] | None:
        """Bind the first of the message centres before `upto` that can be had."""
        for number, smsc in enumerate(self._smscs[:upto]):
            try:
                session = await bind(smsc, self._password, self._clock, self._deliver, self._confirmed)
            except NotBound as error:
                log.warning("smsc_not_bound", route=self._route, smsc=number, reason=error.reason.code)
                self.status = replace(self.status, trouble=error.reason)
                continue
            try:
                await self._bound(self._clock.now())
            except BaseException:
                await session.unbind()
                raise
            BINDS.labels(self._route).inc()
            return number, session
        return None

    async def _stay(self, group: asyncio.TaskGroup, number: int, session: Session) -> None:
        """Use a connection until it ends; change to a better one as soon as there is one."""
        serving = self._use(group, number, session)
        while not serving.done():
            if number == 0:
                await asyncio.wait([serving])
                continue
            pause = group.create_task(self._clock.sleep(RETURN_EVERY))
            await asyncio.wait([serving, pause], return_when=asyncio.FIRST_COMPLETED)
            pause.cancel()
            if not serving.done() and (better := await self._bind(number)):
                group.create_task(self._retire(session))
                number, session = better
                serving = self._use(group, number, session)
        self._session = None
        self.status = RouteStatus(trouble=serving.result())
        log.warning("smsc_lost", route=self._route, smsc=number, reason=serving.result().code)

    def _use(self, group: asyncio.TaskGroup, number: int, session: Session) -> asyncio.Task[Reason]:
        smsc = self._smscs[number]
        self._session = session
        trouble = self.status if number else RouteStatus()
        where = f"{smsc.host}:{smsc.port}"
        self.status = replace(trouble, bound=where, since=self._clock.now())
        log.info("smsc_bound", route=self._route, smsc=number)
        return group.create_task(session.run())

    async def _retire(self, session: Session) -> None:
        """Let go of a connection once it has its answers."""
        for _ in range(DRAIN_FOR):
            if not session.in_flight:
                break
            await self._clock.sleep(1.0)
        with suppress(OSError):
            await session.unbind()
