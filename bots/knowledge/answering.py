"""Deciding on a question: answer it, ask which article is meant, or admit not to know.

Articles are searched by meaning once that is ready, else by words. What is published, the words' indexes
know; whatever else finds an article, it is said as they have it.
"""

import asyncio
from collections.abc import Iterable
from enum import StrEnum

from bots.knowledge.index import Entry, Index
from bots.knowledge.meaning import Meaning
from bots.knowledge.passages import BODY_ROW, Passage, passages
from bots.knowledge.retrieval.ports import Curve, Found, Zone
from bots.knowledge.score import confidence
from bots.language import LANGUAGES, language_of
from hub.core.config import Knowledge as Thresholds
from hub.core.models.contacts import Channel
from hub.core.records import Value
from hub.core.text import to_html

OTHER_LANGUAGE = 0.7
"""What confidence in an article in another language than the question's is worth."""

WORTH = 0.05
"""A choice is offered from this confidence on: below it few were right (docs/knowledge-search.md)."""

SHARE = 0.1
"""And when it has this share of the best one's confidence."""

WHOLE = 400
"""An article of at most this many characters is said as a whole."""


class Decision(StrEnum):
    """What the bot does with a question."""

    ANSWER = "answer"
    CHOICES = "choices"
    NONE = "none"


DECISIONS = {
    Zone.ANSWER: Decision.ANSWER,
    Zone.CHOICES: Decision.CHOICES,
    Zone.HANDOFF: Decision.NONE,
}


class Result(Value, frozen=True, kw_only=True):
    """An article that may answer, with its best passage and the confidence in it (0 to 1).

    `texts` are what to say instead of the passage on their channels.
    """

    article: str
    revision: int
    title: str
    language: str
    score: float
    passage: str
    texts: dict[Channel, str] = {}

    def said(self, channel: Channel) -> str:
        """Return what a customer is told on a channel."""
        return self.texts.get(channel) or self.passage


class Search(StrEnum):
    """How articles were searched."""

    MEANING = "meaning"
    WORDS = "words"


class Verdict(Value, frozen=True, kw_only=True):
    """The decision and what it rests on, best result first.

    It is an answer from a score of `threshold` on. By meaning, it is choices from an `answerable` (how
    likely any article answers) of `suggest_threshold` on; by words, from a score of it.
    """

    decision: Decision
    language: str
    search: Search
    threshold: float
    suggest_threshold: float
    answerable: float
    results: list[Result] = []

    @property
    def likely(self) -> list[Result]:
        """What is worth offering as choices."""
        least = self.suggest_threshold / 2 if self.search is Search.WORDS else WORTH
        enough = max([least, *(SHARE * result.score for result in self.results[:1])])
        return [result for result in self.results if result.score >= enough]


class TryOut(Value, frozen=True, kw_only=True):
    """What an editor sees who tries a question: the verdict, and the answer as customers would see it.

    `calibration` says what confidences mean in this base; there is none by words.
    """

    decision: Decision
    language: str
    search: Search
    threshold: float
    suggest_threshold: float
    answerable: float
    answer_html: str
    results: list[Result]
    calibration: Curve | None


