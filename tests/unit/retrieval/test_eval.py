"""`switchboard eval knowledge`: its figures, its files, its report."""

import json

import msgspec
import pytest

from bots.knowledge.eval.figures import auroc, quality
from bots.knowledge.eval.files import read_articles, read_questions
from bots.knowledge.eval.run import Report
from bots.knowledge.retrieval.ports import Found, Hit, Zone
from hub.cli import main
from hub.core.errors import InvalidInput
from tests.fakes.retrieval import ENGLISH


def found(zone, answerable, *articles):
    hits = tuple(Hit(article_id=one, passage_id="t", text="", score=1, probability=0.5) for one in articles)
    return Found(hits=hits, confidence=0.5, answerable=answerable, zone=zone, language="en")


def test_the_figures():
    rows = [
        (found(Zone.ANSWER, 0.9, "a", "b"), "a"),  # right
        (found(Zone.ANSWER, 0.8, "b", "a"), "a"),  # wrong, second place
        (found(Zone.CHOICES, 0.4, "b", "c", "a"), "a"),  # offered in third place
        (found(Zone.HANDOFF, 0.1), "a"),  # not found
        (found(Zone.ANSWER, 0.6, "a"), None),  # leaked
        (found(Zone.HANDOFF, 0.1, "a"), None),
    ]
    got = quality([row[0] for row in rows], [row[1] for row in rows])
    assert (got.answerable, got.unanswerable) == (4, 2)
    assert (got.accuracy_at_1, got.recall_at_5) == (0.25, 0.75)
    assert got.mrr == pytest.approx((1 + 1 / 2 + 1 / 3) / 4, abs=1e-4)
    assert (got.precision, got.coverage, got.leak) == (0.3333, 0.5, 0.5)
    assert got.helped == 0.5
    assert got.auroc == pytest.approx((2 + 2 + 1 + 0.5) / 8, abs=1e-4)


def test_figures_without_a_kind_of_question_are_left_open():
    only_own = quality([found(Zone.ANSWER, 0.9, "a")], ["a"])
    assert (only_own.auroc, only_own.leak) == (None, None)
    only_others = quality([found(Zone.HANDOFF, 0.1)], [None])
    assert (only_others.accuracy_at_1, only_others.precision) == (None, None)
    assert auroc([1, 1], [0, 0]) == 1.0


def written(path, *rows):
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), "utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"id": "a", "title": "A"}, "{not json"], "line 2"),
        ([{"id": "a", "title": "A"}, "", {"id": "b"}], "line 3: Object missing required field `title`"),
        ([{"id": "a", "title": "A"}, {"id": "a", "title": "B"}], "line 2: the id 'a' is that of line 1"),
        ([{"id": "a", "title": " "}], "line 1: an article needs an id and some text"),
        ([{"id": "a", "title": "A", "questions": "not a list"}], "line 1"),
        ([], "there are no articles"),
    ],
)
def test_a_bad_article_is_named_by_file_and_line(tmp_path, rows, says):
    path = written(tmp_path / "a.jsonl", *rows)
    with pytest.raises(InvalidInput) as caught:
        read_articles(path)
    assert "a.jsonl" in caught.value.message
    assert says in caught.value.message


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"text": "x", "article": "a"}, {"text": "x", "article": "z"}], "line 2: there is no article 'z'"),
        ([{"text": "x"}], "line 1: Object missing required field `article`"),
        ([{"text": " ", "article": None}], "line 1: the question has no text"),
        ([], "there are no questions"),
    ],
)
def test_a_bad_question_is_named_by_file_and_line(tmp_path, rows, says):
    articles = read_articles(written(tmp_path / "a.jsonl", {"id": "a", "title": "A"}))
    with pytest.raises(InvalidInput, match="q.jsonl") as caught:
        read_questions(written(tmp_path / "q.jsonl", *rows), articles)
    assert says in caught.value.message


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InvalidInput, match=r"gone.jsonl cannot be read"):
        read_articles(tmp_path / "gone.jsonl")


def test_the_command_prints_and_reports(tmp_path, capsys):
    base = [
        {"id": name, "title": texts[0], "questions": texts[1:], "body": "# How\n\nLike this."}
        for name, texts in ENGLISH.items()
    ]
    asked: list[dict[str, str | None]] = [
        {"text": texts[1] + " please", "article": name} for name, texts in ENGLISH.items()
    ]
    asked.append({"text": "who discovered penicillin", "article": None})
    paths = [written(tmp_path / "a.jsonl", *base), written(tmp_path / "q.jsonl", *asked)]
    report = tmp_path / "r.json"
    command = ["eval", "knowledge", "--lexical", "--articles", str(paths[0]), "--questions", str(paths[1])]
    assert main([*command, "--report", str(report)]) == 0
    printed = capsys.readouterr().out
    for name in (
        "accuracy@1",
        "recall@5",
        "MRR",
        "AUROC",
        "precision",
        "coverage",
        "CPU a question",
        "memory",
    ):
        assert name in printed
    figures = msgspec.json.decode(report.read_bytes(), type=Report)
    assert figures.quality.accuracy_at_1 == 1.0
    assert (figures.articles, figures.questions, figures.models) == (8, 9, ["hash-1"])
    assert figures.curve.points


def test_the_command_says_what_is_wrong(tmp_path, capsys):
    bad = written(tmp_path / "a.jsonl", "{}")
    assert main(["eval", "knowledge", "--articles", str(bad), "--questions", str(bad)]) == 2
    assert "a.jsonl, line 1" in capsys.readouterr().err
