"""Tokens name a conversation, survive what mail programs do to them, and cannot be made up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.tokens import Tokens, base_address

ID = "01JDABCDEFGHJKMNPQRSTVWXYZ"
TOKENS = Tokens(b"a secret")


def test_an_address_names_its_conversation() -> None:
    address = TOKENS.address("support@example.com", ID)
    assert address.startswith("support+")
    assert address.endswith("@example.com")
    assert len(address.partition("@")[0]) <= 64
    assert TOKENS.read(address) == ID
    assert TOKENS.read(f"Support <{address.upper()}>") == ID
    assert base_address(address) == "support@example.com"


def test_a_subject_names_its_conversation_once() -> None:
    subject = TOKENS.subject("Re: 订单 [A-1]", ID)
    assert subject.startswith("Re: 订单 [A-1] [#")
    assert TOKENS.read(f"AW: {subject.upper()}") == ID
    assert TOKENS.subject(f"Re: {subject}", ID).count("[#") == 1
    assert TOKENS.read(TOKENS.subject("", ID)) == ID


def test_a_long_mailbox_stays_as_it_is() -> None:
    mailbox = f"{'a' * 40}@example.com"
    assert TOKENS.address(mailbox, ID) == mailbox


def test_only_our_own_signature_counts() -> None:
    token = TOKENS.token(ID)
    other = ID[:-1] + "0"
    assert Tokens(b"another secret").read(f"x+{token}@example.com") is None
    assert TOKENS.read(f"x+{other.lower()}{token[-16:]}@example.com") is None
    assert TOKENS.read(f"x+{token[:-1]}@example.com") is None
    assert TOKENS.read("x+news@example.com") is None
    assert TOKENS.read("Your order [#12345]") is None


def test_a_genuine_token_behind_a_false_one_is_found() -> None:
    assert TOKENS.read(f"[#{'z' * 42}] {TOKENS.subject('', ID)}") == ID


@given(st.text())
@settings(deadline=None)
def test_nothing_else_is_read_as_a_token(text: str) -> None:
    assert TOKENS.read(text) is None


@pytest.mark.parametrize("address", ["", "@", "nobody", "a@b@c", "+@x"])
def test_strange_addresses_do_not_break_it(address: str) -> None:
    assert TOKENS.read(base_address(address)) is None
