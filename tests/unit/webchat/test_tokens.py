"""Visitor tokens, identities and file links: what is read back, and what is not believed."""

from datetime import timedelta

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.errors import NotAllowed, NotSignedIn
from tests.fakes.clock import START
from webchat.tokens import LINK_LIFE, TOKEN_LIFE, Signer, read_identity

SECRET = "the site's own secret, 32 bytes or more"
SIGNER = Signer(b"one secret")


def test_a_visitor_token_is_read_back():
    token = SIGNER.visitor("v1", "acme", "42", START)
    visitor = SIGNER.read_visitor(token, "acme", START)
    assert visitor
    assert (visitor.id, visitor.tenant, visitor.subject) == ("v1", "acme", "42")


def test_a_visitor_token_is_good_for_one_tenant_one_secret_and_a_limited_time():
    token = SIGNER.visitor("v1", "acme", "", START)
    assert SIGNER.read_visitor(token, "other", START) is None
    assert Signer(b"another secret").read_visitor(token, "acme", START) is None
    assert SIGNER.read_visitor(token, "acme", START + TOKEN_LIFE + timedelta(seconds=1)) is None


def test_a_file_signature_is_not_a_visitor_token():
    assert SIGNER.read_visitor(SIGNER.file("f1", "acme", START), "acme", START) is None


@given(st.text())
def test_whatever_is_shown_as_a_token_is_read_without_raising(text: str):
    assert SIGNER.read_visitor(text, "acme", START) is None


@given(st.integers(0, 10_000), st.characters(codec="ascii"))
def test_a_changed_character_spoils_a_token(at: int, char: str):
    token = SIGNER.visitor("v1", "acme", "", START)
    at %= len(token)
    changed = token[:at] + char + token[at + 1 :]
    visitor = SIGNER.read_visitor(changed, "acme", START)
    assert visitor is None or changed == token


def test_a_file_link_expires_and_is_for_one_file():
    signature = SIGNER.file("f1", "acme", START)
    assert SIGNER.read_file(signature, "f1", START).tenant == "acme"
    with pytest.raises(NotAllowed, match="not valid"):
        SIGNER.read_file(signature, "f2", START)
    with pytest.raises(NotAllowed, match="expired"):
        SIGNER.read_file(signature, "f1", START + LINK_LIFE + timedelta(seconds=1))


def _jwt(**claims: object) -> str:
    expires = int((START + timedelta(minutes=5)).timestamp())
    return jwt.encode({"sub": "42", "exp": expires, **claims}, SECRET, "HS256")


def test_an_identity_is_read():
    identity = read_identity(_jwt(name="Kim", email="kim@example.com", aud="shop"), SECRET, START)
    assert (identity.subject, identity.name, identity.email) == ("42", "Kim", "kim@example.com")


def test_an_identity_is_judged_by_our_clock():
    token = _jwt()
    read_identity(token, SECRET, START + timedelta(seconds=299))
    with pytest.raises(NotSignedIn, match="expired"):
        read_identity(token, SECRET, START + timedelta(seconds=300))


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"exp": "tomorrow"}, "not accepted"),
        ({"exp": True}, "numbers"),
        ({"sub": 42}, "not accepted"),
        ({"sub": "x" * 201}, "200"),
        ({"nbf": START.timestamp() + 3600}, "expired"),
    ],
)
def test_an_odd_identity_is_refused_with_a_reason(claims: dict[str, object], reason: str):
    with pytest.raises(NotSignedIn, match=reason):
        read_identity(_jwt(**claims), SECRET, START)


def test_a_missing_claim_is_named():
    with pytest.raises(NotSignedIn, match="exp is missing"):
        read_identity(jwt.encode({"sub": "42"}, SECRET, "HS256"), SECRET, START)


def test_claims_of_a_strange_type_are_left_out():
    assert read_identity(_jwt(name=["Kim"], email=7), SECRET, START).name == ""
