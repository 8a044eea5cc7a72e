"""Getting one file over HTTP, on from where an earlier try ended.

What has arrived stays in the file, whatever happens; whether it is the right file is for the caller to check.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import aiohttp

from hub.core.clock import Clock

CHUNK = 1 << 20
PATIENCE = aiohttp.ClientTimeout(total=None, sock_connect=15, sock_read=60)
TRIES = 4
"""How often to try a source that answers and breaks off, unless more of the file arrives."""

PAUSE = 1.0
"""Seconds between tries; twice as long after each."""

_PASSING = {408, 425, 429, 500, 502, 503, 504}


class SourceFailed(Exception):
    """A source does not give the file; the text says why, as the rest of a sentence about the source."""


class Unreachable(SourceFailed):
    """The source's server is not to be reached at all, which is so for its other files too."""


Tell = Callable[[int], None]
"""Hears how many bytes of a file are here."""


class BrokeOff(Exception):
    """A try ended early for a reason that may pass."""


async def fetch(http: aiohttp.ClientSession, url: str, to: Path, size: int, tell: Tell, clock: Clock) -> None:
    """Bring `to` to `size` bytes; SourceFailed if the source cannot. OSError: no room, or not writable."""
    tries, pause = TRIES, PAUSE
    while True:
        before = await asyncio.to_thread(_length, to, size)
        if before == size:
            return
        try:
            await _once(http, url, to, size, before, tell)
        except BrokeOff as error:
            more = await asyncio.to_thread(_length, to, size) > before
            tries, pause = (TRIES, PAUSE) if more else (tries - 1, pause * 2)
            if not tries:
                raise SourceFailed(str(error)) from None
            await clock.sleep(pause)


async def _once(http: aiohttp.ClientSession, url: str, to: Path, size: int, have: int, tell: Tell) -> None:
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    try:
        async with http.get(url, headers=headers, timeout=PATIENCE) as response:
            start = _start(response, have)
            announced = response.content_length
            if announced is not None and start + announced != size:
                raise SourceFailed(f"has a file of {start + announced:,} bytes and not of {size:,}")
            with await asyncio.to_thread(to.open, "r+b" if start else "wb") as file:
                await _receive(response, file, start, size, tell)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise Unreachable(f"cannot be reached ({_reason(error)})") from None
    except aiohttp.TooManyRedirects:
        raise SourceFailed("sends from address to address without an end") from None
    except aiohttp.InvalidURL:
        raise SourceFailed("sends to an address that is none") from None
    except (aiohttp.ClientError, ConnectionError, TimeoutError) as error:
        raise BrokeOff(f"broke off ({_reason(error)})") from None


def _start(response: aiohttp.ClientResponse, have: int) -> int:
    """Return from which byte on the answer is; a source that knows no ranges starts anew."""
    if response.status == 206 and have:
        given = response.headers.get("Content-Range", "")
        if not given.startswith(f"bytes {have}-"):
            raise SourceFailed(f"gives another part of the file than asked for ({given or 'unnamed'})")
        return have
    if response.status == 200:
        return 0
    if response.status in _PASSING:
        raise BrokeOff(f"answers {response.status} {response.reason}")
    raise SourceFailed(f"answers {response.status} {response.reason}")


async def _receive(
    response: aiohttp.ClientResponse, file: BinaryIO, have: int, size: int, tell: Tell
) -> None:
    await asyncio.to_thread(_cut, file, have)
    async for chunk in response.content.iter_chunked(CHUNK):
        have += len(chunk)
        if have > size:
            raise SourceFailed(f"sends more than the {size:,} bytes the file should have")
        await asyncio.to_thread(file.write, chunk)
        tell(have)
    if have < size:
        raise BrokeOff(f"ended after {have:,} of {size:,} bytes")


def _cut(file: BinaryIO, at: int) -> None:
    file.truncate(at)
    file.seek(at)


def _length(path: Path, size: int) -> int:
    """Return how much of a file is here; what is longer than it can be is of no use and goes."""
    try:
        length = path.stat().st_size
    except FileNotFoundError:
        return 0
    if length > size:
        path.unlink()
        return 0
    return length


def _reason(error: BaseException) -> str:
    """Return an error's first cause in a few words."""
    inner = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    return (isinstance(inner, OSError) and inner.strerror) or str(inner) or type(inner).__name__
