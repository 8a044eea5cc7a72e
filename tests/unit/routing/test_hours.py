"""Opening hours: zones, clock changes, holidays, several periods a day, midnight."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.hours import closing, is_open, next_opening
from hub.core.models.contacts import Channel
from hub.core.models.work import Calendar, Holiday, Period, WorkItem
from routing.hours import released_at

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = [Period(start="09:00", end="12:00"), Period(start="13:00", end="17:30")]
WEEK = [OFFICE, OFFICE, OFFICE, OFFICE, [Period(start="09:00", end="12:00")], [], []]


def calendar(week: list[list[Period]] = WEEK, zone: str = "Europe/Berlin", **more: object) -> Calendar:
    return Calendar(id="c", name="Office", week=week, timezone=zone, **more)  # type: ignore[arg-type] # test data


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("at", "open"),
    [
        ("2026-11-23T08:59:59", False),
        ("2026-11-23T09:00", True),
        ("2026-11-23T12:00", False),
        ("2026-11-23T12:30", False),
        ("2026-11-23T13:00", True),
        ("2026-11-23T17:30", False),
        ("2026-11-27T13:30", False),
        ("2026-11-28T10:00", False),
    ],
)
def test_open_within_its_periods_end_excluded(at: str, open: bool) -> None:
    assert is_open(calendar(), berlin(at)) is open


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-23T09:30", "2026-11-23T09:30"),
        ("2026-11-23T12:10", "2026-11-23T13:00"),
        ("2026-11-23T18:00", "2026-11-24T09:00"),
        ("2026-11-27T12:00", "2026-11-30T09:00"),
    ],
)
def test_next_opening(at: str, opens: str) -> None:
    assert next_opening(calendar(), berlin(at)) == berlin(opens)


def test_a_zone_is_the_calendars_not_the_callers() -> None:
    shanghai = calendar(zone="Asia/Shanghai")
    assert is_open(shanghai, datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    assert not is_open(shanghai, datetime(2026, 11, 23, 10, 0, tzinfo=UTC))


def test_opening_time_follows_the_clock_change() -> None:
    before = next_opening(calendar(), datetime(2026, 3, 27, 12, 0, tzinfo=UTC))
    assert before == datetime(2026, 3, 30, 7, 0, tzinfo=UTC)  # summer time began on Sunday
    winter = next_opening(calendar(), datetime(2026, 3, 26, 18, 0, tzinfo=UTC))
    assert winter == datetime(2026, 3, 27, 8, 0, tzinfo=UTC)


def test_an_hour_that_does_not_exist_is_not_open() -> None:
    night = calendar([[Period(start="02:15", end="03:00")]] * 7)
    skipped = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
    assert next_opening(night, skipped) == datetime(2026, 3, 30, 0, 15, tzinfo=UTC)


def test_an_hour_that_happens_twice_is_open_twice() -> None:
    night = calendar([[Period(start="02:30", end="03:30")]] * 7)
    assert closing(night, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == datetime(
        2026, 10, 25, 2, 30, tzinfo=UTC
    )


def test_a_holiday_replaces_its_weekday() -> None:
    short = Holiday(day=date(2026, 12, 24), periods=[Period(start="09:00", end="11:00")])
    closed = Holiday(day=date(2026, 12, 25))
    feast = calendar(holidays=[short, closed])
    assert is_open(feast, berlin("2026-12-24T10:59"))
    assert not is_open(feast, berlin("2026-12-24T11:00"))
    assert next_opening(feast, berlin("2026-12-24T11:00")) == berlin("2026-12-28T09:00")


def test_midnight_is_the_end_of_the_day_and_joins_the_next() -> None:
    always = calendar([[Period(start="00:00", end="24:00")]] * 7)
    late = berlin("2026-11-23T23:59:59")
    assert is_open(always, late)
    end = closing(always, late)
    assert end is not None
    assert end > late + timedelta(days=6)


def test_a_calendar_that_never_opens() -> None:
    assert next_opening(calendar([[]] * 7), berlin("2026-11-23T09:00")) is None


ENTERED = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)  # a Saturday


def item(**more: object) -> WorkItem:
    values: dict[str, object] = {
        "id": "w",
        "conversation": "c",
        "interaction": "i",
        "contact": "k",
        "channel": Channel.CHAT,
        "queue": "q",
        "arrived_at": ENTERED,
        "queued_at": ENTERED,
        **more,
    }
    return WorkItem(**values)  # type: ignore[arg-type] # test data


def test_who_enters_while_closed_waits_for_the_opening() -> None:
    assert released_at(item(), calendar()) == berlin("2026-11-30T09:00")
    assert released_at(item(), None) == ENTERED
    assert released_at(item(), calendar([[]] * 7)) is None


def test_who_entered_in_time_is_not_held_back_by_closing() -> None:
    entered = berlin("2026-11-23T17:29")
    assert released_at(item(queued_at=entered), calendar()) == entered


def test_a_set_time_counts_too() -> None:
    later = berlin("2026-12-01T10:00")
    assert released_at(item(not_before=later), calendar()) == later


def test_a_transfer_to_one_agent_needs_no_opening_hours() -> None:
    assert released_at(item(only_agent=True, preferred_agent="ann"), calendar()) == ENTERED


@given(st.integers(0, 365 * 24 * 60), st.sampled_from(["Europe/Berlin", "Asia/Shanghai"]))
def test_the_next_opening_is_open_and_nothing_before_it_is(minutes: int, zone: str) -> None:
    hours = calendar(zone=zone)
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    opening = next_opening(hours, moment)
    assert opening is not None
    assert opening >= moment
    assert is_open(hours, opening)
    if opening > moment:
        middle = moment + (opening - moment) / 2
        assert not is_open(hours, middle)
