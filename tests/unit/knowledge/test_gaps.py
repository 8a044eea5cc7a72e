import pytest

from hub.core.errors import Conflict
from hub.core.models.conversations import Author, AuthorKind, Choice, Citation, Conversation, Message
from hub.core.models.gaps import Gap, GapReason, GapState, Unanswered
from hub.services.gap_articles import NO_ANSWER_YET
from hub.services.gap_plans import UNDECIDED, plan_bot_turn, plan_handed_off
from hub.services.gaps import Gaps
from tests.fakes.world import World, agent_author

BOT = Author(kind=AuthorKind.BOT, id="bot:knowledge", name="knowledge")
MEANT = [Choice(label="Delivery times", value="article:delivery"), Choice(label="A person", value="person")]
CITED = [Citation(article="delivery", revision=1, title="Delivery times")]


@pytest.fixture
def gaps(world: World) -> Gaps:
    return Gaps(world.store, world.clock, world.ids)


async def ask(world: World, text: str, visitor: str = "v1") -> Message:
    said = await world.say(text, visitor=visitor)
    return await world.store.get(Message, said.message.id)


async def turn(world: World, question: Message, **shown) -> None:
    """What a bot's turn would keep of its question."""
    conversation = await world.store.get(Conversation, question.conversation)
    batch = world.outbox.batch("bot:knowledge")
    await plan_bot_turn(world.store, batch, conversation, question, **{"missed": False, **shown})
    await world.store.commit(batch)


async def wish(world: World, conversation_id: str, reason: str = "asked") -> None:
    batch = world.outbox.batch("bot:knowledge")
    conversation = await world.store.get(Conversation, conversation_id)
    await plan_handed_off(world.store, batch, conversation, reason)
    await world.store.commit(batch)


async def answer(world: World, question: Message, **values) -> Message:
    given = {"by": BOT, "text": "Two days.", "client_id": world.ids(), "citations": CITED, **values}
    return await world.outbox.reply(question.conversation, **given)


async def missed(world: World, text: str, visitor: str = "v1") -> Unanswered:
    question = await ask(world, text, visitor)
    await turn(world, question, missed=True)
    return await world.store.get(Unanswered, question.id)


async def test_a_question_without_an_answer_is_noted_once(world):
    question = await ask(world, "  Do you\nship to Norway? ")
    await turn(world, question, missed=True)
    await turn(world, question, missed=True)
    (noted,) = await world.store.find(Unanswered)
    assert (noted.text, noted.reason) == ("Do you ship to Norway?", GapReason.MISSED)


async def test_choices_that_are_taken_leave_nothing(world, gaps):
    question = await ask(world, "when is it here")
    await turn(world, question, choices=MEANT)
    await world.outbox.reply(question.conversation, by=BOT, text="Did you mean", client_id="c", choices=MEANT)
    pressed = await ask(world, "Delivery times")
    await turn(world, pressed, told={"delivery"})
    assert await world.store.find(Unanswered) == []


async def test_choices_that_nobody_takes_count_after_a_while(world, gaps):
    question = await ask(world, "when is it here")
    await turn(world, question, choices=MEANT)
    assert await gaps.unsorted() == []
    await world.clock.advance(UNDECIDED.total_seconds())
    assert [one.reason for one in await gaps.unsorted()] == [GapReason.NOT_CHOSEN]


async def test_asking_for_a_person_right_after_an_answer_names_the_article(world):
    question = await ask(world, "when is it here")
    await answer(world, question)
    await ask(world, "let me talk to somebody")
    await answer(world, question, text="One moment.", citations=[])
    await wish(world, question.conversation)
    (noted,) = await world.store.find(Unanswered)
    assert (noted.id, noted.reason, noted.article) == (question.id, GapReason.HANDED_OFF, "delivery")


@pytest.mark.parametrize("reason", ["no_answer", "taken"])
async def test_other_handoffs_do_not_blame_the_answer(world, reason):
    question = await ask(world, "when is it here")
    await answer(world, question)
    await wish(world, question.conversation, reason)
    assert await world.store.find(Unanswered) == []


