"""How a recogniser is measured: what counts as an error, and what audio by telephone is."""

import wave
from pathlib import Path

import numpy
import pytest

from hub.core.errors import InvalidInput
from voice.node.legs import RATE
from voice.node.speech.measuring import (
    LINE,
    Clip,
    Outcome,
    by_telephone,
    distance,
    read_manifest,
    report,
    samples_of,
    units,
)


@pytest.mark.parametrize(
    ("said", "heard", "language", "errors"),
    [
        ("Where is my order?", "where is my order", "en", 0),
        ("Where is my order?", "Where's my order", "en", 2),
        ("four seven one one", "4711.", "en", 0),
        ("Press one, Mister Smith.", "Press 1, Mr. Smith", "en", 0),
        ("", "you", "en", 1),
        ("我想退货。", "我想退火", "zh", 1),
        ("四七一一", "四七一", "zh", 1),
    ],
)
def test_errors_are_of_words_and_in_chinese_of_characters(
    said: str, heard: str, language: str, errors: int
) -> None:
    assert distance(units(said, language), units(heard, language)) == errors


def tone(pitch: float, rate: int) -> numpy.ndarray:
    return (0.5 * numpy.sin(2 * numpy.pi * pitch * numpy.arange(rate) / rate)).astype(numpy.float32)


def test_a_line_passes_speech_and_nothing_below_or_above() -> None:
    for pitch, passes in ((100, False), (1000, True), (3000, True), (3800, False)):
        loud = float(numpy.abs(by_telephone(tone(pitch, LINE))).max())
        assert (loud > 0.4) is passes
        assert passes or loud < 0.01


def test_files_come_at_the_nodes_rate(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as audio:
        audio.setparams((1, 2, 22050, 0, "NONE", ""))
        audio.writeframes((tone(500, 22050) * 32767).astype("<i2").tobytes())
    for telephone in (False, True):
        assert abs(len(samples_of(path, telephone=telephone)) - 2 * RATE) < 20
    (tmp_path / "b.wav").write_bytes(b"no audio")
    with pytest.raises(InvalidInput, match=r"b\.wav cannot be read"):
        samples_of(tmp_path / "b.wav", telephone=False)


def test_a_manifest_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "m.tsv"
    path.write_text("# all of them\na.wav\tGood day.\n\n/b.wav\tBye.\n")
    assert read_manifest(path) == [
        Clip(path=tmp_path / "a.wav", text="Good day."),
        Clip(path=Path("/b.wav"), text="Bye."),
    ]
    path.write_text("a.wav Good day.\n")
    with pytest.raises(InvalidInput, match="line 1: write the path, a tab"):
        read_manifest(path)
    path.write_text("\n")
    with pytest.raises(InvalidInput, match="has no lines"):
        read_manifest(path)


def test_the_report_tells_rates_and_the_worst() -> None:
    clip = Clip(path=Path("a.wav"), text="a b c d")
    right = Outcome(clip=clip, heard="a b c d", errors=0, length=4, seconds=2.0, latency=0.1)
    wrong = Outcome(clip=clip, heard="", errors=4, length=4, seconds=2.0, latency=0.3)
    text = report([right, wrong], "en", cpu=0.4)
    assert "WER                   50.0 %   (1 of 2 without error)" in text
    assert "p50 200 ms, p95 300 ms" in text
    assert "0.100 s   (4 s of audio)" in text
    assert "heard: (nothing)" in text
