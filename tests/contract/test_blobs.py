"""What a blob store promises."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.core.batch import Batch
from hub.core.errors import NotFound
from hub.core.ports import Blobs
from hub.store.blobs import FileBlobs
from hub.store.small_blobs import SMALL, StoreBlobs
from hub.store.sqlite import SqliteDatabase
from tests.fakes.clock import START, FakeClock


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    database = await SqliteDatabase.open(tmp_path / "data", FakeClock())
    yield database
    await database.close()


@pytest.fixture(params=["files", "store"])
def blobs(tmp_path: Path, database: SqliteDatabase, request: pytest.FixtureRequest) -> Blobs:
    files = FileBlobs(tmp_path / "blobs")
    return files if request.param == "files" else StoreBlobs(database, files, FakeClock())


@pytest.mark.parametrize("data", [b"", b"hello", bytes(range(256)) * 4096])
async def test_gives_back_what_was_put(blobs: Blobs, data: bytes):
    sha256 = await blobs.put("acme", data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert await blobs.get("acme", sha256) == data


@pytest.mark.parametrize("data", [b"hello", bytes(range(256)) * 4096])
async def test_staged_bytes_are_there_with_the_commit_that_names_them(
    blobs: Blobs, database: SqliteDatabase, data: bytes
):
    staged = await blobs.stage("acme", data)
    assert staged.sha256 == hashlib.sha256(data).hexdigest()
    if staged.content:
        batch = Batch(at=START)
        batch.save_content(staged.content)
        await database.tenant("acme").commit(batch)
    assert await blobs.get("acme", staged.sha256) == data


@pytest.mark.parametrize("data", [b"hello", bytes(range(256)) * 4096])
async def test_what_is_removed_is_gone_for_one_tenant(blobs: Blobs, data: bytes):
    sha256 = await blobs.put("acme", data)
    await blobs.put("globex", data)
    for _ in range(2):
        await blobs.remove("acme", sha256)
    with pytest.raises(NotFound):
        await blobs.get("acme", sha256)
    assert await blobs.get("globex", sha256) == data
    await blobs.remove("acme", "../../outside")


async def test_the_same_bytes_put_at_once_are_one(blobs: Blobs, tmp_path: Path):
    names = await asyncio.gather(*(blobs.put("acme", b"same") for _ in range(20)))
    assert len(set(names)) == 1
    assert await blobs.get("acme", names[0]) == b"same"
    assert await asyncio.to_thread(_files, tmp_path / "blobs") in ([names[0]], [])


async def test_tenants_do_not_share(blobs: Blobs):
    sha256 = await blobs.put("acme", b"ours")
    with pytest.raises(NotFound):
        await blobs.get("globex", sha256)


@pytest.mark.parametrize("name", ["0" * 64, "", "../../etc/passwd", "..", "A" * 64])
async def test_what_is_not_there_is_not_found(blobs: Blobs, name: str):
    await blobs.put("acme", b"something")
    with pytest.raises(NotFound):
        await blobs.get("acme", name)


async def test_a_tenant_cannot_lead_out_of_the_folder(blobs: Blobs, tmp_path: Path):
    before = await asyncio.to_thread(_files, tmp_path)
    large = b"x" * SMALL
    sha256 = await blobs.put("../../outside", large)
    assert await blobs.get("../../outside", sha256) == large
    assert await asyncio.to_thread(_files, tmp_path / "blobs") == [sha256]
    assert sorted(await asyncio.to_thread(_files, tmp_path)) == sorted([*before, sha256])


def _files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]
