"""One call, with a made-up caller, made-up agents and made-up engines."""

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.core.models.calls import PartyRole
from tests.fakes.clock import settle
from tests.fakes.voice import FakeRecogniser, level, voice
from tests.unit.voice.scene import Scene, move, scene
from voice.node.legs import SILENT, Down, Key, OnHold, Up
from voice.orders import (
    Answer,
    Dial,
    HangUp,
    Hold,
    Join,
    Leave,
    Listen,
    Mute,
    Part,
    Speak,
    Wait,
)
from voice.reports import Answered, Cause, Connected, Ended, Heard, Joined, Left, Nothing, Pressed, Spoken


async def test_a_call_is_answered_and_ends() -> None:
    async with scene(up=False) as one:
        await one.tick()
        assert one.caller.said == []
        await one.up()
        await one.tick()
        assert one.caller.said == [SILENT]
    assert [type(report) for report in one.reports] == [Answered, Ended]
    assert {report.call for report in one.reports} == {"c1"}


async def test_what_is_said_is_heard_and_what_the_caller_answers_is_understood() -> None:
    async with scene() as one:
        await one.say("good day")
        await one.tick(3)
        assert one.caller.said == [level(4), level(3), SILENT]
        assert one.told(Spoken) == [
            Spoken(call="c1", at=one.clock.now(), order="o2", text="good day", complete=True)
        ]
        one.recogniser.text = "My lamp is broken"
        await one.hear([*voice(25), *[SILENT] * 60])
        (heard,) = one.told(Heard)
        assert isinstance(heard, Heard)
        assert (heard.text, heard.language, heard.confidence) == ("My lamp is broken", "en", 0.9)
        (hearing,) = one.recogniser.heard
        assert hearing.audio.startswith(bytes(10)) or len(hearing.audio) > 25 * 640


async def test_likely_words_reach_the_recogniser() -> None:
    async with scene() as one:
        await one.say("yes or no", Listen(words=["Yes", "No"]))
        await one.tick(4)
        await one.hear([*voice(20), *[SILENT] * 60])
        assert [list(hearing.words) for hearing in one.recogniser.heard] == [["Yes", "No"]]


async def test_a_caller_who_speaks_over_us_takes_the_word() -> None:
    async with scene() as one:
        await one.say(" ".join(["word"] * 200))
        await one.tick(5)
        await one.hear([*voice(40), *[SILENT] * 60])
        (spoken,) = one.told(Spoken)
        assert isinstance(spoken, Spoken)
        assert not spoken.complete
        assert 0 < len(spoken.text.split()) < 50
        assert len(one.told(Heard)) == 1
        assert one.caller.said[-1] == SILENT


async def test_a_cough_does_not_stop_us() -> None:
    async with scene() as one:
        await one.say(" ".join(["word"] * 100))
        await one.hear([*voice(5), *[SILENT] * 120])
        (spoken,) = one.told(Spoken)
        assert isinstance(spoken, Spoken)
        assert spoken.complete
        assert one.told(Heard) == []
        assert [hearing.dropped for hearing in one.recogniser.heard] == [True]


async def test_silence_is_told_once_an_answer_is_waited_for() -> None:
    async with scene() as one:
        await one.say("who is there")
        await one.hear([SILENT] * 310)
        assert [one_.understood for one_ in one.told(Nothing) if isinstance(one_, Nothing)] == [True]


@pytest.mark.parametrize("fault", ["broken", "absent"])
async def test_a_voice_of_which_no_words_came_is_told(fault: str) -> None:
    async with scene() as one:
        setattr(one.recogniser, fault, True)
        await one.hear([*voice(25), *[SILENT] * 60])
        assert [one_.understood for one_ in one.told(Nothing) if isinstance(one_, Nothing)] == [False]


async def test_keys_stop_us_and_are_told_when_they_are_complete() -> None:
    async with scene() as one:
        await one.say(" ".join(["word"] * 50), Listen(digits=2))
        await one.tick(2)
        one.caller.happen(Key("4"))
        await settle()
        assert len(one.told(Spoken)) == 1
        assert one.told(Pressed) == []
        one.caller.happen(Key("2"))
        await settle()
        one.caller.happen(Key("7"))
        await settle()
        await one.clock.advance(3)
        assert [one_.keys for one_ in one.told(Pressed) if isinstance(one_, Pressed)] == ["42", "7"]


