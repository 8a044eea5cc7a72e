"""Passwords of telephones: digest authentication, our side of it (RFC 3261, section 22; RFC 7616).

MD5 with qop=auth, which every telephone knows. A nonce is ours for a minute, for one source address, and
each use of it counts up, so that what was overheard cannot be used again.
"""

import hashlib
import hmac
import re
from collections import OrderedDict
from collections.abc import Mapping
from enum import Enum
from itertools import count

REALM = "switchboard"
LASTS = 60
MOST_NONCES = 10_000
NONCE = re.compile(r"(\d{1,11})\.(\d{1,15})\.[0-9a-f]{32}", re.ASCII)
FIELD = re.compile(r'([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))', re.IGNORECASE)


class Verdict(Enum):
    """What credentials are worth."""

    ABSENT = 0
    STALE = 1  # right perhaps, but for a nonce that is over
    WRONG = 2
    RIGHT = 3


def fields(credentials: str) -> dict[str, str]:
    """Read `Digest name="value", …`; empty if it is something else."""
    scheme, _, rest = credentials.partition(" ")
    if scheme.lower() != "digest":
        return {}
    return {
        match[1].lower(): match[2] if match[2] is not None else match[3] for match in FIELD.finditer(rest)
    }


def response(values: Mapping[str, str], user: str, password: str, method: str) -> str:
    """Compute the response that belongs to credentials."""
    ours = _md5(f"{user}:{values.get('realm', '')}:{password}")
    theirs = _md5(f"{method}:{values.get('uri', '')}")
    middle = ":".join(values.get(name, "") for name in ("nonce", "nc", "cnonce", "qop"))
    return _md5(f"{ours}:{middle}:{theirs}")


class Digest:
    """Challenges, and judges what comes back. `now` is in seconds, and goes on evenly."""

    def __init__(self, passwords: Mapping[str, str], secret: bytes) -> None:
        self._passwords = passwords
        self._secret = secret
        self._used: OrderedDict[str, int] = OrderedDict()
        self._numbers = count(1)

    def challenge(self, source: str, now: float, *, stale: bool = False) -> str:
        """Return what goes into WWW-Authenticate."""
        nonce = self._nonce(int(now), next(self._numbers), source)
        end = ", stale=true" if stale else ""
        return f'Digest realm="{REALM}", nonce="{nonce}", qop="auth", algorithm=MD5{end}'

    def judge(self, credentials: str, method: str, source: str, now: float) -> tuple[Verdict, str]:
        """Judge an Authorization header; return the account's name as well."""
        values = fields(credentials)
        user, nonce = values.get("username", ""), values.get("nonce", "")
        if not user or values.get("realm") != REALM:
            return Verdict.ABSENT, ""
        match = NONCE.fullmatch(nonce)
        made, number = (int(match[1]), int(match[2])) if match else (0, 0)
        ours = hmac.compare_digest(self._nonce(made, number, source).encode(), nonce.encode())
        if not match or not ours or not 0 <= now - made <= LASTS:
            return Verdict.STALE, user
        password = self._passwords.get(user)
        expected = response(values, user, password or "", method)
        same = hmac.compare_digest(expected.encode(), values.get("response", "").lower().encode())
        if password is None or not same or values.get("qop") != "auth":
            return Verdict.WRONG, user
        return (Verdict.RIGHT if self._fresh(nonce, values.get("nc", "")) else Verdict.STALE), user

    def _fresh(self, nonce: str, count: str) -> bool:
        """Say whether this is a new use of the nonce."""
        try:
            number = int(count, 16)
        except ValueError:
            return False
        if number <= self._used.get(nonce, 0):
            return False
        self._used[nonce] = number
        while len(self._used) > MOST_NONCES:
            self._used.popitem(last=False)
        return True

    def _nonce(self, made: int, number: int, source: str) -> str:
        text = f"{made} {number} {source}".encode()
        return f"{made}.{number}.{hmac.new(self._secret, text, hashlib.sha256).hexdigest()[:32]}"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode("latin-1", "replace"), usedforsecurity=False).hexdigest()
