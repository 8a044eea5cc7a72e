"""Listening: what is asked when, what ends a turn, and what becomes of it without a recogniser."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.fakes.clock import FakeClock, settle
from tests.fakes.voice import FakeRecogniser, voice
from voice.node.ear import MOST_BEHIND, Ear
from voice.node.legs import SILENT
from voice.node.speech.ports import Understood
from voice.node.speech.recognisers import Recognisers
from voice.node.stages import Stages
from voice.node.turns import Patience, Signal, frames
from voice.orders import Listen

QUICK = Patience()


class Listener:
    def __init__(self, recogniser: FakeRecogniser | Recognisers) -> None:
        self.understood: list[Understood] = []
        self.clock = FakeClock()
        self.ear = Ear(recogniser, self.understood.append, Stages(self.clock, "c1"))
        self.signals: list[Signal] = []

    async def hear(self, sounds: list[bytes], *, ours: bool = False) -> None:
        for frame in sounds:
            self.signals += self.ear.take(frame, ours=ours)
            await settle(3)


@asynccontextmanager
async def listener(recogniser: FakeRecogniser | Recognisers) -> AsyncIterator[Listener]:
    one = Listener(recogniser)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(one.ear.run())
        yield one
        running.cancel()


def quiet(seconds: float) -> list[bytes]:
    return [SILENT] * frames(seconds)


TURN = [*voice(20), *quiet(QUICK.most + 0.2)]


async def test_a_sentence_ends_sooner_than_what_may_go_on() -> None:
    for so_far, ends in (
        ("My lamp is broken.", QUICK.complete),
        ("Delivery", QUICK.sure),
        ("My lamp and", QUICK.unsure),
    ):
        recogniser = FakeRecogniser()
        recogniser.so_far = so_far
        async with listener(recogniser) as one:
            one.ear.expect(Listen(words=["Delivery"]), "en")
            await one.hear(voice(30))
            await one.hear(quiet(ends - 0.1))
            assert one.understood == []
            await one.hear(quiet(0.3))
            assert [said.text for said in one.understood] == ["hello"]
            (hearing,) = recogniser.heard
            assert hearing.as_asked  # nothing was said since: no need to understand it twice
            assert hearing.asked == 1


async def test_who_goes_on_is_asked_about_again() -> None:
    recogniser = FakeRecogniser()
    recogniser.so_far = None
    async with listener(recogniser) as one:
        await one.hear([*voice(20), *quiet(0.3), *voice(20), *quiet(QUICK.pause + 0.3)])
        assert [hearing.asked for hearing in recogniser.heard] == [2]
        assert one.understood == []  # what was said is not known yet
        recogniser.so_far = "I would like to return it."
        await one.hear(quiet(0.3))
        assert len(one.understood) == 1


async def test_an_mm_hm_over_us_changes_nothing() -> None:
    recogniser = FakeRecogniser()
    recogniser.so_far = "Mm-hm."
    async with listener(recogniser) as one:
        await one.hear([*voice(18), *quiet(0.5)], ours=True)
        assert one.understood == []
        assert recogniser.heard[0].dropped
    assert [signal for signal in one.signals if signal is not Signal.LULL] == [
        Signal.BEGUN,
        Signal.PAUSE,
        Signal.DROPPED,
        Signal.RESUME,
    ]


async def test_without_a_recogniser_turns_end_and_say_nothing() -> None:
    recogniser = FakeRecogniser()
    recogniser.absent = True
    async with listener(recogniser) as one:
        await one.hear([*voice(20), *quiet(QUICK.most + 0.2)])
        assert [said.text for said in one.understood] == [""]


async def test_the_next_recogniser_hears_when_the_first_is_gone() -> None:
    gone, able = FakeRecogniser(), FakeRecogniser("I am here")
    gone.absent = True
    both = Recognisers([gone, able])
    assert both.abilities.languages == ["en"]
    async with listener(both) as one:
        await one.hear([*voice(20), *quiet(QUICK.most + 0.2)])
        assert [said.text for said in one.understood] == ["I am here"]
        one.ear.language = "ko"
        await one.hear([*voice(20), *quiet(QUICK.most + 0.2)])
        assert [said.text for said in one.understood[1:]] == [""]


async def behind(one: Listener, recogniser: FakeRecogniser, turns: int) -> list[str]:
    """Say so many turns while the recogniser does not answer for the first; return what was understood."""
    recogniser.slow = asyncio.Event()
    one.understood.clear()
    one.ear.expect(Listen(), "en")
    await one.hear(TURN)
    for frame in TURN * (turns - 1):
        one.ear.take(frame, ours=False)
    recogniser.slow.set()
    await settle(10 * MOST_BEHIND)
    return [said.text for said in one.understood]


async def test_turns_that_wait_too_long_are_not_understood_and_the_next_one_is() -> None:
    recogniser = FakeRecogniser("It is broken")
    fit = MOST_BEHIND // len(TURN)
    async with listener(recogniser) as one:
        assert await behind(one, recogniser, 1 + fit) == ["It is broken"] * (1 + fit)
        assert await behind(one, recogniser, 2 + fit) == ["It is broken", *[""] * (1 + fit)]
        assert await behind(one, recogniser, 1) == ["It is broken"]
        assert recogniser.open == []
