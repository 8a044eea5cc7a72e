"""Vectors kept in memory: for tests and commands, and where nothing durable is bound."""

from collections.abc import Mapping, Sequence


class MemoryVectors:
    """A VectorCache that lasts as long as the process."""

    def __init__(self) -> None:
        self._vectors: dict[tuple[str, str], bytes] = {}

    async def get(self, model: str, digests: Sequence[str]) -> Mapping[str, bytes]:
        """Return what is known of these."""
        keys = {digest: (model, digest) for digest in digests}
        return {digest: self._vectors[key] for digest, key in keys.items() if key in self._vectors}

    async def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep vectors by the digest of their text."""
        self._vectors |= {(model, digest): vector for digest, vector in vectors.items()}
