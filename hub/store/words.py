"""How text becomes words to search by, the same in every engine.

Folded text has no accents, case or width. Latin and other spaced scripts are found by the beginnings
of words. Chinese, Japanese and Thai have no spaces: their runs become overlapping pairs of characters.
A number is found by any part of it, however it was spaced: "+420 777-123-456" by "7712".
"""

import re
import unicodedata
from collections.abc import Iterator

_UNSPACED = (
    "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # scripts
)
_TOKEN = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_RUN = re.compile(rf"[{_UNSPACED}]")
_NUMBER = re.compile(r"\d(?:[\s().\-/]{0,2}\d){2,23}")
_SHORTEST_PART = 2

MOST_TERMS = 12
SNIPPET = 160


def fold(text: str) -> str:
    """Return the text without case, accents and width, for comparing."""
    if text.isascii():
        return text.lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain.casefold())


def index_words(text: str) -> list[str]:
    """Return the words a text is found by, in order."""
    folded = fold(text)
    words: list[str] = _TOKEN.findall(folded)
    if not folded.isascii():
        words = [word for token in words for word in (_pairs(token) if _RUN.match(token) else [token])]
    for number in _NUMBER.findall(folded):
        digits = "".join(filter(str.isdigit, number))
        words.extend(digits[start:] for start in range(len(digits) - _SHORTEST_PART + 1))
    return words


def query_terms(text: str) -> Iterator[tuple[list[str], bool]]:
    """Yield what all must be found: words that follow each other, and whether the last may go on."""
    for token in _TOKEN.findall(fold(text))[:MOST_TERMS]:
        if _RUN.match(token) and len(token) > 1:
            yield _pairs(token)[:-1], False
        else:
            yield [token], True


def snippet(text: str, query: str) -> str:
    """Return the part of a text around the first word of the query that it has."""
    line = " ".join(text.split())
    lowered = line.casefold()
    places = [lowered.find(word.casefold()) for word in query.split()]
    first = min((place for place in places if place >= 0), default=0)
    start = max(0, min(first - SNIPPET // 3, len(line) - SNIPPET))
    end = start + SNIPPET
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def _pairs(run: str) -> list[str]:
    """Return each character with its successor; the last stands alone, so that it is found too."""
    return [run[place : place + 2] for place in range(len(run))]
