"""Writing, publishing and taking back articles; and what customers thought of answers."""

import asyncio
from typing import Any

import pytest

from hub.core.errors import Duplicate, IllegalTransition, InvalidInput, NotFound, StaleRevision
from hub.core.events import EventKind
from hub.core.models.conversations import Author, AuthorKind, Citation, Message
from hub.core.models.knowledge import Article, ArticleState, Feedback
from hub.services.knowledge import Knowledge
from tests.fakes.world import World

BOT = Author(kind=AuthorKind.BOT, id="bot:knowledge", name="knowledge")


async def draft(knowledge: Knowledge, title: str = "Returns", **values: Any) -> Article:
    return await knowledge.create("eve", title=title, body=values.pop("body", "Within 30 days."), **values)


async def answer(world: World, cited: list[Citation]) -> Message:
    said = await world.say("Can I return it?")
    return await world.outbox.reply(
        said.conversation.id, by=BOT, text="Within 30 days.", client_id="r", citations=cited
    )


async def test_a_new_article_is_a_draft_with_its_first_revision(knowledge):
    article = await draft(knowledge, "  Returns ", questions=["How?", " How? ", "", "Can I  return it?"])
    assert (article.title, article.state, article.revision) == ("Returns", ArticleState.DRAFT, 1)
    assert article.questions == ["How?", "Can I return it?"]
    assert [(one.number, one.author) for one in await knowledge.revisions(article.id)] == [(1, "eve")]
    assert await knowledge.published() == []


async def test_publishing_gives_customers_the_newest_revision(knowledge):
    article = await draft(knowledge)
    article = await knowledge.publish(article.id, "eve")
    assert (article.state, article.published) == (ArticleState.PUBLISHED, 1)
    [out] = await knowledge.published()
    assert (out.article, out.number, out.body) == (article.id, 1, "Within 30 days.")


async def test_an_edit_waits_until_it_is_published(knowledge):
    article = await knowledge.publish((await draft(knowledge)).id, "eve")
    article = await knowledge.save(article.id, "max", rev=article.rev, body="Within 60 days.")
    assert (article.state, article.revision, article.published) == (ArticleState.DRAFT, 2, 1)
    assert [one.body for one in await knowledge.published()] == ["Within 30 days."]
    await knowledge.publish(article.id, "eve")
    assert [(one.number, one.author) for one in await knowledge.published()] == [(2, "max")]
    assert [one.number for one in await knowledge.revisions(article.id)] == [2, 1]


async def test_unpublishing_and_archiving_take_it_back(knowledge):
    article = await knowledge.publish((await draft(knowledge)).id, "eve")
    article = await knowledge.unpublish(article.id, "eve")
    assert (article.state, article.published) == (ArticleState.DRAFT, None)
    await knowledge.publish(article.id, "eve")
    article = await knowledge.archive(article.id, "eve")
    assert (article.state, article.published) == (ArticleState.ARCHIVED, None)
    assert await knowledge.published() == []


async def test_an_archived_article_must_be_brought_back_first(knowledge):
    article = await knowledge.archive((await draft(knowledge)).id, "eve")
    with pytest.raises(InvalidInput, match="archived"):
        await knowledge.save(article.id, "eve", rev=article.rev, body="New")
    with pytest.raises(IllegalTransition):
        await knowledge.publish(article.id, "eve")
    article = await knowledge.bring_back(article.id, "eve")
    assert article.state is ArticleState.DRAFT


async def test_saying_it_twice_is_saying_it_once(world, knowledge):
    article = await draft(knowledge)
    for action in (knowledge.publish, knowledge.unpublish, knowledge.archive):
        await action(article.id, "eve")
        seq = await world.store.last_seq()
        await action(article.id, "eve")
        assert await world.store.last_seq() == seq


async def test_of_two_editors_the_second_is_told(knowledge):
    article = await draft(knowledge)
    await knowledge.save(article.id, "eve", rev=article.rev, body="Hers")
    with pytest.raises(StaleRevision, match="Somebody else"):
        await knowledge.save(article.id, "max", rev=article.rev, body="His")
    assert (await knowledge.get(article.id)).body == "Hers"


