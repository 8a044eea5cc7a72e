"""A bot's turn as one commit: what it says, what it knows now, and who has the customer next.

A crash finds a turn taken or not taken, never half. A bot that comes second, after a person took over or
the customer left, says nothing any more: the commit compares the conversation with what was read.
"""

import structlog
from msgspec import Struct
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.errors import Conflict, Duplicate, StaleRevision
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.contacts import Address, Channel
from hub.core.models.conversations import (
    Author,
    AuthorKind,
    BotMemory,
    Choice,
    Citation,
    Conversation,
    ConversationState,
    Delivery,
    Direction,
    Interaction,
    InteractionState,
    Message,
)
from hub.core.models.data import Entry, Field, merged
from hub.core.models.traces import TurnTrace
from hub.core.models.work import Queue
from hub.core.ports import QueueFor, Store
from hub.services.base import Service, retried
from hub.services.episodes import PEOPLE, let_go, plan_bot_in
from hub.services.gap_plans import plan_bot_turn, plan_handed_off
from hub.services.handoffs import RETURNED, Wanted, open_item, plan_left, plan_person, queue_of
from hub.services.lines import plan_note, plan_notice, with_newest
from hub.services.posting import POSTED, Envelope, plan_dispatch
from hub.services.told import plan_told
from hub.services.work_plans import is_closed

log = structlog.get_logger()


class Said(Struct, frozen=True, kw_only=True):
    """A message of the bot; a `draft` is a proposal to an agent, which the customer does not see."""

    text: str
    format: str = "markdown"
    choices: list[Choice] = []
    citations: list[Citation] = []
    draft: bool = False
    secret: bool = False  # it asks for something that is to be kept nowhere
    takes_message: bool = False  # it asks for a message to be left


class HandOff(Struct, frozen=True, kw_only=True):
    """Who is wanted, what the customer is told (`closed` outside the hours), and the bot's own note.

    An empty line says nothing; `summary` is Markdown.
    """

    wanted: Wanted
    line: str
    closed: str
    summary: str = ""


class BotTurn(Struct, frozen=True, kw_only=True):
    """A turn that was taken, ready to be kept.

    `id` is the customer's message or the entry; ids of what is said derive from it. `memory` is what the
    bot knows afterwards. `message` is empty where none was answered. `unanswered` are the words that found
    no answer where they are not the message's.
    """

    id: str
    conversation: str
    interaction: str
    bot: str
    memory: BotMemory
    message: str = ""
    says: list[Said] = []
    data: list[Field] = []
    trace: TurnTrace | None = None
    missed: bool = False
    unanswered: str = ""
    hand_off: HandOff | None = None
    end: bool = False

    @property
    def author(self) -> Author:
        """Who says it."""
        return bot_author(self.bot)


class To(Struct, frozen=True):
    """Where a handoff goes: a queue, or (None) who has the customer already; and what is said of it."""

    hand_off: HandOff
    queue: Queue | None
    line: str


