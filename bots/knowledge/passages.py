"""Cutting an article into passages: what is retrieved and said."""

import re
from collections.abc import Sequence

from bots.knowledge.retrieval.ports import Kind
from bots.knowledge.retrieval.ports import Passage as Row
from hub.core.records import Value
from hub.core.text import plain

LONGEST = 700
"""Characters of Markdown a passage may have before it is cut between paragraphs."""

BODY_ROW = "b"
"""A row with this and a number is that passage of the body."""

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


class Passage(Value, frozen=True, kw_only=True):
    """A part of an article that answers by itself. `body` is Markdown, `text` the same to be read plain."""

    heading: str
    body: str
    text: str


def passages(markdown: str) -> list[Passage]:
    """Cut at headings, and sections that are too long between paragraphs; never empty."""
    found: list[Passage] = []
    for heading, section in _sections(markdown):
        found += [_passage(heading, part) for part in _parts(section)]
    return found or [_passage("", markdown)]


def rows(article: str, title: str, questions: Sequence[str], body: str, language: str) -> list[Row]:
    """Return what of an article is searched by meaning: its title, its questions, the parts of its body."""
    texts = [(Kind.TITLE, "t", title)]
    texts += [(Kind.QUESTION, f"q{at}", question) for at, question in enumerate(questions)]
    if body.strip():
        parts = [f"{part.heading}\n{part.text}".strip() for part in passages(body)]
        texts += [(Kind.BODY, f"{BODY_ROW}{at}", part) for at, part in enumerate(parts)]
    return [
        Row(article_id=article, passage_id=place, kind=kind, text=text, language=language)
        for kind, place, text in texts
        if text.strip()
    ]


def _sections(markdown: str) -> list[tuple[str, str]]:
    marks = list(_HEADING.finditer(markdown))
    ends = [mark.start() for mark in marks[1:]] + [len(markdown)]
    sections = [("", markdown[: marks[0].start()] if marks else markdown)]
    sections += [
        (mark[1], markdown[mark.end() : end]) for mark, end in zip(marks, ends if marks else [], strict=True)
    ]
    return [(heading, text.strip()) for heading, text in sections if text.strip()]


def _parts(section: str) -> list[str]:
    parts: list[str] = []
    for paragraph in re.split(r"\n\s*\n", section):
        if parts and len(parts[-1]) + len(paragraph) <= LONGEST:
            parts[-1] += "\n\n" + paragraph
        else:
            parts.append(paragraph)
    return parts


def _passage(heading: str, body: str) -> Passage:
    return Passage(heading=heading, body=body.strip(), text=plain(body))
