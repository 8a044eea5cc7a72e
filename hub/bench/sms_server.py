"""The hub's SMS channel over a store of its own, as a process of its own: web routes, and on demand SMPP.

`POST /fill?count=` stores that many answers that wait to be sent; `POST /start` starts the channel, which
binds to the message centre whose port is the second argument. Router and bots are not running.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from channels.sms.channel import SmsChannel
from hub.bench.base import serve
from hub.bench.scene import intake_scene
from hub.core.batch import Batch
from hub.core.clock import Clock, SystemClock
from hub.core.config import Config, Data
from hub.core.free_port import HOST
from hub.core.ids import ulid_source
from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.conversations import Author, AuthorKind
from hub.core.models.sms import Smsc, SmsHttp, SmsRoute
from hub.core.models.work import Queue
from hub.event_loop import run
from hub.maintenance import TENANT
from hub.services.bundle import Services, build_services
from hub.services.inbound import InboundMessage
from hub.store.blobs import FileBlobs
from hub.store.small_blobs import StoreBlobs
from hub.store.sqlite import SqliteDatabase

HTTP, SMPP = "http", "smpp"
TOKEN = "bench-token"  # noqa: S105  # of nobody but this measurement
WINDOW = 50
NUMBER = "+4930100"
BOT = Author(kind=AuthorKind.BOT, id="bot:bench", name="Bench")
AT_ONCE = 64


class SmsServer:
    """The request handlers."""

    def __init__(self, folder: Path, smsc_port: int, clock: Clock) -> None:
        """Take the data folder and where the message centre listens."""
        self._folder = folder
        self._port = smsc_port
        self._clock = clock
        self._start = asyncio.Event()
        self._numbers = 0

    async def opened(self, app: web.Application) -> AsyncIterator[None]:
        """Keep store and channel open while the application runs."""
        database = await SqliteDatabase.open(self._folder, self._clock)
        self._services = await self._build(database)
        async with asyncio.TaskGroup() as group:
            running = group.create_task(self._run(database))
            yield
            running.cancel()
        await database.close()

    async def fill(self, request: web.Request) -> web.Response:
        """Store answers that wait to be sent, each to another number."""
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(number: int) -> None:
            async with slots:
                await self._answer(number)

        async with asyncio.TaskGroup() as group:
            for _ in range(int(request.query["count"])):
                self._numbers += 1
                group.create_task(one(self._numbers))
        return web.Response(status=202)

    async def start(self, request: web.Request) -> web.Response:
        """Start the channel."""
        self._start.set()
        return web.Response(status=202)

    async def _run(self, database: SqliteDatabase) -> None:
        await self._start.wait()
        await SmsChannel(self._services, database, "").run()

    async def _answer(self, number: int) -> None:
        said = await self._services.intake.receive(
            InboundMessage(
                entry_point=SMPP,
                address_kind=AddressKind.PHONE,
                address=f"+49151{number:08}",
                external_id=f"fill-{number}",
                text="Where is my order?",
                at=self._clock.now(),
            )
        )
        await self._services.outbox.reply(
            said.conversation.id, by=BOT, text="It left our store this morning.", client_id=f"fill-{number}"
        )

    async def _build(self, database: SqliteDatabase) -> Services:
        store, ids = database.tenant(TENANT), ulid_source(self._clock)
        await intake_scene(store, self._clock)
        queue = (await store.find(Queue))[0].id
        smsc = Smsc(host=HOST, port=self._port, system_id="bench")
        batch = Batch(at=self._clock.now())
        for id in (HTTP, SMPP):
            batch.save(EntryPoint(id=id, channel=Channel.SMS, key=f"{NUMBER}{id}", name=id, queue=queue))
        http = SmsHttp(url=f"http://{HOST}:9", account="AC1")
        batch.save(SmsRoute(id=HTTP, entry_point=HTTP, number=NUMBER, http=http, secret=TOKEN))
        batch.save(
            SmsRoute(
                id=SMPP,
                entry_point=SMPP,
                number=NUMBER,
                smscs=[smsc],
                secret="bench",  # noqa: S106  # likewise
                per_second=10_000,
                window=WINDOW,
            )
        )
        await store.commit(batch)
        config = Config(data=Data(folder=str(self._folder)))
        blobs = StoreBlobs(database, FileBlobs(self._folder / "files"), self._clock)
        services = build_services(store, self._clock, ids, blobs=blobs, config=config)
        services.rules.listen(database)
        SmsChannel(services, database, "").add_routes(self.app)
        return services

    def application(self) -> web.Application:
        """Return the application."""
        self.app = web.Application()
        self.app.cleanup_ctx.append(self.opened)
        self.app.router.add_post("/fill", self.fill)
        self.app.router.add_post("/start", self.start)
        return self.app


if __name__ == "__main__":
    try:
        run(serve(SmsServer(Path(sys.argv[1]), int(sys.argv[2]), SystemClock()).application()))
    except web.GracefulExit:
        sys.exit(0)
