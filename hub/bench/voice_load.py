"""Many calls at once, without models: what a frame costs, how evenly audio flows, how many there can be.

Every call sends and hears 50 packets of G.711 a second. With music, the caller is alone; bridged, the node
calls a second phone for each caller and joins them. Jitter is how far apart packets come at the phones
(kernel time), less the 20 ms they should be. The processor time of a frame is that of the thread in which all
our own code runs, and beside it that of the whole process, with SIP, RTP and codecs; the limit is a process
that sends every packet back.
"""

import asyncio
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

from msgspec import Struct

from hub.bench.figures import figure, scaled
from hub.bench.mulaw import SILENT, syllables
from hub.bench.phone import PACE, Phone, PhoneCall
from hub.bench.process import Server
from hub.bench.tree import Use
from hub.bench.voice import phone_on
from hub.bench.voice_node import BenchNode, node_alone
from hub.core.clock import Clock
from hub.core.free_port import HOST
from routing.simulate import Figure
from voice.orders import Dial
from voice.reports import Answered, Reports

CALLS = 20
STEPS = (10, 20, 30, 40, 60, 80, 100, 130, 160)
JITTER_MS = 20.0
SETTLES = 1.0
TALK = syllables() * 4 + [SILENT] * 150
"""Callers speak 40 % of the time."""


class Load(Struct, frozen=True, kw_only=True):
    """What so many calls did."""

    ours_us: float  # of our thread of the node, for each frame that came and went
    cpu_us: float  # of the whole node
    busy: float  # share of one core
    jitter_ms: float  # p99
    lost: float  # share of packets that should have come


async def voice_load_row(folder: Path, clock: Clock, seconds: float, runs: int) -> list[list[Figure]]:
    """Measure cost at a few calls, then add calls until audio no longer flows evenly."""
    found = []
    for run in range(runs):
        place = folder / str(run)
        place.mkdir()
        limit = await _bare(place, clock, seconds)
        async with node_alone(place) as node, phone_on(clock) as phone:
            alone = await _measure(node, phone, clock, scaled(CALLS, seconds), seconds, bridged=False)
            music = await _most(node, phone, clock, seconds, bridged=False)
            bridged = await _most(node, phone, clock, seconds, bridged=True)
        found.append(
            [
                figure("voice_frame_cpu_us", alone.ours_us, "us", limit),
                figure("voice_call_cpu_us", alone.cpu_us, "us", limit),
                figure("voice_jitter_p99_ms", alone.jitter_ms, "ms"),
                figure("voice_calls", music, "calls"),
                figure("voice_bridged_calls", bridged, "calls"),
            ]
        )
    return found


async def _most(node: BenchNode, phone: Phone, clock: Clock, seconds: float, *, bridged: bool) -> float:
    """Return the largest number of calls that flow evenly on one core."""
    most = 0
    for calls in STEPS if seconds >= 1 else STEPS[:1]:
        found = await _measure(node, phone, clock, calls, seconds, bridged=bridged)
        if found.jitter_ms >= JITTER_MS or found.busy >= 1 or found.lost > 0.01:
            break
        most = calls
    return float(most)


async def _measure(
    node: BenchNode, phone: Phone, clock: Clock, calls: int, seconds: float, *, bridged: bool
) -> Load:
    """Have so many calls at once for a while."""
    arrived: list[PhoneCall] = []
    phone.on_call = arrived.append
    node.hub.on_report = _bridging(node, phone) if bridged else _nothing
    made = [await phone.dial(node.sip, f"bench{number}") for number in range(calls)]
    try:
        async with asyncio.timeout(30):
            while bridged and sum(bool(one.heard) for one in arrived) < calls:
                await clock.sleep(PACE)
        every = [*made, *arrived]
        frames = round((seconds + SETTLES) / PACE)
        for number, call in enumerate(every):
            start = number * len(TALK) // len(every)
            call.say(islice(cycle(TALK), start, start + frames))
        await clock.sleep(SETTLES)
        for call in every:
            call.heard.clear()
        before, began = node.use(), clock.monotonic()
        await clock.sleep(seconds)
        return _load(every, clock.monotonic() - began, before, node.use())
    finally:
        await asyncio.gather(*(phone.hang_up(call) for call in made))
        for call in arrived:
            await phone.hang_up(call)


def _load(calls: list[PhoneCall], took: float, before: Use, after: Use) -> Load:
    cpu = after.cpu_seconds - before.cpu_seconds
    gaps: list[float] = []
    for call in calls:
        times = [packet.at for packet in call.heard]
        gaps += [abs(after - before - PACE) for before, after in zip(times, times[1:], strict=False)]
    gaps.sort()
    frames = len(calls) * took / PACE
    came = sum(len(call.heard) for call in calls)
    return Load(
        ours_us=(after.main_seconds - before.main_seconds) / frames * 1e6,
        cpu_us=cpu / frames * 1e6,
        busy=cpu / took,
        jitter_ms=gaps[int(len(gaps) * 0.99)] * 1000 if gaps else 1000.0,
        lost=max(0.0, 1 - came / frames),
    )


def _bridging(node: BenchNode, phone: Phone) -> Callable[[Reports], None]:
    def on_report(report: Reports) -> None:
        if isinstance(report, Answered):
            uri = f"sip:agent@{HOST}:{phone.port}"
            node.hub.order(Dial(id=node.hub.id(), call=report.call, party="agent", uri=uri))

    return on_report


def _nothing(report: Reports) -> None:
    """Leave the caller with the music."""


async def _bare(folder: Path, clock: Clock, seconds: float) -> float:
    """Return what the bare process takes for each packet that comes and goes back."""
    async with Server(clock, folder / "base.log", "hub.bench.voice_base") as server, phone_on(clock) as phone:
        calls = [phone.line((HOST, server.port)) for _ in range(CALLS)]
        await clock.sleep(SETTLES)
        before, began = server.use().main_seconds, clock.monotonic()
        await clock.sleep(seconds)
        cpu, took = server.use().main_seconds - before, clock.monotonic() - began
        return cpu / (len(calls) * took / PACE) * 1e6
