"""API tokens: secrets for programs, of which only the digest is stored."""

import hashlib
import secrets
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec.structs import replace

from hub.core.errors import InvalidInput, NotSignedIn, StaleRevision
from hub.core.events import EventKind
from hub.core.models.staff import ApiToken
from hub.core.permissions import SCOPES
from hub.services.audit import plan_audit
from hub.services.base import Service

PREFIX = "sbt_"
NOTE_USE_AFTER = timedelta(minutes=5)
"""`last_used_at` is this exact, so that using a token does not mean writing each time."""


class Tokens(Service):
    """Makes, checks and ends API tokens."""

    async def create(
        self,
        name: str,
        scopes: Collection[str],
        *,
        by: str,
        may: Collection[str] = SCOPES,
        expires_at: datetime | None = None,
    ) -> tuple[ApiToken, str]:
        """Make a token and return it with its secret, which is shown this once.

        `may` is what its maker may do: a token never has more.
        """
        if not scopes:
            raise InvalidInput("Choose at least one scope.", field="scopes")
        for index, scope in enumerate(scopes):
            if scope not in SCOPES:
                raise InvalidInput(
                    f"There is no scope {scope!r}; use {', '.join(sorted(SCOPES))}.", field=f"scopes[{index}]"
                )
            if scope not in may:
                raise InvalidInput(
                    f"You cannot give {scope}: you do not have it yourself.", field=f"scopes[{index}]"
                )
        if expires_at and expires_at.tzinfo is None:
            raise InvalidInput("Give the time with its zone, e.g. 2027-01-01T00:00:00Z.", field="expires_at")
        if expires_at and expires_at <= self.clock.now():
            raise InvalidInput("This time is over.", field="expires_at")
        secret = PREFIX + secrets.token_urlsafe(32)
        batch = self.batch(by)
        token = ApiToken(
            id=self.ids(),
            name=name,
            digest=_digest(secret),
            scopes=sorted(set(scopes)),
            created_by=by,
            created_at=batch.at,
            expires_at=expires_at,
        )
        batch.save(token)
        plan_audit(batch, self.ids, "created", "tokens", token.id, after=token)
        batch.event(EventKind.SETTINGS_CHANGED, token, data={"kind": "tokens"})
        stored: ApiToken = (await self.store.commit(batch)).stored(token)
        return stored, secret

    async def check(self, secret: str) -> ApiToken:
        """Return the token, or raise NotSignedIn when there is none or it has expired."""
        found = await self.store.find(ApiToken, {"digest": _digest(secret)}, limit=1)
        now = self.clock.now()
        if not found or (found[0].expires_at and found[0].expires_at <= now):
            raise NotSignedIn("The API token is unknown or has expired.")
        token = found[0]
        if token.last_used_at is None or now - token.last_used_at > NOTE_USE_AFTER:
            await self._note_use(replace(token, last_used_at=now))
        return token

    async def delete(self, token_id: str, by: str) -> None:
        """End a token."""
        token = await self.store.get(ApiToken, token_id)
        batch = self.batch(by)
        batch.delete(token)
        plan_audit(batch, self.ids, "deleted", "tokens", token.id, before=token)
        batch.event(EventKind.SETTINGS_CHANGED, token, data={"kind": "tokens", "deleted": True})
        await self.store.commit(batch)

    async def _note_use(self, token: ApiToken) -> None:
        batch = self.batch(f"token:{token.id}")
        batch.save(token)
        with suppress(StaleRevision):  # noted by a request at the same time, or deleted
            await self.store.commit(batch)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
