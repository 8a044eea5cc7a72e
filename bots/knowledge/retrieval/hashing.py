"""Vectors without any model: words and pieces of words, hashed. The fallback, and always there."""

import re
from collections import Counter
from collections.abc import Sequence
from zlib import crc32

import numpy as np

from bots.knowledge.retrieval.ports import Matrix, unit
from bots.knowledge.words import normalised, terms

_WORD = re.compile(r"[^\W_\u3400-\u9fff]{3,}|[\u3400-\u9fff]+")
_PIECE = 0.35
"""What a piece of a word weighs against the word, its stem or its meaning."""


class HashEmbedder:
    """Likeness by shared terms; inflections and slips of the keys still match through pieces of words."""

    name = "hash-1"
    dims = 1024
    languages: frozenset[str] = frozenset()

    def embed_questions(self, texts: Sequence[str]) -> Matrix:
        """Return one row for each text; a text without any letters is all zeros."""
        rows = np.zeros((len(texts), self.dims), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for feature, weight in _features(text).items():
                hashed = crc32(feature.encode())
                # The sign makes features that fall on one place cancel out instead of adding up.
                row[hashed % self.dims] += weight if hashed & 0x80000000 else -weight
        return unit(rows)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """Return the same as for questions."""
        return self.embed_questions(texts)


def _features(text: str) -> dict[str, float]:
    counts = Counter(terms(text))
    weights = {f"={term}": 1.0 + float(np.log(count)) for term, count in counts.items()}
    for word in set(_WORD.findall(normalised(text))):
        size = 1 if "\u3400" <= word[0] <= "\u9fff" else 3
        edged = word if size == 1 else f"_{word}_"
        pieces = [edged[i : i + size] for i in range(len(edged) - size + 1)]
        for piece in pieces:
            weights[piece] = weights.get(piece, 0.0) + _PIECE / len(pieces) ** 0.5
    return weights
