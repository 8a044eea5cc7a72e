"""Media streams in Twilio's form: JSON texts with mu-law in base64. Many providers have the same.

What Twilio sends and takes: https://www.twilio.com/docs/voice/media-streams/websocket-messages. Telnyx
spells some names differently and tells the numbers by itself; both spellings are read.
"""

import binascii
from base64 import b64decode, b64encode

import msgspec

from hub.core.records import Value
from voice.node.legs import Key
from voice.node.streams.codecs import CODECS, ULAW, Codec
from voice.node.streams.wire import KEYS, Audio, Began, Happening, Malformed, Played, Stopped

ENCODINGS = {"audio/x-mulaw": "ulaw", "audio/x-alaw": "alaw", "pcmu": "ulaw", "pcma": "alaw"}
INBOUND = "inbound"


class _Format(Value, frozen=True):
    encoding: str = "audio/x-mulaw"
    camel_rate: int = msgspec.field(name="sampleRate", default=8000)
    sample_rate: int = 8000


class _Start(Value, frozen=True):
    parameters: dict[str, str] = msgspec.field(name="customParameters", default_factory=dict)
    camel_format: _Format | None = msgspec.field(name="mediaFormat", default=None)
    media_format: _Format = _Format()
    caller: str = msgspec.field(name="from", default="")
    called: str = msgspec.field(name="to", default="")


class _Media(Value, frozen=True):
    payload: str
    track: str = INBOUND


class _Digit(Value, frozen=True):
    digit: str


class _Mark(Value, frozen=True):
    name: str


class _Message(Value, frozen=True):
    event: str
    camel_id: str = msgspec.field(name="streamSid", default="")
    stream_id: str = ""
    start: _Start | None = None
    media: _Media | None = None
    dtmf: _Digit | None = None
    mark: _Mark | None = None


_messages = msgspec.json.Decoder(_Message)


class TwilioWire:
    """Implements Wire."""

    form = "twilio"

    def __init__(self) -> None:
        self.codec: Codec = ULAW
        self._stream = '""'  # its id, as JSON

    @property
    def piece(self) -> int:
        """20 ms: what was sent and not played can be taken back, and little is lost by it."""
        return self.codec.piece

    def read(self, message: str | bytes) -> Happening | None:
        """Return what a message says."""
        try:
            said = _messages.decode(message)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise Malformed("It is not a JSON object with an event.") from error
        match said:
            case _Message(event="start", start=_Start() as start):
                return self._begin(said.camel_id or said.stream_id, start)
            case _Message(event="media", media=_Media() as media):
                return _audio(media)
            case _Message(event="dtmf", dtmf=_Digit(digit=digit)) if digit.upper() in KEYS:
                return Key(digit.upper())
            case _Message(event="mark", mark=_Mark(name=name)):
                return Played(name)
            case _Message(event="stop"):
                return Stopped()
            case _Message(event="start" | "media" | "dtmf" | "mark"):
                raise Malformed(f"A message of the event {said.event} does not have what it needs.")
        return None  # connected, and what may come to be

    def _begin(self, stream: str, start: _Start) -> Began:
        line = start.camel_format or start.media_format
        name = ENCODINGS.get(line.encoding.lower())
        if name is None or {line.camel_rate, line.sample_rate} != {ULAW.rate}:
            raise Malformed("Its audio is neither mu-law nor A-law of 8 kHz.")
        self.codec = CODECS[name]
        self._stream = msgspec.json.encode(stream).decode()
        return Began(stream, {"called": start.called, "caller": start.caller} | start.parameters)

    def audio(self, audio: bytes) -> str:
        """Return the message that plays audio."""
        payload = b64encode(audio).decode()
        return f'{{"event":"media","streamSid":{self._stream},"media":{{"payload":"{payload}"}}}}'

    def mark(self, name: str) -> str:
        """Return the message that asks when everything before it was played."""
        return f'{{"event":"mark","streamSid":{self._stream},"mark":{{"name":"{name}"}}}}'

    def clear(self) -> str:
        """Return the message that takes back what was not played."""
        return f'{{"event":"clear","streamSid":{self._stream}}}'

    def answer(self) -> str:
        """Return nothing: a call is answered before its stream begins."""
        return ""

    def hang_up(self) -> str:
        """Return nothing: closing the socket ends the stream, and the call goes on with its next verb."""
        return ""


def _audio(media: _Media) -> Audio | None:
    if not media.track.startswith(INBOUND):  # a stream of both tracks carries our own voice too
        return None
    try:
        return Audio(b64decode(media.payload, validate=True))
    except (binascii.Error, ValueError) as error:
        raise Malformed("Its payload is not base64.") from error
