"""Made-up models: their bytes, a catalogue of them, archives, and a way to have them without a network."""

import asyncio
import hashlib
import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from hub.catalogue.entries import Kind, Model, ModelFile, Piece, Purpose
from hub.catalogue.fetch import SourceFailed
from hub.catalogue.progress import Progress

WEIGHTS = bytes(range(256)) * 1200
"""What a made-up model consists of: 300 kB."""


def model_file(
    name: str, data: bytes, *sources: str | tuple[str, ...], unpack: str = "", unpacked: int = 0
) -> ModelFile:
    return ModelFile(
        name=name,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        sources=sources,
        unpack=unpack,
        unpacked=unpacked,
    )


def model(name: str, *files: ModelFile, extra: bool = False) -> Model:
    return Model(
        name=name,
        title=f"The model {name}",
        kind=Kind.ASR,
        purpose=Purpose.VOICE,
        languages=("en",),
        licence="MIT",
        page="https://models.example/",
        file=files,
        extra=extra,
    )


def zipped(files: Mapping[str, bytes], *, links: Mapping[str, str] | None = None) -> bytes:
    """Return a zip archive with files under exactly these names, and with links."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        for name, to in (links or {}).items():
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o120777 << 16
            archive.writestr(info, to)
    return buffer.getvalue()


def packed(files: Mapping[str, bytes], *, links: Mapping[str, str] | None = None) -> bytes:
    """Return a gzipped tar archive, as npm's packages are."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for name, to in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, to
            archive.addfile(info)
    return buffer.getvalue()


class Said(Progress):
    """Progress on paper: the lines. Others may wait until so many bytes have arrived."""

    def __init__(self) -> None:
        self._paper = io.StringIO()
        self._size = 0
        self._arrived = asyncio.Event()
        super().__init__(self._paper)

    def have(self, size: int) -> None:
        super().have(size)
        self._size = size
        self._arrived.set()

    async def until(self, size: int) -> None:
        while self._size < size:
            self._arrived.clear()
            await self._arrived.wait()

    @property
    def lines(self) -> Sequence[str]:
        return self._paper.getvalue().splitlines()

    @property
    def text(self) -> str:
        return self._paper.getvalue()


class FakePackages:
    """Implements hub.catalogue.packages.Packages: pieces by `package:path`."""

    def __init__(self, pieces: Mapping[str, bytes] | None = None) -> None:
        self.pieces = dict(pieces or {})
        self.asked: list[str] = []

    async def append(self, piece: Piece, to: Path, limit: int) -> None:
        self.asked.append(f"{piece.package}:{piece.path}")
        data = self.pieces.get(self.asked[-1])
        if data is None:
            raise SourceFailed("cannot be had: no such package")
        if len(data) > limit:
            raise SourceFailed("cannot be used: it is too large")
        _append(to, data)


def _append(to: Path, data: bytes) -> None:
    with to.open("ab") as file:
        file.write(data)
