"""One row of docs/performance.md: wait for quiet, measure several times, print."""

import asyncio
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from hub.bench.assign import assign_row
from hub.bench.chat import chat_row
from hub.bench.email import email_row
from hub.bench.figures import Place, as_lines, as_table, reports, scaled
from hub.bench.intake import intake_row
from hub.bench.machine import PATIENCE, QUIET, commit, fsync_rate, load, machine, quiet
from hub.bench.memory import memory_row
from hub.bench.sms import sms_row
from hub.bench.voice import voice_row
from hub.bench.voice_soak import voice_soak_row
from hub.core.clock import Clock, SystemClock
from hub.core.errors import HubError, InvalidInput
from routing.simulate import Figure, matcher_figures, routing_figures

RUNS = 3
HOURS_PER_SECOND = 400
PAIRS_PER_SECOND = 40_000

Row = Callable[[Path, Clock, float, int], Awaitable[list[list[Figure]]]]


async def run_bench(
    name: str, *, seconds: float, as_json: bool, runs: int = RUNS, patience: float = PATIENCE
) -> int:
    """Measure one row and print it; 0 unless it could not be measured, which raises a HubError."""
    clock = SystemClock()
    row = ROWS.get(name)
    if row is None or seconds <= 0 or runs < 1:
        raise InvalidInput(f"There is nothing to measure; use one of {', '.join(ROWS)} and some seconds.")
    if measuring := asyncio.current_task():  # when told to stop, take the servers and the folder along
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, measuring.cancel)
    is_quiet = await quiet(clock, patience)
    busy = load()
    with tempfile.TemporaryDirectory(prefix="switchboard-bench-") as folder:
        before = fsync_rate(Path(folder), clock)
        found = await _measure(row, Path(folder), clock, seconds, runs)
        after = fsync_rate(Path(folder), clock)
    place = Place(
        fsync_per_s=(before + after) / 2,
        load=busy,
        machine=machine(),
        commit=commit(Path(__file__).parents[2]),
    )
    figures = reports(found, place)
    sys.stdout.write(as_lines(figures) if as_json else as_table(figures, place))
    if not is_quiet:
        sys.stderr.write(
            f"The machine was busy (load {busy}, wanted below {QUIET}): repeat when it is quiet.\n"
        )
    return 0


async def _measure(row: Row, folder: Path, clock: Clock, seconds: float, runs: int) -> list[list[Figure]]:
    """Return the figures; of several things that went wrong at once, raise the first."""
    try:
        return await row(folder, clock, seconds, runs)
    except BaseExceptionGroup as group:
        first: BaseException = group
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        if isinstance(first, HubError):
            raise first from None
        raise


async def routing_row(folder: Path, clock: Clock, seconds: float, runs: int) -> list[list[Figure]]:
    """Simulate the centre once for each run, each time with other callers."""
    hours = seconds * HOURS_PER_SECOND
    return [await asyncio.to_thread(routing_figures, hours=hours, seed=run + 1) for run in range(runs)]


async def matcher_row(folder: Path, clock: Clock, seconds: float, runs: int) -> list[list[Figure]]:
    """Fill the house once for each run."""
    pairs = max(400, int(seconds * PAIRS_PER_SECOND))
    waiting, agents = scaled(100_000, seconds), scaled(10_000, seconds)

    def measure(seed: int) -> list[Figure]:
        return matcher_figures(clock, waiting=waiting, agents=agents, pairs=pairs, seed=seed)

    return [await asyncio.to_thread(measure, run + 1) for run in range(runs)]


async def voice_load_row(folder: Path, clock: Clock, seconds: float, runs: int) -> list[list[Figure]]:
    """Load a voice node, for which the extra `voice` has to be installed."""
    from hub.bench.voice_load import voice_load_row as row

    return await row(folder, clock, seconds, runs)


ROWS: dict[str, Row] = {
    "chat": chat_row,
    "assign": assign_row,
    "intake": intake_row,
    "email": email_row,
    "sms": sms_row,
    "routing": routing_row,
    "matcher": matcher_row,
    "memory": memory_row,
    "voice": voice_row,
    "voice-load": voice_load_row,
    "voice-soak": voice_soak_row,
}
