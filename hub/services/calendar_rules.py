"""What opening hours must satisfy."""

import re
from collections.abc import Sequence

from hub.core.errors import InvalidInput
from hub.core.models.work import Calendar, Period

_CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def check_calendar(calendar: Calendar) -> None:
    """Check that a week has seven days, periods are times in order, and no day is named twice."""
    if len(calendar.week) != 7:
        raise InvalidInput("A week has seven days, Monday first.", field="week")
    for day, periods in enumerate(calendar.week):
        _check_periods(periods, f"week[{day}]")
    seen = set()
    for index, holiday in enumerate(calendar.holidays):
        if holiday.day in seen:
            raise InvalidInput(f"{holiday.day} is listed twice.", field=f"holidays[{index}].day")
        seen.add(holiday.day)
        _check_periods(holiday.periods, f"holidays[{index}].periods")


def _check_periods(periods: Sequence[Period], field: str) -> None:
    for index, period in enumerate(periods):
        _check_time(period.start, f"{field}[{index}].start")
        if period.end != "24:00":
            _check_time(period.end, f"{field}[{index}].end")
        if period.start >= period.end:  # times of one width compare as text
            raise InvalidInput("The end must come after the start.", field=f"{field}[{index}].end")
    inner = sorted(range(len(periods)), key=lambda index: periods[index].start)
    for before, after in zip(inner, inner[1:], strict=False):
        if periods[after].start < periods[before].end:
            raise InvalidInput(
                "This overlaps with another period of the day.", field=f"{field}[{after}].start"
            )


def _check_time(text: str, field: str) -> None:
    if not _CLOCK_TIME.fullmatch(text):
        raise InvalidInput(f"{text!r} is not a time. Write it as 09:30.", field=field)
