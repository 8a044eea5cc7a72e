"""Cutting an answer into sentences with the sources each names, and passages into statements."""

import re

from msgspec import Struct

from hub.core.text import plain

_MARK = re.compile(r"[\[【]\s*(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)\s*[\]】]")
_LEFT = re.compile(r"\s*[\[【]\s*\d{1,3}(?:\s*[,，、]\s*\d{1,3})*\s*[\]】]")
_GAP = re.compile(r"\s+([.,;:!?。，；：！？])")
_LINE_MARK = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)、])\s+")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|approx|incl|no|nos|mr|mrs|ms|dr|st|vs)\.$", re.IGNORECASE)
_END = re.compile(r"[。！？!?]+[”’\"')）」』]*|\.(?=\s|$|[\"'”’)\[【])[\"'”’)]*")
_CLAUSE = re.compile(r"[;；]")


class Sentence(Struct, frozen=True):
    """A sentence or list item of an answer, and the numbers it cites."""

    text: str
    cited: tuple[int, ...]


def cited_sentences(markdown: str) -> list[Sentence]:
    """Return the sentences of an answer; source numbers that follow a full stop belong to what it ends."""
    found: list[Sentence] = []
    for line in plain(_escaped(markdown)).splitlines():
        body = _LINE_MARK.sub("", line)
        for piece in _cut(body):
            cited = tuple(
                int(one) for mark in _MARK.finditer(piece) for one in re.split(r"\s*[,，、]\s*", mark[1])
            )
            text = _GAP.sub(r"\1", " ".join(_MARK.sub(" ", piece).split()))
            if any(character.isalnum() for character in text):
                found.append(Sentence(text, cited))
            elif cited and found:
                found[-1] = Sentence(found[-1].text, found[-1].cited + cited)
    return found


def without_marks(markdown: str) -> str:
    """Return the answer as the customer gets it: the source numbers left out."""
    text = _LEFT.sub("", markdown)
    return re.sub(r"[ \t]+\n", "\n", text).strip()


def statements(markdown: str) -> list[str]:
    """Return what a passage states, one by one: sentences, list items, rows of tables, parts between ";"."""
    return [
        " ".join(part.split())
        for line in plain(markdown).splitlines()
        for piece in _cut(_LINE_MARK.sub("", line))
        for part in _CLAUSE.split(piece)
        if any(character.isalnum() for character in part)
    ]


def _escaped(markdown: str) -> str:
    """Keep source numbers from being read as Markdown's links."""
    return _MARK.sub(lambda mark: f" 【{mark[1]}】", markdown)


def _cut(line: str) -> list[str]:
    """Cut at the ends of sentences, not after abbreviations; numbers that follow go with their sentence."""
    pieces: list[str] = []
    start = 0
    for end in _END.finditer(line):
        if _ABBREVIATION.search(line[start : end.end()]):
            continue
        stop = end.end()
        while mark := _LEFT.match(line, stop):
            stop = mark.end()
        if stop > start:
            pieces.append(line[start:stop])
            start = stop
    return [*pieces, line[start:]]
