"""Recordings on their way from a node to the hub by a real socket: the hub away, the node dead, nonsense."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from msgspec.structs import replace

from hub.core.clock import SystemClock
from hub.core.config import Config
from hub.core.free_port import free_port
from hub.core.models.contacts import EntryPoint
from hub.core.models.recordings import Recording, RecordingState
from hub.services.bundle import Services, build_services
from hub.store.blobs import FileBlobs
from tests.fakes.tapes import a_tape
from tests.fakes.voice import voice
from tests.fakes.voice_world import FakeNode, can_be_called, until
from tests.fakes.world import World
from voice.control.recording_door import RecordingDoor
from voice.node.spool import Spool
from voice.orders import Record

TOKEN = "the voice token"
WITHIN = 60.0


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        await can_be_called(opened)
        entry = await opened.store.get(EntryPoint, "line-200")
        await opened.save(replace(entry, record=True))
        yield opened


@pytest.fixture
def services(world: World, tmp_path: Path) -> Services:
    return build_services(
        world.store, world.clock, world.ids, blobs=FileBlobs(tmp_path / "files"), config=Config()
    )


class Door:
    """The hub's door, which may be shut for a while."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.port = free_port()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/voice/recordings"

    async def open(self) -> None:
        app = web.Application()
        RecordingDoor(self._services.recordings, TOKEN).add_routes(app)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def shut(self) -> None:
        if self._runner:
            await self._runner.cleanup()


@pytest.fixture
async def door(services: Services) -> AsyncIterator[Door]:
    door = Door(services)
    yield door
    await door.shut()


async def ordered(world: World, services: Services, call: str = "c1") -> Record:
    """A call that is to be recorded."""
    node = FakeNode(world, services)
    await node.reports(node.ringing(call), node.answered(call))
    (order,) = node.ordered(Record)
    return order


def files(folder: Path) -> list[str]:
    return sorted(path.suffix for path in folder.glob("*"))


async def until_empty(folder: Path) -> None:
    await until(lambda: not files(folder))


async def test_what_was_recorded_while_the_hub_was_away_is_delivered(
    world: World, services: Services, door: Door, tmp_path: Path
) -> None:
    order = await ordered(world, services)
    folder = tmp_path / "spool"
    spool = Spool(folder, door.url, TOKEN, SystemClock())
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(spool.run())
        tape = spool.tape(order.recording, b64decode(order.key), lambda fault: None)
        for frame in voice(120):
            tape.take(frame, frame)
        await spool.close(tape)
        assert await asyncio.to_thread(files, folder) == [".tape"]
        await door.open()
        await until_empty(folder)
        running.cancel()
    (recording,) = await world.store.find(Recording)
    assert (recording.state, recording.complete, recording.seconds) == (RecordingState.STORED, True, 2.4)
    assert (await services.recordings.tape(recording)).audio.startswith(b"OggS")


async def test_what_a_dead_node_left_is_delivered_by_the_next(
    world: World, services: Services, door: Door, tmp_path: Path
) -> None:
    order = await ordered(world, services)
    folder = tmp_path / "spool"
    dead = Spool(folder, door.url, TOKEN, SystemClock())
    tape = dead.tape(order.recording, b64decode(order.key), lambda fault: None)
    for frame in voice(220):
        tape.take(frame, frame)
    await until(lambda: not tape._waiting)
    assert await asyncio.to_thread(files, folder) == [".part"]
    whole = (folder / f"{order.recording}.part").read_bytes()
    (folder / f"{order.recording}.part").write_bytes(whole[:-50])  # and its last write was torn
    await door.open()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(Spool(folder, door.url, TOKEN, SystemClock()).run())
        await until_empty(folder)
        running.cancel()
    (recording,) = await world.store.find(Recording)
    assert (recording.state, recording.complete) == (RecordingState.STORED, False)
    assert recording.seconds in {3.0, 4.0}
    assert tape._file
    tape._file.close()


async def test_a_node_that_stops_closes_what_it_records(
    world: World, services: Services, door: Door, tmp_path: Path
) -> None:
    order = await ordered(world, services)
    folder = tmp_path / "spool"
    folder.mkdir()
    (folder / "earlier.part").touch()
    spool = Spool(folder, door.url, TOKEN, SystemClock())
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(spool.run())
        await until(lambda: files(folder) == [".tape"])  # it has begun
        tape = spool.tape(order.recording, b64decode(order.key), lambda fault: None)
        tape.take(*voice(2))
        await until(lambda: files(folder) == [".part", ".tape"])
        running.cancel()
    assert await asyncio.to_thread(files, folder) == [".tape", ".tape"]


async def test_a_delivery_that_fails_ends_no_recording(
    world: World, services: Services, door: Door, tmp_path: Path
) -> None:
    class Failing(SystemClock):
        async def sleep(self, seconds: float) -> None:
            raise RuntimeError("no clock")

    order = await ordered(world, services)
    folder = tmp_path / "spool"
    folder.mkdir()
    (folder / "earlier.tape").touch()
    spool = Spool(folder, door.url, TOKEN, Failing())
    tape = spool.tape(order.recording, b64decode(order.key), lambda fault: None)
    for _ in range(2):  # it is started again, as its owner does
        with pytest.raises(RuntimeError, match="no clock"):
            await spool.run()
    for frame in voice(60):
        tape.take(frame, frame)
    await until(lambda: files(folder) == [".part", ".tape"])
    await spool.close(tape)
    assert (tape.seconds, tape.fault) == (1.2, "")
    assert await asyncio.to_thread(files, folder) == [".tape", ".tape"]


async def test_what_nobody_wants_goes_and_what_cannot_be_taken_is_put_aside(
    world: World, services: Services, door: Door, tmp_path: Path
) -> None:
    order = await ordered(world, services)
    folder = tmp_path / "spool"
    folder.mkdir()
    (folder / "unknown.tape").write_bytes(b"whatever")
    (folder / f"{order.recording}.tape").write_bytes(a_tape(bytes(32), world.clock.now()))
    await door.open()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(Spool(folder, door.url, TOKEN, SystemClock()).run())
        await until(lambda: files(folder) == [".refused"])
        running.cancel()


async def test_who_does_not_know_the_token_delivers_nothing(
    world: World, services: Services, door: Door, tmp_path: Path
) -> None:
    order = await ordered(world, services)
    folder = tmp_path / "spool"
    folder.mkdir()
    tape = folder / f"{order.recording}.tape"
    tape.write_bytes(a_tape(b64decode(order.key), world.clock.now()))
    await door.open()
    tries = asyncio.Event()

    class Counting(SystemClock):
        async def sleep(self, seconds: float) -> None:
            tries.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(Spool(folder, door.url, "a guess", Counting()).run())
        async with asyncio.timeout(WITHIN):
            await tries.wait()
        running.cancel()
    assert tape.exists()
    (recording,) = await world.store.find(Recording)
    assert recording.state is RecordingState.RECORDING
