"""What is taken off the quarantine's list leaves nothing behind, unless something else has the same bytes."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.core.errors import NotFound
from hub.core.models.contacts import Contact
from hub.core.models.conversations import StoredFile
from hub.core.models.mail import Quarantined
from hub.services.files import Files
from hub.services.quarantine import Quarantine
from hub.store.blobs import FileBlobs
from hub.store.small_blobs import StoreBlobs
from tests.fakes.mail import MailOffice, letter


async def kept(office: MailOffice) -> tuple[Quarantined, StoredFile]:
    [entry] = await office.store.find(Quarantined)
    return entry, await office.store.get(StoredFile, entry.file.file)


@pytest.mark.parametrize("size", [10, 200_000])
async def test_removing_removes_the_bytes(office: MailOffice, size: int) -> None:
    await office.get(b"Subject: nobody\r\n\r\n" + b"x" * size)
    entry, file = await kept(office)
    await office.services.quarantine.remove(entry.id, "ann", "deleted")
    assert await office.store.count(StoredFile) == 0
    with pytest.raises(NotFound):
        await office.blobs.get(office.store.tenant, file.sha256)
    await office.services.quarantine.remove(entry.id, "ann", "deleted")


async def test_bytes_that_another_file_has_stay(office: MailOffice) -> None:
    raw = b"Subject: nobody\r\n\r\nHi"
    await office.get(raw)
    again = await office.services.files.put("copy.txt", raw, "", "ann")
    entry, _ = await kept(office)
    await office.services.quarantine.remove(entry.id, "ann", "taken_in")
    assert await office.services.files.get(again.id) == (again, raw)


class BusyBlobs(StoreBlobs):
    """Blobs to which, while bytes are being removed, `meanwhile` happens once."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def remove(self, tenant: str, sha256: str) -> None:
        happens, self.meanwhile = self.meanwhile, None
        if happens:
            await happens()
        await super().remove(tenant, sha256)


async def test_bytes_that_come_in_again_meanwhile_stay(office: MailOffice, tmp_path: Path) -> None:
    raw = b"Subject: nobody\r\n\r\nHi"
    await office.get(raw)
    entry, _ = await kept(office)
    world = office.world
    blobs = BusyBlobs(world.database, FileBlobs(tmp_path / "files"), world.clock)
    files = Files(office.store, world.clock, world.ids, blobs, max_bytes=1000)
    blobs.meanwhile = lambda: files.put("copy.txt", raw, "", "ann")
    await Quarantine(office.store, world.clock, world.ids, files).remove(entry.id, "ann", "deleted")
    [again] = await office.store.find(StoredFile)
    assert await files.get(again.id) == (again, raw)


async def test_a_refused_mails_files_do_not_stay(office: MailOffice, tmp_path: Path) -> None:
    """They are on disk already when intake refuses the mail; the original has them too."""
    first = await office.got(letter())
    contact = await office.store.get(Contact, first.conversation.contact)
    await office.world.save(replace(contact, blocked=True))
    large = b"%PDF-1.4" + b"x" * 200_000
    assert await office.get(letter("Again", id="<m2@x>", files={"a.pdf": large})) is None
    _, file = await kept(office)
    assert await asyncio.to_thread(_files, tmp_path / "files") == [file.sha256]


def _files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]
