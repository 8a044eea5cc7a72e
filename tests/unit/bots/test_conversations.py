"""Talks with the knowledge bot, turn after turn: choices, follow-ups, several questions, small talk."""

from collections import Counter

import pytest
from msgspec.structs import replace

from bots.knowledge.answering import Answering
from bots.knowledge.index import Entry
from bots.knowledge.memory import TURNS, Memory, Topic
from hub.core.bots import PERSON
from hub.core.config import Knowledge as Thresholds
from hub.core.models.contacts import Channel
from tests.unit.bots.dialogues import DIALOGUES, Talk, outcome, slip
from tests.unit.bots.knowledge_base import demo

BY_WORDS = {"several": 0.85, "whole": 0.8, "follow_up": 0.75, "new_subject": 0.85, "small_talk": 0.9}
"""The share of dialogues, by what they are about, that must go right where no model is there."""


@pytest.fixture(scope="module")
def answering() -> Answering:
    return demo()


@pytest.fixture
def changing() -> Answering:
    """A base of one's own."""
    return demo()


@pytest.fixture
def unsure() -> Answering:
    """A base of which nothing is sure: "did you mean" is asked."""
    answering = demo()
    answering.thresholds = Thresholds(answer_threshold=1.0, suggest_threshold=0.1)
    return answering


@pytest.fixture
def single() -> Answering:
    """A base of one article, of which nothing is sure."""
    answering = Answering(Thresholds(answer_threshold=1.0, suggest_threshold=0.1))
    answering.put(Entry(article="p", revision=1, title="Parking", body="Behind the shop.", language="en"))
    return answering


def articles(turn) -> list[str]:
    return [cited.article for cited in turn.citations]


def values(turn) -> list[str]:
    return [choice.value for choice in turn.choices]


async def test_most_dialogues_go_right_by_words_alone(answering):
    right: Counter[str] = Counter()
    all_of: Counter[str] = Counter()
    for dialogue in DIALOGUES:
        if dialogue.about in BY_WORDS:
            all_of[dialogue.about] += 1
            right[dialogue.about] += await slip(answering, dialogue) is None
    shares = {about: right[about] / count for about, count in all_of.items()}
    assert {about: share for about, share in shares.items() if share < BY_WORDS[about]} == {}
    assert sum(all_of.values()) >= 200


async def test_several_questions_are_answered_in_one_turn_with_their_sources(answering):
    turn = await Talk(answering).say("Where is my order? How long is the warranty? Do you sell bicycles?")
    assert articles(turn) == ["order-status-en", "warranty-en"]
    assert "**Tracking your order**" in turn.say[0].text
    assert "no answer to “Do you sell bicycles”" in turn.say[0].text
    assert turn.unanswered == "Do you sell bicycles?"
    assert values(turn) == [PERSON]
    assert not turn.missed


async def test_a_person_offered_beside_answers_comes_at_a_yes(answering):
    talk = Talk(answering)
    await talk.say("保修期多久？你们卖自行车吗？")
    assert outcome(await talk.say("好的")) == "person"


async def test_what_is_repeated_to_a_customer_is_no_markup(answering):
    turn = await Talk(answering).say("How long is the warranty? Do you sell [bikes](http://x.example) *now*?")
    assert r"Do you sell \[bikes\]\(http://x.example\) \*now\*" in turn.say[0].text


async def test_more_than_three_questions_are_not_all_looked_up(answering):
    text = "Where is my order? How long is the warranty? How do I return a chair? When are you open?"
    turn = await Talk(answering).say(text)
    assert len(articles(turn)) == 3
    assert turn.unanswered == "When are you open?"


async def test_a_follow_up_survives_a_restart_and_is_forgotten_in_time(answering):
    talk = Talk(answering)
    await talk.say("How much does delivery cost?")
    later = Talk(answering)  # another process, the same memory
    later.memory = replace(talk.memory)
    assert articles(await later.say("And to Switzerland?")) == ["international-en"]
    for _ in range(TURNS):
        await talk.say("hello")
        await talk.say("thanks")
    assert Memory.of(talk.memory.slots).topics == ()


async def test_a_follow_up_may_be_about_either_of_two_questions(answering):
    talk = Talk(answering)
    await talk.say("How much does delivery cost? How long is the warranty?")
    assert articles(await talk.say("And to Switzerland?")) == ["international-en"]


async def test_what_was_told_is_told_once_more_and_said_to_be(answering):
    talk = Talk(answering)
    await talk.say("How long is the warranty?")
    turn = await talk.say("and for lamps?")
    assert articles(turn) == ["warranty-en"]
    assert turn.say[0].text.startswith("I have already told you")


async def test_nothing_more_is_known_and_that_is_a_gap(answering):
    talk = Talk(answering)
    await talk.say("How long is the warranty?")
    turn = await talk.say("why is that?")
    assert turn.missed
    assert "no more about this" in turn.say[0].text
    assert turn.unanswered == "How long is the warranty? why is that"


