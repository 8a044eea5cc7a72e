"""Words as a person reads them aloud: addresses, dates, times, money, numbers; English and Chinese.

A speech engine then meets no digits and no signs, and says the same whichever engine it is.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from hub.core.number_words import (
    DIGITS_ZH,
    LARGEST,
    chinese,
    english,
    english_ordinal,
    english_year,
)

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTHS = _MONTH.split("|")
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = r"\u4e00-\u9fff"
_DASH = r"\s*[-–—~]\s*"
_MONEY_EN = {"£": ("pound", "pence"), "€": ("euro", "cents"), "$": ("dollar", "cents"), "¥": ("yuan", "")}
_MONEY_ZH = {"£": "英镑", "€": "欧元", "$": "美元", "¥": "元", "￥": "元"}
_UNITS_EN = {
    "mm": "millimetre",
    "cm": "centimetre",
    "km": "kilometre",
    "m": "metre",
    "kg": "kilogram",
    "g": "gram",
    "min": "minute",
    "GB": "gigabyte",
    "MB": "megabyte",
    "kB": "kilobyte",
}
_UNITS_ZH = {
    "mm": "毫米",
    "cm": "厘米",
    "km": "公里",
    "m": "米",
    "kg": "公斤",
    "g": "克",
    "min": "分钟",
    "GB": "GB",
    "MB": "MB",
    "kB": "KB",
}
_MEASURES = "个|件|天|年|周|次|小时|分钟|位|份|张|把|台|种|名|公斤|米|倍|层|条|套|家|点"
"""Before these a Chinese speaker says 两, not 二."""
_SIGNS_EN = (("→", ", then "), ("&", " and "), ("≥", " at least "), ("≤", " at most "), ("×", " by "))
_SIGNS_ZH = (("→", "，然后"), ("&", "和"), ("≥", "至少"), ("≤", "最多"), ("×", "乘"))
_PICTOGRAPHS = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]")


def spoken_words(text: str, language: str) -> str:
    """Return a line of text with everything written in signs put into words."""
    is_chinese = language == "zh"
    text = _PICTOGRAPHS.sub("", text)
    for sign, words in _SIGNS_ZH if is_chinese else _SIGNS_EN:
        text = re.sub(rf"\s*{sign}\s*", words, text)
    for pattern, say in CHINESE if is_chinese else ENGLISH:
        text = pattern.sub(say, text)
    text = text.replace(".m..", ".m.")  # a time at the end of a sentence
    if is_chinese:  # the spaces that stood around digits
        text = re.sub(rf"(?<=[{_HAN}，。：；])\s+(?=[{_HAN}])", "", text)
    return re.sub(r"[ \t]{2,}", " ", text).strip()


def _rules(*pairs: tuple[str, Callable[[re.Match[str]], str]]) -> Sequence[Rule]:
    return tuple((re.compile(pattern), say) for pattern, say in pairs)


def _address(match: re.Match[str], *, at: str, dot: str, slash: str) -> str:
    """Say a web or mail address; nobody says "https" or "www"."""
    bare = re.sub(r"^(https?://)?(www\.)?", "", match[0]).rstrip("/")
    tail = "." if bare.endswith(".") else ""
    bare = bare.rstrip(".")
    said = bare.replace("@", f" {at} ").replace(".", f" {dot} ").replace("/", f" {slash} ")
    return said + tail


def _digits_en(digits: str) -> str:
    return " ".join(english(int(digit)) for digit in digits)


def _digits_zh(digits: str) -> str:
    """Read a number digit by digit, with 幺 for 一 as on the phone."""
    return "".join("幺" if digit == "1" else DIGITS_ZH[int(digit)] for digit in digits)


def _groups(match: re.Match[str], *, plus: str, say: Callable[[str], str], joint: str) -> str:
    """Read a phone number group by group."""
    groups = re.findall(r"\d+", match[0])
    return (plus if match[0].startswith("+") else "") + joint.join(say(group) for group in groups)


def _code(match: re.Match[str], *, say: Callable[[str], str], joint: str) -> str:
    """Spell an order number such as HP-10423."""
    parts = re.findall(r"[A-Z]+|\d+", match[0])
    return joint.join(say(part) if part.isdigit() else " ".join(part) for part in parts)


def _date(match: re.Match[str], say: Callable[[date], str]) -> str:
    try:
        return say(date(int(match[1]), int(match[2]), int(match[3])))
    except ValueError:
        return match[0]


def _date_en(day: date) -> str:
    return f"{english_ordinal(day.day)} of {MONTHS[day.month - 1]} {english_year(day.year)}"


def _date_zh(day: date) -> str:
    year = "".join(DIGITS_ZH[int(digit)] for digit in str(day.year))
    return f"{year}年{chinese(day.month)}月{chinese(day.day)}日"


def _day_en(match: re.Match[str]) -> str:
    """Say "22 November 2026" or "22 November"."""
    year = f" {english_year(int(match[3]))}" if match[3] else ""
    return f"{english_ordinal(int(match[1]))} of {match[2]}{year}"


def _time_en(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    if hour > 24 or minute > 59:
        return match[0]
    if minute == 0 and hour in (0, 12, 24) and not match[3]:
        return "noon" if hour == 12 else "midnight"
    half = (match[3] or ("a" if hour % 24 < 12 else "p"))[0].lower()
    spoken = english(hour % 12 or 12)
    past = "" if minute == 0 else f" {'oh ' if minute < 10 else ''}{english(minute)}"
    return f"{spoken}{past} {half}.m."


def _time_zh(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    if hour > 24 or minute > 59:
        return match[0]
    said = "两点" if hour == 2 else f"{chinese(hour)}点"
    if minute == 0:
        return said
    return said + ("半" if minute == 30 else f"{'零' if minute < 10 else ''}{chinese(minute)}分")


def _number_en(text: str) -> str:
    whole, dot, part = text.replace(",", "").partition(".")
    said = english(int(whole)) if int(whole) < LARGEST else _digits_en(whole)
    return f"{said} point {_digits_en(part)}" if dot else said


def _number_zh(text: str) -> str:
    whole, dot, part = text.replace(",", "").partition(".")
    said = chinese(int(whole)) if int(whole) < LARGEST else _digits_zh(whole)
    return said + "点" + "".join(DIGITS_ZH[int(digit)] for digit in part) if dot else said


def _money_en(match: re.Match[str]) -> str:
    name, small = _MONEY_EN[match[1]]
    whole, _, part = match[2].replace(",", "").partition(".")
    plural = "" if int(whole) == 1 or name == "yuan" else "s"
    said = f"{_number_en(whole)} {name}{plural}"
    if len(part) == 2 and int(part) and small:
        return f"{english(int(part))} {small}" if not int(whole) else f"{said} {english(int(part))}"
    return said if not part or not int(part) else f"{_number_en(match[2])} {name}s"


def _unit_en(match: re.Match[str]) -> str:
    return f"{match[1]} {_UNITS_EN[match[2]]}{'' if match[1] == '1' else 's'}"


def _two_zh(match: re.Match[str]) -> str:
    return f"两{match[1]}"


def _serial(text: str) -> bool:
    return len(text) >= 7 or (len(text) > 1 and text.startswith("0") and "." not in text)


def _plain_en(match: re.Match[str]) -> str:
    return _digits_en(match[0]) if _serial(match[0]) and match[0].isdigit() else _number_en(match[0])


def _plain_zh(match: re.Match[str]) -> str:
    return _digits_zh(match[0]) if _serial(match[0]) and match[0].isdigit() else _number_zh(match[0])


_ADDRESS = r"https?://[^\s，。；、）)]+|www\.[^\s，。；、）)]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_BARE_SITE = (
    r"(?<![\w@.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|example|cn|de|co\.uk)(?:/[\w/-]*)?(?![\w])"
)
_ISO = r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"
_PHONE = (
    r"\+\d[\d ]{6,}\d|(?<![\d.,])0\d{2,4}(?:[ -]\d{2,4}){1,4}(?!\d)|(?<!\d)\d{3,4}-\d{3,4}(?:-\d{3,4})+(?!\d)"
)
_CODE = r"(?<![A-Za-z])[A-Z]{1,4}-?\d{3,}(?!\d)"
_RANGE = rf"(?<=\d){_DASH}(?=\d)"

ENGLISH: Sequence[Rule] = _rules(
    (_ADDRESS, partial(_address, at="at", dot="dot", slash="slash")),
    (_BARE_SITE, partial(_address, at="at", dot="dot", slash="slash")),
    (_ISO, partial(_date, say=_date_en)),
    (rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_MONTH})\b(?: (\d{{4}})\b)?", _day_en),
    (r"\b(\d{1,2}):(\d{2})(?::\d{2})?(?:\s?(am|pm|a\.m\.|p\.m\.))?(?!\d)", _time_en),
    (_PHONE, partial(_groups, plus="plus ", say=_digits_en, joint=", ")),
    (_CODE, partial(_code, say=_digits_en, joint=", ")),
    (rf"([£€$¥])\s?({_NUMBER})", _money_en),
    (rf"({_NUMBER})\s?°\s?C\b", lambda match: f"{match[1]} degrees"),
    (rf"({_NUMBER})\s?%", lambda match: f"{match[1]} percent"),
    (rf"\b({_NUMBER})\s?({'|'.join(_UNITS_EN)})\b", _unit_en),
    (_RANGE, lambda match: " to "),
    (r"\b(\d{1,3})(?:st|nd|rd|th)\b", lambda match: english_ordinal(int(match[1]))),
    (r"\b([Ii]n|[Ss]ince|[Uu]ntil) (1[89]\d\d|20\d\d)\b", lambda m: f"{m[1]} {english_year(int(m[2]))}"),
    (_NUMBER, _plain_en),
)
CHINESE: Sequence[Rule] = _rules(
    (_ADDRESS, partial(_address, at="艾特", dot="点", slash="斜杠")),
    (_BARE_SITE, partial(_address, at="艾特", dot="点", slash="斜杠")),
    (_ISO, partial(_date, say=_date_zh)),
    (r"(?<!\d)(\d{4})\s?年", lambda match: "".join(DIGITS_ZH[int(one)] for one in match[1]) + "年"),
    (r"(?<!\d)(\d{1,2}):(\d{2})(?::\d{2})?(?!\d)", _time_zh),
    (_PHONE, partial(_groups, plus="加", say=_digits_zh, joint="，")),
    (_CODE, partial(_code, say=_digits_zh, joint=" ")),
    (rf"([£€$¥￥])\s?({_NUMBER})", lambda match: f"{match[2]}{_MONEY_ZH[match[1]]}"),
    (rf"({_NUMBER})\s?°\s?C\b", lambda match: f"{match[1]}摄氏度"),
    (rf"({_NUMBER})\s?%", lambda match: f"百分之{match[1]}"),
    (rf"({_NUMBER})\s?({'|'.join(_UNITS_ZH)})\b", lambda match: match[1] + _UNITS_ZH[match[2]]),
    (_RANGE, lambda match: "到"),
    (rf"(?<![\d.,第])(?<!第 )2\s?({_MEASURES})", _two_zh),
    (_NUMBER, _plain_zh),
)
