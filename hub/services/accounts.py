"""Accounts: signing in and out, sessions, one's own profile, the first administrator."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from msgspec.structs import replace

from hub.core.clock import Clock
from hub.core.errors import Conflict, InvalidInput, NotAllowed, NotSignedIn, SecondFactorNeeded, StaleRevision
from hub.core.ids import Ids
from hub.core.models.staff import Role, Staff, StaffSession
from hub.core.ports import Store
from hub.core.records import Value
from hub.services.audit import plan_audit
from hub.services.base import retried
from hub.services.passwords import check_password
from hub.services.second_factor import new_secret, provisioning_uri, step_of
from hub.services.staff import StaffAccounts, plan_end_sessions
from hub.services.tokens import Tokens

IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=7)
RENEW_AFTER = timedelta(minutes=10)
"""A session in use is prolonged at most this often, so that reading does not mean writing."""
FORGET_AT_ONCE = 100
PENDING_FACTORS = 1000
LANGUAGES = frozenset({"en", "zh"})


class SignedIn(Value, frozen=True, kw_only=True):
    """A fresh session: `token` goes into the cookie and is stored nowhere."""

    staff: Staff
    session: StaffSession
    token: str
    csrf: str


class Accounts(StaffAccounts):
    """Everything about who somebody is. Managing others' accounts is inherited."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, hasher: PasswordHasher | None = None) -> None:
        super().__init__(store, clock, ids, hasher)
        self.tokens = Tokens(store, clock, ids)
        self._admin_link = ""
        self._pending_factors: dict[str, str] = {}

    async def sign_in(self, login: str, password: str, code: str = "") -> SignedIn:
        """Check password and second factor and open a session.

        Raises NotSignedIn without saying which part is wrong, or SecondFactorNeeded when only the code
        is missing.
        """
        staff = await self.by_login(login)
        right = await self.passwords.verify(staff.password_hash if staff else "", password)
        if not right or staff is None or not staff.active:
            raise NotSignedIn("User name or password is wrong.")
        batch = self.batch(staff.id)
        if staff.totp_secret:
            if not code:
                raise SecondFactorNeeded("Enter the code from your authenticator app.")
            step = step_of(staff.totp_secret, code, self.clock, staff.totp_step)
            if step is None:
                raise NotSignedIn("The code is wrong or was used already. Wait for the next one.")
            staff = replace(staff, totp_step=step)
            batch.save(staff)  # compare-and-set: of two sign-ins with one code, one fails
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        session = StaffSession(
            id=digest(token), staff=staff.id, csrf=csrf, created_at=batch.at, expires_at=batch.at + IDLE
        )
        batch.save(session)
        for old in await self.store.find(
            StaffSession, order="expires_at", below=batch.at, limit=FORGET_AT_ONCE
        ):
            batch.delete(old)
        plan_audit(batch, self.ids, "signed_in", "staff", staff.id)
        try:
            await self.store.commit(batch)
        except StaleRevision:
            raise NotSignedIn("Somebody just used this account. Try again.") from None
        return SignedIn(staff=staff, session=session, token=token, csrf=csrf)

    async def session(self, token: str) -> tuple[Staff, StaffSession]:
        """Return whose session this is and prolong it, or raise NotSignedIn."""
        session = await self.store.peek(StaffSession, digest(token))
        now = self.clock.now()
        if session is None or session.expires_at <= now:
            raise NotSignedIn("Your session has ended. Sign in again.")
        staff = await self.store.peek(Staff, session.staff)
        if staff is None or not staff.active:
            raise NotSignedIn("This account is switched off.")
        until = min(now + IDLE, session.created_at + ABSOLUTE)
        if until - session.expires_at > RENEW_AFTER:
            session = await self._prolong(replace(session, expires_at=until))
        return staff, session

    async def sign_out(self, session: StaffSession) -> None:
        """End a session; ending an ended one changes nothing."""
        stored = await self.store.peek(StaffSession, session.id)
        if stored is None:
            return
        batch = self.batch(session.staff)
        batch.delete(stored)
        plan_audit(batch, self.ids, "signed_out", "staff", session.staff)
        await self.store.commit(batch)

    @retried
    async def edit_profile(
        self,
        staff_id: str,
        *,
        name: str | None = None,
        language: str | None = None,
        preferences: dict[str, str] | None = None,
        on_phone: bool | None = None,
    ) -> Staff:
        """Change what people may change about themselves; preferences are merged, "" removes one."""
        staff = await self.store.get(Staff, staff_id)
        if name is not None and not name.strip():
            raise InvalidInput("Give a name.", field="name")
        if language is not None and language not in LANGUAGES:
            raise InvalidInput(f"Choose one of {', '.join(sorted(LANGUAGES))}.", field="language")
        merged = {key: value for key, value in {**staff.preferences, **(preferences or {})}.items() if value}
        if len(merged) > 50 or any(len(key) + len(value) > 500 for key, value in merged.items()):
            raise InvalidInput("These are too many or too long preferences.", field="preferences")
        if on_phone and not staff.phone:
            raise InvalidInput("You have no telephone. An administrator enters it.", field="on_phone")
        changed = replace(
            staff,
            name=name or staff.name,
            language=language or staff.language,
            preferences=merged,
            on_phone=staff.on_phone if on_phone is None else on_phone,
        )
        return await self.commit_staff(changed, staff, staff_id)

    async def change_password(self, staff_id: str, old: str, new: str, *, keep: str = "") -> list[str]:
        """Set a new password; end all sessions but `keep` and return their ids."""
        staff = await self.store.get(Staff, staff_id)
        if not await self.passwords.verify(staff.password_hash, old):
            raise InvalidInput("This is not your present password.", field="old")
        check_password(new, staff.login, field="new")
        hashed = await self.passwords.hash(new)
        batch = self.batch(staff_id)
        batch.save(replace(staff, password_hash=hashed))
        plan_audit(batch, self.ids, "password_changed", "staff", staff_id)
        ended = await plan_end_sessions(self.store, batch, staff_id, keep=keep)
        await self.store.commit(batch)
        return ended

    async def totp_begin(self, staff_id: str) -> tuple[str, str]:
        """Make a secret for a second factor and return it with its otpauth:// address; not yet in force."""
        staff = await self.store.get(Staff, staff_id)
        if staff.totp_secret:
            raise Conflict("A second factor is set up already. Remove it first.")
        while len(self._pending_factors) >= PENDING_FACTORS:
            self._pending_factors.pop(next(iter(self._pending_factors)))
        secret = self._pending_factors[staff_id] = new_secret()
        return secret, provisioning_uri(secret, staff.login)

    async def totp_confirm(self, staff_id: str, code: str) -> None:
        """Put the second factor in force, once a code shows that the app has the secret."""
        secret = self._pending_factors.get(staff_id)
        if secret is None:
            raise Conflict("Begin again: the hub was restarted or another set-up came in between.")
        step = step_of(secret, code, self.clock, 0)
        if step is None:
            raise InvalidInput("The code is wrong. Check the clock of your device.", field="code")
        staff = await self.store.get(Staff, staff_id)
        await self.commit_staff(replace(staff, totp_secret=secret, totp_step=step), staff, staff_id)
        self._pending_factors.pop(staff_id, None)

    async def totp_remove(self, staff_id: str, password: str) -> None:
        """Turn the second factor off; asks for the password again."""
        staff = await self.store.get(Staff, staff_id)
        if not await self.passwords.verify(staff.password_hash, password):
            raise InvalidInput("This is not your password.", field="password")
        await self.commit_staff(replace(staff, totp_secret="", totp_step=0), staff, staff_id)

    async def needs_admin(self) -> bool:
        """Say whether there is no administrator yet."""
        return not any(Role.ADMIN in staff.roles for staff in await self.store.find(Staff))

    async def first_admin_link(self, base_url: str) -> str | None:
        """Return the one-time link that makes the first administrator; None when there is one.

        A new start of the hub makes a new link and ends the old one.
        """
        if not await self.needs_admin():
            return None
        token = secrets.token_urlsafe(24)
        self._admin_link = digest(token)
        return f"{base_url.rstrip('/')}/desk/setup?token={token}"

    async def create_first_admin(self, token: str, *, login: str, name: str, password: str) -> Staff:
        """Create the first administrator; the link's token then counts no more."""
        if not self._admin_link or not hmac.compare_digest(self._admin_link, digest(token)):
            raise NotAllowed("This link is not valid. The hub's start message has the present one.")
        if not await self.needs_admin():
            raise Conflict("There is an administrator already. Sign in instead.")
        link, self._admin_link = self._admin_link, ""
        try:
            return await self.create_staff(
                by="setup",
                login=login,
                name=name,
                password=password,
                roles=[Role.ADMIN, Role.SUPERVISOR, Role.AGENT],
            )
        except BaseException:
            self._admin_link = link
            raise

    async def _prolong(self, session: StaffSession) -> StaffSession:
        batch = self.batch(session.staff)
        batch.save(session)
        try:
            stored: StaffSession = (await self.store.commit(batch)).stored(session)
        except StaleRevision:  # another request of the same browser was faster
            stored = session
        return stored


def digest(token: str) -> str:
    """Return the SHA-256 under which a secret is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
