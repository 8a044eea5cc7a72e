"""Chinese callers who are understood with other characters of the same sound, from report to answer."""

import pytest

from bots.knowledge.bot import KnowledgeBot
from hub.core.models.work import WorkItem, WorkState
from tests.fakes.voice_world import FakeNode, until
from tests.unit.bots.knowledge_base import demo
from tests.unit.bots.talk import running

pytestmark = pytest.mark.usefixtures("followed")


@pytest.fixture(scope="module")
def bot() -> KnowledgeBot:
    return KnowledgeBot(demo())


async def test_they_are_asked_what_they_meant_and_told_it(node: FakeNode, bot: KnowledgeBot) -> None:
    async with running(node.world, bot):
        await node.reports(node.ringing(), node.answered(), node.heard("麻烦给我开张法票"))
        await until(lambda: any("您是想问“发票”吗" in text for text in node.said()))
        asked = len(node.said())
        await node.reports(node.heard("是的。"))
        await until(lambda: len(node.said()) > asked)
    assert "电子发票" in node.said()[-1]


async def test_they_reach_a_person(node: FakeNode, bot: KnowledgeBot) -> None:
    async with running(node.world, bot):
        await node.reports(node.ringing(), node.answered(), node.heard("我要转仁功。"))
        await until(lambda: any("人工" in text for text in node.said()))
    (item,) = await node.world.store.find(WorkItem)
    assert item.state is WorkState.QUEUED
