"""Turning the set-up into one document and back into records."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from hub.core.errors import InvalidInput
from hub.core.models.staff import Staff
from hub.core.ports import BotNames, Store
from hub.core.records import Record
from hub.services.settings_checks import Known, read_known
from hub.services.settings_kinds import KINDS, Kind
from hub.services.setup_document import SetupDocument, StaffEntry, staff_entry

VERSION = 1


class Planned(Struct, frozen=True):
    """An import to be checked and stored.

    `records` has for each record its place in the document, its kind (None: staff) and what is
    stored now; `known` is what may be referred to once all are stored.
    """

    records: list[tuple[str, Kind | None, Record, Record | None]]
    known: Known


async def to_document(store: Store, records: Mapping[str, list[Any]]) -> SetupDocument:
    """Make the document from masked records and all accounts."""
    staff = [staff_entry(person) for person in await store.find(Staff, limit=100_000)]
    return SetupDocument(version=VERSION, staff=staff, **records)


async def read_document(
    store: Store, document: SetupDocument, now: datetime, bots: BotNames | None
) -> Planned:
    """Compare the document with what is stored."""
    if document.version != VERSION:
        raise InvalidInput(f"This hub reads version {VERSION} of the document.", field="version")
    records: list[tuple[str, Kind | None, Record, Record | None]] = []
    for kind in KINDS.values():
        for index, record in enumerate(getattr(document, kind.name)):
            before = await store.peek(kind.record, record.id)
            records.append((f"{kind.name}[{index}]", kind, record, before))
    for index, entry in enumerate(document.staff):
        person = await store.peek(Staff, entry.id)
        records.append((f"staff[{index}]", None, _staff(entry, person, now), person))
    _check_ids(records)
    known = await read_known(store, bots)
    return Planned(
        records,
        Known(
            skills={*known.skills, *(skill.id for skill in document.skills)},
            queues={*known.queues, *(queue.id for queue in document.queues)},
            calendars={*known.calendars, *(calendar.id for calendar in document.calendars)},
            canned_replies={*known.canned_replies, *(reply.id for reply in document.canned_replies)},
            entry_points={**known.entry_points, **{one.id: one.channel for one in document.entry_points}},
            bots=known.bots,
        ),
    )


def _staff(entry: StaffEntry, before: Staff | None, now: datetime) -> Staff:
    """Return the account with what only the hub knows; a new one has no password yet."""
    fields = asdict(entry)
    del fields["totp"], fields["rev"]
    fields["login"] = entry.login.strip().casefold()
    if before is not None:
        del fields["created_at"]
        return replace(before, **fields)
    return Staff(**{**fields, "created_at": entry.created_at or now})


def _check_ids(records: list[tuple[str, Kind | None, Record, Record | None]]) -> None:
    seen: set[tuple[type[Record], str]] = set()
    for where, _, record, _ in records:
        if not record.id or (type(record), record.id) in seen:
            raise InvalidInput("Every record needs an id of its own.", field=f"{where}.id")
        seen.add((type(record), record.id))
