"""What engines have in common: their pipes, with whatever libraries print kept out of them."""

import os
import queue
import sys
import threading
from collections.abc import Iterator
from typing import BinaryIO

from hub.core.records import Value
from voice.node.speech.wire import ToEngine, packed, to_engine


class Pipes:
    """An engine's way in and out."""

    def __init__(self) -> None:
        self._out: BinaryIO = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)  # libraries that print would garble the answers

    def send(self, message: Value) -> None:
        """Answer."""
        self._out.write(packed(message))

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
