"""Files on the local disk, named by their content."""

import asyncio
import hashlib
import os
import re
from pathlib import Path
from tempfile import NamedTemporaryFile

from hub.core.errors import NotFound, Unavailable
from hub.core.ports import Staged

_HASH = re.compile(r"[0-9a-f]{64}")


class FileBlobs:
    """Implements hub.core.ports.Blobs in a folder: tenant / first two digits / SHA-256."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when needed."""
        self._folder = folder
        self._rooted: set[Path] = set()  # folders whose own names are durable

    async def put(self, tenant: str, data: bytes) -> str:
        """Store the bytes and return their SHA-256 in hex; the same bytes are stored once."""
        return await asyncio.to_thread(self._put, tenant, data)

    async def stage(self, tenant: str, data: bytes) -> Staged:
        """Store the bytes at once."""
        return Staged(await self.put(tenant, data))

    async def get(self, tenant: str, sha256: str) -> bytes:
        """Return the bytes or raise NotFound."""
        return await asyncio.to_thread(self._get, tenant, sha256)

    async def remove(self, tenant: str, sha256: str) -> None:
        """Forget the bytes."""
        if _HASH.fullmatch(sha256):
            await asyncio.to_thread(self._path(tenant, sha256).unlink, missing_ok=True)

    def _path(self, tenant: str, sha256: str) -> Path:
        # The tenant becomes a folder's name: in hex, no id can lead out of ours.
        return self._folder / tenant.encode().hex() / sha256[:2] / sha256

    def _put(self, tenant: str, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(tenant, sha256)
        try:
            if not path.exists():
                self._write(path, data)
            # Also when somebody else has just written it: durable means the names as well.
            _sync(path.parent)
            if path.parent not in self._rooted:
                for folder in (path.parent.parent, self._folder, self._folder.parent):
                    _sync(folder)
                self._rooted.add(path.parent)
        except OSError as error:
            raise Unavailable(
                f"The file could not be stored ({error.strerror}): check the data disk."
            ) from error
        return sha256

    def _write(self, path: Path, data: bytes) -> None:
        """Write so that the name appears only once the bytes are durable."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
            part = Path(file.name)
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                part.rename(path)
            except BaseException:
                part.unlink(missing_ok=True)
                raise

    def _get(self, tenant: str, sha256: str) -> bytes:
        if not _HASH.fullmatch(sha256):
            raise NotFound("There is no such file.")
        try:
            return self._path(tenant, sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound("There is no such file.") from None


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
