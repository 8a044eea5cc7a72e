"""Format 3: an article that is edited while an older revision is out is a draft, no longer "published"."""

import sqlite3

import msgspec


def to_drafts(connection: sqlite3.Connection) -> None:
    """Make a draft of what was published in an older revision, with its author as the one who wrote it."""
    tables = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'article'"
    if not connection.execute(tables).fetchone():
        return
    for tenant, id, text in connection.execute("SELECT tenant, id, body FROM article").fetchall():
        body = msgspec.json.decode(text)
        if body.get("published") == body.get("revision", 1):
            continue
        body.setdefault("state", "draft")
        if body["state"] == "published":
            body["state"] = "draft"
        body.setdefault("authors", [body["author"]] if body.get("author") else [])
        changed = (msgspec.json.encode(body).decode(), body["state"], tenant, id)
        connection.execute("UPDATE article SET body = ?, state = ? WHERE tenant = ? AND id = ?", changed)
