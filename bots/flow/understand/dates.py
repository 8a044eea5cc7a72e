"""Dates and times of day as people write them, in English and Chinese, as of a given day."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from bots.flow.understand.numbers import chinese_number, english_number, folded

LONGEST = 200
_DAYS_EN = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_EN = {one[:length]: number for number, one in enumerate(_DAYS_EN) for length in (3, 4, 5, len(one))}
_DAY_ZH = {
    "一": 0,
    "二": 1,
    "三": 2,
    "四": 3,
    "五": 4,
    "六": 5,
    "日": 6,
    "天": 6,
    **{str(n): n - 1 for n in range(1, 8)},
}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_MONTH = {one[:length]: number for number, one in enumerate(_MONTHS, 1) for length in (3, 4, len(one))}
_RELATIVE = {"the day after tomorrow": 2, "day after tomorrow": 2, "tomorrow": 1, "today": 0, "yesterday": -1}
_RELATIVE |= {
    "大后天": 3,
    "后天": 2,
    "明天": 1,
    "明日": 1,
    "今天": 0,
    "今日": 0,
    "昨天": -1,
    "前天": -2,
    "tonight": 0,
}
_M, _D = "|".join(sorted(_MONTH, key=len, reverse=True)), "|".join(sorted(_DAY_EN, key=len, reverse=True))
_ZH = r"[零〇一二两三四五六七八九十\d]+"


class AmbiguousDate(Exception):
    """Day and month could be either way round."""


def date_in(text: str, today: date) -> date | None:
    """Return the day a text names, or None; raise AmbiguousDate for 03/04/2026.

    Without a year it is the next such day; a weekday is the next one, "next Tuesday" that of next week.
    """
    said = folded(text[:LONGEST])
    for pattern, read in _FORMS:
        if match := pattern.search(said):
            try:
                return read(match, today)
            except (ValueError, OverflowError):
                return None
    return None


def as_past(text: str, found: date, today: date) -> date:
    """Return a day that must be over: what was written without a year (or week) is the last such day."""
    said = folded(text[:LONGEST])
    if found <= today or re.search(r"\d{4}", said):
        return found
    if _WEEKDAY.search(said):
        return found - timedelta(days=-(-(found - today).days // 7) * 7)
    try:
        return found.replace(year=today.year - ((found.month, found.day) > (today.month, today.day)))
    except ValueError:
        return found  # 29 February


def _iso(match: re.Match[str], today: date) -> date:
    return date(int(match[1]), int(match[2]), int(match[3]))


def _numeric(match: re.Match[str], today: date) -> date:
    first, second, mark = int(match[1]), int(match[3]), match[2]
    year = _year(match[4], today)
    if mark == ".":
        day, month = first, second  # as it is written with points everywhere
    elif first > 12:
        day, month = first, second
    elif second > 12 or first == second:
        day, month = second, first
    else:
        raise AmbiguousDate
    return _dated(year, month, day, today)


def _eight_digits(match: re.Match[str], today: date) -> date:
    digits = match[1]
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _day_month(match: re.Match[str], today: date) -> date:
    return _dated(_year(match[3], today), _MONTH[match[2]], int(match[1]), today)


def _month_day(match: re.Match[str], today: date) -> date:
    return _dated(_year(match[3], today), _MONTH[match[1]], int(match[2]), today)


def _chinese(match: re.Match[str], today: date) -> date:
    month, day = _zh_int(match[2]), _zh_int(match[3])
    return _dated(_zh_int(match[1]) if match[1] else None, month, day, today)


def _chinese_day(match: re.Match[str], today: date) -> date:
    day = _zh_int(match[1])
    if day >= today.day:
        return today.replace(day=day)
    following = today.replace(day=28) + timedelta(days=4)
    return following.replace(day=day)


def _in_days(match: re.Match[str], today: date) -> date:
    amount = int(match[1]) if match[1].isdigit() else int(english_number(match[1]) or 1)
    return today + timedelta(days=amount * (7 if match[2] == "week" else 1))


def _in_days_zh(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=_zh_int(match[1]) * (1 if match[2] == "天" else 7))


def _weekday(match: re.Match[str], today: date) -> date:
    wanted = _DAY_EN[match[2]]
    if match[1] == "next":
        return today + timedelta(days=7 - today.weekday() + wanted)
    ahead = (wanted - today.weekday()) % 7
    return today + timedelta(days=ahead if match[1] == "this" else ahead or 7)


def _weekday_zh(match: re.Match[str], today: date) -> date:
    wanted, weeks = _DAY_ZH[match[2]], (match[1] or "").count("下")
    if weeks or match[1] in {"这", "本", "这个"}:
        return today + timedelta(days=7 * weeks - today.weekday() + wanted)
    return today + timedelta(days=(wanted - today.weekday()) % 7 or 7)


def _relative(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=_RELATIVE[match[0]])


def _year(text: str | None, today: date) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else today.year // 100 * 100 + int(text)


def _dated(year: int | None, month: int, day: int, today: date) -> date:
    if year is not None:
        return date(year, month, day)
    for ahead in range(9):  # 29 February may be up to eight years away
        try:
            found = date(today.year + ahead, month, day)
        except ValueError:
            if (month, day) == (2, 29):
                continue
            raise
        if found >= today:
            return found
    raise ValueError("no such day")


def _zh_int(text: str) -> int:
    value = int(text) if text.isdigit() else chinese_number(text)
    if value is None:
        raise ValueError(text)
    return int(value)


Read = Callable[[re.Match[str], date], date]
_FORMS: tuple[tuple[re.Pattern[str], Read], ...] = (
    (re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b"), _iso),
    (re.compile(r"\b(\d{1,2})([-/.])\s?(\d{1,2})(?:\2\s?(\d{4}|\d{2})?|\.)?(?![\d:])"), _numeric),
    (re.compile(r"(?<!\d)((?:19|20)\d{6})(?!\d)"), _eight_digits),
    (re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.)?(?: of)? ({_M})\b\.?,?(?: (\d{{4}}))?"), _day_month),
    (re.compile(rf"\b({_M})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:),?(?: (\d{{4}}))?"), _month_day),
    (re.compile(rf"(?:({_ZH})\s?年\s?)?({_ZH})\s?月\s?({_ZH})\s?[日号]?"), _chinese),
    (re.compile(r"\bin (a|\d{1,3}|[a-z]+) (day|week)s?\b"), _in_days),
    (re.compile(rf"({_ZH})\s?(?:个)?(天|星期|周|礼拜)(?:之?后|以后)"), _in_days_zh),
    (re.compile("|".join(sorted(_RELATIVE, key=len, reverse=True))), _relative),
    (re.compile(r"(下下个?|下个?|这个?|本)?(?:周|星期|礼拜)\s?([一二三四五六日天1-7])"), _weekday_zh),
    (re.compile(rf"(?:\b(next|this|on|coming) )?\b({_D})\b"), _weekday),
    (re.compile(rf"({_ZH})\s?[号日]"), _chinese_day),
)

_WEEKDAY = re.compile(rf"\b({_D})\b|(?:周|星期|礼拜)\s?[一二三四五六日天]")

_TIMES = (
    re.compile(r"(?P<part>)\b(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})\s*(?P<half>am|pm|a\.m\.|p\.m\.)?"),
    re.compile(r"(?P<part>)\b(?P<hour>\d{1,2})\s*(?P<minute>)(?P<half>am|pm|a\.m\.|p\.m\.|o'clock)"),
    re.compile(r"(?P<part>)\bat (?P<hour>\d{1,2})(?P<minute>)(?P<half>)(?![\d/.-])"),
    re.compile(
        rf"(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上|今晚|明晚)?\s?(?P<hour>{_ZH})\s?[点时:](?:钟|整)?"
        rf"(?P<minute>半|一刻|三刻|{_ZH}(?=分|$))?(?P<half>)"
    ),
)
_PARTS = {
    "afternoon": time(14),
    "morning": time(9),
    "at noon": time(12),
    "noon": time(12),
    "midday": time(12),
}
_PARTS |= {"evening": time(18), "tonight": time(18), "上午": time(9), "早上": time(9)}
_PARTS |= {"中午": time(12), "下午": time(14), "傍晚": time(18), "晚上": time(18)}
_MINUTES_ZH = {"半": 30, "一刻": 15, "三刻": 45}
_NOW = re.compile(
    r"\b(?:now|asap|as soon as possible|right away|immediately|any ?time)\b|现在|马上|尽快|立刻|随时"
)


def time_in(text: str) -> time | None:
    """Return the time of day a text names, or None; a part of the day is its beginning."""
    said = folded(text[:LONGEST])
    for pattern in _TIMES:
        if match := pattern.search(said):
            return _time(match)
    return next((at for word, at in _PARTS.items() if word in said), None)


def _time(match: re.Match[str]) -> time | None:
    try:
        hour, said = _zh_int(match["hour"]), match["minute"] or "0"
        minute = _MINUTES_ZH[said] if said in _MINUTES_ZH else _zh_int(said)
        late = (match["half"] or "").startswith("p") or match["part"] in {
            "下午",
            "傍晚",
            "晚上",
            "今晚",
            "明晚",
        }
        if late and hour < 12:
            hour += 12
        if (match["half"] or "").startswith("a") and hour == 12:
            hour = 0
        return time(hour % 24 if hour == 24 else hour, minute)
    except ValueError:
        return None


def moment_in(text: str, now: datetime) -> datetime | None:
    """Return when a text means: a day, a time, both, or now; past times of today are tomorrow's.

    `now` is local; so is what is returned. A day alone begins at nine.
    """
    said = folded(text[:LONGEST])
    if _NOW.search(said):
        return now
    day, at = date_in(said, now.date()), time_in(said)
    if day is None and at is None:
        return None
    found = datetime.combine(day or now.date(), at or time(9), now.tzinfo)
    if day is None and found < now:
        found += timedelta(days=1)
    return found
