"""Authentication-Results (RFC 8601): what servers on the way say they found out about a mail's sender.

Anybody may write such a field; whom to believe is for the reader of the result to decide.
"""

import re

from channels.email.understanding.headers import Headers
from channels.email.understanding.model import AuthenticationResults, Verification
from channels.email.understanding.words import raw_text

MOST_FIELDS = 20
LONGEST = 10_000
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|(\\.)|([;=])|(\s+)|([^\s";=\\]+|.)', re.DOTALL)
_SPACE, _EQUALS, _END = " ", "=", ";"

Word = tuple[str, str]
"""A name and its value; the name is empty for a word without an equals sign."""


def authentication(headers: Headers) -> list[AuthenticationResults]:
    """Return what the fields say, the newest first, as servers put theirs above the others."""
    return [_read(raw) for raw in headers.all("authentication-results")[:MOST_FIELDS]]


def _read(raw: bytes) -> AuthenticationResults:
    clauses = _clauses(raw_text(raw)[:LONGEST])
    first = clauses[0] if clauses else []
    if first and first[0][0]:  # Microsoft's servers do not say who they are
        return AuthenticationResults(found=_found(clauses))
    return AuthenticationResults(server=first[0][1].lower() if first else "", found=_found(clauses[1:]))


def _found(clauses: list[list[Word]]) -> list[Verification]:
    return [
        Verification(
            method=words[0][0].partition("/")[0],
            result=words[0][1].lower(),
            properties={name: value for name, value in words[1:] if "." in name},
        )
        for words in clauses
        if words and words[0][0]
    ]


def _clauses(text: str) -> list[list[Word]]:
    """Return the words between semicolons; comments are gone, and what is quoted has no special signs."""
    clauses: list[list[Word]] = [[]]
    parts: list[str] = []
    for mark, literal in _tokens(text):
        if not literal and mark in (_SPACE, _END):
            _finish(clauses[-1], parts)
            if mark == _END:
                clauses.append([])
        elif not literal and mark == _EQUALS and len(parts) == 1:
            parts.append("")
        else:
            parts[-1:] = [parts[-1] + mark] if parts else [mark]
    _finish(clauses[-1], parts)
    return clauses


def _finish(words: list[Word], parts: list[str]) -> None:
    if parts:
        words.append((parts[0].lower(), parts[1]) if len(parts) > 1 else ("", parts[0]))
    parts.clear()


def _tokens(text: str) -> list[tuple[str, bool]]:
    """Return signs and texts, and whether a text is to be taken literally; spaces around "=" are gone."""
    found: list[tuple[str, bool]] = []
    for match in _TOKEN.finditer(_without_comments(text)):
        quoted, escaped, sign, space, plain = match.groups()
        if space is not None:
            if found and found[-1] not in ((_EQUALS, False), (_SPACE, False)):
                found.append((_SPACE, False))
        elif sign:
            if sign == _EQUALS and found and found[-1] == (_SPACE, False):
                found.pop()
            found.append((sign, False))
        elif quoted is not None:
            found.append((re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL), True))
        else:
            found.append((escaped[1:] if escaped else plain, escaped is not None))
    return found


def _without_comments(text: str) -> str:
    """Return the text with comments as spaces (RFC 5322, 3.2.2): they nest, quotes mean nothing there."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in text:
        outside = depth == 0
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == '"' and outside:
            quoted = not quoted
        elif char == "(" and not quoted:
            depth += 1
        elif char == ")" and depth:
            depth -= 1
        kept.append(char if outside and depth == 0 else " ")
    return "".join(kept)
