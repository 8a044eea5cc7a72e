"""The language of conditions and values: what it computes, what it refuses, and that it always ends."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.flow.expressions import (
    LARGEST,
    LONGEST_TEXT,
    ExpressionError,
    ExpressionSyntaxError,
    evaluate,
    names,
    parse,
)
from bots.flow.functions import FUNCTIONS, PLAIN

VARIABLES: dict[str, Any] = {
    "n": 2,
    "t": "Ada",
    "yes": True,
    "none": None,
    "order": {"items": [{"name": "Chair", "price": 10.5}, {"name": "Lamp", "price": 2}]},
}


def value(text: str) -> Any:
    return evaluate(parse(text), VARIABLES, PLAIN)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * -3", -9),
        ("10 - 2 - 3", 5),
        ("7 % 4 / 3", 1),
        ("'a' + \"b\"", "ab"),
        ("n == 2 and not (n > 2)", True),
        ("n == true", False),
        ("none > 1 or t == 'Ada'", True),
        ("t in ['Ada', 'Ben'] and 'x' not in t", True),
        ("order.items[1].name", "Lamp"),
        ("order.items[9].name.anything", None),
        ("if(n > 1, 'many', 1 / 0)", "many"),
        ("sum(pluck(order.items, 'price'))", 12.5),
        ("round(2.675, 2)", 2.68),
        ("round(-0.5)", -1),
        ("part('HP-10042', -5)", "10042"),
        ("upper(replace(t, 'a', 'o'))", "ADO"),
        ("add_days('2026-02-27', 2)", "2026-03-01"),
        ("days_between('2026-11-23', '2026-12-25')", 32),
        ("default(none, '', 'x')", "x"),
        ("number('1,234.5') + 1", 1235.5),
        ("join(split('a, b', ','), '-')", "a-b"),
        ("digits('+49 (151) 2')", "491512"),
        ("length(order.items)", 2),
        ("min(3, 1, 2) + max([4, 5])", 6),
    ],
)
def test_it_computes(text: str, wanted: Any):
    assert value(text) == wanted


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("1 +", "a value is missing", 3),
        ("n = 2", "'=' has no meaning here (character 3). == compares", 2),
        ("(1", "')' is missing", 2),
        ("1 2", "'2' was not expected here", 2),
        ("'abc", "''' has no meaning here", 0),
        ("t.", "a name must follow the point", 2),
        ("if(1)", "if takes a condition", 0),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, message: str, at: int):
    with pytest.raises(ExpressionSyntaxError) as caught:
        parse(text)
    assert message in caught.value.flaw(text).message
    assert caught.value.at == at


@pytest.mark.parametrize(
    "text",
    [
        "1 / 0",
        "t + 1",
        "t * 2",
        "-t",
        "n < t",
        "unheard(1)",
        "length()",
        "add_days('x', 1)",
        "replace('a', '', 'b')",
    ],
)
def test_values_that_do_not_fit_are_refused(text: str):
    with pytest.raises(ExpressionError):
        value(text)


def test_it_names_its_variables():
    assert [name for name, _ in names(parse("a.b + f(c[d]) + 'e'"))] == ["a", "c", "d"]


def test_nothing_of_python_can_be_reached():
    for text in ("t.__class__", "order.__dict__", "n.real", "t.upper"):
        assert value(text) is None
    with pytest.raises(ExpressionError):
        value("__import__('os')")


atoms = st.sampled_from(["n", "t", "none", "order", "yes", "1", "2.5", "'x'", "[]", "order.items"])
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds(
            "({} {} {})".format,
            inner,
            st.sampled_from(["+", "-", "*", "/", "%", "==", "<", "and", "in"]),
            inner,
        ),
        st.builds("not {}".format, inner),
        st.builds("{}[{}]".format, atoms, inner),
        st.builds("{}({})".format, st.sampled_from(sorted(FUNCTIONS)), inner),
        st.builds("{}({}, {})".format, st.sampled_from(sorted(FUNCTIONS)), inner, inner),
        st.builds("{}({}, {}, {})".format, st.sampled_from(sorted(FUNCTIONS)), inner, inner, inner),
    ),
    max_leaves=12,
)


@given(expressions)
def test_every_expression_ends_with_a_bounded_value_or_an_error(text: str):
    try:
        found = value(text)
    except ExpressionError:
        return
    if isinstance(found, str):
        assert len(found) <= LONGEST_TEXT
    if isinstance(found, int | float):
        assert abs(found) <= LARGEST


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_an_error(text: str):
    with suppress(ExpressionError):
        value(text)


@pytest.mark.parametrize(
    "text", ["(" * 5000 + "1", "-" * 1999 + "1", "not " * 400 + "n", "[" * 300, "a" + "[0]" * 600]
)
def test_depth_is_bounded(text: str):
    with suppress(ExpressionError):
        value(text)
