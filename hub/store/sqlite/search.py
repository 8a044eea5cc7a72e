"""Full-text search over messages, filled from the event log, outside the path of commits.

A message's row is its tenant's number in the high bits and its sequence number in the low ones: a
range of rows is a tenant, and a greater row is a newer message. Whoever changes a message's text
appends a message.changed event, which brings the index up to date.
"""

import sqlite3

from msgspec import Struct

from hub.core.events import EventKind
from hub.core.models.conversations import Message
from hub.core.ports import SearchHit
from hub.store.codec import decode
from hub.store.words import index_words, query_terms, snippet

SHIFT = 40

SCHEMA = {
    "search_tenant": (
        "CREATE TABLE search_tenant "
        "(number INTEGER PRIMARY KEY, tenant TEXT NOT NULL UNIQUE, indexed INTEGER NOT NULL)"
    ),
    "message_text": (
        "CREATE VIRTUAL TABLE message_text USING fts5"
        "(text, message UNINDEXED, tokenize = \"unicode61 remove_diacritics 0\", prefix = '2 3')"
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

CHUNK = 200
_MESSAGES = (EventKind.MESSAGE_ADDED, EventKind.MESSAGE_CHANGED)


class _Head(Struct):
    """What the indexer needs of an event."""

    kind: EventKind
    subject: str


def index_chunk(connection: sqlite3.Connection) -> bool:
    """Index some messages that are not yet; return whether there may be more. Needs a transaction."""
    for tenant, last in connection.execute(TENANTS).fetchall():
        row = connection.execute(
            "SELECT number, indexed FROM search_tenant WHERE tenant = ?", (tenant,)
        ).fetchone()
        if row is None:
            added = connection.execute("INSERT INTO search_tenant (tenant, indexed) VALUES (?, 0)", (tenant,))
            row = (added.lastrowid, 0)
        number, indexed = row
        if indexed < last:
            _index_tenant(connection, tenant, number, indexed)
            return True
    return False


def search(connection: sqlite3.Connection, tenant: str, text: str, limit: int) -> list[SearchHit]:
    """Return the messages that have all the words, newest first."""
    match = " AND ".join(
        f'"{" ".join(words)}"{" *" if open_ended else ""}' for words, open_ended in query_terms(text)
    )
    row = connection.execute("SELECT number FROM search_tenant WHERE tenant = ?", (tenant,)).fetchone()
    if not match or row is None:
        return []
    first = row[0] << SHIFT
    found = connection.execute(
        "SELECT message FROM message_text WHERE message_text MATCH ? AND rowid BETWEEN ? AND ? "
        "ORDER BY rowid DESC LIMIT ?",
        (match, first, first + (1 << SHIFT) - 1, limit),
    )
    messages = [_message(connection, tenant, id) for (id,) in found.fetchall()]
    return [
        SearchHit(conversation=message.conversation, message=message.id, snippet=snippet(message.text, text))
        for message in messages
        if message is not None
    ]


def _index_tenant(connection: sqlite3.Connection, tenant: str, number: int, indexed: int) -> None:
    rows = connection.execute(
        "SELECT seq, body FROM event WHERE tenant = ? AND seq > ? ORDER BY seq LIMIT ?",
        (tenant, indexed, CHUNK),
    ).fetchall()
    heads = [decode(_Head, body) for _, body in rows]
    for id in dict.fromkeys(head.subject for head in heads if head.kind in _MESSAGES):
        message = _message(connection, tenant, id)
        if message is not None:
            names = (attachment.name for attachment in message.attachments)
            words = index_words(" ".join((message.text, *names)))
            connection.execute(
                "REPLACE INTO message_text (rowid, text, message) VALUES (?, ?, ?)",
                ((number << SHIFT) + message.seq, " ".join(words), id),
            )
    connection.execute("UPDATE search_tenant SET indexed = ? WHERE number = ?", (rows[-1][0], number))


def _message(connection: sqlite3.Connection, tenant: str, id: str) -> Message | None:
    row = connection.execute("SELECT body FROM message WHERE tenant = ? AND id = ?", (tenant, id)).fetchone()
    return decode(Message, row[0]) if row else None
