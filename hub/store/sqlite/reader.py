"""Reading connections, one per thread of a small pool."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from hub.store.sqlite.connect import reader_connection

T = TypeVar("T")


class Readers:
    """Runs functions on read-only connections, outside the event loop."""

    def __init__(self, path: Path, threads: int = 2) -> None:
        """Take the database file; connections open when first needed."""
        self._path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._pool = ThreadPoolExecutor(threads, "store-reader")

    async def run(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Return what the function returns for a connection. It sees all earlier commits."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._call, function)

    async def close(self) -> None:
        """Finish the reads under way and close the connections."""
        await asyncio.to_thread(self._close)

    def _call(self, function: Callable[[sqlite3.Connection], T]) -> T:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = reader_connection(self._path)
            self._connections.append(connection)
        return function(connection)

    def _close(self) -> None:
        self._pool.shutdown(wait=True)
        for connection in self._connections:
            connection.close()
