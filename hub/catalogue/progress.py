"""What a person sees while models are fetched: a bar on a terminal, plain lines elsewhere."""

import shutil
from collections.abc import Callable
from typing import TextIO

WIDTH = 24


def columns() -> int:
    """Return how many characters fit in a line of the terminal."""
    return shutil.get_terminal_size().columns


class Progress:
    """Writes lines, and the state of one file at a time."""

    def __init__(self, out: TextIO, columns: Callable[[], int] = columns) -> None:
        """Take where to write (whether it is a terminal decides on the form), and how wide that is."""
        self._out = out
        self._columns = columns
        self._terminal = out.isatty()
        self._label = ""
        self._total = 0
        self._shown = -1

    def line(self, text: str) -> None:
        """Write a line, in place of a bar if one is there."""
        self._clear()
        self._out.write(f"{text}\n")
        self._out.flush()

    def start(self, label: str, total: int) -> None:
        """Begin with a file of `total` bytes."""
        self._label, self._total, self._shown = label, total, -1
        if not self._terminal:
            self.line(f"  {label}: {readable(total)}")

    def have(self, size: int) -> None:
        """Show that `size` bytes are here: on a terminal each per mille, elsewhere each quarter."""
        step = size * (1000 if self._terminal else 4) // max(self._total, 1)
        if step == self._shown:
            return
        first, self._shown = self._shown < 0, step
        if self._terminal:
            done = min(size * WIDTH // max(self._total, 1), WIDTH)
            bar = "#" * done + "-" * (WIDTH - done)
            percent = size * 100 // max(self._total, 1)
            state = f" [{bar}] {percent:3} %  {readable(size)} of {readable(self._total)}"
            room = max(self._columns() - len(state) - 3, 1)  # a bar that wraps could not be written over
            label = self._label if len(self._label) <= room else f"{self._label[: room - 1]}…"
            self._out.write(f"\r\x1b[K  {label}{state}")
            self._out.flush()
        elif 0 < step < 4 and not first:
            self.line(f"  {self._label}: {step * 25} %")

    def done(self) -> None:
        """End with the file: the bar goes."""
        self._clear()

    def _clear(self) -> None:
        if self._terminal:
            self._out.write("\r\x1b[K")


def readable(size: int) -> str:
    """Return a number of bytes as people read it: 145.2 MB."""
    if size < 100_000:
        return f"{size / 1000:.1f} kB"
    return f"{size / 1_000_000:.1f} MB"
