"""Reading connections, one per thread of a small pool."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import structlog

from hub.core.errors import Unavailable
from hub.store.sqlite.connect import reader_connection

log = structlog.get_logger()

T = TypeVar("T")


class Readers:
    """Runs functions on read-only connections, outside the event loop."""

    def __init__(self, path: Path, threads: int = 2) -> None:
        """Take the database file; connections open when first needed."""
        self._path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._closed = False
        self._pool = ThreadPoolExecutor(threads, "store-reader")

    async def run(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Return what the function returns for a connection. It sees all earlier commits."""
        if self._closed:
            raise Unavailable("The store is closed: try again once the hub is back.")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._call, function)

    async def close(self) -> None:
        """Finish the reads under way and close the connections."""
        self._closed = True
        await asyncio.to_thread(self._close)

    def _call(self, function: Callable[[sqlite3.Connection], T]) -> T:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = reader_connection(self._path)
            self._connections.append(connection)
        try:
            return function(connection)
        except sqlite3.DatabaseError as error:
            log.exception("read_failed", error_type=type(error).__name__)
            raise Unavailable("The database could not be read. The hub's log says why.") from error

    def _close(self) -> None:
        self._pool.shutdown(wait=True)
        for connection in self._connections:
            connection.close()
