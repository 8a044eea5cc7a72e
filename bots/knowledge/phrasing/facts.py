"""What can be held against a passage letter by letter: numbers, addresses, codes, names."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from linkify_it import LinkifyIt

from bots.flow.understand.numbers import chinese_number, english_number, plain_number
from bots.knowledge.phrasing.wordlists import LISTS, any_of

Span = tuple[int, int, str]
"""Where a number begins and ends, and its one form."""

_DIGITS = re.compile(r"\d+(?:[.,:'\u2019]\d+)*\s?[万亿]?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_SCALES = {"万": 10_000, "亿": 100_000_000}
_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_REST = "seventeen eighteen nineteen zero twenty thirty forty fifty sixty seventy eighty ninety"
_SCALE_WORDS = "hundred thousand million"
_WORD = "|".join([*_ONES.split(), *_REST.split(), *_SCALE_WORDS.split()])
_WORDS = re.compile(rf"\b(?:{_WORD})(?:(?:\s+and)?[\s-]+(?:{_WORD}))*\b")
_OTHERS = re.compile(rf"\b(?:{'|'.join(LISTS.numbers)})s?\b")
_UNIT_WORD = any_of(LISTS.units)
_UNIT_AFTER = re.compile(rf"\s*-?\s*(?:working |business |工作|个)*({_UNIT_WORD})(?![a-z])")
_EACH = re.compile(rf"(?:\b(?:an?|each|every)\s+|每个?)({_UNIT_WORD})(?![a-z])|\bper\s+([a-z]+)")
_RANGE = re.compile(r"\s*(?:-|~|to|and|or|至|到|或)\s*[\d零〇一二两三四五六七八九十a-z]")
_FIRST = re.compile(r"\bfirst\b(?!,)")
_HAN = re.compile(
    r"[几数]?[十百千万亿]*[零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖十拾半几数][零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万亿点半]*"
)
_IDIOMS = re.compile(
    r"十分(?!钟)|万一|千万(?=[不别要])|一下|一般|一些|一起|一直|一样|一定|一旦|一并|统一|同一|唯一"
)
_ONE_COUNTS = re.compile(
    r"[年月日天周星小秒元块次倍成季刻期]|分钟|点[钟半]|个(?:[半多]|月|小时|星期|工作日|季度)"
)
_BEFORE_ONE = re.compile(r"(?:周|星期|礼拜|第)$")
_CODE = re.compile(r"(?=[A-Za-z0-9._/-]*\d)(?=[A-Za-z0-9._/-]*[A-Za-z])[A-Za-z0-9]+(?:[._/-][A-Za-z0-9]+)*")
_DOMAIN = re.compile(r"\b(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s)\]】>，。；]*)?", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w'\u2019]*(?:-[\w'\u2019]+)*|\b[a-z]+[A-Z]\w*")
_START = re.compile(r"(?:^|[.!?:;\u2014\u2013\"\u201c(]\s*|[-*]\s+)$")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9'\u2019-]*")
_HAN_LETTER = re.compile(r"[\u3400-\u9fff]")


def narrow(text: str) -> str:
    """Return a text with one form for each character: full width is half width, dashes are hyphens."""
    parted = text.replace("，", ", ")  # a Chinese comma never stands inside a number
    return re.sub(r"[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", parted))


def numbers(text: str) -> list[str]:
    """Return the figures of a text: "30", with the unit that follows "30 day", "a piece", "free".

    Numbers in digits and in English and Chinese words have one form. A range's first number has the unit
    of its second.
    """
    said = narrow(text).casefold()
    spans = sorted([*_in_digits(said), *_in_english(said), *_in_chinese(said)])
    found: list[str] = []
    unit = ""
    for start, end, value in reversed(spans):
        unit = _unit(said, start, end, unit)
        found += [f"{value} {unit}", value] if unit else [value]
    found += [f"a {_each(match[1] or match[2])}" for match in _EACH.finditer(said)]
    found += ["free"] if LISTS.free.search(said) else []
    return list(dict.fromkeys([*reversed(found), *_odd_digits(said)]))


def _each(word: str) -> str:
    return LISTS.units.get(word, word)


def _unit(said: str, start: int, end: int, next_unit: str) -> str:
    """Return the unit of the number that stands there, "" if it has none."""
    if match := _UNIT_AFTER.match(said, end):
        return LISTS.units[match[1]]
    if start and (symbol := said[start - 1]) in LISTS.units and not symbol.isalnum():
        return LISTS.units[symbol]
    return next_unit if _RANGE.match(said, end) else ""


def addresses(text: str) -> list[str]:
    """Return links, e-mail addresses and bare domains, without what only decorates them."""
    said = narrow(text)
    linked = [match.raw for match in LinkifyIt(options={"fuzzy_link": True}).match(said) or []]
    found = [*linked, *(match[0] for match in _DOMAIN.finditer(said))]
    return list(dict.fromkeys(_bare(one) for one in found))


def codes(text: str) -> list[str]:
    """Return words made of letters and digits: part numbers, error codes, model names."""
    return list(dict.fromkeys(match[0].casefold() for match in _CODE.finditer(narrow(text))))


def names(text: str) -> list[str]:
    """Return what looks like a name: capitals inside an English sentence, Latin words in a Chinese one."""
    said = narrow(text)
    if _HAN_LETTER.search(said):
        return list(dict.fromkeys(match[0] for match in _LATIN.finditer(said)))
    found = [
        match[0].removesuffix("'s").removesuffix("\u2019s")
        for match in _NAME.finditer(said)
        if not _START.search(said[: match.start()]) or any(one.isupper() for one in match[0][1:])
    ]
    return [name for name in dict.fromkeys(found) if name not in {"I", "A"} and not name.startswith("I'")]


def _in_digits(said: str) -> Iterator[Span]:
    for match in _DIGITS.finditer(said):
        scale = _SCALES.get(match[0][-1], 1)
        digits = match[0].rstrip("万亿").strip()
        if time := _TIME.fullmatch(digits):
            value = _form(Decimal(time[1])) if time[2] == "00" else f"{int(time[1])}:{time[2]}"
        else:
            read = plain_number(digits)
            value = digits if read is None else _form(read * scale)
        yield match.start(), match.end(), value


def _in_english(said: str) -> Iterator[Span]:
    for match in _WORDS.finditer(said):
        read = english_number(" ".join(match[0].split()))
        yield match.start(), match.end(), match[0] if read is None else _form(read)
    for match in _OTHERS.finditer(said):
        word = match[0] if match[0] in LISTS.numbers else match[0].removesuffix("s")
        yield match.start(), match.end(), _form(LISTS.numbers[word])
    for match in _FIRST.finditer(said):
        yield match.start(), match.end(), "1"


def _in_chinese(said: str) -> Iterator[Span]:
    bare = _IDIOMS.sub(lambda match: " " * len(match[0]), said)
    for match in _HAN.finditer(bare):
        word = match[0].rstrip("点")
        after, before = bare[match.end() :], bare[: match.start()]
        if match[0] == "一" and not (_ONE_COUNTS.match(after) or _BEFORE_ONE.search(before)):
            continue
        read = chinese_number(word) if word else None
        yield match.start(), match.end(), match[0] if read is None else _form(read)


def _odd_digits(said: str) -> Iterator[str]:
    """Return digits of other scripts, and signs that stand for numbers, as they are."""
    for character in said:
        if unicodedata.category(character) in {"Nd", "Nl", "No"} and not "0" <= character <= "9":
            yield character


def _form(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _bare(address: str) -> str:
    shown = re.sub(r"^(?:https?://|mailto:|tel:)", "", address.casefold())
    return shown.removeprefix("www.").rstrip("/.,;:!?)")
