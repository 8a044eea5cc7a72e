"""Whatever arrives: nothing but `Unreadable` is raised, and what comes out is consistent and safe."""

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.email.understanding.charset import decode
from channels.email.understanding.html_balance import balanced
from channels.email.understanding.html_text import text_of
from channels.email.understanding.model import Unreadable
from channels.email.understanding.parse import parse
from channels.email.understanding.quoting import fold
from channels.email.understanding.words import header_text
from hub.core.text import clean_mail
from tests.fakes.mail_checks import check
from tests.fakes.mail_maker import TOKENS, Maker

EXAMPLES = int(os.environ.get("SWITCHBOARD_FUZZ_EXAMPLES", "60"))
MAKER = Maker(seed=0)
often = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
tokens = st.lists(st.one_of(st.sampled_from(TOKENS), st.binary(max_size=6)), max_size=40).map(b"".join)
LINES = [
    *(
        "",
        "Hello",
        "Thank you",
        "> quoted",
        ">",
        ">> deeper",
        "-- ",
        "--",
        "Sent from my iPhone",
        "发自我的iPhone",
    ),
    *(
        "On Mon, 2 Mar 2026, Anna <a@example.com> wrote:",
        "On Mon, 2 Mar 2026, Anna <a@example.com>",
        "wrote:",
    ),
    *(
        "在 2026-03-02，客服 <a@example.com> 写道：",
        "-----Original Message-----",
        "---- 原始邮件 ----",
        "_" * 32,
    ),
    *("From: Anna", "Sent: Monday", "To: Shop", "Subject: Order", "发件人: 客服", "收件人: 王", "主题: 订单"),
]


@often
@given(st.integers(0, 2**40))
def test_any_harm_to_a_mail(number: int) -> None:
    check(MAKER.make(number))


@often
@given(st.binary(max_size=3000))
def test_any_bytes(raw: bytes) -> None:
    check(raw)


@often
@given(tokens, tokens, tokens)
def test_any_header_and_body(kind: bytes, header: bytes, body: bytes) -> None:
    check(b"Content-Type: " + kind + b"\nSubject: " + header + b"\nFrom: " + header + b"\n\n" + body)


@often
@given(st.integers(0, 2**40))
def test_the_same_bytes_give_the_same_mail(number: int) -> None:
    raw = MAKER.make(number)
    if raw.strip(b"\0 \t\r\n"):
        assert parse(raw) == parse(raw)


@often
@given(st.lists(st.sampled_from(LINES), max_size=30), st.booleans())
def test_folding_loses_no_line_and_repeats_none(lines: list[str], forwarded: bool) -> None:
    parts = fold("\n".join(lines), forwarded)
    kept = [line.rstrip() for part in parts for line in part.split("\n") if line.strip()]
    assert sorted(kept) == sorted(line.rstrip() for line in lines if line.strip())


@often
@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_there_is_always_text_unless_all_is_signature(lines: list[str]) -> None:
    parts = fold("\n".join(lines))
    assert parts.text.strip() or not parts.quoted.strip()


@often
@given(
    st.lists(
        st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12), max_size=60
    )
)
def test_every_word_of_a_plain_mail_is_somewhere(words: list[str]) -> None:
    body = "\n".join(" ".join(words[at : at + 5]) for at in range(0, len(words), 5))
    mail = parse(b"From: a@example.com\n\n" + body.encode() + b"\n")
    if "begin" not in body and "-----" not in body:
        found = "\n".join((mail.text, mail.quoted, mail.signature)).split()
        assert sorted(found) == sorted(body.split())


@often
@given(st.text(max_size=80), st.sampled_from(["utf-8", "utf-16", "utf-7", "gb18030"]))
def test_text_survives_its_own_charset(text: str, charset: str) -> None:
    data = text.encode(charset, "ignore")
    expected = data.decode(charset, "ignore").replace("\0", "").removeprefix("\ufeff")
    assert decode(data, charset)[0] == expected


@often
@given(
    st.binary(max_size=200),
    st.sampled_from(["", "gb2312", "iso-2022-jp", "utf-7", "../x", "zlib", "idna", "x" * 99]),
)
def test_any_bytes_become_text_in_any_charset(data: bytes, label: str) -> None:
    decode(data, label)[0].encode()
    header_text(b"=?" + label.encode() + b"?q?" + data + b"?=").encode()


@often
@given(
    st.lists(
        st.sampled_from([token for token in TOKENS if token.startswith((b"<", b"&", b" "))]), max_size=60
    )
)
def test_balancing_html_makes_nothing_unsafe_and_loses_no_word(pieces: list[bytes]) -> None:
    source = " word ".join(piece.decode() for piece in pieces) + " " * 5 + "<i>" * 1200 + "end"
    cleaned = clean_mail(balanced(source))
    assert "<script" not in cleaned
    assert "onerror" not in cleaned
    hides: Any = (b"<script>", b"<!--", b"<template>", b"<svg><style>", b"<a href='")
    if not any(piece in hides for piece in pieces):
        assert text_of(cleaned).replace("\n", " ").count("word") == source.count("word")
        assert "end" in text_of(cleaned)


@pytest.mark.parametrize("raw", [b"", b"\n\n", b" \r\n\t", b"\0" * 100])
def test_nothing_is_unreadable(raw: bytes) -> None:
    with pytest.raises(Unreadable, match="empty"):
        parse(raw)
