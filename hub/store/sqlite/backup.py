"""A consistent copy of the database while it is in use."""

import os
import sqlite3
from pathlib import Path

from hub.core.errors import InvalidInput, Unavailable
from hub.store.sqlite.connect import reader_connection


def back_up(path: Path, folder: Path) -> None:
    """Copy the database file into a folder, durably; the folder can be opened as it is.

    One reading transaction spans the copy, so commits go on and the copy is of one moment.
    """
    target = folder / path.name
    if target.exists():
        raise InvalidInput(f"{folder} already has a database in it. Choose an empty folder.", field="to")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds what the data folder holds
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        _copy(path, part)
    except sqlite3.Error as error:
        part.unlink(missing_ok=True)
        raise Unavailable(
            f"The backup to {folder} failed ({error}). Check the space on that disk."
        ) from error
    part.rename(target)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy(path: Path, part: Path) -> None:
    source = reader_connection(path)
    target = sqlite3.connect(part)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, complete without a log beside it
    finally:
        target.close()
        source.close()
    with part.open("rb+") as file:
        os.fsync(file.fileno())
