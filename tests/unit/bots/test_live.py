"""From the editor's button to the customer's answer."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.knowledge.answering import Answering, Decision
from bots.knowledge.bot import KnowledgeBot
from bots.knowledge.live import LiveIndex
from bots.registry import Registry
from bots.runner import Runner
from hub.core.config import Knowledge as Thresholds
from hub.core.models.conversations import AuthorKind, Conversation, Interaction, Message
from hub.core.models.knowledge import Audience, Revision
from hub.core.models.work import WorkItem
from hub.services.inbound import Receipt
from hub.services.knowledge import Knowledge
from tests.fakes.clock import settle
from tests.fakes.world import TENANT, World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


@pytest.fixture
def knowledge(world: World) -> Knowledge:
    return Knowledge(world.store, world.clock, world.ids)


@pytest.fixture
def answering() -> Answering:
    return Answering(Thresholds())


async def returns(knowledge: Knowledge) -> str:
    article = await knowledge.create(
        "eve", title="Returns", body="Within 30 days.", questions=["How do I return something?"]
    )
    return article.id


QUESTION = "How do I return something?"


async def test_publishing_answers_at_once_and_taking_back_ends_it(world, knowledge, answering):
    stop = await LiveIndex(TENANT, answering).start(world.database, knowledge)
    article = await returns(knowledge)
    assert answering.by_words(QUESTION).results == []
    await knowledge.publish(article, "eve")
    assert answering.by_words(QUESTION).decision is Decision.ANSWER
    await knowledge.unpublish(article, "eve")
    assert answering.by_words(QUESTION).results == []
    stop()


async def test_an_edit_answers_only_when_it_is_published(world, knowledge, answering):
    await LiveIndex(TENANT, answering).start(world.database, knowledge)
    article = await knowledge.publish(await returns(knowledge), "eve")
    await knowledge.save(article.id, "eve", rev=article.rev, body="Within 60 days.")
    assert (
        answering.by_words(QUESTION).results[0].revision,
        answering.by_words(QUESTION).results[0].passage,
    ) == (
        1,
        "Within 30 days.",
    )
    await knowledge.publish(article.id, "eve")
    assert answering.by_words(QUESTION).results[0].passage == "Within 60 days."


async def test_what_is_for_staff_only_is_never_said(world, knowledge, answering):
    await LiveIndex(TENANT, answering).start(world.database, knowledge)
    article = await knowledge.publish(await returns(knowledge), "eve")
    assert answering.by_words(QUESTION).decision is Decision.ANSWER
    article = await knowledge.save(article.id, "eve", rev=article.rev, audience=Audience.STAFF)
    await knowledge.publish(article.id, "eve")
    assert answering.by_words(QUESTION).results == []
    later = Answering(Thresholds())
    await LiveIndex(TENANT, later).start(world.database, knowledge)
    assert later.by_words(QUESTION).results == []


async def test_what_was_published_before_the_start_is_loaded(world, knowledge, answering):
    article = await knowledge.publish(await returns(knowledge), "eve")
    await knowledge.save(article.id, "eve", rev=article.rev, title="Draft of a new title")
    await LiveIndex(TENANT, answering).start(world.database, knowledge)
    assert answering.by_words(QUESTION).results[0].title == "Returns"


async def test_changes_while_loading_win_over_what_is_loaded(world, knowledge, answering):
    article = await knowledge.publish(await returns(knowledge), "eve")

    class Slow(Knowledge):
        async def published(self) -> list[Revision]:
            found = await super().published()
            await knowledge.archive(article.id, "eve")
            return found

    await LiveIndex(TENANT, answering).start(world.database, Slow(world.store, world.clock, world.ids))
    assert answering.by_words(QUESTION).results == []


async def test_another_tenants_articles_are_never_said(world, knowledge, answering):
    await LiveIndex("other", answering).start(
        world.database, Knowledge(world.database.tenant("other"), world.clock, world.ids)
    )
    await knowledge.publish(await returns(knowledge), "eve")
    assert answering.by_words(QUESTION).results == []


async def test_the_whole_way_from_question_to_person(world, knowledge, answering):
    await LiveIndex(TENANT, answering).start(world.database, knowledge)
    article = await knowledge.publish(await returns(knowledge), "eve")
    bot = KnowledgeBot(answering)
    runner = Runner(world, Registry(bot), world.clock)
    stop = runner.listen(world.database)

    async def after(said: Receipt) -> list[Message]:
        """Wait until the message has had its turn; return what was said that the customer did not say."""
        async with asyncio.timeout(60):
            while True:
                await settle()
                memory = (await world.store.get(Interaction, said.interaction.id)).memory
                if memory and memory.answered_seq >= said.message.seq:
                    found = await world.store.find(
                        Message, {"conversation": said.conversation.id}, order="seq"
                    )
                    return [one for one in found if one.author.kind is not AuthorKind.CONTACT]

    async with asyncio.TaskGroup() as group:
        task = group.create_task(runner.run())
        said = await world.say("how can I return a thing?")
        [answer] = await after(said)
        [_, unknown] = await after(await world.say("who painted the mona lisa"))
        handed = await after(await world.say("yes please"))
        task.cancel()
    stop()
    assert answer.text == "Within 30 days."
    assert [(one.article, one.revision) for one in answer.citations] == [(article.id, 1)]
    assert [choice.label for choice in unknown.choices] == ["Talk to a person"]
    assert "handed_off" in [one.notice for one in handed]
    conversation = await world.store.get(Conversation, said.conversation.id)
    assert conversation.work_item
    assert (await world.store.get(WorkItem, conversation.work_item)).reason == "asked"
