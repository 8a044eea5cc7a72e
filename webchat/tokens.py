"""What a browser may show to say who it is: our visitor token, a site's signed identity, a file link.

A visitor token that was given to a signed-in customer names them (`subject`) and is only good beside
their identity. So after a log-out the next person at the same browser starts afresh.
"""

import base64
import binascii
import hmac
from datetime import datetime, timedelta
from typing import Any

import jwt
import msgspec
from msgspec import Struct

from hub.core.errors import NotAllowed, NotSignedIn

TOKEN_LIFE = timedelta(days=400)  # the longest a browser keeps anything
LINK_LIFE = timedelta(hours=1)
ALGORITHMS = ["HS256"]  # pinned: a token never chooses how it is verified


class Visitor(Struct, frozen=True, kw_only=True):
    """What a visitor token says."""

    id: str
    tenant: str
    subject: str = ""
    until: int


class Identity(Struct, frozen=True, kw_only=True):
    """What a site's signed identity says about its logged-in customer."""

    subject: str
    name: str = ""
    email: str = ""


class FileLink(Struct, frozen=True, kw_only=True):
    """What a download address allows."""

    tenant: str
    file: str
    until: int


class Signer:
    """Signs and reads back small values with HMAC-SHA256; each purpose has signatures of its own."""

    def __init__(self, secret: bytes) -> None:
        """Take the server's secret."""
        self._secret = secret

    def visitor(self, visitor_id: str, tenant: str, subject: str, now: datetime) -> str:
        """Return a visitor token."""
        until = int((now + TOKEN_LIFE).timestamp())
        return self._sign("visitor", Visitor(id=visitor_id, tenant=tenant, subject=subject, until=until))

    def read_visitor(self, token: str, tenant: str, now: datetime) -> Visitor | None:
        """Return what the token says, or None when it is not ours, another tenant's, or too old."""
        visitor: Visitor | None = self._read("visitor", token, Visitor)
        if visitor is None or visitor.tenant != tenant or visitor.until < now.timestamp():
            return None
        return visitor

    def file(self, file_id: str, tenant: str, now: datetime) -> str:
        """Return the signature that lets its bearer download the file for an hour."""
        return self._sign(
            "file", FileLink(tenant=tenant, file=file_id, until=int((now + LINK_LIFE).timestamp()))
        )

    def read_file(self, signature: str, file_id: str, now: datetime) -> FileLink:
        """Return what the signature allows, or raise NotAllowed."""
        link: FileLink | None = self._read("file", signature, FileLink)
        if link is None or link.file != file_id:
            raise NotAllowed("This download address is not valid. Open the file from the chat again.")
        if link.until < now.timestamp():
            raise NotAllowed("This download address has expired. Open the file from the chat again.")
        return link

    def _sign(self, purpose: str, value: Struct) -> str:
        body = _base64(msgspec.json.encode(value))
        return f"{body}.{self._mac(purpose, body)}"

    def _read(self, purpose: str, token: str, kind: type[Any]) -> Any:
        body, _, mac = token.partition(".")
        if not hmac.compare_digest(mac.encode(), self._mac(purpose, body).encode()):
            return None
        try:
            return msgspec.json.decode(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)), type=kind)
        except (binascii.Error, msgspec.MsgspecError, ValueError):
            return None

    def _mac(self, purpose: str, body: str) -> str:
        return _base64(hmac.digest(self._secret, f"{purpose}.{body}".encode(), "sha256"))


def read_identity(token: str, secret: str, now: datetime) -> Identity:
    """Return whom the site's JWT vouches for; raise NotSignedIn saying what is wrong with it."""
    if not secret:
        raise NotSignedIn("This entry point has no identity secret, so no identity can be verified.")
    try:
        # The times are checked below, against our own clock.
        claims = jwt.decode(
            token,
            secret,
            algorithms=ALGORITHMS,
            options={
                "require": ["exp", "sub"],
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "verify_aud": False,
            },
        )
    except jwt.InvalidTokenError as error:
        reason = "the signature is wrong"
        if isinstance(error, jwt.MissingRequiredClaimError):
            reason = f"{error.claim} is missing"
        raise NotSignedIn(
            f"The identity was not accepted: {reason}. Sign a JWT with HS256, sub and exp."
        ) from None
    expires, starts = claims["exp"], claims.get("nbf", 0)
    if not _is_time(expires) or not _is_time(starts):
        raise NotSignedIn("The identity was not accepted: exp and nbf must be numbers of seconds.")
    if expires <= now.timestamp() or starts > now.timestamp() + 60:
        raise NotSignedIn("The identity has expired. Sign a fresh one when the page loads.")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 200:
        raise NotSignedIn("The identity was not accepted: sub must be a text of 1 to 200 characters.")
    return Identity(subject=subject, name=_text(claims.get("name")), email=_text(claims.get("email")))


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: object) -> str:
    return value[:200] if isinstance(value, str) else ""


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
