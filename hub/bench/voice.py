"""Talking with a bot over a real SIP call: how long a caller waits for the first sound of an answer.

A hub of the demo company with its voice node takes the call; the caller's questions are synthetic speech.
Each question but the first is asked over the answer to the one before: so every turn measures both how
soon we stop, and how soon we answer. Both are seen from the caller's side of the line, network included.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path
from statistics import quantiles

from hub.bench.figures import figure
from hub.bench.mulaw import from_16k, trimmed
from hub.bench.phone import Packet, Phone, PhoneCall
from hub.bench.process import Server
from hub.bench.scene import ENVIRONMENT
from hub.core.clock import Clock
from hub.core.config import load_config
from hub.core.errors import Unavailable
from hub.core.free_port import HOST, free_port
from hub.core.tasks import supervise
from hub.voice_node import node_settings
from routing.simulate import Figure

QUESTIONS = (
    "How long does delivery take?",
    "Can I return a lamp that I do not like?",
    "Do you deliver to Norway?",
    "What are your opening hours?",
    "How can I pay for my order?",
    "How do I clean an oak table?",
    "What does delivery cost?",
    "Can I change my delivery address?",
)
NUMBER = "200"
"""The demo's line whose bot answers from the articles."""
TURNS_PER_SECOND = 2
GAP = 0.3
"""Seconds without a sound after which we count as silent."""
SOONEST = 0.05
"""Seconds in which no sound can be told from a click: a gap that begins sooner is the answer's own pause."""
SETTLES = 0.8
LISTENS = 1.5
"""Seconds of an answer that are heard before it is interrupted."""
WITHIN = 20.0
LOOK = 0.02


class Turn:
    """What was measured of one question, in seconds; None where it did not come to that."""

    def __init__(self) -> None:
        self.first_audio: float | None = None
        self.stopped: float | None = None


async def voice_row(folder: Path, clock: Clock, seconds: float, runs: int) -> list[list[Figure]]:
    """Ask in turns, in one call for each run; return each run's figures."""
    questions = await spoken(clock)
    turns = max(3, round(seconds * TURNS_PER_SECOND))
    found = []
    async with taking_calls(folder, clock) as (_, address), phone_on(clock) as phone:
        for _ in range(runs):
            call = await phone.dial(address, NUMBER)
            found.append(_figures(await _talk(call, clock, questions, turns)))
            await phone.hang_up(call)
    return found


@asynccontextmanager
async def taking_calls(folder: Path, clock: Clock) -> AsyncIterator[tuple[Server, tuple[str, int]]]:
    """Run a hub of the demo company that takes calls; yield it and its SIP address."""
    sip, first = free_port(), free_port() & ~1
    env = {
        **ENVIRONMENT,
        "SWITCHBOARD_DATA_FOLDER": str(folder / "hub"),
        "SWITCHBOARD_VOICE_SIP_LISTEN": f"{HOST}:{sip}",
        "SWITCHBOARD_VOICE_RTP_PORTS": f"{min(first, 60_000)}-{min(first, 60_000) + 4000}",
        "SWITCHBOARD_VOICE_MOST_CALLS": "500",
        "SWITCHBOARD_VOICE_SIP_CALLS_PER_SECOND": "1000",
        "SWITCHBOARD_VOICE_SIP_CALLS_PER_SOURCE": "1000",
        "SWITCHBOARD_VOICE_SIP_MOST_PER_SOURCE": "500",
    }
    async with Server(clock, folder / "hub.log", "hub", "serve", "--demo", env=env) as server:
        async with phone_on(clock) as phone:
            await _ready(phone, clock, (HOST, sip))
        yield server, (HOST, sip)


async def _ready(phone: Phone, clock: Clock, address: tuple[str, int]) -> None:
    """Call until somebody answers: the speech engines take a while to load."""
    until = clock.monotonic() + 3 * WITHIN
    while True:
        try:
            call = await phone.dial(address, NUMBER)
        except Unavailable:
            if clock.monotonic() > until:
                raise
            continue
        await phone.hang_up(call)
        return


@asynccontextmanager
async def phone_on(clock: Clock) -> AsyncIterator[Phone]:
    """Give a phone whose lines send."""
    phone = await Phone.open(clock)
    try:
        async with asyncio.TaskGroup() as tasks:
            pacing = tasks.create_task(phone.pace())
            yield phone
            pacing.cancel()
    finally:
        phone.close()


