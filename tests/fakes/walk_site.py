"""The hub's inside as one process runs it: the database, the services and the router; and its end."""

from pathlib import Path

from hub.core.ids import Ids
from hub.core.models.work import Consideration, Offer, WorkItem
from hub.services.accounts import Accounts
from hub.services.agents import Agents
from hub.services.conversations import Conversations
from hub.services.intake import Intake
from hub.services.outbox import Outbox
from hub.services.settings import Settings
from hub.services.work import Work
from hub.store.sqlite import SqliteDatabase
from routing.router import Router
from tests.fakes.clock import FakeClock
from tests.fakes.walk_store import Gate, WalkStore

TENANT = "acme"
BACK_OFF = 61.0
"""An item whose offers failed several times in a row may rest so many seconds."""


class Site:
    """Everything that a crash takes away. What it leaves is the folder."""

    def __init__(self, database: SqliteDatabase, clock: FakeClock, ids: Ids, gate: Gate) -> None:
        self.database = database
        self.plain = database.tenant(TENANT)
        self.store = WalkStore(self.plain, gate)
        parts = (self.store, clock, ids)
        self.intake = Intake(*parts, lambda queue: self.router.line.queue_for(queue))
        self.outbox = Outbox(*parts)
        self.work = Work(*parts, lambda queue: self.router.line.queue_for(queue))
        self.agents = Agents(*parts)
        self.conversations = Conversations(*parts)
        self.settings = Settings(*parts)
        self.accounts = Accounts(*parts)
        self.routed = WatchedWork(self.work, clock)
        self.router = Router(database, self.store, self.routed, clock)

    @classmethod
    async def open(cls, folder: Path, clock: FakeClock, ids: Ids, gate: Gate) -> "Site":
        """Open the folder as a starting hub does."""
        return cls(await SqliteDatabase.open(folder, clock), clock, ids, gate)

    async def drop(self) -> None:
        """End it: nothing of the router or the services is asked to finish anything."""
        self.store.is_cut = True
        self.router.close()
        await self.database.close()


class WatchedWork:
    """Implements routing.ports.RouterWork; remembers when the router's steps were refused."""

    def __init__(self, work: Work, clock: FakeClock) -> None:
        self._work = work
        self._clock = clock
        self._refused: dict[str, float] = {}

    def excused(self) -> set[str]:
        """Return the items and offers whose steps were refused a short while ago."""
        since = self._clock.monotonic() - BACK_OFF
        self._refused = {id: at for id, at in self._refused.items() if at >= since}
        return set(self._refused)

    async def offer(
        self, item: WorkItem, agent_id: str, reason: str, considered: list[Consideration]
    ) -> Offer:
        self._refuse(item.id)
        offer = await self._work.offer(item, agent_id, reason, considered)
        self._refused.pop(item.id)
        return offer

    async def expire(self, offer_id: str) -> None:
        self._refuse(offer_id)
        await self._work.expire(offer_id)
        self._refused.pop(offer_id)

    async def unpark(self, item_id: str, by: str) -> WorkItem:
        self._refuse(item_id)
        item = await self._work.unpark(item_id, by)
        self._refused.pop(item_id)
        return item

    async def complete(self, item_id: str, by: str) -> WorkItem:
        self._refuse(item_id)
        item = await self._work.complete(item_id, by)
        self._refused.pop(item_id)
        return item

    def _refuse(self, id: str) -> None:
        """Count as refused until it turns out well."""
        self._refused[id] = self._clock.monotonic()
