"""Speech that was made before: what is said again and again is made once.

The newest is kept in memory. What was said often is kept in a folder too, so that greetings and menus are
there at once after a restart, and while the engine is gone. Names and numbers of one caller are not said
often, and so do not get there.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar, TypeVarTuple

import structlog

from voice.node.speech.ports import Synthesiser

log = structlog.get_logger()
T = TypeVar("T")
What = TypeVarTuple("What")

IN_MEMORY = 32 << 20
"""Bytes: 17 minutes of speech."""
IN_FOLDER = 128 << 20
OFTEN = 3
"""How often something must have been said to be kept in the folder."""
LONGEST = 4 << 20
"""Bytes of one clause at most: two minutes."""
REMEMBERED = 10_000
"""Clauses whose number of times is known."""
SUFFIX = ".pcm"


class SpeechFolder:
    """Clauses in files, by their keys; the one that was used longest ago goes first. Blocking."""

    def __init__(self, folder: Path, most: int = IN_FOLDER) -> None:
        self._folder = folder
        self._most = most

    def read(self, key: str) -> bytes | None:
        """Return a clause, if it is there."""
        path = self._path(key)
        try:
            audio = path.read_bytes()
            path.touch()
        except OSError:
            return None
        return audio

    def write(self, key: str, audio: bytes) -> None:
        """Keep a clause, and let others go for it. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole = self._path(key)
        part = whole.with_suffix(".part")
        part.write_bytes(audio)
        part.replace(whole)
        self._tidy()

    def _tidy(self) -> None:
        files = sorted((path.stat().st_mtime, path) for path in self._folder.glob(f"*{SUFFIX}"))
        left = sum(path.stat().st_size for _, path in files)
        for _, path in files:
            if left <= self._most:
                return
            left -= path.stat().st_size
            path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{SUFFIX}"


class CachedVoice:
    """A synthesiser that remembers. The same text by a voice of another `name` is another clause."""

    def __init__(
        self,
        voice: Synthesiser,
        name: str,
        folder: SpeechFolder | None = None,
        most: int = IN_MEMORY,
        threads: Executor | None = None,
    ) -> None:
        self._voice = voice
        self._name = name
        self._folder = folder
        self._most = most
        self._threads = threads or ThreadPoolExecutor(1, "speech_cache")
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._times: OrderedDict[str, int] = OrderedDict()

    @property
    def languages(self) -> Sequence[str]:
        """What the voice speaks."""
        return self._voice.languages

    async def speak(self, text: str, language: str) -> AsyncIterator[bytes]:
        """Yield the speech of a clause."""
        key = hashlib.sha256(f"{self._name}\n{language}\n{text}".encode()).hexdigest()
        times = self._count(key)
        audio = self._kept.get(key)
        if audio is None and self._folder and times == 1:
            audio = await self._in_thread(self._folder.read, key)
        if audio is None:
            pieces = []
            async for piece in self._voice.speak(text, language):
                pieces.append(piece)
                yield piece
            audio = b"".join(pieces)
        else:
            yield audio
        self._keep(key, audio)
        if self._folder and times == OFTEN and audio:
            await self._in_thread(self._write, key, audio)

    def _count(self, key: str) -> int:
        times = self._times.pop(key, 0) + 1
        self._times[key] = times
        if len(self._times) > REMEMBERED:
            self._times.popitem(last=False)
        return times

    def _keep(self, key: str, audio: bytes) -> None:
        if not audio or len(audio) > min(LONGEST, self._most):
            return
        self._size += len(audio) - len(self._kept.pop(key, b""))
        self._kept[key] = audio
        while self._size > self._most:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone)

    def _write(self, key: str, audio: bytes) -> None:
        try:
            assert self._folder  # noqa: S101 - asked before
            self._folder.write(key, audio)
        except OSError as error:
            log.warning("speech_not_kept", error=error.strerror)

    async def _in_thread(self, work: Callable[[*What], T], *what: *What) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *what)
