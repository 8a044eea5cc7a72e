"""Calling customers back: whoever accepts the work has their customer called, who hears who it is."""

import asyncio
from collections.abc import Callable, Sequence

import structlog

from hub.core.addresses import is_phone_number
from hub.core.errors import HubError
from hub.core.events import Change
from hub.core.models.calls import Call
from hub.core.models.contacts import Address
from hub.core.models.conversations import Direction, Interaction
from hub.core.models.staff import Staff
from hub.core.models.work import WorkItem, WorkState
from hub.core.ports import Database
from hub.services.calls import LIVE
from hub.services.outgoing_calls import Wanted
from voice.control.calls import NodeCalls, idlest
from voice.control.ports import Services

log = structlog.get_logger()

ASKED_AGAIN = 2.0
"""Seconds until it is looked again whether the call in which it was asked for is over."""
LOOKS = 30


class CallingBack:
    """Has the customers of call-backs called that agents have accepted."""

    def __init__(self, services: Services, nodes: Callable[[], Sequence[NodeCalls]]) -> None:
        """Take who names the nodes there are."""
        self._services = services
        self._store = services.store
        self._nodes = nodes
        self._due: asyncio.Queue[str] = asyncio.Queue()

    def hear(self, changes: list[Change]) -> None:
        """Remember the call-backs that were accepted."""
        for change in changes:
            item = change.record
            if change.tenant == self._store.tenant and isinstance(item, WorkItem) and _is_due(item):
                self._due.put_nowait(item.id)

    async def run(self, database: Database) -> None:
        """Call customers back until cancelled, also those that a stop of the hub has left."""
        end = database.subscribe(self.hear)
        under_way: set[str] = set()

        async def call_back(item: str) -> None:
            try:
                await self._call_back(item)
            except HubError as error:
                log.warning("not_called_back", work_item=item, error=error.code)
            finally:
                under_way.discard(item)

        try:
            for item in await self._store.find(WorkItem, {"state": WorkState.ASSIGNED}, limit=10_000):
                if _is_due(item):
                    self._due.put_nowait(item.id)
            async with asyncio.TaskGroup() as group:
                while True:
                    due = await self._due.get()
                    if due not in under_way:
                        under_way.add(due)
                        group.create_task(call_back(due))
        finally:
            end()

    async def _call_back(self, item_id: str) -> None:
        """Call, once the caller's own call is over; what cannot be called counts as not answered."""
        for _ in range(LOOKS):
            item = await self._store.get(WorkItem, item_id)
            if not _is_due(item):
                return
            where = {"conversation": item.conversation, "state": LIVE}
            going_on = await self._store.find(Call, where)
            if any(call.direction is Direction.OUTBOUND for call in going_on):
                return
            if not going_on:
                break
            await self._services.clock.sleep(ASKED_AGAIN)
        try:
            await self._place(item)
        except HubError as error:
            log.warning("call_back_not_placed", work_item=item_id, error=error.code)
            await self._services.call_backs.unanswered(item_id, error.code)

    async def _place(self, item: WorkItem) -> None:
        node = idlest(self._nodes(), "There is no voice node.")
        interaction = await self._store.get(Interaction, item.interaction)
        address = await self._store.get(Address, interaction.address)
        told = "" if is_phone_number(address.value) else await self._told_number(interaction)
        wanted = Wanted(number=told or address.value, queue=item.queue, entry_point=interaction.entry_point)
        agent = await self._store.get(Staff, item.agent or "")
        await node.place(agent, wanted, item.conversation if told else "")

    async def _told_number(self, interaction: Interaction) -> str:
        """Return the number that a caller without one has told, or that was called for them the last time."""
        calls = await self._store.find(Call, {"interaction": interaction.id}, limit=100)
        found = [call.call_back or call.number for call in sorted(calls, key=lambda one: one.started_at)]
        return next((number for number in reversed(found) if number), "")


def _is_due(item: WorkItem) -> bool:
    return item.call_back is not None and item.state is WorkState.ASSIGNED and item.agent is not None
