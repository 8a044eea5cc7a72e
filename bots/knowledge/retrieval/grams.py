"""The lexical signal: TF-IDF over pieces of words, so that inflections and slips of the keys still match.

It needs no model and no dictionary of its own, knows every exact code and product name, and treats
Chinese, English and mixed text alike.
"""

import re
from collections import Counter
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bots.knowledge.words import normalised

Scores = NDArray[np.float32]
Grams = dict[int, float]

PIECES = (2, 3, 4)
"""Lengths of the pieces a word is cut into, its edges marked."""

HAN_PIECES = (1, 2, 3)

_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+")
_LONGEST = 2_000
"""Characters of one text that count: enough for any passage, and a bound for hostile questions."""


def grams(text: str) -> Grams:
    """Return the pieces of a text by their hash, with damped counts."""
    counts: Counter[str] = Counter()
    for run in _RUN.findall(normalised(text[:_LONGEST])):
        if "\u3400" <= run[0] <= "\u9fff":
            counts.update(run[i : i + n] for n in HAN_PIECES for i in range(len(run) - n + 1))
        else:
            word = f"_{run}_"
            counts.update(word[i : i + n] for n in PIECES for i in range(len(word) - n + 1))
            counts[f"={run}"] += 1
    return {crc32(piece.encode()): 1.0 + float(np.log(count)) for piece, count in counts.items()}


class GramIndex:
    """Texts as rows; made anew whenever rows change, which takes milliseconds for thousands."""

    def __init__(self, rows: Sequence[Grams]) -> None:
        self.size = len(rows)
        lengths = [len(row) for row in rows]
        total = sum(lengths)
        pieces = np.fromiter((piece for row in rows for piece in row), np.int64, total)
        counts = np.fromiter((count for row in rows for count in row.values()), np.float32, total)
        owners = np.repeat(np.arange(self.size), lengths)
        order = np.argsort(pieces, kind="stable")
        self._vocabulary, starts = np.unique(pieces[order], return_index=True)
        self._ends = np.append(starts, total)
        holders = np.diff(self._ends)
        self._idf = np.log1p((self.size - holders + 0.5) / (holders + 0.5)).astype(np.float32)
        self._unknown = float(np.log1p((self.size + 0.5) / 0.5))
        weights = counts[order] * np.repeat(self._idf, holders)
        owners = owners[order]
        norms = np.sqrt(np.bincount(owners, weights * weights, minlength=self.size))
        self._owners = owners
        self._weights = (weights / np.maximum(norms, 1e-9)[owners]).astype(np.float32)

    def scores(self, question: Grams) -> Scores:
        """Return the likeness (0 to 1) of every row to the question."""
        found = np.zeros(self.size, np.float32)
        norm = 0.0
        for piece, count in question.items():
            at = int(np.searchsorted(self._vocabulary, piece))
            if at == len(self._vocabulary) or self._vocabulary[at] != piece:
                norm += (count * self._unknown) ** 2
                continue
            weight = count * float(self._idf[at])
            norm += weight * weight
            span = slice(self._ends[at], self._ends[at + 1])
            found[self._owners[span]] += weight * self._weights[span]
        return found / np.float32(max(norm, 1e-9) ** 0.5)
