"""Text into terms, and articles into passages."""

import pytest

from bots.knowledge.passages import LONGEST, passages
from bots.knowledge.words import EXACT, needs, normalised, terms
from bots.language import language_of, spoken


def words(text):
    return [need.word for need in needs(text)]


def test_english_is_folded_stemmed_and_freed_of_stop_words():
    assert words("How do I RETURN the Café chairs?") == ["return", "cafe", "chair"]
    assert words("returning, returned") == ["return"]


def test_contractions_are_stop_words():
    assert words("I don't, I haven't, it’s what's") == []


def test_chinese_is_cut_into_words():
    assert words("请问怎么申请退货？") == ["申请", "退货"]


def test_mixed_texts_work():
    assert words("我的 PayPal 付款 failed") == ["paypal", "付款", "fail"]


def test_full_width_is_half_width():
    assert normalised("ＰａｙＰａｌ　１２") == "paypal 12"
    assert words("ＰａｙＰａｌ") == ["paypal"]


@pytest.mark.parametrize(("one", "other"), [("guarantee", "warranty"), ("couch", "sofa"), ("邮费", "运费")])
def test_words_of_one_meaning_share_a_term(one, other):
    shared = {term for term, _ in needs(one)[0].terms} & {term for term, _ in needs(other)[0].terms}
    assert any(term.startswith("=") for term in shared)
    assert dict(needs(one)[0].terms)[needs(one)[0].word] == EXACT


def test_turns_of_phrase_stand_for_a_word():
    assert words("can I send it back") == ["return"]
    assert words("can't sign in") == ["login"]


def test_chinese_neighbours_are_found_however_they_are_cut():
    assert "货款" in terms("退货款")


def test_what_has_no_words_has_no_needs():
    assert needs("!!! ... 🙂") == []
    assert terms("") == []


@pytest.mark.parametrize(
    ("text", "default", "language"),
    [
        ("Where is my order?", "zh", "en"),
        ("我的订单呢", "en", "zh"),
        ("iPhone 退货怎么办", "en", "zh"),
        ("4711", "zh-CN", "zh"),
        ("🙂", "fr", "en"),
    ],
)
def test_the_language_is_seen_in_the_script(text, default, language):
    assert language_of(text, default) == language


def test_every_chinese_is_chinese():
    assert [spoken(tag) for tag in ("zh", "zh-TW", "ZH-hans", "en-GB", "")] == ["zh", "zh", "zh", "en", "en"]


def test_passages_follow_headings():
    found = passages("Intro **bold**\n\n## One\n\nfirst\n\nmore\n\n# Two ##\nsecond")
    assert [(part.heading, part.text) for part in found] == [
        ("", "Intro bold"),
        ("One", "first\n\nmore"),
        ("Two", "second"),
    ]


def test_a_long_section_is_cut_between_paragraphs():
    paragraph = "word " * 80
    found = passages(f"## Long\n\n{paragraph}\n\n{paragraph}\n\n{paragraph}")
    assert [part.heading for part in found] == ["Long", "Long", "Long"]
    assert all(len(part.body) <= LONGEST for part in found)


def test_an_article_has_at_least_one_passage():
    assert [part.body for part in passages("")] == [""]
    assert [part.body for part in passages("# Only a heading")] == ["# Only a heading"]
