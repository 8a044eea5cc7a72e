"""Recording a call and taking a message: what is on the tape, whatever happens on the way."""

import base64
import io
from pathlib import Path
from typing import IO, cast

import av
import numpy
import pytest
from numpy.typing import NDArray

from hub.core.errors import InvalidInput
from hub.core.tape import LEVELS_A_SECOND, Tape, read_tape
from tests.fakes.clock import settle
from tests.fakes.threads import outside
from tests.fakes.voice import level, voice
from tests.unit.voice.scene import Scene, scene
from voice.node.legs import RATE, SILENT, Down, Key
from voice.orders import PauseRecording, Record, TakeMessage
from voice.reports import Cause, Ended, Heard, Pressed, Recorded, Spoken

KEY = bytes(range(32))
KEY_TEXT = base64.b64encode(KEY).decode()
OTHER_KEY = bytes(32)


async def record(one: Scene) -> None:
    await one.order(Record(id=one.id(), call="c1", recording="r1", key=KEY_TEXT))


async def take_message(one: Scene, longest: float = 60.0) -> None:
    await one.order(TakeMessage(id=one.id(), call="c1", recording="m1", key=KEY_TEXT, longest=longest))


def tape(folder: Path, name: str = "r1.tape") -> Tape:
    return read_tape(lying(folder, name), KEY)


def lying(folder: Path, name: str) -> bytes:
    return outside((folder / name).read_bytes)


def names(folder: Path) -> list[str]:
    return outside(lambda: [path.name for path in folder.iterdir()])


def channels(audio: bytes) -> NDArray[numpy.float64]:
    """Return both channels of an Ogg file, at its rate of 48 kHz."""
    with av.open(io.BytesIO(audio), "r") as file:
        frames = [frame.to_ndarray() for frame in file.decode(audio=0)]
    whole = numpy.concatenate(frames, axis=1)
    return (whole if len(whole) == 2 else whole.reshape(-1, 2).T).astype(float)


def loudness(samples: NDArray[numpy.float64], begun: float, ended: float) -> float:
    part = samples[round(begun * 48_000) : round(ended * 48_000)]
    scale = 32768 if abs(samples).max() > 2 else 1
    return float(numpy.sqrt((part**2).mean()) / scale)


def told(one: Scene) -> Recorded:
    (recorded,) = [report for report in one.reports if isinstance(report, Recorded)]
    return recorded


async def test_the_caller_is_on_the_left_and_whom_they_hear_on_the_right(tmp_path: Path) -> None:
    async with scene(folder=tmp_path) as one:
        await record(one)
        agent = await one.join()
        await one.hear(voice(100))
        agent.incoming.extend(voice(100, pitch=200))
        await one.tick(150)
    recorded = told(one)
    assert (recorded.recording, recorded.seconds, recorded.pauses, recorded.fault) == ("r1", 5.0, [], "")
    played = tape(tmp_path)
    assert played.complete
    assert played.seconds == 5.0
    left, right = channels(played.audio)
    assert len(left) / 48_000 == pytest.approx(5.0, abs=0.1)
    assert loudness(left, 0.3, 1.7) > 0.05
    assert loudness(right, 0.3, 1.7) < 0.005
    assert loudness(right, 2.3, 3.7) > 0.05
    assert loudness(left, 2.3, 3.7) < 0.005
    assert len(played.left) == len(played.right) == 5 * LEVELS_A_SECOND
    assert min(played.left[3:17]) > 40
    assert max(played.right[3:17]) == 0


async def test_nothing_can_be_read_without_the_key(tmp_path: Path) -> None:
    async with scene(folder=tmp_path) as one:
        await record(one)
        await one.hear(voice(60))
        written = lying(tmp_path, "r1.part")
        assert len(written) > 1000
        assert b"Ogg" not in written
        assert b"Opus" not in written
    closed = lying(tmp_path, "r1.tape")
    assert b"Opus" not in closed
    assert outside((tmp_path / "r1.tape").stat).st_mode & 0o77 == 0
    with pytest.raises(InvalidInput, match="key"):
        read_tape(closed, OTHER_KEY)
    with pytest.raises(InvalidInput, match="no recording"):
        read_tape(b"something else", KEY)