class BotTurns(Service):
    """Keeps bots' turns, and gives bots conversations."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, queue_for: QueueFor = str) -> None:
        """Also take the rule that new work is checked by for overflow."""
        super().__init__(store, clock, ids)
        self._queue_for = queue_for

    @retried
    async def keep(self, turn: BotTurn) -> bool:
        """Store a turn; return False, with nothing stored, when it is not the bot's any more or was kept."""
        conversation = await self.store.get(Conversation, turn.conversation)
        interaction = await self.store.get(Interaction, turn.interaction)
        if not _is_due(turn, conversation, interaction):
            return False
        batch = self.batch(turn.author.id)
        interaction = replace(interaction, memory=turn.memory)
        conversation = replace(conversation, data=merged(conversation.data, turn.data))
        to = await self._person(turn.hand_off, conversation, batch) if turn.hand_off else None
        conversation = await self._plan_says(batch, turn, to, conversation, interaction)
        await self._plan_records(batch, turn, conversation)
        if to:
            conversation = await self._plan_hand_off(batch, turn, to, conversation, interaction)
        elif turn.end:
            conversation = await self._plan_end(batch, conversation, interaction)
        else:
            batch.save(interaction)
        if to or turn.end or turn.data:
            batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        else:
            batch.save(conversation)
        try:
            await self.store.commit(batch)
        except Duplicate as error:
            raise StaleRevision("Somebody else asked for a person at the same time.") from error
        return True

    @retried
    async def enter(self, conversation_id: str, bot: str, entry: Entry, by: str) -> Conversation:
        """Let a bot have the customer, beginning with a turn of its own; an agent who has them stays by."""
        conversation = await self.store.get(Conversation, conversation_id)
        if conversation.state is not ConversationState.OPEN:
            raise Conflict("This conversation is not open. Take it first.")
        if conversation.handler not in PEOPLE:
            raise Conflict("A bot has this conversation now. Take it back first.")
        interaction = await self.store.get(Interaction, conversation.interaction)
        if interaction.state is InteractionState.ENDED:
            raise Conflict("The customer has left. Write to them first.")
        batch = self.batch(by)
        plan_bot_in(batch, conversation, interaction, bot, entry)
        conversation = replace(conversation, handler=bot, data=merged(conversation.data, entry.given))
        conversation = plan_notice(batch, self.ids, conversation, "bot_entered", {"bot": bot}, internal=True)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        stored: Conversation = (await self.store.commit(batch)).stored(conversation)
        return stored

    async def _person(self, hand_off: HandOff, conversation: Conversation, batch: Batch) -> To:
        """Find out who gets the customer, and what the customer is told of it."""
        wanted = hand_off.wanted
        if await open_item(self.store, conversation):
            return To(hand_off, None, hand_off.line)
        queue = await queue_of(self.store, conversation, wanted.queue, self._queue_for)
        closed = await is_closed(self.store, queue, batch.at)
        return To(hand_off, queue, hand_off.closed if closed else hand_off.line)

    async def _plan_says(
        self, batch: Batch, turn: BotTurn, to: To | None, conversation: Conversation, interaction: Interaction
    ) -> Conversation:
        """Add what the customer is told. What cannot be sent must not keep them from a person."""
        says = [*turn.says, Said(text=to.line)] if to and to.line else turn.says
        if interaction.channel is Channel.EMAIL:
            says = _one_mail(says)
        for number, said in enumerate(says):
            name = f"{turn.id}-{number}"
            try:
                conversation = await self._plan_said(batch, turn, said, name, conversation, interaction)
            except Conflict as error:
                if to is None:
                    raise
                log.warning("handoff_not_told", conversation=conversation.id, error=error.code)
        return conversation

    async def _plan_said(
        self,
        batch: Batch,
        turn: BotTurn,
        said: Said,
        name: str,
        conversation: Conversation,
        interaction: Interaction,
    ) -> Conversation:
        posted = interaction.channel in POSTED and not said.draft
        message = Message(
            id=self.ids(),
            conversation=conversation.id,
            interaction=interaction.id,
            direction=Direction.INTERNAL if said.draft else Direction.OUTBOUND,
            author=turn.author,
            text=said.text,
            format=said.format,
            at=batch.at,
            source=turn.author.id,
            external_id=name,
            delivery=Delivery.PENDING if posted else Delivery.SENT,
            draft=said.draft,
            choices=said.choices,
            citations=said.citations,
            secret=said.secret,
            takes_message=said.takes_message,
        )
        if posted:
            address = await self.store.get(Address, interaction.address)
            where = (message, conversation, interaction, address)
            await plan_dispatch(self.store, batch, self.ids, *where, Envelope())
        batch.message(message, conversation)
        if not said.draft:
            plan_told(batch, self.ids, message, conversation.contact, interaction.channel)
        return with_newest(conversation, message)

    async def _plan_records(self, batch: Batch, turn: BotTurn, conversation: Conversation) -> None:
        """Add what others look at later: the steps it took, and a question without a good answer."""
        if turn.trace:
            batch.save(turn.trace)
        if turn.message:
            question = await self.store.get(Message, turn.message)
            choices = [choice for said in turn.says for choice in said.choices]
            told = {one.article for said in turn.says if not said.draft for one in said.citations}
            await plan_bot_turn(
                self.store,
                batch,
                conversation,
                question,
                missed=turn.missed,
                choices=choices,
                told=told,
                unanswered=turn.unanswered,
            )
        if turn.hand_off:
            await plan_handed_off(self.store, batch, conversation, turn.hand_off.wanted.reason)

    async def _plan_hand_off(
        self, batch: Batch, turn: BotTurn, to: To, conversation: Conversation, interaction: Interaction
    ) -> Conversation:
        """Add the end of the bot's stretch, what staff should know, and the work item."""
        wanted = to.hand_off.wanted
        let_go(batch, self.ids, conversation, interaction, wanted.reason)
        told = {"bot": turn.bot, "reason": wanted.reason}
        conversation = plan_notice(batch, self.ids, conversation, "handed_off", told, internal=True)
        if to.hand_off.summary:
            plan_note(batch, self.ids, conversation, by=turn.author, text=to.hand_off.summary)
        handed = await plan_person(self.store, batch, self.ids, conversation, wanted, to.queue)
        return handed.conversation

    async def _plan_end(
        self, batch: Batch, conversation: Conversation, interaction: Interaction
    ) -> Conversation:
        """Add the end of the episode, or the return to the person who has the conversation all the time."""
        if not await open_item(self.store, conversation):
            return plan_left(batch, self.ids, conversation, interaction)
        let_go(batch, self.ids, conversation, interaction, RETURNED)
        told = {"bot": conversation.handler, "reason": RETURNED}
        conversation = plan_notice(batch, self.ids, conversation, "handed_off", told, internal=True)
        wanted = Wanted(reason=RETURNED)
        return (await plan_person(self.store, batch, self.ids, conversation, wanted, None)).conversation


def bot_author(bot: str) -> Author:
    """Return the bot as the author of a message."""
    return Author(kind=AuthorKind.BOT, id=f"bot:{bot}", name=bot)


def _is_due(turn: BotTurn, conversation: Conversation, interaction: Interaction) -> bool:
    """Say whether the bot still has the customer, who is still there, and the turn was not kept before."""
    if (conversation.handler, conversation.interaction) != (turn.bot, interaction.id):
        return False
    if conversation.state is not ConversationState.OPEN or interaction.state is InteractionState.ENDED:
        return False
    before = interaction.memory
    if before and before.bot == turn.bot and not before.handed_off and before.entry:
        return turn.id == before.entry.id
    return before is None or turn.memory.answered_seq > before.answered_seq


def _one_mail(says: list[Said]) -> list[Said]:
    """Return what is said as one mail; drafts stay apart."""
    said = [one for one in says if not one.draft]
    if len(said) < 2:
        return says
    citations = [cited for one in said for cited in one.citations]
    whole = replace(said[-1], text="\n\n".join(one.text for one in said), citations=citations)
    return [*(one for one in says if one.draft), whole]
