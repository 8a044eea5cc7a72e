"""What a blob store promises."""

import asyncio
import hashlib
from pathlib import Path

import pytest

from hub.core.errors import NotFound
from hub.core.ports import Blobs
from hub.store.blobs import FileBlobs


@pytest.fixture(params=["files"])
def blobs(tmp_path: Path) -> Blobs:
    return FileBlobs(tmp_path / "blobs")


@pytest.mark.parametrize("data", [b"", b"hello", bytes(range(256)) * 4096])
async def test_gives_back_what_was_put(blobs: Blobs, data: bytes):
    sha256 = await blobs.put("acme", data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert await blobs.get("acme", sha256) == data


async def test_the_same_bytes_put_at_once_are_one(blobs: Blobs, tmp_path: Path):
    names = await asyncio.gather(*(blobs.put("acme", b"same") for _ in range(20)))
    assert len(set(names)) == 1
    assert await asyncio.to_thread(_files, tmp_path) == [names[0]]


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
    sha256 = await blobs.put("../../outside", b"x")
    assert await blobs.get("../../outside", sha256) == b"x"
    assert await asyncio.to_thread(_files, tmp_path / "blobs") == [sha256]
    assert await asyncio.to_thread(_files, tmp_path) == [sha256]


def _files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]
