"""The engine: articles in, ranked hits with calibrated confidence out."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from bots.knowledge.retrieval.cache import MemoryVectors
from bots.knowledge.retrieval.grams import GramIndex, grams
from bots.knowledge.retrieval.ports import Curve, Embedder, Found, Hit, Passage, VectorCache, Zone
from bots.language import language_of

ANSWER_FROM, CHOICES_FROM = 0.6, 0.25


class Retriever:
    """One knowledge base. Calls may overlap; what is heavy runs in a thread of its own, in order."""

    def __init__(self, embedders: Sequence[Embedder] = (), cache: VectorCache | None = None) -> None:
        self._embedders = tuple(embedders)
        self._cache = cache or MemoryVectors()
        self._passages: dict[str, tuple[Passage, ...]] = {}
        self._rows: list[Passage] = []
        self._index = GramIndex([])
        self._thread = ThreadPoolExecutor(1, "retrieval")

    async def add(self, articles: Sequence[Sequence[Passage]]) -> None:
        """Publish articles, each as all of its passages; an article that was there is replaced."""
        for passages in articles:
            self._passages[passages[0].article_id] = tuple(passages)
        await self._rebuild()

    async def remove(self, article_ids: Sequence[str]) -> None:
        """Take articles back; those that are not there are passed over."""
        for article_id in article_ids:
            self._passages.pop(article_id, None)
        await self._rebuild()

    async def ask(self, question: str, language: str | None = None, limit: int = 5) -> Found:
        """Return at most `limit` articles for a question. `language` counts where the text shows none."""
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, self._ask, question, language or "en", limit
        )

    def calibration(self) -> Curve:
        """Return what confidences mean in this base, as last measured."""
        return Curve(
            points=(),
            answer_from=ANSWER_FROM,
            choices_from=CHOICES_FROM,
            answerable=0,
            unanswerable=0,
            measured=False,
        )

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _rebuild(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._index_all)

    def _index_all(self) -> None:
        self._rows = [passage for passages in self._passages.values() for passage in passages]
        self._index = GramIndex([grams(passage.text) for passage in self._rows])

    def _ask(self, question: str, language: str, limit: int) -> Found:
        scores = self._index.scores(grams(question))
        best: dict[str, Hit] = {}
        for at in np.argsort(-scores):
            passage, score = self._rows[at], float(scores[at])
            if len(best) == limit or score <= 0:
                break
            best.setdefault(
                passage.article_id,
                Hit(
                    article_id=passage.article_id,
                    passage_id=passage.passage_id,
                    text=passage.text,
                    score=score,
                    probability=score,
                ),
            )
        hits = tuple(best.values())
        confidence = hits[0].probability if hits else 0.0
        zone = Zone.HANDOFF
        if confidence >= ANSWER_FROM:
            zone = Zone.ANSWER
        elif confidence >= CHOICES_FROM:
            zone = Zone.CHOICES
        return Found(hits=hits, confidence=confidence, zone=zone, language=language_of(question, language))
