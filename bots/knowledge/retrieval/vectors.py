"""Vectors of texts by way of the cache: what is known is not embedded again."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from bots.knowledge.retrieval.evidence import Vector
from bots.knowledge.retrieval.ports import Embedder, VectorCache
from bots.knowledge.retrieval.worker import Worker

BATCH = 8
"""Texts embedded in one go: a question that comes meanwhile waits for no more than these."""


def digest(text: str) -> str:
    """Return the key of a text in the cache."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


class Vectors:
    """The passage vectors of one model."""

    def __init__(self, embedder: Embedder, cache: VectorCache, worker: Worker) -> None:
        self.embedder = embedder
        self._cache = cache
        self._worker = worker

    async def of(self, texts: Sequence[str]) -> dict[str, Vector]:
        """Return the vectors by text; new ones are in the cache afterwards."""
        wanted = {digest(text): text for text in texts}
        stored = await self._cache.get(self.embedder.name, list(wanted))
        size = self.embedder.dims * 2
        found = {
            wanted[key]: np.frombuffer(kept, "<f2").astype(np.float32)
            for key, kept in stored.items()
            if key in wanted and len(kept) == size
        }
        missing = [text for text in wanted.values() if text not in found]
        for start in range(0, len(missing), BATCH):
            found |= await self._embed(missing[start : start + BATCH])
        return found

    async def _embed(self, texts: list[str]) -> dict[str, Vector]:
        rows = await self._worker.run(self.embedder.embed_passages, texts)
        kept = rows.astype("<f2")
        keep = {digest(text): row.tobytes() for text, row in zip(texts, kept, strict=True)}
        await self._cache.put(self.embedder.name, keep)
        # As read back from the cache, so that a restart changes no score.
        return dict(zip(texts, kept.astype(np.float32), strict=True))
