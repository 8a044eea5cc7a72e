"""What search by sound finds of misheard Chinese: `python -m tests.figures.mishearing`.

The demo company's articles are asked the questions of tests/corpus/knowledge/misheard-zh.jsonl as they were
meant and in each way they were misheard, on chat (as it is without search by sound) and in a call; and 522
questions of everyday life, which none of them is meant to answer.
"""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from bots.knowledge.answering import Answering
from bots.knowledge.retrieval.worker import Worker
from hub.core.models.contacts import Channel
from tests.unit.bots.knowledge_base import demo, demo_by_meaning
from tests.unit.bots.mishearing import Outcome, misheard, outcomes

EVERYDAY = Path(__file__).parents[1] / "corpus" / "knowledge" / "general-zh.questions.jsonl"
Asked = Sequence[tuple[str, str]]


def sets() -> Mapping[str, Asked]:
    """Return questions with their articles, by what they show."""
    rows = misheard()
    found: dict[str, Asked] = {}
    for about, wanted in (("has an article", True), ("has none", False)):
        chosen = [one for one in rows if bool(one.article) == wanted]
        for way in ("text", "one", "two", "heard"):
            found[f"{about}: {way}"] = [(getattr(one, way), one.article) for one in chosen]
    everyday = [msgspec.json.decode(line)["text"] for line in EVERYDAY.read_bytes().splitlines()]
    return found | {"everyday: text": [(text, "") for text in everyday]}


async def print_figures(answering: Answering, asked: Mapping[str, Asked]) -> None:
    """Print a table of outcomes, each on chat and in a call."""
    sys.stdout.write(f"| asked | {' | '.join(Outcome)} |\n|---|{len(Outcome) * '---|'}\n")
    for name, rows in asked.items():
        chat = await outcomes(answering, rows, Channel.CHAT)
        call = await outcomes(answering, rows, Channel.VOICE)
        cells = [f"{chat[one]} → {call[one]}" for one in Outcome]
        sys.stdout.write(f"| {name} ({len(rows)}) | {' | '.join(cells)} |\n")


async def main() -> None:
    """Measure by meaning, and by words."""
    asked = await asyncio.to_thread(sets)
    sys.stdout.write("By words\n\n")
    await print_figures(await asyncio.to_thread(demo), asked)
    worker = Worker()
    async with demo_by_meaning(worker) as answering:
        sys.stdout.write("\nBy meaning\n\n")
        await print_figures(answering, asked)
    worker.close()


if __name__ == "__main__":
    asyncio.run(main())
