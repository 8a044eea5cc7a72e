"""The engine: articles in, ranked hits with calibrated confidence out."""

import asyncio
from collections.abc import Iterable, Sequence

from bots.knowledge.retrieval.cache import MemoryVectors
from bots.knowledge.retrieval.calibration import Measured, curve
from bots.knowledge.retrieval.hashing import HashEmbedder
from bots.knowledge.retrieval.ports import Curve, Embedder, Found, Hit, Kind, Passage, VectorCache, Zone
from bots.knowledge.retrieval.shelf import Shelf
from bots.knowledge.retrieval.tidy import language_tag, tidy
from bots.knowledge.retrieval.vectors import Vectors
from bots.knowledge.retrieval.worker import Worker

CHANGED_SHARE = 0.05
"""A base is calibrated anew when this share of its articles changed since it was."""


class Retriever:
    """One knowledge base. Calls may overlap; what is heavy runs in the worker's thread, in order.

    A question is answered from the articles in its own language. `embedders` come best first, and the
    first that is good at a language reads its texts; where none is, words alone count.
    """

    def __init__(
        self,
        embedders: Sequence[Embedder] = (),
        cache: VectorCache | None = None,
        worker: Worker | None = None,
    ) -> None:
        self._worker = worker or Worker()
        self._cache = cache or MemoryVectors()
        self._readers = [Vectors(one, self._cache, self._worker) for one in (*embedders, HashEmbedder())]
        self._shelves: dict[str, Shelf] = {}  # by language tag
        self._tags: dict[str, frozenset[str]] = {}  # which shelves an article is on
        self._changed = 0
        self._curve = curve([])
        self._changing = asyncio.Lock()
        self._calibrating = asyncio.Lock()

    def __len__(self) -> int:
        return len(self._tags)

    @property
    def is_due(self) -> bool:
        """Whether so much changed since the base was calibrated that it should be again."""
        return self._changed > CHANGED_SHARE * len(self._tags)

    def use(self, embedder: Embedder) -> None:
        """Take another model; the one for few languages goes before the one for all."""
        made = Vectors(embedder, self._cache, self._worker)
        self._readers.insert(0 if embedder.languages else len(self._readers) - 1, made)

    def copy(self) -> "Retriever":
        """Return a base with the same articles and calibration that changes on its own. Cheap."""
        made = Retriever((), self._cache, self._worker)
        made._readers = list(self._readers)
        made._shelves = {tag: shelf.copy() for tag, shelf in self._shelves.items()}
        made._tags, made._curve = dict(self._tags), self._curve
        return made

    async def add(self, articles: Sequence[Sequence[Passage]], *, calibrate: bool = True) -> None:
        """Publish articles, each as all of its passages; an article that was there is replaced.

        They answer from the moment their vectors are known; calibrating, where it is due, comes after.
        """
        async with self._changing:
            await self._apply([passages for passages in articles if passages], ())
        if calibrate:
            await self._calibrate_if_due()

    async def remove(self, article_ids: Sequence[str], *, calibrate: bool = True) -> None:
        """Take articles back; those that are not there are passed over."""
        async with self._changing:
            await self._apply((), article_ids)
        if calibrate:
            await self._calibrate_if_due()

    async def ask(
        self, question: str, language: str | None = None, limit: int = 5, without: str = ""
    ) -> Found:
        """Return at most `limit` articles for a question. `language` counts where the text shows none.

        The article `without` is left out, as if it were not published.
        """
        tag = language_tag(question, language or "")
        shelf = self._shelf_for(tag)
        text = tidy(question)
        if shelf is None or not text:
            return Found(hits=(), confidence=0.0, answerable=0.0, zone=Zone.HANDOFF, language=tag)
        hits, answerable = await self._worker.run(shelf.ask, text, limit, without)
        confidence = hits[0].probability if hits else 0.0
        return Found(
            hits=hits,
            confidence=confidence,
            answerable=round(answerable, 4),
            zone=self._zone(confidence, answerable),
            language=tag,
        )

    async def best_passage(self, article_id: str, question: str) -> Hit | None:
        """Return one article's passage nearest to the question, or None when it is not published."""
        for tag in self._tags.get(article_id, ()):
            return await self._worker.run(self._shelves[tag].nearest, article_id, tidy(question))
        return None

    def calibration(self) -> Curve:
        """Return what confidences mean in this base, as last measured."""
        return self._curve

    async def calibrate(self) -> Curve:
        """Measure the base on its own questions; others' questions are answered in between."""
        async with self._calibrating:
            self._changed = 0
            measured = [await self._measured(shelf) for shelf in list(self._shelves.values())]
            self._curve = curve(measured)
        return self._curve

    def close(self) -> None:
        """End the worker's thread. Only for whoever did not hand a shared worker in."""
        self._worker.close()

    async def _measured(self, shelf: Shelf) -> Measured:
        steps = shelf.measure()
        while (result := await self._worker.run(next, steps)) is None:
            pass  # between two steps the worker takes questions
        return result

    async def _calibrate_if_due(self) -> None:
        if self.is_due:
            await self.calibrate()

    async def _apply(self, added: Sequence[Sequence[Passage]], removed: Iterable[str]) -> None:
        for article_id in removed:
            for tag in self._tags.pop(article_id, frozenset()):
                self._shelves[tag].drop(article_id)
                self._changed += 1
        for tag, articles in _by_tag(added).items():
            await self._shelf(tag).put(articles)
            self._changed += len(articles)
            for article_id in articles:
                for old in self._tags.get(article_id, frozenset()) - {tag}:
                    self._shelves[old].drop(article_id)
                self._tags[article_id] = frozenset({tag})
        for shelf in self._shelves.values():
            await shelf.settle()

    def _shelf(self, tag: str) -> Shelf:
        if tag not in self._shelves:
            fit = [
                one for one in self._readers if not one.embedder.languages or tag in one.embedder.languages
            ]
            self._shelves[tag] = Shelf(tag, (fit or self._readers)[0], self._worker)
        return self._shelves[tag]

    def _shelf_for(self, tag: str) -> Shelf | None:
        """Return the articles in a language; for a language that has none, those it may be read with."""
        shelf = self._shelves.get(tag)
        if shelf is not None and len(shelf):
            return shelf
        others = [one for one in self._shelves.values() if len(one)]
        return max(others, key=len, default=None)

    def _zone(self, confidence: float, answerable: float) -> Zone:
        if confidence >= self._curve.answer_from:
            return Zone.ANSWER
        return Zone.CHOICES if answerable >= self._curve.choices_from else Zone.HANDOFF


def _by_tag(articles: Sequence[Sequence[Passage]]) -> dict[str, dict[str, list[Passage]]]:
    """Return articles by language: what they say they are, else what their short texts look like."""
    found: dict[str, dict[str, list[Passage]]] = {}
    for passages in articles:
        said = passages[0].language.lower().partition("-")[0].partition("_")[0]
        short = [passage.text for passage in passages if passage.kind is not Kind.BODY]
        tag = said or language_tag(" ".join(short) or passages[0].text)
        found.setdefault(tag, {})[passages[0].article_id] = [one for one in passages if one.text.strip()]
    return found
