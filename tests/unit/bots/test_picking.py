"""What a typed reply takes of the choices on offer."""

import pytest

from bots.knowledge.picking import NONE, picked
from hub.core.bots import PERSON

TIMES, ABROAD = "article:times", "article:abroad"
OFFERED = (TIMES, ABROAD, NONE, PERSON)
LABELS = {TIMES: "Delivery times", ABROAD: "Delivery abroad"}
ONE = (TIMES, NONE, PERSON)


@pytest.mark.parametrize(
    ("reply", "taken"),
    [
        ("1", (TIMES,)),
        ("2.", (ABROAD,)),
        ("#2", (ABROAD,)),
        ("the second one please", (ABROAD,)),
        ("Option two", (ABROAD,)),
        ("the last one", (ABROAD,)),
        ("third", (NONE,)),
        ("4", (PERSON,)),
        ("and the first?", (TIMES,)),
        ("那第二个呢", (ABROAD,)),
        ("both", (TIMES, ABROAD)),
        ("第一个", (TIMES,)),
        ("选2", (ABROAD,)),
        ("第二个吧", (ABROAD,)),
        ("最后一个", (ABROAD,)),
        ("都要", (TIMES, ABROAD)),
        ("the abroad one", (ABROAD,)),
        ("none of these", (NONE,)),
        ("neither", (NONE,)),
        ("no", (NONE,)),
        ("都不是", (NONE,)),
        ("不是", (NONE,)),
    ],
)
def test_taken(reply, taken):
    assert picked(reply, OFFERED, LABELS) == taken


@pytest.mark.parametrize(
    "reply",
    [
        "delivery",
        "How much is delivery abroad and who pays the customs?",
        "5",
        "yes",
        "hello",
        "",
        "?!",
        "退货",
    ],
)
def test_something_else(reply):
    assert picked(reply, OFFERED, LABELS) == ()


@pytest.mark.parametrize(("reply", "taken"), [("Yes!", (TIMES,)), ("是的", (TIMES,)), ("no thanks", (NONE,))])
def test_yes_and_no_to_a_single_one(reply, taken):
    labels = {TIMES: LABELS[TIMES]}
    assert picked(reply, ONE, labels) == taken


def test_without_choices_nothing_is_taken():
    assert picked("1", (), {}) == ()
    assert picked("1", (PERSON,), {}) == ()
