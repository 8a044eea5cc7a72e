"""Taking files out of archives that somebody else made: nothing leaves its folder or grows past its limit.

Zip (wheels too) and gzipped tar, as packages come. Only regular files are taken: no links, no devices.
All functions block.
"""

import shutil
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, BinaryIO

CHUNK = 1 << 20
MOST_FILES = 10_000
MOST_BYTES = 8 << 30


class UnsafeArchive(Exception):
    """An archive is damaged, holds what it must not, or lacks what it should have; the text says which."""


def copy_member(archive: Path, member: str, to: BinaryIO, limit: int) -> None:
    """Append one file of an archive to `to`; UnsafeArchive if it is missing, no file, or too large."""
    with _guarded(archive):
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as zipped, zipped.open(_entry(zipped, archive, member)) as entry:
                _copy(entry, to, limit, member)
            return
        with tarfile.open(archive, "r:gz") as packed:
            info = _tar_entry(packed, archive, member)
            stream = packed.extractfile(info) if info.isreg() else None
            if stream is None:
                raise UnsafeArchive(f"{member} in {archive.name} is not a regular file")
            _copy(stream, to, limit, member)


def unpack(archive: Path, root: str, to: Path, limit: int) -> None:
    """Write the files below the folder `root` of a zip archive below `to`, `limit` bytes in all at most.

    The archive is looked at as a whole first: with one name that leads out of it, one link, or too many
    files nothing is written.
    """
    with _guarded(archive), zipfile.ZipFile(archive) as zipped:
        wanted = _wanted(zipped, archive, root)
        if sum(info.file_size for info in wanted.values()) > limit:
            raise UnsafeArchive(f"{archive.name} unpacks to more than the {limit:,} bytes it may")
        for path, info in wanted.items():
            target = to / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with zipped.open(info) as stream, target.open("xb") as file:
                limit -= _copy(stream, file, limit, info.filename)


def _wanted(zipped: zipfile.ZipFile, archive: Path, root: str) -> dict[PurePosixPath, zipfile.ZipInfo]:
    entries = zipped.infolist()
    if len(entries) > MOST_FILES:
        raise UnsafeArchive(f"{archive.name} holds {len(entries):,} files; {MOST_FILES:,} are too many")
    wanted: dict[PurePosixPath, zipfile.ZipInfo] = {}
    for info in entries:
        path = _safe(archive, info)
        if info.is_dir() or not path.is_relative_to(root):
            continue
        if path.relative_to(root) in wanted:
            raise UnsafeArchive(f"{archive.name} holds {info.filename!r} twice")
        wanted[path.relative_to(root)] = info
    if not wanted:
        raise UnsafeArchive(f"{archive.name} has nothing in {root}/")
    return wanted


def _safe(archive: Path, info: zipfile.ZipInfo) -> PurePosixPath:
    name = info.filename
    path, windows = PurePosixPath(name), PureWindowsPath(name)
    if path.is_absolute() or windows.drive or "\\" in name or "\0" in name or ".." in path.parts:
        raise UnsafeArchive(f"{archive.name} holds {name!r}, which leads out of its folder")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnsafeArchive(f"{archive.name} holds {name!r}, which is a link or no file")
    return path


def _entry(zipped: zipfile.ZipFile, archive: Path, member: str) -> zipfile.ZipInfo:
    info = zipped.getinfo(member)
    _safe(archive, info)
    return info


def _tar_entry(packed: tarfile.TarFile, archive: Path, member: str) -> tarfile.TarInfo:
    """Find a file by name, reading no further than an honest package goes."""
    for count, info in enumerate(packed):
        if info.name == member:
            return info
        if count > MOST_FILES or info.offset_data + info.size > MOST_BYTES:
            raise UnsafeArchive(f"{archive.name} unpacks to more than a package may")
    raise KeyError(member)


def _copy(stream: IO[bytes], to: BinaryIO, limit: int, name: str) -> int:
    """Copy to the end and return how many bytes; what the archive says of its sizes is not believed."""
    copied = 0
    while chunk := stream.read(CHUNK):
        copied += len(chunk)
        if copied > limit:
            raise UnsafeArchive(f"{name} has more than the {limit:,} bytes it may")
        to.write(chunk)
    return copied


@contextmanager
def _guarded(archive: Path) -> Iterator[None]:
    try:
        yield
    except KeyError:
        raise UnsafeArchive(f"{archive.name} does not have the file it should") from None
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as e:
        raise UnsafeArchive(f"{archive.name} is damaged ({e})") from None


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it, if it is there; a link itself, not where it leads."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)
