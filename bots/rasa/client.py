"""Asking Rasa over HTTP, and watching whether it is there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

import aiohttp
import msgspec
import structlog
from prometheus_client import Gauge

from bots.rasa.wire import Answer, Ask
from hub.core.clock import Clock
from hub.core.errors import Unavailable

log = structlog.get_logger()

UP = Gauge("switchboard_rasa_up", "Whether Rasa answered when it was last asked how it is (1) or not (0)")

LARGEST = 1 << 20
"""Bytes of an answer; more is not a dialogue."""
EVERY = 5.0
"""Seconds between two looks at Rasa's health."""


class Rasa(Protocol):
    """Something that takes a dialogue's turns as Rasa does."""

    async def take(self, ask: Ask) -> Answer:
        """Return the answer; raise Unavailable, within the time limit, when there is none to be had."""
        ...


class RasaClient:
    """Rasa behind one address. Known to be down, it is not asked, so that customers do not wait."""

    def __init__(self, url: str, token: str, seconds: float) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._timeout = aiohttp.ClientTimeout(total=seconds)
        self._session: aiohttp.ClientSession | None = None
        self.trouble = ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Hold connections to Rasa inside the block."""
        async with aiohttp.ClientSession(headers=self._headers, timeout=self._timeout) as session:
            self._session = session
            try:
                yield
            finally:
                self._session = None

    async def take(self, ask: Ask) -> Answer:
        """Take one turn."""
        if self.trouble:
            raise Unavailable(f"Rasa is not there: {self.trouble}")
        body = await self._call("POST", "turn", msgspec.json.encode(ask))
        try:
            return msgspec.json.decode(body, type=Answer)
        except msgspec.MsgspecError as error:
            raise Unavailable(f"Rasa answered what nobody can read: {error}") from None

    async def watch(self, clock: Clock) -> None:
        """Look after Rasa's health until cancelled."""
        async with self.open():
            while True:
                self._note(await self._health())
                await clock.sleep(EVERY)

    async def _health(self) -> str:
        try:
            await self._call("GET", "status")
        except Unavailable as error:
            return error.message
        return ""

    def _note(self, trouble: str) -> None:
        if trouble and not self.trouble:
            log.error("rasa_down", reason=trouble)
        if self.trouble and not trouble:
            log.info("rasa_up")
        self.trouble = trouble
        UP.set(0 if trouble else 1)

    async def _call(self, method: str, path: str, body: bytes | None = None) -> bytes:
        if self._session is None:
            raise Unavailable("the hub is starting or stopping.")
        try:
            async with self._session.request(method, f"{self._url}/{path}", data=body) as response:
                content = await _body(response)
                if response.status != 200 or len(content) > LARGEST:
                    raise Unavailable(f"{self._url} answered {response.status}, {len(content)} bytes.")
                return content
        except aiohttp.ClientError as error:
            raise Unavailable(f"{self._url} cannot be reached ({type(error).__name__}).") from None
        except TimeoutError:
            raise Unavailable(f"{self._url} did not answer within {self._timeout.total:g} s.") from None


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """Return the body, or its beginning when it is longer than an answer can be."""
    body = bytearray()
    async for piece in response.content.iter_any():
        body += piece
        if len(body) > LARGEST:
            break
    return bytes(body)
