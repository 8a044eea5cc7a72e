"""Outgoing requests never reach into private networks."""

import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from hub.core.errors import InvalidInput
from hub.services.network_guard import GuardedResolver, RefusedAddress, check_address, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address to refuse, not to listen on
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::",
    ],
)
def test_private_addresses(address: str):
    assert not is_public(address)
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(InvalidInput):
        check_address(f"https://{host}:8443/hook", "url")


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111"])
def test_public_addresses(address: str):
    assert is_public(address)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "a.localhost", "db.internal", "printer.local"])
def test_local_names(host: str):
    with pytest.raises(InvalidInput):
        check_address(f"http://{host}/", "url")


def test_other_names_are_judged_when_resolved():
    check_address("https://hooks.example.com/", "url")


class Names(AbstractResolver):
    """Resolves everything to the given addresses."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self.addresses
        ]

    async def close(self) -> None: ...


async def test_a_name_cannot_lead_inside():
    with pytest.raises(RefusedAddress):
        await GuardedResolver(Names("127.0.0.1", "10.0.0.1")).resolve("evil.example")


async def test_private_answers_are_dropped_beside_public_ones():
    found = await GuardedResolver(Names("10.0.0.1", "93.184.216.34")).resolve("mixed.example")
    assert [one["host"] for one in found] == ["93.184.216.34"]
