"""Signatures, against the examples that the provider publishes."""

from channels.sms.signature import is_signed, sign

URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
FIELDS = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675309",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
}


def test_it_is_hmac_sha1_over_address_and_sorted_fields():
    signature = sign("12345", URL, FIELDS.items())
    assert signature == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    assert is_signed("12345", URL, reversed(FIELDS.items()), signature)


def test_a_name_that_comes_several_times_counts_each_value_once():
    fields = [
        ("Sid", "CA123"),
        ("SidAccount", "AC123"),
        ("Digits", "5678"),
        ("Digits", "1234"),
        ("Digits", "1234"),
    ]
    assert sign("12345", URL, fields) == "IK+Dwps556ElfBT0I3Rgjkr1wJU="


def test_anything_else_is_wrong():
    good = sign("12345", URL, FIELDS.items())
    assert not is_signed("12345", URL, {**FIELDS, "Digits": "1235"}.items(), good)
    assert not is_signed("12345", URL + "x", FIELDS.items(), good)
    assert not is_signed("12346", URL, FIELDS.items(), good)
    assert not is_signed("12345", URL, FIELDS.items(), "é")
    assert not is_signed("", URL, FIELDS.items(), sign("", URL, FIELDS.items()))
