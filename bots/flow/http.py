"""Look-ups by HTTP: JSON from outside, never from private networks, never more than we can hold."""

import asyncio
import re
from collections.abc import Callable

import aiohttp
import msgspec
from aiohttp.resolver import ThreadedResolver

from bots.flow.effects import Fetch, Result
from hub.core.errors import InvalidInput
from hub.services.network_guard import GuardedResolver, RefusedAddress, check_address

LARGEST = 262_144
"""Bytes of an answer."""
OWN = "hub:"
KEY_HEADER = "Idempotency-Key"
"""By which servers recognise a request that is sent again (draft-ietf-httpapi-idempotency-key-header)."""
Secret = Callable[[str], str | None]

_SECRET = re.compile(r"{{secret\.([a-z][a-z0-9_]*)}}")


class HttpLookups:
    """Sends requests of flows. What goes wrong is a result, never an exception."""

    def __init__(
        self,
        secret: Secret,
        *,
        allow_private: bool = False,
        own_address: str = "",
        own_paths: tuple[str, ...] = (),
    ) -> None:
        """Take the secrets by name, and which paths of this hub itself (`hub:/...`) may be asked."""
        self._secret = secret
        self._allow_private = allow_private
        self._own_address = own_address.rstrip("/")
        self._own_paths = own_paths
        self._guarded: aiohttp.ClientSession | None = None
        self._open: aiohttp.ClientSession | None = None

    async def fetch(self, wanted: Fetch, seconds: float) -> Result:
        """Send the request and return its JSON within that many seconds."""
        try:
            async with asyncio.timeout(min(seconds, wanted.timeout)):
                return await self._fetched(wanted)
        except TimeoutError:
            return _lost(wanted, "no answer in time")
        except InvalidInput as refused:
            return Result(outcome="failed", why=refused.message)
        except (aiohttp.ClientError, OSError, ValueError) as failure:
            inner = getattr(failure, "os_error", failure)
            if isinstance(inner, RefusedAddress):
                return Result(outcome="failed", why="the address leads into a private network")
            why = f"the connection failed: {type(failure).__name__}"
            never_sent = isinstance(failure, aiohttp.ClientConnectorError)
            return Result(outcome="failed", why=why) if never_sent else _lost(wanted, why)

    async def close(self) -> None:
        """Let go of open connections."""
        for session in (self._guarded, self._open):
            if session is not None:
                await session.close()
        self._guarded = self._open = None

    async def _fetched(self, wanted: Fetch) -> Result:
        url, is_own = self._address(wanted.url)
        if not (is_own or self._allow_private):
            check_address(url, "url")
        body = None if wanted.body is None else msgspec.json.encode(wanted.body)
        headers = {"Accept": "application/json", **self._headers(wanted.headers)}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if wanted.key:
            headers.setdefault(KEY_HEADER, f'"{wanted.key}"')
        session = self._session(guarded=not (is_own or self._allow_private))
        async with session.request(
            wanted.method, url, params=wanted.query, headers=headers, data=body, allow_redirects=False
        ) as response:
            if response.status == 404:
                return Result(outcome="missing")
            if not 200 <= response.status < 300:
                return Result(outcome="failed", why=f"HTTP {response.status}")
            data = await _limited(response)
        if data is None:
            return Result(outcome="failed", why="the answer is too large")
        return _read(data)

    def _address(self, url: str) -> tuple[str, bool]:
        if not url.startswith(OWN):
            return url, False
        path = url.removeprefix(OWN)
        if not path.startswith(self._own_paths or ("\0",)) or ".." in path:
            raise InvalidInput("This path of the hub cannot be asked by flows.", field="url")
        return self._own_address + path, True

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        def fill(match: re.Match[str]) -> str:
            secret = self._secret(match[1])
            if secret is None:
                raise InvalidInput(f"There is no secret {match[1]}.", field="headers")
            return secret

        return {name: _SECRET.sub(fill, value) for name, value in headers.items()}

    def _session(self, *, guarded: bool) -> aiohttp.ClientSession:
        known = self._guarded if guarded else self._open
        if known is not None and not known.closed:
            return known
        resolver = GuardedResolver(ThreadedResolver()) if guarded else ThreadedResolver()
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, limit=32),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        if guarded:
            self._guarded = session
        else:
            self._open = session
        return session


def _lost(wanted: Fetch, why: str) -> Result:
    """Return what is known of a request without an answer: whether it was done, only if that is no matter."""
    return Result(outcome="failed" if wanted.repeatable else "unknown", why=why)


async def _limited(response: aiohttp.ClientResponse) -> bytes | None:
    data = b""
    async for chunk in response.content.iter_chunked(65_536):
        data += chunk
        if len(data) > LARGEST:
            return None
    return data


def _read(data: bytes) -> Result:
    if not data.strip():
        return Result(value=None)
    try:
        return Result(value=msgspec.json.decode(data))
    except (msgspec.DecodeError, RecursionError):
        return Result(outcome="failed", why="the answer is no JSON")
