"""Who may hand calls over: whoever shows our token, or signs the address as Twilio does."""

import hmac
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterator
from hashlib import sha1

from aiohttp import web

SIGNATURE = "X-Twilio-Signature"


class Access:
    """Says who may. `address` is how callers reach us from outside, such as wss://voice.example.com."""

    def __init__(self, token: str, signing_token: str, address: str) -> None:
        self._token = token.encode()
        self._signing_token = signing_token.encode()
        self._address = address.rstrip("/")

    def allows(self, request: web.Request) -> bool:
        """Say whether a request shows that it may open a stream; the token is compared in constant time."""
        if self._token and any(hmac.compare_digest(one.encode(), self._token) for one in shown(request)):
            return True
        signature = request.headers.get(SIGNATURE, "").encode()
        if not (self._signing_token and signature):
            return False
        return any(hmac.compare_digest(self._sign(one), signature) for one in self._addresses(request))

    def _sign(self, address: str) -> bytes:
        return b64encode(hmac.digest(self._signing_token, address.encode(), sha1))

    def _addresses(self, request: web.Request) -> Iterator[str]:
        """Yield how the provider may have written our address: some sign https for wss, or a last slash."""
        base = self._address or f"{request.scheme}://{request.host}"
        host = base.partition("://")[2]
        for scheme in ("wss", "https", "ws", "http"):
            for end in ("", "/"):
                yield f"{scheme}://{host}{request.raw_path}{end}"


def shown(request: web.Request) -> Iterator[str]:
    """Yield the tokens a request shows: in its path, its query, or its Authorization (Bearer or Basic)."""
    if token := request.match_info.get("token") or request.query.get("token"):
        yield token
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        yield given.strip()
    elif scheme.lower() == "basic":
        try:
            yield b64decode(given, validate=True).decode().partition(":")[2]
        except (Error, UnicodeDecodeError):
            return
