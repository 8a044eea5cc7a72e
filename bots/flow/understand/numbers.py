"""Numbers and amounts of money in digits and in English and Chinese words."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

_DIGITS_ZH = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
}
_DIGITS_ZH |= {
    "九": 9,
    "幺": 1,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_UNITS_ZH = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE_ZH = {"万": 10_000, "亿": 100_000_000}
_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_TEENS = ("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS_EN = {word: number for number, word in enumerate((*_ONES, *_TEENS))} | {"oh": 0, "a": 1, "an": 1}
_WORDS_EN |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_SCALES_EN = {"hundred": 100, "thousand": 1000, "million": 1_000_000}

_NUMBER = re.compile(r"[-+]?\d[\d.,'\u2009\u00a0 ]*")
_ZH = re.compile(r"[负]?[零〇一二两三四五六七八九幺壹贰叁肆伍陆柒捌玖十拾百佰千仟万亿点半]+")
_CURRENCY = {"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "欧元": "EUR", "欧": "EUR"}
_CURRENCY |= {"$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "美元": "USD", "美金": "USD"}
_CURRENCY |= {"£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "英镑": "GBP"}
_CURRENCY |= {
    "¥": "CNY",
    "cny": "CNY",
    "rmb": "CNY",
    "yuan": "CNY",
    "元": "CNY",
    "块": "CNY",
    "块钱": "CNY",
    "人民币": "CNY",
}
_CURRENCY |= {"chf": "CHF", "francs": "CHF", "港币": "HKD", "hkd": "HKD", "日元": "JPY", "jpy": "JPY"}
LONGEST = 200


def folded(text: str) -> str:
    """Return a text as it is compared: narrow, small, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def number_in(text: str) -> Decimal | None:
    """Return the one number a text says, or None when it says none or several."""
    said = folded(text[:LONGEST]).strip(" .!。！")
    scaled = re.fullmatch(r"(.*?\d)\s*([万亿])(?:块|元|块钱)?", said)
    if scaled and (base := plain_number(scaled[1].strip())) is not None:
        return base * _LARGE_ZH[scaled[2]]
    found = [match[0].strip() for match in _NUMBER.finditer(said)]
    if len(found) == 1:
        return plain_number(found[0])
    if found:
        return None
    if chinese := [match[0] for match in _ZH.finditer(said) if match[0] not in {"点", "半"}]:
        return chinese_number(chinese[0]) if len(chinese) == 1 else None
    return english_number(said)


def plain_number(text: str) -> Decimal | None:
    """Read digits with separators: 1,234.50 and 1.234,50 and 1 234,5; a lone mark before 3 digits groups."""
    compact = re.sub(r"[\s'\u2009\u00a0]", "", text).rstrip(".,")
    marks = [one for one in compact if one in ".,"]
    if len(set(marks)) == 2:
        last = max(compact.rfind("."), compact.rfind(","))
        whole, part = re.sub(r"[.,]", "", compact[:last]), compact[last + 1 :]
        compact = f"{whole}.{part}"
    elif marks:
        mark = marks[0]
        grouped = re.fullmatch(rf"[-+]?\d{{1,3}}(?:\{mark}\d{{3}})+", compact)
        if len(marks) > 1 and not grouped:
            return None
        compact = compact.replace(mark, "" if grouped and (mark == "," or len(marks) > 1) else ".")
    try:
        return Decimal(compact)
    except InvalidOperation:
        return None


def chinese_number(text: str) -> Decimal | None:
    """Read 一百零五, 二〇二六, 三点五, 两万; digits in a row are read one by one."""
    negative, said = text.startswith("负"), text.removeprefix("负")
    whole, dot, part = said.partition("点")
    if half := whole.endswith("半"):
        whole = whole[:-1]
    integer = _chinese_integer(whole) if whole else 0
    if integer is None or (dot and not part) or "半" in part or any(one not in _DIGITS_ZH for one in part):
        return None
    value = Decimal(integer) + (Decimal("0.5") if half else 0)
    if part:
        value += Decimal("0." + "".join(str(_DIGITS_ZH[one]) for one in part))
    return -value if negative else value


def _chinese_integer(text: str) -> int | None:
    if all(one in _DIGITS_ZH for one in text):
        return int("".join(str(_DIGITS_ZH[one]) for one in text))
    total = section = digit = 0
    unit = 1
    for one in text:
        if one in _DIGITS_ZH:
            digit = _DIGITS_ZH[one]
            unit = 1 if one in "零〇" else unit
        elif one in _UNITS_ZH:
            section += (digit or 1) * _UNITS_ZH[one]
            digit, unit = 0, _UNITS_ZH[one] // 10
        elif one in _LARGE_ZH:
            total = (total + section + digit) * _LARGE_ZH[one]
            section, digit, unit = 0, 0, _LARGE_ZH[one] // 10
        else:
            return None
    return total + section + digit * max(unit, 1)  # 一百五 is 150


def english_number(text: str) -> Decimal | None:
    """Read "twenty-three", "one hundred and five", "one two three" (digit by digit), "two point five"."""
    words = [one for one in re.split(r"[\s-]+", text) if one]
    if "point" in words:
        at = words.index("point")
        whole, part = english_number(" ".join(words[:at])), [_WORDS_EN.get(one) for one in words[at + 1 :]]
        if whole is None or not part or any(one is None or one > 9 for one in part):
            return None
        return whole + Decimal("0." + "".join(str(one) for one in part))
    negative = bool(words) and words[0] == "minus"
    known = [one for one in words[negative:] if one != "and"]
    if (
        not known
        or any(one not in _WORDS_EN and one not in _SCALES_EN for one in known)
        or known in (["a"], ["an"])
    ):
        return None
    value = _english_integer(known)
    return Decimal(-value if negative else value)


def _english_integer(words: list[str]) -> int:
    if len(words) > 1 and all(_WORDS_EN.get(one, 10) < 10 for one in words):
        return int("".join(str(_WORDS_EN[one]) for one in words))
    total = section = 0
    for word in words:
        if word in _WORDS_EN:
            section += _WORDS_EN[word]
        elif word == "hundred":
            section = max(section, 1) * 100
        else:
            total += max(section, 1) * _SCALES_EN[word]
            section = 0
    return total + section


def amount_in(text: str) -> tuple[Decimal, str] | None:
    """Return an amount and its currency as written (ISO 4217), or "" when none is named."""
    said = folded(text[:LONGEST])
    currency = next((code for word, code in _CURRENCY.items() if _names(said, word)), "")
    if cents := re.fullmatch(r"\D*?(\d+)\s*(?:块|元)\s*(\d)(?:毛|角)?", said):
        return Decimal(f"{cents[1]}.{cents[2]}"), currency
    bare = said
    for word in sorted(_CURRENCY, key=len, reverse=True):
        bare = (
            bare.replace(word, " ")
            if not word.isascii() or not word.isalpha()
            else re.sub(rf"\b{word}\b", " ", bare)
        )
        bare = re.sub(rf"(?<=\d){word}\b", " ", bare) if word.isascii() and word.isalpha() else bare
    value = number_in(bare)
    return None if value is None else (value, currency)


def _names(said: str, word: str) -> bool:
    if word.isascii() and word.isalpha():
        return re.search(rf"(?<![a-z]){word}(?![a-z])", said) is not None
    return word in said
