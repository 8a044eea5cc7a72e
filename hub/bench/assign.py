"""Assignment: from a new customer's first message to the offer on an agent's screen."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from hub.bench.figures import figure, scaled
from hub.bench.loop import ClosedLoop, Timed
from hub.bench.people import Customer, Seat, customers, read_offers, seats
from hub.bench.process import Server
from hub.bench.scene import ENVIRONMENT, chat_scene
from hub.bench.wire import Wire
from hub.core.clock import Clock
from routing.simulate import Figure

AGENTS = 20
CAPACITY = 10_000
AT_ONCE = 50
ALONE, TOGETHER = 200, 1500
"""So many new customers at most: one after the other, and `AT_ONCE` at a time."""
FEWEST = 2 * AT_ONCE
PER_SECOND = 1000
"""So many customers stand ready for each second of a measurement, within the bounds above."""


class Hall:
    """All agents' screens: an offer lets the door go on that has waited longest.

    Which customer it was for does not matter to the loop: each makes exactly one offer.
    """

    def __init__(self, at_desk: Sequence[Seat]) -> None:
        """Begin to listen at all desks."""
        self.wires: Sequence[Wire] = [seat.socket for seat in at_desk]
        self.waiting: deque[Door] = deque()
        for seat in at_desk:
            seat.socket.on_text = self._hear

    def _hear(self, text: bytes) -> None:
        for _ in read_offers(text):
            if self.waiting:
                self.waiting.popleft().arrived()


class Door:
    """Where customers come in one after the other, each with a new conversation."""

    def __init__(self, hall: Hall, crowd: Iterator[Customer]) -> None:
        """Take the customers who stand ready."""
        self.arrived: Callable[[], None] = lambda: None
        self._hall = hall
        self._crowd = crowd

    def send(self) -> None:
        """Let the next customer write."""
        self._hall.waiting.append(self)
        next(self._crowd).send()

    def wires(self) -> Sequence[Wire]:
        """Return the agents' connections."""
        return self._hall.wires


async def assign_row(folder: Path, clock: Clock, seconds: float, runs: int) -> list[list[Figure]]:
    """Measure a new hub in each run; return each run's figures."""
    found = []
    for number in range(runs):
        alone, together = await _run(folder / str(number), clock, seconds)
        found.append(
            [
                figure("assign_p50_ms", alone.median_ms, "ms"),
                figure("assign_per_s", together.rate, "conversations/s"),
            ]
        )
    return found


async def _run(folder: Path, clock: Clock, seconds: float) -> tuple[Timed, Timed]:
    agents = await chat_scene(folder, clock, agents=scaled(AGENTS, seconds), capacity=CAPACITY)
    env = {**ENVIRONMENT, "SWITCHBOARD_DATA_FOLDER": str(folder)}
    async with Server(clock, folder / "log", "hub", "serve", env=env) as server:
        at_desk = await seats(server, agents)
        hall = Hall(at_desk)
        most = min(max(int(seconds * PER_SECOND), FEWEST), ALONE + TOGETHER)
        ready = await customers(server, most + AT_ONCE)
        crowd = iter(ready)
        few = most * ALONE // (ALONE + TOGETHER)
        alone = await ClosedLoop(clock, [Door(hall, crowd)], most=few).run(seconds)
        doors = [Door(hall, crowd) for _ in range(AT_ONCE)]
        together = await ClosedLoop(clock, doors, most=most - few).run(seconds)
        for wire in (*hall.wires, *(customer.socket for customer in ready)):
            wire.close()
    return alone, together
