"""The check of a phrased answer: nothing is said that can be seen not to come from the passages."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.knowledge.phrasing.check import LONGEST, check
from bots.knowledge.phrasing.facts import numbers
from bots.knowledge.phrasing.model import Checked, Fault, Source
from hub.core.number_words import chinese, english
from tests.unit.bots.phrasing.corpus import Case, cases, sources

RETURNS = sources("returns-en")
RETURNS_ZH = sources("returns-zh")


def checked(answer: str, question: str = "How do I return something?", language: str = "en") -> Checked:
    return check(answer, RETURNS if language == "en" else RETURNS_ZH, question, language)


def faults(answer: str, question: str = "How do I return something?", language: str = "en") -> set[Fault]:
    return {one.fault for one in checked(answer, question, language).findings}


def verdict(case: Case) -> Checked:
    return check(case.answer, sources(case.article), case.question, case.article[-2:])


@pytest.mark.parametrize(
    ("name", "accepted", "refused"), [("phrasing", 92, 115), ("phrasing-heldout", 31, 54)]
)
def test_faithful_answers_are_said_and_wrong_ones_are_not(name, accepted, refused):
    """docs/knowledge.md gives these figures, of 100 and 119, and of 37 and 57."""
    passed = Counter(case.good for case in cases(name) if not verdict(case).findings)
    total = Counter(case.good for case in cases(name))
    assert passed[True] >= accepted
    assert total[False] - passed[False] >= refused


def test_source_numbers_are_left_out_of_what_is_said():
    found = checked("You can send back anything within **30 days** [1]. Returning parcels is free.[1]")
    assert found.findings == []
    assert found.text == "You can send back anything within **30 days**. Returning parcels is free."
    assert found.support == 1.0


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("Returning parcels is free.", Fault.UNCITED),
        ("Returning parcels is free [1]. Collecting furniture costs £29.", Fault.UNCITED),
        ("Returning parcels is free [7].", Fault.UNKNOWN_SOURCE),
        ("Collecting furniture costs £30 [1].", Fault.NUMBER),
        ("Send it back within 30 weeks [1].", Fault.NUMBER),
        ("Send it back within thirty-one days [1].", Fault.NUMBER),
        ("Print the label at https://labels.example/x [1].", Fault.ADDRESS),
        ("Print the label from help@shop.example [1].", Fault.ADDRESS),
        ("Print the label RX-200 [1].", Fault.CODE),
        ("Choose the items and print the label with Hermes [1].", Fault.NAME),
        ("Gift cards can be returned [1].", Fault.NEGATION),
        ("You can always send back anything unused [1].", Fault.PROMISE),
        ("Bring your passport and a friend [1].", Fault.UNSUPPORTED),
        ("# Returning\n\nReturning parcels is free [1].", Fault.MARKUP),
        ("Returning `parcels` is free [1].", Fault.MARKUP),
        ("| a | b |\n|---|---|\n| Returning parcels | is free [1] |", Fault.MARKUP),
        ("<script>x</script> Returning parcels is free [1].", Fault.MARKUP),
        ("![parcel](https://evil.example/p.png) Returning parcels is free [1].", Fault.MARKUP),
        ("Returning parcels for [e-mail] is free [1].", Fault.MARKUP),
        ("退货免运费[1]。", Fault.LANGUAGE),
        ("Returning parcels is free [1]. " * 60, Fault.LENGTH),
        ("", Fault.UNCITED),
        ("!!! [1]", Fault.UNCITED),
    ],
)
def test_what_is_wrong_is_named(answer, fault):
    assert fault in faults(answer)


def test_each_finding_names_the_sentence_and_the_words():
    (found,) = checked("Returning parcels is free [1]. Collecting furniture costs £30 [1].").findings[:1]
    assert (found.fault, found.what) == (Fault.NUMBER, "30 pound")
    assert found.sentence.startswith("Collecting furniture")


def test_what_the_question_brings_up_must_stand_in_a_passage():
    assert Fault.ECHO in faults("You can send back your elephant [1].", "can I send back my elephant")


def test_a_number_must_stand_beside_the_words_it_has_in_the_passage():
    assert faults("Returning parcels costs £29 [1].") == {Fault.UNSUPPORTED}
    assert faults("Collecting furniture costs £29 [1].") == set()
    assert faults("包裹退货收取120元[1]。", "退货", "zh") != set()
    assert faults("家具上门取件收取120元[1]。", "退货", "zh") == set()


def test_a_link_that_stands_in_a_passage_may_be_said():
    source = Source(
        number=1, title="Help", text="Write to help@shop.example or see https://shop.example/help."
    )
    for answer in ("Write to help@shop.example [1].", "See [the help](https://shop.example/help) [1]."):
        assert check(answer, [source], "help", "en").findings == []
    bad = check("See [the help](https://evil.example/help) [1].", [source], "help", "en")
    assert Fault.ADDRESS in {one.fault for one in bad.findings}


def test_courtesy_needs_no_source():
    assert faults("We are sorry! Returning parcels is free [1].") == set()
    assert Fault.UNCITED in faults("We are sorry, here is a refund! Returning parcels is free [1].")


def test_a_channel_may_have_less_room():
    found = check("Returning parcels is free [1].", RETURNS, "free?", "en", longest=10)
    assert [one.fault for one in found.findings] == [Fault.LENGTH]


WITH_NUMBER = ["You can send back anything within {} days [1].", "Collecting furniture costs £{} [1]."]
WITH_NUMBER += ["{} items [1].", "Returning parcels is free, {} times [1].", "Print the label no. {} [1]."]
WITH_NUMBER_ZH = ["收到商品后{}天内可退货[1]。", "家具上门取件收取{}元[1]。", "第{}个商品可退货[1]。"]
KNOWN = {int(one) for source in RETURNS + RETURNS_ZH for one in re.findall(r"\d+", source.text)}


def forms(number: int) -> list[str]:
    wide = str(number).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    return [str(number), f"{number:,}", wide, f"{number}.0", english(number), english(number).title()]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**7).filter(lambda one: one not in KNOWN), st.data())
def test_an_answer_with_any_number_that_no_passage_has_is_refused(number, data):
    answer = data.draw(st.sampled_from(WITH_NUMBER)).format(data.draw(st.sampled_from(forms(number))))
    assert Fault.NUMBER in faults(answer)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**7).filter(lambda one: one not in KNOWN), st.data())
def test_the_same_in_chinese(number, data):
    form = data.draw(st.sampled_from([str(number), chinese(number)]))
    assert Fault.NUMBER in faults(data.draw(st.sampled_from(WITH_NUMBER_ZH)).format(form), "退货", "zh")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*RETURNS[0].text.split(), "[1]", "[2]", "99", "free", "not", "**", "\n- "])))
def test_whatever_is_said_has_only_numbers_of_the_passages(words):
    found = checked(" ".join(words))
    if not found.findings:
        assert set(re.findall(r"\d+", found.text)) <= {"30", "29"}
        assert len(found.text) <= LONGEST


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_answer_however_odd_breaks_the_check_or_is_said_without_a_source(text):
    found = checked(text)
    assert found.findings or "[1]" in text or "【1】" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("within 2 to 4 working days", ["2 day", "2", "4 day", "4"]),
        ("£1,234.50 or € 5", ["1234.5 pound", "1234.5", "5"]),
        ("8:00 to 20:30", ["8", "20:30"]),
        ("two hundred and five steps, twice a year", ["205", "2", "a year"]),
        ("三十天内，一年两次，一下", ["30 day", "30", "1 year", "1", "2"]),
        ("周一至周五", ["1", "5"]),
        ("满３万元免运费", ["30000 yuan", "30000", "free"]),
        ("at no extra charge", ["free"]),
        ("Ⅷ and ½", ["1", "2"]),
    ],
)
def test_figures_have_one_form(text, expected):
    assert set(numbers(text)) >= set(expected)
