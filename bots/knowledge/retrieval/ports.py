"""What retrieval takes and gives, and the ports it rests on.

`bots.knowledge.retrieval.retriever.Retriever` is the engine; it works with any embedders, also with none.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hub.core.records import Value

Matrix = NDArray[np.float32]
"""Rows are texts, columns dimensions; every row has length 1."""


def unit(rows: Matrix) -> Matrix:
    """Return rows of length 1; one of zeros stays as it is."""
    scaled: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return scaled.astype(np.float32, copy=False)


class Kind(StrEnum):
    """What part of an article a passage is."""

    TITLE = "title"
    QUESTION = "question"
    BODY = "body"


class Passage(Value, frozen=True, kw_only=True):
    """A retrievable part of an article. `passage_id` is unique within its article.

    `language` is a tag such as "en" or "zh-CN"; "" lets the text itself say.
    """

    article_id: str
    passage_id: str
    kind: Kind
    text: str
    language: str = ""


class Zone(StrEnum):
    """What a confidence is good for: answering, offering choices, or neither."""

    ANSWER = "answer"
    CHOICES = "choices"
    HANDOFF = "handoff"


class Hit(Value, frozen=True, kw_only=True):
    """An article that may answer, with the passage that speaks for it most.

    `score` orders hits of one question and has no scale; `probability` (0 to 1) is how likely this
    article is the answer. `body_id` names the passage of its body nearest to the question, "" without one.
    """

    article_id: str
    passage_id: str
    text: str
    score: float
    probability: float
    body_id: str = ""


class Found(Value, frozen=True, kw_only=True):
    """What was found for a question: hits best first, one for each article.

    `confidence` is the probability that the first hit is right, `answerable` that any article of the base
    is; both are 0 without hits. `language` is what the question was taken for.
    """

    hits: tuple[Hit, ...]
    confidence: float
    answerable: float
    zone: Zone
    language: str


class Point(Value, frozen=True, kw_only=True):
    """What answering from this confidence on would mean, by the base's own questions (0 to 1 each).

    `precision` is the share of right answers among answers, `coverage` the share of answerable questions
    that get an answer, `leak` the share of unanswerable ones that wrongly get one.
    """

    threshold: float
    precision: float
    coverage: float
    leak: float


class Curve(Value, frozen=True, kw_only=True):
    """The calibration of a knowledge base, for its editor to see.

    Answer from a confidence of `answer_from` on; else offer choices from an `answerable` of `choices_from`
    on. `measured` says that it rests on the base's own questions, of which there were `answerable`, set
    against `unanswerable` ones; a base without enough of them has the general calibration.
    """

    points: tuple[Point, ...]
    answer_from: float
    choices_from: float
    answerable: int
    unanswerable: int
    measured: bool


class Embedder(Protocol):
    """A model that turns texts into vectors whose dot product is likeness.

    `name` includes the version: vectors of different names never meet. `languages` are base tags
    ("en"); empty means every language. Both calls return one row for each text, block, are heavy on the
    CPU and come from one thread at a time.
    """

    @property
    def name(self) -> str:
        """Model and version."""
        ...

    @property
    def dims(self) -> int:
        """Columns of every matrix."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """What it is good at."""
        ...

    def embed_questions(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of what customers ask."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of what articles say; may take longer for being better found."""
        ...


class VectorCache(Protocol):
    """Where vectors outlive the process, so that a restart embeds nothing twice."""

    async def get(self, model: str, digests: Sequence[str]) -> Mapping[str, bytes]:
        """Return what is known of these; vectors as little-endian float16 bytes."""
        ...

    async def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep vectors by the digest of their text."""
        ...
