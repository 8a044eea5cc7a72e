"""A server under measurement: a process of its own, so that its processor time is its alone."""

import asyncio
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from hub.bench.tree import Use, use_of
from hub.core.clock import Clock
from hub.core.errors import Unavailable
from hub.core.free_port import HOST, free_port

STARTS_WITHIN = 60.0
STOPS_WITHIN = 20.0
WITHOUT_MODELS = {"SWITCHBOARD_KNOWLEDGE_MODELS": "off"}
"""So that figures can be compared: models are busy with themselves at first, and take 220 MB or none."""


class Server:
    """`python -m MODULE ...` on a free port of this machine, inside an `async with`."""

    def __init__(
        self, clock: Clock, log: Path, module: str, *arguments: str, env: Mapping[str, str] | None = None
    ) -> None:
        """Take what to run; the environment tells it the port, as BENCH_PORT and SWITCHBOARD_SERVER_PORT."""
        self.port = free_port()
        self._clock = clock
        self._log = log
        self._command = [sys.executable, "-m", module, *arguments]
        port = str(self.port)
        own = {"BENCH_PORT": port, "SWITCHBOARD_SERVER_PORT": port, **WITHOUT_MODELS}
        self._env = {**os.environ, **own, **(env or {})}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """The address it serves."""
        return f"http://{HOST}:{self.port}"

    @property
    def pid(self) -> int:
        """Its process."""
        if self._process is None:
            raise Unavailable("The server to be measured does not run.")
        return self._process.pid

    async def __aenter__(self) -> "Server":
        """Start it and wait until it takes connections."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log, env=self._env
            )
        try:
            await self._ready()
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        await self._end()

    def use(self) -> Use:
        """Return what it uses now."""
        return use_of(self.pid)

    async def _ready(self) -> None:
        until = self._clock.monotonic() + STARTS_WITHIN
        while self._clock.monotonic() < until and self._process and self._process.returncode is None:
            with suppress(OSError):
                _, writer = await asyncio.open_connection(HOST, self.port)
                writer.close()
                return
            await self._clock.sleep(0.05)
        tail = self._log.read_text(errors="replace")[-2000:]
        raise Unavailable(f"The server to be measured did not start: {' '.join(self._command[2:])}\n{tail}")

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(STOPS_WITHIN):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
