"""Noticing that a question found no good answer, in the commit of whatever shows it."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.events import EventKind
from hub.core.models.conversations import AuthorKind, Choice, Conversation, Direction, Message
from hub.core.models.gaps import AskedOn, GapReason, Unanswered
from hub.core.ports import Store

TEXT_CHARS = 300
LOOKED_AT = 20
WISHES = frozenset({"asked", "closed"})
"""Reasons of a handoff that say that the customer wanted a person."""
ARTICLE = "article:"
"""Choices that name an article have this before its id (bots.knowledge)."""
LATELY = 2
"""So many of the bot's last messages may be the "did you mean" that a customer replies to."""
UNDECIDED = timedelta(minutes=30)
"""So long may a customer take to choose before "did you mean" counts as not taken."""


async def plan_unanswered(
    store: Store,
    batch: Batch,
    conversation: Conversation,
    question: Message,
    reason: GapReason,
    *,
    text: str = "",
    language: str = "",
    answer: Message | None = None,
) -> Unanswered | None:
    """Add the customer's question as unanswered, unless it is already or says nothing; each counts once."""
    words = _cut(text or question.text)
    if not words or await store.peek(Unanswered, question.id):
        return None
    cited = answer.citations[0] if answer and answer.citations else None
    ready = batch.at + UNDECIDED if reason is GapReason.NOT_CHOSEN else batch.at
    unanswered = Unanswered(
        id=question.id,
        text=words,
        language=language or conversation.language,
        channel=AskedOn(conversation.channel.value),
        conversation=conversation.id,
        contact=conversation.contact,
        reason=reason,
        article=cited.article if cited else "",
        revision=cited.revision if cited else 0,
        at=batch.at,
        ready_at=ready,
    )
    batch.save(unanswered)
    data = {"reason": reason.value, "channel": conversation.channel.value, "article": unanswered.article}
    batch.event(EventKind.QUESTION_UNANSWERED, unanswered, conversation=conversation.id, data=data)
    return unanswered


async def plan_not_helpful(store: Store, batch: Batch, answer: Message) -> None:
    """Add the question that this answer did not help with."""
    question = await asked_before(store, answer)
    if question:
        conversation = await store.get(Conversation, answer.conversation)
        await plan_unanswered(store, batch, conversation, question, GapReason.NOT_HELPFUL, answer=answer)


async def plan_handed_off(store: Store, batch: Batch, conversation: Conversation, reason: str) -> None:
    """Add the question whose answer made the customer ask for a person, if that is what happened."""
    if reason not in WISHES:
        return
    answer = _answer_just_given(await _latest(store, conversation.id))
    question = await asked_before(store, answer) if answer else None
    if question:
        await plan_unanswered(store, batch, conversation, question, GapReason.HANDED_OFF, answer=answer)


async def _latest(store: Store, conversation: str, below: int | None = None) -> list[Message]:
    """Return what was said last, newest first: no notes, no system lines."""
    rows = await store.find(
        Message,
        {"conversation": conversation},
        order="seq",
        descending=True,
        below=below,
        limit=LOOKED_AT,
    )
    return [row for row in rows if row.direction is not Direction.INTERNAL and not row.notice]


def _answer_just_given(latest: list[Message]) -> Message | None:
    """Return the bot's answer, if nothing came after it but the wish and what the bot said to that."""
    wishes = 0
    for message in latest:
        if message.author.kind is AuthorKind.CONTACT:
            wishes += 1
        elif message.author.kind is AuthorKind.BOT and message.citations:
            return message
        elif message.author.kind is AuthorKind.AGENT:
            return None
        if wishes > 1:
            return None
    return None


async def asked_before(store: Store, answer: Message) -> Message | None:
    """Return the customer's last message before an answer."""
    before = await _latest(store, answer.conversation, below=answer.seq)
    return next((one for one in before if one.author.kind is AuthorKind.CONTACT), None)


async def plan_bot_turn(
    store: Store,
    batch: Batch,
    conversation: Conversation,
    question: Message,
    *,
    missed: bool,
    choices: Sequence[Choice] = (),
    told: Collection[str] = (),
    unanswered: str = "",
) -> None:
    """Add what a bot's turn shows: no answer, or "did you mean" (`choices`), or that one of those was taken.

    `told` are the articles it answered from. `unanswered` are the words that found no answer where they are
    not the message's: a part of it, or the question that "did you mean" was asked for.
    """
    asks_back = bool(_offered(choices))
    before = await _undecided(store, question)
    if before and before.articles & set(told):
        batch.delete(before.question)
    if before and missed and before.question.text == _cut(unanswered):
        batch.save(replace(before.question, reason=GapReason.MISSED, ready_at=batch.at))
    elif missed or unanswered or (asks_back and not told):
        reason = GapReason.NOT_CHOSEN if asks_back and not missed else GapReason.MISSED
        await plan_unanswered(store, batch, conversation, question, reason, text=unanswered)


class _Undecided(Struct, frozen=True):
    """A question for which "did you mean" was asked, and the articles on offer."""

    question: Unanswered
    articles: set[str]


async def _undecided(store: Store, reply: Message) -> _Undecided | None:
    """Return the question of the "did you mean" that this message may be the reply to."""
    before = await _latest(store, reply.conversation, below=reply.seq)
    lately = [one for one in before if one.author.kind is AuthorKind.BOT][:LATELY]
    asked = next((one for one in lately if _offered(one.choices)), None)
    question = await asked_before(store, asked) if asked else None
    known = await store.peek(Unanswered, question.id) if question else None
    if asked and known and known.reason is GapReason.NOT_CHOSEN and not known.gap:
        return _Undecided(known, _offered(asked.choices))
    return None


def _offered(choices: Sequence[Choice]) -> set[str]:
    return {one.value.removeprefix(ARTICLE) for one in choices if one.value.startswith(ARTICLE)}


def _cut(text: str) -> str:
    return " ".join(text.split())[:TEXT_CHARS]
