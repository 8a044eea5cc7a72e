"""What keeps a bot from trapping a customer: limits on time, turns and repetition."""

import asyncio

import structlog
from msgspec.structs import replace

from bots.escape import wants_person
from hub.core.bots import PERSON, Bot, Handoff, Turn, TurnInput
from hub.core.models.conversations import BotMemory
from hub.core.records import Value

log = structlog.get_logger()


class Limits(Value, frozen=True, kw_only=True):
    """How long and how often a bot may try."""

    turn_seconds: float = 8.0
    turns: int = 20
    repeats: int = 2  # the same answer once more after this many hands off
    conversations: int = 16  # that have a turn at the same time
    waiting: int = 10_000  # conversations remembered as waiting for a turn; beyond, the store is asked again
    tries: int = 3  # of a turn that failed on the store's side


async def guarded_turn(bot: Bot | None, turn: TurnInput, limits: Limits) -> Turn:
    """Take the bot's turn; whatever goes wrong with it becomes a handoff."""
    if turn.value == PERSON or wants_person(turn.text):
        return _handoff("asked")
    if bot is None:
        log.error("bot_unknown", bot=turn.memory.bot, conversation=turn.conversation)
        return _handoff("bot_failed")
    if turn.memory.turns >= limits.turns:
        return _handoff("turn_limit")
    answer = await _taken(bot, turn, limits)
    if not (answer.say or answer.handoff or answer.end):
        log.error("bot_silent", bot=bot.name, conversation=turn.conversation)
        return _handoff("bot_failed")
    if (
        answer.handoff is None
        and is_repeat(answer, turn.memory)
        and turn.memory.repeats + 1 >= limits.repeats
    ):
        return _handoff("bot_loop")
    return answer


def remembered(memory: BotMemory, answer: Turn, seq: int) -> BotMemory:
    """Return the memory after a turn that answered the message with this sequence number."""
    repeats = memory.repeats + 1 if is_repeat(answer, memory) else 0
    return replace(
        memory,
        answered_seq=seq,
        turns=memory.turns + 1,
        misses=memory.misses + 1 if answer.missed else 0,
        last_said=said(answer),
        repeats=repeats,
        slots=answer.slots,
    )


def is_repeat(answer: Turn, memory: BotMemory) -> bool:
    """Say whether the bot says what it said last time."""
    return bool(answer.say) and said(answer) == memory.last_said


def said(answer: Turn) -> str:
    """Return what the bot says in a form to compare: texts and choices."""
    texts = [say.text for say in answer.say] + [choice.label for choice in answer.choices]
    return "\n".join(texts)[:500]


async def _taken(bot: Bot, turn: TurnInput, limits: Limits) -> Turn:
    try:
        async with asyncio.timeout(limits.turn_seconds):
            return await bot.take_turn(turn)
    except TimeoutError:
        log.warning("bot_too_slow", bot=bot.name, conversation=turn.conversation)
        return _handoff("bot_timeout")
    except Exception as error:
        # The guard is here for exactly this: whatever a bot throws must not cost the customer a person.
        log.exception(
            "bot_failed", bot=bot.name, conversation=turn.conversation, error_type=type(error).__name__
        )
        return _handoff("bot_failed")


def _handoff(reason: str) -> Turn:
    return Turn(handoff=Handoff(reason=reason))
