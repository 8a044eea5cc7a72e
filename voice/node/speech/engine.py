"""An engine in a process of its own: started, watched, restarted; jobs go in, answers come out."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import structlog
from prometheus_client import Counter

from voice.node.speech.errors import SpeechError
from voice.node.speech.wire import Done, FromEngine, Ready, ToEngine, from_engine, packed

log = structlog.get_logger()

CRASHES = Counter(
    "switchboard_speech_engine_ends_total", "Speech engines that ended by themselves", ["engine"]
)
MOST_UNREAD = 64 * 1024 * 1024
"""Bytes, half an hour of audio, that may wait in the pipe of an engine; it reads also while it works."""
LOADED_WITHIN = 180.0
"""Seconds; on a busy machine a model takes a minute, and beginning again makes it busier."""


class Engine:
    """One engine's process. `run` keeps it there until cancelled; jobs fail while it is not.

    At most `most` jobs go on at once: more would only make all of them late.
    """

    def __init__(self, name: str, command: Sequence[str], most: int) -> None:
        self.name = name
        self.abilities = Ready(languages=[])
        self._command = command
        self._most = most
        self._numbers = itertools.count(1)
        self._jobs: dict[int, asyncio.Queue[FromEngine]] = {}
        self._process: asyncio.subprocess.Process | None = None
        self.ready = asyncio.Event()

    async def run(self) -> None:
        """Start the process and pass its answers on until it ends, which raises SpeechError."""
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        self._process = process
        try:
            await self._pass_on(process)
        except (asyncio.IncompleteReadError, ValueError) as error:
            CRASHES.labels(self.name).inc()
            raise SpeechError(f"The speech engine {self.name} ended.") from error
        finally:
            self.ready.clear()
            self._process = None
            for number, answers in self._jobs.items():
                answers.put_nowait(Done(id=number, error="the engine ended"))
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _pass_on(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout  # noqa: S101 - it was asked for
        async with asyncio.timeout(LOADED_WITHIN):
            first = await from_engine(process.stdout)
        if not isinstance(first, Ready):
            raise ValueError("it did not say that it is ready")
        self.abilities = first
        self.ready.set()
        log.info("speech_engine_ready", engine=self.name, languages=len(first.languages))
        while True:
            answer = await from_engine(process.stdout)
            if not isinstance(answer, Ready) and (waiting := self._jobs.get(answer.id)):
                waiting.put_nowait(answer)

    @property
    def languages(self) -> list[str]:
        """What it hears or speaks, once it is ready."""
        return self.abilities.languages

    @property
    def pid(self) -> int:
        """The process's number, 0 while there is none."""
        return self._process.pid if self._process else 0

    @property
    def busy(self) -> int:
        """How many jobs go on."""
        return len(self._jobs)

    @asynccontextmanager
    async def job(self) -> AsyncIterator[tuple[int, asyncio.Queue[FromEngine]]]:
        """Give a job's number and its answers, for as long as the block lasts."""
        if not self.ready.is_set():
            raise SpeechError(f"The speech engine {self.name} is not there.")
        if len(self._jobs) >= self._most:
            raise SpeechError(f"The speech engine {self.name} has too much to do.")
        number = next(self._numbers)
        answers: asyncio.Queue[FromEngine] = asyncio.Queue()
        self._jobs[number] = answers
        try:
            yield number, answers
        finally:
            del self._jobs[number]

    def send(self, message: ToEngine) -> None:
        """Send a job's message; without effect when the process is gone, which its answers tell.

        A process that reads nothing any more is ended, and so begun again.
        """
        if not self._process or not self._process.stdin or self._process.stdin.is_closing():
            return
        self._process.stdin.write(packed(message))
        if self._process.stdin.transport.get_write_buffer_size() > MOST_UNREAD:
            log.warning("speech_engine_reads_nothing", engine=self.name)
            with suppress(ProcessLookupError):
                self._process.kill()
