"""The practical limit: aiohttp and SQLite with nothing in between. A process of its own.

`/send` and `/hear` are the two ends of a chat's pair; a message is passed on once it is durable.
`POST /intake` answers 202 once the body is durable. No sign-in, no routing, no history, no checks.
"""

import asyncio
import os
import sqlite3
import sys
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from aiohttp import WSMsgType, web

from hub.core.free_port import HOST
from hub.event_loop import run

MOST_ROWS = 512


class Row(NamedTuple):
    """A text to make durable and what to do then."""

    text: str
    then: Callable[[str], None]


class GroupCommit:
    """One writing thread: what came while the last COMMIT ran goes into the next one."""

    def __init__(self, path: Path) -> None:
        """Open the database and start the thread."""
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[Row | None] = SimpleQueue()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("CREATE TABLE message (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
        self._thread = threading.Thread(target=self._run, name="base-writer", daemon=True)
        self._thread.start()

    def put(self, text: str, then: Callable[[str], None]) -> None:
        """Make a text durable, then call `then` with it in the event loop."""
        self._queue.put(Row(text, then))

    async def close(self) -> None:
        """Write what is queued and end the thread."""
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        open_ = True
        while open_:
            rows: list[Row] = []
            row = self._queue.get()
            while True:
                if row is None:
                    open_ = False
                else:
                    rows.append(row)
                if len(rows) >= MOST_ROWS or self._queue.empty():
                    break
                row = self._queue.get()
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(
                "INSERT INTO message (body) VALUES (?)", [(row.text,) for row in rows]
            )
            self._connection.execute("COMMIT")
            self._loop.call_soon_threadsafe(_finish, rows)
        self._connection.close()


def _finish(rows: list[Row]) -> None:
    for row in rows:
        row.then(row.text)


class Base:
    """The request handlers."""

    def __init__(self, path: Path) -> None:
        """Take the database file."""
        self._path = path
        self._hearing: dict[str, deque[str]] = {}
        self._waking: dict[str, asyncio.Event] = {}

    async def opened(self, app: web.Application) -> AsyncIterator[None]:
        """Keep the database open while the application runs."""
        self._disk = GroupCommit(self._path)
        yield
        await self._disk.close()

    async def send(self, request: web.Request) -> web.WebSocketResponse:
        """Take a pair's messages."""
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        pair = request.query["pair"]
        texts, wake = self._hearing[pair], self._waking[pair]

        def deliver(text: str) -> None:
            texts.append(text)
            wake.set()

        while (message := await socket.receive()).type is WSMsgType.TEXT:
            self._disk.put(message.data, deliver)
        return socket

    async def hear(self, request: web.Request) -> web.WebSocketResponse:
        """Give a pair's messages."""
        pair = request.query["pair"]
        texts = self._hearing[pair] = deque()
        wake = self._waking[pair] = asyncio.Event()
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(_write(socket, texts, wake))
            await socket.receive()  # nothing comes but the end
            writing.cancel()
        return socket

    async def intake(self, request: web.Request) -> web.Response:
        """Take a body."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._disk.put(await request.text(), lambda _: done.set_result(None))
        await done
        return web.Response(status=202)


async def _write(socket: web.WebSocketResponse, texts: deque[str], wake: asyncio.Event) -> None:
    while True:
        while texts:
            await socket.send_str(texts.popleft())
        wake.clear()
        await wake.wait()


def base_app(folder: Path) -> web.Application:
    """Return the application over a new database in this folder."""
    base = Base(folder / "base.db")
    app = web.Application()
    app.cleanup_ctx.append(base.opened)
    app.router.add_get("/send", base.send)
    app.router.add_get("/hear", base.hear)
    app.router.add_post("/intake", base.intake)
    return app


async def serve(app: web.Application) -> None:
    """Serve an application at BENCH_PORT until the process is told to stop."""
    runner = web.AppRunner(app, access_log=None, handle_signals=True, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, HOST, int(os.environ["BENCH_PORT"])).start()
    try:
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    try:
        run(serve(base_app(Path(sys.argv[1]))))
    except web.GracefulExit:
        sys.exit(0)
