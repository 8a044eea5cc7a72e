"""The audit trail of the set-up."""

from typing import Annotated

from msgspec import Meta, Struct

from hub.core.models.staff import AuditEntry
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import endpoint


class AuditQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part: entries older than `before`, an entry's id."""

    before: str | None = None
    limit: Annotated[int, Meta(ge=1, le=500)] = 100


class AuditPage(Struct, frozen=True, kw_only=True):
    """Part of the trail, newest first; give `next` as `before` to get older ones."""

    items: list[AuditEntry]
    next: str | None


@endpoint("GET", "/audit", permission=Permission.AUDIT_READ)
async def audit(ctx: Context, query: AuditQuery) -> AuditPage:
    """Return who changed what, newest first."""
    items = await ctx.services.store.find(
        AuditEntry, order="id", descending=True, below=query.before, limit=query.limit
    )
    return AuditPage(items=items, next=items[-1].id if len(items) == query.limit else None)


ENDPOINTS = [audit]
