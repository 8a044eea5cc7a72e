"""The voice node: opens its doors, moves a frame of every call each 20 ms, and does what the hub says."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import Any

import structlog

from hub.core.clock import Clock
from hub.core.ids import Ids
from hub.core.tasks import supervise
from voice.messages import Cause, Orders, Ringing
from voice.node.call import Call
from voice.node.legs import FRAME_SECONDS
from voice.node.link import HubLink
from voice.node.settings import Program, Settings
from voice.node.sip import SipDoor, SipLeg
from voice.node.speech.adapters import EngineRecogniser, EngineSynthesiser
from voice.node.speech.engine import Engine
from voice.node.speech.voices import Voices
from voice.node.webrtc import LOOPBACK, BrowserDoor

log = structlog.get_logger()

REMEMBERED = 1000
"""Orders whose ids are kept, so that one that comes twice is done once."""


class Node:
    """One node. `run` lasts until cancelled."""

    def __init__(self, settings: Settings, clock: Clock, ids: Ids) -> None:
        self._settings = settings
        self._clock = clock
        self._ids = ids
        self._calls: dict[str, Call] = {}
        self._hearing = _engine(settings.recogniser, settings.most_calls)
        self._speaking = [_engine(one, settings.most_calls) for one in settings.synthesisers]
        self._recogniser = EngineRecogniser(self._hearing, partials=False, words=False)
        self._synthesiser = Voices([EngineSynthesiser(one) for one in self._speaking])
        self._browsers = BrowserDoor(settings.ice_servers, loopback=settings.host == LOOPBACK)
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
            for engine in (self._hearing, *self._speaking):
                tasks.create_task(supervise(f"speech_{engine.name}", engine.run, self._clock))
            await self._hearing.ready.wait()
            await _first(*(engine.ready.wait() for engine in self._speaking))
            settings = self._settings
            door = SipDoor(settings.host, settings.sip_port, settings.rtp_ports, self._incoming)
            try:
                await door.open()
                log.info("voice_node_ready", sip=f"{settings.host}:{settings.sip_port}")
                tasks.create_task(supervise("hub_link", self._link.run, self._clock))
                await self._tick()
            finally:
                await door.close()

    async def _tick(self) -> None:
        """Keep time: a late tick is made up for, so that the line's clock and ours do not part."""
        started, ticks = self._clock.monotonic(), 0
        while True:
            ticks += 1
            wait = started + ticks * FRAME_SECONDS - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
            for call in list(self._calls.values()):
                try:
                    call.tick()
                except Exception:
                    log.exception("call_tick_failed", call=call.id)

    def _incoming(self, leg: SipLeg) -> None:
        if self._tasks:
            self._tasks.create_task(self._serve(leg))

    async def _serve(self, leg: SipLeg) -> None:
        """Follow one call from its ringing to its end; what breaks in it ends it alone."""
        if len(self._calls) >= self._settings.most_calls:
            await leg.hang_up(Cause.BUSY)
            return
        call = Call(
            self._ids(),
            leg,
            self._recogniser,
            self._synthesiser,
            self._browsers.accept,
            self._clock,
            self._link.report,
        )
        self._calls[call.id] = call
        self._link.report(
            Ringing(call=call.id, at=self._clock.now(), caller=leg.remote, called=leg.called, name=leg.name)
        )
        try:
            await call.run()
        except Exception:
            log.exception("call_failed", call=call.id)
            await leg.hang_up()
        finally:
            del self._calls[call.id]

    async def _order(self, order: Orders) -> None:
        call = self._calls.get(order.call)
        if call is None or order.id in self._done:
            return
        self._done.append(order.id)
        await call.order(order)


def _engine(program: Program, most: int) -> Engine:
    return Engine(program.name, program.command, most)


async def _first(*waits: Coroutine[Any, Any, Any]) -> None:
    """Return once one of them has; the others are waited for no more."""
    async with asyncio.TaskGroup() as tasks:
        waiting = [tasks.create_task(one) for one in waits]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for one in waiting:
            one.cancel()