class Answering:
    """The published articles of one tenant: an index of words for each language, and their meaning."""

    def __init__(self, thresholds: Thresholds, meaning: Meaning | None = None) -> None:
        """Take the thresholds of the search by words; the other one finds its own."""
        self.thresholds = thresholds
        self._meaning = meaning
        self._indexes = {language: Index() for language in LANGUAGES}

    def put(self, entry: Entry) -> None:
        """Publish an article, or its new revision, also when its language changed."""
        self._take_out(entry.article)
        self._indexes[entry.language if entry.language in LANGUAGES else "en"].put(entry)
        if self._meaning:
            self._meaning.put(entry)

    def remove(self, article: str) -> None:
        """Take an article back."""
        self._take_out(article)
        if self._meaning:
            self._meaning.remove(article)

    async def caught_up(self) -> None:
        """Return once what was published until now is searched in the way this hub searches."""
        if self._meaning:
            await self._meaning.caught_up()

    async def with_change(self, published: Iterable[Entry], article: str, entry: Entry | None) -> "Answering":
        """Return a copy in which an article is another, or gone; `published` is all there is without it."""
        meaning = await self._meaning.with_change(article, entry) if self._meaning else None
        copy = Answering(self.thresholds)
        await asyncio.to_thread(copy._put_all, [*published, *([entry] if entry else [])])
        copy._meaning = meaning
        return copy

    async def result(self, article: str, question: str) -> Result | None:
        """Return one article's best passage for the question, or None when it is not published."""
        best = await self._meaning.best(article, question) if self._meaning else None
        return self._result(article, question, 1.0, best.body_id if best else "")

    def covers(self, article: str, text: str) -> bool:
        """Say whether a published article mentions everything a text is about; a text of no matter, never."""
        return any(index.covers(article, text) for index in self._indexes.values() if article in index)

    def body(self, article: str) -> str:
        """Return what a published article says, in Markdown; nothing of one that is not published."""
        entry = self._entry(article)
        return entry.body if entry else ""

    def title(self, article: str) -> str:
        """Return a published article's title; nothing of one that is not."""
        entry = self._entry(article)
        return entry.title if entry else ""

    def restored(self, text: str) -> str:
        """Return a Chinese text with our articles' words where it only sounds like them."""
        return self._indexes["zh"].restored(text)

    async def decide(self, question: str, language: str = "", *, without: str = "") -> Verdict:
        """Decide on a question; `language` counts only where the question itself does not show one.

        The article `without` is passed over: what else would answer, where that one was told already?
        """
        spoken = language_of(question, language or "en")
        found = await self._meaning.ask(question, spoken, without) if self._meaning else None
        if found is None or self._meaning is None:
            return self.by_words(question, language, without=without)
        verdict = self._by_meaning(question, spoken, found, self._meaning.calibration())
        if verdict.decision is Decision.NONE:
            words = self.by_words(question, language, without=without)
            if words.results and words.results[0].language != spoken and words.decision is Decision.ANSWER:
                return words  # another language's article says it in the very words
        return verdict

    def by_words(self, question: str, language: str = "", *, without: str = "") -> Verdict:
        """Decide by words alone."""
        spoken = language_of(question, language or "en")
        results = [one for one in self._ranked(question, spoken) if one.article != without]
        answer_from, suggest_from = self.thresholds.answer_threshold, self.thresholds.suggest_threshold
        best = results[0].score if results else 0.0
        decision = Decision.NONE
        if best >= answer_from:
            decision = Decision.ANSWER
        elif best >= suggest_from:
            decision = Decision.CHOICES
        return Verdict(
            decision=decision,
            language=spoken,
            search=Search.WORDS,
            threshold=answer_from,
            suggest_threshold=suggest_from,
            answerable=best,
            results=results,
        )

    async def try_question(self, question: str, language: str = "") -> TryOut:
        """Say what a customer would get for this question, and why."""
        verdict = await self.decide(question, language)
        answers = verdict.decision is Decision.ANSWER
        by_meaning = self._meaning if verdict.search is Search.MEANING else None
        return TryOut(
            decision=verdict.decision,
            language=verdict.language,
            search=verdict.search,
            threshold=verdict.threshold,
            suggest_threshold=verdict.suggest_threshold,
            answerable=verdict.answerable,
            answer_html=to_html(verdict.results[0].passage) if answers else "",
            results=verdict.results,
            calibration=by_meaning.calibration() if by_meaning else None,
        )

    def _by_meaning(self, question: str, spoken: str, found: Found, curve: Curve) -> Verdict:
        made = [self._result(hit.article_id, question, hit.probability, hit.body_id) for hit in found.hits]
        results = [result for result in made if result]  # what was just taken back is not said
        decision = DECISIONS[found.zone] if results else Decision.NONE
        if decision is Decision.ANSWER and made[0] is None:
            decision = Decision.CHOICES
        return Verdict(
            decision=decision,
            language=spoken,
            search=Search.MEANING,
            threshold=curve.answer_from,
            suggest_threshold=curve.choices_from,
            answerable=found.answerable,
            results=results,
        )

    def _result(self, article: str, question: str, score: float, body: str) -> Result | None:
        """Return an article with the body passage of that id, or that of the most words in common."""
        for index in self._indexes.values():
            if article in index:
                entry = index.entry(article)
                if len(entry.body) <= WHOLE:
                    return _result(entry, None, score)
                named = _passage(entry, body)
                return _result(entry, named or index.passage(article, question), score)
        return None

    def _entry(self, article: str) -> Entry | None:
        found = (index.entry(article) for index in self._indexes.values() if article in index)
        return next(found, None)

    def _put_all(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self.put(entry)

    def _take_out(self, article: str) -> None:
        for index in self._indexes.values():
            index.remove(article)

    def _ranked(self, question: str, spoken: str) -> list[Result]:
        """Return results in the question's language, or others' when those say clearly more."""
        own = self._search(spoken, question, 1.0)
        if own and own[0].score >= self.thresholds.suggest_threshold:
            return own
        others = [
            result
            for language in LANGUAGES
            if language != spoken
            for result in self._search(language, question, OTHER_LANGUAGE)
        ]
        return sorted(own + others, key=lambda result: result.score, reverse=True)[:5]

    def _search(self, language: str, question: str, worth: float) -> list[Result]:
        return [
            _result(found.entry, found.passage, confidence(found) * worth)
            for found in self._indexes[language].search(question)
        ]


def _passage(entry: Entry, body: str) -> Passage | None:
    """Return the passage a row of meaning names, unless the article was made shorter just now."""
    number = body.removeprefix(BODY_ROW)
    parts = passages(entry.body) if number.isdecimal() else []
    return parts[int(number)] if parts and int(number) < len(parts) else None


def _result(entry: Entry, passage: Passage | None, score: float) -> Result:
    if passage is None or len(entry.body) <= WHOLE:
        said = entry.body
    else:
        said = f"**{passage.heading}**\n\n{passage.body}" if passage.heading else passage.body
    return Result(
        article=entry.article,
        revision=entry.revision,
        title=entry.title,
        language=entry.language,
        score=round(score, 3),
        passage=said,
        texts=entry.texts,
    )
