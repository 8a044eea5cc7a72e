"""How well questions are sorted into gaps, by words and by meaning: `python -m tests.figures.gaps`.

Of each set in tests/corpus/knowledge all texts (titles, examples, questions) are sorted in one after the
other, as they would come, in random order. Two texts of one topic should be in one gap, all others apart;
what nobody should answer belongs with nothing. Precision is the share of pairs in one gap that belong
together, recall the share of pairs that belong together and are in one gap.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from bots.gap_likeness import KnownGaps, read
from bots.knowledge.loaded_models import LoadedModels
from bots.knowledge.retrieval.models import CATALOGUE, Model, load
from bots.knowledge.retrieval.worker import Worker

CORPUS = Path(__file__).parents[1] / "corpus" / "knowledge"
ORDERS = 3


class Pairs(NamedTuple):
    """How often texts met that belong together, and how many gaps there are."""

    precision: float
    recall: float
    gaps: int


def texts(name: str) -> list[tuple[str, str]]:
    """Return a set's texts, each with its topic; what nobody should answer has none."""
    found: list[tuple[str, str]] = []
    for line in _lines(CORPUS / f"{name}.articles.jsonl"):
        found += [(text, line["id"]) for text in (line["title"], *line.get("questions", []))]
    return found + [
        (line["text"], line["article"] or "") for line in _lines(CORPUS / f"{name}.questions.jsonl")
    ]


async def sort_all(
    rows: Sequence[tuple[str, str]], language: str, models: LoadedModels[Model] | None
) -> Pairs:
    """Sort texts into gaps in random orders; return the means."""
    reading = await models.read([text for text, _ in rows], language) if models else None
    asked = [read(text, reading.rows[at] if reading else None) for at, (text, _) in enumerate(rows)]
    measured = []
    for seed in range(ORDERS):
        order = random.Random(seed).sample(range(len(rows)), len(rows))  # noqa: S311 - an order, no secret
        known, gaps = KnownGaps(), dict[int, str]()
        for at in order:
            gaps[at] = known.likest(asked[at]) or f"gap {at}"
            known.add(gaps[at], asked[at])
        measured.append(_pairs([(gaps[at], rows[at][1]) for at in order]))
    return Pairs(
        sum(one.precision for one in measured) / ORDERS,
        sum(one.recall for one in measured) / ORDERS,
        sum(one.gaps for one in measured) // ORDERS,
    )


def _pairs(sorted_in: Sequence[tuple[str, str]]) -> Pairs:
    met = Counter(topics for gap in {gap for gap, _ in sorted_in} for topics in _meetings(sorted_in, gap))
    sizes = Counter(topic for _, topic in sorted_in if topic)
    right, all_right = met[True], sum(size * (size - 1) // 2 for size in sizes.values())
    return Pairs(right / max(1, met.total()), right / all_right, len({gap for gap, _ in sorted_in}))


def _meetings(sorted_in: Sequence[tuple[str, str]], gap: str) -> Iterator[bool]:
    topics = [topic for other, topic in sorted_in if other == gap]
    return (one == other != "" for one, other in combinations(topics, 2))


def _lines(file: Path) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in file.read_bytes().splitlines()]


async def main() -> None:
    """Print a row for each set."""
    worker = Worker()
    models = LoadedModels(worker, load)
    for model in CATALOGUE:
        models.load(model)
    print("set | words: precision / recall | meaning: precision / recall")  # noqa: T201 - a command
    for name in ("telecom-en", "helpdesk-en", "shop-zh", "general-zh", "twins-zh"):
        rows, language = texts(name), name[-2:]
        words = await sort_all(rows, language, None)
        meaning = await sort_all(rows, language, models)
        figures = " | ".join(f"{one.precision:.2f} / {one.recall:.2f}" for one in (words, meaning))
        print(f"{name} | {figures}")  # noqa: T201
    worker.close()


if __name__ == "__main__":
    asyncio.run(main())
