"""The signature under a webhook of Twilio's form: HMAC-SHA1 over the address and the sorted fields."""

import hmac
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha1


def sign(token: str, url: str, fields: Iterable[tuple[str, str]]) -> str:
    """Return X-Twilio-Signature of a POST to `url` (as the provider called it, with its query)."""
    # Equal names: each value once, sorted, as the provider's own libraries do.
    text = url + "".join(name + value for name, value in sorted(set(fields)))
    return b64encode(hmac.new(token.encode(), text.encode(), sha1).digest()).decode()


def is_signed(token: str, url: str, fields: Iterable[tuple[str, str]], signature: str) -> bool:
    """Say whether the signature is right; without a token none is."""
    return bool(token) and hmac.compare_digest(sign(token, url, fields).encode(), signature.encode())
