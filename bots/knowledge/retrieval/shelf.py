"""A base's articles in one language: kept up to date, asked, measured."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import numpy as np

from bots.knowledge.retrieval.calibration import Measured, measure
from bots.knowledge.retrieval.chances import GENERAL
from bots.knowledge.retrieval.evidence import Vector
from bots.knowledge.retrieval.ports import Hit, Passage
from bots.knowledge.retrieval.space import Background, Space
from bots.knowledge.retrieval.tidy import tidy
from bots.knowledge.retrieval.unrelated import UNRELATED
from bots.knowledge.retrieval.vectors import Vectors
from bots.knowledge.retrieval.worker import Worker


class Shelf:
    """The mutable side of a Space: articles are put and dropped, `settle` makes the next view of them."""

    def __init__(self, tag: str, vectors: Vectors, worker: Worker) -> None:
        self._tag = tag
        self._vectors = vectors
        self._worker = worker
        self._curves = GENERAL
        self._articles: dict[str, tuple[Sequence[Passage], Sequence[Vector]]] = {}
        self._background: Background | None = None
        self._space: Space | None = None
        self._stale = False

    def __len__(self) -> int:
        return len(self._articles)

    def copy(self) -> "Shelf":
        """Return a shelf with the same articles and curves that changes on its own."""
        made = Shelf(self._tag, self._vectors, self._worker)
        made._curves, made._background, made._space = self._curves, self._background, self._space
        made._articles = dict(self._articles)
        return made

    async def put(self, articles: Mapping[str, Sequence[Passage]]) -> None:
        """Take articles in, embedding what is not known yet; they count from the next `settle` on."""
        background = await self._ready()
        texts = {passage: tidy(passage.text) for passages in articles.values() for passage in passages}
        found = await self._vectors.of(list(texts.values()))
        placed = await self._worker.run(_placed, background, found)
        for article_id, passages in articles.items():
            self._articles[article_id] = (passages, [placed[texts[passage]] for passage in passages])
        self._stale = True

    def drop(self, article_id: str) -> None:
        """Take an article out from the next `settle` on."""
        self._stale |= self._articles.pop(article_id, None) is not None

    async def settle(self) -> None:
        """Let questions see what was put and dropped."""
        if self._stale:
            self._space = await self._worker.run(self._view)
            self._stale = False

    def ask(self, text: str, limit: int, without: str = "") -> tuple[tuple[Hit, ...], float]:
        """Return the best articles for a tidy question, and how likely any is right. Blocking: worker.

        The article `without` is not there for this question.
        """
        space, curves = self._space, self._curves
        if space is None or not len(space.passages):
            return (), 0.0
        question = self._question(space, text)
        absent = space.of(space.articles.index(without)) if without in space.articles else None
        found = space.weigh(question, text, without=absent)
        if not found.votes:
            return (), 0.0
        hits = [
            _hit(
                space.passages[vote.row],
                vote.score,
                curves.right.of(found.strength(place), found.lead(place)),
                space.nearest_body(question, vote.owner),
            )
            for place, vote in enumerate(found.votes[:limit])
        ]
        return tuple(hits), curves.known.of(found.strength(0), 0.0)

    def nearest(self, article_id: str, text: str) -> Hit | None:
        """Return an article's passage nearest to a tidy question. Blocking: runs in the worker."""
        space = self._space
        if space is None or article_id not in space.articles:
            return None
        owner, question = space.articles.index(article_id), self._question(space, text)
        rows = space.of(owner)
        likeness = space.rows.vectors[rows] @ question
        row = int(rows[int(np.argmax(likeness))])
        body = space.nearest_body(question, owner)
        return _hit(space.passages[row], float(likeness.max()), 1.0, body)

    def measure(self) -> Iterator[Measured | None]:
        """Try the articles' own questions, a few a step; the last step yields and applies the result."""
        if self._space is None:
            yield Measured(self._curves, ())
            return
        for result in measure(self._space):
            if result is not None:
                self._curves = result.curves
            yield result

    def _question(self, space: Space, text: str) -> Vector:
        vector: Vector = space.background.place(self._vectors.embedder.embed_questions([text]))[0]
        return vector

    async def _ready(self) -> Background:
        if self._background is None:
            texts = UNRELATED.get(self._tag) or tuple(chain.from_iterable(UNRELATED.values()))
            found = await self._vectors.of(texts)
            self._background = Background(np.stack([found[text] for text in texts]))
        return self._background

    def _view(self) -> Space:
        passages = [passage for kept, _ in self._articles.values() for passage in kept]
        vectors = [vector for _, kept in self._articles.values() for vector in kept]
        background = self._background
        if background is None:
            raise RuntimeError("A shelf settles only after something was put on it.")
        return Space(background, passages, vectors, self._vectors.embedder.dims)


def _placed(background: Background, found: Mapping[str, Vector]) -> dict[str, Vector]:
    rows = background.place(np.stack(list(found.values()))) if found else ()
    return dict(zip(found, rows, strict=True))


def _hit(passage: Passage, score: float, chance: float, body: str) -> Hit:
    return Hit(
        article_id=passage.article_id,
        passage_id=passage.passage_id,
        text=passage.text,
        score=round(score, 4),
        probability=round(chance, 4),
        body_id=body,
    )
