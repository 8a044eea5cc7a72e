"""Small files among the records: many mails a second, each with a file of its own, are one commit there.

A file on disk costs several syncs, whatever its size; records share theirs.
"""

import hashlib
from contextlib import suppress

from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.errors import StaleRevision
from hub.core.models.blobs import SmallBlob
from hub.core.ports import Blobs, Database, Staged

SMALL = 64 * 1024
"""Bytes from which a file is better off on its own."""


class StoreBlobs:
    """Implements hub.core.ports.Blobs: what is small in the store, the rest where `large` puts it."""

    def __init__(self, database: Database, large: Blobs, clock: Clock) -> None:
        """Take the store of all tenants and the place for large files."""
        self._database = database
        self._large = large
        self._clock = clock

    async def put(self, tenant: str, data: bytes) -> str:
        """Store the bytes and return their SHA-256 in hex; the same bytes are stored once."""
        staged = await self.stage(tenant, data)
        if staged.content:
            batch = Batch(at=self._clock.now())
            batch.save_content(staged.content)
            await self._database.tenant(tenant).commit(batch)
        return staged.sha256

    async def stage(self, tenant: str, data: bytes) -> Staged:
        """Return what is small as a record; store what is large."""
        if len(data) >= SMALL:
            return await self._large.stage(tenant, data)
        sha256 = hashlib.sha256(data).hexdigest()
        return Staged(sha256, SmallBlob(id=sha256, data=data))

    async def get(self, tenant: str, sha256: str) -> bytes:
        """Return the bytes or raise NotFound."""
        small = await self._database.tenant(tenant).peek(SmallBlob, sha256)
        return small.data if small else await self._large.get(tenant, sha256)

    async def remove(self, tenant: str, sha256: str) -> None:
        """Forget the bytes."""
        store = self._database.tenant(tenant)
        if small := await store.peek(SmallBlob, sha256):
            batch = Batch(at=self._clock.now())
            batch.delete(small)
            with suppress(StaleRevision):  # somebody else was faster
                await store.commit(batch)
        else:
            await self._large.remove(tenant, sha256)
