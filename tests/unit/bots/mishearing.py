"""Chinese questions as they may be misheard, and what the knowledge bot makes of them on a channel."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import msgspec

from bots.knowledge.answering import Answering
from bots.knowledge.bot import ARTICLE, KnowledgeBot
from hub.core.bots import Turn, TurnInput
from hub.core.models.contacts import Channel
from hub.core.models.conversations import BotMemory
from hub.core.records import Value

FILE = Path(__file__).parents[2] / "corpus" / "knowledge" / "misheard-zh.jsonl"


class Misheard(Value, frozen=True, kw_only=True):
    """A question, the key of its article ("" when none answers it), and three ways to mishear it.

    tests/corpus/speech/misheard.py says which.
    """

    article: str
    text: str
    heard: str
    confidence: float
    one: str
    two: str


class Outcome(StrEnum):
    """What came of a question."""

    TOLD = "told its article"
    OFFERED = "offered it"
    MISLED = "told another"
    ELSE = "offered others"
    NOTHING = "found nothing"


def misheard() -> Sequence[Misheard]:
    """Return all of them."""
    decoder = msgspec.json.Decoder(Misheard)
    return [decoder.decode(line) for line in FILE.read_bytes().splitlines()]


async def turn_of(answering: Answering, text: str, channel: Channel) -> Turn:
    """Return what the bot says to a first message in Chinese."""
    memory = BotMemory(bot="knowledge")
    turn = TurnInput(
        conversation="c", interaction="i", channel=channel, text=text, language="zh", memory=memory
    )
    return await KnowledgeBot(answering).take_turn(turn)


async def outcomes(
    answering: Answering, asked: Sequence[tuple[str, str]], channel: Channel
) -> Counter[Outcome]:
    """Return how many questions, each with its article, came out how."""
    return Counter([_outcome(await turn_of(answering, text, channel), article) for text, article in asked])


def _outcome(turn: Turn, article: str) -> Outcome:
    told = [one.article for one in turn.citations]
    if told:
        return Outcome.TOLD if article in told else Outcome.MISLED
    offered = [one.value for one in turn.choices if one.value.startswith(ARTICLE)]
    if not offered:
        return Outcome.NOTHING
    return Outcome.OFFERED if ARTICLE + article in offered else Outcome.ELSE
