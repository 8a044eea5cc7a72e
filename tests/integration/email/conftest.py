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
