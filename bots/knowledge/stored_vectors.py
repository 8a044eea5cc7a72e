"""Vectors in the store: a restart embeds nothing twice."""

from collections.abc import Mapping, Sequence

from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.models.vectors import TextVector
from hub.core.ports import Store

AT_ONCE = 500
"""Records read, or erased, in one go."""


class StoredVectors:
    """A bots.knowledge.meaning.LastingVectors over one tenant's store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._wanted: set[str] = set()

    async def get(self, model: str, digests: Sequence[str]) -> Mapping[str, bytes]:
        """Return what is known of these."""
        ids = {_id(model, digest): digest for digest in digests}
        self._wanted |= ids.keys()
        found: dict[str, bytes] = {}
        asked = list(ids)
        for start in range(0, len(asked), AT_ONCE):
            part = set(asked[start : start + AT_ONCE])
            for kept in await self._store.find(TextVector, {"id": part}):
                found[ids[kept.id]] = kept.data
        return found

    async def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep vectors by the digest of their text."""
        batch = Batch(at=self._clock.now())
        for digest, data in vectors.items():
            batch.save_content(TextVector(id=_id(model, digest), data=data))
        self._wanted |= {_id(model, digest) for digest in vectors}
        await self._store.commit(batch)

    async def prune(self) -> int:
        """Erase what was neither asked for nor put since the start; return how many."""
        erased, last = 0, ""
        while kept := await self._store.find(TextVector, above=last, limit=AT_ONCE):
            last = kept[-1].id
            batch = Batch(at=self._clock.now())
            for vector in kept:
                if vector.id not in self._wanted:
                    batch.delete(vector)
            if batch.deletes:
                await self._store.commit(batch)
                erased += len(batch.deletes)
        return erased


def _id(model: str, digest: str) -> str:
    return f"{model} {digest}"
