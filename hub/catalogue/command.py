"""What `switchboard models` does: list, install, check."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import aiohttp
import msgspec

from hub.catalogue.archive import remove
from hub.catalogue.entries import Model, Purpose, named
from hub.catalogue.folder import ModelFolder, remedy
from hub.catalogue.install import Installer
from hub.catalogue.lock import locked
from hub.catalogue.packages import ClientPackages
from hub.catalogue.progress import Progress, readable
from hub.core.clock import Clock
from hub.core.errors import HubError, InvalidInput, Unavailable
from hub.core.records import Value


class Line(Value, frozen=True, kw_only=True):
    """A model as `list --json` has it; `where` is empty while it is not installed."""

    name: str
    title: str
    kind: str
    purpose: str
    languages: Sequence[str]
    licence: str
    page: str
    note: str
    size: int
    extra: bool
    installed: bool
    where: str


def list_models(folder: ModelFolder, *, as_json: bool) -> str:
    """Return the catalogue with what of it is here, as a table or as JSON. Blocking."""
    lines = [_line(folder, model) for model in folder.models]
    if as_json:
        return msgspec.json.format(msgspec.json.encode(lines)).decode()
    head = ("NAME", "KIND", "LANGUAGES", "SIZE", "LICENCE", "INSTALLED")
    rows = [
        (
            one.name,
            one.kind,
            ", ".join(one.languages) or "many",
            readable(one.size),
            one.licence,
            one.where or "no",
        )
        for one in lines
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (head, *rows)
    )


def check_models(folder: ModelFolder, names: Sequence[str]) -> list[str]:
    """Return a line for each fault of what is installed, with the command that repairs it. Blocking.

    With names, those models must be installed.
    """
    models = [named(folder.models, name) for name in names] or folder.models
    said = []
    for model in models:
        if not folder.is_here(model):
            said += [f"{model.name} is not installed. {remedy(model)}"] if names else []
            continue
        said += [f"{model.name}: {fault} {remedy(model)}" for fault in folder.faults(model)]
    return said


def chosen(
    models: Sequence[Model], names: Sequence[str], *, everything: bool, purpose: str
) -> tuple[Model, ...]:
    """Return the models that an installation is asked for; InvalidInput unless it is asked for in one way."""
    if sum((bool(names), everything, bool(purpose))) != 1:
        raise InvalidInput(
            "Say what to install: names of models (switchboard models list), --for knowledge, --for voice "
            "or --all."
        )
    if names:
        return tuple(named(models, name) for name in dict.fromkeys(names))
    return tuple(one for one in models if everything or (one.purpose == Purpose(purpose) and not one.extra))


class Installation:
    """One `install` command: the models asked for, one after the other."""

    def __init__(
        self, folder: ModelFolder, progress: Progress, clock: Clock, *, offered: Path | None = None
    ) -> None:
        """Take where to, and a folder whose files (under the catalogue's names) need no fetching, if any."""
        self._folder = folder
        self._progress = progress
        self._clock = clock
        self._offered = offered
        self._unreachable: set[str] = set()

    async def run(self, models: Iterable[Model]) -> int:
        """Install the models, going on where one cannot be had; return how many could not."""
        root, failed = self._folder.root, 0
        try:
            async with locked(root, self._clock, self._waiting):
                await asyncio.to_thread(self._tidy)
                for model in models:
                    failed += not await self._install(model)
        except OSError as error:
            raise Unavailable(f"Models cannot be put into {root}: {error.strerror}.") from None
        return failed

    async def _install(self, model: Model) -> bool:
        """Install one, or say why not. Its packages lie beside it meanwhile, on the same disk."""
        temporary = Path(
            await asyncio.to_thread(tempfile.mkdtemp, prefix=".packages-", dir=self._folder.root)
        )
        try:
            async with aiohttp.ClientSession(trust_env=True) as http:
                await self._installer(http, ClientPackages(temporary)).install(model)
                return True
        except HubError as error:
            self._progress.line(error.message)
        except OSError as error:
            self._progress.line(f"{model.name} could not be installed: {error}. What has arrived is kept.")
        finally:
            await asyncio.to_thread(shutil.rmtree, temporary, ignore_errors=True)
        return False

    def _tidy(self) -> None:
        """Remove what an installation that was killed left behind, but for what a download can go on from."""
        known = {file.sha256 for model in self._folder.models for file in model.file}
        for path in self._folder.root.glob(".packages-*"):
            remove(path)
        for path in self._folder.root.glob(".partial/*"):
            if path.name not in known:
                remove(path)

    def _installer(self, http: aiohttp.ClientSession, packages: ClientPackages) -> Installer:
        return Installer(
            self._folder,
            http,
            packages,
            self._progress,
            self._clock,
            free=free,
            offered=self._offered,
            unreachable=self._unreachable,
        )

    def _waiting(self) -> None:
        self._progress.line(f"Another installation is at work in {self._folder.root}; waiting for it.")


def free(folder: Path) -> int:
    """Return how many bytes are free on a folder's disk. Blocking."""
    return shutil.disk_usage(folder).free


def _line(folder: ModelFolder, model: Model) -> Line:
    place = folder.place(model)
    where = ""
    if place:
        files = [str(path) for path in place.files.values()]
        where = str(Path(files[0]).parent) if place.packaged else str(folder.root / model.name)
        where += " (package)" if place.packaged else ""
    return Line(
        name=model.name,
        title=model.title,
        kind=model.kind,
        purpose=model.purpose,
        languages=model.languages,
        licence=model.licence,
        page=model.page,
        note=model.note,
        size=model.size,
        extra=model.extra,
        installed=place is not None,
        where=where,
    )
