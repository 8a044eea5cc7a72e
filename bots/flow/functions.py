"""The functions of expressions: texts, numbers, dates and lists, none of which can take long."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bots.flow.expressions import ExpressionError, is_number

MOST_DAYS = 36_600


def text_of(value: Any) -> str:
    """Return a value as text, as a flow's author would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ", ".join(text_of(one) for one in value)
    return str(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ExpressionError("a text is needed")
    return value


def _number(value: Any) -> float | int:
    if is_number(value):
        number: float | int = value
        return number
    if isinstance(value, str):
        try:
            found = float(value.replace(",", "").strip())
        except ValueError:
            raise ExpressionError(f"{value[:40]!r} is no number") from None
        if not math.isfinite(found):
            raise ExpressionError("this is no number")
        return int(found) if found.is_integer() and "." not in value else found
    raise ExpressionError("a number is needed")


def _round(value: Any, digits: Any = 0) -> float | int:
    if not 0 <= digits <= 6:
        raise ExpressionError("digits are 0 to 6")
    rounded = Decimal(str(_number(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return float(rounded) if digits else int(rounded)


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(_text(value)[:10])
    except ValueError:
        raise ExpressionError("a date such as '2026-11-23' is needed") from None


def _add_days(value: Any, days: Any) -> str:
    if not is_number(days) or abs(days) > MOST_DAYS:
        raise ExpressionError(f"days are a number up to {MOST_DAYS}")
    return (_date(value) + timedelta(days=int(days))).isoformat()


def _length(value: Any) -> int:
    return 0 if value is None else len(value)


def _part(value: Any, start: Any, length: Any = None) -> str:
    text, begin = _text(value), int(start)
    if begin < 0:
        begin = max(len(text) + begin, 0)
    return text[begin:] if length is None else text[begin : begin + max(int(length), 0)]


def _sum(values: Any) -> float | int:
    if not isinstance(values, list):
        raise ExpressionError("a list is needed")
    return sum(_number(one) for one in values)


def _extreme(choose: Callable[[list[Any]], Any]) -> Callable[..., Any]:
    def run(*values: Any) -> Any:
        several = values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)
        return choose([_number(one) for one in several]) if several else None

    return run


def _pluck(values: Any, key: Any) -> list[Any]:
    if not isinstance(values, list):
        raise ExpressionError("a list is needed")
    return [one.get(key) if isinstance(one, dict) else None for one in values]


def _default(*values: Any) -> Any:
    return next((one for one in values if one is not None and one != ""), None)


def _replace(value: Any, old: Any, new: Any) -> str:
    if not _text(old):
        raise ExpressionError("what is to be replaced must not be empty")
    text, new = _text(value), _text(new)
    if text.count(old) * len(new) > 20_000:
        raise ExpressionError("the text becomes too long")
    return text.replace(old, new)


def _split(value: Any, by: Any) -> list[str]:
    return [part.strip() for part in _text(value).split(_text(by) or None)][:1000]


def _digits(value: Any) -> str:
    return "".join(one for one in text_of(value) if one in "0123456789")


FUNCTIONS: Mapping[str, tuple[Callable[..., Any], int, int, str]] = {
    "text": (text_of, 1, 1, "the value as text"),
    "number": (_number, 1, 1, "the number a text says"),
    "length": (_length, 1, 1, "how long a text or list is"),
    "lower": (lambda value: _text(value).lower(), 1, 1, "in small letters"),
    "upper": (lambda value: _text(value).upper(), 1, 1, "in capitals"),
    "trim": (lambda value: _text(value).strip(), 1, 1, "without spaces around it"),
    "part": (_part, 2, 3, "part(text, start, length): from a place on (0 is the first, -1 the last)"),
    "replace": (_replace, 3, 3, "replace(text, old, new)"),
    "contains": (lambda value, what: _text(what) in _text(value), 2, 2, "whether a text has another in it"),
    "starts": (lambda value, what: _text(value).startswith(_text(what)), 2, 2, "whether a text begins so"),
    "ends": (lambda value, what: _text(value).endswith(_text(what)), 2, 2, "whether a text ends so"),
    "digits": (
        lambda value: "".join(one for one in text_of(value) if one in "0123456789"),
        1,
        1,
        "only digits",
    ),
    "split": (_split, 2, 2, "split(text, ','): a list"),
    "join": (lambda values, by: _text(by).join(text_of(one) for one in values), 2, 2, "join(list, ', ')"),
    "round": (_round, 1, 2, "round(number, digits), half away from zero"),
    "floor": (lambda value: math.floor(_number(value)), 1, 1, "the next whole number below"),
    "ceil": (lambda value: math.ceil(_number(value)), 1, 1, "the next whole number above"),
    "abs": (lambda value: abs(_number(value)), 1, 1, "without its sign"),
    "min": (_extreme(min), 1, 20, "the smallest"),
    "max": (_extreme(max), 1, 20, "the greatest"),
    "sum": (_sum, 1, 1, "of a list of numbers"),
    "pluck": (_pluck, 2, 2, "pluck(list, 'price'): one member of every object"),
    "default": (_default, 1, 20, "the first that is not empty"),
    "add_days": (_add_days, 2, 2, "add_days(date, 3)"),
    "days_between": (lambda a, b: (_date(b) - _date(a)).days, 2, 2, "days from a date to another"),
    "weekday": (lambda value: _date(value).isoweekday(), 1, 1, "1 is Monday, 7 Sunday"),
}
"""By name: the function, least and most arguments, and what it returns."""

PLAIN: Mapping[str, Callable[..., Any]] = {name: entry[0] for name, entry in FUNCTIONS.items()}


def moment(local: datetime) -> dict[str, str]:
    """Return the variables that say when it is: today and now."""
    return {"today": local.date().isoformat(), "now": local.strftime("%Y-%m-%dT%H:%M")}
