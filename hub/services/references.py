"""Numbers that customers know a matter by: hard to guess, easy to say, and a wrong digit is noticed."""

import hashlib

DIGITS = 9


def reference_of(key: str, attempt: int) -> str:
    """Return a number of nine digits, made of a key; the last one checks the others (Luhn)."""
    digest = hashlib.sha256(f"{key}#{attempt}".encode()).digest()
    body = str(10**7 + int.from_bytes(digest[:8], "big") % (9 * 10**7))
    return body + _check_digit(body)


def normal_reference(text: str) -> str | None:
    """Return the number in what a customer wrote, or None when it cannot be one of ours."""
    digits = "".join(one for one in text if one in "0123456789")
    if len(digits) != DIGITS or _check_digit(digits[:-1]) != digits[-1]:
        return None
    return digits


def _check_digit(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
