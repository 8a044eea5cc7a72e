"""Engines as the node's recogniser and synthesiser."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack

import msgspec

from voice.node.speech.engine import Engine
from voice.node.speech.errors import SpeechError
from voice.node.speech.ports import Abilities, Understood
from voice.node.speech.wire import (
    Ask,
    Audio,
    Done,
    Drop,
    Finish,
    FromEngine,
    Hear,
    Partial,
    Ready,
    Result,
    Say,
    ToEngine,
)

ANSWERS_WITHIN = 10.0
"""Seconds a caller can be kept waiting; later answers are no use."""


class EngineSynthesiser:
    """Text to speech by an engine."""

    def __init__(self, engine: Engine, within: float = ANSWERS_WITHIN) -> None:
        self._engine = engine
        self._within = within

    @property
    def languages(self) -> Sequence[str]:
        """What it speaks."""
        return self._engine.languages

    async def speak(self, text: str, language: str) -> AsyncIterator[bytes]:
        """Yield the speech of a clause."""
        async with self._engine.job() as (number, answers):
            self._engine.send(Say(id=number, text=text, language=language))
            try:
                while True:
                    async with asyncio.timeout(self._within):
                        answer = await answers.get()
                    if isinstance(answer, Audio):
                        yield answer.audio
                    elif isinstance(answer, Done):
                        if answer.error:
                            raise SpeechError(f"{self._engine.name}: {answer.error}.")
                        return
            except TimeoutError as error:
                raise SpeechError(f"The speech engine {self._engine.name} does not answer.") from error
            finally:
                self._engine.send(Drop(id=number))


class EngineHearing:
    """One utterance's recognition. Its audio is kept: should its engine end, another one understands it."""

    def __init__(self, recogniser: "EngineRecogniser", hear: Hear, within: float) -> None:
        self._recogniser = recogniser
        self._hear = hear
        self._within = within
        self._audio = bytearray()
        self._asked = 0
        self._so_far: Understood | None = None
        self._partials = False
        self._fault = ""
        self._job = AsyncExitStack()

    async def open(self) -> None:
        """Take a place at an engine."""
        self._engine = self._recogniser.engine()
        self._number, self._answers = await self._job.enter_async_context(self._engine.job())
        self._partials = self._engine.abilities.partials
        self._fault = ""
        self._send(msgspec.structs.replace(self._hear, id=self._number))

    @property
    def so_far(self) -> Understood | None:
        """What was understood by now."""
        while not self._answers.empty():
            self._note(self._answers.get_nowait())
        return self._so_far

    async def feed(self, audio: bytes) -> None:
        """Take audio."""
        self._audio += audio
        self._send(Audio(id=self._number, audio=audio))

    def ask(self) -> None:
        """Ask for what was said up to here."""
        if not self._partials:
            self._asked += 1
            self._so_far = None
            self._send(Ask(id=self._number, number=self._asked))

    async def finish(self, *, as_asked: bool = False) -> Understood:
        """Return what was said."""
        try:
            try:
                return await self._finish(as_asked=as_asked and bool(self._asked))
            except SpeechError:
                if not (self._fault and self._recogniser.ready):
                    raise
                return await self._again()
        finally:
            self._send(Drop(id=self._number))
            await self._job.aclose()

    async def drop(self) -> None:
        """Forget it."""
        self._send(Drop(id=self._number))
        await self._job.aclose()

    async def _again(self) -> Understood:
        """Have another engine, or the same one anew, understand it."""
        await self._job.aclose()
        await self.open()
        self._send(Audio(id=self._number, audio=bytes(self._audio)))
        return await self._finish(as_asked=False)

    async def _finish(self, *, as_asked: bool) -> Understood:
        if not as_asked:
            self._send(Finish(id=self._number))
        try:
            async with asyncio.timeout(self._within):
                while not self._fault:
                    if as_asked and (answer := self.so_far):
                        return answer
                    if result := self._note(await self._answers.get()):
                        return result
        except TimeoutError as error:
            raise SpeechError(f"The speech engine {self._engine.name} does not answer.") from error
        raise SpeechError(f"{self._engine.name}: {self._fault}.")

    def _note(self, answer: FromEngine) -> Understood | None:
        """Take an answer; return it if it is the last word."""
        match answer:
            case Partial() if self._partials or answer.asked == self._asked:
                self._so_far = Understood(text=answer.text, confidence=answer.confidence)
            case Result():
                return Understood(text=answer.text, confidence=answer.confidence)
            case Done():
                self._fault = answer.error or "no result"
        return None

    def _send(self, message: ToEngine) -> None:
        self._engine.send(message)


class EngineRecogniser:
    """Speech to text by engines that are alike: each utterance goes to one that has least to do."""

    def __init__(self, engines: Sequence[Engine], within: float = ANSWERS_WITHIN) -> None:
        self._engines = engines
        self._within = within

    @property
    def ready(self) -> bool:
        """Whether any of them is there."""
        return any(engine.ready.is_set() for engine in self._engines)

    @property
    def abilities(self) -> Abilities:
        """What they can do; languages are known once one was ready."""
        told = next((one.abilities for one in self._engines if one.languages), Ready(languages=[]))
        return Abilities(languages=told.languages, partials=told.partials, words=told.words)

    def engine(self) -> Engine:
        """Return the one to ask; if none is there, one that says so."""
        there = [engine for engine in self._engines if engine.ready.is_set()]
        return min(there or self._engines, key=lambda engine: engine.busy)

    async def hear(self, language: str, words: Sequence[str] = (), *, urgent: bool = True) -> EngineHearing:
        """Begin an utterance."""
        hear = Hear(id=0, language=language, words=list(words), urgent=urgent)
        hearing = EngineHearing(self, hear, self._within)
        await hearing.open()
        return hearing
