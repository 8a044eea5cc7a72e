"""Short dialogues with the knowledge bot, and whether it said in each turn what it should."""

from pathlib import Path
from typing import Any

from msgspec import json

from bots.guards import Limits, guarded_turn, remembered
from bots.knowledge.answering import Answering
from bots.knowledge.bot import KnowledgeBot
from bots.turns import _chosen as chosen
from hub.core.bots import PERSON, Turn, TurnInput
from hub.core.models.contacts import Channel
from hub.core.models.conversations import BotMemory, Choice
from hub.core.records import Value

CORPUS = Path(__file__).parents[2] / "corpus" / "knowledge" / "conversations.jsonl"


class Line(Value, frozen=True, kw_only=True):
    """What a customer says and what should come of it.

    `answers` are the articles to be told, each perhaps one of several ("a|b"); `unanswered` that a part
    must be admitted not to be known. Else `outcome` names what should come, perhaps one of several.
    """

    say: str
    answers: list[str] = []
    unanswered: bool = False
    outcome: str = ""


class Dialogue(Value, frozen=True, kw_only=True):
    """Lines of one talk, in order, and what they are `about`.

    Those of the set "dev" were looked at while the bot was made, those of "heldout" were not.
    """

    set: str
    about: str
    turns: list[Line]


DIALOGUES = [json.decode(row, type=Dialogue) for row in CORPUS.read_text("utf-8").splitlines()]
"""The corpus, read at import: never while an event loop runs."""


class Talk:
    """One customer with the bot: what the runner does between turns, without a store."""

    def __init__(self, answering: Answering, *, language: str = "", channel: Channel = Channel.CHAT) -> None:
        self._bot = KnowledgeBot(answering)
        self._language, self._channel = language, channel
        self._offered: list[Choice] = []
        self.memory = BotMemory(bot="knowledge")

    async def say(self, text: str, **given: Any) -> Turn:
        """Return the bot's turn to a message; a choice's number or label presses it, as in the hub."""
        turn = TurnInput(
            conversation="c",
            interaction="i",
            channel=self._channel,
            text=text,
            value=chosen(text, self._offered),
            language=self._language,
            memory=self.memory,
            **given,
        )
        answer = await guarded_turn(self._bot, turn, Limits())
        self.memory = remembered(self.memory, answer, self.memory.turns + 1)
        self._offered = answer.choices
        return answer


def outcome(turn: Turn) -> str:
    """Return what kind of turn it is."""
    if turn.handoff:
        return "person"
    if turn.citations:
        return "answer"
    if turn.missed:
        return "miss"
    if any(choice.value.startswith("article:") for choice in turn.choices):
        return "choices"
    return "offer" if any(choice.value == PERSON for choice in turn.choices) else "polite"


def fits(turn: Turn, line: Line) -> bool:
    """Say whether a turn is what the line wants. "unsure" is any turn that tells nothing as an answer."""
    told = [citation.article for citation in turn.citations]
    if line.answers:
        wanted = [set(one.split("|")) for one in line.answers]
        right = len(told) == len(wanted) and all(any(one in told for one in either) for either in wanted)
        return right and bool(turn.unanswered) == line.unanswered
    happened = outcome(turn)
    allowed = line.outcome.split("|")
    unsure = "unsure" in allowed and happened in {"miss", "choices", "offer", "person"}
    return happened in allowed or unsure


class Slip(Value, frozen=True, kw_only=True):
    """A line that went wrong, and whether an article was told that is no answer to it."""

    line: str
    came: str
    misleads: bool


async def slip(answering: Answering, dialogue: Dialogue) -> Slip | None:
    """Return the first line that went wrong and what came instead; None when all went right."""
    talk = Talk(answering)
    for line in dialogue.turns:
        turn = await talk.say(line.say)
        if not fits(turn, line):
            told = {citation.article for citation in turn.citations}
            wanted = {one for either in line.answers for one in either.split("|")}
            came = ", ".join(sorted(told)) or outcome(turn)
            if turn.unanswered:
                came += f" (unanswered: {turn.unanswered})"
            return Slip(line=line.say, came=came, misleads=bool(told - wanted))
    return None
