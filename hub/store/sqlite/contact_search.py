"""Search over contacts by name, company and addresses, filled outside the path of commits.

Triggers note which contacts changed, in the same transaction as the change; the indexer works them off.
"""

import sqlite3

from hub.core.models.contacts import Address, AddressKind, Contact
from hub.store.codec import decode
from hub.store.sqlite.search import SHIFT, match, tenant_number
from hub.store.words import index_words

_NOTE = (
    "INSERT INTO contact_entry (tenant, contact, stale) VALUES ({row}.tenant, {row}.{id}, 1) "
    "ON CONFLICT (tenant, contact) DO UPDATE SET stale = 1;"
)
_ON_CONTACT = _NOTE.format(row="new", id="id")
_TO = _NOTE.format(row="new", id="contact")
_FROM = _NOTE.format(row="old", id="contact")

SCHEMA = {
    "contact_entry": (
        "CREATE TABLE contact_entry "
        "(number INTEGER PRIMARY KEY, tenant TEXT NOT NULL, contact TEXT NOT NULL, "
        "stale INTEGER NOT NULL, UNIQUE (tenant, contact))"
    ),
    "contact_text": (
        "CREATE VIRTUAL TABLE contact_text USING fts5"
        "(text, contact UNINDEXED, tokenize = 'unicode61 remove_diacritics 0')"
    ),
    "contact_added": f"CREATE TRIGGER contact_added AFTER INSERT ON contact BEGIN {_ON_CONTACT} END",
    "contact_changed": f"CREATE TRIGGER contact_changed AFTER UPDATE ON contact BEGIN {_ON_CONTACT} END",
    "contact_deleted": (
        "CREATE TRIGGER contact_deleted AFTER DELETE ON contact BEGIN "
        f"{_NOTE.format(row='old', id='id')} "
        "DELETE FROM contact_text WHERE rowid = "
        f"(SELECT number << {SHIFT} FROM search_tenant WHERE tenant = old.tenant) + "
        "(SELECT number FROM contact_entry WHERE tenant = old.tenant AND contact = old.id); END"
    ),
    "address_added": f"CREATE TRIGGER address_added AFTER INSERT ON address BEGIN {_TO} END",
    "address_changed": f"CREATE TRIGGER address_changed AFTER UPDATE ON address BEGIN {_FROM} {_TO} END",
    "address_deleted": f"CREATE TRIGGER address_deleted AFTER DELETE ON address BEGIN {_FROM} END",
}

INDEX = "CREATE INDEX contact_entry_stale ON contact_entry (stale) WHERE stale = 1"
FILL = "INSERT INTO contact_entry (tenant, contact, stale) SELECT tenant, id, 1 FROM contact"
"""Notes the contacts of a file that is older than this index."""

CHUNK = 200


def index_contacts(connection: sqlite3.Connection) -> bool:
    """Index some changed contacts; return whether there may be more. For the writer, in a transaction."""
    sql = "SELECT number, tenant, contact FROM contact_entry WHERE stale = 1 LIMIT ?"
    stale = connection.execute(sql, (CHUNK,)).fetchall()
    for number, tenant, id in stale:
        row = (tenant_number(connection, tenant) << SHIFT) + number
        words = _words(connection, tenant, id)
        if words:
            connection.execute(
                "REPLACE INTO contact_text (rowid, text, contact) VALUES (?, ?, ?)",
                (row, " ".join(words), id),
            )
        else:
            connection.execute("DELETE FROM contact_text WHERE rowid = ?", (row,))
    connection.executemany("UPDATE contact_entry SET stale = 0 WHERE number = ?", [(n,) for n, _, _ in stale])
    return len(stale) == CHUNK


def search_contacts(connection: sqlite3.Connection, tenant: str, text: str, limit: int) -> list[str]:
    """Return ids of contacts that have all the words, newest first."""
    return match(connection, "contact_text", "contact", tenant, text, limit)


def _words(connection: sqlite3.Connection, tenant: str, id: str) -> list[str]:
    """Return what a contact is found by; nothing if it is gone. Nobody searches for a browser's id."""
    row = connection.execute("SELECT body FROM contact WHERE tenant = ? AND id = ?", (tenant, id)).fetchone()
    if row is None:
        return []
    contact = decode(Contact, row[0])
    sql = "SELECT body FROM address INDEXED BY address_contact WHERE tenant = ? AND contact = ?"
    bodies = connection.execute(sql, (tenant, id))
    addresses = [decode(Address, body) for (body,) in bodies]
    values = [address.value for address in addresses if address.kind is not AddressKind.VISITOR]
    return index_words(" \n ".join((contact.name, contact.company, *values)))