async def test_music_while_waiting_and_on_hold() -> None:
    async with scene() as one:
        await one.order(Wait(id="w1", call="c1", music=True))
        await one.tick(30)
        assert any(frame != SILENT for frame in one.caller.said)
        agent = await one.join()
        agent.incoming.append(level(9))
        await one.tick()
        assert one.caller.said[-1] == level(9)  # and no music
        await one.order(Hold(id="h1", call="c1", on=True))
        await one.order(Wait(id="w2", call="c1", music=False))  # something changed in the conversation
        agent.incoming.append(level(9))
        one.caller.incoming.append(level(5))
        await one.tick(30)
        assert any(frame != SILENT for frame in one.caller.said[-30:])
        assert agent.said[-30] == SILENT
        await one.order(Hold(id="h2", call="c1", on=False))
        agent.incoming.append(level(9))
        await one.tick()
        assert one.caller.said[-1] == level(9)


async def test_agents_come_are_muted_and_go() -> None:
    async with scene() as one:
        await one.say(" ".join(["word"] * 50))
        agent = await one.join()
        assert len(one.told(Spoken)) == 1  # people speak now
        agent.incoming.extend([level(9), level(9)])
        one.caller.incoming.append(level(5))
        await one.tick()
        assert (one.caller.said[-1], agent.said[-1]) == (level(9), level(5))
        await one.order(Mute(id="m", call="c1", party="ann", on=True))
        await one.tick()
        assert one.caller.said[-1] == SILENT
        await one.hear([*voice(25), *[SILENT] * 60])
        assert one.recogniser.heard == []  # what people say to each other is nobody's
        await one.order(Leave(id="l", call="c1", party="ann"))
        assert agent.over
        assert [type(report) for report in one.reports if not isinstance(report, Spoken)] == [
            Answered,
            Joined,
            Connected,
            Left,
        ]


async def test_an_agent_who_comes_again_replaces_themselves() -> None:
    async with scene() as one:
        before = await one.join()
        after = await one.join()
        assert (before.over, after.over) == (True, False)
        after.incoming.append(level(9))
        await one.tick()
        assert one.caller.said[-1] == level(9)
        assert one.told(Left) == []


async def test_an_offer_that_cannot_be_read_is_told() -> None:
    async with scene() as one:
        await one.order(Join(id="j", call="c1", party="ann", offer="garbage"))
        (joined,) = one.told(Joined)
        assert isinstance(joined, Joined)
        assert (joined.order, joined.answer) == ("j", "")
        assert joined.error


async def test_an_agent_whose_browser_comes_too_late_is_sent_away() -> None:
    one = Scene()
    one.letting_in = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(one.run())
        await settle()
        await one.up()
        await one.order(Join(id="j", call="c1", party="ann", offer="offer"))
        one.caller.happen(Down(Cause.NORMAL))
        await settle()
        one.letting_in.set()
    assert one.agents["ann"].over
    assert one.told(Joined) == []


async def test_hanging_up_waits_for_what_is_to_be_said() -> None:
    async with scene() as one:
        await one.say("good bye now")
        await one.order(HangUp(id="h", call="c1", after_speech=True))
        await one.tick(2)
        before = one.caller.over
        await one.tick(2)
        assert (before, one.caller.over) == (False, True)
        assert one.caller.said[:3] == [level(4), level(3), level(3)]


async def test_hanging_up_at_once() -> None:
    async with scene() as one:
        await one.say("good bye now")
        await one.order(HangUp(id="h", call="c1"))
        assert one.caller.over


async def test_a_call_that_breaks_is_over_for_everybody() -> None:
    one = Scene()

    class Broken(FakeRecogniser):
        async def hear(self, language: str, words: object = ()) -> object:  # type: ignore[override]
            raise RuntimeError("a fault of ours")

    one.recogniser = Broken()
    running = asyncio.ensure_future(one.run())  # noqa: TID251 - its failure is what is looked at
    await settle()
    await one.up()
    agent = await one.join()
    agent.happen(Down(Cause.NORMAL))
    await settle()
    other = await one.join("bob")
    await one.order(
        Part(id=one.id(), call="c1", party="bob", role=PartyRole.LISTEN)
    )  # so that the bot listens
    await one.hear(voice(10))
    with pytest.raises(ExceptionGroup):
        await running
    (ended,) = one.told(Ended)
    assert isinstance(ended, Ended)
    assert ended.cause is Cause.FAILED
    assert other.over


