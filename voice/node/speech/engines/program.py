"""What engines have in common: their pipes, with whatever libraries print kept out of them."""

import os
import sys
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
