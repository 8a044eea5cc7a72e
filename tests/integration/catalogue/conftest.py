"""A publisher on loopback, whose server can be made to fail in every way, and what installs from it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from hub.catalogue.entries import Model
from hub.catalogue.folder import ModelFolder
from hub.catalogue.install import Installer
from hub.catalogue.lock import locked
from hub.core.clock import SystemClock
from tests.fakes.models import FakePackages, Said

ROOM = 1 << 40


class Publisher:
    """Serves files by path. What is in `faults` for a path is done instead, one fault for each request."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[Callable[[web.Request, bytes], object]]] = {}
        self.asked: list[tuple[str, str]] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path, request.headers.get("Range", "")))
        data = self.files.get(request.path, b"")
        if faults := self.faults.get(request.path):
            answered = faults.pop(0)(request, data)
            assert asyncio.iscoroutine(answered)
            response: web.StreamResponse = await answered
            return response
        return ranged(request, data) if request.path in self.files else web.Response(status=404)


def ranged(request: web.Request, data: bytes) -> web.Response:
    """Answer as a server that knows ranges."""
    start = request.http_range.start or 0
    if not start:
        return web.Response(body=data)
    whole = f"bytes {start}-{len(data) - 1}/{len(data)}"
    return web.Response(status=206, body=data[start:], headers={"Content-Range": whole})


def cut(after: int, said: Said) -> Callable[[web.Request, bytes], object]:
    """Answer so many bytes of what is asked, then drop the connection, when they have arrived."""

    async def answer(request: web.Request, data: bytes) -> web.StreamResponse:
        part = ranged(request, data)
        response = web.StreamResponse(status=part.status, headers=part.headers)
        body = part.body
        assert isinstance(body, bytes)
        response.content_length = len(body)
        await response.prepare(request)
        await response.write(body[:after])
        await said.until((request.http_range.start or 0) + after)
        assert request.transport
        request.transport.close()
        return response

    return answer


def answers(status: int, body: bytes = b"", **headers: str) -> Callable[[web.Request, bytes], object]:
    async def answer(request: web.Request, data: bytes) -> web.StreamResponse:
        return web.Response(
            status=status, body=body, headers={name.replace("_", "-"): at for name, at in headers.items()}
        )

    return answer


@contextlib.asynccontextmanager
async def serving(publisher: Publisher) -> AsyncIterator[None]:
    app = web.Application()
    app.router.add_get("/{path:.*}", publisher.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    publisher.url = f"http://{host}:{port}"
    try:
        yield
    finally:
        await runner.cleanup()


@pytest.fixture
async def publisher():
    one = Publisher()
    async with serving(one):
        yield one


class Impatient(SystemClock):
    """Does not pause between tries."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


class Bench:
    """A models folder and the installer for it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.said = Said()
        self.packages = FakePackages()
        self.room = ROOM
        self.offered: Path | None = None
        self.unreachable: set[str] = set()

    async def install(self, model: Model, *others: Model) -> ModelFolder:
        folder = ModelFolder(self.root, [model, *others])
        async with (
            aiohttp.ClientSession() as http,
            locked(self.root, Impatient(), lambda: self.said.line("waiting")),
        ):
            await Installer(
                folder,
                http,
                self.packages,
                self.said,
                Impatient(),
                free=lambda _: self.room,
                offered=self.offered,
                unreachable=self.unreachable,
            ).install(model)
        return folder

    def partial(self) -> Mapping[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.root / ".partial").iterdir()}


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path / "models")
