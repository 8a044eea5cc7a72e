"""Chat: 150 characters from a customer to the agent, durable before they are passed on."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec import Struct

from hub.bench.figures import figure, scaled
from hub.bench.loop import ClosedLoop, Partner
from hub.bench.people import TEXT, Customer, Seat, customers, pair_up, seats
from hub.bench.process import Server
from hub.bench.scene import ENVIRONMENT, chat_scene
from hub.bench.wire import Socket, Wire
from hub.core.clock import Clock
from routing.simulate import Figure

PAIRS = 100


class HubPair:
    """A customer and the agent who has the conversation."""

    def __init__(self, customer: Customer, seat: Seat) -> None:
        """Begin to listen at the agent's desk."""
        self.arrived: Callable[[], None] = lambda: None
        self.send = customer.send
        self._wires = (customer.socket, seat.socket)
        seat.socket.on_text = self._hear

    def wires(self) -> Sequence[Wire]:
        """Return both connections."""
        return self._wires

    def _hear(self, text: bytes) -> None:
        if b'"kind":"message.added"' in text:  # alone, or in an array of several frames
            self.arrived()


class BasePair:
    """A sender and a hearer at the base server."""

    def __init__(self, sender: Socket, hearer: Socket) -> None:
        """Begin to listen."""
        self.arrived: Callable[[], None] = lambda: None
        self._wires = (sender, hearer)
        self._sender = sender
        self._text = TEXT.encode()
        hearer.on_text = lambda text: self.arrived()

    def send(self) -> None:
        """Send the text."""
        self._sender.send(self._text)

    def wires(self) -> Sequence[Wire]:
        """Return both connections."""
        return self._wires


class Speed(Struct, frozen=True):
    """What one server does."""

    median_ms: float
    rate: float
    cpu_us: float


async def chat_row(folder: Path, clock: Clock, seconds: float, runs: int) -> list[list[Figure]]:
    """Measure hub and base in turns; return each run's figures."""
    number = scaled(PAIRS, seconds)
    async with (
        hub_pairs(folder / "hub", clock, number) as (hub, ours),
        base_pairs(folder, clock, number) as (base, theirs),
    ):
        found = []
        for _ in range(runs):
            limit = await _speed(clock, base, theirs, seconds)
            speed = await _speed(clock, hub, ours, seconds)
            found.append(
                [
                    figure("chat_p50_ms", speed.median_ms, "ms", limit.median_ms),
                    figure("chat_per_s", speed.rate, "messages/s", limit.rate),
                    figure("chat_cpu_us", speed.cpu_us, "us", limit.cpu_us),
                ]
            )
        return found


@asynccontextmanager
async def hub_pairs(
    folder: Path, clock: Clock, number: int = PAIRS
) -> AsyncIterator[tuple[Server, list[HubPair]]]:
    """Run a hub in which so many agents talk to one customer each."""
    agents = await chat_scene(folder, clock, agents=number, capacity=1)
    env = {**ENVIRONMENT, "SWITCHBOARD_DATA_FOLDER": str(folder)}
    async with Server(clock, folder / "log", "hub", "serve", env=env) as server:
        at_desk = await seats(server, agents)
        matched = [(one, await pair_up(server, one, at_desk)) for one in await customers(server, number)]
        pairs = [HubPair(customer, seat) for customer, seat in matched]
        yield server, pairs
        close(pairs)


@asynccontextmanager
async def base_pairs(
    folder: Path, clock: Clock, number: int = PAIRS
) -> AsyncIterator[tuple[Server, list[BasePair]]]:
    """Run a base server with so many pairs."""
    async with Server(clock, folder / "base.log", "hub.bench.base", str(folder)) as server:
        pairs = []
        for pair in range(number):
            hearer = await Socket.open(server.port, f"/hear?pair={pair}")
            pairs.append(BasePair(await Socket.open(server.port, f"/send?pair={pair}"), hearer))
        yield server, pairs
        close(pairs)


async def _speed(clock: Clock, server: Server, pairs: Sequence[Partner], seconds: float) -> Speed:
    """Measure one pair alone, then all of them."""
    alone = await ClosedLoop(clock, pairs[:1]).run(seconds / 2)
    cpu = server.use().cpu_seconds
    together = await ClosedLoop(clock, pairs).run(seconds)
    cpu = server.use().cpu_seconds - cpu
    return Speed(alone.median_ms, together.rate, cpu / together.count * 1e6)


def close(partners: Sequence[Partner]) -> None:
    """End all connections."""
    for partner in partners:
        for wire in partner.wires():
            wire.close()
