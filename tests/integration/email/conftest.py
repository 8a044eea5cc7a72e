"""Fixtures of the mail tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.email.office import Office
from tests.integration.email.peers import Peer


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with Office.open(tmp_path) as office:
        yield office


@pytest.fixture
def peer() -> Peer:
    return Peer()


@pytest.fixture
async def server(office: Office, peer: Peer) -> AsyncIterator[int]:
    """The peer as the server that the support mailbox sends by; its port."""
    async with peer.serving() as port:
        await office.use_server(port)
        yield port
