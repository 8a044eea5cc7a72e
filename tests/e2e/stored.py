"""What a stopped hub has stored, looked at with the store itself."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace

from hub.core.clock import SystemClock
from hub.core.models.conversations import Conversation
from hub.core.models.staff import AgentState
from hub.core.models.work import Offer, OfferState, WorkItem
from hub.core.ports import Store
from hub.core.records import R
from hub.store.sqlite import SqliteDatabase
from tests.e2e.clients import Refused
from tests.fakes.walk_checks import check_agent, check_conversation, check_item
from tests.fakes.walk_fold import Fold

PAGE = 1000


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Store]:
    """Open the data folder of a hub that does not run; yields the store of its tenant."""
    database = await SqliteDatabase.open(folder, SystemClock())
    try:
        yield database.tenant((await database.tenants())[0])
    finally:
        await database.close()


async def everything(store: Store, kind: type[R]) -> list[R]:
    """Return all records of a kind."""
    found: list[R] = []
    while page := await store.find(kind, limit=PAGE, above=found[-1].id if found else None):
        found += page
    return found


async def check_work(store: Store) -> None:
    """Work, offers, agents and conversations agree, no offer is overdue, and the log tells the same."""
    fold = Fold()
    while page := await store.events_after(fold.seq, limit=PAGE):
        for event in page:
            fold.take(event)
    offers = {offer.id: replace(offer, considered=[]) for offer in await everything(store, Offer)}
    assert {item.id: item for item in await everything(store, WorkItem)} == fold.items
    assert {agent.id: agent for agent in await everything(store, AgentState)} == fold.agents
    assert offers == fold.offers
    for item in fold.items.values():
        check_item(fold, item)
    for agent in fold.agents.values():
        check_agent(fold, agent)
    for conversation in await everything(store, Conversation):
        check_conversation(fold, conversation)
    now = SystemClock().now()
    overdue = [one for one in offers.values() if one.state is OfferState.OFFERED and one.expires_at < now]
    assert not overdue, overdue


async def refusable(step: Callable[[], Awaitable[object]]) -> None:
    """Take a step that may come too late: the hub then says so, which is fine, unless it is at fault."""
    try:
        await step()
    except Refused as refused:
        if refused.status >= 500:
            raise
