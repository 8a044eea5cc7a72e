"""Numbers in words, English and Chinese, as a person reads them aloud."""

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_ONES = _SMALL.split()
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_LARGE = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
DIGITS_ZH = "零一二三四五六七八九"
_UNITS_ZH = ("", "十", "百", "千")
_MYRIADS_ZH = ("", "万", "亿", "兆")
LARGEST = 10**15
"""From here on numbers are read digit by digit."""


def english(number: int) -> str:
    """Return a number from 0 below LARGEST in English words."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return _TENS[tens] + (f"-{_ONES[rest]}" if rest else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_ONES[hundreds]} hundred" + (f" and {english(rest)}" if rest else "")
    for size, name in _LARGE:
        if number >= size:
            count, rest = divmod(number, size)
            joint = " and " if 0 < rest < 100 else " "
            return f"{english(count)} {name}" + (joint + english(rest) if rest else "")
    raise AssertionError(number)


def english_ordinal(number: int) -> str:
    """Return "first", "twenty-second" and so on."""
    head, joint, last = english(number).rpartition("-")
    if not joint:
        head, joint, last = english(number).rpartition(" ")
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return head + joint + _ORDINALS.get(last, regular)


def english_year(number: int) -> str:
    """Return a year from 1000 to 2999: "nineteen ninety-nine", "two thousand and five"."""
    century, rest = divmod(number, 100)
    if century % 10 == 0 and rest < 10:
        return english(number)
    if rest == 0:
        return f"{english(century)} hundred"
    return f"{english(century)} {'oh ' if rest < 10 else ''}{english(rest)}"


def chinese(number: int) -> str:
    """Return a number from 0 below LARGEST in Chinese words."""
    if number == 0:
        return DIGITS_ZH[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said = ""
    for place in reversed(range(len(groups))):
        group = groups[place]
        if not group:
            continue
        gap = said and group < 1000  # 一万零五十
        said += ("零" if gap else "") + _four(group) + _MYRIADS_ZH[place]
    return said[1:] if said.startswith("一十") else said  # people say 十五


def _four(number: int) -> str:
    said, gap = "", False
    for place in reversed(range(4)):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + DIGITS_ZH[digit] + _UNITS_ZH[place]
            gap = False
        else:
            gap = True
    return said
