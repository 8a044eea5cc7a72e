"""Noticing that a question found no good answer, in the commit of whatever shows it."""

from collections.abc import Sequence
from datetime import timedelta

from hub.core.batch import Batch
from hub.core.events import EventKind
from hub.core.models.conversations import AuthorKind, Choice, Conversation, Direction, Message
from hub.core.models.gaps import GapReason, Unanswered
from hub.core.ports import Store

TEXT_CHARS = 300
LOOKED_AT = 20
WISHES = frozenset({"asked", "closed"})
"""Reasons of a handoff that say that the customer wanted a person."""
ARTICLE = "article:"
"""Choices that name an article have this before its id (bots.knowledge)."""
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
    words = " ".join((text or question.text).split())[:TEXT_CHARS]
    if not words or await store.peek(Unanswered, question.id):
        return None
    cited = answer.citations[0] if answer and answer.citations else None
    ready = batch.at + UNDECIDED if reason is GapReason.NOT_CHOSEN else batch.at
    unanswered = Unanswered(
        id=question.id,
        text=words,
        language=language or conversation.language,
        channel=conversation.channel,
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
    answers: bool = False,
) -> None:
    """Add what a bot's turn shows: no answer, or "did you mean" (`choices`), or that one of those was taken.

    `answers` says that it answered from an article.
    """
    if missed:
        await plan_unanswered(store, batch, conversation, question, GapReason.MISSED)
    elif answers:
        await _plan_chosen(store, batch, question)
    elif any(choice.value.startswith(ARTICLE) for choice in choices):
        await plan_unanswered(store, batch, conversation, question, GapReason.NOT_CHOSEN)


async def _plan_chosen(store: Store, batch: Batch, pressed: Message) -> None:
    """Take back that "did you mean" led nowhere, when this message takes one of its choices."""
    before = await _latest(store, pressed.conversation, below=pressed.seq)
    asked = next((one for one in before if one.author.kind is AuthorKind.BOT), None)
    wanted = pressed.text.strip().casefold()
    offered = [choice for choice in asked.choices if choice.value.startswith(ARTICLE)] if asked else []
    if asked and any(wanted in (one.label.strip().casefold(), one.value.casefold()) for one in offered):
        question = await asked_before(store, asked)
        known = await store.peek(Unanswered, question.id) if question else None
        if known and known.reason is GapReason.NOT_CHOSEN and not known.gap:
            batch.delete(known)
