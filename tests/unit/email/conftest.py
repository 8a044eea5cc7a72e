"""Where the tests of incoming mail happen."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.mail import MailOffice, mail_office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[MailOffice]:
    async with mail_office(tmp_path) as opened:
        yield opened
