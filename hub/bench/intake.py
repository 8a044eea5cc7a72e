"""Intake: texts posted by HTTP, durable before they are answered, from senders the hub knows."""

from collections.abc import Callable, Sequence
from itertools import count, cycle
from pathlib import Path

from msgspec import json

from hub.bench.figures import figure
from hub.bench.loop import ClosedLoop
from hub.bench.people import TEXT
from hub.bench.process import Server
from hub.bench.wire import Poster, Wire
from hub.core.clock import Clock
from routing.simulate import Figure

CONNECTIONS = 64
SENDERS = 16
"""Each connection's own, so that no two texts of one sender are under way at once."""


class Line:
    """A connection that posts texts of its senders in turn."""

    def __init__(self, poster: Poster, number: int) -> None:
        """Prepare the senders."""
        self.arrived: Callable[[], None] = lambda: None
        self._poster = poster
        self._numbers = count(1)
        self._senders = cycle([f"+1555{number:03}{sender:04}" for sender in range(SENDERS)])
        self._tail = b'","text":' + json.encode(TEXT) + b"}"
        poster.on_accepted = lambda: self.arrived()

    def send(self) -> None:
        """Post the next text."""
        sender = next(self._senders)
        head = f'{{"sender":"{sender}","id":"{sender}-{next(self._numbers)}'
        self._poster.post("/intake", head.encode() + self._tail)

    def wires(self) -> Sequence[Wire]:
        """Return the connection."""
        return [self._poster]


async def intake_row(folder: Path, clock: Clock, seconds: float, runs: int) -> list[list[Figure]]:
    """Measure intake and a bare group commit in turns; return each run's figures."""
    ours = Server(clock, folder / "intake.log", "hub.bench.intake_server", str(folder / "intake"))
    theirs = Server(clock, folder / "base.log", "hub.bench.base", str(folder))
    async with ours, theirs:
        # What is measured is a text in an open conversation: each sender's first opens it, the next finds it.
        hub, base = await _lines(ours), await _lines(theirs)
        await ClosedLoop(clock, hub, most=2 * CONNECTIONS * SENDERS).run(60.0)
        found = []
        for _ in range(runs):
            limit = await ClosedLoop(clock, base).run(seconds)
            done = await ClosedLoop(clock, hub).run(seconds)
            found.append([figure("intake_per_s", done.rate, "messages/s", limit.rate)])
        for line in (*hub, *base):
            for wire in line.wires():
                wire.close()
        return found


async def _lines(server: Server) -> list[Line]:
    return [Line(await Poster.open(server.port), number) for number in range(CONNECTIONS)]