async def test_an_article_taken_back_is_not_told_again(changing):
    talk = Talk(changing)
    await talk.say("How long is the warranty?")
    changing.remove("warranty-en")
    assert articles(await talk.say("and for lamps?")) == []


@pytest.mark.parametrize("channel", [Channel.CHAT, Channel.SMS])
async def test_choices_are_taken_by_typing(unsure, channel):
    talk = Talk(unsure, channel=channel)
    offered = values(await talk.say("change the delivery"))
    assert offered[-2:] == ["none", PERSON]
    turn = await talk.say("the second one please")
    assert [f"article:{cited}" for cited in articles(turn)] == [offered[1]]
    turn = await talk.say("and the first?")
    assert [f"article:{cited}" for cited in articles(turn)] == [offered[0]]


async def test_the_number_of_a_choice_takes_it(unsure):
    talk = Talk(unsure, channel=Channel.SMS)
    offered = values(await talk.say("change the delivery"))
    assert [f"article:{cited}" for cited in articles(await talk.say("2"))] == [offered[1]]


async def test_none_of_these_offers_a_person_for_the_first_question(unsure):
    talk = Talk(unsure)
    await talk.say("Hi! change the delivery")
    turn = await talk.say("None of these")
    assert turn.missed
    assert turn.unanswered == "change the delivery"
    assert values(turn) == [PERSON]
    assert outcome(await talk.say("yes please")) == "person"


async def test_yes_to_several_choices_asks_which(unsure):
    talk = Talk(unsure)
    await talk.say("change the delivery")
    turn = await talk.say("yes")
    assert "Which one" in turn.say[0].text
    assert outcome(await talk.say("the first")) == "answer"


async def test_a_single_choice_is_asked_for_with_yes_and_no(single):
    talk = Talk(single)
    turn = await talk.say("parking at night")
    assert "Did you mean “Parking”?" in turn.say[0].text
    assert [choice.label for choice in turn.choices] == ["Yes", "No", "Talk to a person"]
    assert articles(await talk.say("yeah")) == ["p"]
    talk = Talk(single)
    await talk.say("parking at night")
    assert (await talk.say("nope")).missed


@pytest.mark.parametrize("text", ["You are useless", "你是垃圾机器人", "?", "？？", "🤔", "..."])
async def test_abuse_and_riddles_get_a_calm_line_and_a_person(answering, text):
    talk = Talk(answering)
    turn = await talk.say(text)
    assert values(turn) == [PERSON]
    assert not turn.missed  # nobody can write an article about it
    assert outcome(await talk.say("ok")) == "person"


async def test_abuse_that_goes_on_gets_a_person(answering):
    talk = Talk(answering)
    for text in ("you idiot", "stupid bot"):
        await talk.say(text)
    assert outcome(await talk.say("shit")) == "person"


async def test_a_glad_sign_is_thanks(answering):
    assert "welcome" in (await Talk(answering).say("👍")).say[0].text


@pytest.mark.parametrize(
    "text",
    [
        "hi," * 3000 + "x",
        "就是" * 5000,
        "what, " * 2000,
        ", can i " * 1000,
        "How do I return a chair? " * 400,
        "怎么退货？" * 2000,
        "\n" * 9000 + "?",
        "\u202e\x00\ud83d how do I return",
        "[" * 10_000,
    ],
    ids=lambda text: text[:6].encode("unicode_escape").decode(),
)
@pytest.mark.timeout(30)  # what grows with the square of the length takes minutes
async def test_ten_thousand_characters_cost_little_and_end_with_a_line(answering, text):
    turn = await Talk(answering).say(text)
    assert turn.say[0].text
    assert len(turn.say[0].text) < 3000


async def test_a_pasted_mail_is_answered_at_its_question(answering):
    mail = (
        "Dear Harbour team,\n\nwe furnished our house with your lovely things. " * 12
        + "\nCould you please send me an invoice with our VAT number?\n\nKind regards\nAnna\n\n"
        + "> On Monday you wrote:\n> How long does delivery take?"
    )
    assert articles(await Talk(answering).say(mail)) == ["invoice-en"]


async def test_by_mail_a_part_is_answered_only_where_the_whole_is_sure(answering):
    told = "My neighbour wrote that your people were rude to her dog and frightened it badly on Tuesday. "
    text = f"{told}She is upset, and so am I. How long is the warranty? How do I return a chair?"
    assert len(articles(await Talk(answering).say(text))) == 2
    assert articles(await Talk(answering, channel=Channel.EMAIL).say(text)) == []


def test_memory_reads_whatever_the_slots_hold():
    assert Memory.of({"age": "x", "question": "q", "choices": " "}) == Memory(topics=(Topic(question="q"),))
    topics = (Topic(question="q", article="a", title="t"), Topic(question="r"))
    memory = Memory(topics=topics, age=2, choices=("a", "b"))
    assert Memory.of(memory.slots()) == memory
    assert Memory().slots() == {}
