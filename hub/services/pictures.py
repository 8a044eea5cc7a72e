"""Fetching pictures that mails refer to, in the hub's name: senders do not learn who looked, and from where.

What is fetched is data for a page that can load nothing by itself (`data:` addresses).
"""

import asyncio
import base64
from collections.abc import Iterable, Mapping
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.resolver import ThreadedResolver

from hub.core.errors import InvalidInput
from hub.services.file_types import sniff
from hub.services.network_guard import GuardedResolver, check_address

SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
"""Types that can be shown and run nothing."""
MOST = 60
LARGEST = 5 << 20
LARGEST_TOGETHER = 25 << 20
AT_ONCE = 8
TIMEOUT = 8.0
"""Seconds for one picture."""
PATIENCE = 20.0
"""Seconds for all of a mail's."""
REDIRECTS = 3


class Pictures:
    """Fetches pictures by HTTP; never from private networks unless `allow_private`."""

    def __init__(self, *, allow_private: bool = False) -> None:
        self._allow_private = allow_private

    async def fetch(self, addresses: Iterable[str]) -> Mapping[str, str]:
        """Return `data:` addresses by those given; what cannot be had, or is no picture, is missing."""
        wanted = list(dict.fromkeys(addresses))[:MOST]
        found: dict[str, str] = {}
        room = asyncio.Semaphore(AT_ONCE)
        resolver = ThreadedResolver() if self._allow_private else GuardedResolver(ThreadedResolver())
        connector = aiohttp.TCPConnector(resolver=resolver, limit=AT_ONCE)

        async def take(address: str) -> None:
            async with room:
                picture = await self._picture(session, address)
            if picture and sum(map(len, found.values())) + len(picture) < LARGEST_TOGETHER * 4 // 3:
                found[address] = picture

        async with aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=TIMEOUT),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": "Mozilla/5.0", "Accept": ", ".join(sorted(SHOWN))},
        ) as session:
            try:
                async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
                    for address in wanted:
                        group.create_task(take(address))
            except TimeoutError:
                pass  # those that came in time are shown
        return found

    async def _picture(self, session: aiohttp.ClientSession, address: str) -> str:
        """Return one picture, or "" for whatever goes wrong with it."""
        try:
            for _ in range(REDIRECTS + 1):
                self._check(address)
                async with session.get(address, allow_redirects=False) as response:
                    if 300 <= response.status < 400 and "Location" in response.headers:
                        address = urljoin(address, response.headers["Location"])
                        continue
                    return await _read(response) if response.status == 200 else ""
        except (aiohttp.ClientError, OSError, ValueError, InvalidInput):
            return ""
        return ""

    def _check(self, address: str) -> None:
        """Also after each redirect: an address with a number in it is never resolved."""
        if urlsplit(address).scheme not in ("http", "https"):
            raise InvalidInput("This is no web address.")
        if not self._allow_private:
            check_address(address, "src")


async def _read(response: aiohttp.ClientResponse) -> str:
    data = bytearray()
    async for chunk in response.content.iter_any():
        data += chunk
        if len(data) > LARGEST:
            return ""
    return data_address(bytes(data))


def data_address(data: bytes) -> str:
    """Return a picture as a `data:` address by what its content is; "" for what is none that can be shown."""
    kind = sniff(data)
    return f"data:{kind};base64,{base64.b64encode(data).decode()}" if kind in SHOWN else ""
