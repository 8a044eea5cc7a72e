"""The product's intake behind the smallest possible HTTP front, as a process of its own.

The hub has no HTTP channel yet (SMS providers and web hooks come with theirs), so the front is the
bench's; from `intake.receive` on, everything is the product's own: checks, contact, conversation,
duplicate detection, events, store. Router and bots are not running.
"""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
from aiohttp import web

from hub.bench.base import serve
from hub.bench.scene import INTAKE, intake_scene
from hub.core.clock import Clock, SystemClock
from hub.core.config import Config, Data
from hub.core.ids import ulid_source
from hub.core.models.contacts import AddressKind
from hub.core.records import Value
from hub.event_loop import run
from hub.maintenance import TENANT
from hub.services.bundle import Services, build_services
from hub.services.inbound import InboundMessage
from hub.store.blobs import FileBlobs
from hub.store.small_blobs import StoreBlobs
from hub.store.sqlite import SqliteDatabase


class Posted(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text as an SMS provider would post it."""

    id: str
    sender: str
    text: str


class IntakeFront:
    """One request handler over the services."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Take the data folder."""
        self._folder = folder
        self._clock = clock
        self._decoder = msgspec.json.Decoder(Posted)

    async def opened(self, app: web.Application) -> AsyncIterator[None]:
        """Keep the store open while the application runs."""
        database = await SqliteDatabase.open(self._folder, self._clock)
        self._services = await self._build(database)
        yield
        await database.close()

    async def post(self, request: web.Request) -> web.Response:
        """Take a text; 202 says that it is durable."""
        posted = self._decoder.decode(await request.read())
        await self._services.intake.receive(
            InboundMessage(
                entry_point=INTAKE,
                address_kind=AddressKind.PHONE,
                address=posted.sender,
                external_id=posted.id,
                text=posted.text,
                at=self._clock.now(),
            )
        )
        return web.Response(status=202)

    async def _build(self, database: SqliteDatabase) -> Services:
        store, ids = database.tenant(TENANT), ulid_source(self._clock)
        await intake_scene(store, self._clock)
        config = Config(data=Data(folder=str(self._folder)))
        blobs = StoreBlobs(database, FileBlobs(self._folder / "files"), self._clock)
        services = build_services(store, self._clock, ids, blobs=blobs, config=config)
        services.rules.listen(database)
        return services


def intake_app(folder: Path) -> web.Application:
    """Return the application over a new database in this folder."""
    front = IntakeFront(folder, SystemClock())
    app = web.Application()
    app.cleanup_ctx.append(front.opened)
    app.router.add_post("/intake", front.post)
    return app


if __name__ == "__main__":
    try:
        run(serve(intake_app(Path(sys.argv[1]))))
    except web.GracefulExit:
        sys.exit(0)
