"""The erasing of a person: how far it has come, and afterwards the evidence that it was done."""

from datetime import datetime

from hub.core.records import Record


class Erasure(Record, frozen=True, kw_only=True):
    """Ids and numbers only, so that it can stay. Has the id of the contact that is erased.

    `contacts` and `addresses` are ids of the contact, those merged into it and their addresses: what comes
    in while it runs is found by them. `files` (SHA-256) and `dialogues` (conversations) lie outside the
    records and are still to be removed. `erased` counts what is gone, by the names of kinds.
    """

    by: str
    asked_at: datetime
    contacts: list[str]
    addresses: list[str]
    files: list[str] = []
    dialogues: list[str] = []
    erased: dict[str, int] = {}
    done_at: datetime | None = None
