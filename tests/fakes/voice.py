"""A party of a call, engines for speech, and sounds, all made up."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence

import numpy

from voice.node.legs import FRAME, FRAME_SAMPLES, RATE, Down, LegEvent, LegEvents, Up
from voice.node.speech.errors import SpeechError
from voice.node.speech.ports import Abilities, Understood
from voice.reports import Cause


def level(value: int) -> bytes:
    """A frame of one value."""
    return numpy.full(FRAME_SAMPLES, value, "<i2").tobytes()


def voice(frames: int, pitch: int = 120) -> list[bytes]:
    """Frames that a detector takes for a voice: a vowel."""
    time = numpy.arange(frames * FRAME_SAMPLES) / RATE
    formants = ((700, 1.0), (1200, 0.6), (2500, 0.3))
    sound = sum(
        numpy.sin(2 * numpy.pi * pitch * one * time)
        * sum(loud * numpy.exp(-(((pitch * one - at) / 150) ** 2)) for at, loud in formants)
        for one in range(1, 40)
    )
    audio = (sound / abs(sound).max() * 8000).astype("<i2").tobytes()
    return [audio[at : at + FRAME] for at in range(0, len(audio), FRAME)]


class FakeLeg:
    """Implements voice.node.legs.Leg: what comes in is put in `incoming`, what goes out is kept in `said`."""

    door = "fake"

    def __init__(self, remote: str = "sip:+442079460123@example.com", called: str = "sip:100@hub") -> None:
        self.remote = remote
        self.called = called
        self.name = ""
        self.incoming: deque[bytes] = deque()
        self.said: list[bytes] = []
        self.keys_sent = ""
        self.cleared = 0
        self.unheard = 0  # frames that can be taken back
        self.transferred_to = ""
        self.answered = False
        self.over = False
        self.cause: Cause | None = None
        self._events = LegEvents()

    async def answer(self) -> None:
        if not (self.answered or self.over):
            self.answered = True
            self.happen(Up())

    async def hang_up(self, cause: Cause = Cause.NORMAL) -> None:
        self.happen(Down(cause))

    async def send_keys(self, keys: str) -> None:
        self.keys_sent += keys

    async def transfer(self, target: str) -> None:
        self.transferred_to = target
        self.happen(Down(Cause.TRANSFERRED))

    def hear(self) -> bytes | None:
        return self.incoming.popleft() if self.incoming else None

    def say(self, frame: bytes) -> None:
        self.said.append(frame)

    def clear(self) -> int:
        self.cleared += 1
        return self.unheard

    def events(self) -> AsyncIterator[LegEvent]:
        return self._events.until_down()

    def happen(self, event: LegEvent) -> None:
        """Let something happen on the line; nothing does after its end."""
        if self.over:
            return
        if isinstance(event, Down):
            self.over, self.cause = True, event.cause
        self._events.put(event)


class FakeHearing:
    """One utterance: understands what the recogniser was told that it would."""

    def __init__(self, recogniser: "FakeRecogniser", language: str, words: Sequence[str]) -> None:
        self.recogniser = recogniser
        self.language = language
        self.words = words
        self.asked = 0
        self.as_asked = False
        self.urgent = True
        self.audio = b""
        self.dropped = False

    @property
    def so_far(self) -> Understood | None:
        text = self.recogniser.so_far
        return Understood(text=text, confidence=0.9) if text is not None and self.asked else None

    async def feed(self, audio: bytes) -> None:
        self.audio += audio

    def ask(self) -> None:
        self.asked += 1

    async def finish(self, *, as_asked: bool = False) -> Understood:
        self.as_asked = as_asked
        if self.recogniser.slow:
            await self.recogniser.slow.wait()
        self.recogniser.open.remove(self)
        if self.recogniser.broken:
            raise SpeechError("it broke")
        return Understood(text=self.recogniser.text, confidence=0.9)

    async def drop(self) -> None:
        self.dropped = True
        self.recogniser.open.remove(self)


class FakeRecogniser:
    """Implements Recogniser. `open` are the utterances that nobody has ended."""

    def __init__(self, text: str = "hello") -> None:
        self.text = text
        self.so_far: str | None = ""  # what is known of what was asked for; None: nothing yet
        self.broken = False
        self.absent = False
        self.slow: asyncio.Event | None = None
        self.heard: list[FakeHearing] = []
        self.open: list[FakeHearing] = []

    @property
    def abilities(self) -> Abilities:
        return Abilities(languages=["en"], partials=False, words=False)

    async def hear(self, language: str, words: Sequence[str] = (), *, urgent: bool = True) -> FakeHearing:
        if self.absent:
            raise SpeechError("it is not there")
        hearing = FakeHearing(self, language, words)
        hearing.urgent = urgent
        self.heard.append(hearing)
        self.open.append(hearing)
        return hearing


class FakeSynthesiser:
    """Implements Synthesiser: one frame for each word, whose samples are the word's length."""

    def __init__(self, languages: Sequence[str] = ("en", "zh")) -> None:
        self.languages = languages
        self.broken = False
        self.slow: asyncio.Event | None = None
        self.spoken: list[str] = []

    async def speak(self, text: str, language: str) -> AsyncIterator[bytes]:
        self.spoken.append(text)
        if self.broken:
            raise SpeechError("it broke")
        if self.slow:
            await self.slow.wait()
        for word in text.split():
            yield level(len(word))
