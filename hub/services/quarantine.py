"""What came in and could not be taken in: kept until somebody has dealt with it."""

from hub.core.models.mail import Quarantined
from hub.services.audit import plan_audit
from hub.services.base import Service, retried


class Quarantine(Service):
    """The list of what could not be taken in."""

    @retried
    async def remove(self, quarantined_id: str, by: str, action: str) -> None:
        """Take an entry off the list; `action` says in the audit trail what became of it."""
        found = await self.store.peek(Quarantined, quarantined_id)
        if found is None:
            return
        batch = self.batch(by)
        batch.delete(found)
        plan_audit(batch, self.ids, action, "quarantine", found.id)
        await self.store.commit(batch)
