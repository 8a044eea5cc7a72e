"""Whatever a bot does, the customer is not trapped."""

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace

from bots.guards import Limits, guarded_turn, remembered
from bots.phrases import PHRASES, handoff_line
from hub.core.bots import PERSON, Bot, Say, Turn, TurnInput
from hub.core.models.contacts import Channel
from hub.core.models.conversations import BotMemory, Choice
from hub.core.models.data import FlowPlace


class Scripted:
    """A bot that gives the same turn to everything, or raises, or never comes back."""

    name = "scripted"

    def __init__(self, turn: Turn | None = None, error: Exception | None = None) -> None:
        self.turn = turn
        self.error = error
        self.asked = 0

    async def take_turn(self, turn: TurnInput) -> Turn:
        self.asked += 1
        if self.error:
            raise self.error
        if self.turn is None:
            await asyncio.Event().wait()
        assert self.turn is not None
        return self.turn


def given(text: str = "Where is my order?", *, value: str = "", **memory: Any) -> TurnInput:
    return TurnInput(
        conversation="c", interaction="i", text=text, value=value, memory=BotMemory(bot="scripted", **memory)
    )


async def reason(bot: Bot | None, turn: TurnInput, limits: Limits | None = None) -> str:
    answer = await guarded_turn(bot, turn, limits or Limits())
    return answer.handoff.reason if answer.handoff else ""


SAYING = Turn(say=[Say(text="In two days.")])


async def test_a_good_turn_passes():
    assert await guarded_turn(Scripted(SAYING), given(), Limits()) == SAYING


async def test_asking_for_a_person_never_reaches_the_bot():
    bot = Scripted(SAYING)
    assert await reason(bot, given("转人工")) == "asked"
    assert await reason(bot, given("Talk to a person", value=PERSON)) == "asked"
    assert bot.asked == 0


async def test_zero_is_a_person_on_the_phone_unless_a_flow_asks_for_keys():
    on_phone = replace(given("0"), channel=Channel.VOICE)
    assert await reason(Scripted(SAYING), on_phone) == "asked"
    assert await reason(Scripted(SAYING), given("0")) == ""
    place = FlowPlace(flow="orders", version=1, step="number")
    assert await reason(Scripted(SAYING), replace(given("0", place=place), channel=Channel.VOICE)) == ""


async def test_an_error_a_silence_a_delay_and_a_missing_bot_hand_off():
    assert await reason(Scripted(error=RuntimeError("no")), given()) == "bot_failed"
    assert await reason(Scripted(Turn()), given()) == "bot_failed"
    assert await reason(None, given()) == "bot_failed"
    assert await reason(Scripted(), given(), Limits(turn_seconds=0.01)) == "bot_timeout"


async def test_too_many_turns_hand_off():
    assert await reason(Scripted(SAYING), given(turns=19)) == ""
    assert await reason(Scripted(SAYING), given(turns=20)) == "turn_limit"


async def test_the_third_same_answer_in_a_row_hands_off():
    memory = BotMemory(bot="scripted")
    reasons = []
    for seq in range(1, 4):
        turn = TurnInput(conversation="c", interaction="i", text="And?", memory=memory)
        answer = await guarded_turn(Scripted(SAYING), turn, Limits())
        reasons.append(answer.handoff.reason if answer.handoff else "")
        memory = remembered(memory, answer, seq)
    assert reasons == ["", "", "bot_loop"]


def test_a_different_answer_is_no_loop():
    memory = remembered(BotMemory(bot="b"), SAYING, 1)
    memory = remembered(memory, SAYING, 2)
    assert memory.repeats == 1
    memory = remembered(memory, Turn(say=[Say(text="Else.")]), 3)
    assert (memory.repeats, memory.turns, memory.answered_seq) == (0, 3, 3)


def test_misses_are_counted_in_a_row():
    memory = remembered(BotMemory(bot="b"), Turn(say=[Say(text="?")], missed=True), 1)
    assert memory.misses == 1
    assert remembered(memory, SAYING, 2).misses == 0


def test_the_same_words_with_other_choices_are_no_loop():
    def asking(label: str) -> Turn:
        return Turn(say=[Say(text="Which?")], choices=[Choice(label=label, value=label)])

    memory = remembered(BotMemory(bot="b"), asking("one"), 1)
    assert remembered(memory, asking("two"), 2).repeats == 0


def test_both_languages_say_the_same_things():
    assert PHRASES["en"].keys() == PHRASES["zh"].keys()
    assert all(text.strip() for phrases in PHRASES.values() for text in phrases.values())


@pytest.mark.parametrize("why", ["asked", "no_answer", "bot_failed", "bot_timeout", "bot_loop", "turn_limit"])
def test_every_handoff_has_its_line(why):
    assert handoff_line(why, "zh-CN") == PHRASES["zh"][f"handoff_{why}"]


def test_a_bots_own_reason_has_the_general_line():
    assert handoff_line("wants_loan", "en") == PHRASES["en"]["handoff_other"]
