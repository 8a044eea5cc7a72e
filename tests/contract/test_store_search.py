"""What messages are found by."""

import pytest
from msgspec.structs import replace

from hub.core.events import EventKind
from hub.core.models.conversations import Attachment, Message
from hub.core.ports import Database, Store
from tests.contract.conftest import Engine
from tests.fakes.records import batch, conversation, message

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


async def test_other_tenants_messages_are_not_found(engine: Engine, database: Database, archive: Store):
    assert await database.tenant("globex").search("invoice") == []
    said = batch()
    said.message(message("m1", "their invoice"), conversation())
    await database.tenant("globex").commit(said)
    await engine.indexed(database)
    assert len(await database.tenant("globex").search("invoice")) == 1
    assert len(await archive.search("invoice")) == 2
