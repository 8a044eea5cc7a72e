"""What is new in a mail's text, what it quotes, and its signature. Lines are moved, none is dropped.

Where new text stands both above and below a quote, or between quotes, it is understood only together
with them: then all of it stays visible.
"""

from typing import NamedTuple

from channels.email.understanding.quote_marks import (
    LONGEST_LINE,
    is_attribution,
    is_mobile,
    is_rule,
    is_separator,
    starts_head,
)

LONGEST_SIGNATURE = 20
"""Lines. What is longer is no signature, whatever stands above it."""


class Folded(NamedTuple):
    """A text in its three parts."""

    text: str
    quoted: str
    signature: str


def fold(source: str, forwarded: bool = False) -> Folded:
    """Return the text in its three parts; the new part is empty only if there is nothing else either.

    In a mail that was `forwarded` the earlier mail below is what it is about, and stays visible.
    """
    lines = source.split("\n")
    quotes, rest = _marks(lines)
    rest = len(lines) if forwarded else rest
    body, tail = lines[:rest], lines[rest:]
    quotes = [at for at in quotes if at < rest]
    if not quotes:
        text, signature = _signed(body)
        return _folded(text, tail, signature)
    first, last = quotes[0], quotes[-1]
    above, below = body[:first], body[last + 1 :]
    inside = set(quotes)
    between = any(lines[at].strip() and at not in inside for at in range(first, last))
    below, end = _signed(below)
    if between or (_says(above) and _says(below)) or not (_says(above) or _says(below)):
        return _folded(body[: len(body) - len(end)], tail, end)
    if _says(below):
        return _folded(below, body[: last + 1] + tail, end)
    text, signature = _signed(above)
    return _folded(text, body[first : last + 1] + tail, signature + end)


def _folded(text: list[str], quoted: list[str], signature: list[str]) -> Folded:
    if not _says(text) and _says(quoted):
        text, quoted = quoted, []
    return Folded(_joined(text), _joined(quoted), _joined(signature))


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()


def _says(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)


def _marks(lines: list[str]) -> tuple[list[int], int]:
    """Return which lines are quotes or introduce them, and from where on all is the earlier mail."""
    quotes: list[int] = []
    for at, line in enumerate(lines):
        start = line[:LONGEST_LINE].lstrip(" *")
        if not start:
            continue
        if start[0] == ">":
            quotes.append(at)
        elif start[0] in "-_=" and is_separator(start):
            return quotes, at
        elif line.rstrip()[-1:] in (":", "：") and (count := _attribution(lines, at)):
            following = next((other.lstrip() for other in lines[at + 1 :] if other.strip()), "")
            if not following.startswith(">"):
                return (quotes, at + 1 - count) if following else (quotes, len(lines))
            quotes += range(at + 1 - count, at + 1)
        elif (":" in start[:20] or "：" in start[:20]) and starts_head(lines, at):
            return quotes, _with_rule(lines, at)
    return quotes, len(lines)


def _attribution(lines: list[str], at: int) -> int:
    """Return how many lines up to this one introduce a quote: programs wrap that line."""
    for count in (1, 2, 3):
        if count > at + 1:
            break
        joined = " ".join(line[:LONGEST_LINE].strip() for line in lines[at + 1 - count : at + 1])
        if not lines[at + 1 - count].strip() or lines[at + 1 - count].lstrip().startswith(">"):
            break
        if is_attribution(joined):
            return count
    return 0


def _with_rule(lines: list[str], at: int) -> int:
    """Return where the rule above a mail's head is, if one is drawn there."""
    above = next((other for other in range(at - 1, max(at - 3, -1), -1) if lines[other].strip()), -1)
    return above if above >= 0 and is_rule(lines[above]) else at


def _signed(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines and the signature below: after "-- ", a phone's line, or a mailing list's footer."""
    start = max(0, len(lines) - 2 * LONGEST_SIGNATURE)
    filled = [at for at in range(start, len(lines)) if lines[at].strip()]
    for place, at in enumerate(filled):
        left = len(filled) - place
        line = lines[at].rstrip("\r")
        if left <= LONGEST_SIGNATURE and (
            line in ("-- ", "--")
            or (left <= 3 and is_mobile(line))
            or (left <= 8 and line.startswith("_" * 20) and is_rule(line))
        ):
            return lines[:at], lines[at:]
    return lines, []
