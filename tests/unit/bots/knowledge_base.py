"""The demo company's articles, and questions customers might ask, for the tests of the knowledge bot.

Questions of the set "dev" were used to find the weights in bots/knowledge/score.py and the words in its
lexicon; those of "heldout" were not: they are for measuring only. Whoever tunes on a held-out question
moves it to "dev" and writes a new one.
"""

import json
from importlib.resources import files
from pathlib import Path

from bots.knowledge.answering import Answering
from bots.knowledge.index import Entry
from hub.core.config import Knowledge as Thresholds
from hub.core.records import Value


class Question(Value, frozen=True, kw_only=True):
    """What a customer asks and the key of the article that answers it; "" when none does."""

    set: str
    language: str
    article: str
    text: str


def articles() -> list[Entry]:
    """Return the demo company's articles, their keys as ids."""
    lines = (files("hub") / "demo" / "articles.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        Entry(
            article=row["key"],
            revision=1,
            title=row["title"],
            body=row["body"],
            questions=row["questions"],
            language=row["language"],
        )
        for row in rows
    ]


def questions(set_name: str) -> list[Question]:
    """Return the questions of a set."""
    lines = (Path(__file__).parent / "questions.jsonl").read_text("utf-8").splitlines()
    found = [Question(**json.loads(line)) for line in lines]
    return [question for question in found if question.set == set_name]


def demo() -> Answering:
    """Return the demo company's knowledge with the default thresholds."""
    answering = Answering(Thresholds())
    for entry in articles():
        answering.put(entry)
    return answering
