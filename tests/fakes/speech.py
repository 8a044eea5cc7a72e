"""Where the tests have speech models (`make test` puts them there), and engines that run them."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hub.catalogue.entries import named
from hub.catalogue.folder import ModelFolder
from hub.core.clock import SystemClock
from hub.core.config import Config, Voice
from hub.core.errors import HubError
from hub.core.tasks import supervise
from hub.voice_node import node_settings
from voice.node.legs import RATE
from voice.node.speech.adapters import EngineRecogniser, EngineSynthesiser
from voice.node.speech.engine import Engine
from voice.node.speech.ports import Understood

MODELS = Path(os.environ.get("SWITCHBOARD_MODELS_FOLDER") or "~/.cache/switchboard/models").expanduser()

WITHIN = 60.0
"""Seconds for an answer: nobody waits on the phone here, and the machine may be busy."""


def need(*models: str) -> None:
    """Skip the test where a model is missing (in CI, a skip is a failure)."""
    folder = ModelFolder(MODELS)
    missing = [name for name in models if folder.place(named(folder.models, name)) is None]
    if missing:
        pytest.skip(f"not in {MODELS}: {', '.join(missing)}. Type: make test")


def settings(config: Config) -> tuple[list[str], list[list[str]]]:
    """Return the command lines of the engines a configuration names."""
    try:
        found, _ = node_settings(config, name="test", hub="", token="")
    except HubError as error:
        pytest.skip(error.message)
    return found.recogniser.command, [one.command for one in found.synthesisers]


class Speech:
    """A recogniser and a synthesiser that really run."""

    def __init__(self, hearing: Engine, speaking: Engine) -> None:
        self._recogniser = EngineRecogniser([hearing], WITHIN)
        self._synthesiser = EngineSynthesiser(speaking, WITHIN)

    @classmethod
    @asynccontextmanager
    async def open(
        cls, recogniser: str = "whisper-tiny-en", voice: str = "piper-en-joe"
    ) -> AsyncIterator["Speech"]:
        """Start both."""
        need(recogniser, *([] if voice == "espeak-ng" else [voice]))
        base = Config()
        models = type(base.models)(folder=str(MODELS))
        hears, speaks = settings(Config(models=models, voice=Voice(recogniser=recogniser, voices=[voice])))
        hearing, speaking = Engine(recogniser, hears, 4), Engine(voice, speaks[0], 4)
        failed: Exception | None = None  # raised below, as it is and not as a group
        async with asyncio.TaskGroup() as tasks:
            running = [
                tasks.create_task(supervise(one.name, one.run, SystemClock())) for one in (hearing, speaking)
            ]
            await hearing.ready.wait()
            await speaking.ready.wait()
            try:
                yield cls(hearing, speaking)
            except Exception as error:
                failed = error
            for task in running:
                task.cancel()
        if failed:
            raise failed

    async def spoken(self, text: str, language: str = "en") -> bytes:
        """Return the speech of a text, at RATE."""
        return b"".join([audio async for audio in self._synthesiser.speak(text, language)])

    async def understood(self, audio: bytes, language: str = "en") -> Understood:
        """Return what is said in some audio at RATE, which must not be silent."""
        hearing = await self._recogniser.hear(language)
        audio = bytes(RATE) + audio + bytes(RATE)  # half a second each: calls give some silence too
        for at in range(0, len(audio), 2 * RATE):
            await hearing.feed(audio[at : at + 2 * RATE])
        return await hearing.finish()
