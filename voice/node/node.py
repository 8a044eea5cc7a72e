"""The voice node: opens its doors, moves a frame of every call each 20 ms, and does what the hub says."""

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path

import structlog
from msgspec.structs import replace

from hub.core.clock import Clock
from hub.core.ids import Ids
from hub.core.tasks import supervise
from voice.node import figures
from voice.node.call import STEPS, Call
from voice.node.doors import NodeDoors
from voice.node.legs import FRAME_SECONDS, Leg, LegError
from voice.node.link import HubLink
from voice.node.settings import Settings
from voice.node.sip import SipDoor
from voice.node.speech.service import SpeechService
from voice.node.spool import Spool
from voice.node.streams.door import StreamDoor
from voice.node.webrtc import LOOPBACK, BrowserDoor
from voice.orders import CALLER, Orders, Place, Take
from voice.reports import Cause, Ended, Joined, Report, Ringing

log = structlog.get_logger()

CONNECTS_WITHIN = 20.0
"""Seconds for a customer's browser to be reached; else it would keep its line for nothing."""
REMEMBERED = 1000
"""Orders whose ids are kept, so that one that comes twice is done once."""


class Node:
    """One node. `run` lasts until cancelled."""

    def __init__(self, settings: Settings, clock: Clock, ids: Ids) -> None:
        self._settings = settings
        self._clock = clock
        self._ids = ids
        self._calls: dict[str, Call] = {}
        self._speech = SpeechService(settings)
        self._phones = SipDoor(
            settings.host, settings.sip_port, settings.rtp_ports, self._incoming, settings.sip, clock
        )
        browsers = BrowserDoor(settings.ice_servers, loopback=settings.host == LOOPBACK)
        self._doors = NodeDoors(browsers, self._phones)
        self._streams = (
            StreamDoor(settings.streams, settings.most_calls, self._incoming) if settings.streams else None
        )
        recordings = settings.hub.replace("ws", "http", 1).removesuffix("/link") + "/recordings"
        self._spool = Spool(Path(settings.spool), recordings, settings.token, clock)
        started = int(clock.now().timestamp() * 1000)
        self._link = HubLink(
            settings.hub,
            settings.token,
            settings.name,
            clock,
            lambda: list(self._calls),
            self._order,
            started,
        )
        self._done: deque[str] = deque(maxlen=REMEMBERED)
        self._tasks: asyncio.TaskGroup | None = None

    async def run(self) -> None:
        """Serve until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            await self._speech.start(tasks, self._clock)
            settings = self._settings
            try:
                if settings.sip_port:
                    await self._phones.open()
                if self._streams:
                    await self._streams.open()
                log.info("voice_node_ready", sip=f"{settings.host}:{settings.sip_port}")
                tasks.create_task(supervise("hub_link", self._link.run, self._clock))
                tasks.create_task(supervise("figures", self._show, self._clock))
                tasks.create_task(supervise("recordings", self._spool.run, self._clock))
                await self._tick()
            finally:
                if self._streams:
                    await self._streams.close()
                if settings.sip_port:
                    await self._phones.close()

    async def _tick(self) -> None:
        """Keep time: a late tick is made up for, so that the line's clock and ours do not part."""
        started, ticks = self._clock.monotonic(), 0
        while True:
            ticks += 1
            wait = started + ticks * FRAME_SECONDS - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
            figures.LATE.observe(max(self._clock.monotonic() - started - ticks * FRAME_SECONDS, 0.0))
            calls = list(self._calls.values())
            for step in STEPS:
                calls = [call for call in calls if _done(step, call)]

    async def _show(self) -> None:
        """Tell the hub every few seconds how we do."""
        while True:
            await self._clock.sleep(figures.TOLD_EVERY)
            figures.LEGS.set(sum(call.legs for call in self._calls.values()))
            figures.WAITING.set(self._link.waiting)
            for engine, busy in self._speech.busy.items():
                figures.JOBS.labels(engine).set(busy)
            self._link.show(figures.figures())

    def _incoming(self, leg: Leg) -> None:
        if self._tasks:
            self._tasks.create_task(self._arrive(self._ids(), leg, leg.called))

    async def _arrive(self, id: str, leg: Leg, called: str, connects_within: float = 0.0) -> None:
        """Take a call that came to us, if there is room for it; a browser's has to connect first."""
        if len(self._calls) >= self._settings.most_calls:
            await leg.hang_up(Cause.BUSY)
            return
        now = self._clock.now()
        self._link.report(Ringing(call=id, at=now, caller=leg.remote, called=called, name=leg.name))
        await self._serve(id, leg, connects_within)

    async def _serve(self, id: str, leg: Leg, rings_for: float = 0.0) -> None:
        """Follow one call from its ringing to its end; what breaks in it ends it alone."""
        going_on = figures.CALLS.labels(leg.door)
        going_on.inc()
        try:
            async with asyncio.TaskGroup() as tasks:
                call = self._calls[id] = Call(
                    id,
                    leg,
                    self._speech.recogniser,
                    self._speech.synthesiser,
                    self._doors,
                    self._clock,
                    partial(self._tell, leg.door),
                    tasks,
                    self._spool,
                    rings_for,
                    self._settings.transcripts,
                )
                await call.run()
        except Exception:
            log.exception("call_failed", call=id)
            await leg.hang_up()
        finally:
            going_on.dec()
            del self._calls[id]

    def _tell(self, door: str, report: Report) -> None:
        if isinstance(report, Ended):
            figures.ENDED.labels(door, report.cause.value).inc()
        self._link.report(report)

    async def _order(self, order: Orders) -> None:
        if order.id in self._done or not self._tasks:
            return
        self._done.append(order.id)
        try:
            await self._do(order, self._tasks)
        except Exception:  # one call's fault is not the link's
            log.exception("order_failed", call=order.call, order=type(order).__name__)

    async def _do(self, order: Orders, tasks: asyncio.TaskGroup) -> None:
        match order:
            case Place():
                await self._place(order, tasks)
            case Take():
                await self._take(order, tasks)
            case _ if call := self._calls.get(order.call):
                await call.order(order)

    async def _place(self, order: Place, tasks: asyncio.TaskGroup) -> None:
        """Call somebody for the hub."""
        try:
            leg = await self._doors.phone(order.uri, caller=order.caller, trunk=order.trunk)
        except LegError as error:
            log.info("call_not_placed", call=order.call, error=str(error))
            self._link.report(Ended(call=order.call, at=self._clock.now(), cause=error.cause))
            return
        tasks.create_task(self._serve(order.call, leg, order.ring_for))
        await asyncio.sleep(0)  # so that what is ordered next finds it

    async def _take(self, order: Take, tasks: asyncio.TaskGroup) -> None:
        """Let a customer's browser call us."""
        joined = Joined(call=order.call, at=self._clock.now(), order=order.id, party=CALLER)
        if len(self._calls) >= self._settings.most_calls:
            self._link.report(replace(joined, error="All lines are busy.", cause=Cause.BUSY))
            return
        try:
            leg, answer = await self._doors.browser(order.offer, order.call)
        except Exception as error:  # outside input: whatever is wrong with it
            log.warning("browser_not_let_in", call=order.call, error=type(error).__name__)
            self._link.report(replace(joined, error="The browser's offer cannot be read."))
            return
        self._link.report(replace(joined, answer=answer))
        tasks.create_task(self._arrive(order.call, leg, order.called, CONNECTS_WITHIN))


def _done(step: Callable[[Call], None], call: Call) -> bool:
    """Do a step of a call; say whether that went well: the fault of one is not that of others."""
    try:
        step(call)
    except Exception:
        log.exception("call_tick_failed", call=call.id)
        return False
    return True
