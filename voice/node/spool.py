"""The spool: recordings on their way to the hub, kept until it has them. They outlast node and machine."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import aiohttp
import structlog

from hub.core.clock import Clock
from voice.node.tape import CLOSED, OPEN, Tape

log = structlog.get_logger()

FIRST_DELAY = 1.0
LONGEST_DELAY = 60.0
REFUSED = ".refused"
GONE = frozenset({404, 410})
"""The hub knows no such recording (any more): without its key nobody can hear it, so it goes."""


class Spool:
    """One node's folder of recordings. `run` delivers, until cancelled; what is left is delivered later."""

    def __init__(
        self, folder: Path, url: str, token: str, clock: Clock, threads: Executor | None = None
    ) -> None:
        """Take where recordings lie, and where the hub takes them (`url` + "/" + recording)."""
        self._folder = folder
        self._url = url
        self._token = token
        self._clock = clock
        self._threads = threads or ThreadPoolExecutor(1, "recording")
        self._news = asyncio.Event()
        self._open: set[Tape] = set()

    def tape(self, recording: str, key: bytes, failed: Callable[[str], None]) -> Tape:
        """Begin a recording."""
        tape = Tape(self._folder, recording, key, self._threads, failed)
        tape.begin(self._clock.now())
        self._open.add(tape)
        return tape

    async def close(self, tape: Tape) -> None:
        """End a recording and send it on its way."""
        try:
            await tape.close()
        except OSError as error:  # it stays as it is, and is found when the node starts again
            log.error("recording_not_closed", error=error.strerror)
        self._open.discard(tape)
        self._news.set()

    async def run(self) -> None:
        """Deliver what there is and what comes; first what an earlier run left."""
        try:
            await self._adopt()
            await self._deliver_for_ever()
        except asyncio.CancelledError:  # the node stops in the middle of calls
            await asyncio.gather(*(tape.close() for tape in self._open), return_exceptions=True)
            raise

    async def _deliver_for_ever(self) -> None:
        delay = FIRST_DELAY
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {self._token}"}) as client:
            while True:
                self._news.clear()
                if await self._deliver_all(client):
                    delay = FIRST_DELAY
                    await self._news.wait()
                else:
                    await self._clock.sleep(delay)
                    delay = min(delay * 2, LONGEST_DELAY)

    async def _adopt(self) -> None:
        """Take what was being recorded when the node ended as it is; what we record is not ready yet."""
        ours = {tape.recording for tape in self._open}
        found = await asyncio.to_thread(lambda: list(self._folder.glob(f"*{OPEN}")))
        ours |= {tape.recording for tape in self._open}  # begun meanwhile
        for path in found:
            if path.stem not in ours:
                await asyncio.to_thread(path.rename, path.with_suffix(CLOSED))
                log.info("recording_found", recording=path.stem)

    async def _deliver_all(self, client: aiohttp.ClientSession) -> bool:
        """Deliver each; say whether none is left."""
        closed = await asyncio.to_thread(lambda: sorted(self._folder.glob(f"*{CLOSED}")))
        delivered = [await self._deliver(client, path) for path in closed]
        return all(delivered)

    async def _deliver(self, client: aiohttp.ClientSession, path: Path) -> bool:
        try:
            with path.open("rb") as file:
                async with client.put(f"{self._url}/{path.stem}", data=file) as response:
                    status = response.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("recording_not_delivered", recording=path.stem, error=type(error).__name__)
            return False
        if status == 422:  # it can never be taken: somebody has to look at it
            await asyncio.to_thread(path.rename, path.with_suffix(REFUSED))
            log.error("recording_refused", recording=path.stem)
            return True
        if status >= 300 and status not in GONE:
            log.warning("recording_not_delivered", recording=path.stem, status=status)
            return False
        await asyncio.to_thread(path.unlink)
        log.info("recording_delivered", recording=path.stem, status=status)
        return True
