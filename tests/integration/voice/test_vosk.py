"""Vosk as it is, with a Korean model: the only one that packages have."""

import asyncio
import shutil
import sys

import pytest

from hub.catalogue.folder import ModelFolder
from hub.core.clock import SystemClock
from hub.core.tasks import supervise
from tests.fakes.speech import MODELS, WITHIN, need
from tests.fakes.voice_world import until
from voice.node.legs import FRAME
from voice.node.speech.adapters import EngineRecogniser
from voice.node.speech.engine import Engine
from voice.node.speech.engines.espeak import speech
from voice.node.speech.ports import Understood

MODEL = "vosk-small-ko"
CHOICES = ["배송", "환불", "상담원"]
"""Delivery, refund, an agent."""


async def heard(
    recogniser: EngineRecogniser, audio: bytes, words: list[str]
) -> tuple[Understood | None, Understood]:
    """Return what it told while it heard, and at the end."""
    hearing = await recogniser.hear("ko", words)
    for at in range(0, len(audio), FRAME):
        await hearing.feed(audio[at : at + FRAME])
    await until(lambda: hearing.so_far is not None)
    return hearing.so_far, await hearing.finish()


@pytest.mark.timeout(180)
async def test_vosk_tells_what_it_hears_and_finds_the_choice_that_was_said() -> None:
    need(MODEL)
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is missing: apt-get install espeak-ng")
    folder = await asyncio.to_thread(lambda: str(ModelFolder(MODELS).path(MODEL)))
    command = [sys.executable, "-m", "voice.node.speech.engines.vosk", folder, "ko"]
    engine = Engine(MODEL, command, 4)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(supervise(MODEL, engine.run, SystemClock()))
        await engine.ready.wait()
        recogniser = EngineRecogniser([engine], WITHIN)
        assert recogniser.abilities.languages == ["ko"]
        assert (recogniser.abilities.partials, recogniser.abilities.words) == (True, True)
        for choice in CHOICES:
            audio = bytes(8000) + await asyncio.to_thread(speech, choice, "ko") + bytes(8000)
            before, last = await heard(recogniser, audio, CHOICES)
            assert before
            assert before.text
            assert last.text == choice
            assert last.confidence > 0.5
        _, free = await heard(recogniser, audio, [])
        assert free.text
        running.cancel()
