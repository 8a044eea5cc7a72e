"""The stretches a message consists of, each as the sender gave it: as text, as HTML, or as both."""

import html
import re
from typing import NamedTuple

from channels.email.understanding.html_text import text_of

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


class Block(NamedTuple):
    """A stretch of the message in one or both forms; None where the sender gave only the other."""

    text: str | None = None
    html: str | None = None


def as_text(blocks: list[Block]) -> str:
    """Return the whole text, made from the HTML where there is no other."""
    texts = (
        text_of(block.html) if block.html and not (block.text or "").strip() else block.text
        for block in blocks
    )
    whole = "\n\n".join(text.strip("\n").rstrip() for text in texts if text and text.strip())
    return _CONTROLS.sub("", whole)


def as_html(blocks: list[Block]) -> str:
    """Return the whole safe HTML; empty if the sender wrote none."""
    if not any(block.html for block in blocks):
        return ""
    shown = (_paragraph(block.text or "") if block.html is None else block.html for block in blocks)
    return "\n".join(part for part in shown if part)


def alternative(renditions: list[list[Block]]) -> list[Block]:
    """Return one of several renditions of the same: the first that is plain, with the last that has HTML."""
    plain = next((blocks for blocks in renditions if as_text(blocks) and not as_html(blocks)), None)
    rich = next((blocks for blocks in reversed(renditions) if as_html(blocks)), None)
    if plain is None or rich is None:
        return plain or rich or []
    return [Block(as_text(plain), as_html(rich))]


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text.strip(), quote=False)}</p>".replace("\n", "<br>") if text.strip() else ""
