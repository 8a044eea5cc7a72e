"""What outside addresses look like: enough to tell a slip from an address, never a proof that it works."""

import re

import phonenumbers

LONGEST_MAIL_ADDRESS = 254
_MAIL = re.compile(r"[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]{1,189}")
_PHONE = re.compile(r"\+[1-9]\d{6,14}")


def is_mail_address(text: str) -> bool:
    """Say whether this is one bare e-mail address (RFC 5321, without quoted local parts)."""
    return len(text) <= LONGEST_MAIL_ADDRESS and _MAIL.fullmatch(text) is not None


def is_phone_number(text: str) -> bool:
    """Say whether this is a phone number in E.164 form."""
    return _PHONE.fullmatch(text) is not None


def region_of(number: str) -> str:
    """Return the country of an E.164 number as ISO 3166 code; empty where there is none (+800)."""
    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return ""
    return region if region and region.isalpha() else ""
