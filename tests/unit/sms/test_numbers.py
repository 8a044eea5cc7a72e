"""Numbers as everybody writes them, in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms.numbers import Kind, normal


@pytest.mark.parametrize(
    ("raw", "region", "value", "kind"),
    [
        ("+4915112345678", "", "+4915112345678", Kind.E164),
        ("whatsapp:+49 151 12345678", "", "+4915112345678", Kind.E164),
        ("tel:+49(151)123-45678", "", "+4915112345678", Kind.E164),
        ("004915112345678", "", "+4915112345678", Kind.E164),
        ("4915112345678", "", "+4915112345678", Kind.E164),
        ("0151 12345678", "DE", "+4915112345678", Kind.E164),
        ("13911110001", "CN", "+8613911110001", Kind.E164),
        ("8613911110001", "CN", "+8613911110001", Kind.E164),
        ("10690001", "", "10690001", Kind.SHORT),
        ("12345", "DE", "12345", Kind.SHORT),
        ("Harbour 24", "DE", "Harbour 24", Kind.NAME),
        ("", "", "unknown", Kind.NAME),
        ("银行", "CN", "银行", Kind.NAME),
    ],
)
def test_one_form(raw, region, value, kind):
    found = normal(raw, region)
    assert (found.value, found.kind) == (value, kind)


def test_the_network_may_say_that_it_is_international():
    assert normal("1555001", international=True).value == "+1555001"
    assert normal("12345", international=True).kind is Kind.SHORT


@given(raw=st.text(max_size=40), region=st.sampled_from(["", "DE", "CN", "US"]))
def test_anything_has_a_form_that_stays(raw, region):
    found = normal(raw, region)
    assert found.value
    assert normal(found.value, region) == found