async def test_a_person_wanted_for_something_else_does_not_blame_the_answer(world):
    question = await ask(world, "when is it here")
    await answer(world, question)
    await ask(world, "thanks. and now something else")
    await ask(world, "a person please")
    await wish(world, question.conversation)
    assert await world.store.find(Unanswered) == []


async def test_not_helpful_names_question_and_article(world, knowledge):
    question = await ask(world, "when is it here")
    message = await answer(world, question)
    await knowledge.feedback(message.id, helpful=False)
    (noted,) = await world.store.find(Unanswered)
    assert (noted.id, noted.article, noted.reason) == (question.id, "delivery", GapReason.NOT_HELPFUL)


async def test_questions_join_a_gap_that_keeps_its_id(world, gaps):
    one = await missed(world, "Do you ship to Norway?")
    gap = await gaps.sort_in(one.id, None, "en")
    two = await missed(world, "Is Norway possible?", "v2")
    joined = await gaps.sort_in(two.id, gap.id, "en")
    assert (joined.id, joined.count, joined.title) == (gap.id, 2, "Do you ship to Norway?")
    assert joined.channels == {"chat": 2}
    assert joined.reasons == {"missed": 2}
    assert await gaps.sort_in(two.id, None, "en") is None
    assert [one.text for one in await gaps.examples(gap.id)] == [
        "Is Norway possible?",
        "Do you ship to Norway?",
    ]


async def test_a_draft_has_the_customers_questions(world, gaps, knowledge):
    gap = await gaps.sort_in((await missed(world, "Do you ship to Norway?")).id, None, "en")
    await gaps.sort_in((await missed(world, "Is Norway possible?", "v2")).id, gap.id, "en")
    article = await gaps.draft(gap.id, "eva", knowledge)
    assert article.questions == ["Do you ship to Norway?", "Is Norway possible?"]
    assert article.body == NO_ANSWER_YET["en"]
    stored = await world.store.get(Gap, gap.id)
    assert (stored.state, stored.article) == (GapState.DRAFTED, article.id)
    with pytest.raises(Conflict):
        await gaps.draft(gap.id, "eva", knowledge)


async def test_a_draft_begins_with_what_an_agent_answered(world, gaps, knowledge):
    question = await missed(world, "Do you ship to Norway?")
    item = await world.work.request_person(question.conversation, reason="asked", actor="test")
    await world.work.accept((await world.offer(item)).id, "ann")
    await answer(
        world,
        await world.store.get(Message, question.id),
        by=agent_author(),
        citations=[],
        text="Yes, we ship to Norway within five days.",
    )
    gap = await gaps.sort_in(question.id, None, "en")
    assert (await gaps.draft(gap.id, "eva", knowledge)).body == "Yes, we ship to Norway within five days."


async def test_a_dismissed_gap_stays_dismissed_until_it_is_reopened(world, gaps):
    gap = await gaps.sort_in((await missed(world, "Tell me a joke")).id, None, "en")
    await gaps.dismiss(gap.id, "eva")
    again = await gaps.sort_in((await missed(world, "A joke please", "v2")).id, gap.id, "en")
    assert again.state is GapState.DISMISSED
    assert (await gaps.reopen(gap.id, "eva")).state is GapState.OPEN


async def test_an_erased_person_leaves_no_words_behind(world, gaps):
    one = await missed(world, "I am Jane Doe, do you ship to Norway?")
    gap = await gaps.sort_in(one.id, None, "en")
    await gaps.sort_in((await missed(world, "Norway?", "v2")).id, gap.id, "en")
    assert await gaps.forget(one.contact, "admin") == 1
    kept = await world.store.get(Gap, gap.id)
    assert (kept.title, kept.count) == ("Norway?", 2)
    assert [one.text for one in await gaps.examples(gap.id)] == ["Norway?"]
    second = (await gaps.examples(gap.id))[0]
    await gaps.forget(second.contact, "admin")
    assert (await world.store.get(Gap, gap.id)).title == ""
