"""Databases in which reasons were sentences are read as before."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from hub.core.batch import Batch
from hub.core.models.contacts import Channel
from hub.core.models.conversations import Attachment, Message
from hub.core.models.delivery import Dispatch, DispatchState, Part
from hub.core.models.mail import Mail, MailAddress, Quarantined
from hub.core.models.reasons import Reason
from hub.store.sqlite import SqliteDatabase
from tests.fakes.clock import FakeClock
from tests.fakes.records import message

AT = datetime(2026, 11, 20, tzinfo=UTC)
FILE = Attachment(file="f", name="mail.eml", type="message/rfc822", size=1)


def written(reason: str) -> Reason:
    return Reason("as_written", detail=reason)


async def test_sentences_become_reasons(tmp_path: Path) -> None:
    database = await SqliteDatabase.open(tmp_path, FakeClock())
    batch = Batch(at=AT)
    for id in ("failed", "back"):
        batch.save(dispatch(id))
    batch.save(Quarantined(id="q", entry_point="e", reason=Reason("x"), file=FILE, at=AT))
    batch.save(Mail(id="m", message_id="<m@a>", sender=MailAddress(address="a@b.example")))
    batch.save(msgspec.structs.replace(message(), id="told", external_id="told"))
    batch.save(msgspec.structs.replace(message(), id="fine", external_id="fine"))
    await database.tenant("acme").commit(batch)
    await database.close()
    with sqlite3.connect(tmp_path / "hub.db") as connection:
        parts = [
            {"ref": "1", "state": "failed", "reason": "No."},
            {"ref": "2", "state": "sent", "reason": ""},
        ]
        age(connection, "dispatch", "failed", error="550", reason="Refused.", parts=parts)
        age(connection, "dispatch", "back", error="called_back", reason="")
        age(connection, "quarantined", "q", reason="It is empty.")
        age(connection, "mail", "m", problems=["date: It cannot be read."])
        age(connection, "message", "told", delivery_reason="Refused.")
        age(connection, "message", "fine", delivery_reason="")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    store = (database := await SqliteDatabase.open(tmp_path, FakeClock())).tenant("acme")
    refused = await store.get(Dispatch, "failed")
    assert (refused.reason, [part.reason for part in refused.parts]) == (
        written("Refused."),
        [written("No."), None],
    )
    assert (await store.get(Dispatch, "back")).reason == Reason("called_back")
    assert (await store.get(Quarantined, "q")).reason == written("It is empty.")
    assert (await store.get(Mail, "m")).problems == [written("date: It cannot be read.")]
    assert (await store.get(Message, "told")).delivery_reason == written("Refused.")
    assert (await store.get(Message, "fine")).delivery_reason is None
    await database.close()


def dispatch(id: str) -> Dispatch:
    return Dispatch(
        id=id,
        conversation="c",
        channel=Channel.SMS,
        entry_point="e",
        recipient="+49301",
        state=DispatchState.FAILED,
        created_at=AT,
        due_at=AT,
        valid_until=AT,
        parts=[Part(ref="1", state=DispatchState.FAILED)],
    )


def age(connection: sqlite3.Connection, table: str, id: str, **values: Any) -> None:
    """Write a record as the first version did."""
    select = f"SELECT body FROM {table} WHERE id = ?"  # noqa: S608  # the names are this test's
    ((text,),) = connection.execute(select, (id,)).fetchall()
    body = msgspec.json.encode({**msgspec.json.decode(text), **values}).decode()
    update = f"UPDATE {table} SET body = ? WHERE id = ?"  # noqa: S608  # likewise
    connection.execute(update, (body, id))
