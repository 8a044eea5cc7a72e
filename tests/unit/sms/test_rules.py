"""What an SMS asks for by its words."""

import pytest

from channels.sms.rules import Wish, bot_of, confirmation, language_of, wish_of
from hub.core.models.sms import SmsRoute

ROUTE = SmsRoute(id="r", entry_point="e", number="+4930100", flows={"HELP": "a", "HELP ME": "b", "查询": "c"})


@pytest.mark.parametrize(
    "text", ["STOP", " stop ", "Stop.", "“STOP!”", "ＳＴＯＰ", "td", "退订", "退订。", "【退订】"]
)
def test_stop_words_stand_alone_in_any_dress(text):
    assert wish_of(text, ROUTE) is Wish.STOP


@pytest.mark.parametrize("text", ["please stop", "stop it", "STOPP", "", "nonstop", "我要退订"])
def test_other_words_are_no_wish(text):
    assert wish_of(text, ROUTE) is None


def test_start_words_bring_back():
    assert wish_of("start", ROUTE) is Wish.START
    assert wish_of("订阅", ROUTE) is Wish.START


@pytest.mark.parametrize(
    ("text", "bot"),
    [
        ("help", "a"),
        ("Help: my order", "a"),
        ("help me please", "b"),
        ("helpless", None),
        ("查询订单", "c"),
        ("I need help", None),
        ("", None),
    ],
)
def test_the_longest_keyword_at_the_beginning_chooses_the_bot(text, bot):
    assert bot_of(text, ROUTE) == bot


def test_confirmations_are_in_the_customers_language_with_its_own_word():
    assert "START" in confirmation(Wish.STOP, ROUTE, "fr")
    assert "订阅" in confirmation(Wish.STOP, ROUTE, "zh")
    assert "STOP" in confirmation(Wish.START, ROUTE, "en")
    own = SmsRoute(id="r", entry_point="e", number="1", stop_text={"de": "Ende. Zurück mit {start}."})
    assert confirmation(Wish.STOP, own, "de") == "Ende. Zurück mit START."
    assert language_of("退订", "en") == "zh"
    assert language_of("stop", "de-AT") == "de"
