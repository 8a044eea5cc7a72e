"""Questions that no knowledge base should answer, from unrelated.txt."""

from importlib.resources import files

from bots.knowledge.retrieval.tidy import language_tag, tidy


def _read() -> dict[str, tuple[str, ...]]:
    lines = (files("bots.knowledge.retrieval") / "unrelated.txt").read_text("utf-8").splitlines()
    texts = [tidy(line) for line in lines if line and not line.startswith("#")]
    return {tag: tuple(text for text in texts if language_tag(text) == tag) for tag in ("en", "zh")}


UNRELATED = _read()
"""By language tag. Read once, at import: never while the event loop serves somebody."""
