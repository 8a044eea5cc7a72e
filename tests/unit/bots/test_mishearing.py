"""Chinese that came by voice is found by its sound too, and only asked about; what is typed is not."""

import asyncio

import pytest

from bots.guards import Limits, guarded_turn
from bots.knowledge.answering import Answering
from bots.knowledge.bot import ARTICLE, KnowledgeBot
from hub.core.bots import PERSON, TurnInput
from hub.core.models.contacts import Channel
from hub.core.models.conversations import BotMemory
from tests.unit.bots.knowledge_base import demo
from tests.unit.bots.mishearing import Outcome, misheard, outcomes, turn_of

CHAT, CALL = Channel.CHAT, Channel.VOICE
FOUND = (Outcome.TOLD, Outcome.OFFERED)
ROWS = misheard()


@pytest.fixture(scope="module")
def answering() -> Answering:
    return demo()


@pytest.mark.parametrize(
    ("said", "article"),
    [
        ("另一个台灯要多少油费。", "shipping-cost-zh"),
        ("推款怎么还没到?", "refund-time-zh"),
        ("还外可以买吗", "international-zh"),
        ("密马不记得了", "account-zh"),
    ],
)
async def test_a_caller_is_asked_about_what_it_sounds_like(answering, said, article):
    typed, heard = [await turn_of(answering, said, channel) for channel in (CHAT, CALL)]
    assert ARTICLE + article not in [one.value for one in typed.choices]
    assert ARTICLE + article in [one.value for one in heard.choices]
    assert not heard.citations


async def test_yes_is_told_the_article(answering):
    asked = await turn_of(answering, "麻烦给我开张法票", CALL)
    assert asked.say[0].text == "我不太确定您的意思。您是想问“发票”吗？"
    memory = BotMemory(bot="knowledge", slots=asked.slots)
    turn = TurnInput(
        conversation="c", interaction="i", channel=CALL, text="是的。", language="zh", memory=memory
    )
    told = await KnowledgeBot(answering).take_turn(turn)
    assert [one.article for one in told.citations] == ["invoice-zh"]


async def test_words_are_found_by_their_characters_first(answering):
    for one in ROWS:
        typed, heard = [await turn_of(answering, one.text, channel) for channel in (CHAT, CALL)]
        if typed.citations or any(choice.value.startswith(ARTICLE) for choice in typed.choices):
            assert heard == typed


@pytest.mark.parametrize(("way", "more"), [("one", 0.12), ("two", 0.35), ("heard", 0.08)])
async def test_callers_find_more_and_are_told_nothing_more(answering, way, more):
    own = [(getattr(one, way), one.article) for one in ROWS if one.article]
    chat, call = [await outcomes(answering, own, channel) for channel in (CHAT, CALL)]
    assert sum(call[one] - chat[one] for one in FOUND) >= more * len(own)
    assert (call[Outcome.TOLD], call[Outcome.MISLED]) == (chat[Outcome.TOLD], chat[Outcome.MISLED])


@pytest.mark.parametrize("way", ["text", "one", "two", "heard"])
async def test_what_is_about_something_else_finds_nothing(answering, way):
    others = [(getattr(one, way), "") for one in ROWS if not one.article]
    chat, call = [await outcomes(answering, others, channel) for channel in (CHAT, CALL)]
    assert call[Outcome.MISLED] == chat[Outcome.MISLED]
    assert call[Outcome.NOTHING] >= 0.93 * len(others)


async def test_an_article_that_was_taken_back_is_not_meant_any_more():
    answering = await asyncio.to_thread(demo)
    answering.remove("invoice-zh")
    turn = await turn_of(answering, "麻烦给我开张法票", CALL)
    assert ARTICLE + "invoice-zh" not in [one.value for one in turn.choices]


@pytest.mark.parametrize("said", ["转人公", "我要转仁功。", "请帮我转接克服", "人公"])
async def test_a_person_is_asked_for_by_sound(answering, said):
    async def handoff(channel: Channel) -> str:
        memory = BotMemory(bot="knowledge")
        turn = TurnInput(
            conversation="c", interaction="i", channel=channel, text=said, language="zh", memory=memory
        )
        answer = await guarded_turn(KnowledgeBot(answering), turn, Limits())
        return answer.handoff.reason if answer.handoff else ""

    assert await handoff(CALL) == "asked"
    assert await handoff(CHAT) == ""


async def test_english_is_as_it_was(answering):
    for text in ("How long is the warranty?", "who painted the mona lisa", PERSON):
        assert await turn_of(answering, text, CALL) == await turn_of(answering, text, CHAT)
