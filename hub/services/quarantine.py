"""What came in and could not be taken in: kept until somebody has dealt with it."""

from hub.core.clock import Clock
from hub.core.ids import Ids
from hub.core.models.conversations import StoredFile
from hub.core.models.mail import Quarantined
from hub.core.ports import Store
from hub.services.audit import plan_audit
from hub.services.base import Service, retried
from hub.services.files import Files


class Quarantine(Service):
    """The list of what could not be taken in."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, files: Files) -> None:
        super().__init__(store, clock, ids)
        self._files = files

    async def remove(self, quarantined_id: str, by: str, action: str) -> None:
        """Take an entry off the list with its bytes; `action` says in the audit trail what became of it."""
        file = await self._take_off(quarantined_id, by, action)
        if file:
            await self._files.forget(file.sha256)

    @retried
    async def _take_off(self, quarantined_id: str, by: str, action: str) -> StoredFile | None:
        """Remove the entry and its file's record; return that record."""
        found = await self.store.peek(Quarantined, quarantined_id)
        if found is None:
            return None
        file = await self.store.peek(StoredFile, found.file.file)
        batch = self.batch(by)
        batch.delete(found)
        if file:
            batch.delete(file)
        plan_audit(batch, self.ids, action, "quarantine", found.id)
        await self.store.commit(batch)
        return file
