"""Logs are kept, not printed: printing a traceback reads source files, which blocks the loop."""

from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[Any]]:
    with capture_logs() as kept:
        yield kept
