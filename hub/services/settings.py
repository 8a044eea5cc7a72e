"""The set-up: reading, checking, changing, exporting and importing configuration records."""

import secrets
from typing import Any

import msgspec
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.errors import Conflict, Duplicate, InvalidInput, NotFound, StaleRevision
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.integrations import Webhook
from hub.core.models.staff import Staff
from hub.core.ports import BotNames, Store
from hub.core.records import Record
from hub.services.audit import plan_audit
from hub.services.base import Service
from hub.services.network_guard import check_address
from hub.services.settings_channels import normal, peers_of
from hub.services.settings_checks import read_known
from hub.services.settings_file import Planned, read_document, to_document
from hub.services.settings_kinds import KINDS, Kind
from hub.services.settings_rules import check_record
from hub.services.settings_uses import uses_of
from hub.services.setup_document import MASK, LoadReport, SetupDocument
from hub.services.staff import is_admin

MOST = 100_000


class Settings(Service):
    """Configuration records of all kinds in KINDS. Secrets in answers are masked, except a new one."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        ids: Ids,
        *,
        allow_private: bool = False,
        bots: BotNames | None = None,
    ) -> None:
        """Also take who names the bots there are; None leaves names of bots unchecked."""
        super().__init__(store, clock, ids)
        self._allow_private = allow_private
        self._bots = bots

    async def list(self, kind: str) -> list[Any]:
        """Return all records of a kind."""
        found = _kind(kind)
        return [_masked(found, record) for record in await self.store.find(found.record, limit=MOST)]

    async def get(self, kind: str, id: str) -> Any:
        """Return one record."""
        found = _kind(kind)
        return _masked(found, await self.store.get(found.record, id))

    async def put(self, kind: str, record: Record, by: str) -> Any:
        """Create (`rev` 0) or replace a record.

        A secret that was just set is in the answer in the clear, this once.
        """
        found = _kind(kind)
        before = await self.store.peek(found.record, record.id)
        if before is None and record.rev:
            raise NotFound(f"There is no {found.title} {record.id}.")
        if before is not None and before.rev != record.rev:
            raise StaleRevision(
                f"Somebody changed this {found.title} meanwhile. Look at it again, then decide."
            )
        record = await self._ready(found, record, before)
        batch = self.batch(by)
        self.plan_put(batch, found, record, before)
        stored: Record = (await self._commit(batch, found)).stored(record)
        return _masked(found, stored, shown=_new_secrets(found, stored, before))

    async def complete(self, kind: str, record: Record) -> Any:
        """Return a record that is being edited, checked and with its secrets put back; nothing is stored."""
        found = _kind(kind)
        return await self._ready(found, record, await self.store.peek(found.record, record.id))

    async def delete(self, kind: str, id: str, by: str) -> None:
        """Delete a record that nothing refers to; raise Conflict with the list of what does."""
        found = _kind(kind)
        record = await self.store.get(found.record, id)
        uses = await uses_of(self.store, record)
        if uses:
            more = f" and {len(uses) - 5} more" if len(uses) > 5 else ""
            raise Conflict(
                f"This {found.title} is in use by {', '.join(uses[:5])}{more}. Change these first."
            )
        batch = self.batch(by)
        batch.delete(record)
        plan_audit(batch, self.ids, "deleted", kind, id, before=record)
        batch.event(EventKind.SETTINGS_CHANGED, record, data={"kind": kind, "deleted": True})
        await self.store.commit(batch)

    async def export(self) -> SetupDocument:
        """Return the whole set-up; secrets are masked and passwords left out."""
        return await to_document(self.store, {kind: await self.list(kind) for kind in KINDS})

    async def load(self, document: SetupDocument, by: str) -> LoadReport:
        """Bring the set-up to what the document says, in one commit; what it does not name stays.

        Loading the same document again changes nothing.
        """
        planned = await read_document(self.store, document, self.clock.now(), self._bots)
        batch = self.batch(by)
        counts = {"created": 0, "changed": 0, "unchanged": 0}
        for where, kind, record, before in planned.records:
            full = _with_secrets(kind, normal(record), before) if kind else record
            full = replace(full, rev=before.rev if before else 0)
            if before is not None and full == before:
                counts["unchanged"] += 1
                continue
            try:
                self._check(full)
                check_record(full, planned.known)
            except InvalidInput as error:
                raise InvalidInput(error.message, field=f"{where}.{error.field}") from None
            self.plan_put(batch, kind, full, before)
            counts["changed" if before else "created"] += 1
        await self._keep_an_admin(planned)
        if batch.saves:
            await self._commit(batch, None)
        return LoadReport(**counts)

    def plan_put(self, batch: Batch, kind: Kind | None, record: Record, before: Record | None) -> None:
        """Add a checked record with its audit entry and event; kind None means staff."""
        name = kind.name if kind else "staff"
        batch.save(record)
        action = "changed" if before else "created"
        plan_audit(batch, self.ids, action, name, record.id, before=before, after=record)
        batch.event(EventKind.SETTINGS_CHANGED, record, data={"kind": name})

    async def _keep_an_admin(self, planned: Planned) -> None:
        """Refuse to lock everybody out."""
        before = await self.store.find(Staff, limit=MOST)
        named = {record.id: record for _, _, record, _ in planned.records if isinstance(record, Staff)}
        after = {**{person.id: person for person in before}, **named}
        if any(is_admin(person) for person in before) and not any(map(is_admin, after.values())):
            raise Conflict("This would leave no administrator. Keep one active account with the role.")

    async def _ready(self, kind: Kind, record: Record, before: Record | None) -> Record:
        record = _with_secrets(kind, normal(record), before)
        self._check(record)
        check_record(record, await read_known(self.store, self._bots))
        return record

    def _check(self, record: Record) -> None:
        if isinstance(record, Webhook) and not self._allow_private:
            check_address(record.url, "url")

    async def _commit(self, batch: Batch, kind: Kind | None) -> Any:
        try:
            return await self.store.commit(batch)
        except Duplicate as error:
            what = f"Another {kind.title}" if kind else "Another record"
            field = kind.key.replace("_", " ") if kind and kind.key else "name, code, shortcut or key"
            raise Duplicate(
                f"{what} has this {field} already ({error.existing}).", existing=error.existing
            ) from None


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise InvalidInput(f"There is no kind {name!r}; use {', '.join(KINDS)}.", field="kind")
    return KINDS[name]


def _masked(kind: Kind, record: Record, shown: frozenset[str] = frozenset()) -> Record:
    hidden = {name: MASK for name in kind.secrets if getattr(record, name) and name not in shown}
    return replace(record, **hidden) if hidden else record


def _new_secrets(kind: Kind, record: Record, before: Record | None) -> frozenset[str]:
    return frozenset(
        name for name in kind.secrets if before is None or getattr(record, name) != getattr(before, name)
    )


def _with_secrets(kind: Kind, record: Record, before: Record | None) -> Record:
    """Put back what was masked or is only ours to set; a webhook without a secret gets one.

    What needs a secret that was masked and is not known here is switched off.
    """
    kept: dict[str, Any] = {}
    for name in kind.secrets:
        if getattr(record, name) == MASK:
            kept[name] = getattr(before, name) if before else ""
            if before and kept[name]:
                _check_same_peers(name, record, before)
    if kind.needs_secrets and "" in kept.values():
        kept["active"] = False
    if before is not None:
        kept |= {name: getattr(before, name) for name in kind.given_by_us}
    record = replace(record, **kept)
    if isinstance(record, Webhook) and not record.secret:
        record = msgspec.structs.replace(record, secret=f"whsec_{secrets.token_urlsafe(32)}")
    return record


def _check_same_peers(name: str, record: Record, before: Record) -> None:
    """Refuse to send a secret, that nobody can read here, to a server somebody else has just named."""
    new = peers_of(record).get(name, frozenset()) - peers_of(before).get(name, frozenset())
    if new:
        raise InvalidInput(f"It would be sent to {', '.join(sorted(new))} now. Enter it again.", field=name)