ORDERS = st.one_of(
    st.builds(Answer, id=st.just("o"), call=st.just("c1"), language=st.sampled_from(["en", "zh", "xx"])),
    st.builds(
        Speak,
        id=st.uuids().map(str),
        call=st.just("c1"),
        text=st.sampled_from(["", "good day", "One sentence. And another one, longer.", "你好。"]),
        language=st.sampled_from(["en", "xx"]),
        listen=st.builds(Listen, digits=st.integers(0, 3), barge_in=st.booleans()),
    ),
    st.builds(HangUp, id=st.just("o"), call=st.just("c1"), after_speech=st.booleans()),
    st.builds(Wait, id=st.just("o"), call=st.just("c1"), music=st.booleans()),
    st.builds(
        Join,
        id=st.uuids().map(str),
        call=st.just("c1"),
        party=st.sampled_from(["ann", "bob"]),
        offer=st.sampled_from(["offer", "garbage"]),
    ),
    st.builds(Leave, id=st.just("o"), call=st.just("c1"), party=st.sampled_from(["ann", "bob"])),
    st.builds(
        Mute, id=st.just("o"), call=st.just("c1"), party=st.sampled_from(["ann", "bob"]), on=st.booleans()
    ),
    st.builds(
        Hold,
        id=st.just("o"),
        call=st.just("c1"),
        party=st.sampled_from(["", "ann", "door"]),
        on=st.booleans(),
    ),
    st.builds(
        Dial,
        id=st.just("o"),
        call=st.just("c1"),
        party=st.sampled_from(["ann", "door"]),
        uri=st.sampled_from(["sip:door", "sip:nowhere"]),
        ring_for=st.just(5.0),
    ),
    st.builds(
        Part,
        id=st.just("o"),
        call=st.just("c1"),
        party=st.sampled_from(["", "ann", "door"]),
        role=st.sampled_from(PartyRole),
        to=st.sampled_from(["", "bob"]),
    ),
)
CALLER = st.sampled_from([Up(), Key("1"), Key("#"), OnHold(True), OnHold(False), Down(Cause.NORMAL)])
AGENT = st.tuples(st.sampled_from(["ann", "bob"]), st.sampled_from([Up(), Down(Cause.UNREACHABLE)]))
SOUNDS = st.sampled_from([voice(12), [SILENT] * 40, []])


@given(st.lists(st.one_of(ORDERS, CALLER, AGENT, SOUNDS), max_size=25))
@settings(max_examples=150, deadline=None)
async def test_whatever_happens_a_call_ends_once_and_leaves_nothing_behind(
    steps: list[Any],
) -> None:
    one = Scene()
    running = asyncio.ensure_future(one.run())  # noqa: TID251 - looked at below
    await settle(3)
    for step in steps:
        match step:
            case list():
                for frame in step:
                    one.caller.incoming.append(frame)
                    move(one.call)
                    await settle(1)
            case (str() as agent, event):
                if leg := one.agents.get(agent):
                    leg.happen(event)
            case Up() | Key() | OnHold() | Down():
                one.caller.happen(step)
            case _:
                await one.call.order(step)
        await settle(3)
    one.caller.happen(Down(Cause.NORMAL))
    await one.clock.advance(10)
    async with asyncio.timeout(40):
        await running
    assert [type(report) for report in one.reports].count(Ended) == 1
    assert isinstance(one.reports[-1], Ended) or all(
        isinstance(report, Left) for report in one.reports[one.reports.index(one.told(Ended)[0]) + 1 :]
    )
    assert all(leg.over for leg in (*one.agents.values(), *one.phones.values()))
    assert one.recogniser.open == []
    orders = [step.id for step in steps if isinstance(step, Speak)]
    told = [report.order for report in one.reports if isinstance(report, Spoken)]
    assert len(told) == len(set(told))
    assert set(told) <= set(orders)


async def test_what_is_on_its_way_is_taken_back_when_the_caller_interrupts_and_only_then() -> None:
    async with scene() as call:
        await call.tick(3)
        call.caller.happen(Key("1"))
        await settle()
        assert call.caller.cleared == 0  # there was nothing to take back
        await call.say("one two three four five")
        await call.tick(2)
        call.caller.unheard = 1  # still on its way
        call.caller.happen(Key("1"))
        await settle()
        assert call.caller.cleared == 1
        (spoken,) = (one for one in call.reports if isinstance(one, Spoken))
        assert spoken.text == "one"  # of two


async def test_what_nobody_can_interrupt_is_not_taken_back() -> None:
    async with scene() as call:
        text = "one two three four"
        await call.order(Speak(id="s1", call="c1", text=text, language="en", whole=True))
        await call.tick(2)
        call.caller.happen(Key("1"))
        await settle()
        assert call.caller.cleared == 0
        await call.tick(3)
        assert [(one.text, one.complete) for one in call.reports if isinstance(one, Spoken)] == [(text, True)]


async def test_a_sound_holds_also_what_is_on_its_way_and_a_cough_has_it_said_again() -> None:
    async with scene() as call:
        await call.say("one two three four five six seven eight nine ten")
        await call.tick(4)
        call.caller.unheard = 2  # still on their way
        await call.hear(voice(5))
        assert call.caller.cleared == 1
        said = len(call.caller.said)
        await call.tick(30)
        after = [frame for frame in call.caller.said[said:] if any(frame)]
        assert after[0] == level(len("one"))  # it was no word: from the beginning, as it was so short
        assert call.caller.cleared == 1
        assert [one.complete for one in call.told(Spoken) if isinstance(one, Spoken)] == [True]
