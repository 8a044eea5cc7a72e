"""Format 2: why something was not delivered or taken in was a sentence, and is a reason with a code."""

import sqlite3
from collections.abc import Callable
from typing import Any

import msgspec

Body = dict[str, Any]
KEPT = "as_written"
"""The code of a reason of which only the sentence is known."""


def to_reasons(connection: sqlite3.Connection) -> None:
    """Rewrite the records that have such sentences."""
    present = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, rewrite in _TABLES.items():
        if table not in present:
            continue
        rows = connection.execute(f"SELECT tenant, id, body FROM {table}").fetchall()
        for tenant, id, text in rows:
            body = msgspec.json.decode(text)
            if rewrite(body):
                changed = (msgspec.json.encode(body).decode(), tenant, id)
                connection.execute(f"UPDATE {table} SET body = ? WHERE tenant = ? AND id = ?", changed)


def _reason(sentence: Any) -> Any:
    return {"code": KEPT, "detail": sentence} if sentence else None


def _dispatch(body: Body) -> bool:
    if body.pop("error", "") == "called_back":
        body["reason"] = {"code": "called_back"}
    for one in [body, *body.get("parts", [])]:
        if not isinstance(one.get("reason"), dict):
            one["reason"] = _reason(one.get("reason"))
    return True


def _message(body: Body) -> bool:
    if not isinstance(body.get("delivery_reason"), str):
        return False
    body["delivery_reason"] = _reason(body["delivery_reason"])
    return True


def _quarantined(body: Body) -> bool:
    body["reason"] = _reason(body["reason"] or "?")
    return True


def _mail(body: Body) -> bool:
    body["problems"] = [_reason(one) for one in body.get("problems", [])]
    return bool(body["problems"])


_TABLES: dict[str, Callable[[Body], bool]] = {
    "dispatch": _dispatch,
    "early_receipt": _dispatch,
    "message": _message,
    "quarantined": _quarantined,
    "mail": _mail,
}
