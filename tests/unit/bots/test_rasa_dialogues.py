"""Dialogues in the files of Rasa's tracker stores, as Rasa writes them, erased while it need not run."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bots.rasa.bot import sender
from bots.rasa.dialogues import RasaDialogues
from hub.core.errors import Unavailable

TABLE = "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255) NOT NULL, data TEXT)"


def write(file: Path, *senders: str) -> None:
    file.parent.mkdir(exist_ok=True)
    with sqlite3.connect(file) as connection:
        connection.execute(TABLE)
        rows = [(name, f"said by {name} Quetzalcoatlus") for name in senders]
        connection.executemany("INSERT INTO events (sender_id, data) VALUES (?, ?)", rows)
    connection.close()


def senders(file: Path) -> list[str]:
    connection = sqlite3.connect(file)
    found = [name for (name,) in connection.execute("SELECT sender_id FROM events ORDER BY id")]
    connection.close()
    return found


def forget(folder: Path, conversations: list[str]) -> None:
    asyncio.run(RasaDialogues(folder).forget("main", conversations))


def test_all_segments_of_a_conversation_go_and_no_other(tmp_path: Path):
    file, other = tmp_path / "rasa" / "conversations-en.db", tmp_path / "rasa" / "conversations-zh.db"
    gone = [sender("main", "c1", segment) for segment in ("0", "1")]
    stays = [sender("main", "c10", "0"), sender("other", "c1", "0")]
    write(file, *gone, *stays)
    write(other, *gone)
    forget(tmp_path / "rasa", ["c1", "unknown"])
    assert senders(file) == stays
    assert senders(other) == []
    assert b"Quetzalcoatlus" not in other.read_bytes()


def test_where_rasa_never_ran_there_is_nothing_to_do(tmp_path: Path):
    forget(tmp_path / "rasa", ["c1"])
    (tmp_path / "conversations-en.db").touch()
    forget(tmp_path, ["c1"])


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "conversations-en.db").write_bytes(b"this is no database, whatever its name says " * 100)
    with pytest.raises(Unavailable, match="conversations-en"):
        forget(tmp_path, ["c1"])