async def test_of_two_editors_at_the_same_time_one_wins(knowledge):
    article = await draft(knowledge)
    saves = (knowledge.save(article.id, who, rev=article.rev, body=who) for who in ("eve", "max"))
    results = await asyncio.gather(*saves, return_exceptions=True)
    # The second loses on the article's revision or on the number of the new version.
    assert sorted(isinstance(one, StaleRevision | Duplicate) for one in results) == [False, True]
    assert len(await knowledge.revisions(article.id)) == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"body": "\n"}, "body"),
        ({"body": "x" * 50_001}, "body"),
        ({"language": "fr"}, "language"),
        ({"questions": ["ok", "x" * 301]}, "questions[1]"),
        ({"questions": [str(number) for number in range(101)]}, "questions"),
    ],
)
async def test_what_cannot_be_an_article_is_refused_by_field(knowledge, fields, field):
    with pytest.raises(InvalidInput) as error:
        await knowledge.create("eve", **{"title": "Returns", "body": "Yes.", **fields})
    assert error.value.field == field
    article = await draft(knowledge)
    with pytest.raises(InvalidInput) as error:
        await knowledge.save(article.id, "eve", rev=article.rev, **fields)
    assert error.value.field == field


async def test_only_an_articles_content_can_be_edited(knowledge):
    article = await draft(knowledge)
    with pytest.raises(InvalidInput, match="published"):
        await knowledge.save(article.id, "eve", rev=article.rev, published=1)


async def test_the_unknown_is_not_found(knowledge):
    for action in (knowledge.get, knowledge.revisions):
        with pytest.raises(NotFound):
            await action("nobody")
    with pytest.raises(NotFound):
        await knowledge.publish("nobody", "eve")


async def test_articles_are_listed_by_words_state_and_language(world, knowledge):
    first = await draft(knowledge, "Returns", category="Shop")
    world.clock.set(1)
    second = await draft(knowledge, "退货", language="zh", body="30 天")
    world.clock.set(1)
    gone = await draft(knowledge, "Old returns")
    await knowledge.archive(gone.id, "eve")
    assert [one.id for one in await knowledge.search()] == [second.id, first.id]
    assert [one.id for one in await knowledge.search("RETURNS shop")] == [first.id]
    assert [one.id for one in await knowledge.search(language="zh")] == [second.id]
    assert [one.id for one in await knowledge.search(state=ArticleState.ARCHIVED)] == [gone.id]
    assert await knowledge.search("zebra") == []


async def test_every_change_is_told_without_the_text(world, knowledge):
    seq = await world.store.last_seq()
    article = await draft(knowledge)
    await knowledge.publish(article.id, "eve")
    events = await world.store.events_after(seq)
    assert [(one.kind, one.subject, one.actor) for one in events] == [
        (EventKind.ARTICLE_CHANGED, article.id, "eve")
    ] * 2
    assert events[-1].data == {"act": "published", "state": "published", "revision": 1, "published": 1}


async def test_feedback_is_one_opinion_a_message_and_may_change(world, knowledge):
    message = await answer(world, [Citation(article="a", revision=4, title="Returns")])
    assert await knowledge.opinion(message.id) is None
    given = await knowledge.feedback(message.id, helpful=False)
    assert (given.article, given.revision, given.helpful) == ("a", 4, False)
    await knowledge.feedback(message.id, helpful=True)
    assert await knowledge.opinion(message.id) is True
    assert await world.store.count(Feedback) == 1
    seq = await world.store.last_seq()
    await knowledge.feedback(message.id, helpful=True)
    assert await world.store.last_seq() == seq


async def test_feedback_given_twice_at_once_is_kept_once(world, knowledge):
    message = await answer(world, [Citation(article="a", revision=1, title="Returns")])
    await asyncio.gather(*(knowledge.feedback(message.id, helpful) for helpful in (True, False, True)))
    assert await world.store.count(Feedback) == 1


async def test_feedback_is_for_answers_from_articles(world, knowledge):
    message = await answer(world, [])
    with pytest.raises(InvalidInput, match="not an answer"):
        await knowledge.feedback(message.id, helpful=True)
