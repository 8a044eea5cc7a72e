"""Finding sounds in recordings: whether what one side said is what the other side heard."""

from typing import Protocol

import numpy
import soxr
from numpy.typing import NDArray
from pypinyin import lazy_pinyin

from hub.core.spoken_words import spoken_words
from tests.e2e.patience import until
from tests.e2e.phone import LINE, LOUD, Samples
from tests.fakes.speech import Speech
from voice.node.legs import RATE

ALIKE = 0.6
"""What a sound is like after Opus and a busy machine, and none of our other sounds is (0.45 at most)."""
CERTAIN = 0.8
PIECE = LINE // 2
ATTEMPTS = 20
LATELY = 20 * LINE
"""What is looked for words in: recognisers are made for half a minute."""


def from_line(samples: Samples) -> bytes:
    """Return what was heard on a line as recognisers take it."""
    return bytes(soxr.resample(samples, LINE, RATE).astype("<i2").tobytes())


def to_line(audio: bytes, rate: int = LINE) -> Samples:
    """Return the node's audio at another rate."""
    found: Samples = soxr.resample(numpy.frombuffer(audio, "<i2"), RATE, rate).astype("<i2")
    return found


def likeness(recording: NDArray[numpy.generic], sound: NDArray[numpy.generic]) -> float:
    """Return how surely a sound is in a recording (0 to 1), both at LINE: its second best half second counts.

    A busy machine drops or delays a frame here and there, and nothing that spans one is alike any more.
    """
    pieces = [sound[at : at + PIECE] for at in range(0, max(len(sound) - PIECE, 0) + 1, PIECE)]
    loudest = max(float(piece.astype(float).std()) for piece in pieces)
    spoken = [piece for piece in pieces if piece.astype(float).std() >= loudest / 3]
    found = [float(one.max(initial=0.0)) for one in _correlations(recording, *spoken)]
    return sorted(found)[-2:][0]


def place(recording: NDArray[numpy.generic], sound: NDArray[numpy.generic]) -> int:
    """Return the sample of a recording at which a sound begins that is certainly in it."""
    (found,) = _correlations(recording, sound)
    assert found.max(initial=0.0) > CERTAIN, "The sound is not in the recording."
    return int(found.argmax())


def _correlations(
    recording: NDArray[numpy.generic], *sounds: NDArray[numpy.generic]
) -> list[NDArray[numpy.float64]]:
    """Return for each sound how alike it is to each part of a recording that is as long, 0 to 1."""
    whole = recording.astype(float)
    size = 1 << len(whole).bit_length()
    spectrum = numpy.fft.rfft(whole, size)
    sums = numpy.concatenate([[0.0], numpy.cumsum(whole**2)])

    def correlation(part: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
        if len(whole) < len(part):
            return numpy.zeros(0)
        part = part - part.mean()
        products = numpy.fft.irfft(spectrum * numpy.conj(numpy.fft.rfft(part, size)), size)
        energies = sums[len(part) :] - sums[: -len(part)]
        scale = numpy.sqrt(energies * (part**2).sum())
        quiet = energies < len(part) * 100.0  # silence is like everything
        return numpy.where(quiet, 0.0, abs(products[: len(energies)]) / numpy.maximum(scale, 1.0))

    return [correlation(sound.astype(float)) for sound in sounds]


async def clearly(speech: Speech, text: str) -> Samples:
    """Return a text as the recogniser makes it out on a line: a voice says it in another way each time.

    Of ten ways, some are misheard whole, as "How on this delivery tape?" for "How long does delivery take?"
    """
    for _ in range(ATTEMPTS):
        audio = to_line(await speech.spoken(text))
        if share(text, (await speech.understood(from_line(audio))).text) == 1.0:
            return audio
    raise AssertionError(f"No recogniser makes out how the voice says: {text}")


def words(text: str, language: str = "en") -> set[str]:
    """Return the words of a text, without signs; of a Chinese one the sounds, with numbers as they are read.

    Recognisers take one character for another that sounds alike, as 请按九 for 起案久.
    """
    if language == "zh":
        return {one for one in lazy_pinyin(spoken_words(text, "zh")) if one.isalpha()}
    return {word.strip(".,!?*;:").lower() for word in text.split()} - {""}


def share(of: str, found: str, language: str = "en") -> float:
    """Return which share of the words of a text were found (0 to 1)."""
    wanted = words(of, language)
    return len(wanted & words(found, language)) / len(wanted)


class Hearer(Protocol):
    """A phone, or an agent's browser."""

    @property
    def heard(self) -> Samples:
        """All that came to it so far, at LINE."""
        ...


async def until_heard(by: Hearer, sound: Samples, *, after: int = 0) -> None:
    """Wait until a sound was heard, later than that sample."""

    async def heard() -> bool:
        return likeness(by.heard[after:][-LATELY:], sound) > ALIKE

    await until("a sound that should be heard", heard)


async def until_told(
    by: Hearer, speech: Speech, text: str, *, enough: float = 0.6, after: int = 0, language: str = "en"
) -> None:
    """Wait until so much of a text was heard, later than that sample."""

    understood, listened = "", 0

    async def told() -> bool:
        nonlocal understood, listened
        everything = by.heard
        heard = everything[after:][-LATELY:]
        if len(everything) < listened + LINE or not (abs(heard.astype(int)) > LOUD).any():
            return False  # recognisers cost the hub's their time: once a second is often enough
        listened = len(everything)
        understood = (await speech.understood(from_line(heard), language)).text
        return share(text, understood, language) > enough

    try:
        await until(f"somebody who says: {text}", told)
    except AssertionError as error:
        error.add_note(f"What was understood at last: {understood}")
        raise
