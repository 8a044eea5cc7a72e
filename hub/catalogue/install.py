"""Installing models: get every file from the first source that has it, verify it, put the model in place.

What arrives lies in `FOLDER/.partial/`, under its checksum, until it is whole; so a later try, also from
another source, goes on from there. A model is put together beside its place and moved there in one step: a
reader finds the old one, none, or the new one, never a part.
"""

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import msgspec

from hub.catalogue.archive import UnsafeArchive, remove, unpack
from hub.catalogue.entries import Model, ModelFile, pieces_of
from hub.catalogue.fetch import SourceFailed, Unreachable, fetch
from hub.catalogue.folder import RECORD, Installed, InstalledFile, ModelFolder, digest
from hub.catalogue.packages import Packages
from hub.catalogue.progress import Progress, readable
from hub.core.clock import Clock
from hub.core.errors import HubError, Unavailable

SPARE = 32 << 20
"""Bytes that stay free on the disk."""

NEXT = " Trying the next source."


class NotInstalled(HubError):
    """A model could not be had from any source; what each said was shown as it happened."""

    code = "not_installed"


class Installer:
    """Installs models into a folder. Take the folder's lock first (`hub.catalogue.lock`)."""

    def __init__(
        self,
        folder: ModelFolder,
        http: aiohttp.ClientSession,
        packages: Packages,
        progress: Progress,
        clock: Clock,
        *,
        free: Callable[[Path], int],
        offered: Path | None = None,
        unreachable: set[str],
    ) -> None:
        """Take the parts; `free` says how many bytes are free on a folder's disk.

        Files that are in the folder `offered` under their names need not be fetched. Servers that cannot be
        reached are noted in `unreachable`, and not asked again.
        """
        self._root = folder.root
        self._folder = folder
        self._http = http
        self._packages = packages
        self._progress = progress
        self._clock = clock
        self._free = free
        self._offered = offered
        self._unreachable = unreachable  # servers that were not to be reached
        self._partial = folder.root / ".partial"

    async def install(self, model: Model) -> None:
        """Install a model unless it is here whole; NotInstalled: no source has it, Unavailable: no room."""
        if self._folder.is_here(model) and not await asyncio.to_thread(
            lambda: list(self._folder.faults(model))
        ):
            self._progress.line(f"{model.name} is installed already.")
            return
        self._progress.line(f"{model.name}: {model.title}, {readable(model.size)}, {model.licence}")
        await asyncio.to_thread(self._partial.mkdir, parents=True, exist_ok=True)
        await self._room(self._missing_bytes(model), model.name)
        for file in model.file:
            await self._get(file, model)
        await asyncio.to_thread(self._put_in_place, model)
        self._progress.line(f"{model.name} is installed.")

    def _missing_bytes(self, model: Model) -> int:
        here = sum(min(_length(self._partial / file.sha256), file.size) for file in model.file)
        return model.size - here + sum(file.unpacked for file in model.file)

    async def _room(self, need: int, name: str) -> None:
        free = await asyncio.to_thread(self._free, self._root)
        if free < need + SPARE:
            raise Unavailable(
                f"{name} needs {readable(need + SPARE)} on the disk of {self._root}, and "
                f"{readable(free)} are free. Make room, or name a folder on another disk as models.folder in "
                "the configuration."
            )

    async def _get(self, file: ModelFile, model: Model) -> None:
        """Have the file whole and verified among the partial ones."""
        path = self._partial / file.sha256
        if await asyncio.to_thread(self._at_hand, file, path):
            return
        self._progress.start(file.name, file.size)
        for source in file.sources:
            try:
                await self._from(source, file, path)
            except SourceFailed as error:
                last = source is file.sources[-1]
                known = _title(source) in self._unreachable
                if isinstance(error, Unreachable):
                    self._unreachable.add(_title(source))
                if last or not known:
                    self._progress.line(f"  {_title(source)} {error}.{'' if last else NEXT}")
            else:
                self._progress.done()
                return
        raise NotInstalled(
            f"{model.name} could not be installed: no source gives {file.name}. If you can get it elsewhere "
            f"(see {model.page}), type: switchboard models install {model.name} --from FOLDER"
        )

    def _at_hand(self, file: ModelFile, path: Path) -> bool:
        """Copy a file that is offered, or whole in an installed model, among the partial ones."""
        places = [
            self._root / model.name / one.name
            for model in self._folder.models
            for one in model.file
            if one.sha256 == file.sha256
        ]
        for place in [*([self._offered / file.name] if self._offered else []), *places]:
            if _length(place) == file.size and digest(place) == file.sha256:
                shutil.copyfile(place, path)
                return True
        if self._offered and (self._offered / file.name).exists():
            self._progress.line(
                f"  {self._offered / file.name} is not the catalogue's (its SHA-256 differs)."
            )
        return False

    async def _from(self, source: str | tuple[str, ...], file: ModelFile, path: Path) -> None:
        resumed = await asyncio.to_thread(_length, path) > 0
        await self._bring(source, file, path)
        if await asyncio.to_thread(digest, path) == file.sha256:
            return
        await asyncio.to_thread(path.unlink)
        if resumed and not pieces_of(source):  # what was there before may have been the wrong part
            self._progress.line(f"  What was left of {file.name} was of no use; getting it anew.")
            return await self._from(source, file, path)
        raise SourceFailed(f"gives another {file.name} than the catalogue's (its SHA-256 differs): deleted")

    async def _bring(self, source: str | tuple[str, ...], file: ModelFile, path: Path) -> None:
        pieces = pieces_of(source)
        if not pieces:
            if _title(source) in self._unreachable:
                raise Unreachable("cannot be reached")
            await fetch(self._http, str(source), path, file.size, self._progress.have, self._clock)
            return
        await self._room(2 * file.size, file.name)  # the package, and the file out of it
        self._progress.line(f"  Taking {file.name} from {_title(source)}.")
        await asyncio.to_thread(path.unlink, missing_ok=True)
        for piece in pieces:
            have = await asyncio.to_thread(_length, path)
            await self._packages.append(piece, path, file.size - have)
            self._progress.have(await asyncio.to_thread(_length, path))

    def _put_in_place(self, model: Model) -> None:
        new, old = self._root / f".new-{model.name}", self._root / f".old-{model.name}"
        remove(new)
        remove(old)
        new.mkdir()
        files = [entry for file in model.file for entry in self._lay(file, new)]
        record = Installed(
            model=model.name, got=tuple(file.sha256 for file in model.file), files=tuple(files)
        )
        (new / RECORD).write_bytes(msgspec.json.format(msgspec.json.encode(record)))
        for path in (*(new / one.path for one in files), new / RECORD, new):
            _sync(path)
        own = self._root / model.name
        if own.exists() or own.is_symlink():
            own.rename(old)
        new.rename(own)
        _sync(self._root)
        remove(old)

    def _lay(self, file: ModelFile, folder: Path) -> list[InstalledFile]:
        """Move a file that is whole into the folder, or unpack it there; return what that made."""
        whole = self._partial / file.sha256
        if not file.unpack:
            whole.rename(folder / file.name)
            return [InstalledFile(path=file.name, size=file.size, sha256=file.sha256)]
        try:
            unpack(whole, file.unpack, folder, file.unpacked)
        except UnsafeArchive as error:
            raise NotInstalled(f"{file.name} cannot be unpacked: {error}.") from None
        whole.unlink()
        made = sorted(path for path in folder.rglob("*") if path.is_file())
        return [
            InstalledFile(
                path=path.relative_to(folder).as_posix(), size=path.stat().st_size, sha256=digest(path)
            )
            for path in made
        ]


def _title(source: str | tuple[str, ...]) -> str:
    """Return what people call a source: its server, or its packages."""
    pieces = pieces_of(source)
    if not pieces:
        return urlsplit(str(source)).netloc
    names = dict.fromkeys(f"{one.package} {one.version}" for one in pieces)
    return f"{', '.join(names)} ({pieces[0].client})"


def _length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _sync(path: Path) -> None:
    """Have a file or folder on the disk itself before anything builds on it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
