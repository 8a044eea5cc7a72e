"""Files: checked by size and content, stored as blobs, given back as downloads."""

import asyncio
import re
import unicodedata

from msgspec import Struct
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.errors import InvalidInput, NotFound, TooMany
from hub.core.ids import Ids
from hub.core.models.conversations import StoredFile
from hub.core.ports import Blobs, Store
from hub.core.records import Record
from hub.services.base import Service, retried
from hub.services.file_types import ALLOWED, sniff

LONGEST_NAME = 150
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


class StagedFile(Struct, frozen=True):
    """A file that came in with a message: record and bytes go into the commit that stores the message."""

    record: StoredFile
    content: Record | None = None
    """The bytes; None if they are durable already."""

    def plan(self, batch: Batch, conversation: str = "") -> None:
        """Add the file, as one of this conversation."""
        batch.save(replace(self.record, conversation=conversation))
        if self.content:
            batch.save_content(self.content)


class Files(Service):
    """Uploads of customers and staff, and what comes with messages."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, blobs: Blobs, *, max_bytes: int) -> None:
        super().__init__(store, clock, ids)
        self.max_bytes = max_bytes
        self._blobs = blobs

    async def put(self, name: str, data: bytes, conversation: str, by: str) -> StoredFile:
        """Store a file; its type is what its content says, whatever its name claims."""
        if not data:
            raise InvalidInput("The file is empty.", field="file")
        if len(data) > self.max_bytes:
            raise TooMany(f"The file is larger than {megabytes(self.max_bytes)}.", retry_after=0)
        name = clean_name(name)
        kind = await asyncio.to_thread(sniff, data, name)
        if kind is None:
            raise InvalidInput(
                f"Files like {name} are not taken. Send pictures, sound, video, PDF, text or office files.",
                field="file",
            )
        staged = await self._staged(name, kind, data, by)
        batch = self.batch(by)
        staged.plan(batch, conversation)
        result: StoredFile = (await self.store.commit(batch)).stored(staged.record)
        return result

    async def stage(self, name: str, data: bytes, by: str, *, type: str = "") -> StagedFile:
        """Return a file that came in with a message (`InboundMessage.files`); only large ones are written.

        Nothing that a customer sent is refused: what cannot be told is "application/octet-stream".
        """
        name = clean_name(name)
        told = None if type else await asyncio.to_thread(sniff, data, name)
        return await self._staged(name, type or told or "application/octet-stream", data, by)

    async def _staged(self, name: str, type: str, data: bytes, by: str) -> StagedFile:
        blob = await self._blobs.stage(self.store.tenant, data)
        record = StoredFile(
            id=self.ids(),
            name=name,
            type=type,
            size=len(data),
            sha256=blob.sha256,
            conversation="",
            by=by,
            at=self.clock.now(),
        )
        return StagedFile(record, blob.content)

    @retried
    async def claim(self, file_ids: list[str], conversation: str, by: str) -> None:
        """Note which conversation uploads were sent in; a file stays with the first one."""
        files = [await self.store.get(StoredFile, file_id) for file_id in file_ids]
        fresh = [file for file in files if not file.conversation]
        if not fresh:
            return
        batch = self.batch(by)
        for file in fresh:
            batch.save(replace(file, conversation=conversation))
        await self.store.commit(batch)

    async def forget(self, sha256: str) -> None:
        """Remove the bytes if no file has them any more; called after the commit that removed one."""
        if await self._is_named(sha256):
            return
        try:
            data = await self._blobs.get(self.store.tenant, sha256)
        except NotFound:
            return
        await self._blobs.remove(self.store.tenant, sha256)
        if await self._is_named(sha256):  # the same bytes came in again just now
            await self._blobs.put(self.store.tenant, data)

    async def _is_named(self, sha256: str) -> bool:
        return bool(await self.store.find(StoredFile, {"sha256": sha256}, limit=1))

    async def find(self, file_id: str) -> StoredFile | None:
        """Return what is known of a file, if it exists."""
        return await self.store.peek(StoredFile, file_id)

    async def get(self, file_id: str) -> tuple[StoredFile, bytes]:
        """Return a file with its bytes, or raise NotFound."""
        stored = await self.store.get(StoredFile, file_id)
        return stored, await self._blobs.get(self.store.tenant, stored.sha256)

    @property
    def types(self) -> list[str]:
        """Return the content types that are taken."""
        return sorted(ALLOWED)


def clean_name(name: str) -> str:
    """Return a file name without path, control characters and tricks of direction; never empty."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    plain = "".join(char for char in plain if unicodedata.category(char) not in {"Cf", "Cc", "Cs", "Co"})
    plain = _UNSAFE.sub("_", plain).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(plain) > LONGEST_NAME:
        plain = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return plain[:LONGEST_NAME] or "file"


def megabytes(size: int) -> str:
    """Write a size for people."""
    return f"{size / (1 << 20):.0f} MB" if size >= 1 << 20 else f"{size / 1024:.0f} kB"
