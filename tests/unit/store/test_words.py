import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.store.words import SNIPPET, fold, index_words, query_terms, snippet


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Straße", "strasse"),
        ("Objednávka", "objednavka"),
        ("ＡＢＣ１２", "abc12"),
        ("한국", "한국"),
        ("ﬁn", "fin"),
    ],
)
def test_folds(text: str, folded: str):
    assert fold(text) == folded


def test_pairs_scripts_without_spaces():
    assert index_words("订单号 ok") == ["订单", "单号", "号", "ok"]
    assert list(query_terms("订单号")) == [(["订单", "单号"], False)]
    assert list(query_terms("单")) == [(["单"], True)]


def test_a_number_is_found_by_any_part():
    words = index_words("call 777-123 now")
    assert {"777123", "77123", "7123", "123", "23"} <= set(words)


@given(st.text(max_size=200))
def test_any_text_can_be_indexed_and_asked_for(text: str):
    words = set(index_words(text))
    for wanted, open_ended in query_terms(text):
        *whole, last = wanted
        assert words.issuperset(whole)
        assert any(word.startswith(last) if open_ended else word == last for word in words)
    assert all(word.isalnum() for word in words if word.isascii())


@given(st.text(max_size=500), st.text(max_size=20))
def test_a_snippet_is_short_and_one_line(text: str, query: str):
    shown = snippet(text, query)
    assert len(shown) <= SNIPPET + 2
    assert "\n" not in shown


def test_a_snippet_shows_the_place():
    text = "word " * 100 + "needle " + "word " * 100
    assert "needle" in snippet(text, "Needle")
    assert snippet("short", "x") == "short"
