"""What is left of the silence around speech."""

import numpy

from voice.node.speech.engines.silence import AFTER, BEFORE, trimmed

RATE = 1000


def samples(before: int, speech: int, after: int) -> numpy.ndarray[tuple[int], numpy.dtype[numpy.float32]]:
    """Return milliseconds of noise that is hardly heard, of speech, and of noise again."""
    hiss = [numpy.full(length, 0.005, numpy.float32) for length in (before, after)]
    return numpy.concatenate([hiss[0], numpy.full(speech, -0.4, numpy.float32), hiss[1]])


def test_what_callers_would_wait_for_is_taken_away() -> None:
    found = trimmed(samples(400, 900, 700), RATE)
    assert len(found) == 900 + round((BEFORE + AFTER) * RATE)
    assert abs(found).argmax() == round(BEFORE * RATE)


def test_speech_without_silence_stays_as_it_is() -> None:
    assert list(trimmed(samples(0, 300, 0), RATE)) == list(samples(0, 300, 0))


def test_pauses_within_speech_stay() -> None:
    paused = numpy.concatenate([samples(0, 100, 500), samples(0, 100, 0)])
    assert len(trimmed(paused, RATE)) == len(paused)


def test_of_silence_nothing_is_left() -> None:
    assert len(trimmed(samples(300, 0, 0), RATE)) == 0
