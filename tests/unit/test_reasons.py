"""Every reason that the hub keeps can be said in the desk, and each sentence is for one that it keeps."""

import ast
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from channels.sms.http import ERRORS
from channels.sms.receipts import NETWORK, STATES
from hub.core.models.delivery import DispatchState

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "hub/desk/ui/src/i18n/en.json"
PLACES = {
    "Reason": 0,
    "ConnectFailure": 0,
    "ImapError": 0,
    "OAuthError": 0,
    "_pause": 0,
    "_ok": 1,
    "_warning": 1,
    "_failed": 1,
    "blame": 1,
}
"""Which argument of these is a code, in channels."""
FAILING = {stat for stat, state in STATES.items() if state is not DispatchState.DELIVERED}
KEPT = {
    *NETWORK.values(),
    *ERRORS.values(),
    *(f"smsc_{stat.lower()}" for stat in FAILING),
    *(f"{step}_skipped" for step in ("imap", "smtp")),
}
"""Codes that are made from others, or stand in tables."""


def trees(*parts: str) -> Iterator[ast.AST]:
    for part in parts:
        for path in (ROOT / part).rglob("*.py"):
            yield from ast.walk(ast.parse(path.read_text()))


def codes(node: ast.AST, places: Mapping[str, int]) -> Iterator[str]:
    """Yield the codes that a call is given as they are."""
    if not isinstance(node, ast.Call):
        return
    place = places.get(getattr(node.func, "id", getattr(node.func, "attr", "")))
    if place is None or len(node.args) <= place:
        return
    given = node.args[place]
    for choice in (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,):
        if isinstance(choice, ast.Constant) and isinstance(choice.value, str):
            yield choice.value


def sentences() -> set[str]:
    keys = json.loads(CATALOGUE.read_text())
    return {key.removeprefix("why.") for key in keys if key.startswith("why.")}


def test_every_reason_has_a_sentence() -> None:
    found = {code for node in trees("channels") for code in codes(node, PLACES)}
    found |= {code for node in trees("hub") for code in codes(node, {"Reason": 0})}
    assert len(found) > 100
    assert (found | KEPT) - sentences() == set()


def test_every_sentence_has_a_reason() -> None:
    literal = {node.value for node in trees("channels", "hub") if isinstance(node, ast.Constant)}
    assert sentences() - literal - KEPT == set()
