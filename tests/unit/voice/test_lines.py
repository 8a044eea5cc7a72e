"""Between a line's rate and the node's: pieces become frames, late ones go."""

import numpy
import pytest

from tests.fakes.voice import level
from voice.node.legs import FRAME, FRAME_SAMPLES, RATE
from voice.node.lines import LOOK_BACK, SPARE, Inward, Surplus
from voice.node.rates import Rate


def tone(rate: int, seconds: float, pitch: int = 440) -> bytes:
    time = numpy.arange(round(rate * seconds)) / rate
    return (8000 * numpy.sin(2 * numpy.pi * pitch * time)).astype("<i2").tobytes()


def pitch_of(audio: bytes) -> float:
    samples = numpy.frombuffer(audio, "<i2").astype(float)
    spectrum = abs(numpy.fft.rfft(samples * numpy.hanning(len(samples))))
    return float(spectrum.argmax() * RATE / len(samples))


@pytest.mark.parametrize("rate", [8_000, 16_000, 24_000, 48_000])
@pytest.mark.parametrize("piece", [37, 160, 1920])
def test_any_pieces_of_any_rate_become_frames_of_the_same_tone(rate: int, piece: int) -> None:
    line = Inward(rate, most=1000)
    audio = tone(rate, 1.0)
    frames = []
    for at in range(0, len(audio), 2 * piece):
        line.put(audio[at : at + 2 * piece])
        while frame := line.take():
            frames.append(frame)
    assert {len(frame) for frame in frames} == {FRAME}
    assert 45 <= len(frames) <= 50
    assert pitch_of(b"".join(frames)) == pytest.approx(440, abs=2)


def test_nothing_comes_out_before_a_frame_is_whole() -> None:
    line = Inward(RATE)
    line.put(bytes(FRAME - 2))
    assert line.take() is None
    line.put(bytes(2))
    assert line.take() == bytes(FRAME)
    assert line.take() is None


def test_the_oldest_goes_when_nobody_listens() -> None:
    line = Inward(RATE, most=3)
    for value in range(10):
        line.put(numpy.full(FRAME_SAMPLES, value, "<i2").tobytes())
    kept = []
    while frame := line.take():
        kept.append(int(numpy.frombuffer(frame, "<i2")[0]))
    assert kept == [7, 8, 9]
    assert line.dropped == 7


def test_the_same_rate_is_passed_on_as_it_is() -> None:
    audio = tone(RATE, 0.1)
    assert Rate(RATE, RATE).bring(audio) == audio
    assert Rate(8000, RATE).bring(b"") == b""


def test_a_burst_after_a_gap_is_worked_off_in_a_pause_and_not_in_what_is_said() -> None:
    inward = Inward(RATE)
    inward.put(b"".join([level(1000)] * 12))  # what had not come for a while
    for _ in range(2 * LOOK_BACK):
        inward.put(level(1000))
        assert inward.take() == level(1000)
    assert inward.dropped == 0
    for _ in range(3):
        inward.put(level(0))
    for _ in range(3 * LOOK_BACK):
        inward.put(level(0))
        assert inward.take() is not None
    assert 0 < inward.dropped < 15
    inward.put(level(1000))
    waited = 0
    while inward.take() != level(1000):
        inward.put(level(0))
        waited += 1
    assert waited <= SPARE + 1


def test_a_line_that_comes_evenly_loses_nothing() -> None:
    inward = Inward(RATE)
    for _ in range(3 * LOOK_BACK):
        inward.put(level(0) + level(0))
        assert [inward.take(), inward.take()] == [level(0), level(0)]
    assert inward.dropped == 0


def test_what_always_waits_is_left_out_where_nobody_misses_it() -> None:
    surplus = Surplus(1, looks=3)
    for waiting in (3, 4, 3):
        assert not surplus.leaves_out(level(0))  # not known yet
        surplus.look(waiting)
    assert [surplus.leaves_out(level(value)) for value in (1000, 0, 0, 0)] == [False, True, True, False]
    for waiting in (5, 0, 5):
        surplus.look(waiting)
    assert not surplus.leaves_out(level(0))  # once, all of it was needed
    for _ in range(3):
        surplus.look(5)
    surplus.forget()
    assert not surplus.leaves_out(level(0))


@pytest.mark.parametrize(("source", "target"), [(8_000, RATE), (RATE, 8_000), (48_000, RATE), (RATE, 48_000)])
def test_another_rate_takes_no_waiting(source: int, target: int) -> None:
    rate, piece = Rate(source, target), tone(source, 0.02)
    assert [len(rate.bring(piece)) for _ in range(10)] == [target // 50 * 2] * 10


@pytest.mark.parametrize(("pitch", "kept"), [(300, 1.0), (3_000, 1.0), (4_600, 0.0), (7_000, 0.0)])
def test_what_a_line_cannot_carry_is_left_out_and_not_heard_as_something_else(
    pitch: int, kept: float
) -> None:
    carried = numpy.frombuffer(Rate(RATE, 8_000).bring(tone(RATE, 1.0, pitch)), "<i2").astype(float)[50:]
    assert numpy.sqrt((carried**2).mean()) / (8_000 / 2**0.5) == pytest.approx(kept, abs=0.01)
