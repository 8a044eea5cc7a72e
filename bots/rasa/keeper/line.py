"""One language's Rasa: the process new dialogues go to, and earlier ones that finish theirs."""

import asyncio
from collections import OrderedDict
from pathlib import Path

import aiohttp
import msgspec
import structlog

from bots.rasa.keeper.place import Place
from bots.rasa.keeper.process import Process
from bots.rasa.keeper.train import trained
from bots.rasa.wire import Answer, Ask
from hub.core.clock import Clock
from hub.core.errors import Unavailable
from hub.core.records import Value
from hub.core.tasks import supervise

log = structlog.get_logger()

IDLE_SECONDS = 1800.0
"""A dialogue that rested so long has ended; the next word begins with the newest model."""
REMEMBERED = 100_000
LOOK_SECONDS = 5.0
TURN_SECONDS = 20.0
"""The hub waits less; this only ends what hangs."""


class Standing(Value, frozen=True, kw_only=True):
    """How a language's Rasa is; `draining` counts processes with an earlier model."""

    ready: bool
    model: str
    draining: int


class Line:
    """Keeps one language's Rasa running. A dialogue stays with the model it began with."""

    def __init__(self, place: Place, language: str, token: str, clock: Clock) -> None:
        self._place = place
        self._language = language
        self._token = token
        self._clock = clock
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TURN_SECONDS))
        self._now: Process | None = None
        self._earlier: list[Process] = []
        self._with: OrderedDict[str, tuple[Process, float]] = OrderedDict()  # sender, its process, last turn
        self._rolling = asyncio.Lock()
        self._begun = asyncio.Condition()  # told when a process takes turns

    async def run(self) -> None:
        """Keep a process running until cancelled, then end all of them."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(supervise(f"rasa_{self._language}", self._keep, self._clock))
                group.create_task(self._drain())
        finally:
            for process in [*self._earlier, *([self._now] if self._now else [])]:
                await process.stop()
            await self._session.close()

    async def take(self, sender: str, body: bytes) -> tuple[int, bytes]:
        """Pass a turn to the process that has the dialogue; raise Unavailable when there is none."""
        process = self._process_of(sender)
        if process is None:
            raise Unavailable(f"Rasa for {self._language!r} is starting.")
        try:
            status, answer = await process.take(self._session, body)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unavailable(f"Rasa for {self._language!r} is gone ({type(error).__name__}).") from None
        self._with[sender] = process, self._clock.monotonic()
        self._with.move_to_end(sender)
        if len(self._with) > REMEMBERED:
            self._with.popitem(last=False)
        return status, answer

    async def roll(self) -> bool:
        """Go over to the model of the present sources; say whether it is another one.

        It is trained, started and tried beside the one at work. If any of that fails, nothing changes.
        """
        async with self._rolling:
            if self._now and self._now.model == self._place.model(self._language):
                return False
            fresh = await self._started(await trained(self._place, self._language))
            if self._now:
                self._earlier.append(self._now)
            await self._begin(fresh)
            log.info("rasa_rolled", language=self._language, model=fresh.model.name)
            return True

    async def ready(self, *, after: int = 0) -> int:
        """Return the number of the process that takes turns, once there is one that is not `after`."""
        async with self._begun:
            await self._begun.wait_for(lambda: self.standing().ready and self._pid() != after)
        return self._pid()

    def standing(self) -> Standing:
        """Return how it is now."""
        now = self._now
        return Standing(
            ready=bool(now and now.is_running),
            model=now.model.name if now else "",
            draining=len(self._earlier),
        )

    async def _keep(self) -> None:
        """Run the process; return never, raise when it ended by itself."""
        async with self._rolling:
            process = self._now
            if process is None or not process.is_running:
                model = process.model if process else await trained(self._place, self._language)
                process = await self._started(model)
                await self._begin(process)
        while True:
            code = await process.wait()
            if self._now is None or process is self._now:
                raise Unavailable(f"Rasa for {self._language!r} ended with {code}.")
            process = self._now  # a new model came in meanwhile

    async def _begin(self, process: Process) -> None:
        """Let a process take turns from now on."""
        self._now = process
        async with self._begun:
            self._begun.notify_all()

    def _pid(self) -> int:
        return self._now.pid if self._now else 0

    async def _started(self, model: Path) -> Process:
        process = Process(self._place, self._language, model, self._token)
        await process.start(self._session)
        try:
            await self._try(process)
        except BaseException:
            await process.stop()
            raise
        return process

    async def _try(self, process: Process) -> None:
        """Take one turn, which also loads what Rasa loads late; raise Unavailable when it says nothing."""
        ask = Ask(
            sender=f"trial.{process.model.name}",
            message_id=f"trial-{process.pid}",
            text="/greet",
            pressed=True,
            language=self._language,
        )
        status, body = await process.take(self._session, msgspec.json.encode(ask))
        if status != 200 or not msgspec.json.decode(body, type=Answer).messages:
            raise Unavailable(f"The model {process.model.name} does not answer a greeting.")

    def _process_of(self, sender: str) -> Process | None:
        known = self._with.get(sender)
        return known[0] if known and known[0].is_running else self._now

    async def _drain(self) -> None:
        """End processes with an earlier model whose dialogues have all ended."""
        while True:
            await self._clock.sleep(LOOK_SECONDS)
            self._forget_idle()
            needed = {process for process, _ in self._with.values()}
            for process in [one for one in self._earlier if one not in needed or not one.is_running]:
                self._earlier.remove(process)
                await process.stop()

    def _forget_idle(self) -> None:
        before = self._clock.monotonic() - IDLE_SECONDS
        while self._with:
            sender, (_, last) = next(iter(self._with.items()))
            if last >= before:
                return
            del self._with[sender]
