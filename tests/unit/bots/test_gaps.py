"""Sorting questions into gaps: the same matter meets, other matters stay apart, ids stay."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.gap_likeness import ALIKE, likeness, read
from bots.gaps import POLL_SECONDS, GapSorter
from hub.core.events import Change, EventKind
from hub.core.models.conversations import Choice, Conversation, Message
from hub.core.models.gaps import Gap
from hub.services.gap_plans import UNDECIDED, plan_bot_turn
from hub.services.gaps import Gaps
from tests.fakes.clock import settle
from tests.fakes.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


@pytest.fixture
def gaps(world: World) -> Gaps:
    return Gaps(world.store, world.clock, world.ids)


async def miss(world: World, text: str, *, choices: bool = False) -> None:
    said = await world.say(text, visitor=world.ids())
    conversation = await world.store.get(Conversation, said.conversation.id)
    question = await world.store.get(Message, said.message.id)
    batch = world.outbox.batch("bot:knowledge")
    meant = [Choice(label="Delivery", value="article:delivery")] if choices else []
    await plan_bot_turn(world.store, batch, conversation, question, missed=not choices, choices=meant)
    await world.store.commit(batch)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Do you ship to Norway?", "Is shipping to Norway possible?"),
        ("Do you offer student discounts?", "is there a discount for students"),
        ("怎么退货", "可以退货吗"),
        ("你们可以送货到香港吗", "能送到香港吗"),
        ("怎么开发票", "发票可以开吗"),
        ("Hello?!", "hello?!"),
    ],
)
def test_the_same_matter_is_alike(one: str, other: str):
    assert likeness(read(one), read(other)) >= ALIKE
    assert likeness(read(other), read(one)) == likeness(read(one), read(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Do you ship to Norway?", "Do you ship to Sweden?"),
        ("How do I cancel my order?", "How do I track my order?"),
        ("怎么退货", "怎么付款"),
        ("", "?"),
    ],
)
def test_other_matters_are_not(one: str, other: str):
    assert likeness(read(one), read(other)) < ALIKE


async def test_questions_meet_in_gaps_and_gaps_keep_their_ids(world, gaps):
    sorter = GapSorter(gaps, world.clock)
    await miss(world, "Do you ship to Norway?")
    assert await sorter.sort()
    (first,) = await gaps.all()
    for text in ("Is shipping to Norway possible?", "怎么开发票", "can you deliver to norway"):
        await miss(world, text)
    while await sorter.sort():
        pass
    by_title = {gap.title: gap for gap in await gaps.all()}
    assert by_title["Do you ship to Norway?"].id == first.id
    assert {title: gap.count for title, gap in by_title.items()} == {
        "Do you ship to Norway?": 3,
        "怎么开发票": 1,
    }
    assert by_title["怎么开发票"].language == "zh"
    assert not await sorter.sort()


class Counted:
    """Waits until so many questions were sorted in."""

    def __init__(self, world: World) -> None:
        self._events: asyncio.Queue[None] = asyncio.Queue()
        self.stop = world.database.subscribe(self._hear)

    def _hear(self, changes: list[Change]) -> None:
        for change in changes:
            if change.event.kind is EventKind.GAP_CHANGED:
                self._events.put_nowait(None)

    async def next(self) -> None:
        async with asyncio.timeout(60):
            await self._events.get()


async def test_a_new_sorter_goes_on_where_the_last_one_stopped(world, gaps):
    await miss(world, "Do you ship to Norway?")
    await GapSorter(gaps, world.clock).sort()
    await miss(world, "Is shipping to Norway possible?")
    counted = Counted(world)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(GapSorter(gaps, world.clock).run())
        await counted.next()
        running.cancel()
    assert [gap.count for gap in await world.store.find(Gap)] == [2]


async def test_it_wakes_for_what_is_noted_and_for_choices_nobody_took(world, gaps):
    sorter = GapSorter(gaps, world.clock)
    counted = Counted(world)
    stop = sorter.listen(world.database)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(sorter.run())
        await settle()
        await miss(world, "Do you ship to Norway?")
        await counted.next()
        await miss(world, "when is it here", choices=True)
        await world.clock.advance(UNDECIDED.total_seconds() + POLL_SECONDS)
        await counted.next()
        running.cancel()
    stop()
    assert sum(gap.count for gap in await gaps.all()) == 2
