"""Speech that was made before."""

from pathlib import Path

from tests.fakes.threads import Inline, outside
from tests.fakes.voice import FakeSynthesiser, level
from voice.node.speech.cache import OFTEN, CachedVoice, SpeechFolder


async def said(voice: CachedVoice, text: str) -> bytes:
    return b"".join([audio async for audio in voice.speak(text, "en")])


async def test_what_was_said_is_made_once() -> None:
    synthesiser = FakeSynthesiser()
    voice = CachedVoice(synthesiser, "ann", threads=Inline())
    assert list(voice.languages) == ["en", "zh"]
    for _ in range(3):
        assert await said(voice, "good day") == level(4) + level(3)
    assert synthesiser.spoken == ["good day"]
    assert [audio async for audio in voice.speak("good day", "zh")]
    assert len(synthesiser.spoken) == 2  # in another language it sounds otherwise


async def test_what_is_not_said_any_more_is_forgotten_first() -> None:
    synthesiser = FakeSynthesiser()
    voice = CachedVoice(synthesiser, "ann", most=2 * 640, threads=Inline())
    for text in ("one", "two", "one", "three", "one", "two"):
        await said(voice, text)
    assert synthesiser.spoken == ["one", "two", "three", "two"]


async def test_what_is_said_often_outlasts_the_node_and_a_dead_engine(tmp_path: Path) -> None:
    first = CachedVoice(FakeSynthesiser(), "ann", SpeechFolder(tmp_path / "s"), threads=Inline())
    for _ in range(OFTEN):
        await said(first, "good day")
    await said(first, "your order is 4711")
    broken = FakeSynthesiser()
    broken.broken = True
    second = CachedVoice(broken, "ann", SpeechFolder(tmp_path / "s"), threads=Inline())
    assert await said(second, "good day") == level(4) + level(3)
    assert broken.spoken == []
    assert len(outside(lambda: list((tmp_path / "s").iterdir()))) == 1
    other = FakeSynthesiser()
    await said(CachedVoice(other, "bob", SpeechFolder(tmp_path / "s"), threads=Inline()), "good day")
    assert other.spoken == ["good day"]


async def test_what_breaks_off_is_not_kept() -> None:
    synthesiser = FakeSynthesiser()
    voice = CachedVoice(synthesiser, "ann", threads=Inline())
    audio = voice.speak("good day", "en")
    await anext(audio)
    await audio.aclose()  # type: ignore[attr-defined]
    await said(voice, "good day")
    assert len(synthesiser.spoken) == 2


async def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    outside(lambda: (tmp_path / "s").write_text("a file"))
    voice = CachedVoice(FakeSynthesiser(), "ann", SpeechFolder(tmp_path / "s"), threads=Inline())
    for _ in range(OFTEN + 1):
        assert await said(voice, "good day") == level(4) + level(3)


def test_the_folder_stays_small(tmp_path: Path) -> None:
    folder = SpeechFolder(tmp_path, most=2500)
    for key in "abc":
        folder.write(key, bytes(1000))
    kept = [key for key in "abc" if folder.read(key)]
    assert len(kept) == 2
    assert "c" in kept
