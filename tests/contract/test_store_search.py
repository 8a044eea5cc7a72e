"""What messages are found by."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.core.events import EventKind
from hub.core.models.contacts import Address, AddressKind, Contact
from hub.core.models.conversations import Attachment, Message
from hub.core.ports import Database, Store
from tests.contract.conftest import Engine
from tests.fakes.records import address, batch, contact, conversation, message

TEXTS = {
    "m1": "My invoice is wrong, please call +420 777-123-456.",
    "m2": "Objednávka č. ORD-98765 ještě nepřišla",
    "m3": "你好，我的订单还没有到，请帮我查一下",
    "m4": "Where is my INVOICE? Straße 5",
    "m5": "電話番号はカタカナでお願いします",
    "m6": "สวัสดีครับ สินค้ายังไม่มา",
}


@pytest.fixture
async def archive(engine: Engine, database: Database, store: Store) -> Store:
    for id, text in TEXTS.items():
        said = batch()
        said.message(message(id, text), conversation())
        await store.commit(said)
    await engine.indexed(database)
    return store


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("invoice", ["m4", "m1"]),
        ("INVOICE wrong", ["m1"]),
        ("invo", ["m4", "m1"]),
        ("objednavka", ["m2"]),
        ("98765", ["m2"]),
        ("8765", ["m2"]),
        ("ord-987", ["m2"]),
        ("strasse", ["m4"]),
        ("订单", ["m3"]),
        ("我的订单", ["m3"]),
        ("下", ["m3"]),
        ("单订", []),
        ("カタカナ", ["m5"]),
        ("สินค้า", ["m6"]),
        ("777123", ["m1"]),
        ("7123456", ["m1"]),
        ("+420 777 123 456", ["m1"]),
        ("420777123456", ["m1"]),
        ("invoice 订单", []),
        ("", []),
        ('"; DROP TABLE *', []),
        ("NOT AND OR NEAR", []),
        ("text: *", []),
    ],
)
async def test_finds(archive: Store, query: str, expected: list[str]):
    assert [hit.message for hit in await archive.search(query)] == expected


async def test_limits_to_the_newest_and_shows_where(archive: Store):
    hits = await archive.search("invoice", limit=1)
    assert [(hit.message, hit.conversation) for hit in hits] == [("m4", "c1")]
    assert "INVOICE" in hits[0].snippet


async def test_follows_changes_and_deletions(engine: Engine, database: Database, archive: Store):
    first = await archive.get(Message, "m1")
    file = Attachment(file="f1", name="receipt.pdf", type="application/pdf", size=1)
    change = batch(replace(first, text="refund instead", attachments=[file]))
    change.event(EventKind.MESSAGE_CHANGED, first)
    await archive.commit(change)
    await engine.indexed(database)
    assert [hit.message for hit in await archive.search("invoice")] == ["m4"]
    assert [hit.message for hit in await archive.search("refund receipt")] == ["m1"]
    deletion = batch()
    deletion.delete(await archive.get(Message, "m1"))
    await archive.commit(deletion)
    assert await archive.search("refund") == []


async def test_what_was_deleted_is_in_no_file_any_more(engine: Engine, database: Database, archive: Store):
    """Not even as a word of a search index, or in a log; what is left is found as before."""
    assert await asyncio.to_thread(_files_with, engine.folder, b"objednavka")
    deletion = batch()
    deletion.delete(await archive.get(Message, "m2"))
    await archive.commit(deletion)
    await archive.scrub()
    assert await asyncio.to_thread(_files_with, engine.folder, b"objednavka") == []
    assert await asyncio.to_thread(_files_with, engine.folder, "Objednávka".encode()) == []
    assert [hit.message for hit in await archive.search("invoice")] == ["m4", "m1"]


def _files_with(folder: Path, word: bytes) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and word in file.read_bytes()]


async def test_other_tenants_messages_are_not_found(engine: Engine, database: Database, archive: Store):
    assert await database.tenant("globex").search("invoice") == []
    said = batch()
    said.message(message("m1", "their invoice"), conversation())
    await database.tenant("globex").commit(said)
    await engine.indexed(database)
    assert len(await database.tenant("globex").search("invoice")) == 1
    assert len(await archive.search("invoice")) == 2


@pytest.fixture
async def people(engine: Engine, database: Database, store: Store) -> Store:
    await store.commit(
        batch(
            contact("k1", name="Jan Novák", company="Škoda Auto"),
            contact("k2", name="王小明"),
            contact("k3", name=""),
            address("a1", "jan.novak@example.com", kind=AddressKind.EMAIL),
            address("a2", "+420777123456", kind=AddressKind.PHONE, contact="k2"),
            address("a3", "01hx5zzkbkactav9wevgemmvry", kind=AddressKind.VISITOR, contact="k3"),
        )
    )
    await engine.indexed(database)
    return store


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("novak", ["k1"]),
        ("jan sko", ["k1"]),
        ("example.com", ["k1"]),
        ("小明", ["k2"]),
        ("7712", ["k2"]),
        ("+420 777", ["k2"]),
        ("01hx5", []),
        ("nobody", []),
        ("", []),
    ],
)
async def test_finds_contacts(people: Store, query: str, expected: list[str]):
    assert await people.search_contacts(query) == expected


async def test_contacts_are_found_by_what_they_are_now(engine: Engine, database: Database, people: Store):
    moved = replace(await people.get(Address, "a2"), contact="k1")
    await people.commit(batch(replace(await people.get(Contact, "k1"), name="Petr"), moved))
    deletion = batch()
    deletion.delete(await people.get(Contact, "k2"))
    await people.commit(deletion)
    assert await people.search_contacts("小明") == []
    await engine.indexed(database)
    assert await people.search_contacts("petr") == ["k1"]
    assert await people.search_contacts("777") == ["k1"]
    assert await people.search_contacts("小明") == []
    assert await database.tenant("globex").search_contacts("petr") == []
