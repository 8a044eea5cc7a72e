"""Where outgoing requests may go: never to our own network (server-side request forgery)."""

import ipaddress
import socket
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

from hub.core.errors import InvalidInput

_LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal")


class RefusedAddress(OSError):
    """The name leads into a private network."""


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the open internet."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


def check_address(url: str, field: str) -> None:
    """Refuse an address that names a private host outright; names are checked again when resolved."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        private = not is_public(host)
    except ValueError:
        private = host == "localhost" or host.endswith(_LOCAL_NAMES)
    if private:
        raise InvalidInput(
            f"{host} is in a private network. The hub sends nothing there unless it is configured to.",
            field=field,
        )


class GuardedResolver(AbstractResolver):
    """Resolves names and drops private addresses, so that a name cannot lead inside after the check."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the public addresses of a host; raise RefusedAddress when it has none."""
        found = await self._inner.resolve(host, port, family)
        public = [one for one in found if is_public(one["host"])]
        if not public:
            raise RefusedAddress(f"{host} leads into a private network")
        return public

    async def close(self) -> None:
        """Close the inner resolver."""
        await self._inner.close()
