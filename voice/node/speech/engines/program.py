"""What engines have in common: their pipes, with whatever libraries print kept out of them."""

import os
import queue
import sys
import threading
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from hub.core.records import Value
from voice.node.speech.wire import Audio, Done, Say, ToEngine, packed, to_engine


class Pipes:
    """An engine's way in and out."""

    def __init__(self) -> None:
        self._out: BinaryIO = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)  # libraries that print would garble the answers

    def send(self, message: Value) -> None:
        """Answer."""
        self._out.write(packed(message))

    def speak(self, job: Say, speech: Iterable[bytes]) -> None:
        """Answer with the speech of a text, piece by piece; it is made while they are taken."""
        error = ""
        try:
            for audio in speech:
                self.send(Audio(id=job.id, audio=audio))
        except Exception as failure:  # noqa: BLE001 - one text must not end the engine
            error = f"{type(failure).__name__}: {failure}"
        self.send(Done(id=job.id, error=error))

    def no_voice(self, job: Say) -> None:
        """Answer that the language is not spoken here."""
        self.send(Done(id=job.id, error=f"there is no voice for {job.language}"))

    def jobs(self) -> Iterator[ToEngine]:
        """Yield what comes in until the node is gone."""
        while (job := to_engine(sys.stdin.buffer)) is not None:
            yield job


class Inbox:
    """What comes in, read while the engine works: so what is dropped meanwhile is not worked on."""

    def __init__(self, pipes: Pipes) -> None:
        self._came: queue.SimpleQueue[ToEngine | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(pipes,), daemon=True).start()

    def _read(self, pipes: Pipes) -> None:
        for job in pipes.jobs():
            self._came.put(job)
        self._came.put(None)

    def all(self, *, wait: bool) -> Iterator[ToEngine]:
        """Yield what has come; with `wait`, at least one. Raises EOFError once the node is gone."""
        while wait or not self._came.empty():
            job, wait = self._came.get(), False
            if job is None:
                raise EOFError
            yield job
