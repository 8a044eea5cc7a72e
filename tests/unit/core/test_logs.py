"""Logs go to standard error, as JSON where nobody reads along, and never break what writes them."""

import errno
import io
import json
import sys
from collections.abc import Iterator

import pytest
import structlog

from hub.core.config import Log
from hub.core.logs import set_up_logs


@pytest.fixture(autouse=True)
def set_up() -> Iterator[None]:
    before = structlog.get_config()
    set_up_logs(Log(format="json"))
    yield
    structlog.configure(**before)


def test_an_event_is_a_line_without_personal_data(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    structlog.get_logger().warning("mail_not_stored", why="unavailable", pii_sender="anna@home.example")
    (line,) = written.getvalue().splitlines()
    entry = json.loads(line)
    assert (entry["event"], entry["level"], entry["why"]) == ("mail_not_stored", "warning", "unavailable")
    assert "pii_sender" not in entry


class FullDisk(io.StringIO):
    """A file that takes nothing more."""

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_costs_only_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    disk = FullDisk()
    monkeypatch.setattr(sys, "stderr", disk)
    structlog.get_logger().error("commit_failed", error="database or disk is full")
    assert "commit_failed" in disk.getvalue()


def test_a_closed_stream_costs_only_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    structlog.get_logger().error("commit_failed")
