"""What may tell who asks does not leave the house."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.knowledge.phrasing.mask import masked


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("write to jo.doe+x@example.co.uk please", "write to [e-mail] please"),
        ("call +44 (0)20 7946-0958 today", "call [number] today"),
        ("my card 4111 1111 1111 1111 fails", "my card [number] fails"),
        ("DE89 3704 0044 0532 0130 00", "[number]"),
        ("order number 4711 is late", "order number [number] is late"),
        ("order A-4711 is late", "order [number] is late"),
        ("it is #90210", "it is #[number]"),
        ("I live in SW1A 1AA", "I live in [code]"),
        ("我的订单号是A12345678", "我的订单号是[number]"),
        ("手机13800138000，邮箱a.b@c.cn", "手机[number], 邮箱[e-mail]"),
        ("身份证11010519491231002X", "身份证[number]"),
    ],
)
def test_addresses_and_numbers_of_a_person_are_taken_out(question, expected):
    assert masked(question) == expected


@pytest.mark.parametrize("question", ["Is it 30 days or £1,200?", "open 8:00 to 20:00?", "满199元包邮吗"])
def test_what_a_question_is_about_stays(question):
    assert masked(question) == question


def test_what_stands_in_the_passages_is_nobodys_and_stays():
    assert masked("does the RX-7500 fit?") == "does the [code] fit?"
    assert masked("does the RX-7500 fit?", "The RX-7500 fits all.") == "does the RX-7500 fit?"


@settings(deadline=None)
@given(st.integers(10**6, 10**18), st.sampled_from([" ", "-", ""]), st.integers(2, 4))
def test_no_long_number_gets_out_however_it_is_written(number, mark, size):
    digits = str(number)
    written = mark.join(digits[at : at + size] for at in range(0, len(digits), size))
    assert not any(digit in masked(f"it is {written}, please") for digit in "0123456789")
