"""The set-up: one group of endpoints for each kind of record, made from the record's type."""

from typing import Any

from msgspec import Struct

from hub.core.permissions import Permission
from hub.core.records import Record
from hub.desk.api.settings_access import ENDPOINTS as ACCESS
from hub.desk.context import Context
from hub.desk.drafts import draft_of, record_of
from hub.desk.endpoint import Endpoint, endpoint
from hub.services.settings_kinds import KINDS, Kind
from hub.services.setup_document import LoadReport, SetupDocument

READ, WRITE = Permission.SETTINGS_READ, Permission.SETTINGS_WRITE


def endpoints_of(kind: Kind) -> list[Endpoint]:
    """Return list, create, get, replace and delete for a kind of record."""
    draft = draft_of(kind.record, without=kind.given_by_us, secrets=kind.secrets)
    path, name = f"/settings/{kind.slug}", kind.name

    async def list_all(ctx: Context) -> Any:
        return await ctx.services.settings.list(kind.name)

    async def create(ctx: Context, body: Struct) -> Any:
        record = _record(ctx, kind, body, ctx.deps.ids())
        return await ctx.services.settings.put(kind.name, record, ctx.actor)

    async def get(ctx: Context, id: str) -> Any:
        return await ctx.services.settings.get(kind.name, id)

    async def replace(ctx: Context, id: str, body: Struct) -> Any:
        await ctx.services.settings.get(kind.name, id)
        return await ctx.services.settings.put(kind.name, _record(ctx, kind, body, id), ctx.actor)

    async def delete(ctx: Context, id: str) -> None:
        await ctx.services.settings.delete(kind.name, id, ctx.actor)

    one, many, what = kind.singular, name, kind.title
    item: dict[str, Any] = {"path": path + "/{id}", "names": ("id",)}
    return [
        Endpoint(
            method="GET",
            path=path,
            handler=list_all,
            name=f"list_{many}",
            summary=f"Return all {what}s.",
            permission=READ,
            returns=list[kind.record],  # type: ignore[name-defined]  # a type made at run time
        ),
        Endpoint(
            method="POST",
            path=path,
            handler=create,
            name=f"create_{one}",
            summary=f"Create a {what}.",
            permission=WRITE,
            body=draft,
            returns=kind.record,
            status=201,
        ),
        Endpoint(
            method="GET",
            **item,
            handler=get,
            name=f"get_{one}",
            summary=f"Return a {what}.",
            permission=READ,
            returns=kind.record,
        ),
        Endpoint(
            method="PUT",
            **item,
            handler=replace,
            name=f"replace_{one}",
            summary=f"Replace a {what}; `rev` must be the one it was read at.",
            permission=WRITE,
            body=draft,
            returns=kind.record,
        ),
        Endpoint(
            method="DELETE",
            **item,
            handler=delete,
            name=f"delete_{one}",
            summary=f"Delete a {what} that nothing uses.",
            permission=WRITE,
            status=204,
        ),
    ]


def _record(ctx: Context, kind: Kind, draft: Struct, id: str) -> Record:
    """Make the record; times the hub gives are now, and kept by the service when it exists already."""
    rest: dict[str, Any] = {name: ctx.deps.clock.now() for name in kind.given_by_us}
    return record_of(kind.record, draft, id=id, **rest)


@endpoint("GET", "/settings-export", permission=READ)
async def export_settings(ctx: Context) -> SetupDocument:
    """Return the whole set-up as one document, with secrets masked."""
    return await ctx.services.settings.export()


@endpoint("POST", "/settings-import", permission=WRITE)
async def import_settings(ctx: Context, body: SetupDocument) -> LoadReport:
    """Bring the set-up to what the document says, all of it or nothing; what it does not name stays."""
    return await ctx.services.settings.load(body, ctx.actor)


ENDPOINTS = [
    *(endpoint for kind in KINDS.values() for endpoint in endpoints_of(kind)),
    *ACCESS,
    export_settings,
    import_settings,
]
