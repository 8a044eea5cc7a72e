"""`switchboard mail parse`."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from hub.cli import main

MAIL = b"From: Anna <anna@example.com>\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n\nHello there\n"


def test_it_prints_what_the_file_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    assert main(["mail", "parse", str(tmp_path / "a.eml")]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["from"] == {"name": "Anna", "address": "anna@example.com"}
    assert shown["subject"] == "Grüße"
    assert shown["text"] == "Hello there"
    assert "contents" not in shown


def test_it_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(MAIL)))
    assert main(["mail", "parse", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["subject"] == "Grüße"


def test_it_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.eml").write_bytes(b"\n\n")
    assert main(["mail", "parse", str(tmp_path / "empty.eml")]) == 2
    assert "The mail is empty." in capsys.readouterr().err
    assert main(["mail", "parse", str(tmp_path / "none.eml")]) == 2
    assert "none.eml cannot be read" in capsys.readouterr().err
