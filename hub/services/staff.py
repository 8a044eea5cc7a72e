"""Accounts as an administrator manages them."""

from typing import Any

from argon2 import PasswordHasher
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.errors import Conflict, Duplicate, InvalidInput
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.reports import Interval, IntervalKind
from hub.core.models.staff import AgentState, Role, Staff, StaffSession
from hub.core.models.work import Offer, WorkItem
from hub.core.ports import Store
from hub.core.records import Record
from hub.services.audit import plan_audit
from hub.services.base import Service
from hub.services.passwords import Passwords, check_password
from hub.services.settings_checks import read_known
from hub.services.settings_rules import check_staff


class StaffAccounts(Service):
    """Creates, changes and removes accounts."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, hasher: PasswordHasher | None = None) -> None:
        super().__init__(store, clock, ids)
        self.passwords = Passwords(hasher)

    async def by_login(self, login: str) -> Staff | None:
        """Return the account with this log-in, whatever the letters' case."""
        found = await self.store.find(Staff, {"login": normal_login(login)}, limit=1)
        return found[0] if found else None

    async def create_staff(
        self, *, by: str, login: str, name: str, password: str, id: str = "", **fields: Any
    ) -> Staff:
        """Create an account; `fields` are those of Staff, such as roles, skills and queues."""
        check_password(password, login)
        hashed = await self.passwords.hash(password)
        staff = Staff(
            id=id or self.ids(),
            login=normal_login(login),
            name=name,
            password_hash=hashed,
            created_at=self.clock.now(),
            **_known_fields(fields),
        )
        return await self.commit_staff(staff, None, by)

    async def save_staff(
        self, staff_id: str, *, by: str, rev: int, password: str | None = None, **fields: Any
    ) -> tuple[Staff, list[str]]:
        """Replace an account read at `rev`; return it and the ids of sessions this ended.

        A new password, `remove_totp` and switching the account off end its sessions.
        """
        before = await self.store.get(Staff, staff_id)
        changes = _known_fields(fields)
        if "login" in changes:
            changes["login"] = normal_login(changes["login"])
        if password is not None:
            check_password(password, changes.get("login", before.login))
            changes["password_hash"] = await self.passwords.hash(password)
        if fields.get("remove_totp"):
            changes |= {"totp_secret": "", "totp_step": 0}
        after = replace(before, rev=rev, **changes)
        await self._keep_an_admin(before, after)
        batch = await self._plan(after, before, by)
        ended: list[str] = []
        if password is not None or fields.get("remove_totp") or not after.active:
            ended = await plan_end_sessions(self.store, batch, staff_id)
        stored: Staff = (await self._commit(batch)).stored(after)
        return stored, ended

    async def delete_staff(self, staff_id: str, by: str) -> list[str]:
        """Remove an account that never had work; return the ids of sessions this ended."""
        staff = await self.store.get(Staff, staff_id)
        await self._keep_an_admin(staff, replace(staff, active=False))
        if await self._has_worked(staff_id):
            raise Conflict(
                f"{staff.name} has handled work, which names them. Switch the account off instead."
            )
        batch = self.batch(by)
        batch.delete(staff)
        state = await self.store.peek(AgentState, staff_id)
        if state:
            batch.delete(state)
        ended = await plan_end_sessions(self.store, batch, staff_id)
        plan_audit(batch, self.ids, "deleted", "staff", staff_id, before=staff)
        batch.event(EventKind.SETTINGS_CHANGED, staff, data={"kind": "staff", "deleted": True})
        await self.store.commit(batch)
        return ended

    async def commit_staff(self, staff: Staff, before: Staff | None, by: str) -> Staff:
        """Check, store and announce an account."""
        batch = await self._plan(staff, before, by)
        stored: Staff = (await self._commit(batch)).stored(staff)
        return stored

    async def _plan(self, staff: Staff, before: Staff | None, by: str) -> Batch:
        check_staff(staff, await read_known(self.store))
        batch = self.batch(by)
        batch.save(staff)
        action = "changed" if before else "created"
        plan_audit(batch, self.ids, action, "staff", staff.id, before=before, after=staff)
        batch.event(EventKind.SETTINGS_CHANGED, staff, data={"kind": "staff"})
        return batch

    async def _commit(self, batch: Batch) -> Any:
        try:
            return await self.store.commit(batch)
        except Duplicate:
            raise InvalidInput("This user name is taken. Choose another one.", field="login") from None

    async def _has_worked(self, staff_id: str) -> bool:
        traces: tuple[tuple[type[Record], dict[str, Any]], ...] = (
            (Offer, {"agent": staff_id}),
            (WorkItem, {"agent": staff_id}),
            (Interval, {"agent": staff_id, "kind": IntervalKind.HANDLED}),
        )
        return any([await self.store.find(kind, where, limit=1) for kind, where in traces])

    async def _keep_an_admin(self, before: Staff, after: Staff) -> None:
        """Refuse to lock everybody out."""
        if not is_admin(before) or is_admin(after):
            return
        if not any(is_admin(other) for other in await self.store.find(Staff) if other.id != before.id):
            raise Conflict(f"{before.name} is the only administrator. Make somebody else one first.")


def normal_login(login: str) -> str:
    """Return the log-in as it is stored and compared."""
    return login.strip().casefold()


async def plan_end_sessions(store: Store, batch: Batch, staff_id: str, keep: str = "") -> list[str]:
    """Add the end of a person's sessions; return their ids."""
    sessions = await store.find(StaffSession, {"staff": staff_id})
    ended = [session for session in sessions if session.id != keep]
    for session in ended:
        batch.delete(session)
    return [session.id for session in ended]


def _known_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """Return what may be set of an account from outside."""
    settable = {
        "login", "name", "email", "roles", "skills", "queues", "capacity", "interrupted_by", "language",
        "active", "preferences", "number", "phone", "on_phone",
    }  # fmt: skip
    return {name: value for name, value in fields.items() if name in settable}


def is_admin(staff: Staff) -> bool:
    """Say whether the account can administer."""
    return staff.active and Role.ADMIN in staff.roles
