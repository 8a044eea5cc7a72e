"""What keeps a bot from trapping a customer: limits on time, turns and repetition."""

import asyncio
from collections.abc import Iterable
from datetime import datetime

import structlog
from msgspec.structs import replace

from bots.escape import wants_person
from hub.core.bots import PERSON, Bot, Handoff, Turn, TurnInput
from hub.core.models.bots import BotLimits
from hub.core.models.contacts import Channel
from hub.core.models.conversations import BotMemory
from hub.core.records import Value

log = structlog.get_logger()

FLOW_PATIENCE = 10
"""So many times the turns and repeats that a bot has are a flow's: its editor says how often it asks."""

OPERATOR = "0"
"""What callers press for a person, wherever no flow asks for keys."""


class Limits(Value, frozen=True, kw_only=True):
    """How long and how often a bot may try."""

    turn_seconds: float = 8.0
    turns: int = 20
    minutes: int = 0  # with the customer, 0 for any time
    repeats: int = 2  # the same answer once more after this many hands off
    misses: int = 2  # so many questions without an answer in a row hand off
    words: tuple[str, ...] = ()  # that reach a person besides those we know
    conversations: int = 16  # that have a turn at the same time
    waiting: int = 10_000  # conversations remembered as waiting for a turn; beyond, the store is asked again
    tries: int = 3  # of a turn that failed on the store's side


def limits_at(entry_point: str, known: Iterable[BotLimits], otherwise: Limits) -> Limits:
    """Return the limits of an entry point: its own, else the tenant's, else those given."""
    by_place = {one.entry_point: one for one in known}
    found = by_place.get(entry_point) or by_place.get("")
    if found is None:
        return otherwise
    return replace(
        otherwise,
        turn_seconds=found.turn_seconds,
        turns=found.turns,
        minutes=found.minutes,
        repeats=found.repeats,
        misses=found.misses,
        words=tuple(word for words in found.words.values() for word in words),
    )


async def guarded_turn(bot: Bot | None, turn: TurnInput, limits: Limits) -> Turn:
    """Take the bot's turn; whatever goes wrong with it becomes a handoff."""
    if _wants_person(turn, limits):
        return _handoff("asked")
    if bot is None:
        log.error("bot_unknown", bot=turn.memory.bot, conversation=turn.conversation)
        return _handoff("bot_failed")
    if turn.memory.turns >= limits.turns * (FLOW_PATIENCE if turn.memory.place else 1):
        return _handoff("turn_limit")
    if _is_late(turn, limits):
        return _handoff("time_limit")
    answer = await _taken(bot, turn, limits)
    if answer.handoff:
        return answer
    if not (answer.say or answer.end):
        log.error("bot_silent", bot=bot.name, conversation=turn.conversation)
        return _given_up(answer, "bot_failed")
    if answer.missed and turn.memory.misses + 1 >= limits.misses:
        return _given_up(answer, "no_answer")
    repeats = limits.repeats * (FLOW_PATIENCE if answer.place else 1)
    if is_repeat(answer, turn.memory) and turn.memory.repeats + 1 >= repeats:
        return _given_up(answer, "bot_loop")
    return answer


def _wants_person(turn: TurnInput, limits: Limits) -> bool:
    on_phone = turn.channel is Channel.VOICE
    if on_phone and turn.text == OPERATOR and not turn.memory.place:
        return True
    return turn.value == PERSON or wants_person(turn.text, limits.words, heard=on_phone)


def remembered(memory: BotMemory, answer: Turn, seq: int, at: datetime | None = None) -> BotMemory:
    """Return the memory after a turn that answered the message with this sequence number, or an entry."""
    repeats = memory.repeats + 1 if is_repeat(answer, memory) else 0
    missed = has_missed(answer)
    return replace(
        memory,
        answered_seq=max(seq, memory.answered_seq),
        turns=memory.turns + 1,
        misses=memory.misses + 1 if missed else 0,
        missed=memory.missed + 1 if missed else memory.missed,
        last_said=said(answer),
        repeats=repeats,
        slots=answer.slots,
        place=answer.place,
        entry=None,
        since=memory.since or at,
    )


def has_missed(answer: Turn) -> bool:
    """Say whether a question had no answer, also where the bot handed off for it at once."""
    return answer.missed or (answer.handoff is not None and answer.handoff.reason == "no_answer")


def is_repeat(answer: Turn, memory: BotMemory) -> bool:
    """Say whether the bot says what it said last time."""
    return bool(answer.say) and said(answer) == memory.last_said


def said(answer: Turn) -> str:
    """Return what the bot says in a form to compare: texts and choices."""
    texts = [say.text for say in answer.say] + [choice.label for choice in answer.choices]
    return "\n".join(texts)[:500]


def _is_late(turn: TurnInput, limits: Limits) -> bool:
    since = turn.memory.since
    if not limits.minutes or since is None or turn.at is None:
        return False
    return (turn.at - since).total_seconds() > 60 * limits.minutes


async def _taken(bot: Bot, turn: TurnInput, limits: Limits) -> Turn:
    try:
        async with asyncio.timeout(limits.turn_seconds) as limit:
            return await bot.take_turn(replace(turn, deadline=limit.when()))
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


def _given_up(answer: Turn, reason: str) -> Turn:
    """Return a handoff instead of what the bot says, with all that it learnt and did."""
    return replace(answer, say=[], choices=[], citations=[], end=False, handoff=Handoff(reason=reason))
