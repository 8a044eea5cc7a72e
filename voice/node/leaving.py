"""Leaving a message: a tone, then what the caller says until they are done, and what it is in writing."""

from collections.abc import Callable

import numpy
import structlog

from voice.node.legs import FRAME_SECONDS, RATE, SILENT
from voice.node.playback import Playback
from voice.node.speech.errors import SpeechError
from voice.node.speech.ports import Recogniser
from voice.node.tape import Tape
from voice.node.turns import frames
from voice.node.voices import VoiceDetector
from voice.orders import TakeMessage

log = structlog.get_logger()

END_KEY = "#"
BEGINS_WITHIN = 8.0
"""Seconds for which nobody has to speak after the tone."""
ENDS_AFTER = 5.0
"""Seconds of silence that end a message."""
LEAST = 0.4
"""Seconds of voice that make it one."""
PART = 5.0
LONGEST_PART = 28.0
"""Seconds that are written down together: until a pause, and at most so many."""
PAUSE = 0.5


def tone() -> bytes:
    """Return the sound after which one speaks."""
    time = numpy.arange(round(0.4 * RATE)) / RATE
    edges = numpy.clip(numpy.minimum(time, 0.4 - time) / 0.01, 0, 1)
    return bytes((numpy.sin(2 * numpy.pi * 1000 * time) * edges * 8000).astype("<i2").tobytes())


class MessageTaker:
    """Takes one message; `left` is called when it is over. `tape` is None until the tone was heard."""

    def __init__(
        self,
        order: TakeMessage,
        begin: Callable[[], Tape],
        playback: Playback,
        left: Callable[["MessageTaker"], None],
    ) -> None:
        self.recording = order.recording
        self.tape: Tape | None = None
        self._longest = order.longest
        self._begin = begin
        self._playback = playback
        self._left = left
        self._voices = VoiceDetector()
        self._parts: list[bytearray] = [bytearray()]
        self._voiced = 0  # frames, in all
        self._voiced_part = 0
        self._quiet = 0  # since the last voice
        self._over = False
        playback.sound(f"{order.id}-tone", tone())

    def tick(self, frame: bytes) -> None:
        """Take the next frame of the caller."""
        if self._over or (self.tape is None and self._playback.active):
            return
        if self.tape is None:
            self.tape = self._begin()
        self.tape.take(frame, SILENT)
        self._keep(frame)
        enough = frames(ENDS_AFTER if self._voiced else BEGINS_WITHIN)
        if self._quiet >= enough or self.tape.frames >= frames(self._longest):
            self.end()

    def _keep(self, frame: bytes) -> None:
        voice = self._voices.is_voice(frame)
        self._voiced += voice
        self._voiced_part += voice
        self._quiet = 0 if voice else self._quiet + 1
        part = self._parts[-1]
        part += frame
        length = len(part) / len(frame)
        pause = length >= frames(PART) and self._quiet >= frames(PAUSE)
        if pause or length >= frames(LONGEST_PART):
            if not self._voiced_part:
                part.clear()
            else:
                self._parts.append(bytearray())
            self._voiced_part = 0

    def press(self, key: str) -> None:
        """End it with the key for that, once the tone was heard."""
        if key == END_KEY and self.tape:
            self.end()

    def end(self) -> None:
        """It is over; the last silence is no part of what is written down."""
        if not self._over:
            self._over = True
            self._left(self)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return self._voiced * FRAME_SECONDS < LEAST

    async def written(self, recogniser: Recogniser, language: str) -> str:
        """Return what was said, as far as it was understood."""
        if not self._voiced_part:
            self._parts.pop()
        texts = [await _understood(recogniser, language, bytes(part)) for part in self._parts]
        return ("" if language.startswith("zh") else " ").join(text for text in texts if text)


async def _understood(recogniser: Recogniser, language: str, audio: bytes) -> str:
    try:
        hearing = await recogniser.hear(language)
        await hearing.feed(audio)
        return (await hearing.finish()).text.strip()
    except SpeechError as error:
        log.warning("message_not_written_down", error=str(error))
        return ""
