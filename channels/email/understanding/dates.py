"""The Date field, also as senders break it."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)\s*(Z|[+-]\d\d:?\d\d)?")
_ZONE = re.compile(r"\s\([^()]*\)\s*$")
_ENGLISH = re.compile(r"\d{1,2}\s+[A-Za-z]{3,9}\.?,?\s+\d{2,4}\s+\d{1,2}:\d\d.*")


def date_of(text: str) -> datetime | None:
    """Return the moment, with its offset; UTC where the sender names none; None if it cannot be read."""
    text = _ZONE.sub("", text[:100])
    for reading in (text, *_ENGLISH.findall(text)):
        try:
            date = parsedate_to_datetime(reading)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return _aware(date)
    if match := _ISO.search(text):
        try:
            return _aware(datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or ''}"))
        except ValueError:
            return None
    return None


def _aware(date: datetime) -> datetime | None:
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    try:
        date.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return date if 1970 <= date.year <= 2200 else None
