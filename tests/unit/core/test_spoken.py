"""Texts as a person reads them aloud, English and Chinese."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.number_words import chinese, english, english_ordinal, english_year
from hub.core.spoken import spoken
from hub.core.spoken_words import spoken_words

ENGLISH = [
    ("costs £4.90", "costs four pounds ninety"),
    ("costs €1 or $0.99", "costs one euro or ninety-nine cents"),
    ("2–4 working days", "two to four working days"),
    ("8:00 to 20:30", "eight a.m. to eight thirty p.m."),
    ("until 14:00. Then", "until two p.m. Then"),
    ("at 12:00 or 9:05 am", "at noon or nine oh five a.m."),
    ("on 2026-11-22", "on twenty-second of November twenty twenty-six"),
    ("3 May 2027", "third of May twenty twenty-seven"),
    ("on 2026-13-45", "on two thousand and twenty-six to thirteen to forty-five"),
    ("since 1999", "since nineteen ninety-nine"),
    ("1,250 pieces", "one thousand two hundred and fifty pieces"),
    ("9.9%", "nine point nine percent"),
    ("30 °C, 2.5 kg, 1 km", "thirty degrees, two point five kilograms, one kilometre"),
    ("the 22nd time", "the twenty-second time"),
    ("call +44 20 7946", "call plus four four, two zero, seven nine four six"),
    ("0800 123 456", "zero eight zero zero, one two three, four five six"),
    ("order HP-104", "order H P, one zero four"),
    ("parcel 12345678", "parcel one two three four five six seven eight"),
    ("mail help@shop.example.", "mail help at shop dot example."),
    ("see https://www.shop.example/returns.", "see shop dot example slash returns."),
    ("Account → Orders & more 🙂", "Account, then Orders and more"),
]
CHINESE = [
    ("运费 12 元，满 199 元", "运费十二元，满一百九十九元"),
    ("¥98 起，€9.90", "九十八元起，九点九零欧元"),
    ("2 到 4 个工作日", "二到四个工作日"),
    ("2 天内，2小时，12 天", "两天内，两小时，十二天"),
    ("3-5 周", "三到五周"),
    ("8:00 到 20:30，2:05", "八点到二十点半，两点零五分"),
    ("2026-11-22", "二零二六年十一月二十二日"),
    ("2024 年", "二零二四年"),
    ("利率 9.9%", "利率百分之九点九"),
    ("30 °C 和 5 kg", "三十摄氏度和五公斤"),
    ("13812345678", "幺三八幺二三四五六七八"),
    ("400-820-8820", "四零零，八二零，八八二零"),
    ("邮箱 a@b.example", "邮箱 a 艾特 b 点 example"),
    ("账户 → 订单", "账户，然后订单"),
]


@pytest.mark.parametrize(("written", "said"), ENGLISH)
def test_english(written: str, said: str) -> None:
    assert spoken_words(written, "en") == said


@pytest.mark.parametrize(("written", "said"), CHINESE)
def test_chinese(written: str, said: str) -> None:
    assert spoken_words(written, "zh") == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "零"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (10_500, "一万零五百"),
        (100_015, "十万零一十五"),
        (105_000_000, "一亿零五百万"),
        (123_456_789, "一亿二千三百四十五万六千七百八十九"),
    ],
)
def test_chinese_numbers(number: int, said: str) -> None:
    assert chinese(number) == said


def test_english_numbers() -> None:
    assert english(1_234_567) == (
        "one million two hundred and thirty-four thousand five hundred and sixty-seven"
    )
    assert [english_ordinal(number) for number in (1, 2, 12, 20, 31, 100)] == [
        "first",
        "second",
        "twelfth",
        "twentieth",
        "thirty-first",
        "one hundredth",
    ]
    assert [english_year(year) for year in (1900, 1905, 2005, 2026)] == [
        "nineteen hundred",
        "nineteen oh five",
        "two thousand and five",
        "twenty twenty-six",
    ]


def test_layout_becomes_sentences() -> None:
    article = (
        "# Returns\n\nSend it [back](https://shop.example/returns)\n\n"
        "![A chair](/kb/images/01J00000000000000000000000)\n\n"
        "1. Open **Orders**\n2. Choose `Return`\n\n- Free\n\n"
        "| Country | Cost |\n|---|---|\n| Germany | €12 |\n"
    )
    assert spoken(article).splitlines() == [
        "Returns.",
        "Send it back.",
        "First, Open Orders.",
        "Second, Choose Return.",
        "Free.",
        "Country: Germany, Cost: twelve euros.",
    ]
    assert spoken("1. 打开\n2. 选择\n\n|国家|费用|\n|---|---|\n|德国|12 元|", "zh").splitlines() == [
        "第一，打开。",
        "第二，选择。",
        "国家：德国，费用：十二元。",
    ]


@given(st.text(max_size=200), st.sampled_from(["en", "zh"]))
def test_whatever_is_written_can_be_said_without_digits(text: str, language: str) -> None:
    assert not re.search(
        r"[0-9]", re.sub(r"[^\x00-\x7f]|[@./\w-]*[a-z@/][@./\w-]*", "", spoken(text, language))
    )
