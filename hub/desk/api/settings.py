"""The set-up: one group of endpoints for each kind of record, made from the record's type."""

from collections.abc import Mapping
from types import GenericAlias
from typing import Any

from msgspec import Struct

from hub.core.permissions import Permission
from hub.desk.api.settings_access import ENDPOINTS as ACCESS
from hub.desk.context import Context
from hub.desk.drafts import draft_of, record_of
from hub.desk.endpoint import Endpoint, Handler, endpoint
from hub.services.settings_kinds import KINDS, Kind
from hub.services.setup_document import LoadReport, SetupDocument

READ, WRITE = Permission.SETTINGS_READ, Permission.SETTINGS_WRITE


class RecordEndpoints:
    """List, create, get, replace and delete for one kind of record."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._draft = draft_of(kind.record, without=kind.given_by_us, secrets=kind.secrets)

    def all(self) -> list[Endpoint]:
        """Return the endpoints."""
        what, one, many = self._kind.title, self._kind.singular, self._kind.name
        all_of = many.replace("_", " ")
        record = {"returns": self._kind.record}
        every = {"returns": GenericAlias(list, (self._kind.record,))}
        written = {"permission": WRITE, "body": self._draft, **record}
        made = written | {"status": 201}
        gone = {"permission": WRITE, "status": 204}
        replaced = f"Replace a {what}; `rev` must be the one it was read at."
        deleted = f"Delete a {what} that nothing uses."
        return [
            self._make("GET", "", f"list_{many}", f"Return all {all_of}.", self.list, every),
            self._make("POST", "", f"create_{one}", f"Create a {what}.", self.create, made),
            self._make("GET", "/{id}", f"get_{one}", f"Return a {what}.", self.get, record),
            self._make("PUT", "/{id}", f"replace_{one}", replaced, self.replace, written),
            self._make("DELETE", "/{id}", f"delete_{one}", deleted, self.delete, gone),
        ]

    async def list(self, ctx: Context) -> Any:
        """Return all records."""
        return await ctx.services.settings.list(self._kind.name)

    async def create(self, ctx: Context, body: Struct) -> Any:
        """Store a new record."""
        return await self._put(ctx, body, ctx.deps.ids())

    async def get(self, ctx: Context, id: str) -> Any:
        """Return a record."""
        return await ctx.services.settings.get(self._kind.name, id)

    async def replace(self, ctx: Context, id: str, body: Struct) -> Any:
        """Store a record over the one it was read from."""
        await ctx.services.settings.get(self._kind.name, id)
        return await self._put(ctx, body, id)

    async def delete(self, ctx: Context, id: str) -> None:
        """Delete a record."""
        await ctx.services.settings.delete(self._kind.name, id, ctx.actor)

    async def _put(self, ctx: Context, draft: Struct, id: str) -> Any:
        """Store the record; what only the hub sets is a time, and the service keeps an old one's."""
        given_by_us = {name: ctx.deps.clock.now() for name in self._kind.given_by_us}
        record = record_of(self._kind.record, draft, id=id, **given_by_us)
        return await ctx.services.settings.put(self._kind.name, record, ctx.actor)

    def _make(
        self, method: str, path: str, name: str, summary: str, handler: Handler, rest: Mapping[str, Any]
    ) -> Endpoint:
        return Endpoint(
            method=method,
            path=f"/settings/{self._kind.slug}{path}",
            handler=handler,
            name=name,
            summary=summary,
            names=("id",) if path else (),
            **{"permission": READ, **rest},
        )


@endpoint("GET", "/settings-export", permission=READ)
async def export_settings(ctx: Context) -> SetupDocument:
    """Return the whole set-up as one document, with secrets masked."""
    return await ctx.services.settings.export()


@endpoint("POST", "/settings-import", permission=WRITE)
async def import_settings(ctx: Context, body: SetupDocument) -> LoadReport:
    """Bring the set-up to what the document says, all of it or nothing; what it does not name stays."""
    return await ctx.services.settings.load(body, ctx.actor)


ENDPOINTS = [
    *(one for kind in KINDS.values() for one in RecordEndpoints(kind).all()),
    *ACCESS,
    export_settings,
    import_settings,
]
