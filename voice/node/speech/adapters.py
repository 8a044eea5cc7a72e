"""Engines as the node's recogniser and synthesiser."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack

from voice.node.speech.engine import Engine
from voice.node.speech.errors import SpeechError
from voice.node.speech.ports import Abilities, Understood
from voice.node.speech.wire import Audio, Done, Drop, Finish, FromEngine, Hear, Partial, Result, Say

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
    """One utterance's recognition."""

    def __init__(
        self,
        engine: Engine,
        number: int,
        answers: asyncio.Queue[FromEngine],
        job: AsyncExitStack,
        within: float,
    ) -> None:
        self._engine = engine
        self._number = number
        self._answers = answers
        self._job = job
        self._within = within
        self._so_far = ""
        self._fault = ""

    async def feed(self, audio: bytes) -> str:
        """Take audio and return what is understood so far."""
        self._engine.send(Audio(id=self._number, audio=audio))
        while not self._answers.empty():
            answer = self._answers.get_nowait()
            if isinstance(answer, Partial):
                self._so_far = answer.text
            elif isinstance(answer, Done):
                self._fault = answer.error or "no result"
        return self._so_far

    async def finish(self) -> Understood:
        """Return what was said."""
        self._engine.send(Finish(id=self._number))
        try:
            if self._fault:
                raise SpeechError(f"{self._engine.name}: {self._fault}.")
            async with asyncio.timeout(self._within):
                while True:
                    answer = await self._answers.get()
                    if isinstance(answer, Result):
                        return Understood(text=answer.text, confidence=answer.confidence)
                    if isinstance(answer, Done):
                        raise SpeechError(f"{self._engine.name}: {answer.error or 'no result'}.")
        except TimeoutError as error:
            raise SpeechError(f"The speech engine {self._engine.name} does not answer.") from error
        finally:
            await self._job.aclose()

    async def drop(self) -> None:
        """Forget it."""
        self._engine.send(Drop(id=self._number))
        await self._job.aclose()


class EngineRecogniser:
    """Speech to text by an engine."""

    def __init__(
        self, engine: Engine, *, partials: bool, words: bool, within: float = ANSWERS_WITHIN
    ) -> None:
        self._engine = engine
        self._within = within
        self._partials = partials
        self._words = words

    @property
    def abilities(self) -> Abilities:
        """What it can do."""
        return Abilities(languages=self._engine.languages, partials=self._partials, words=self._words)

    async def hear(self, language: str, words: Sequence[str] = ()) -> EngineHearing:
        """Begin an utterance."""
        stack = AsyncExitStack()
        number, answers = await stack.enter_async_context(self._engine.job())
        self._engine.send(Hear(id=number, language=language, words=list(words)))
        return EngineHearing(self._engine, number, answers, stack, self._within)
