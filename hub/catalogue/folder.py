"""Which models are here, where, and whether they are what they should be.

A model is in the models folder (`FOLDER/NAME/`, put there by `switchboard models install`, with the record
`installed.json`), or its files came with installed Python packages. The first wins. Everything here reads
and never writes, so a hub may use a folder while another process installs into it.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import msgspec

from hub.catalogue.entries import Model, ModelFile, named, pieces_of, shipped
from hub.core.config import Config
from hub.core.errors import ModelMissing
from hub.core.records import Value

RECORD = "installed.json"
"""The name of the record in an installed model's folder."""


class InstalledFile(Value, frozen=True, kw_only=True):
    """A file of an installed model: its path below the model's folder, size in bytes, and checksum."""

    path: str
    size: int
    sha256: str


class Installed(Value, frozen=True, kw_only=True):
    """The record of an installation: the checksums of what was got, and every file that it made."""

    model: str
    got: tuple[str, ...]
    files: tuple[InstalledFile, ...]


class Place(Value, frozen=True, kw_only=True):
    """Where a model is: its files by name, and whether they came with packages."""

    files: Mapping[str, Path]
    packaged: bool


class ModelFolder:
    """The models folder, together with what is in installed packages."""

    def __init__(self, path: Path, models: Sequence[Model] = ()) -> None:
        """Take the folder, which need not exist, and the catalogue (default: the one that is shipped)."""
        self.root = path
        self.models = tuple(models) or shipped()

    @classmethod
    def of(cls, config: Config) -> "ModelFolder":
        """Return the one that the configuration names: `models.folder`, by default `models` in the data."""
        return cls(
            Path(config.models.folder) if config.models.folder else Path(config.data.folder) / "models"
        )

    def path(self, name: str) -> Path:
        """Return the folder that has a model's files under their names; ModelMissing says how to get it."""
        model = named(self.models, name)
        place = self.place(model)
        if place and not place.packaged:
            return self.root / name
        folders = {path.parent for path in place.files.values()} if place else set()
        if place and len(folders) == 1 and all(path.name == file for file, path in place.files.items()):
            return folders.pop()
        raise missing(model)

    def file(self, name: str, file: str) -> Path:
        """Return where a model's file is, after holding it against its checksum. Blocking, as it is read.

        Raises ModelMissing when it is not here, and when it is not what it should be.
        """
        model = named(self.models, name)
        place = self.place(model)
        if not place or file not in place.files:
            raise missing(model)
        fault = _fault(place.files[file], self._expected(model, place)[file])
        if fault:
            raise missing(model, f"{place.files[file].name} of {name} {fault}.")
        return place.files[file]

    def place(self, model: Model) -> Place | None:
        """Return where a model is, None if it is not here (whole). Looks at names and sizes only."""
        record = self._record(model)
        if record and all(_size(self.root / model.name / one.path) == one.size for one in record.files):
            return Place(
                files={one.path: self.root / model.name / one.path for one in record.files}, packaged=False
            )
        packaged = {file.name: path for file in model.file if (path := _packaged(file))}
        return Place(files=packaged, packaged=True) if len(packaged) == len(model.file) else None

    def faults(self, model: Model) -> Iterator[str]:
        """Yield what is wrong with a model that is here, file by file. Blocking, as it reads every byte."""
        own = self.root / model.name
        place = self.place(model)
        record = self._record(model)
        if own.exists() and not record:
            yield f"{own} is not whole: there is no valid {RECORD} in it."
        elif record and record.got != tuple(file.sha256 for file in model.file):
            yield f"{own} is of another version than the catalogue's."
        elif record:
            for one in record.files:
                if fault := _fault(own / one.path, one):
                    yield f"{own / one.path} {fault}."
        elif place:
            for name, one in self._expected(model, place).items():
                if fault := _fault(place.files[name], one):
                    yield f"{place.files[name]} {fault}."

    def is_here(self, model: Model) -> bool:
        """Say whether there is anything of a model that `faults` can judge."""
        return (self.root / model.name).exists() or self.place(model) is not None

    def _expected(self, model: Model, place: Place) -> dict[str, InstalledFile]:
        record = None if place.packaged else self._record(model)
        files = record.files if record else [_as_catalogued(file) for file in model.file]
        return {one.path: one for one in files}

    def _record(self, model: Model) -> Installed | None:
        try:
            data = (self.root / model.name / RECORD).read_bytes()
            return msgspec.json.decode(data, type=Installed)
        except (OSError, msgspec.DecodeError):
            return None


def missing(model: Model, why: str = "") -> ModelMissing:
    """Return the error that a model is not here, naming the command that gets it."""
    why = why or f"The model {model.name} is not installed."
    return ModelMissing(f"{why} {remedy(model)}")


def remedy(model: Model) -> str:
    """Return the sentence that says how to get a model."""
    return f"Type: switchboard models install {model.name}"


def digest(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal. Blocking."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _as_catalogued(file: ModelFile) -> InstalledFile:
    return InstalledFile(path=file.name, size=file.size, sha256=file.sha256)


def _fault(path: Path, expected: InstalledFile) -> str:
    """Say what is wrong with a file, as the rest of a sentence; "" if nothing is."""
    if path.is_symlink() and not path.exists():
        return "is a link that leads nowhere"
    size = _size(path)
    if size < 0:
        return "is missing"
    if size != expected.size:
        return f"has {size:,} bytes and should have {expected.size:,}"
    try:
        return "" if digest(path) == expected.sha256 else "is not the file it should be (its SHA-256 differs)"
    except OSError as error:
        return f"cannot be read ({error.strerror})"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else -1
    except OSError:
        return -1


def _packaged(file: ModelFile) -> Path | None:
    """Return where an installed Python package has a file, without importing the package."""
    if file.unpack:
        return None
    for source in file.sources:
        pieces = pieces_of(source)
        if len(pieces) != 1 or pieces[0].client != "pip":
            continue
        top, _, rest = pieces[0].path.partition("/")
        spec = find_spec(top)
        for folder in (spec and spec.submodule_search_locations) or ():
            if _size(Path(folder) / rest) == file.size:
                return Path(folder) / rest
    return None
