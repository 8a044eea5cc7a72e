"""Deciding on a question: answer it, ask which article is meant, or admit not to know."""

from enum import StrEnum

from bots.knowledge.index import Entry, Index
from bots.knowledge.passages import Passage
from bots.knowledge.score import confidence
from bots.language import LANGUAGES, language_of
from hub.core.config import Knowledge as Thresholds
from hub.core.models.contacts import Channel
from hub.core.records import Value
from hub.core.text import to_html

OTHER_LANGUAGE = 0.7
"""What confidence in an article in another language than the question's is worth."""

WHOLE = 400
"""An article of at most this many characters is said as a whole."""


class Decision(StrEnum):
    """What the bot does with a question."""

    ANSWER = "answer"
    CHOICES = "choices"
    NONE = "none"


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


class Verdict(Value, frozen=True, kw_only=True):
    """The decision and what it rests on, best result first."""

    decision: Decision
    language: str
    threshold: float
    results: list[Result] = []


class TryOut(Value, frozen=True, kw_only=True):
    """What an editor sees who tries a question: the verdict, and the answer as customers would see it."""

    decision: Decision
    language: str
    threshold: float
    suggest_threshold: float
    answer_html: str
    results: list[Result]


class Answering:
    """The published articles of one tenant, one index for each language, and the thresholds."""

    def __init__(self, thresholds: Thresholds) -> None:
        self.thresholds = thresholds
        self._indexes = {language: Index() for language in LANGUAGES}

    def put(self, entry: Entry) -> None:
        """Publish an article, or its new revision, also when its language changed."""
        self.remove(entry.article)
        self._indexes[entry.language if entry.language in LANGUAGES else "en"].put(entry)

    def remove(self, article: str) -> None:
        """Take an article back."""
        for index in self._indexes.values():
            index.remove(article)

    def result(self, article: str, question: str) -> Result | None:
        """Return one article's best passage for the question, or None when it is not published."""
        for index in self._indexes.values():
            if article in index:
                return _result(index.entry(article), index.passage(article, question), 1.0)
        return None

    def decide(self, question: str, language: str = "") -> Verdict:
        """Decide on a question; `language` counts only where the question itself does not show one."""
        spoken = language_of(question, language or "en")
        results = self._ranked(question, spoken)
        answer_from, suggest_from = self.thresholds.answer_threshold, self.thresholds.suggest_threshold
        best = results[0].score if results else 0.0
        decision = Decision.NONE
        if best >= answer_from:
            decision = Decision.ANSWER
        elif best >= suggest_from:
            decision = Decision.CHOICES
        return Verdict(decision=decision, language=spoken, threshold=answer_from, results=results)

    def try_question(self, question: str, language: str = "") -> TryOut:
        """Say what a customer would get for this question, and why."""
        verdict = self.decide(question, language)
        answers = verdict.decision is Decision.ANSWER
        return TryOut(
            decision=verdict.decision,
            language=verdict.language,
            threshold=verdict.threshold,
            suggest_threshold=self.thresholds.suggest_threshold,
            answer_html=to_html(verdict.results[0].passage) if answers else "",
            results=verdict.results,
        )

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


def _result(entry: Entry, passage: Passage, score: float) -> Result:
    if len(entry.body) <= WHOLE:
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
