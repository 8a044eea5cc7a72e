"""Recording to disk: frames are taken at each tick; a thread of its own encodes, encrypts and writes them."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime
from pathlib import Path
from typing import IO

import numpy
import structlog

from hub.core.tape import LEVELS_A_SECOND, End, Kind, Line, Pause, Sealer, Start
from voice.node.legs import FRAME_SECONDS, RATE, SILENT
from voice.node.opus import OpusFile

log = structlog.get_logger()

BLOCK = round(1 / FRAME_SECONDS)
"""Frames that are written together: what is lost when the machine fails is a second."""
MOST_WAITING = 60
"""Blocks that may wait for a slow disk; then the recording ends, and the call goes on."""
OPEN = ".part"
CLOSED = ".tape"


class Tape:
    """One recording. `take` costs the tick next to nothing; `failed` is called once if it cannot go on.

    The file ends in OPEN while it is written. Whatever happens, what was written can be played.
    """

    def __init__(
        self, folder: Path, recording: str, key: bytes, threads: Executor, failed: Callable[[str], None]
    ) -> None:
        self.recording = recording
        self.frames = 0
        self.pauses: list[tuple[float, float]] = []
        self.fault = ""
        self._path = folder / f"{recording}{OPEN}"
        self._sealer = Sealer(key)
        self._threads = threads
        self._failed = failed
        self._left, self._right = bytearray(), bytearray()
        self._paused_at: float | None = None
        self._waiting = 0
        self._unwanted = False
        self._closing: asyncio.Future[Path] | None = None
        self._file: IO[bytes] | None = None
        self._opus: OpusFile | None = None

    @property
    def seconds(self) -> float:
        """How long it is by now."""
        return round(self.frames * FRAME_SECONDS, 2)

    def begin(self, at: datetime) -> None:
        """Open the file; its first sample is heard at that time."""
        self._do(lambda: self._open(Start(at=at)))

    def take(self, left: bytes, right: bytes) -> None:
        """Record a frame of both channels, or of silence while paused."""
        if self.fault or self._closing:
            return
        paused = self._paused_at is not None
        self._left += SILENT if paused else left
        self._right += SILENT if paused else right
        self.frames += 1
        if self.frames % BLOCK == 0:
            self._flush()

    def pause(self, *, on: bool) -> None:
        """Record silence from now on, or speech again."""
        if on and self._paused_at is None:
            self._paused_at = self.seconds
        elif not on and self._paused_at is not None:
            pause = Pause(begun=self._paused_at, ended=self.seconds)
            self._paused_at = None
            self.pauses.append((pause.begun, pause.ended))
            self._do(lambda: self._write(self._sealer.seal(Kind.NOTE, pause)))

    def note(self, line: Line) -> None:
        """Note when something was said."""
        if self._paused_at is None:
            self._do(lambda: self._write(self._sealer.seal(Kind.NOTE, line)))

    def close(self) -> asyncio.Future[Path]:
        """Write the rest and name the file as closed; done once it is durable."""
        if self._closing is None:
            self.pause(on=False)
            self._flush()
            end = End(seconds=self.seconds)
            loop = asyncio.get_running_loop()
            self._closing = loop.run_in_executor(self._threads, lambda: self._finish(end))
        return self._closing

    def discard(self) -> None:
        """Forget what was recorded."""
        self._unwanted = True
        self.close()

    # --- on the loop: handing over -------------------------------------------------------------------

    def _flush(self) -> None:
        left, right = bytes(self._left), bytes(self._right)
        self._left.clear()
        self._right.clear()
        if left:
            self._do(lambda: self._encode(left, right))

    def _do(self, work: Callable[[], None]) -> None:
        if self.fault:
            return
        if self._waiting >= MOST_WAITING:
            self._give_up("the disk is too slow")
            return
        self._waiting += 1
        asyncio.get_running_loop().run_in_executor(self._threads, work).add_done_callback(self._done)

    def _done(self, work: "asyncio.Future[None]") -> None:
        self._waiting -= 1
        error = None if work.cancelled() else work.exception()
        if isinstance(error, OSError):
            self._give_up(os.strerror(error.errno) if error.errno else str(error))
        elif error:
            self._give_up(type(error).__name__)

    def _give_up(self, fault: str) -> None:
        if not self.fault:
            self.fault = fault
            log.error("recording_failed", recording=self._path.stem, error=fault)
            self._failed(fault)

    # --- in the thread: encoding and writing ---------------------------------------------------------

    def _open(self, start: Start) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "wb", buffering=0)
        self._opus = OpusFile()
        self._write(self._sealer.head() + self._sealer.seal(Kind.START, start))

    def _encode(self, left: bytes, right: bytes) -> None:
        if self._opus is None:
            return
        audio = self._opus.add(left, right)
        sealed = self._sealer.seal(Kind.AUDIO, audio) if audio else b""
        self._write(sealed + self._sealer.seal(Kind.LEVELS, levels(left, right)))

    def _write(self, data: bytes) -> None:
        if self._file is None:
            return
        while data:  # without a buffer, a write may take a part
            data = data[self._file.write(data) :]

    def _finish(self, end: End) -> Path:
        """Close the file, whatever went wrong before: what is in it is delivered."""
        closed = self._path.with_suffix(CLOSED)
        if self._file is None:
            return closed
        with self._file as file:
            try:
                if self._opus and not self.fault:
                    rest = self._opus.close()
                    self._write(self._sealer.seal(Kind.AUDIO, rest) + self._sealer.seal(Kind.END, end))
                os.fsync(file.fileno())
            except OSError as error:
                log.warning("recording_ends_early", recording=self._path.stem, error=error.strerror)
        if self._unwanted:
            self._path.unlink()
        else:
            self._path.rename(closed)
        return closed


def levels(left: bytes, right: bytes) -> bytes:
    """Return the loudest sample of each tenth of a second of both channels, in turn, 0 to 255."""
    size = RATE // LEVELS_A_SECOND
    found = []
    for channel in (left, right):
        samples = abs(numpy.frombuffer(channel, "<i2").astype(numpy.int32))
        full = numpy.pad(samples, (0, -len(samples) % size)).reshape(-1, size)
        found.append((full.max(axis=1) >> 7).clip(0, 255).astype(numpy.uint8))
    return numpy.stack(found, axis=1).tobytes()
