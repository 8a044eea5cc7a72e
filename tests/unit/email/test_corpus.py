"""Difficult mails, each with what must come of it beside it: `expect`, `has`, `lacks` name what matters."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from channels.email.understanding.model import ParsedMail, as_json
from channels.email.understanding.parse import parse

CORPUS = Path(__file__).parents[2] / "corpus" / "mail"
MAILS = sorted(CORPUS.glob("*.eml"))


def differences(expected: Any, found: Any, path: str = "") -> list[str]:
    """Return where `found` does not have what is expected; objects may have more, lists may not."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            line
            for key, value in expected.items()
            for line in differences(value, found.get(key, "nothing"), f"{path}.{key}")
        ]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [
            line
            for at, (one, other) in enumerate(zip(expected, found, strict=True))
            for line in differences(one, other, f"{path}[{at}]")
        ]
    return [] if expected == found else [f"{path}: {found!r} is not {expected!r}"]


def test_there_are_enough_mails() -> None:
    assert len(MAILS) >= 60
    assert {mail.stem for mail in MAILS} == {path.stem for path in CORPUS.glob("*.json")}


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_mail(path: Path) -> None:
    wanted = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert set(wanted) <= {"expect", "has", "lacks"}
    mail = parse(path.read_bytes())
    found = json.loads(as_json(mail))
    wrong = differences(wanted.get("expect", {}), found)
    for field, parts in wanted.get("has", {}).items():
        wrong += [f"{field} has no {part!r}: {found[field]!r}" for part in parts if part not in found[field]]
    for field, parts in wanted.get("lacks", {}).items():
        wrong += [f"{field} has {part!r}: {found[field]!r}" for part in parts if part in found[field]]
    assert wrong == []


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_json_says_the_same_as_the_mail(path: Path) -> None:
    mail = parse(path.read_bytes())
    again = msgspec.json.decode(as_json(mail), type=ParsedMail)
    assert msgspec.structs.replace(again, contents=mail.contents) == mail
