"""Listening to one caller: who has the word, and what was said when a turn is over."""

import asyncio
from collections import deque
from collections.abc import Callable

import structlog

from voice.messages import Listen
from voice.node.speech.errors import SpeechError
from voice.node.speech.ports import Hearing, Recogniser, Understood
from voice.node.turns import Completeness, Signal, TurnTaker
from voice.node.understanding import completeness
from voice.node.voices import VoiceDetector

log = structlog.get_logger()

BEFORE = 15
"""Frames from before a turn was noticed that belong to it."""
NOTHING = Understood(text="", confidence=0.0)


class Ear:
    """Takes frames and says what is to be done about our own speech; tells `understood` what was said.

    Of a turn in which a voice was heard and no words were understood, the text is empty.
    """

    def __init__(self, recogniser: Recogniser, understood: Callable[[Understood], None]) -> None:
        self.language = "en"
        self.listen = Listen()
        self._recogniser = recogniser
        self._understood = understood
        self._taker = TurnTaker()
        self._voices = VoiceDetector()
        self._frames: asyncio.Queue[tuple[bytes, list[Signal]]] = asyncio.Queue()
        self._before: deque[bytes] = deque(maxlen=BEFORE)
        self._hearing: Hearing | None = None
        self._so_far = Completeness.UNKNOWN

    def expect(self, listen: Listen, language: str) -> None:
        """Wait for an answer of this kind, from when we are silent."""
        self.listen, self.language = listen, language
        self._taker.listen(barge_in=listen.barge_in)

    def rest(self) -> None:
        """Expect nothing any more."""
        self._taker.rest()

    def take(self, frame: bytes, *, ours: bool) -> list[Signal]:
        """Take the next frame; `ours` says that we are speaking."""
        voice = self._voices.is_voice(frame)
        signals = self._taker.take(voice, ours=ours, so_far=self._so_far)
        self._frames.put_nowait((frame, signals))
        return signals

    async def run(self) -> None:
        """Have what is said recognised while it is said, until cancelled."""
        try:
            await self._follow()
        finally:
            if self._hearing:  # the call ended while something was said
                await self._hearing.drop()

    async def _follow(self) -> None:
        while True:
            frame, signals = await self._frames.get()
            if Signal.BEGUN in signals:
                self._hearing = await self._begin()
            if self._hearing:
                self._so_far = completeness(await self._hearing.feed(frame), self.listen)
            self._before.append(frame)
            if Signal.DROPPED in signals and self._hearing:
                await self._hearing.drop()
                self._forget()
            elif Signal.ENDED in signals:
                self._understood(await self._finish())
                self._forget()

    def _forget(self) -> None:
        self._hearing, self._so_far = None, Completeness.UNKNOWN

    async def _begin(self) -> Hearing | None:
        try:
            hearing = await self._recogniser.hear(self.language, self.listen.words)
            await hearing.feed(b"".join(self._before))
        except SpeechError as error:
            log.warning("not_heard", error=str(error))
            return None
        return hearing

    async def _finish(self) -> Understood:
        if self._hearing is None:
            return NOTHING
        try:
            return await self._hearing.finish()
        except SpeechError as error:
            log.warning("not_understood", error=str(error))
            return NOTHING
