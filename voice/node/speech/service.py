"""A node's engines for speech: kept running, and joined to one recogniser and one voice."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from hub.core.clock import Clock
from hub.core.tasks import supervise
from voice.node.settings import Program, Settings
from voice.node.speech.adapters import EngineRecogniser, EngineSynthesiser
from voice.node.speech.cache import CachedVoice, SpeechFolder
from voice.node.speech.engine import Engine
from voice.node.speech.recognisers import Recognisers
from voice.node.speech.voices import Voices

OTHERS_WITHIN = 30.0
"""Seconds for the engines of other languages: their callers would hear nothing. Without them, all others wait
no longer."""


class SpeechService:
    """Recogniser and synthesiser of all calls of a node."""

    def __init__(self, settings: Settings) -> None:
        most = settings.most_calls
        self._hearing = [
            [_engine(one, 2 * most) for _ in range(settings.workers)]  # a caller, and whom they speak with
            for one in (*settings.recognisers, settings.recogniser)
        ]
        self._speaking = [_engine(one, most) for one in settings.synthesisers]
        self.recogniser = Recognisers([EngineRecogniser(alike) for alike in self._hearing])
        folder = SpeechFolder(Path(settings.speech_folder)) if settings.speech_folder else None
        self.synthesiser = Voices(
            [CachedVoice(EngineSynthesiser(one), one.name, folder) for one in self._speaking]
        )

    @property
    def engines(self) -> list[Engine]:
        """All of them, alike ones too."""
        return [*chain(*self._hearing), *self._speaking]

    @property
    def busy(self) -> dict[str, int]:
        """How many jobs go on, by the engines' names."""
        names: Counter[str] = Counter()
        for engine in self.engines:
            names[engine.name] += engine.busy
        return names

    async def start(
        self, tasks: asyncio.TaskGroup, clock: Clock, *, others_within: float = OTHERS_WITHIN
    ) -> None:
        """Start all engines in `tasks`; return once recogniser and voice are ready, and others if in time."""
        for engine in self.engines:
            tasks.create_task(supervise(f"speech_{engine.name}", engine.run, clock))
        await _first(*(engine.ready.wait() for engine in self._hearing[-1]))
        await _first(*(engine.ready.wait() for engine in self._speaking))
        with suppress(TimeoutError):
            async with asyncio.timeout(others_within), asyncio.TaskGroup() as waiting:
                for engine in self.engines:
                    waiting.create_task(engine.ready.wait())


def _engine(program: Program, most: int) -> Engine:
    return Engine(program.name, program.command, most)


async def _first(*waits: Coroutine[Any, Any, Any]) -> None:
    """Return once one of them has; the others are waited for no more."""
    async with asyncio.TaskGroup() as tasks:
        waiting = [tasks.create_task(one) for one in waits]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for one in waiting:
            one.cancel()
