"""Keys in the audio, and keys that come by several ways."""

from collections.abc import Iterator
from itertools import pairwise

import numpy
import pytest
from numpy.typing import NDArray

from tests.fakes.clock import FakeClock
from tests.fakes.sounds import speech
from voice.node.legs import FRAME, RATE
from voice.node.music import music

inband = pytest.importorskip("voice.node.sip.inband")
presses = pytest.importorskip("voice.node.sip.presses")
ALL = "1234567890*#ABCD"
Samples = NDArray[numpy.float64]


def tone(key: str, seconds: float = 0.06, loudness: float = 6000.0, twist: float = 1.0) -> Samples:
    row = next(one for one in range(4) if key in inband.KEYS[one])
    times = numpy.arange(round(seconds * RATE)) / RATE
    low, high = inband.LOW[row], inband.HIGH[inband.KEYS[row].index(key)]
    wave: Samples = loudness * (
        twist * numpy.sin(2 * numpy.pi * low * times) + numpy.sin(2 * numpy.pi * high * times + 1)
    )
    return wave


def dialled(keys: str, pause: float = 0.06, **more: float) -> Samples:
    silence = numpy.zeros(round(pause * RATE) + 37)  # so that tones begin anywhere in a frame
    return numpy.concatenate([silence, *(part for key in keys for part in (tone(key, **more), silence))])


def heard(samples: Samples) -> str:
    tones, data = inband.Tones(), samples.clip(-32768, 32767).astype("<i2").tobytes()
    return "".join(
        key for at in range(0, len(data) - FRAME, FRAME) for key in tones.hear(data[at : at + FRAME])
    )


def through_mu_law(samples: Samples) -> Samples:
    """Return what is left after 8 kHz, 8 bit: every second sample, its logarithm rounded, and back."""
    kept = samples[::2] / 32768
    coded = numpy.round(numpy.sign(kept) * numpy.log1p(255 * abs(kept)) / numpy.log(256) * 127) / 127
    back = numpy.sign(coded) * (256 ** abs(coded) - 1) / 255 * 32768
    whole: Samples = numpy.interp(numpy.arange(len(samples)), numpy.arange(len(kept)) * 2, back)
    return whole


def test_all_keys_clean() -> None:
    assert heard(dialled(ALL)) == ALL


def test_a_key_twice_and_a_long_one_once() -> None:
    assert heard(dialled("5566", pause=0.05)) == "5566"
    assert heard(dialled("7", seconds=2.0)) == "7"


@pytest.mark.parametrize("loudness", [300.0, 1000.0, 15000.0])
def test_quiet_and_loud_after_mu_law(loudness: float) -> None:
    assert heard(through_mu_law(dialled(ALL, loudness=loudness))) == ALL


@pytest.mark.parametrize("twist", [0.5, 2.0])
def test_tones_of_different_loudness(twist: float) -> None:
    assert heard(dialled(ALL, twist=twist)) == ALL


def test_over_somebody_who_speaks() -> None:
    keys = dialled(ALL, seconds=0.1, pause=0.1)
    said = speech(len(keys) / RATE)[: len(keys)]
    said *= 6000 / 2.5 / numpy.sqrt((said**2).mean())  # 8 dB below the tones
    assert heard(through_mu_law(keys[: len(said)] + said)) == ALL


def test_speech_has_no_keys() -> None:
    assert heard(speech(60.0)) == ""


def test_music_and_single_tones_have_no_keys() -> None:
    waiting: Iterator[bytes] = music()
    tones = inband.Tones()
    assert [key for _ in range(3000) for key in tones.hear(next(waiting))] == []
    times = numpy.arange(RATE // 4) / RATE
    singles = [
        8000 * numpy.sin(2 * numpy.pi * hertz * times) for hertz in (350, 440, 697, 941, 1209, 1633, 425)
    ]
    chords = [one + other for one, other in pairwise(singles)]
    chords.pop(4)  # 941 with 1209 is a key
    assert (
        heard(numpy.concatenate([*singles, *(one for index, one in enumerate(chords) if index != 3)])) == ""
    )


# --- several ways ----------------------------------------------------------------------------------------


def test_one_press_by_three_ways_is_one() -> None:
    clock = FakeClock()
    keys, ways = presses.Presses(clock), presses.Way
    assert keys.is_new("5", ways.EVENT)
    assert not keys.is_new("5", ways.TONE)
    assert not keys.is_new("5", ways.INFO)


async def test_the_same_key_again_is_new_by_each_way() -> None:
    clock = FakeClock()
    keys, ways = presses.Presses(clock), presses.Way
    news = [keys.is_new("5", way) for way in (ways.EVENT, ways.TONE, ways.EVENT, ways.TONE)]
    assert news == [True, False, True, False]
    assert keys.is_new("6", ways.TONE)
    await clock.advance(2)
    assert keys.is_new("6", ways.EVENT)
