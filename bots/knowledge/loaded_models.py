"""The models that search has loaded, for others who need the meaning of questions."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from bots.knowledge.retrieval.ports import Embedder, Matrix
from bots.knowledge.retrieval.space import Background
from bots.knowledge.retrieval.tidy import tidy
from bots.knowledge.retrieval.unrelated import UNRELATED
from bots.knowledge.retrieval.worker import Worker

M = TypeVar("M")

AT_ONCE = 8
"""Texts read in one go: a customer's question that comes meanwhile waits for no more than these."""


class Reading(NamedTuple):
    """What texts mean to a model: unit rows whose dot products are likenesses, -1 to 1, 0 for unrelated."""

    model: str
    rows: Matrix


class LoadedModels(Generic[M]):
    """Remembers what is loaded through it; by itself it loads nothing."""

    def __init__(self, worker: Worker, load: Callable[[M], Embedder]) -> None:
        """Take the thread that models run in, and what loads them."""
        self._worker = worker
        self._load = load
        self._embedders: list[Embedder] = []
        self._backgrounds: dict[tuple[str, str], Background] = {}
        self._preparing = asyncio.Lock()

    def load(self, model: M) -> Embedder:
        """Load a model and remember it. Blocking."""
        loaded = self._load(model)
        self._embedders.append(loaded)
        return loaded

    def reads(self, language: str) -> str:
        """Return the name of the model that reads a language, "" where words must do."""
        embedder = self._for(language)
        return embedder.name if embedder else ""

    async def read(self, texts: Sequence[str], language: str) -> Reading | None:
        """Return what questions mean, or None where no model that reads the language is loaded."""
        embedder = self._for(language)
        if embedder is None:
            return None
        async with self._preparing:
            background = await self._background(embedder, language)
        parts = [texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE)]
        rows = [await self._worker.run(_read, embedder, part) for part in parts]
        return Reading(embedder.name, background.place(_stacked(rows, embedder.dims)))

    def _for(self, language: str) -> Embedder | None:
        """Return the one that reads few languages before the one that reads all."""
        fit = [one for one in self._embedders if not one.languages or language in one.languages]
        return min(fit, key=lambda one: len(one.languages) or 1000, default=None)

    async def _background(self, embedder: Embedder, language: str) -> Background:
        key = (embedder.name, language)
        if key not in self._backgrounds:
            texts = UNRELATED.get(language) or tuple(chain.from_iterable(UNRELATED.values()))
            parts = [texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE)]
            rows = [await self._worker.run(_read, embedder, part) for part in parts]
            self._backgrounds[key] = Background(_stacked(rows, embedder.dims))
        return self._backgrounds[key]


def _read(embedder: Embedder, texts: Sequence[str]) -> Matrix:
    return embedder.embed_questions([tidy(text) for text in texts])


def _stacked(rows: Sequence[Matrix], dims: int) -> Matrix:
    return np.concatenate(rows) if rows else np.zeros((0, dims), np.float32)
