"""Speaking to one caller: the audio of what is to be said is made while the first of it is heard."""

import asyncio
from collections.abc import Callable

import numpy
import structlog

from hub.core.spoken_words import spoken_words
from voice.node.legs import RATE
from voice.node.playback import Playback, Utterance
from voice.node.speech.errors import SpeechError
from voice.node.speech.ports import Synthesiser
from voice.node.stages import Stages

log = structlog.get_logger()

QUIET = 200
"""What a voice that is silent stays under, of 32767."""
LEAD = RATE // 100
"""Samples that are left before its first sound."""


WORDED = ("en", "zh")
"""Languages of which we know how numbers are read."""


def aloud(text: str, language: str) -> str:
    """Return a text with its numbers, dates and signs in words: voices differ in how they read them."""
    return spoken_words(text, language) if language in WORDED else text


class Mouth:
    """Fills a leg's playback; tells `spoken` what of each utterance was heard, once it is over."""

    def __init__(
        self,
        playback: Playback,
        synthesiser: Synthesiser,
        tasks: asyncio.TaskGroup,
        spoken: Callable[[Utterance], None],
        stages: Stages | None = None,
    ) -> None:
        self._playback = playback
        self._synthesiser = synthesiser
        self._tasks = tasks
        self._spoken = spoken
        self._stages = stages
        self._making: dict[str, asyncio.Task[None]] = {}

    @property
    def speaking(self) -> bool:
        """Whether something is said, or still to be said."""
        return self._playback.active

    def say(self, order: str, text: str, language: str, *, whole: bool = False) -> None:
        """Say a text after what is said already; where too much waits, tell that it was not said."""
        if self._stages:
            self._stages.answered()
        full = self._playback.full
        utterance = self._playback.put(order, text, language, whole=whole)
        if full:
            log.warning("not_spoken", error="Too much waits to be said already.")
            self._spoken(utterance)
            return
        self._making[order] = self._tasks.create_task(self._make(utterance))

    def stop(self) -> None:
        """Say nothing more."""
        for utterance in self._playback.stop():
            if making := self._making.pop(utterance.order, None):
                making.cancel()
            self._spoken(utterance)

    def tick(self) -> None:
        """Tell of what was said to its end; after every frame."""
        if self._stages and self._playback.played:
            self._stages.heard()
        for utterance in self._playback.finished():
            self._spoken(utterance)

    async def _make(self, utterance: Utterance) -> None:
        """Make the audio, clause by clause; a clause that cannot be made is left out."""
        try:
            for number, clause in enumerate(utterance.clauses):
                words = aloud(clause.text, utterance.language)
                async for audio in self._synthesiser.speak(words, utterance.language):
                    first = number == 0 and not clause.audio
                    clause.audio.extend(begun(audio) if first else audio)
                clause.made = True
        except SpeechError as error:
            log.warning("not_spoken", error=str(error))
        finally:
            for clause in utterance.clauses:
                clause.lost = clause.lost or not clause.made
                clause.made = True
            self._making.pop(utterance.order, None)


def begun(audio: bytes) -> bytes:
    """Leave out most of the silence that a voice begins with: who waits hears it as waiting."""
    loud = numpy.flatnonzero(abs(numpy.frombuffer(audio, "<i2").astype(numpy.int32)) > QUIET)
    return audio[2 * max(int(loud[0]) - LEAD, 0) :] if loud.size else audio
