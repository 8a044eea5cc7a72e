"""How long recordings are kept: those that are due are deleted, with their bytes."""

from hub.core.clock import Clock
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.conversations import StoredFile
from hub.core.models.recordings import Recording
from hub.core.ports import Store
from hub.services.audit import plan_audit
from hub.services.base import Service, retried
from hub.services.files import Files

LOOKS_EVERY = 3600.0
"""Seconds between two looks for recordings that are due."""


class RecordingRetention(Service):
    """Deletes recordings. Until when each is kept, it says itself."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, files: Files) -> None:
        super().__init__(store, clock, ids)
        self._files = files

    async def run(self) -> None:
        """Delete what is due, until cancelled."""
        while True:
            await self.delete_due()
            await self.clock.sleep(LOOKS_EVERY)

    async def delete_due(self) -> int:
        """Delete recordings that are kept no longer; return how many."""
        now, deleted = self.clock.now(), 0
        while due := await self.store.find(Recording, order="keep_until", below=now, limit=100):
            for recording in due:
                await self.delete(recording.id, "system", "expired")
            deleted += len(due)
        return deleted

    async def delete(self, recording_id: str, by: str, action: str = "deleted") -> None:
        """Delete a recording with its bytes; `action` says in the audit trail why."""
        file = await self._delete(recording_id, by, action)
        if file:
            await self._files.forget(file.sha256)

    @retried
    async def _delete(self, recording_id: str, by: str, action: str) -> StoredFile | None:
        recording = await self.store.peek(Recording, recording_id)
        if recording is None:
            return None
        file = await self.store.peek(StoredFile, recording.file) if recording.file else None
        batch = self.batch(by)
        batch.delete(recording)
        if file:
            batch.delete(file)
        plan_audit(batch, self.ids, action, "recordings", recording.id)
        batch.event(
            EventKind.RECORDING_CHANGED,
            recording,
            conversation=recording.conversation,
            data={"state": "deleted"},
        )
        await self.store.commit(batch)
        return file
