"""The flows of one tenant as they are published, parsed, and in step with what editors do."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection

import structlog

from bots.flow.holding import called_flows
from bots.flow.model import Flow
from bots.flow.parse import parse
from bots.flow.zones import zone
from hub.core.errors import NotFound
from hub.core.events import Change, EventKind
from hub.core.models.flows import Flow as StoredFlow
from hub.core.ports import Database
from hub.services.flows import Flows

log = structlog.get_logger()

KEPT = 200
"""Parsed versions in memory."""


class Library:
    """Finds flows by name and version; knows without asking which are published."""

    def __init__(self, tenant: str, flows: Flows) -> None:
        """Take whose flows these are, and where they are kept."""
        self._tenant = tenant
        self._flows = flows
        self._published: dict[str, int | None] = {}
        self._parsed: OrderedDict[tuple[str, int], Flow] = OrderedDict()

    async def start(self, database: Database) -> Callable[[], None]:
        """Listen, then load what there is; the returned function stops listening."""
        stop = database.subscribe(self.hear)
        for flow in await self._flows.all():
            self._published.setdefault(flow.id, flow.published)
        return stop

    def hear(self, changes: list[Change]) -> None:
        """Take over changed flows."""
        for change in changes:
            flow = change.record
            is_ours = change.tenant == self._tenant and change.event.kind is EventKind.FLOW_CHANGED
            if is_ours and isinstance(flow, StoredFlow):
                self._published[flow.id] = flow.published

    def names(self) -> Collection[str]:
        """Return the names of all flows there are or were."""
        return self._published.keys()

    def published(self, name: str) -> int | None:
        """Return the version that new conversations begin with, if the flow is published."""
        return self._published.get(name)

    async def current(self, name: str) -> Flow | None:
        """Return the published definition of a flow, or None if there is none that works."""
        version = self.published(name)
        return await self.get(name, version) if version else None

    async def pins(self, flow: Flow) -> dict[str, int]:
        """Return the published versions of all flows that a flow may call, by name, also through others."""
        found: dict[str, int] = {}
        waiting = sorted(called_flows(flow))
        while waiting:
            name = waiting.pop()
            version = self.published(name)
            called = await self.get(name, version) if version and name not in found else None
            if version and called:
                found[name] = version
                waiting += called_flows(called)
        return found

    async def get(self, name: str, version: int) -> Flow | None:
        """Return the definition of a saved version, or None if there is none that works."""
        known = self._parsed.get((name, version))
        if known is not None:
            self._parsed.move_to_end((name, version))
            return known
        try:
            stored = await self._flows.version(name, version)
        except NotFound:
            return None
        flow = await asyncio.to_thread(_parsed, stored.text)
        if flow is None:
            log.error("flow_broken", flow=name, version=version)
            return None
        self._parsed[name, version] = flow
        while len(self._parsed) > KEPT:
            self._parsed.popitem(last=False)
        return flow


def _parsed(text: str) -> Flow | None:
    """Parse in a thread; a time zone that is not there is found out here too."""
    flow = parse(text).flow
    if flow is not None:
        zone(flow.timezone)
    return flow
