"""What a bot makes of a mail, which is longer than a line in a chat and cannot be asked back about.

A mail is answered only when the bot is sure of it as a whole. Else what it would say to a part of it, to
the subject or a sentence, may serve an agent as a draft.
"""

import re
from collections.abc import Awaitable, Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from hub.core.bots import PERSON, Turn, TurnInput

MOST_PARTS = 8
SHORTEST_PART = 8
"""Characters; Chinese ones count threefold, as they say more."""
Ask = Callable[[TurnInput], Awaitable[Turn]]

_SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]?")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Considered(Struct, frozen=True):
    """The best a bot has for a mail, and whether it may be sent as it is."""

    turn: Turn
    sure: bool

    @property
    def has_answer(self) -> bool:
        """Whether there is something to show, if only to an agent."""
        return _is_answer(self.turn)


async def consider(ask: Ask, turn: TurnInput, subject: str) -> Considered:
    """Ask the bot about a mail, first about all of it."""
    whole = await ask(turn if turn.text.strip() else replace(turn, text=subject))
    if whole.handoff or _is_answer(whole):
        return Considered(whole, sure=whole.handoff is None and not whole.unanswered)
    for part in _parts(turn, subject, whole):
        answer = await ask(part)
        if (answer.handoff and answer.handoff.reason == "asked") or _is_answer(answer):
            return Considered(answer, sure=False)
    return Considered(whole, sure=False)


def _parts(turn: TurnInput, subject: str, whole: Turn) -> Iterator[TurnInput]:
    """Yield what else to ask about: the likeliest of what the bot would ask back, subject, sentences."""
    likely = next((choice.value for choice in whole.choices if choice.value != PERSON), "")
    if likely:
        yield replace(turn, value=likely)
    texts = [subject, *(match[0].strip() for match in _SENTENCE.finditer(turn.text))]
    worth = [text for text in dict.fromkeys(texts) if text != turn.text and _weight(text) >= SHORTEST_PART]
    for text in worth[:MOST_PARTS]:
        yield replace(turn, text=text)


def _is_answer(turn: Turn) -> bool:
    """Say whether the bot answers from somewhere, rather than greets or asks back."""
    return bool(turn.citations) and bool(turn.say) and turn.handoff is None


def _weight(text: str) -> int:
    return len(text) + 2 * len(_HAN.findall(text))
