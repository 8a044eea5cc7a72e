"""The index of one tenant's published articles in one language: BM25F, changed article by article.

Fields are title, questions and body. An article is put in or taken out in time proportional to its own
size, so a published change answers at once.
"""

import difflib
import heapq
import math
from collections import Counter

from msgspec import Struct

from bots.knowledge.passages import Passage, passages
from bots.knowledge.words import MUTED_SCALE, Need, needs, terms
from bots.sound import Sounds
from hub.core.models.contacts import Channel

FIELDS = 3
TITLE, QUESTIONS, BODY = range(FIELDS)
BOOST = (2.0, 2.5, 0.8)
LENGTH = (0.3, 0.3, 0.6)
SATURATION = 1.2
CREDIT = (1.0, 1.0, 0.75)
"""How much a match in a field covers: what only the body mentions is less surely what it is about."""

MATCHED = 0.5
"""From this credit on a need counts as matched."""

ENOUGH = 3
"""This many different matches leave nothing to chance."""

TYPO_LENGTH = 5
TYPO_LIKENESS = 0.84
TYPO_CREDIT = 0.8


class Entry(Struct, frozen=True, kw_only=True):
    """An article as it is published; `texts` are said instead of its body on their channels."""

    article: str
    revision: int
    title: str
    body: str
    questions: list[str] = []
    language: str = "en"
    texts: dict[Channel, str] = {}


class Found(Struct, frozen=True, kw_only=True):
    """An article and the evidence for it; all but `fit` lie between 0 and 1."""

    entry: Entry
    fit: float  # what the order goes by: share of the best BM25F score, plus closeness
    coverage: float  # share of the question's informative weight that the article has
    closeness: float  # likeness to the article's title or nearest question
    substance: float  # how much informative weight was matched at all
    breadth: float  # how many different things were matched, three and more being full
    passage: Passage


class _Unit(Struct, frozen=True):
    """A short text that may be the question itself: the title or one of the questions."""

    needs: list[Need]
    terms: frozenset[str]


class _Doc(Struct, frozen=True):
    entry: Entry
    counts: tuple[Counter[str], ...]
    lengths: tuple[int, ...]
    units: list[_Unit]
    passages: list[tuple[Passage, frozenset[str]]]

    @property
    def words(self) -> list[str]:
        return [need.word for unit in self.units for need in unit.needs]


