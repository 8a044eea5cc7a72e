"""What customers mean, in both languages, as they type, press and say it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.flow.understand.dates import AmbiguousDate, date_in, moment_in
from bots.flow.understand.numbers import amount_in, chinese_number, number_in
from bots.flow.understand.typed import Misunderstood, Understood, Wanted, fits, moment, understand
from bots.flow.understand.words import Chosen, chosen, email_in, phone_in, yes_or_no
from hub.core.models.data import FieldType

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)  # a Monday
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("１２", 12), ("-3", -3), ("1,234.50", 1234.5), ("1.234,50", 1234.5), ("12,5", 12.5),
        ("1,234", 1234), ("it is 42.", 42), ("二十三", 23), ("一百零五", 105), ("一百五", 150), ("十", 10),
        ("两万三千", 23000), ("三点五", 3.5), ("二〇二六", 2026), ("1.5万", 15000), ("负三", -3),
        ("twenty-three", 23), ("one hundred and five", 105), ("one two three", 123), ("two point five", 2.5),
        ("two thousand", 2000), ("三个", 3), ("3 or 4", None), ("abc", None), ("", None), ("a", None),
    ],
)  # fmt: skip
def test_numbers(text: str, number: float | None):
    found = number_in(text)
    assert (float(found) if found is not None else None) == number


@given(st.integers(min_value=0, max_value=99_999_999))
def test_chinese_numerals_come_back(number: int):
    assert chinese_number(_in_chinese(number)) == number


def _in_chinese(number: int) -> str:
    """Write a number as it is said in full."""
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]

    def section(part: int) -> str:
        text, gap = "", False
        for place in (3, 2, 1, 0):
            digit = part // 10**place % 10
            if digit:
                text += ("零" if gap and text else "") + digits[digit] + units[place]
                gap = False
            else:
                gap = True
        return text

    high, low = divmod(number, 10_000)
    if not number:
        return "零"
    joint = "零" if high and low and low < 1000 else ""
    return (section(high) + "万" if high else "") + joint + section(low)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("€12.50", 12.5, "EUR"), ("12,50 €", 12.5, "EUR"), ("300块", 300, "CNY"), ("三百块", 300, "CNY"),
        ("5块5", 5.5, "CNY"), ("20 dollars", 20, "USD"), ("100usd", 100, "USD"), ("12", 12, ""),
    ],
)  # fmt: skip
def test_amounts(text: str, amount: float, currency: str):
    found = amount_in(text)
    assert found
    assert (float(found[0]), found[1]) == (amount, currency)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-23"), ("tomorrow please", "2026-11-24"), ("the day after tomorrow", "2026-11-25"),
        ("next Tuesday", "2026-12-01"), ("on Tuesday", "2026-11-24"), ("monday", "2026-11-30"),
        ("this friday", "2026-11-27"), ("24 Nov", "2026-11-24"), ("November 24th, 2027", "2027-11-24"),
        ("24.11.", "2026-11-24"), ("24.11.26", "2026-11-24"), ("12/24/2026", "2026-12-24"),
        ("2026-12-01", "2026-12-01"), ("20261201", "2026-12-01"), ("in 3 days", "2026-11-26"),
        ("in two weeks", "2026-12-07"), ("29 feb", "2028-02-29"), ("may 5", "2027-05-05"),
        ("明天", "2026-11-24"), ("后天", "2026-11-25"), ("大后天", "2026-11-26"), ("下周二", "2026-12-01"),
        ("周五", "2026-11-27"), ("这周五", "2026-11-27"), ("11月24日", "2026-11-24"),
        ("二十四号", "2026-11-24"),
        ("十二月一日", "2026-12-01"), ("2027年1月2日", "2027-01-02"), ("三天后", "2026-11-26"),
        ("february 30", None), ("hello", None), ("", None), ("99.99.2026", None),
    ],
)  # fmt: skip
def test_dates(text: str, day: str | None):
    found = date_in(text, TODAY)
    assert (found.isoformat() if found else None) == day


def test_a_date_that_may_be_either_is_asked_about():
    with pytest.raises(AmbiguousDate):
        date_in("03/04/2026", TODAY)
    assert understand("03/04/2026", Wanted(type=FieldType.DATE, now=NOW)) == Misunderstood("ambiguous_date")


@pytest.mark.parametrize(
    ("text", "day"),
    [("11月20日", "2026-11-20"), ("friday", "2026-11-20"), ("24 dec", "2025-12-24"), ("today", "2026-11-23")],
)
def test_a_day_that_must_be_over_is_the_last_such_day(text: str, day: str):
    assert understand(text, Wanted(type=FieldType.DATE, now=NOW, most="2026-11-23")) == Understood(day)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_dates_as_we_write_them_come_back(day: date):
    for written in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", day.strftime("%d %B %Y")):
        assert date_in(written, TODAY) == day


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("tomorrow at 3pm", "2026-11-24T15:00"),
        ("明天下午三点", "2026-11-24T15:00"), ("15:30", "2026-11-23T15:30"),
        ("at 9", "2026-11-24T09:00"), ("asap", "2026-11-23T10:00"), ("下周二上午10点半", "2026-12-01T10:30"),
        ("friday afternoon", "2026-11-27T14:00"), ("noon", "2026-11-23T12:00"), ("尽快", "2026-11-23T10:00"),
    ],
)  # fmt: skip
def test_moments(text: str, when: str):
    assert moment(text, NOW) == Understood(when)


def test_moments_that_are_over_or_none():
    assert moment("yesterday at 3 pm", NOW) == Misunderstood("past")
    assert moment("whenever it rains", NOW) == Misunderstood("moment")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Yes!", True), ("yes please", True), ("是的", True), ("对，是的", True),
        ("好的，没问题", True), ("1", True),
        ("no", False), ("No, thanks", False), ("不对", False), ("不用了", False), ("that's wrong", False),
        ("yes but that is wrong", None), ("maybe", None), ("", None), ("3", None),
    ],
)  # fmt: skip
def test_yes_and_no(text: str, answer: bool | None):
    assert yes_or_no(text) is answer


OPTIONS = [
    Chosen("1", ("Order status", "订单状态", "my order")),
    Chosen("2", ("Complaint", "投诉")),
    Chosen("0", ("A person",)),
]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1", 0), ("2#", 1), ("0", 2), ("ORDER STATUS", 0),
        ("oder status", 0), ("我要投诉", 1), ("the second", 1),
        ("第一个", 0), ("number two", 1), ("where is my order", 0), ("complaint about my order", None),
        ("the last one", 2), ("第九个", None), ("x", None), ("", None), ("7", None),
    ],
)  # fmt: skip
def test_choosing(text: str, place: int | None):
    assert chosen(text, OPTIONS) == place


def test_addresses_as_they_are_written_and_said():
    assert email_in("my mail is Ada.L@Example.co.uk, thanks") == "ada.l@example.co.uk"
    assert email_in("ada at example dot com") == "ada@example.com"
    assert email_in("x@y") is None
    assert phone_in("0151 23456789", "DE") == "+4915123456789"
    assert phone_in("my number is +44 20 7946 0123", "DE") == "+442079460123"
    assert phone_in("幺三八零零一三八零零零", "CN") == "+8613800138000" or phone_in(
        "一三八零零一三八零零零", "CN"
    )
    assert phone_in("one five", "DE") is None


@pytest.mark.parametrize(
    ("text", "pattern", "found"),
    [
        ("HP-10042", "HP-99999", "HP-10042"), ("it is hp 10042 thanks", "HP-99999", "HP-10042"),
        ("HP100421", "HP-99999", None), ("hp1004", "HP-99999", None), ("AB12", "AA99", "AB12"),
        ("10:30", "99:99", "10:30"), ("at 10:30 please", "99:99", "10:30"),
    ],
)  # fmt: skip
def test_patterns(text: str, pattern: str, found: str | None):
    assert fits(text, pattern) == found


kinds: Any = st.sampled_from(list(FieldType))


@given(st.text(max_size=80), kinds)
def test_any_text_is_understood_or_not(text: str, kind: FieldType):
    wanted = Wanted(type=kind, now=NOW, choices=(("a", OPTIONS[0]),))
    assert isinstance(understand(text, wanted), Understood | Misunderstood)
    assert moment_in(text, NOW) is None or isinstance(moment_in(text, NOW), datetime)
