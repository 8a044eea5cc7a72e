"""How well a recogniser hears: `switchboard eval asr`."""

import asyncio
import math
import os
import re
import statistics
import time
import unicodedata
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy
import soxr
from numpy.typing import NDArray

from hub.core.clock import Clock
from hub.core.errors import InvalidInput
from hub.core.records import Value
from hub.core.tasks import supervise
from voice.node.legs import RATE
from voice.node.speech.adapters import EngineRecogniser
from voice.node.speech.engine import Engine

Samples = NDArray[numpy.float32]

BY_CHARACTER = frozenset({"zh", "ja", "th"})
"""Languages whose words are not apart."""
LINE = 8000
"""Samples a second on a telephone line, in mu-law, from 300 to 3400 Hz."""
LOW, HIGH = 300, 3400
MU = 255
WITHIN = 120.0
SAME = {
    word: str(at)
    for at, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
} | {"mister": "mr"}
"""Words that are written in either way."""
TICKS = os.sysconf("SC_CLK_TCK")


class Clip(Value, frozen=True, kw_only=True):
    """One line of a manifest."""

    path: Path
    text: str


class Outcome(Value, frozen=True, kw_only=True):
    """What became of one clip. Errors are of words, or of characters."""

    clip: Clip
    heard: str
    errors: int
    length: int
    seconds: float  # of audio
    latency: float  # from its end to the text, in seconds


def read_manifest(path: Path) -> list[Clip]:
    """Read lines of PATH<tab>TEXT; paths are relative to the manifest's folder. Blocking."""
    clips = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        audio, tab, text = line.partition("\t")
        if not tab:
            raise InvalidInput(f"{path}, line {number}: write the path, a tab and what is said.")
        clips.append(Clip(path=path.parent / audio, text=text.strip()))
    if not clips:
        raise InvalidInput(f"{path} has no lines.")
    return clips


def samples_of(path: Path, *, telephone: bool) -> bytes:
    """Read a WAV file (16 bit, mono) as a node hears it, or as it comes by `telephone`. Blocking."""
    try:
        with wave.open(str(path)) as audio:
            if audio.getnchannels() != 1 or audio.getsampwidth() != 2:
                raise InvalidInput(f"{path}: only WAV files of one channel with 16 bits can be read.")
            rate = audio.getframerate()
            taken = numpy.frombuffer(audio.readframes(audio.getnframes()), "<i2")
            samples: Samples = taken.astype(numpy.float32) / numpy.float32(32768)
    except (OSError, EOFError, wave.Error) as error:
        raise InvalidInput(f"{path} cannot be read: {error}.") from error
    if telephone:
        samples, rate = by_telephone(_at(samples, rate, LINE)), LINE
    return (_at(samples, rate, RATE).clip(-1, 1) * 32767).astype("<i2").tobytes()


def _at(samples: Samples, rate: int, wanted: int) -> Samples:
    return samples if rate == wanted else cast(Samples, soxr.resample(samples, rate, wanted))


def by_telephone(samples: Samples) -> Samples:
    """Return samples at LINE as they come out of a line: its band, and mu-law there and back (G.711)."""
    bands = numpy.fft.rfft(samples)
    pitch = numpy.fft.rfftfreq(len(samples), 1 / LINE)
    bands[(pitch < LOW) | (pitch > HIGH)] = 0
    band = numpy.fft.irfft(bands, len(samples)).clip(-1, 1)
    steps = numpy.round(numpy.sign(band) * numpy.log1p(MU * abs(band)) / numpy.log1p(MU) * 127) / 127
    back = numpy.sign(steps) * ((1 + MU) ** abs(steps) - 1) / MU
    return cast(Samples, back.astype(numpy.float32))


def units(text: str, language: str) -> list[str]:
    """Return what is compared: words without their signs, digits one by one, or characters."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    plain = re.sub(r"[^\w\s']|_", " ", plain)
    if language in BY_CHARACTER:
        return [letter for letter in plain if not letter.isspace()]
    words = [SAME.get(word, word) for word in plain.split()]
    return [one for word in words for one in (word if word.isdigit() else [word])]


def distance(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return how many words were put in, left out or replaced (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for at, one in enumerate(said, 1):
        before, row[0] = row[0], at
        for to, other in enumerate(heard, 1):
            change = before + (one != other)
            before, row[to] = row[to], min(change, row[to] + 1, row[to - 1] + 1)
    return row[-1]


async def measure(
    command: Sequence[str], clips: Sequence[Clip], language: str, clock: Clock, *, telephone: bool
) -> str:
    """Have a recogniser hear all clips, one after the other; return the figures as text.

    Raises InvalidInput for a clip that cannot be read and a language the model does not know, SpeechError
    when the engine ends.
    """
    audio = await asyncio.to_thread(lambda: [samples_of(one.path, telephone=telephone) for one in clips])
    engine = Engine(Path(command[2]).suffix.removeprefix("."), command, 2)
    running = asyncio.ensure_future(supervise(engine.name, engine.run, clock))  # noqa: TID251 - ended below
    try:
        await engine.ready.wait()
        recogniser = EngineRecogniser([engine], WITHIN)
        if language not in engine.languages:
            known = ", ".join(engine.languages)
            raise InvalidInput(f"This model knows {known}, not {language}. Say which: --language.")
        before = _cpu(engine.pid)
        outcomes = [
            await _outcome(recogniser, clip, sound, language)
            for clip, sound in zip(clips, audio, strict=True)
        ]
        return report(outcomes, language, _cpu(engine.pid) - before)
    finally:
        running.cancel()
        await asyncio.wait([running])


async def _outcome(recogniser: EngineRecogniser, clip: Clip, audio: bytes, language: str) -> Outcome:
    hearing = await recogniser.hear(language)
    await hearing.feed(bytes(RATE // 2) + audio + bytes(RATE // 5))  # what a call has around a turn
    if recogniser.abilities.partials:  # it has heard all by the end: it was as fast as the caller
        await (await recogniser.hear(language)).finish()
    began = time.perf_counter()
    heard = await hearing.finish()
    latency = time.perf_counter() - began
    said = units(clip.text, language)
    return Outcome(
        clip=clip,
        heard=heard.text,
        errors=distance(said, units(heard.text, language)),
        length=len(said),
        seconds=len(audio) / 2 / RATE,
        latency=latency,
    )


def report(outcomes: Sequence[Outcome], language: str, cpu: float) -> str:
    """Return what was measured, and the clips with most errors."""
    rate = 100 * sum(one.errors for one in outcomes) / max(sum(one.length for one in outcomes), 1)
    latencies = sorted(one.latency for one in outcomes)
    seconds = sum(one.seconds for one in outcomes)
    name = "CER" if language in BY_CHARACTER else "WER"
    right = sum(not one.errors for one in outcomes)
    lines = [
        f"{name:<22}{rate:.1f} %   ({right} of {len(outcomes)} without error)",
        f"{'final latency':<22}p50 {1000 * statistics.median(latencies):.0f} ms, "
        f"p95 {1000 * latencies[math.ceil(0.95 * len(latencies)) - 1]:.0f} ms",
        f"{'CPU per audio second':<22}{cpu / seconds:.3f} s   ({seconds:.0f} s of audio)",
    ]
    worst = sorted((one for one in outcomes if one.errors), key=lambda one: -one.errors / max(one.length, 1))
    for one in worst[:10]:
        lines += ["", f"{one.clip.path.name}: {one.clip.text}", f"{'':<4}heard: {one.heard or '(nothing)'}"]
    return "\n".join(lines)


def _cpu(pid: int) -> float:
    """Return the processor time of a process, in seconds (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
