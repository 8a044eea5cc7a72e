"""The SMS channel of a tenant: a runner for every active route, following the settings."""

import asyncio
from datetime import timedelta

import aiohttp
import structlog
from aiohttp import web

from channels.sms.check import check_route
from channels.sms.runner import RouteRunner
from channels.sms.status import RouteStatus
from channels.sms.webhooks import Webhooks
from hub.core.batch import Batch
from hub.core.events import Change
from hub.core.models.checks import Finding, LinkState, LinkStatus
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.delivery import EarlyReceipt
from hub.core.models.reasons import Reason, words
from hub.core.models.sms import SmsRoute
from hub.core.ports import Database
from hub.core.tasks import supervise
from hub.services.bundle import Services

log = structlog.get_logger()

KINDS = frozenset({"sms_routes", "entry_points"})
RECEIPTS_KEPT = timedelta(days=7)
CLEAN_EVERY = 3600.0
FOLLOW_AGAIN = 5.0
PAGE = 500


class SmsChannel:
    """Sends and receives by all SMS routes that are switched on."""

    def __init__(self, services: Services, database: Database, public_url: str) -> None:
        """`public_url` is how HTTP providers reach us; empty if they cannot."""
        self._services = services
        self._store = services.store
        self._clock = services.clock
        self._database = database
        self._public_url = public_url.rstrip("/")
        self._news = asyncio.Event()
        self._running: dict[str, tuple[RouteRunner, asyncio.Task[None]]] = {}
        self._not_started: dict[str, LinkStatus] = {}

    def add_routes(self, app: web.Application) -> None:
        """Serve what HTTP providers post."""
        Webhooks(self._services, self._public_url).add_routes(app)

    async def run(self) -> None:
        """Run the active routes until cancelled."""
        end = self._database.subscribe(self._hear)
        try:
            async with aiohttp.ClientSession() as client, asyncio.TaskGroup() as group:
                group.create_task(supervise("sms_clean", self._clean, self._clock))
                while True:
                    self._news.clear()
                    if await self._follows(client, group):
                        await self._news.wait()
                    else:
                        await self._clock.sleep(FOLLOW_AGAIN)
        finally:
            end()
            self._running.clear()

    def _hear(self, changes: list[Change]) -> None:
        """Look at the routes again when they or their entry points were changed."""
        for change in changes:
            ours = change.tenant == self._store.tenant
            if ours and change.event.data.get("kind") in KINDS:
                self._news.set()

    def status(self) -> list[LinkStatus]:
        """Return how the links of all active routes are doing."""
        running = [_link_status(runner.route, runner.status) for runner, _ in self._running.values()]
        return [*running, *self._not_started.values()]

    async def check(self, route: SmsRoute) -> list[Finding]:
        """Try a route's operators without sending anything."""
        running = self._running.get(route.id)
        bound = running[0].status.bound if running else ""
        return await check_route(route, self._clock, self._public_url, bound)

    async def _follows(self, client: aiohttp.ClientSession, group: asyncio.TaskGroup) -> bool:
        """Follow the settings; say whether that went well. If not, the routes that run go on."""
        try:
            await self._follow(client, group)
        except Exception:
            log.exception("sms_routes_not_followed")
            return False
        return True

    async def _follow(self, client: aiohttp.ClientSession, group: asyncio.TaskGroup) -> None:
        """Stop what was switched off or changed, then start what is missing."""
        wanted = await self._wanted()
        self._not_started.clear()
        for id, (runner, task) in list(self._running.items()):
            if runner.route != wanted.get(id):
                del self._running[id]
                task.cancel()
                await asyncio.wait({task})
                log.info("sms_route_stopped", route=id)
        for id, route in wanted.items():
            if id not in self._running:
                self._start(route, client, group)

    async def _wanted(self) -> dict[str, SmsRoute]:
        """Return the routes that are switched on, and whose entry points are, by id."""
        wanted = {}
        for route in await self._store.find(SmsRoute, {"active": True}):
            entry = await self._store.peek(EntryPoint, route.entry_point)
            if entry and entry.active:
                wanted[route.id] = route
        return wanted

    def _start(self, route: SmsRoute, client: aiohttp.ClientSession, group: asyncio.TaskGroup) -> None:
        """Start a route; one whose settings break it leaves the others alone."""
        try:
            runner = RouteRunner(self._services, self._database, route, client, self._callback(route))
        except Exception as error:
            log.exception("sms_route_not_started", route=route.id)
            trouble = RouteStatus(trouble=Reason("bad_settings", detail=words(error)))
            self._not_started[route.id] = _link_status(route, trouble)
            return
        self._running[route.id] = (runner, group.create_task(runner.run()))
        log.info("sms_route_started", route=route.id)

    def _callback(self, route: SmsRoute) -> str:
        return f"{self._public_url}/sms/v1/{route.id}/status" if self._public_url else ""

    async def _clean(self) -> None:
        """Forget receipts that nobody can know any more, until cancelled."""
        while True:
            before = self._clock.now() - RECEIPTS_KEPT
            while old := await self._store.find(EarlyReceipt, order="at", below=before, limit=PAGE):
                batch = Batch(at=self._clock.now())
                for receipt in old:
                    batch.delete(receipt)
                await self._store.commit(batch)
            await self._clock.sleep(CLEAN_EVERY)


def _link_status(route: SmsRoute, status: RouteStatus) -> LinkStatus:
    first = f"{route.smscs[0].host}:{route.smscs[0].port}" if route.smscs else ""
    state = LinkState.UP if status.bound else LinkState.DOWN if status.trouble else LinkState.CONNECTING
    return LinkStatus(
        entry_point=route.entry_point,
        channel=Channel.SMS,
        link="http" if route.http else "smpp",
        name=status.bound or first,
        state=LinkState.DOWN if route.http and status.trouble else state,
        since=status.since,
        reason=status.trouble,
    )
