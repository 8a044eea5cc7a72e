"""Our own voice that comes back is no interruption, and a caller who speaks over it is one."""

from math import sqrt

import numpy
import pytest
from numpy.typing import NDArray

from voice.node.echo import EchoGuard, power_of
from voice.node.legs import FRAME, RATE, SILENT

Samples = NDArray[numpy.float64]


def speech(seconds: float, seed: int) -> Samples:
    """Something like speech: syllables of changing noise, with pauses."""
    chance = numpy.random.default_rng(seed)
    parts: list[Samples] = []
    while sum(one.size for one in parts) < seconds * RATE:
        length = int(chance.uniform(0.1, 0.3) * RATE)
        shape = numpy.convolve(
            chance.standard_normal(length), chance.standard_normal(40) * numpy.hanning(40), "same"
        )
        parts.append(shape * numpy.hanning(length) * chance.uniform(0.4, 1))
        if chance.random() < 0.3:
            parts.append(numpy.zeros(int(chance.uniform(0.1, 0.4) * RATE)))
    whole = numpy.concatenate(parts)[: int(seconds * RATE)]
    loud: Samples = whole / abs(whole).max() * 12000
    return loud


def echo(sound: Samples, delay: float, gain: float, room: float) -> Samples:
    """What a telephone that speaks aloud gives back, in a room that sounds for so many seconds."""
    length = max(int(room * RATE), 1)
    answer = numpy.random.default_rng(5).standard_normal(length) * numpy.exp(
        -5 * numpy.arange(length) / length
    )
    answer[0] = 12  # the way from the speaker straight to the microphone
    back = numpy.convolve(sound, answer / numpy.sqrt(answer @ answer))[: len(sound)] * gain
    return numpy.concatenate((numpy.zeros(int(delay * RATE)), back))[: len(sound)]


def frames(sound: Samples) -> list[bytes]:
    noise = numpy.random.default_rng(7).standard_normal(len(sound)) * 10
    audio = (sound + noise).clip(-32768, 32767).astype("<i2").tobytes()
    return [audio[at : at + FRAME] for at in range(0, len(audio), FRAME)]


def loud(frame: bytes) -> float:
    return sqrt(power_of(frame))


def let_through(ours: Samples, came: Samples) -> list[bool]:
    guard, moved = EchoGuard(), zip(frames(came), frames(ours), strict=True)
    return [not guard.is_echo(frame, said, loud(frame)) for frame, said in moved]


@pytest.mark.parametrize("delay", [0.06, 0.3])
@pytest.mark.parametrize("gain", [0.5, 0.1])
@pytest.mark.parametrize("room", [0.0, 0.05])
def test_an_echo_is_no_voice(delay: float, gain: float, room: float) -> None:
    ours = speech(8, 1)
    heard = let_through(ours, echo(ours, delay, gain, room))
    assert sum(heard[50:]) < 0.02 * len(heard)  # once it is known


@pytest.mark.parametrize("gain", [0.0, 0.1, 0.3])
def test_a_caller_over_it_is_heard_at_once(gain: float) -> None:
    ours, caller = speech(8, 1), speech(3, 2)
    came = echo(ours, 0.15, gain, 0.03)
    came[5 * RATE :] += caller
    heard = let_through(ours, came)
    assert sum(heard[50:250]) < 5
    assert sum(heard[250:256]) >= 3
    assert sum(heard[250:400]) > 60


def test_nothing_is_an_echo_while_we_are_silent() -> None:
    guard = EchoGuard()
    assert not any(guard.is_echo(frame, SILENT, loud(frame)) for frame in frames(speech(3, 2)))
