"""The knowledge bot's turns."""

from typing import Any

import pytest

from bots.guards import Limits, guarded_turn
from bots.knowledge.answering import Answering, Decision
from bots.knowledge.bot import KnowledgeBot
from bots.knowledge.index import Entry
from hub.core.bots import PERSON, Turn, TurnInput
from hub.core.config import Knowledge as Thresholds
from hub.core.models.contacts import Channel
from hub.core.models.conversations import BotMemory
from tests.unit.bots.knowledge_base import demo


@pytest.fixture(scope="module")
def answering() -> Answering:
    return demo()


async def ask(answering: Answering, text: str, **values: Any) -> Turn:
    given: dict[str, Any] = {
        "conversation": "c",
        "interaction": "i",
        "memory": BotMemory(bot="knowledge"),
        **values,
    }
    return await KnowledgeBot(answering).take_turn(TurnInput(text=text, **given))


async def test_a_sure_answer_names_its_article_and_revision(answering):
    turn = await ask(answering, "How long is the warranty?")
    assert "5-year warranty" in turn.say[0].text
    assert [(one.article, one.revision, one.title) for one in turn.citations] == [
        ("warranty-en", 1, "Warranty")
    ]
    assert not turn.missed
    assert turn.handoff is None


async def test_it_answers_in_the_language_of_the_question(answering):
    turn = await ask(answering, "保修期多久？", language="en")
    assert "保修 5 年" in turn.say[0].text
    assert turn.citations[0].article == "warranty-zh"


async def test_the_fitting_passage_is_said(answering):
    turn = await ask(answering, "Do you offer an assembly service?")
    assert "£45 per piece" in turn.say[0].text


@pytest.fixture
def unsure() -> Answering:
    answering = demo()
    answering.thresholds = Thresholds(answer_threshold=1.0, suggest_threshold=0.1)
    return answering


async def test_unsure_it_offers_articles_and_a_person(unsure):
    turn = await ask(unsure, "change the delivery")
    values = [choice.value for choice in turn.choices]
    assert values[0].startswith("article:")
    assert values[-1] == PERSON
    assert values[-2:] == ["none", PERSON]
    assert 2 <= len(values) - 2 <= 3
    assert turn.citations == []
    assert turn.slots == {"question": "change the delivery", "choices": " ".join(values)}


async def test_a_chosen_article_is_told_with_the_passage_for_the_first_question(answering):
    memory = BotMemory(bot="knowledge", slots={"question": "can your team assemble my wardrobe"})
    turn = await ask(answering, "Assembly instructions and help", value="article:assembly-en", memory=memory)
    assert "£45 per piece" in turn.say[0].text
    assert turn.citations[0].article == "assembly-en"


async def test_a_chosen_article_that_is_gone_is_a_miss(answering):
    turn = await ask(answering, "Old", value="article:gone")
    assert turn.missed
    assert turn.citations == []


async def test_not_knowing_is_said_and_a_person_offered(answering):
    turn = await ask(answering, "who painted the mona lisa")
    assert "no answer" in turn.say[0].text
    assert [choice.value for choice in turn.choices] == [PERSON]
    assert turn.missed
    assert turn.handoff is None


async def test_the_second_miss_hands_off(answering):
    memory = BotMemory(bot="knowledge", misses=1)
    given = TurnInput(conversation="c", interaction="i", text="蒙娜丽莎是谁画的", memory=memory)
    turn = await guarded_turn(KnowledgeBot(answering), given, Limits())
    assert turn.handoff is not None
    assert turn.handoff.reason == "no_answer"
    patient = await guarded_turn(KnowledgeBot(answering), given, Limits(misses=3))
    assert patient.handoff is None


async def test_yes_to_the_offer_of_a_person_is_asking_for_one(answering):
    offered = BotMemory(bot="knowledge", misses=1, slots={"offered": PERSON})
    for text in ("yes please", "好的"):
        turn = await ask(answering, text, memory=offered)
        assert turn.handoff is not None
        assert turn.handoff.reason == "asked"
    assert (await ask(answering, "yes")).handoff is None
    assert (await ask(answering, "no", memory=offered)).handoff is None


@pytest.mark.parametrize(
    ("text", "said"),
    [("Hello", "help you"), ("你好", "帮您"), ("thank you!", "welcome"), ("你是机器人吗", "自动助手")],
)
async def test_politeness_is_answered_in_its_language(answering, text, said):
    turn = await ask(answering, text)
    assert said in turn.say[0].text
    assert not turn.missed
    assert not turn.end


async def test_goodbye_ends(answering):
    assert (await ask(answering, "Thanks, bye!")).end


async def test_files_alone_are_not_understood(answering):
    turn = await ask(answering, "", has_files=True, language="zh")
    assert "看不了文件" in turn.say[0].text
    assert turn.missed


async def test_an_article_in_the_other_language_is_better_than_none():
    answering = Answering(Thresholds())
    answering.put(Entry(article="a", revision=3, title="PayPal", body="可以用 PayPal 付款。", language="zh"))
    answering.put(Entry(article="b", revision=1, title="Parking", body="Park anywhere."))
    turn = await ask(answering, "PayPal?")
    assert turn.say[0].text.startswith("I have this only in Chinese")
    assert turn.citations[0].revision == 3


def test_an_article_that_changes_its_language_moves():
    answering = Answering(Thresholds())
    answering.put(Entry(article="a", revision=1, title="Parking", body="Here.", language="en"))
    answering.put(Entry(article="a", revision=2, title="停车", body="这里停车。", language="zh"))
    assert answering.by_words("parking").results == []
    assert answering.by_words("停车").results[0].revision == 2


async def test_trying_a_question_shows_decision_threshold_and_reasons(answering):
    tried = await answering.try_question("How long is the warranty?", "en")
    assert (tried.decision, tried.threshold, tried.language) == (Decision.ANSWER, 0.5, "en")
    assert "<strong>5-year warranty</strong>" in tried.answer_html
    best = tried.results[0]
    assert (best.article, best.revision, best.title) == ("warranty-en", 1, "Warranty")
    assert best.score >= tried.results[1].score
    assert "5-year" in best.passage
    assert (await answering.try_question("who painted the mona lisa")).answer_html == ""


def test_thresholds_decide(unsure):
    assert unsure.by_words("How long is the warranty?").decision is Decision.CHOICES


@pytest.mark.parametrize(
    ("channel", "said"), [(Channel.SMS, "30 days."), (Channel.CHAT, "Within **30 days**.")]
)
async def test_a_channel_with_a_text_of_its_own_gets_that(channel, said):
    answering = Answering(Thresholds())
    entry = Entry(
        article="r",
        revision=1,
        title="Returns",
        body="Within **30 days**.",
        questions=["Can I return it?"],
        texts={Channel.SMS: "30 days."},
    )
    answering.put(entry)
    turn = await ask(answering, "Can I return it?", channel=channel)
    assert turn.say[0].text == said
