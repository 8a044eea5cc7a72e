"""What media streams say, read and written in the forms of Twilio and Asterisk."""

import json
from contextlib import suppress

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.node.legs import RATE, Key
from voice.node.streams.asterisk import AsteriskWire
from voice.node.streams.codecs import CODECS
from voice.node.streams.twilio import TwilioWire
from voice.node.streams.wire import Audio, Began, Full, Malformed, Played, Stopped, Wire
from voice.node.tones import LASTS, tones

START = {
    "event": "start",
    "sequenceNumber": "1",
    "start": {
        "accountSid": "AC1",
        "streamSid": "MZ1",
        "callSid": "CA1",
        "tracks": ["inbound"],
        "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
        "customParameters": {"called": "100"},
    },
    "streamSid": "MZ1",
}
TELNYX = {
    "event": "start",
    "sequence_number": "1",
    "start": {
        "call_control_id": "v2:x",
        "from": "+13122010094",
        "to": "+13122123456",
        "media_format": {"encoding": "PCMA", "sample_rate": 8000, "channels": 1},
    },
    "stream_id": "32DE0DEA",
}
PLAIN = (
    "MEDIA_START connection_id:e226e283 channel:WebSocket/c1/0x1 channel_id:pbx1-12.9 "
    "format:{} optimal_frame_size:{} ptime:20"
)


