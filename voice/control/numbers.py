"""Addresses of calls: what SIP headers and URIs say, as numbers the hub knows people by."""

import re

import phonenumbers

_URI = re.compile(
    r"^\s*(?:\"?(?P<name>[^\"<]*?)\"?\s*)?<?\s*(?:sips?|tel):(?P<user>[^@;>]*)(?:@(?P<host>[^;>]*))?", re.I
)


def user_of(address: str) -> str:
    """Return the user part of a SIP address, or the address itself where it is none."""
    found = _URI.match(address)
    return found["user"].strip() if found else address.strip()


def name_of(address: str) -> str:
    """Return the name a SIP address is shown with."""
    found = _URI.match(address)
    return (found["name"] or "").strip() if found else ""


def e164(text: str, region: str | None = None) -> str:
    """Return a number in E.164 form, or nothing if it is none; `region` reads national ones."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