async def spoken(clock: Clock) -> list[list[bytes]]:
    """Return the questions as a caller says them, made by the first voice of the configuration."""
    from voice.node.speech.adapters import EngineSynthesiser  # the extra `voice` may be missing
    from voice.node.speech.engine import Engine

    config = load_config(None)
    settings, _ = await asyncio.to_thread(node_settings, config, name="bench", hub="", token="")  # noqa: S106 - none
    program = settings.synthesisers[0]
    engine = Engine(program.name, program.command, 1)
    voice = EngineSynthesiser(engine)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(supervise("voice", engine.run, clock))
        await engine.ready.wait()
        said = []
        for question in QUESTIONS:
            audio = b"".join([piece async for piece in voice.speak(question, "en")])
            said.append(trimmed(from_16k(audio)))
        running.cancel()
    return said


async def _talk(call: PhoneCall, clock: Clock, questions: list[list[bytes]], turns: int) -> list[Turn]:
    """Ask so many questions, each over the answer to the one before; return what was measured.

    Some more where answers paused by themselves just then: at least two are interrupted.
    """
    await _until(clock, lambda: _silent_since(call, clock) > SETTLES and bool(_first(call, 0.0)))
    measured: list[Turn] = []
    asked: Iterator[list[bytes]] = cycle(questions)
    while len(measured) < turns or (len(measured) < 2 * turns and _interrupted(measured) < 2):
        measured.append(await _ask(call, clock, next(asked)))
    return measured


def _interrupted(turns: list[Turn]) -> int:
    return sum(turn.stopped is not None for turn in turns)


async def _ask(call: PhoneCall, clock: Clock, question: list[bytes]) -> Turn:
    """Ask, and listen to the beginning of the answer."""
    turn = Turn()
    began, over_us = clock.now().timestamp(), _silent_since(call, clock) < GAP
    call.say(question)
    await _until(clock, lambda: not call.to_say)
    await clock.sleep(LOOK)
    ended = call.said_until
    if over_us:
        turn.stopped = _stopped(call.heard, began, ended)
    await _until(clock, lambda: _first(call, ended) is not None)
    if first := _first(call, ended):
        turn.first_audio = first - ended
    await clock.sleep(LISTENS)
    return turn


async def _until(clock: Clock, condition: Callable[[], bool]) -> bool:
    until = clock.monotonic() + WITHIN
    while not condition():
        if clock.monotonic() > until:
            return False
        await clock.sleep(LOOK)
    return True


def _first(call: PhoneCall, after: float) -> float | None:
    """Return when the first sound came after some time."""
    return next((one.at for one in call.heard if one.loud and one.at > after), None)


def _silent_since(call: PhoneCall, clock: Clock) -> float:
    """Return for how long nothing has been heard."""
    last = next((one.at for one in reversed(call.heard) if one.loud), 0.0)
    return clock.now().timestamp() - last


def _stopped(heard: list[Packet], began: float, ended: float) -> float | None:
    """Return how long after the caller began the last sound came before a gap; None if there was no gap.

    Also None where the answer paused by itself just then.
    """
    loud = [one.at for one in heard if one.loud and one.at > began - GAP]
    for one, following in zip(loud, [*loud[1:], ended + GAP], strict=True):
        if following - one > GAP and one < ended:
            return one - began if one - began > SOONEST else None
    return None


def _figures(turns: list[Turn]) -> list[Figure]:
    waits = sorted(turn.first_audio for turn in turns if turn.first_audio is not None)
    stops = sorted(turn.stopped for turn in turns if turn.stopped is not None)
    if len(waits) < 2 or len(stops) < 2:
        raise Unavailable("The bot did not answer. The hub's log says why: run it with `switchboard serve`.")
    tiles = quantiles(waits, n=20, method="inclusive")
    return [
        figure("voice_first_audio_p50_ms", tiles[9] * 1000, "ms"),
        figure("voice_first_audio_p95_ms", tiles[18] * 1000, "ms"),
        figure("voice_barge_in_ms", quantiles(stops, n=20, method="inclusive")[9] * 1000, "ms"),
        figure("voice_unanswered", float(len(turns) - len(waits)), "turns"),
    ]
