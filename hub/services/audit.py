"""The audit trail: who changed what in the set-up, without secrets."""

from typing import Any

from msgspec import to_builtins

from hub.core.batch import Batch
from hub.core.ids import Ids
from hub.core.models.staff import AuditEntry
from hub.core.records import Record
from hub.services.settings_kinds import KINDS

SECRETS = frozenset({"password_hash", "totp_secret", "totp_step", "digest", "csrf"}).union(
    *(kind.secrets for kind in KINDS.values())
)


def plan_audit(
    batch: Batch,
    ids: Ids,
    action: str,
    kind: str,
    subject: str,
    *,
    before: Record | None = None,
    after: Record | None = None,
) -> None:
    """Add an entry with the fields that differ; of secrets it says only that they changed."""
    old, new = _plain(before), _plain(after)
    changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)} - {"rev"}
    batch.save(
        AuditEntry(
            id=ids(),
            at=batch.at,
            actor=batch.actor,
            action=action,
            kind=kind,
            subject=subject,
            before=_without_secrets(old, changed),
            after=_without_secrets(new, changed),
        )
    )


def _plain(record: Record | None) -> dict[str, Any]:
    return to_builtins(record) if record else {}


def _without_secrets(plain: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {
        name: ("(secret)" if plain[name] else "") if name in SECRETS else plain[name]
        for name in sorted(names)
        if name in plain
    }
