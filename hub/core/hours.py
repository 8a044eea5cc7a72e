"""Opening hours: is a calendar open at a moment, and when does it open next.

Periods are local wall time of the calendar's zone. Where a clock change makes a wall time ambiguous
the earlier of the two counts; a wall time the change skips moves with the clock. So a period from
02:30 to 03:30 lasts no time in spring and two hours in autumn, as a door with that sign would.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hub.core.models.work import Calendar, Period

HORIZON_DAYS = 400
"""A calendar that does not open within a year and a month is closed for good."""


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Say whether the calendar is open at the (aware) time."""
    zone = ZoneInfo(calendar.timezone)
    return any(start <= at < stop for start, stop in _spans(calendar, at.astimezone(zone).date(), zone))


def closing(calendar: Calendar, at: datetime) -> datetime | None:
    """Return when the opening time that contains `at` ends (UTC), or None when closed at `at`.

    Periods that touch, also over midnight, count as one; the answer looks a week ahead at most.
    """
    zone = ZoneInfo(calendar.timezone)
    today = at.astimezone(zone).date()
    end: datetime | None = None
    for offset in range(8):
        for start, stop in _spans(calendar, today + timedelta(days=offset), zone):
            if start <= (end or at) < stop:
                end = stop
    return end


def next_opening(calendar: Calendar, at: datetime) -> datetime | None:
    """Return `at` itself when open, else when the calendar next opens (UTC), or None when it never does."""
    if is_open(calendar, at):
        return at
    zone = ZoneInfo(calendar.timezone)
    today = at.astimezone(zone).date()
    for offset in range(HORIZON_DAYS):
        for start, stop in _spans(calendar, today + timedelta(days=offset), zone):
            if start >= at and stop > start:
                return start
    return None


def _spans(calendar: Calendar, day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Return the opening times that begin on a local day, in order, as UTC."""
    spans = [
        (_utc(day, period.start, zone), _utc(day, period.end, zone)) for period in periods(calendar, day)
    ]
    return sorted(spans)


def periods(calendar: Calendar, day: date) -> list[Period]:
    """Return the periods of a local day: a holiday's own, else its weekday's."""
    for holiday in calendar.holidays:
        if holiday.day == day:
            return holiday.periods
    return calendar.week[day.weekday()] if day.weekday() < len(calendar.week) else []


def _utc(day: date, wall: str, zone: ZoneInfo) -> datetime:
    """Return a local wall time ("24:00" is the next day's midnight) as UTC."""
    hours, minutes = (int(part) for part in wall.split(":"))
    if hours == 24:
        day, hours = day + timedelta(days=1), 0
    return datetime.combine(day, time(hours, minutes), zone).astimezone(UTC)