class Index:
    """Articles by the terms in them."""

    def __init__(self) -> None:
        self._docs: dict[str, _Doc] = {}
        self._postings: dict[str, dict[str, tuple[int, ...]]] = {}  # by term: article, count per field
        self._spellings: dict[tuple[str, int], set[str]] = {}  # English terms by first letter and length
        self._sounds = Sounds()  # what titles and questions speak of: bodies say much that nobody asks for
        self._lengths = [0] * FIELDS

    def __len__(self) -> int:
        return len(self._docs)

    def __contains__(self, article: str) -> bool:
        return article in self._docs

    def entry(self, article: str) -> Entry:
        """Return an article of the index; KeyError when it is not published."""
        return self._docs[article].entry

    def put(self, entry: Entry) -> None:
        """Add an article, or replace the version that was there."""
        self.remove(entry.article)
        doc = _read(entry)
        self._docs[entry.article] = doc
        for term in set().union(*doc.counts):
            if term not in self._postings and _is_spelled(term):
                self._spellings.setdefault((term[0], len(term)), set()).add(term)
            counts = tuple(count[term] for count in doc.counts)
            self._postings.setdefault(term, {})[entry.article] = counts
        for word in doc.words:
            self._sounds.add(word)
        self._lengths = [total + own for total, own in zip(self._lengths, doc.lengths, strict=True)]

    def remove(self, article: str) -> None:
        """Take an article out, if it is there."""
        doc = self._docs.pop(article, None)
        if doc is None:
            return
        for term in set().union(*doc.counts):
            holders = self._postings[term]
            del holders[article]
            if not holders:
                del self._postings[term]
                self._spellings.get((term[:1], len(term)), set()).discard(term)
        for word in doc.words:
            self._sounds.remove(word)
        self._lengths = [total - own for total, own in zip(self._lengths, doc.lengths, strict=True)]

    def search(self, question: str, limit: int = 5) -> list[Found]:
        """Return the articles that fit best, best first."""
        if not self._docs:
            return []
        asked = [self._forgiving(need) for need in needs(question)]
        ranks: dict[str, float] = {}
        for need in asked:
            weight = self._weight(need)
            for article, gain in self._gains(need).items():
                ranks[article] = ranks.get(article, 0.0) + weight * gain
        best = heapq.nlargest(limit * 2, ranks.items(), key=lambda pair: (pair[1], pair[0]))
        found = [self._found(self._docs[article], asked, rank / best[0][1]) for article, rank in best]
        return sorted(found, key=lambda one: one.fit, reverse=True)[:limit]

    def passage(self, article: str, question: str) -> Passage:
        """Return the article's passage that fits the question best."""
        return self._best_passage(self._docs[article], [self._forgiving(need) for need in needs(question)])

    def covers(self, article: str, text: str) -> bool:
        """Say whether an article mentions everything a text is about, and it is about something."""
        matters = [need for need in needs(text) if need.scale > MUTED_SCALE]
        doc = self._docs[article]
        return bool(matters) and all(
            max(credit * _field_credit(doc, term) for term, credit in need.terms) >= MATCHED
            for need in matters
        )

    def restored(self, text: str) -> str:
        """Return a Chinese text with the words of titles and questions where it only sounds like them."""
        return self._sounds.restored(text)

    def _forgiving(self, need: Need) -> Need:
        """Add the nearest word the articles do use to an unknown one: it may be a slip of the keys."""
        word = need.word
        if not _is_spelled(word) or any(term in self._postings for term, _ in need.terms):
            return need
        lengths = range(len(word) - 2, len(word) + 3)
        likely = [term for length in lengths for term in self._spellings.get((word[0], length), ())]
        near = difflib.get_close_matches(word, sorted(likely), n=1, cutoff=TYPO_LIKENESS)
        return Need(word, (*need.terms, (near[0], TYPO_CREDIT)), need.scale) if near else need

    def _idf(self, term: str) -> float:
        holders = len(self._postings.get(term, ()))
        return math.log(1 + (len(self._docs) - holders + 0.5) / (holders + 0.5))

    def _weight(self, need: Need) -> float:
        """Return how informative a need is; what no article mentions counts most: it may be off-topic."""
        known = [self._idf(term) for term, credit in need.terms if term in self._postings and credit > 0.5]
        return need.scale * (min(known) if known else self._idf(need.word))

    def _gains(self, need: Need) -> dict[str, float]:
        averages = [length / len(self._docs) for length in self._lengths]
        gains: dict[str, float] = {}
        for term, credit in need.terms:
            for article, counts in self._postings.get(term, {}).items():
                frequency = 0.0
                for field, count in enumerate(counts):
                    if count:
                        longer = self._docs[article].lengths[field] / averages[field]
                        frequency += BOOST[field] * count / (1 - LENGTH[field] + LENGTH[field] * longer)
                gain = credit * frequency / (SATURATION + frequency)
                if gain > gains.get(article, 0.0):
                    gains[article] = gain
        return gains

    def _found(self, doc: _Doc, asked: list[Need], rank: float) -> Found:
        credits = [max((credit * _field_credit(doc, term) for term, credit in need.terms)) for need in asked]
        weights = [self._weight(need) for need in asked]
        total = sum(weights)
        covered = sum(weight * credit for weight, credit in zip(weights, credits, strict=True))
        matched = sum(
            credit >= MATCHED and need.scale > MUTED_SCALE
            for need, credit in zip(asked, credits, strict=True)
        )
        closeness = max(self._closeness(unit, asked, total) for unit in doc.units)
        return Found(
            entry=doc.entry,
            fit=rank + closeness,
            coverage=covered / total,
            closeness=closeness,
            substance=covered / (covered + self._idf("")),
            breadth=min(matched, ENOUGH) / ENOUGH,
            passage=self._best_passage(doc, asked),
        )

    def _closeness(self, unit: _Unit, asked: list[Need], total: float) -> float:
        """Return the share of weight that question and unit have in common."""
        common = sum(self._weight(need) * _credit(need, unit.terms) for need in asked)
        own = sum(self._weight(need) for need in unit.needs)
        return common / (total + own - common) if common else 0.0

    def _best_passage(self, doc: _Doc, asked: list[Need]) -> Passage:
        def fit(part: tuple[Passage, frozenset[str]]) -> float:
            return sum(self._weight(need) * _credit(need, part[1]) for need in asked)

        return max(doc.passages, key=fit)[0]


def _read(entry: Entry) -> _Doc:
    parts = passages(entry.body)
    body = [term for part in parts for term in terms(f"{part.heading}\n{part.text}")]
    asked = [term for question in entry.questions for term in terms(question)]
    counts = (Counter(terms(entry.title)), Counter(asked), Counter(body))
    return _Doc(
        entry=entry,
        counts=counts,
        lengths=tuple(max(count.total(), 1) for count in counts),
        units=[_Unit(needs(text), frozenset(terms(text))) for text in (entry.title, *entry.questions)],
        passages=[(part, frozenset(terms(f"{part.heading}\n{part.text}"))) for part in parts],
    )


def _credit(need: Need, present: frozenset[str]) -> float:
    return max((credit for term, credit in need.terms if term in present), default=0.0)


def _field_credit(doc: _Doc, term: str) -> float:
    return max((CREDIT[field] for field in range(FIELDS) if term in doc.counts[field]), default=0.0)


def _is_spelled(term: str) -> bool:
    """Say whether a term is an English word long enough to be told from a misspelt one."""
    return len(term) >= TYPO_LENGTH and term.isascii() and term.isalpha()