async def test_a_tape_that_was_cut_off_is_good_up_to_there(tmp_path: Path) -> None:
    async with scene(folder=tmp_path) as one:
        await record(one)
        await one.hear(voice(250))
        whole = lying(tmp_path, "r1.part")
        for length in range(0, len(whole), 997):
            if length < 16:
                with pytest.raises(InvalidInput):
                    read_tape(whole[:length], KEY)
                continue
            cut = read_tape(whole[:length], KEY)
            assert not cut.complete
            assert cut.seconds <= 5.0
            if cut.seconds > 1.5:
                left, _ = channels(cut.audio)
                assert len(left) / 48_000 > cut.seconds - 1.0
        damaged = bytearray(whole)
        damaged[len(whole) // 2] ^= 1
        assert 0 < read_tape(bytes(damaged), KEY).seconds < 5.0


async def test_a_pause_is_silent_and_noted(tmp_path: Path) -> None:
    async with scene(folder=tmp_path) as one:
        await record(one)
        await one.hear(voice(50))
        await one.order(PauseRecording(id=one.id(), call="c1", on=True))
        await one.hear(voice(100))
        await one.order(PauseRecording(id=one.id(), call="c1", on=False))
        await one.hear(voice(50))
    assert told(one).pauses == [(1.0, 3.0)]
    played = tape(tmp_path)
    assert [(pause.begun, pause.ended) for pause in played.pauses] == [(1.0, 3.0)]
    left, _ = channels(played.audio)
    assert loudness(left, 0.2, 0.9) > 0.05
    assert loudness(left, 1.2, 2.8) < 0.002
    assert loudness(left, 3.2, 3.9) > 0.05


async def test_a_call_that_ends_in_a_pause_is_paused_to_its_end(tmp_path: Path) -> None:
    async with scene(folder=tmp_path) as one:
        await record(one)
        await one.hear(voice(50))
        await one.order(PauseRecording(id=one.id(), call="c1", on=True))
        await one.hear(voice(50))
    assert told(one).pauses == [(1.0, 2.0)]


async def test_lines_say_when_what_was_said(tmp_path: Path) -> None:
    async with scene(folder=tmp_path) as one:
        await record(one)
        await one.say(" ".join(["word"] * 50))
        await one.tick(51)
        await one.hear([*voice(25), *[SILENT] * 60])
    (spoken,) = one.told(Spoken)
    (heard,) = one.told(Heard)
    assert isinstance(spoken, Spoken)
    ours, theirs = tape(tmp_path).lines
    assert ours.order == spoken.order
    assert [ours.begun, ours.ended] == pytest.approx([0.0, 1.0], abs=0.05)
    assert theirs.at == heard.at
    assert theirs.begun == pytest.approx(1.0, abs=0.3)
    assert theirs.ended > theirs.begun + 0.5


async def test_an_order_that_comes_again_records_once(tmp_path: Path) -> None:
    async with scene(folder=tmp_path) as one:
        await record(one)
        await record(one)
        await one.tick(50)
    assert names(tmp_path) == ["r1.tape"]


async def test_a_full_disk_ends_the_recording_and_not_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = OSError(28, "No space left on device")

    async with scene(folder=tmp_path) as one:
        await record(one)
        await one.hear(voice(60))
        open_tape = next(iter(one.spool._open))

        class Full(io.RawIOBase):
            def write(self, data: object) -> int:
                raise full

            def fileno(self) -> int:
                raise full

        written, open_tape._file = open_tape._file, cast(IO[bytes], Full())
        assert written
        outside(written.close)
        await one.hear(voice(60))
        assert told(one).fault == "No space left on device"
        await one.say("still here")
        await one.tick(3)
        assert level(5) in one.caller.said[-3:]
    assert len(one.told(Ended)) == 1
    assert tape(tmp_path).seconds == 1.0


async def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    outside(lambda: (tmp_path / "file").write_text(""))
    async with scene(folder=tmp_path / "file") as one:
        await record(one)
        await one.tick(2)
        assert told(one).fault
    assert len(one.told(Ended)) == 1


# --- messages --------------------------------------------------------------------------------------------


async def test_a_message_is_taken_after_the_tone_and_written_down(tmp_path: Path) -> None:
    async with scene(folder=tmp_path) as one:
        one.recogniser.text = "please call me back"
        await one.say("after the tone")
        await take_message(one)
        await one.hear(voice(10))  # before the tone: not part of it
        await one.tick(20)
        assert max(numpy.frombuffer(b"".join(one.caller.said[5:20]), "<i2")) > 6000
        await one.hear([*voice(100), *[SILENT] * 300])
        await settle()
        recorded = told(one)
        assert recorded.recording == "m1"
        assert recorded.text == "please call me back"
        assert recorded.seconds == pytest.approx(7.0, abs=0.7)
        assert one.told(Heard) == []
    played = tape(tmp_path, "m1.tape")
    assert played.complete
    left, right = channels(played.audio)
    assert loudness(left, 0.5, 1.5) > 0.05
    assert loudness(right, 0.0, 6.0) < 0.002


async def test_a_message_ends_with_its_key(tmp_path: Path) -> None:
    async with scene(folder=tmp_path) as one:
        await take_message(one)
        await one.tick(25)
        await one.hear(voice(50))
        one.caller.happen(Key("#"))
        await settle()
        assert told(one).seconds == pytest.approx(1.0, abs=0.2)
        assert one.told(Pressed) == []
        await one.hear([*voice(25), *[SILENT] * 60])  # and then the caller is listened to again
        assert len(one.told(Heard)) == 1


async def test_a_message_ends_with_the_call_and_after_its_longest(tmp_path: Path) -> None:
    async with scene(folder=tmp_path) as one:
        await take_message(one)
        await one.tick(25)
        await one.hear(voice(75))
        one.caller.happen(Down(Cause.NORMAL))
        await settle()
    assert told(one).text == "hello"
    assert tape(tmp_path, "m1.tape").seconds == pytest.approx(1.5, abs=0.2)
    async with scene(folder=tmp_path / "other") as one:
        await take_message(one, longest=2.0)
        await one.tick(25)
        await one.hear(voice(200))
        assert told(one).seconds == 2.0


@pytest.mark.parametrize("ends", ["silence", "hang-up", "before the tone"])
async def test_of_a_message_that_nobody_left_nothing_is_kept(tmp_path: Path, ends: str) -> None:
    async with scene(folder=tmp_path) as one:
        await take_message(one)
        if ends != "before the tone":
            await one.tick(25)
        if ends == "silence":
            await one.tick(410)
            assert told(one).seconds == 0
    assert told(one).seconds == 0
    assert names(tmp_path) == []


async def test_a_message_that_nobody_understood_is_kept(tmp_path: Path) -> None:
    async with scene(folder=tmp_path) as one:
        one.recogniser.absent = True
        await take_message(one)
        await one.tick(25)
        await one.hear(voice(100))
    assert (told(one).text, told(one).seconds > 1) == ("", True)
    assert tape(tmp_path, "m1.tape").complete


async def test_a_long_message_is_written_down_in_parts(tmp_path: Path) -> None:
    async with scene(folder=tmp_path) as one:
        await take_message(one, longest=60.0)
        await one.tick(25)
        for _ in range(3):
            await one.hear([*voice(260), *[SILENT] * 40])
    assert told(one).text == "hello hello hello"
    assert all(len(hearing.audio) <= 30 * 2 * RATE for hearing in one.recogniser.heard)
