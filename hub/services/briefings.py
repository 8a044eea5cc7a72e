"""What the person who takes over should know: what was asked, what was tried, what was collected.

Made from the conversation when somebody looks, as keys and the customer's own words: the desk says it in
the reader's language, no service outside is asked, and nothing is kept twice.
"""

from datetime import datetime
from enum import StrEnum

from hub.core.models.conversations import (
    AuthorKind,
    Citation,
    Conversation,
    Direction,
    Interaction,
    Message,
)
from hub.core.models.data import Field
from hub.core.models.gaps import Unanswered
from hub.core.models.work import WorkItem
from hub.core.records import Value
from hub.services.base import Service
from hub.services.episodes import PEOPLE, messages_of

LOOKED_AT = 200
MOST_QUESTIONS = 12
LONGEST = 300
HANDED_OFF = "handed_off"
BEGINNINGS = frozenset({HANDED_OFF, "bot_entered", "resolved"})


class Tried(StrEnum):
    """What a bot made of something the customer wrote."""

    ANSWERED = "answered"  # from the articles it names
    OFFERED = "offered"  # it asked which of several was meant
    UNANSWERED = "unanswered"
    REPLIED = "replied"  # it said something else: asked for details, was polite
    WAITING = "waiting"  # no bot said anything to it


class BriefedQuestion(Value, frozen=True, kw_only=True):
    """What the customer wrote, cut to 300 characters, and what was tried."""

    message: str
    text: str
    at: datetime
    tried: Tried
    articles: list[Citation] = []


class Briefing(Value, frozen=True, kw_only=True):
    """What a bot leaves to a person. `reason` is a message key; newest questions last.

    `at` is when it handed off; null while it has the conversation.
    """

    bot: str
    reason: str
    at: datetime | None = None
    turns: int = 0
    questions: list[BriefedQuestion] = []
    data: list[Field] = []


class Briefings(Service):
    """Reads; stores nothing."""

    async def briefing(self, conversation: Conversation) -> Briefing | None:
        """Return what the last bot leaves, or None where no bot said anything."""
        interaction = await self.store.get(Interaction, conversation.interaction)
        newest = await self.store.find(
            Message, messages_of(interaction, conversation), order="seq", descending=True, limit=LOOKED_AT
        )
        has_bot = conversation.handler not in PEOPLE
        stretch, parting = _last_stretch(newest, goes_on=has_bot)
        memory = interaction.memory
        if memory is None and parting is None and not conversation.data:
            return None
        item = await self.store.peek(WorkItem, conversation.work_item) if conversation.work_item else None
        questions = [await self._question(row, stretch) for row in stretch if _is_customers(row)]
        told = parting.notice_vars if parting else {}
        return Briefing(
            bot=told.get("bot") or (memory.bot if memory else ""),
            reason=told.get("reason") or (item.reason if item else ""),
            at=parting.at if parting else None,
            turns=memory.turns if memory else 0,
            questions=questions[-MOST_QUESTIONS:],
            data=conversation.data,
        )

    async def _question(self, asked: Message, stretch: list[Message]) -> BriefedQuestion:
        """Say what came of a message: the bot's replies to it are those before the next one."""
        later = [one for one in stretch if one.seq > asked.seq]
        following = next((one.seq for one in later if _is_customers(one)), None)
        replies = [
            one
            for one in later
            if one.author.kind is AuthorKind.BOT and (following is None or one.seq < following)
        ]
        articles = {cited.article: cited for one in replies if not one.draft for cited in one.citations}
        if articles:
            tried = Tried.ANSWERED
        elif await self.store.peek(Unanswered, asked.id):
            tried = Tried.UNANSWERED
        elif any(one.choices for one in replies):
            tried = Tried.OFFERED
        else:
            tried = Tried.REPLIED if replies else Tried.WAITING
        text = " ".join(asked.text.split())
        return BriefedQuestion(
            message=asked.id,
            text=text if len(text) <= LONGEST else text[: LONGEST - 1] + "…",
            at=asked.at,
            tried=tried,
            articles=list(articles.values()),
        )


def _last_stretch(newest: list[Message], *, goes_on: bool) -> tuple[list[Message], Message | None]:
    """Return the messages of the last bot's stretch, oldest first, and the line that ended it.

    There is none while it `goes_on`, nor where nobody but people ever had the conversation.
    """
    ends = [] if goes_on else [number for number, one in enumerate(newest) if one.notice == HANDED_OFF]
    parting = newest[ends[0]] if ends else None
    rows = newest[ends[0] + 1 :] if ends else newest
    # An agent may write beside a bot, so only these lines tell where a stretch began.
    begins = next((number for number, one in enumerate(rows) if one.notice in BEGINNINGS), len(rows))
    return rows[:begins][::-1], parting


def _is_customers(message: Message) -> bool:
    return (
        message.direction is Direction.INBOUND
        and message.author.kind is AuthorKind.CONTACT
        and bool(message.text.strip())
    )
