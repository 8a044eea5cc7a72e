"""An answer as a value of the type that was asked for, or what is wrong with it."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct

from bots.flow.understand.dates import AmbiguousDate, as_past, date_in, moment_in
from bots.flow.understand.numbers import amount_in, folded, number_in
from bots.flow.understand.words import Chosen, chosen, email_in, phone_in, yes_or_no
from hub.core.models.data import FieldType, Scalar

LONGEST_TEXT = 4000
_DIGITS_ONLY = re.compile(r"[\d\s-]+#?")
_WORDY = re.compile(r"[a-z]", re.IGNORECASE)


class Wanted(Struct, frozen=True, kw_only=True):
    """What counts as an answer. `now` is local. `pattern` holds for texts: 9 a digit, A a letter, * anything.

    `choices` are the values that can be chosen, with what they are called.
    """

    type: FieldType
    now: datetime
    region: str = "DE"
    least: Any = None
    most: Any = None
    pattern: str = ""
    digits: int | None = None
    choices: tuple[tuple[str, Chosen], ...] = ()
    unit: str = ""


class Understood(Struct, frozen=True):
    """The value of an answer, and its currency if it named one."""

    value: Scalar
    unit: str = ""


class Misunderstood(Struct, frozen=True):
    """What is wrong with an answer, as a message key with its values."""

    why: str
    vars: dict[str, str] = {}


Meant = Understood | Misunderstood


def understand(text: str, wanted: Wanted) -> Meant:
    """Return what an answer means."""
    said = text.strip()
    if not said:
        return Misunderstood("empty")
    match wanted.type:
        case FieldType.TEXT:
            return _text(said, wanted)
        case FieldType.NUMBER:
            return _number(said, wanted)
        case FieldType.AMOUNT:
            return _amount(said, wanted)
        case FieldType.DATE:
            return _date(said, wanted)
        case FieldType.PHONE:
            phone = phone_in(said, wanted.region)
            return Understood(phone) if phone else Misunderstood("phone")
        case FieldType.EMAIL:
            email = email_in(said)
            return Understood(email) if email else Misunderstood("email")
        case FieldType.YES_NO:
            answer = yes_or_no(said.rstrip("#"))
            return Misunderstood("yes_no") if answer is None else Understood(answer)
        case FieldType.CHOICE:
            place = chosen(said, [option for _, option in wanted.choices])
            return Misunderstood("choice") if place is None else Understood(wanted.choices[place][0])


def moment(text: str, now: datetime) -> Meant:
    """Return when the customer means, as local time "2026-11-24T15:00"; never before now."""
    try:
        found = moment_in(text, now)
    except AmbiguousDate:
        return Misunderstood("ambiguous_date")
    if found is None:
        return Misunderstood("moment")
    if found < now:
        return Misunderstood("past")
    return Understood(found.strftime("%Y-%m-%dT%H:%M"))


def _text(said: str, wanted: Wanted) -> Meant:
    if wanted.digits is None and not wanted.pattern:
        if len(said) > LONGEST_TEXT:
            return Misunderstood("too_long", {"most": str(LONGEST_TEXT)})
        return Understood(said)
    compact = _compact(said)
    if wanted.digits is not None:
        if not compact.isdigit() or not compact.isascii() or len(compact) > wanted.digits:
            return Misunderstood("digits", {"most": str(wanted.digits)})
        return Understood(compact)
    shape = fits(compact, wanted.pattern)
    return Understood(shape) if shape else Misunderstood("pattern", {"pattern": wanted.pattern})


def _compact(said: str) -> str:
    """Return what was typed or spelled out without spaces: "one two 3" as 123."""
    narrow = folded(said).rstrip("#").strip(" .")
    if not any(one.isdigit() for one in narrow) and (value := number_in(narrow)) is not None:
        return str(value) if value == int(value) else narrow
    if _DIGITS_ONLY.fullmatch(narrow):
        return re.sub(r"[\s-]", "", narrow)
    return narrow.replace(" ", "").upper()


def fits(text: str, pattern: str) -> str | None:
    """Return the part of a text that has the shape of a pattern, or None; linear in the text's length.

    In a pattern 9 is a digit, A a letter, * the rest, and everything else itself; dashes may be left out.
    """
    wanted = [one for one in pattern.upper() if one not in "- "]
    given = [one for one in text.upper() if one not in "- "]
    for start in range(max(len(given) - len(wanted.copy()) + 1, 1)):
        if (end := _fits_at(given, start, wanted)) is not None:
            return _spelled(given[start:end], pattern)
    return None


def _fits_at(given: list[str], start: int, wanted: list[str]) -> int | None:
    place = start
    for sign in wanted:
        if sign == "*":
            return len(given)
        if place >= len(given):
            return None
        one = given[place]
        if sign == "9":
            right = one.isascii() and one.isdigit()
        elif sign == "A":
            right = one.isascii() and one.isalpha()
        else:
            right = one == sign
        if not right:
            return None
        place += 1
    around = [given[start - 1]] if start else []
    around += [given[place]] if place < len(given) else []
    return None if any(one.isascii() and one.isdigit() for one in around) else place


def _spelled(given: list[str], pattern: str) -> str:
    """Return the letters with the pattern's own dashes."""
    text, rest = "", iter(given)
    for sign in pattern:
        if sign in "- ":
            text += sign
        elif sign == "*":
            break
        else:
            text += next(rest)
    return text + "".join(rest)


def _number(said: str, wanted: Wanted) -> Meant:
    value = number_in(said.rstrip("#"))
    if value is None:
        return Misunderstood("number")
    return _within(value, wanted, "")


def _amount(said: str, wanted: Wanted) -> Meant:
    found = amount_in(said.rstrip("#"))
    if found is None or found[0].as_tuple().exponent < -2:  # type: ignore[operator]  # finite, as it was written
        return Misunderstood("amount")
    if found[1] and wanted.unit and found[1] != wanted.unit:
        return Misunderstood("currency", {"unit": wanted.unit})
    return _within(found[0], wanted, found[1] or wanted.unit)


def _within(value: Decimal, wanted: Wanted, unit: str) -> Meant:
    if abs(value) > Decimal("1e15"):
        return Misunderstood("too_large", {"most": "1000000000000000"})
    if wanted.least is not None and value < Decimal(str(wanted.least)):
        return Misunderstood("too_small", {"least": str(wanted.least)})
    if wanted.most is not None and value > Decimal(str(wanted.most)):
        return Misunderstood("too_large", {"most": str(wanted.most)})
    plain = int(value) if value == int(value) and wanted.type is FieldType.NUMBER else float(value)
    return Understood(plain, unit)


def _date(said: str, wanted: Wanted) -> Meant:
    try:
        found = date_in(said, wanted.now.date())
    except AmbiguousDate:
        return Misunderstood("ambiguous_date")
    if found is None:
        return Misunderstood("date")
    today = wanted.now.date()
    if wanted.most is not None and str(wanted.most) <= today.isoformat():
        found = as_past(said, found, today)
    written = found.isoformat()
    if wanted.least is not None and written < str(wanted.least):
        return Misunderstood("too_early", {"least": str(wanted.least)})
    if wanted.most is not None and written > str(wanted.most):
        return Misunderstood("too_late", {"most": str(wanted.most)})
    return Understood(written)
