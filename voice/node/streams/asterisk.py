"""Media streams of Asterisk's chan_websocket: audio in binary messages, control in texts, plain or JSON.

https://docs.asterisk.org/Configuration/Channel-Drivers/WebSocket/. Which form the texts have, the PBX's
settings say; we answer in the one MEDIA_START came in.
"""

import msgspec

from hub.core.records import Value
from voice.node.legs import Key
from voice.node.streams.codecs import CODECS, ULAW, Codec
from voice.node.streams.wire import KEYS, Audio, Began, Full, Happening, Malformed, Played

LARGEST_PIECE = 65_500
"""Bytes of a message that Asterisk takes at most."""


class _Event(Value, frozen=True):
    event: str
    channel_id: str = ""
    format: str = ""
    optimal_frame_size: int | str = 0
    digit: str = ""
    correlation_id: str = ""


_events = msgspec.json.Decoder(_Event)


class AsteriskWire:
    """Implements Wire."""

    form = "asterisk"

    def __init__(self) -> None:
        self.codec: Codec = ULAW
        self.piece = ULAW.piece
        self._json = False
        self._marks = False

    def read(self, message: str | bytes) -> Happening | None:
        """Return what a message says."""
        if isinstance(message, bytes):
            if len(message) % self.codec.width:
                raise Malformed("Its audio ends within a sample.")
            return Audio(message)
        said = _event(message)
        match said.event:
            case "MEDIA_START":
                self._json = message.lstrip().startswith("{")
                return self._begin(said)
            case "DTMF_END" if said.digit.upper() in KEYS:
                return Key(said.digit.upper())
            case "DTMF_END":
                raise Malformed("Its digit is no key.")
            case "MEDIA_XOFF" | "MEDIA_XON":
                return Full(said.event == "MEDIA_XOFF")
            case "MEDIA_MARK_PROCESSED":
                return Played(said.correlation_id)
        return None  # STATUS, ERROR and what may come to be

    def _begin(self, start: _Event) -> Began:
        codec = CODECS.get(start.format)
        if codec is None:
            known = ", ".join(f"c({name})" for name in CODECS)
            raise Malformed(f"Its format is not one of ours; the dial string may have {known}.")
        told = str(start.optimal_frame_size or codec.piece)
        size = int(told) if told.isdecimal() and len(told) < 6 else 0
        if not 0 < size <= LARGEST_PIECE or size % codec.width:
            raise Malformed("Its optimal_frame_size cannot be.")
        self.codec, self.piece = codec, size
        self._marks = bool(start.channel_id)  # releases that know MARK_MEDIA tell it
        return Began(start.channel_id, {})

    def audio(self, audio: bytes) -> bytes:
        """Return the message that plays audio: the audio."""
        return audio

    def mark(self, name: str) -> str:
        """Return the message that asks when everything before it was played."""
        return self._command("MARK_MEDIA", name) if self._marks else ""

    def clear(self) -> str:
        """Return the message that takes back what was not played."""
        return self._command("FLUSH_MEDIA")

    def answer(self) -> str:
        """Return the message that takes the call, where the dial string leaves that to us."""
        return self._command("ANSWER")

    def hang_up(self) -> str:
        """Return the message that ends the call."""
        return self._command("HANGUP")

    def _command(self, command: str, id: str = "") -> str:
        if not self._json:
            return f"{command} {id}".rstrip()
        return f'{{"command":"{command}"' + (f',"correlation_id":"{id}"' if id else "") + "}"


def _event(text: str) -> _Event:
    """Read an event, in JSON or as its name and `key:value` after it, or a lone id."""
    try:
        if text.lstrip().startswith("{"):
            return _events.decode(text)
        event, *rest = text.split()
        values = dict(part.split(":", 1) for part in rest if ":" in part)
        if event == "MEDIA_MARK_PROCESSED" and rest:
            values = {"correlation_id": rest[0]}
        return msgspec.convert({"event": event} | values, _Event)
    except (msgspec.DecodeError, ValueError) as error:
        raise Malformed("It is no event.") from error