def twilio() -> TwilioWire:
    wire = TwilioWire()
    assert wire.read(json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"})) is None
    wire.read(json.dumps(START))
    return wire


def asterisk(codec: str = "ulaw", size: int = 160) -> AsteriskWire:
    wire = AsteriskWire()
    assert wire.read(PLAIN.format(codec, size)) == Began("pbx1-12.9", {})
    return wire


def test_the_codes_of_g711_are_those_of_the_standard() -> None:
    for name, code, sample in [
        ("ulaw", 0xFF, 0), ("ulaw", 0x00, -32124), ("ulaw", 0x80, 32124), ("ulaw", 0xEF, 132),
        ("alaw", 0xD5, 8), ("alaw", 0x55, -8), ("alaw", 0xAA, 32256), ("alaw", 0x2A, -32256),
    ]:  # fmt: skip
        assert numpy.frombuffer(CODECS[name].decode(bytes([code])), "<i2") == sample


@pytest.mark.parametrize("name", ["ulaw", "alaw"])
def test_every_code_comes_back_and_silence_stays_it(name: str) -> None:
    codec = CODECS[name]
    samples = codec.decode(bytes(range(256)))
    assert codec.decode(codec.encode(samples)) == samples
    assert codec.encode(bytes(4)) == {"ulaw": b"\xff\xff", "alaw": b"\xd5\xd5"}[name]


@given(st.integers(-32768, 32767))
def test_what_is_coded_is_nearly_the_same(sample: int) -> None:
    for name in ("ulaw", "alaw"):
        codec = CODECS[name]
        audio = numpy.array([sample], "<i2").tobytes()
        back = int(numpy.frombuffer(codec.decode(codec.encode(audio)), "<i2")[0])
        assert abs(back - sample) <= max(16, abs(sample) / 16)


def test_twilio_begins_speaks_presses_keys_and_stops() -> None:
    wire = TwilioWire()
    began = wire.read(json.dumps(START))
    assert isinstance(began, Began)
    assert (began.id, began.facts["called"]) == ("MZ1", "100")
    media = {"event": "media", "streamSid": "MZ1", "media": {"track": "inbound", "payload": "/////w=="}}
    assert wire.read(json.dumps(media)) == Audio(b"\xff" * 4)
    media["media"] = {"track": "outbound", "payload": "/////w=="}
    assert wire.read(json.dumps(media)) is None
    dtmf = {"event": "dtmf", "dtmf": {"track": "inbound_track", "digit": "#"}}
    assert wire.read(json.dumps(dtmf)) == Key("#")
    assert wire.read('{"event":"mark","mark":{"name":"50"}}') == Played("50")
    assert wire.read('{"event":"stop","stop":{"callSid":"CA1"}}') == Stopped()
    assert wire.read('{"event":"something new"}') is None


def test_telnyx_tells_the_numbers_itself() -> None:
    wire = TwilioWire()
    facts = {"called": "+13122123456", "caller": "+13122010094"}
    assert wire.read(json.dumps(TELNYX)) == Began("32DE0DEA", facts)
    assert wire.codec.name == "alaw"


def test_what_twilio_is_told_is_what_it_takes() -> None:
    wire = twilio()
    audio = wire.audio(b"\xff" * 4)
    assert json.loads(audio) == {"event": "media", "streamSid": "MZ1", "media": {"payload": "/////w=="}}
    assert json.loads(wire.mark("50")) == {"event": "mark", "streamSid": "MZ1", "mark": {"name": "50"}}
    assert json.loads(wire.clear()) == {"event": "clear", "streamSid": "MZ1"}
    assert wire.answer() == wire.hang_up() == ""


@pytest.mark.parametrize(
    "message",
    [
        "", "{", "[]", "1", '{"event":1}', '{"event":"media"}', '{"event":"start"}', "\ud800",
        '{"event":"media","media":{"payload":"%%%"}}', '{"event":"media","media":{"payload":7}}',
        '{"event":"dtmf","dtmf":{"digit":"12"}}',
        '{"event":"start","start":{"mediaFormat":{"encoding":"audio/opus"}}}',
        '{"event":"start","start":{"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":16000}}}',
        b"\xff\xfe",
    ],
)  # fmt: skip
def test_what_is_none_of_twilios_messages_is_malformed(message: str | bytes) -> None:
    with pytest.raises(Malformed):
        TwilioWire().read(message)


def test_asterisk_begins_speaks_and_presses_keys() -> None:
    wire = asterisk("slin16", 640)
    assert (wire.codec.name, wire.piece) == ("slin16", 640)
    assert wire.read(b"\1\0\2\0") == Audio(b"\1\0\2\0")
    assert wire.read("DTMF_END digit:5 channel_id:pbx1-12.9") == Key("5")
    assert wire.read("MEDIA_XOFF") == Full(True)
    assert wire.read("MEDIA_XON") == Full(False)
    assert wire.read("MEDIA_MARK_PROCESSED 50") == Played("50")
    assert wire.read("QUEUE_DRAINED") is None
    assert wire.read("ERROR channel_id:x error_text:FLUSH_MEDIA not supported: in passthrough mode") is None


def test_asterisk_may_say_it_all_in_json_and_is_answered_so() -> None:
    wire = AsteriskWire()
    start = {
        "event": "MEDIA_START", "connection_id": "c", "channel": "WebSocket/c", "channel_id": "p.1",
        "format": "alaw", "optimal_frame_size": 160, "ptime": 20, "channel_variables": {"A": "b"},
    }  # fmt: skip
    assert wire.read(json.dumps(start)) == Began("p.1", {})
    assert wire.read('{"event":"DTMF_END","channel_id":"p.1","digit":"*"}') == Key("*")
    assert wire.read('{"event":"MEDIA_MARK_PROCESSED","correlation_id":"9"}') == Played("9")
    assert json.loads(wire.mark("50")) == {"command": "MARK_MEDIA", "correlation_id": "50"}
    assert json.loads(wire.clear()) == {"command": "FLUSH_MEDIA"}
    assert json.loads(wire.answer()) == {"command": "ANSWER"}
    assert json.loads(wire.hang_up()) == {"command": "HANGUP"}


def test_asterisk_is_told_in_plain_texts_and_asked_for_marks_only_if_it_knows_them() -> None:
    wire = asterisk()
    told = [wire.mark("50"), wire.clear(), wire.answer(), wire.hang_up()]
    assert told == ["MARK_MEDIA 50", "FLUSH_MEDIA", "ANSWER", "HANGUP"]
    assert wire.audio(b"12") == b"12"
    old = AsteriskWire()
    old.read("MEDIA_START connection_id:e2 channel:WebSocket/c format:ulaw optimal_frame_size:160")
    assert old.mark("50") == ""


@pytest.mark.parametrize(
    "message",
    [
        "", " ", "{", '{"event":3}', '{"event":"MEDIA_START","format":["ulaw"]}', "MEDIA_START",
        PLAIN.format("opus", 0), PLAIN.format("ulaw", "many"), PLAIN.format("slin", 3),
        PLAIN.format("ulaw", 70_000), PLAIN.format("ulaw", -160), "DTMF_END", "DTMF_END digit:12",
    ],
)  # fmt: skip
def test_what_is_none_of_asterisks_messages_is_malformed(message: str) -> None:
    with pytest.raises(Malformed):
        AsteriskWire().read(message)


def test_half_a_sample_is_malformed() -> None:
    with pytest.raises(Malformed):
        asterisk("slin", 320).read(b"\1\0\2")


@given(st.text() | st.binary(), st.sampled_from([twilio, asterisk]))
def test_nothing_else_than_malformed_comes_of_garbage(message: str | bytes, begun: type[Wire]) -> None:
    wire = begun()
    with suppress(Malformed):
        assert not isinstance(wire.read(message), Began)


def test_a_key_sounds_as_its_two_pitches() -> None:
    frames = tones("5x")
    assert len(frames) == 4 * LASTS
    sound = numpy.frombuffer(b"".join(frames[:LASTS]), "<i2")
    strengths = abs(numpy.fft.rfft(sound))
    pitches = numpy.fft.rfftfreq(len(sound), 1 / RATE)
    assert sorted(round(pitches[at], -1) for at in strengths.argsort()[-2:]) == [770, 1340]
    assert not any(b"".join(frames[2 * LASTS :]))  # what is no key
