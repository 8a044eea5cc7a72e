"""What the router needs from the services: the steps it may take in a work item's life."""

from typing import Protocol

from hub.core.models.work import Consideration, Offer, WorkItem


class RouterWork(Protocol):
    """Implemented by hub.services.work.Work."""

    async def offer(
        self, item: WorkItem, agent_id: str, reason: str, considered: list[Consideration]
    ) -> Offer:
        """Hold the item for the agent; raise StaleRevision when either changed meanwhile."""
        ...

    async def expire(self, offer_id: str) -> None:
        """Record that the offer was missed."""
        ...

    async def unpark(self, item_id: str, by: str) -> WorkItem:
        """Put a parked item back to work."""
        ...

    async def complete(self, item_id: str, by: str) -> WorkItem:
        """Finish wrap-up."""
        ...
