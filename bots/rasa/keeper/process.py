"""One running Rasa: a process with one language's model, on a port of its own on this machine."""

import asyncio
import contextlib
from collections.abc import Mapping
from pathlib import Path

import aiohttp
import structlog

from bots.rasa.keeper.place import Place, environment
from hub.core.errors import Unavailable
from hub.core.free_port import free_port

log = structlog.get_logger()

START_SECONDS = 180.0
STOP_SECONDS = 10.0
LOOK_SECONDS = 0.25


class Process:
    """Rasa with one model. Ends with the keeper, even if that is killed: it watches its standard input."""

    def __init__(self, place: Place, language: str, model: Path, token: str) -> None:
        self._place = place
        self.language = language
        self.model = model
        self._token = token
        self._port = free_port()
        self._running: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Return the address of the hub's channel in it."""
        return f"http://127.0.0.1:{self._port}/webhooks/hub"

    @property
    def pid(self) -> int:
        """Return the process's number, 0 before it was started."""
        return self._running.pid if self._running else 0

    @property
    def is_running(self) -> bool:
        """Say whether the process is there."""
        return self._running is not None and self._running.returncode is None

    async def start(self, session: aiohttp.ClientSession) -> None:
        """Start it and return when it takes turns; raise Unavailable when it does not come up."""
        project = self._place.project
        self._place.folder.mkdir(parents=True, exist_ok=True)
        self._running = await asyncio.create_subprocess_exec(
            *(str(self._place.python), "-m", "rasa", "run", "--model", str(self.model.absolute())),
            *("--interface", "127.0.0.1", "--port", str(self._port)),
            *("--credentials", str(project / "credentials.yml")),
            *("--endpoints", str(project / "endpoints.yml")),
            cwd=self._place.folder,
            env=self._environment(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=None,
        )
        try:
            async with asyncio.timeout(START_SECONDS):
                while not await self._is_ready(session):
                    if self._running.returncode is not None:
                        raise Unavailable(
                            f"Rasa ended with {self._running.returncode} while it was starting."
                        )
                    await asyncio.sleep(LOOK_SECONDS)
        except TimeoutError:
            await self.stop()
            raise Unavailable(f"Rasa was not ready after {START_SECONDS:g} s.") from None
        except BaseException:
            await self.stop()
            raise

    async def take(self, session: aiohttp.ClientSession, body: bytes) -> tuple[int, bytes]:
        """Let it take a turn; return status and body. Raises aiohttp.ClientError when it is gone."""
        async with session.post(f"{self.url}/turn", data=body, headers=self._headers()) as response:
            return response.status, await response.read()

    async def wait(self) -> int:
        """Wait for its end; return how it ended."""
        return await self._running.wait() if self._running else 0

    async def stop(self) -> None:
        """End it, by force if it does not listen."""
        process = self._running
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _is_ready(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"{self.url}/status", headers=self._headers()) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}

    def _environment(self) -> dict[str, str]:
        return environment(
            PYTHONPATH=str(self._place.project),
            RASA_END_WITH_PARENT="1",
            RASA_HUB_TOKEN=self._token,
            RASA_LANGUAGE=self.language,
            RASA_PORT=str(self._port),
            RASA_TRACKER=str((self._place.folder / f"conversations-{self.language}.db").absolute()),
        )
