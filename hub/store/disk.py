"""The disk that the data lies on: how much room it has left."""

import shutil
from pathlib import Path

from hub.core.errors import Unavailable

LEAST_TO_START = 16 << 20
"""Bytes below which a hub would come up only to refuse everything."""


def free_bytes(folder: Path) -> int:
    """Return how much may still be written where the folder is, or will be once it is made."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    return shutil.disk_usage(there).free


def check_room(folder: Path, least: int = LEAST_TO_START) -> None:
    """Raise Unavailable if a hub cannot begin to work in this folder."""
    free = free_bytes(folder)
    if free < least:
        raise Unavailable(
            f"The disk with the data folder {folder.absolute()} is full ({free >> 20} MB are free). Nothing "
            f"is lost, but nothing can be stored. Free at least {least >> 20} MB and start again."
        )


def unusable(folder: Path, error: OSError) -> Unavailable:
    """Return what to raise when the folder cannot be written or read."""
    return Unavailable(
        f"The data folder {folder.absolute()} cannot be used ({error.strerror}). "
        "Check the disk and the folder's owner, or set another data.folder."
    )
