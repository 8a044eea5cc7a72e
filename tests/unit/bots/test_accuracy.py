"""How well the knowledge bot answers, on questions that were used for nothing else."""

import pytest

from bots.knowledge.answering import Answering, Decision
from tests.unit.bots.knowledge_base import Question, articles, demo, questions

RIGHT = 0.85
LEAK = 0.05


@pytest.fixture(scope="module")
def answering() -> Answering:
    return demo()


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def of(language: str, *, answerable: bool) -> list[Question]:
    return [q for q in questions("heldout") if q.language == language and bool(q.article) == answerable]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_right_article_is_first(answering, language):
    ranked = [(q, answering.by_words(q.text, q.language).results) for q in of(language, answerable=True)]
    assert share([bool(found) and found[0].article == q.article for q, found in ranked]) >= RIGHT


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_right_article_is_among_the_choices(answering, language):
    ranked = [(q, answering.by_words(q.text, q.language).results) for q in of(language, answerable=True)]
    assert share([q.article in [one.article for one in found[:3]] for q, found in ranked]) >= 0.9


@pytest.mark.parametrize("language", ["en", "zh"])
def test_most_questions_are_answered_and_answers_are_right(answering, language):
    verdicts = [(q, answering.by_words(q.text, q.language)) for q in of(language, answerable=True)]
    answers = [(q, v) for q, v in verdicts if v.decision is Decision.ANSWER]
    assert len(answers) / len(verdicts) >= 0.7
    assert share([v.results[0].article == q.article for q, v in answers]) >= 0.9


@pytest.mark.parametrize("language", ["en", "zh"])
def test_unrelated_questions_are_not_answered(answering, language):
    unrelated = of(language, answerable=False)
    assert len(unrelated) >= 30
    answered = [
        q.text for q in unrelated if answering.by_words(q.text, q.language).decision is Decision.ANSWER
    ]
    assert len(answered) / len(unrelated) <= LEAK, answered


def test_scores_mean_what_they_say(answering):
    # Among results that claim about the same, about that share must be right: the claim is calibrated.
    claims = [
        (found[0].score, found[0].article == q.article)
        for q in questions("heldout")
        if (found := answering.by_words(q.text, q.language).results)
    ]
    for low, high in ((0.0, 0.3), (0.3, 0.7), (0.7, 1.01)):
        bucket = [(score, right) for score, right in claims if low <= score < high]
        said = sum(score for score, _ in bucket) / len(bucket)
        assert abs(said - share([right for _, right in bucket])) <= 0.25


def test_articles_are_told_apart_by_their_own_questions(answering):
    own = [(entry, question) for entry in articles() for question in entry.questions]
    hits = [answering.by_words(q, e.language).results[0].article == e.article for e, q in own]
    assert share(hits) >= 0.97
