"""Many short calls one after the other: whether hub or node keep something of each.

Callers hang up at any point: in the greeting, while they speak, while the bot thinks or answers. What hub
and node use is read after the first tenth of the calls and after the last, each time once all is quiet.
"""

import asyncio
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random

from msgspec import Struct

from hub.bench.figures import figure
from hub.bench.phone import Phone
from hub.bench.process import Server
from hub.bench.tree import Use, child, use_of
from hub.bench.voice import NUMBER, phone_on, spoken, taking_calls
from hub.core.clock import Clock
from hub.core.errors import Unavailable
from routing.simulate import Figure

CALLS_PER_SECOND = 70
"""Of --seconds: 3 runs of 5 are 1,050 calls."""
AT_ONCE = 12
SETTLES = 8.0
LONGEST = 6.0
QUESTIONS_OF = 3
"""One caller of so many asks something."""


class _State(Struct, frozen=True):
    hub: Use
    node: Use


class _Count(Struct):
    made: int = 0
    failed: int = 0


async def voice_soak_row(folder: Path, clock: Clock, seconds: float, runs: int) -> list[list[Figure]]:
    """Call in several runs, all of the same hub; return what each run left behind, for 1,000 calls."""
    calls = max(4, round(seconds * CALLS_PER_SECOND))
    questions, random, numbers = await spoken(clock), Random(1), count()
    settles = min(SETTLES, SETTLES * seconds)
    found = []
    async with taking_calls(folder, clock) as (server, address), phone_on(clock) as phone:
        await _many(phone, clock, address, max(2, calls // 10), questions, random, numbers)
        for _ in range(runs):
            before = await _state(server, clock, settles)
            done = await _many(phone, clock, address, calls, questions, random, numbers)
            after = await _state(server, clock, settles)
            found.append(_figures(before, after, calls, done.failed))
    return found


async def _many(
    phone: Phone,
    clock: Clock,
    address: tuple[str, int],
    calls: int,
    questions: list[list[bytes]],
    random: Random,
    numbers: Iterator[int],
) -> _Count:
    done = _Count()

    async def caller() -> None:
        while done.made < calls:
            done.made += 1
            try:
                call = await phone.dial(address, NUMBER, f"+1555{next(numbers):07}")
            except Unavailable:
                done.failed += 1
                continue
            await clock.sleep(random.random() * LONGEST / 2)
            if random.randrange(QUESTIONS_OF) == 0:
                call.say(random.choice(questions))
                await clock.sleep(random.random() * LONGEST)
            await phone.hang_up(call)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(AT_ONCE):
            tasks.create_task(caller())
    return done


async def _state(server: Server, clock: Clock, settles: float) -> _State:
    await clock.sleep(settles)
    node = child(server.pid, "voice.node ")
    if not node:
        raise Unavailable("The hub has no voice node any more.")
    return _State(use_of(server.pid), use_of(node))


def _figures(before: _State, after: _State, calls: int, failed: int) -> list[Figure]:
    def grown(was: float, now: float) -> float:
        return max(0.0, now - was) / calls * 1000

    return [
        figure("voice_soak_hub_mb", grown(before.hub.memory_mb, after.hub.memory_mb), "MB"),
        figure("voice_soak_node_mb", grown(before.node.memory_mb, after.node.memory_mb), "MB"),
        figure("voice_soak_threads", grown(before.node.threads, after.node.threads), "threads"),
        figure("voice_soak_files", grown(before.node.files, after.node.files), "files"),
        figure("voice_soak_failed", float(failed), "calls"),
    ]
