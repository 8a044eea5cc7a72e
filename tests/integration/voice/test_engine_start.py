"""A node's engines begin: calls are taken once all that come in time are there, however slow one is."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hub.core.clock import SystemClock
from tests.fakes.clock import settle
from voice.node.settings import Program, Settings
from voice.node.speech.engine import MOST_UNREAD, Engine
from voice.node.speech.errors import SpeechError
from voice.node.speech.service import OTHERS_WITHIN, SpeechService
from voice.node.speech.wire import Audio, Done

WITHIN = 60.0
ENGINE = """
import sys
from voice.node.speech.engines.program import Pipes
from voice.node.speech.wire import Ready
for path in sys.argv[2:]:
    open(path).close()  # once somebody opens it to write
pipes = Pipes()
pipes.send(Ready(languages=[sys.argv[1]]))
for job in pipes.jobs():
    pass
"""

DEAF = f"{ENGINE.partition('for job')[0]}\nimport signal\nsignal.pause()"


def engine(language: str, *loading: Path) -> Program:
    command = [sys.executable, "-c", ENGINE, language, *map(str, loading)]
    return Program(name=language, command=command)


@pytest.fixture
def loading(tmp_path: Path) -> Path:
    """What the second voice waits for."""
    os.mkfifo(tmp_path / "loading")
    return tmp_path / "loading"


@pytest.fixture
def service(loading: Path) -> SpeechService:
    voices = [engine("en"), engine("zh", loading)]
    return SpeechService(Settings(name="n", hub="", token="", recogniser=engine("en"), synthesisers=voices))


@asynccontextmanager
async def starting(
    service: SpeechService, others_within: float = OTHERS_WITHIN
) -> AsyncIterator[asyncio.Event]:
    """Start the engines, and end them at the end of the block; gives what is set once calls may come."""
    started = asyncio.Event()

    async def run() -> None:
        async with asyncio.TaskGroup() as engines:
            await service.start(engines, SystemClock(), others_within=others_within)
            started.set()

    async with asyncio.timeout(WITHIN), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(run())
        yield started
        running.cancel()


async def test_calls_wait_for_the_voice_of_another_language(service: SpeechService, loading: Path) -> None:
    async with starting(service) as started:
        hearing, speaking, slow = service.engines
        await hearing.ready.wait()
        await speaking.ready.wait()
        await settle()
        assert not started.is_set()
        await asyncio.to_thread(loading.write_bytes, b"")
        await started.wait()
        assert slow.ready.is_set()


async def test_they_do_not_wait_for_ever(service: SpeechService) -> None:
    async with starting(service, others_within=0.1) as started:
        await started.wait()
        assert not service.engines[-1].ready.is_set()


async def test_an_engine_that_reads_nothing_any_more_is_ended() -> None:
    deaf = Engine("deaf", [sys.executable, "-c", DEAF, "en"], 1)

    async def speak_to_it() -> None:
        await deaf.ready.wait()
        async with deaf.job() as (number, answers):
            for _ in range(MOST_UNREAD // 2**20 + 2):
                deaf.send(Audio(id=number, audio=bytes(2**20)))
            assert await answers.get() == Done(id=number, error="the engine ended")

    async with asyncio.timeout(WITHIN), asyncio.TaskGroup() as tasks:
        speaking = tasks.create_task(speak_to_it())
        with pytest.raises(SpeechError):
            await deaf.run()
        await speaking
