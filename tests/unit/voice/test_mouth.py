"""Speaking: what is heard while it is made, and what becomes of it when it is stopped or cannot be made."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.fakes.clock import settle
from tests.fakes.voice import FakeSynthesiser, level
from voice.node.legs import SILENT
from voice.node.mouth import LEAD, Mouth, begun
from voice.node.playback import MOST_WAITING, Playback, Utterance
from voice.node.speech.voices import Voices


class Speaker:
    def __init__(self, synthesiser: FakeSynthesiser | Voices, tasks: asyncio.TaskGroup) -> None:
        self.playback = Playback()
        self.spoken: list[Utterance] = []
        self.mouth = Mouth(self.playback, synthesiser, tasks, self.spoken.append)

    async def play(self, frames: int) -> list[bytes | None]:
        await settle()
        played = []
        for _ in range(frames):
            played.append(self.playback.frame())
            self.mouth.tick()
            await settle(2)
        return played

    @property
    def told(self) -> list[tuple[str, str, bool]]:
        return [(one.order, one.heard(), one.complete) for one in self.spoken]


@asynccontextmanager
async def speaker(synthesiser: FakeSynthesiser | Voices) -> AsyncIterator[Speaker]:
    async with asyncio.TaskGroup() as tasks:
        yield Speaker(synthesiser, tasks)


async def test_texts_are_said_one_after_the_other() -> None:
    async with speaker(FakeSynthesiser()) as one:
        one.mouth.say("1", "good day", "en")
        one.mouth.say("2", "bye", "en")
        assert await one.play(4) == [level(4), level(3), level(3), None]
        assert one.told == [("1", "good day", True), ("2", "bye", True)]
        assert not one.mouth.speaking


async def test_the_first_clause_is_heard_while_the_next_is_made() -> None:
    synthesiser = FakeSynthesiser()
    async with speaker(synthesiser) as one:
        one.mouth.say("1", "This is the first sentence. And this is the second one.", "en")
        await settle()
        assert synthesiser.spoken == ["This is the first sentence.", "And this is the second one."]
        assert (await one.play(1))[0] == level(4)


async def test_who_is_stopped_tells_what_was_heard_and_makes_no_more() -> None:
    synthesiser = FakeSynthesiser()
    async with speaker(synthesiser) as one:
        one.mouth.say("1", "one two three four", "en")
        await one.play(2)
        synthesiser.slow = asyncio.Event()
        one.mouth.say("2", "never heard", "en")
        await settle()
        one.mouth.stop()
        assert one.told == [("1", "one two", False), ("2", "", False)]
        assert await one.play(2) == [None, None]
        assert not one.mouth.speaking


async def test_what_cannot_be_made_was_not_heard() -> None:
    synthesiser = FakeSynthesiser()
    synthesiser.broken = True
    async with speaker(synthesiser) as one:
        one.mouth.say("1", "good day", "en")
        assert await one.play(2) == [None, None]
        assert one.told == [("1", "", False)]


async def test_where_too_much_waits_the_newest_is_not_said_and_that_is_told() -> None:
    synthesiser = FakeSynthesiser()
    async with speaker(synthesiser) as one:
        for number in range(MOST_WAITING + 2):
            one.mouth.say(str(number), "good day", "en")
        assert one.told == [(str(number), "", False) for number in (MOST_WAITING, MOST_WAITING + 1)]
        one.playback.sound("tone", level(9))
        assert await one.play(2 * MOST_WAITING + 1) == [*[level(4), level(3)] * MOST_WAITING, None]
        assert one.told[2:] == [(str(number), "good day", True) for number in range(MOST_WAITING)]
        assert len(synthesiser.spoken) == MOST_WAITING
        one.mouth.say("again", "good day", "en")
        assert await one.play(2) == [level(4), level(3)]


async def test_the_next_voice_speaks_when_the_first_cannot() -> None:
    broken, able, foreign = FakeSynthesiser(["en"]), FakeSynthesiser(["en"]), FakeSynthesiser(["zh"])
    broken.broken = True
    voices = Voices([foreign, broken, able])
    assert list(voices.languages) == ["zh", "en"]
    async with speaker(voices) as one:
        one.mouth.say("1", "good day", "en")
        assert await one.play(2) == [level(4), level(3)]
        assert one.told == [("1", "good day", True)]
        one.mouth.say("2", "hallo", "de")
        await one.play(1)
        assert one.told[1:] == [("2", "", False)]
    assert (foreign.spoken, broken.spoken, able.spoken) == ([], ["good day"], ["good day"])


def test_a_voice_begins_at_once() -> None:
    said = level(9000)
    assert begun(SILENT * 3 + said) == SILENT[-2 * LEAD :] + said
    assert begun(said) == said
    assert begun(SILENT) == SILENT
