"""Full-text search over messages, filled from the event log, outside the path of commits.

A message's row is its tenant's number in the high bits and its sequence number in the low ones: a
range of rows is a tenant, and a greater row is a newer message. Whoever changes a message's text
appends a message.changed event, which brings the index up to date.
"""

import json
import sqlite3
from typing import NamedTuple

from msgspec import Struct

from hub.core.events import EventKind
from hub.core.models.conversations import Message
from hub.core.ports import SearchHit
from hub.store.codec import decode
from hub.store.sqlite.statements import insert
from hub.store.words import index_words, query_terms, snippet

SHIFT = 40

SCHEMA = {
    "search_tenant": (
        "CREATE TABLE search_tenant "
        "(number INTEGER PRIMARY KEY, tenant TEXT NOT NULL UNIQUE, indexed INTEGER NOT NULL)"
    ),
    "message_text": (
        "CREATE VIRTUAL TABLE message_text USING fts5"
        "(text, message UNINDEXED, tokenize = 'unicode61 remove_diacritics 0')"
    ),
    "message_unindex": (
        "CREATE TRIGGER message_unindex AFTER DELETE ON message BEGIN DELETE FROM message_text WHERE rowid = "
        f"(SELECT number << {SHIFT} FROM search_tenant WHERE tenant = old.tenant) + old.seq; END"
    ),
}

TENANTS = """WITH RECURSIVE known(tenant) AS (
  SELECT min(tenant) FROM event
  UNION ALL
  SELECT (SELECT min(tenant) FROM event WHERE tenant > known.tenant) FROM known WHERE known.tenant IS NOT NULL
)
SELECT tenant, (SELECT max(seq) FROM event WHERE event.tenant = known.tenant)
FROM known WHERE tenant IS NOT NULL"""
"""Each tenant and its newest sequence number, by a few jumps in the index rather than a scan."""

CHUNK = 500
"""Events looked through at once. Commits wait while their messages go into the index: some 10 ms."""
_MESSAGES = (EventKind.MESSAGE_ADDED, EventKind.MESSAGE_CHANGED)
_REPLACE = insert("message_text", ("rowid", "text", "message"), "REPLACE")


class _Head(Struct):
    """What the indexer needs of an event."""

    kind: EventKind
    subject: str


class _File(Struct):
    """What the indexer needs of an attachment."""

    name: str


class _Text(Struct):
    """What the indexer needs of a message."""

    id: str
    seq: int
    text: str
    attachments: list[_File] = []


class Behind(NamedTuple):
    """A tenant whose index is not up to date: the event indexed last, and the newest there is."""

    tenant: str
    indexed: int
    newest: int


class Pending(NamedTuple):
    """Messages of a tenant made ready for the index; `after` and `upto` are events' numbers."""

    tenant: str
    after: int
    upto: int
    words: list[tuple[int, str, str]]


def behind(connection: sqlite3.Connection) -> list[Behind]:
    """Return the tenants that have events which are not indexed yet."""
    known = dict(connection.execute("SELECT tenant, indexed FROM search_tenant").fetchall())
    newest = connection.execute(TENANTS).fetchall()
    return [
        Behind(tenant, known.get(tenant, 0), last) for tenant, last in newest if known.get(tenant, 0) < last
    ]


def pending(connection: sqlite3.Connection, tenant: str, after: int) -> Pending:
    """Return the next messages to index. For a reader: finding the words takes time."""
    sql = "SELECT seq, body FROM event WHERE tenant = ? AND seq > ? ORDER BY seq LIMIT ?"
    events = connection.execute(sql, (tenant, after, CHUNK)).fetchall()
    heads = [decode(_Head, body) for _, body in events]
    ids = list({head.subject for head in heads if head.kind in _MESSAGES})
    found = connection.execute(
        "SELECT body FROM message WHERE tenant = ? AND id IN (SELECT value FROM json_each(?))",
        (tenant, json.dumps(ids)),
    )
    words = []
    for (body,) in found.fetchall():
        message = decode(_Text, body)
        names = (file.name for file in message.attachments)
        words.append((message.seq, " ".join(index_words(" ".join((message.text, *names)))), message.id))
    return Pending(tenant, after, events[-1][0], sorted(words))


def index(connection: sqlite3.Connection, found: Pending) -> None:
    """Take prepared messages into the index. For the writer, in a transaction."""
    number = tenant_number(connection, found.tenant)
    sql = "SELECT indexed FROM search_tenant WHERE number = ?"
    if connection.execute(sql, (number,)).fetchone()[0] != found.after:
        return  # somebody else was faster
    left = _present(connection, found.tenant, [id for _, _, id in found.words])
    rows = [((number << SHIFT) + seq, words, id) for seq, words, id in found.words if id in left]
    for text, values, _ in _REPLACE.calls(rows):
        connection.execute(text, values)
    connection.execute("UPDATE search_tenant SET indexed = ? WHERE number = ?", (found.upto, number))


def search(connection: sqlite3.Connection, tenant: str, text: str, limit: int) -> list[SearchHit]:
    """Return the messages that have all the words, newest first."""
    ids = match(connection, "message_text", "message", tenant, text, limit)
    messages = [_message(connection, tenant, id) for id in ids]
    return [
        SearchHit(conversation=message.conversation, message=message.id, snippet=snippet(message.text, text))
        for message in messages
        if message is not None
    ]


def match(
    connection: sqlite3.Connection, table: str, column: str, tenant: str, text: str, limit: int
) -> list[str]:
    """Return what a search table's column has in the tenant's rows with all the words, last row first."""
    words = " AND ".join(
        f'"{" ".join(terms)}"{" *" if open_ended else ""}' for terms, open_ended in query_terms(text)
    )
    row = connection.execute("SELECT number FROM search_tenant WHERE tenant = ?", (tenant,)).fetchone()
    if not words or row is None:
        return []
    first = row[0] << SHIFT
    found = connection.execute(
        f"SELECT {column} FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ? "
        "ORDER BY rowid DESC LIMIT ?",
        (words, first, first + (1 << SHIFT) - 1, limit),
    )
    return [id for (id,) in found.fetchall()]


def tenant_number(connection: sqlite3.Connection, tenant: str) -> int:
    """Return the number that stands for the tenant in the search tables; give it one if it has none."""
    connection.execute("INSERT OR IGNORE INTO search_tenant (tenant, indexed) VALUES (?, 0)", (tenant,))
    row = connection.execute("SELECT number FROM search_tenant WHERE tenant = ?", (tenant,)).fetchone()
    return int(row[0])


def _present(connection: sqlite3.Connection, tenant: str, ids: list[str]) -> set[str]:
    """Return which of the messages still exist: one may have been erased since it was read."""
    sql = "SELECT id FROM message WHERE tenant = ? AND id IN (SELECT value FROM json_each(?))"
    return {id for (id,) in connection.execute(sql, (tenant, json.dumps(ids)))}


def _message(connection: sqlite3.Connection, tenant: str, id: str) -> Message | None:
    row = connection.execute("SELECT body FROM message WHERE tenant = ? AND id = ?", (tenant, id)).fetchone()
    return decode(Message, row[0]) if row else None
