"""The hub as a process, started as an operator starts it, and killed as a power cut kills it."""

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path

import aiohttp

from hub.core.free_port import free_port

STARTS_WITHIN = 120.0


class HubProcess:
    """`switchboard serve` over a data folder; `kill` is SIGKILL, `stop` is SIGTERM."""

    def __init__(
        self,
        folder: Path,
        *,
        demo: bool = True,
        env: dict[str, str] | None = None,
        config: Path | None = None,
    ) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "hub.log"
        self._demo = demo
        self._env = env or {}
        self._config = ["--config", str(config)] if config else []
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    async def start(self) -> "HubProcess":
        """Start and wait until the hub says it is ready."""
        self.folder.mkdir(parents=True, exist_ok=True)
        env = {
            **os.environ,
            "SWITCHBOARD_SERVER_PORT": str(self.port),
            "SWITCHBOARD_DATA_FOLDER": str(self.folder / "data"),
            "SWITCHBOARD_KNOWLEDGE_MODELS": "off",  # seconds of computing at each start; `env` turns it on
            **self._env,
        }
        arguments = ["serve", "--demo"] if self._demo else ["serve"]
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "hub", *self._config, *arguments, stdout=log, stderr=log, env=env
            )
        await self._ready()
        return self

    async def kill(self) -> None:
        """End the process without warning."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Ask the process to stop; return its exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        process = self._process
        if process is None:
            return 0
        self._process = None
        if process.returncode is None:
            process.send_signal(how)
        return await asyncio.wait_for(process.wait(), 60)

    async def _ready(self) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + STARTS_WITHIN
        async with aiohttp.ClientSession() as client:
            while loop.time() < until:
                assert self._process
                if self._process.returncode is not None:
                    break
                try:
                    async with client.get(f"{self.url}/ready") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._process.wait(), 0.1)
        code = self._process and self._process.returncode
        ended = "is not ready" if code is None else f"ended with {code}"
        raise AssertionError(f"The hub {ended}:\n{self.log.read_text()[-4000:]}")
