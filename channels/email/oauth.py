"""Access tokens of mailboxes (RFC 6749): by refresh token (section 6) or client credentials (section 4.4)."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import msgspec
import structlog
from msgspec import Struct
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.errors import StaleRevision
from hub.core.models.mail import Mailbox
from hub.core.ports import Store

log = structlog.get_logger()

TIMEOUT = 30.0
EARLIER = timedelta(minutes=2)
"""A token is renewed so long before it expires, so that it does not do so on its way."""
LASTS = 3600  # seconds, if the server does not say
_MOST_ANSWER = 1 << 16


class OAuthError(Exception):
    """No token: `key` is "oauth_refused" (the settings are wrong) or "oauth_unreachable" (try again)."""

    def __init__(self, key: str, detail: str) -> None:
        """Take the kind and the server's words."""
        super().__init__(detail)
        self.key = key
        self.detail = detail


class _Token(Struct, frozen=True):
    settings: Mailbox
    value: str
    until: datetime


class AccessTokens:
    """Gets tokens and keeps them until shortly before they expire."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Take the store, in which a renewed refresh token is kept."""
        self._store = store
        self._clock = clock
        self._tokens: dict[str, _Token] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def token(self, mailbox: Mailbox, *, refused: str = "") -> str:
        """Return an access token of a mailbox with `oauth`, another than the one that was refused.

        Raises OAuthError.
        """
        async with self._locks.setdefault(mailbox.id, asyncio.Lock()):
            known = self._tokens.get(mailbox.id)
            settings = settings_of(mailbox)
            fresh = known and known.settings == settings and self._clock.now() < known.until
            if known and fresh and known.value != refused:
                return known.value
            answer = await ask(mailbox)
            lasts = timedelta(seconds=_seconds(answer.get("expires_in")))
            token = _Token(settings, str(answer["access_token"]), self._clock.now() + lasts - EARLIER)
            self._tokens[mailbox.id] = token
            renewed = answer.get("refresh_token")
            if isinstance(renewed, str) and renewed and renewed != mailbox.refresh_token:
                await self._keep(mailbox.id, renewed)
            return token.value

    async def _keep(self, mailbox_id: str, refresh_token: str) -> None:
        """Store the refresh token that replaces ours; the old one may end (Microsoft's after 90 days)."""
        for _ in range(5):
            mailbox = await self._store.peek(Mailbox, mailbox_id)
            if mailbox is None:
                return
            batch = Batch(at=self._clock.now(), actor="oauth")
            batch.save(replace(mailbox, refresh_token=refresh_token))
            try:
                await self._store.commit(batch)
            except StaleRevision:
                continue
            return
        log.error("refresh_token_not_kept", mailbox=mailbox_id)


def settings_of(mailbox: Mailbox) -> Mailbox:
    """Return what of a mailbox a person decided: two that are equal need no new connection."""
    return replace(mailbox, rev=0, refresh_token="")


async def ask(mailbox: Mailbox) -> dict[str, Any]:
    """Ask the token server and return its answer, which has an `access_token`. Raises OAuthError."""
    if mailbox.oauth is None:
        raise OAuthError("oauth_refused", "The mailbox has no OAuth settings.")
    form = {"client_id": mailbox.oauth.client_id, "grant_type": "client_credentials"}
    if mailbox.refresh_token:
        form |= {"grant_type": "refresh_token", "refresh_token": mailbox.refresh_token}
    if mailbox.client_secret:
        form["client_secret"] = mailbox.client_secret
    if mailbox.oauth.scope:
        form["scope"] = mailbox.oauth.scope
    timeout = aiohttp.ClientTimeout(total=TIMEOUT)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(mailbox.oauth.token_url, data=form, allow_redirects=False) as response,
        ):
            answer = await _read(response)
            status = response.status
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise OAuthError("oauth_unreachable", f"{type(error).__name__}: {error}") from None
    if status == 200 and isinstance(answer.get("access_token"), str):
        return answer
    words = " ".join(str(answer.get(name, "")) for name in ("error", "error_description")).strip()
    busy = status >= 500 or status == 429
    raise OAuthError("oauth_unreachable" if busy else "oauth_refused", words[:500] or f"HTTP {status}")


async def _read(response: aiohttp.ClientResponse) -> dict[str, Any]:
    """Return the JSON of an answer of bounded size; nothing for one that is none."""
    content = await response.content.read(_MOST_ANSWER)
    try:
        answer = msgspec.json.decode(content)
    except msgspec.DecodeError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _seconds(value: object) -> float:
    """Return `expires_in`, which some servers write as text."""
    try:
        return max(0.0, float(str(value)))
    except ValueError:
        return LASTS
