"""The Rasa bot's turns, over a Rasa that answers what a test says."""

from typing import Any

import msgspec
import pytest

from bots.knowledge.bot import ARTICLE
from bots.knowledge.picking import NONE
from bots.rasa.bot import RasaBot
from bots.rasa.wire import Answer, Ask
from hub.core.bots import PERSON, Say, Turn, TurnInput, TurnKind
from hub.core.models.conversations import BotMemory, Choice, Citation
from hub.core.models.data import Field, FieldType


class FakeRasa:
    """Answers in turn what it was given, and remembers what it was asked."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self._answers = [msgspec.convert(answer, Answer) for answer in answers]
        self.asked: list[Ask] = []

    async def take(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        return self._answers.pop(0)


class FakeKnowledge:
    """Knows one thing."""

    name = "knowledge"

    async def take_turn(self, turn: TurnInput) -> Turn:
        return Turn(
            say=[Say(text="It costs 4.90.")],
            citations=[Citation(article="a1", revision=2, title="Shipping")],
            slots={"question": turn.text},
        )


def turn_of(text: str, *, memory: BotMemory | None = None, **more: object) -> TurnInput:
    fields = {"id": "m1", "conversation": "c1", "interaction": "i1", "text": text, "language": "en"} | more
    return TurnInput(memory=memory or BotMemory(bot="rasa"), **fields)  # type: ignore[arg-type]  # test's own


def bot_over(*answers: dict[str, Any]) -> tuple[RasaBot, FakeRasa]:
    rasa = FakeRasa(*answers)
    return RasaBot(rasa, FakeKnowledge(), "main"), rasa


async def test_words_and_buttons_come_through():
    buttons = [{"title": "Complain", "payload": "/complaint"}]
    bot, _ = bot_over({"messages": [{"text": "Hello"}, {"text": "What is it?", "buttons": buttons}]})
    turn = await bot.take_turn(turn_of("hi"))
    assert [say.text for say in turn.say] == ["Hello", "What is it?"]
    assert turn.choices == [Choice(label="Complain", value="/complaint")]


async def test_only_a_pressed_button_is_passed_as_one():
    bot, rasa = bot_over({"messages": [{"text": "a"}]}, {"messages": [{"text": "b"}]})
    await bot.take_turn(turn_of("/restart"))
    await bot.take_turn(turn_of("Complain", value="/complaint"))
    assert [(ask.text, ask.pressed) for ask in rasa.asked] == [("/restart", False), ("/complaint", True)]


async def test_a_question_in_a_form_is_answered_where_it_stands():
    bot, _ = bot_over(
        {
            "messages": [{"custom": {"hub": "ask_knowledge"}}, {"text": "What is your number?"}],
            "loop": "complaint_form",
        }
    )
    turn = await bot.take_turn(turn_of("how much is delivery?"))
    assert [say.text for say in turn.say] == ["It costs 4.90.", "What is your number?"]
    assert [cited.article for cited in turn.citations] == ["a1"]
    assert turn.slots["rasa_loop"] == "complaint_form"


@pytest.mark.parametrize("pressed", [f"{ARTICLE}a1", NONE])
async def test_what_the_knowledge_bot_offered_never_reaches_rasa(pressed: str):
    bot, rasa = bot_over()
    memory = BotMemory(bot="rasa", slots={"rasa_segment": "2", "rasa_loop": "complaint_form"})
    turn = await bot.take_turn(turn_of("Shipping", value=pressed, memory=memory))
    assert turn.say
    assert not rasa.asked
    assert turn.slots["rasa_segment"] == "2"
    assert turn.slots["rasa_loop"] == "complaint_form"


async def test_a_complete_report_goes_to_a_person_with_its_fields():
    fields = [{"name": "phone", "label": "Telephone", "type": "phone", "value": "02079460018"}]
    report = {"hub": "report", "reason": "complaint", "skills": ["returns", "returns"], "fields": fields}
    bot, _ = bot_over({"messages": [{"custom": report}]})
    turn = await bot.take_turn(turn_of("yes"))
    assert turn.handoff is not None
    assert turn.handoff.reason == "complaint"
    assert [one.skill for one in turn.handoff.skills] == ["returns"]
    expected = Field(name="phone", label={"en": "Telephone"}, type=FieldType.PHONE, value="02079460018")
    assert turn.handoff.data == turn.data == [expected]


async def test_what_is_collected_is_data_at_once():
    slots = {"order_number": "HP-204518", "odd": {"nested": 1}}
    bot, _ = bot_over({"messages": [{"text": "Next"}], "slots": slots})
    turn = await bot.take_turn(turn_of("HP-204518"))
    assert turn.data == [Field(name="order_number", value="HP-204518")]


async def test_silence_is_an_empty_turn_which_the_guards_take_for_failure():
    bot, _ = bot_over({"messages": []})
    turn = await bot.take_turn(turn_of("hi"))
    assert not (turn.say)
    assert not (turn.handoff)
    assert not (turn.end)


async def test_after_a_person_had_it_a_new_dialogue_begins():
    bot, rasa = bot_over(*[{"messages": [{"text": "a"}]}] * 3)
    first = await bot.take_turn(turn_of("hi"))
    handed_off = BotMemory(bot="rasa", slots=first.slots, handed_off=True)
    second = await bot.take_turn(turn_of("hi again", memory=handed_off))
    await bot.take_turn(turn_of("and", memory=BotMemory(bot="rasa", slots=second.slots)))
    assert [ask.sender for ask in rasa.asked] == ["main.c1.0", "main.c1.1", "main.c1.1"]


async def test_known_values_are_given_once():
    given = [Field(name="order_number", value="HP-1"), Field(name="pin", value="1", secret=True)]
    bot, rasa = bot_over(*[{"messages": [{"text": "a"}]}] * 2)
    first = await bot.take_turn(turn_of("hi", given=given))
    await bot.take_turn(turn_of("go on", given=given, memory=BotMemory(bot="rasa", slots=first.slots)))
    assert [ask.values for ask in rasa.asked] == [{"order_number": "HP-1"}, {}]


@pytest.mark.parametrize(("loop", "language"), [("complaint_form", "en"), ("", "zh")])
async def test_a_form_stays_in_its_language(loop: str, language: str):
    bot, rasa = bot_over({"messages": [{"text": "a"}]})
    memory = BotMemory(bot="rasa", slots={"rasa_segment": "0", "rasa_language": "en", "rasa_loop": loop})
    await bot.take_turn(turn_of("我的桌子坏了", memory=memory))
    assert rasa.asked[0].language == language


async def test_a_turn_without_text_begins_with_a_greeting():
    bot, rasa = bot_over({"messages": [{"text": "Hello"}]})
    await bot.take_turn(turn_of("", kind=TurnKind.START))
    assert (rasa.asked[0].text, rasa.asked[0].pressed) == ("/greet", True)


async def test_yes_to_the_offer_of_a_person_is_a_handoff():
    bot, _ = bot_over({"messages": [{"text": "All right."}], "intent": "affirm"})
    turn = await bot.take_turn(turn_of("yes", memory=BotMemory(bot="rasa", slots={"offered": PERSON})))
    assert turn.handoff is not None
    assert turn.handoff.reason == "asked"
