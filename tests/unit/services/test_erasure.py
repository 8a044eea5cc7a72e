"""Erasing a person: nothing of them can be read afterwards, and all that is counted stays."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.core.errors import NotFound, Unavailable
from hub.core.models.blobs import SmallBlob
from hub.core.models.contacts import Address, Contact, Merge
from hub.core.models.conversations import (
    Conversation,
    Interaction,
    Message,
    StoredFile,
)
from hub.core.models.erasures import Erasure
from hub.core.models.gaps import Gap, QuestionVector
from hub.core.models.integrations import WebhookDelivery
from hub.core.models.reports import Interval
from hub.core.models.staff import AgentState, AuditEntry
from hub.core.models.told import Told
from hub.core.models.work import WorkItem, WorkState
from hub.core.records import Record
from hub.services.erasure import AGAIN
from hub.services.erasure_fates import FATES, Fate
from hub.services.opt_outs import OptOuts
from hub.store.kinds import KINDS
from tests.fakes.clock import settle
from tests.fakes.erasure import MARK, NUMBER, Scene
from tests.fakes.world import World

NAMELESS = {QuestionVector, SmallBlob}
"""Kinds in which nobody can read a word; that they are gone is looked at by number."""


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with await World.open(tmp_path / "data") as world:
        made = Scene(world, tmp_path / "data")
        await made.play()
        yield made


def mentions(data: bytes) -> bool:
    return any(word.lower().encode() in data.lower() for word in (MARK, NUMBER, NUMBER[1:]))


async def files_with_mark(folder: Path) -> list[Path]:
    """Return every file of a data folder in which the person can be read."""
    return await asyncio.to_thread(_files_with_mark, folder)


def _files_with_mark(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.is_file() and mentions(file.read_bytes())]


async def records(world: World) -> dict[type[Record], list[Record]]:
    return {kind.type: await world.store.find(kind.type) for kind in KINDS}


def test_every_kind_of_record_has_a_fate():
    assert set(FATES) == {kind.type for kind in KINDS}, "Say in services.erasure_fates what becomes of it."


async def test_nothing_can_be_read_afterwards_and_figures_stay(scene: Scene):
    world, erasures = scene.world, scene.services.erasures
    await world.database.index_pending()
    assert await world.store.search(MARK)
    before = await records(world)
    touched = {kind for kind, fate in FATES.items() if fate is not Fate.KEPT}
    planted = {
        kind
        for kind, rows in before.items()
        for row in rows
        if mentions(repr(row).encode()) or scene.contact in repr(row) or kind in NAMELESS
    }
    assert touched <= planted, "Plant the word in these kinds too."
    assert await files_with_mark(scene.folder)

    await erasures.ask(scene.contact, "sam")
    done = await erasures.carry_out(scene.contact)

    assert done.done_at
    assert await files_with_mark(scene.folder) == []
    after = await records(world)
    assert not after[QuestionVector]
    assert not after[SmallBlob]
    for kind, rows in after.items():
        assert not [row for row in rows if mentions(repr(row).encode())], kind
    assert await world.store.search(MARK) == []
    assert await world.store.search_contacts(MARK) == []
    assert [row.seconds for row in before[Interval] if isinstance(row, Interval)] == [
        row.seconds for row in after[Interval][: len(before[Interval])] if isinstance(row, Interval)
    ]
    assert (await world.store.get(Gap, "gap")).count == 7
    assert (await world.store.get(Told, "told")).contact == ""
    assert [one.rating.score for one in await world.store.find(Interaction) if one.rating] == [2]
    assert len(scene.dialogues.forgotten) == 2
    mentioning = [row for rows in after.values() for row in rows if scene.contact in repr(row)]
    assert {type(row) for row in mentioning} <= {Erasure, AuditEntry, WorkItem, WebhookDelivery}, (
        "An id of nobody."
    )


async def test_others_keep_what_is_theirs(scene: Scene):
    await scene.services.erasures.ask(scene.contact, "sam")
    await scene.services.erasures.carry_out(scene.contact)
    other = await scene.world.store.get(Conversation, scene.other)
    assert other.last_text == "I am somebody else"
    episode = await scene.world.store.get(Interaction, other.interaction)
    assert (await scene.world.store.get(Address, episode.address)).value == "v2"
    texts = [one.text for one in await scene.world.store.find(Message, {"conversation": scene.other})]
    assert "I am somebody else" in texts


async def test_an_agent_who_had_the_conversation_is_free(scene: Scene):
    assert (await scene.world.store.get(AgentState, "ann")).held
    await scene.services.erasures.ask(scene.contact, "sam")
    await scene.services.erasures.carry_out(scene.contact)
    assert (await scene.world.store.get(AgentState, "ann")).held == {}
    states = {one.state for one in await scene.world.store.find(WorkItem, {"contact": scene.contact})}
    assert states <= {WorkState.CANCELLED, WorkState.ABANDONED}


async def test_interrupted_it_goes_on(scene: Scene):
    erasures, store = scene.services.erasures, scene.world.store
    scene.dialogues.broken = True
    await erasures.ask(scene.contact, "sam")
    with pytest.raises(Unavailable):
        await erasures.carry_out(scene.contact)
    [left] = await store.find(Erasure, {"done_at": None})
    assert left.files
    assert left.dialogues
    assert await store.peek(Contact, scene.contact) is None
    await erasures.carry_out(scene.contact)
    assert await files_with_mark(scene.folder) == []
    assert len(scene.dialogues.forgotten) == 2
    assert await store.find(Erasure, {"done_at": None}) == []


async def test_one_that_fails_is_tried_again_and_holds_up_nobody(scene: Scene):
    erasures, store = scene.services.erasures, scene.world.store
    other = await store.get(Conversation, scene.other)
    scene.dialogues.broken = True
    await erasures.ask(scene.contact, "sam")
    await erasures.ask(other.contact, "sam")
    async with asyncio.TaskGroup() as group:
        running = group.create_task(erasures.run())
        while not (await store.get(Erasure, other.contact)).done_at:
            await settle()
        while await store.find(Erasure, {"done_at": None}):
            await scene.world.clock.advance(AGAIN)
        running.cancel()
    assert scene.dialogues.forgotten


async def test_a_wish_for_no_sms_outlives_the_number(scene: Scene):
    await scene.services.erasures.ask(scene.contact, "sam")
    await scene.services.erasures.carry_out(scene.contact)
    wish = await scene.services.opt_outs.find("route", NUMBER)
    assert wish
    assert wish.id == "out"
    assert await scene.services.opt_outs.find("route", "+4915199887767") is None
    assert [one.number for one in await scene.services.opt_outs.listed("route")] == [""]
    elsewhere = OptOuts(scene.world.store, scene.world.clock, scene.world.ids, b"another secret")
    assert await elsewhere.find("route", NUMBER) is None


async def test_a_plan_changes_nothing_and_asking_twice_is_once(scene: Scene):
    erasures = scene.services.erasures
    plan = await erasures.plan(scene.contact)
    assert (plan.contacts, plan.conversations, plan.open, plan.files) == (2, 2, 2, 2)
    assert plan.addresses == 4
    assert plan.messages > 3
    assert await scene.world.store.find(Erasure) == []
    first = await erasures.ask(scene.contact, "sam")
    assert await erasures.ask(scene.contact, "ada") == first
    done = await erasures.carry_out(scene.contact)
    assert await erasures.ask(scene.contact, "ada") == done
    assert done.erased["Message"] > plan.messages
    with pytest.raises(NotFound):
        await erasures.plan(scene.contact)


async def test_who_writes_again_is_somebody_new(scene: Scene):
    await scene.services.erasures.ask(scene.contact, "sam")
    await scene.services.erasures.carry_out(scene.contact)
    said = await scene.world.say("hello", visitor="v1")
    assert said.conversation.contact != scene.contact
    assert (await scene.world.store.get(Contact, said.conversation.contact)).name == ""


async def test_large_files_go_unless_others_have_the_same(scene: Scene, tmp_path: Path):
    data = b"Everybody has this leaflet. " * 5000
    mine = await scene.services.files.put("leaflet.txt", data, scene.other, "visitor:v2")
    [theirs, *_] = await scene.world.store.find(Conversation, {"contact": scene.contact})
    await scene.services.files.put("leaflet.txt", data, theirs.id, "visitor:v1")
    await scene.services.erasures.ask(scene.contact, "sam")
    await scene.services.erasures.carry_out(scene.contact)
    assert (await scene.services.files.get(mine.id))[1] == data
    assert len(await scene.world.store.find(StoredFile)) == 1
    assert await scene.world.store.find(SmallBlob) == []


async def test_words_that_lie_in_deliveries_of_webhooks_go(scene: Scene):
    [delivery, *_] = [
        one
        for one in await scene.world.store.find(WebhookDelivery)
        if MARK in one.body and "text" in one.body
    ]
    await scene.services.erasures.ask(scene.contact, "sam")
    await scene.services.erasures.carry_out(scene.contact)
    after = await scene.world.store.get(WebhookDelivery, delivery.id)
    assert (after.state, after.seq) == (delivery.state, delivery.seq)
    assert '"erased":true' in after.body


async def test_a_merge_of_conversations_goes_with_them(scene: Scene):
    first, second = await scene.world.store.find(Conversation, {"contact": scene.contact})
    await scene.world.conversations.merge(second.id, first.id, "ada")
    await scene.services.erasures.ask(scene.contact, "sam")
    await scene.services.erasures.carry_out(scene.contact)
    assert await scene.world.store.find(Merge) == []


async def test_a_person_gets_a_copy_of_what_would_be_erased(scene: Scene):
    copied = await scene.services.person_copies.copy(scene.contact)
    plan = await scene.services.erasures.plan(scene.contact)
    assert len(copied.contacts) == plan.contacts
    assert len(copied.addresses) == plan.addresses
    assert sum(len(one.messages) for one in copied.conversations) == plan.messages
    assert sum(len(one.files) for one in copied.conversations) == plan.files
    assert [one.text for one in copied.elsewhere] == [f"{MARK} agrees"]
    assert len(copied.questions) == len(copied.told) == 1
    assert all(one.memory is None for thread in copied.conversations for one in thread.interactions)
