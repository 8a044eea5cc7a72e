"""Engines as they are: what one says, the other understands; one that ends is started again."""

import asyncio
import shutil
import sys

import numpy
import pytest

from hub.core.clock import SystemClock
from hub.core.tasks import supervise
from tests.fakes.speech import Speech
from voice.node.legs import RATE
from voice.node.speech.adapters import EngineRecogniser, EngineSynthesiser
from voice.node.speech.engine import Engine
from voice.node.speech.errors import SpeechError

WITHIN = 60.0


@pytest.mark.timeout(180)
async def test_english_is_said_and_understood() -> None:
    async with Speech.open() as speech:
        audio = await speech.spoken("How long does the delivery of a large table take?")
        understood = await speech.understood(audio)
    assert RATE < len(audio) < 2 * RATE * 8
    assert {"delivery", "large", "table"} <= set(understood.text.lower().split())
    assert 0.3 < understood.confidence <= 1


@pytest.mark.timeout(180)
async def test_chinese_is_said_and_understood() -> None:
    async with Speech.open("whisper-base", "kokoro-zh") as speech:
        understood = await speech.understood(await speech.spoken("我想退货，请问怎么办？", "zh"), "zh")
    assert len(set(understood.text) & set("我想退货请问怎么办")) >= 6


@pytest.mark.timeout(180)
async def test_the_last_resort_speaks_any_language() -> None:
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is missing: apt-get install espeak-ng")
    async with Speech.open(voice="espeak-ng") as speech:
        for text, language in (("Hello, and good day.", "en"), ("您好，欢迎。", "zh"), ("Guten Tag.", "de")):
            samples = numpy.frombuffer(await speech.spoken(text, language), "<i2")
            assert RATE / 2 < len(samples) < RATE * 5
            assert abs(samples.astype(int)).max() > 3000
        with pytest.raises(SpeechError, match="there is no voice for xx"):
            await speech.spoken("?", "xx")


ONCE = """
import sys
from voice.node.speech.engines.program import Pipes
from voice.node.speech.wire import Audio, Finish, Hear, Partial, Ready, Result, Say
pipes = Pipes()
print("what libraries print is not for the node")
pipes.send(Ready(languages=["en"]))
for job in pipes.jobs():
    match job:
        case Hear(words=["die"]) | Say(text="die"):
            sys.exit(3)
        case Audio():
            pipes.send(Partial(id=job.id, text=str(len(job.audio))))
        case Finish():
            pipes.send(Result(id=job.id, text="end", confidence=1.0))
"""


async def test_an_engine_that_ends_fails_its_jobs_and_comes_back() -> None:
    engine = Engine("fake", [sys.executable, "-c", ONCE], most=2)
    recogniser, voice = EngineRecogniser([engine]), EngineSynthesiser(engine)
    with pytest.raises(SpeechError, match="is not there"):
        await recogniser.hear("en")
    async with asyncio.timeout(WITHIN), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(supervise("fake", engine.run, SystemClock()))
        await engine.ready.wait()

        hearing = await recogniser.hear("en")
        other = await recogniser.hear("en")
        with pytest.raises(SpeechError, match="too much to do"):
            await recogniser.hear("en")
        await other.drop()
        await hearing.feed(bytes(320))
        assert (await hearing.finish()).text == "end"

        hearing = await recogniser.hear("en")
        with pytest.raises(SpeechError, match="ended"):
            [audio async for audio in voice.speak("die", "en")]
        with pytest.raises(SpeechError, match="ended"):
            await hearing.finish()
        await engine.ready.wait()
        again = await recogniser.hear("en")
        assert (await again.finish()).text == "end"
        running.cancel()
