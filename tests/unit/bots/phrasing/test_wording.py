"""Which answers of the knowledge bot are phrased, and what becomes of the turn."""

import asyncio
from typing import Any

import pytest

from bots.guards import Limits, guarded_turn
from bots.knowledge.answering import Answering
from bots.knowledge.bot import KnowledgeBot
from bots.knowledge.index import Entry
from bots.knowledge.phrasing.client import Unanswered
from bots.knowledge.phrasing.model import Failure
from hub.core.bots import Turn, TurnInput
from hub.core.config import Knowledge as Thresholds
from hub.core.models.contacts import Channel
from hub.core.models.conversations import BotMemory
from tests.unit.bots.knowledge_base import demo
from tests.unit.bots.phrasing.test_phraser import GOOD, Model, phraser

SAID = "Returning parcels is free."
QUESTION = "How do I return something?"


@pytest.fixture
def company() -> Answering:
    return demo()


async def ask(model: Model, answering: Answering, text: str = QUESTION, **values: Any) -> Turn:
    """Take a guarded turn, as the runner does."""
    given = {"conversation": "c", "interaction": "i", "memory": BotMemory(bot="knowledge"), **values}
    bot = KnowledgeBot(answering, phraser(model))
    return await guarded_turn(bot, TurnInput(text=text, **given), Limits())


async def test_a_sure_answer_is_phrased_and_cites_article_revision_and_model(company):
    turn = await ask(Model(GOOD), company)
    assert [say.text for say in turn.say] == [SAID]
    assert [(one.article, one.revision, one.phrased) for one in turn.citations] == [
        ("returns-en", 1, "some-model")
    ]


async def test_whatever_fails_the_articles_own_words_are_said(company):
    for answer in ("All is free for 99 days [1].", "NONE", Unanswered(Failure.UNREACHABLE)):
        turn = await ask(Model(answer), company)
        assert "You can send back anything within **30 days**" in turn.say[0].text
        assert [one.phrased for one in turn.citations] == [""]
        assert turn.handoff is None


async def test_a_slow_endpoint_costs_the_customer_the_wording_not_the_answer(company, monkeypatch):
    """The turn ends within its limit, which is shorter than the endpoint may take."""
    monkeypatch.setattr("bots.knowledge.phrasing.phraser.MARGIN", 0.2)
    monkeypatch.setattr("bots.knowledge.phrasing.phraser.SHORTEST_WAIT", 0.0)
    model = Model(GOOD)
    model.go_on = asyncio.Event()  # never set
    bot = KnowledgeBot(company, phraser(model))
    turn = TurnInput(conversation="c", interaction="i", text=QUESTION, memory=BotMemory(bot="knowledge"))
    said = await guarded_turn(bot, turn, Limits(turn_seconds=0.3))
    assert len(model.asked) == 1
    assert said.handoff is None
    assert "30 days" in said.say[0].text


async def test_nobody_is_asked_where_the_bot_is_not_sure(company):
    model = Model(GOOD)
    await ask(model, company, "who painted the mona lisa")
    await ask(model, company, "hello")
    await ask(model, company, "Returning an item", value="article:returns-en")
    company.thresholds = Thresholds(answer_threshold=1.0, suggest_threshold=0.1)
    choices = await ask(model, company, "change the delivery")
    assert len(choices.choices) > 1
    assert model.asked == []


async def test_a_text_for_one_channel_is_never_rephrased():
    model = Model("The shop is closed [1].")
    answering = Answering(Thresholds())
    entry = Entry(
        article="s",
        revision=1,
        title="Sundays",
        body="The shop is closed.",
        questions=["Sundays?"],
        texts={Channel.SMS: "Closed."},
    )
    answering.put(entry)
    sms = await ask(model, answering, "Sundays?", channel=Channel.SMS)
    assert (sms.say[0].text, model.asked) == ("Closed.", [])
    chat = await ask(model, answering, "Sundays?", channel=Channel.CHAT)
    assert [one.phrased for one in chat.citations] == ["some-model"]


async def test_an_article_in_another_language_is_said_as_it_is():
    model = Model("PayPal [1].")
    answering = Answering(Thresholds())
    answering.put(Entry(article="a", revision=3, title="PayPal", body="可以用 PayPal 付款。", language="zh"))
    turn = await ask(model, answering, "PayPal?")
    assert "可以用 PayPal 付款。" in turn.say[0].text
    assert model.asked == []


async def test_a_simulation_asks_nobody(company):
    model = Model(GOOD)
    bot = KnowledgeBot(company, phraser(model))
    turn = TurnInput(conversation="c", interaction="i", text=QUESTION, memory=BotMemory(bot="knowledge"))
    assert "30 days" in (await bot.take_turn(turn)).say[0].text
    assert model.asked == []


async def test_several_answers_are_phrased_each_for_itself(company):
    model = Model(GOOD)
    turn = await ask(model, company, f"{QUESTION} How long is the warranty?")
    assert len(model.asked) == 2
    assert {one.article: one.phrased for one in turn.citations} == {
        "returns-en": "some-model",
        "warranty-en": "",  # these words do not stand in that article
    }
    assert SAID in turn.say[0].text
    assert "5-year warranty" in turn.say[0].text
