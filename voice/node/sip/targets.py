"""From a SIP URI to an address on the network (RFC 3263: SRV, then A)."""

import asyncio
import socket
from collections import OrderedDict
from typing import cast

import dns.asyncresolver
import dns.exception
from dns.rdtypes.IN.SRV import SRV

from hub.core.clock import Clock
from hub.core.records import Value
from voice.node.sip.addresses import LITERAL, Uri

KEPT = 60.0
"""Seconds for which what was looked up is used again."""
MOST = 1000
SERVICES = {"udp": "_sip._udp", "tcp": "_sip._tcp", "tls": "_sips._tcp"}
PORTS = {"udp": 5060, "tcp": 5060, "tls": 5061}


class Target(Value, frozen=True):
    """Where a request goes. `name` is what its certificate must be for."""

    transport: str
    ip: str
    port: int
    name: str


class Targets:
    """Looks names up, and remembers for a minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[str, int, str], tuple[float, Target]] = OrderedDict()

    async def find(self, uri: Uri, transport: str) -> Target:
        """Return where a URI leads; raises OSError where that is nowhere."""
        transport = uri.parameter("transport").lower() or ("tls" if uri.scheme == "sips" else transport)
        if transport not in PORTS:
            raise OSError(f"transport {transport} is unknown")
        if LITERAL.fullmatch(uri.host):
            return Target(transport, uri.host, uri.port or PORTS[transport], uri.host)
        way, now = (uri.host, uri.port, transport), self._clock.monotonic()
        if way not in self._known or now - self._known[way][0] > KEPT:
            self._known[way] = now, await _look_up(uri, transport)
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        return self._known[way][1]


async def _look_up(uri: Uri, transport: str) -> Target:
    host, port = uri.host, uri.port
    if not port:
        host, port = await _service(uri.host, transport) or (uri.host, PORTS[transport])
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, family=socket.AF_INET, type=socket.SOCK_DGRAM)
    if not found:
        raise OSError(f"{host} has no address")
    return Target(transport, str(found[0][4][0]), port, uri.host)


async def _service(host: str, transport: str) -> tuple[str, int] | None:
    """Ask for the host's SRV records; None where there are none, or nobody answers."""
    try:
        answer = await dns.asyncresolver.resolve(f"{SERVICES[transport]}.{host}", "SRV", lifetime=3.0)
    except (dns.exception.DNSException, OSError):
        return None
    best = min(cast(list[SRV], list(answer)), key=lambda record: (record.priority, -record.weight))
    return best.target.to_text(omit_final_dot=True), best.port
