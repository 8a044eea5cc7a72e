"""One active route at work: its link, its deliverer, the parts that wait; stopped without leaving doubt."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import aiohttp
from prometheus_client import Gauge

from channels.base import Provider
from channels.deliverer import Deliverer
from channels.sms.guard import Guard
from channels.sms.http import HttpProvider
from channels.sms.link import Link
from channels.sms.receiver import Receiver
from channels.sms.smpp import SmppProvider
from channels.sms.status import RouteStatus
from hub.core.models.sms import SmsRoute
from hub.core.ports import Database
from hub.core.tasks import supervise
from hub.services.bundle import Services

ROUTES = Gauge("switchboard_sms_routes", "Active SMS routes of this process")


class RouteRunner:
    """Runs a route until cancelled."""

    def __init__(
        self,
        services: Services,
        database: Database,
        route: SmsRoute,
        client: aiohttp.ClientSession,
        callback: str,
    ) -> None:
        """`callback` is where an HTTP provider reports what becomes of messages."""
        self.route = route
        self._clock = services.clock
        self._database = database
        self._link: Link | None = None
        self._parts: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {}
        self._http: HttpProvider | None = None
        provider: Provider
        if route.http:
            provider = self._http = HttpProvider(
                route, route.http, client, services.store, services.clock, callback
            )
        else:
            receiver = Receiver(services, route)
            self._link = _link(route, receiver, services)
            provider = SmppProvider(route, self._link, services.clock)
            self._parts = {"sms_link": self._link.run, "sms_parts": receiver.sweep}
        self._deliverer = Deliverer(
            services.store,
            services.deliveries,
            services.clock,
            route.entry_point,
            Guard(services, route, provider),
        )

    @property
    def status(self) -> RouteStatus:
        """Return how the route is doing."""
        if self._link:
            return self._link.status
        return self._http.status if self._http else RouteStatus()

    async def run(self) -> None:
        """Send and receive until cancelled; then what is under way gets its answer, and we say good-bye."""
        ROUTES.inc()
        try:
            async with asyncio.TaskGroup() as group:
                parts = [
                    group.create_task(supervise(name, run, self._clock)) for name, run in self._parts.items()
                ]
                try:
                    await self._deliverer.serve("sms_deliverer", self._database)
                finally:
                    if self._link:
                        with suppress(OSError):
                            await self._link.unbind()
                    for part in parts:
                        part.cancel()
        finally:
            ROUTES.dec()


def _link(route: SmsRoute, receiver: Receiver, services: Services) -> Link:
    return Link(
        route.id,
        route.smscs,
        route.secret,
        services.clock,
        receiver.deliver,
        receiver.repeats.bound,
        receiver.repeats.confirmed,
    )
