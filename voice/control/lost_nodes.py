"""Nodes that are gone for good: a hub that comes back finds calls of theirs, and nobody is on the line."""

from collections.abc import Callable, Collection

import structlog

from hub.core.errors import HubError
from hub.core.models.calls import Call
from hub.services.calls import LIVE
from voice.control.ports import Services
from voice.reports import Cause

log = structlog.get_logger()

LOST_AFTER = 120.0
"""Seconds a node has to come back to the hub: as long, its calls may well go on without it."""
LOOKS_EVERY = 10.0


class LostNodes:
    """Ends the calls of nodes that stay away; each caller whose number is known is called back."""

    def __init__(self, services: Services, connected: Callable[[], Collection[str]]) -> None:
        """Take who names the nodes that are connected now."""
        self._services = services
        self._connected = connected
        self._missed: dict[str, float] = {}

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await self.look()
            await self._services.clock.sleep(LOOKS_EVERY)

    async def look(self) -> None:
        """Note which nodes are missed, and end the calls of those that were missed for too long."""
        calls = await self._services.store.find(Call, {"state": LIVE})
        now = self._services.clock.monotonic()
        missed = {call.node for call in calls} - set(self._connected())
        self._missed = {node: self._missed.get(node, now) for node in missed}
        for call in calls:
            if call.node in missed and now - self._missed[call.node] >= LOST_AFTER:
                await self._lose(call)

    async def _lose(self, call: Call) -> None:
        log.warning("call_lost_with_its_node", call=call.id, node=call.node)
        try:
            await lose(self._services, call)
        except HubError as error:
            log.warning("lost_call_not_ended", call=call.id, error=error.code)


async def lose(services: Services, call: Call) -> None:
    """End a call that its node does not have any more; its caller is called back."""
    await services.calls.ended(call.id, Cause.FAILED.value)
    await services.call_ends.lost(call)
