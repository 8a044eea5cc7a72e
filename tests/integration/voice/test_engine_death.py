"""Engines are killed in the middle of a call: another one understands, and prompts are still spoken."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.core.clock import SystemClock
from hub.core.config import Config, Voice
from hub.voice_node import node_settings
from tests.fakes.speech import MODELS, need
from voice.node.legs import RATE
from voice.node.speech.service import SpeechService

GREETING = "Good day, this is Harbour and Pine."
WITHIN = 120.0


async def said(service: SpeechService, text: str) -> bytes:
    return b"".join([audio async for audio in service.synthesiser.speak(text, "en")])


@pytest.mark.timeout(240)
async def test_engines_are_killed_while_somebody_calls(tmp_path: Path) -> None:
    need("whisper-tiny-en", "piper-en-joe")
    config = Config(
        models=replace(Config().models, folder=str(MODELS)),
        data=replace(Config().data, folder=str(tmp_path)),
        voice=Voice(recogniser="whisper-tiny-en", voices=["piper-en-joe"], workers=2),
    )
    settings, _ = await asyncio.to_thread(node_settings, config, name="test", hub="", token="")
    service = SpeechService(settings)
    async with asyncio.timeout(WITHIN), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(kept(service))
        await all_ready(service)
        greeting = await said(service, GREETING)
        question = await said(service, "How long does the delivery of a large table take?")

        hearing = await service.recogniser.hear("en")
        await hearing.feed(bytes(RATE // 2) + question + bytes(RATE // 2))
        hearing.ask()
        (listener,) = [one for one in service.engines if one.busy]
        (speaker,) = [one for one in service.engines if one.name == "piper-en-joe"]
        killed = [listener.pid, speaker.pid]
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        assert "delivery" in (await hearing.finish(as_asked=True)).text.lower()
        assert await said(service, GREETING) == greeting  # whether its engine is back or not

        await gone(service, killed)
        await all_ready(service)
        assert await said(service, "And here it is again.")
        running.cancel()


async def kept(service: SpeechService) -> None:
    async with asyncio.TaskGroup() as engines:
        await service.start(engines, SystemClock())


async def all_ready(service: SpeechService) -> None:
    for engine in service.engines:
        await engine.ready.wait()


async def gone(service: SpeechService, pids: list[int]) -> None:
    """Wait until the node has noticed."""
    while set(pids) & {engine.pid for engine in service.engines}:
        await SystemClock().sleep(0.05)
