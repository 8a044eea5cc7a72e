"""Alphabets, parts and price, against the vectors that the composer is held to as well."""

import json
from pathlib import Path

import pytest
from aiosmpplib import GSM7BitCodec, UCS2Codec
from hypothesis import given
from hypothesis import strategies as st

from channels.sms.text import (
    EACH,
    GSM,
    ONE,
    UCS2,
    decode_gsm,
    encode,
    is_gsm,
    price,
    sms_text,
    split,
    straightened,
)

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "sms_parts.json").read_text("utf-8"))
GSM_TEXT = st.text(st.sampled_from("aZ0 @£éÄ\n€[]{}^~|\\\f_$Δ¿"), max_size=700)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@pytest.mark.parametrize("vector", VECTORS["texts"], ids=lambda vector: vector["name"])
def test_parts_are_as_the_vectors_say(vector):
    text = vector["unit"] * vector["times"] + vector.get("end", "")
    parts = split(text)
    found = {"alphabet": parts.alphabet, "parts": parts.count, "units": parts.units, "left": parts.left}
    assert found == {key: vector[key] for key in found}


@pytest.mark.parametrize("vector", VECTORS["straightened"])
def test_quotes_become_straight_if_that_helps(vector):
    assert straightened(vector["text"]) == vector["becomes"]
    assert split(vector["text"], straighten=True).texts == [vector["becomes"]]


@given(text=GSM_TEXT)
def test_gsm_texts_survive_and_agree_with_another_implementation(text):
    parts = split(text)
    assert parts.alphabet == GSM
    octets = b"".join(encode(one, GSM) for one in parts.texts)
    assert octets == GSM7BitCodec().encode(text)[0]
    assert "".join(decode_gsm(encode(one, GSM)) for one in parts.texts) == text  # no escape is cut off


@given(text=ANY_TEXT)
def test_parts_hold_the_whole_text_and_none_too_much(text):
    parts = split(text)
    assert "".join(parts.texts) == text
    size = 1 if parts.alphabet == GSM else 2
    lengths = [len(encode(one, parts.alphabet)) // size for one in parts.texts]
    assert sum(lengths) == parts.units
    most = ONE[parts.alphabet] if parts.count == 1 else EACH[parts.alphabet]
    assert max(lengths) <= most
    assert parts.left == most - lengths[-1]
    assert all(length >= most - 1 for length in lengths[:-1])  # at most one unit is given away
    if parts.alphabet == UCS2:
        octets = b"".join(encode(one, UCS2) for one in parts.texts)
        assert octets == UCS2Codec().encode(text)[0]
        assert [octet.decode("utf-16-be") for octet in map(lambda one: encode(one, UCS2), parts.texts)]


@given(data=st.binary(max_size=200))
def test_any_octets_can_be_read(data):
    assert is_gsm(decode_gsm(data).replace("\ufffd", ""))


def test_an_unknown_escape_is_read_from_the_basic_table():
    assert decode_gsm(b"\x1bA\x1be\x1b") == "A€"


def test_markdown_becomes_plain_text_with_its_links():
    text = "**Hello**\r\n\n- [your order](https://shop.example/1)\n- second"
    assert sms_text(text, "markdown") == "Hello\n\n- your order (https://shop.example/1)\n- second"
    assert sms_text("**as is**\r\n", "plain") == "**as is**"


def test_a_text_costs_its_parts():
    assert price("a" * 161, 0.075) == 0.15
    assert price("", 0.07) == 0.07
