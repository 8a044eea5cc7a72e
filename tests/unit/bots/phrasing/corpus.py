"""Phrased answers written by hand, faithful ones and wrong ones, and the articles they are of."""

import json
from importlib.resources import files
from pathlib import Path

from bots.knowledge.passages import passages
from bots.knowledge.phrasing.model import Source
from hub.core.records import Value

CORPUS = Path(__file__).parents[3] / "corpus" / "knowledge"


class Case(Value, frozen=True, kw_only=True):
    """An answer to a question; `wrong` says what is wrong with it, "" for a faithful one."""

    article: str
    question: str
    answer: str
    good: bool
    wrong: str = ""


def cases(name: str) -> list[Case]:
    """Return the cases of a set."""
    lines = (CORPUS / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [Case(**json.loads(line)) for line in lines]


def _articles() -> dict[str, dict[str, str]]:
    lines = (files("hub") / "demo" / "articles.jsonl").read_text("utf-8").splitlines()
    lines += (CORPUS / "phrasing-heldout.articles.jsonl").read_text("utf-8").splitlines()
    return {row["key"]: row for row in map(json.loads, lines)}


ARTICLES = _articles()
"""The demo company's articles and those written for the held-out set, by key."""


def sources(key: str) -> list[Source]:
    """Return an article's passages as the phraser numbers them."""
    article = ARTICLES[key]
    return [
        Source(
            number=number,
            title=article["title"],
            text=f"**{one.heading}**\n\n{one.body}" if one.heading else one.body,
        )
        for number, one in enumerate(passages(article["body"]), 1)
    ]
