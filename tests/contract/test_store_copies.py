"""Backup and restore, export and import."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest

from hub.core.errors import Conflict, InvalidInput
from hub.core.events import EventKind
from hub.core.models.contacts import Address, AddressKind, Contact
from hub.core.models.conversations import Conversation, Message
from hub.core.ports import Database, Store
from tests.contract.conftest import Engine
from tests.fakes.records import address, batch, contact, conversation, message, tenant


@pytest.fixture
async def filled(database: Database, store: Store) -> Database:
    await store.commit(batch(tenant(), contact(name='quote " and 你好\n')))
    opened = batch()
    opened.conversation(conversation(), EventKind.CONVERSATION_OPENED)
    stored = (await store.commit(opened)).stored(conversation())
    for n in range(20):
        said = batch(stored)
        said.message(message(f"m{n}", f"line {n}"), stored)
        stored = (await store.commit(said)).stored(stored)
    await database.tenant("globex").commit(batch(tenant("globex"), contact(name="theirs")))
    return database


async def test_a_backup_taken_while_writing_opens_whole(engine: Engine, filled: Database, tmp_path: Path):
    store = filled.tenant("acme")

    async def write(n: int) -> None:
        said = batch(contact(f"extra{n}"))
        said.event(EventKind.CONTACT_CHANGED, contact(f"extra{n}"))
        await store.commit(said)

    async with asyncio.TaskGroup() as group:
        for n in range(200):
            group.create_task(write(n))
        await filled.backup(tmp_path / "copy")
    await filled.close()
    copy = await engine.open(tmp_path / "copy")
    restored = copy.tenant("acme")
    assert await copy.tenants() == ["acme", "globex"]
    assert (await restored.get(Contact, "k1")).name == 'quote " and 你好\n'
    assert await restored.count(Message) == 20
    # The copy is of one moment: a record is in it exactly when its event is.
    events = await restored.events_after(0, limit=5000)
    extra = {event.subject for event in events if event.kind is EventKind.CONTACT_CHANGED}
    assert {one.id for one in await restored.find(Contact)} - {"k1"} == extra
    assert await restored.last_seq() == events[-1].seq
    await write_one_more(restored)


async def write_one_more(store: Store) -> None:
    said = batch()
    said.message(message("after"), conversation())
    last = await store.last_seq()
    assert (await store.commit(said)).events[0].seq == last + 1


async def test_a_backup_does_not_overwrite_another(filled: Database, tmp_path: Path):
    await filled.backup(tmp_path / "copy")
    with pytest.raises(InvalidInput, match="empty folder"):
        await filled.backup(tmp_path / "copy")


async def test_an_export_read_elsewhere_is_the_same(engine: Engine, filled: Database, tmp_path: Path):
    lines = [line async for line in filled.export("acme")]
    other = await engine.open(tmp_path / "other")
    target = other.tenant("renamed")
    assert await target.last_seq() == 0
    assert await other.load("renamed", _stream(lines)) == len(lines) - 2
    source = filled.tenant("acme")
    for kind in (Contact, Conversation, Message):
        assert await target.find(kind) == await source.find(kind)
    assert await target.events_after(0) == await source.events_after(0)
    assert await target.last_seq() == await source.last_seq()
    assert [line async for line in other.export("renamed")][1:] == lines[1:]
    await engine.indexed(other)
    assert [hit.message for hit in await target.search("line 17")] == ["m17"]
    await write_one_more(target)


async def test_refuses_to_load_over_data(filled: Database):
    lines = [line async for line in filled.export("acme")]
    with pytest.raises(Conflict, match="already has data"):
        await filled.load("globex", _stream(lines))
    assert await filled.tenant("globex").count(Message) == 0


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda lines: lines[:-1], "cut off"),
        (lambda lines: [*lines[:3], *lines[4:]], "cut off"),
        (lambda lines: lines[1:], "not an export"),
        (lambda lines: [*lines[:2], b'{"kind":"contact","record":{"id":5}}\n', *lines[2:]], "Line 3"),
        (lambda lines: [lines[0], b'{"kind":"nonsense","record":{}}\n', *lines[1:]], "Line 2"),
        (lambda lines: [lines[0], b"nonsense\n", *lines[1:]], "Line 2"),
        (lambda lines: [], "cut off"),
    ],
)
async def test_a_damaged_export_is_refused_as_a_whole(filled: Database, damage, complaint: str):
    lines = damage([line async for line in filled.export("acme")])
    with pytest.raises(InvalidInput, match=complaint):
        await filled.load("fresh", _stream(lines))
    fresh = filled.tenant("fresh")
    assert await fresh.count(Contact) == 0
    assert await fresh.events_after(0) == []


async def _stream(lines: Iterable[bytes]) -> AsyncIterator[bytes]:
    for line in lines:
        yield line


async def test_what_was_asked_for_in_vain_is_found_once_loaded(
    engine: Engine, filled: Database, tmp_path: Path
):
    await filled.tenant("acme").commit(batch(address("a1", "kim@example.com")))
    lines = [line async for line in filled.export("acme")]
    other = await engine.open(tmp_path / "other")
    target = other.tenant("acme")
    wanted = {"kind": AddressKind.EMAIL, "value": "kim@example.com"}
    assert await target.find(Address, wanted) == []
    await other.load("acme", _stream(lines))
    assert [one.id for one in await target.find(Address, wanted)] == ["a1"]
