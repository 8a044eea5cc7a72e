"""The runner: gives every customer message of a bot's conversation its turn, once and in order.

What has had its turn is told by the interaction's memory in the store; replies carry ids made from the
message they answer. So after a crash the runner finds what is unanswered, takes those turns again, and
what had been said already is not said twice.
"""

import asyncio
from collections.abc import Callable, Mapping

import structlog
from msgspec.structs import replace

from bots.guards import Limits, guarded_turn, remembered
from bots.language import language_of
from bots.phrases import handoff_line
from bots.ports import Services
from bots.summary import handoff_summary
from hub.core.bots import Bot, Handoff, Turn, TurnInput
from hub.core.clock import Clock
from hub.core.errors import HubError
from hub.core.events import Change, EventKind
from hub.core.models.contacts import Contact
from hub.core.models.conversations import (
    Author,
    AuthorKind,
    BotMemory,
    Choice,
    Conversation,
    ConversationState,
    Direction,
    Interaction,
    InteractionState,
    Message,
)
from hub.core.ports import Database
from hub.core.tasks import supervise

log = structlog.get_logger()

NOT_BOTS = frozenset({"", "agent"})
PAGE = 500
RECENT = 100


class Runner:
    """Takes the turns of one tenant's bots."""

    def __init__(
        self, services: Services, bots: Mapping[str, Bot], clock: Clock, limits: Limits | None = None
    ) -> None:
        self._services = services
        self._store = services.store
        self._bots = bots
        self._clock = clock
        self._limits = limits or Limits()
        self._waiting: dict[str, None] = {}  # conversations in the order they asked for a turn
        self._busy: set[str] = set()
        self._overflowed = False
        self._after: str | None = ""  # how far the store was looked through; None: to the end
        self._looking = asyncio.Lock()
        self._news = asyncio.Event()

    def listen(self, database: Database) -> Callable[[], None]:
        """Hear of customers' messages from now on; the returned function ends it. Call before `run`."""
        return database.subscribe(self.hear)

    def hear(self, changes: list[Change]) -> None:
        """Remember the conversations in which a customer wrote."""
        for change in changes:
            message = change.record
            if change.tenant != self._store.tenant or change.event.kind is not EventKind.MESSAGE_ADDED:
                continue
            if isinstance(message, Message) and _is_customers(message):
                self._wake(message.conversation)

    async def run(self) -> None:
        """Take turns until cancelled, also those that a stop left unanswered."""
        async with asyncio.TaskGroup() as group:
            for number in range(self._limits.conversations):
                group.create_task(supervise(f"bot_runner_{number}", self._work, self._clock))

    def _wake(self, conversation_id: str) -> None:
        if len(self._waiting) >= self._limits.waiting and conversation_id not in self._waiting:
            self._overflowed = True  # nothing is lost: the store knows what is unanswered
            return
        self._waiting.setdefault(conversation_id)
        self._news.set()

    async def _refill(self) -> None:
        """Wake the next open conversations of bots; whether one is owed an answer only its turn can tell."""
        async with self._looking:
            if self._waiting or self._after is None:
                return
            limit = min(PAGE, self._limits.waiting)
            ours = {"state": ConversationState.OPEN, "handler": set(self._bots)}
            page = await self._store.find(Conversation, ours, above=self._after, limit=limit)
            self._after = page[-1].id if len(page) == limit else None
            for conversation in page:
                self._wake(conversation.id)

    async def _work(self) -> None:
        while True:
            conversation_id = await self._next()
            try:
                await self._attend(conversation_id)
            finally:
                self._busy.discard(conversation_id)
                self._news.set()

    async def _next(self) -> str:
        """Wait for a conversation that nobody is busy with, and take it."""
        while True:
            for conversation_id in self._waiting:
                if conversation_id not in self._busy:
                    del self._waiting[conversation_id]
                    self._busy.add(conversation_id)
                    return conversation_id
            if not self._waiting and self._after is not None:
                await self._refill()
            elif not self._waiting and self._overflowed:
                self._overflowed, self._after = False, ""
            else:
                self._news.clear()
                await self._news.wait()

    async def _attend(self, conversation_id: str) -> None:
        """Answer what is unanswered; when the store or a service is in trouble, try again a little later."""
        for attempt in range(1, self._limits.tries + 1):
            try:
                while message := await self._unanswered(conversation_id):
                    await self._answer(*message)
                return
            except HubError as error:
                log.warning("turn_failed", conversation=conversation_id, error=error.code, attempt=attempt)
                await self._clock.sleep(attempt)
        log.error("turn_given_up", conversation=conversation_id)

    async def _unanswered(self, conversation_id: str) -> tuple[Conversation, Interaction, Message] | None:
        """Return the oldest message that waits for a bot's turn, if a bot is in charge."""
        conversation = await self._store.peek(Conversation, conversation_id)
        if conversation is None or conversation.handler in NOT_BOTS:
            return None
        interaction = await self._store.get(Interaction, conversation.interaction)
        if conversation.state is not ConversationState.OPEN or interaction.state is InteractionState.ENDED:
            return None
        memory = interaction.memory
        done = memory.answered_seq if memory else 0
        newer = await self._store.find(Message, {"interaction": interaction.id}, order="seq", above=done)
        # What an agent has seen and answered is not the bot's business any more.
        attended = max((one.seq for one in newer if one.author.kind is AuthorKind.AGENT), default=0)
        waiting = [one for one in newer if _is_customers(one) and one.seq > attended]
        if not waiting:
            return None
        # After a handoff somebody else had the word; the bot takes up only what brought it back.
        handed_off = memory is not None and memory.handed_off
        return conversation, interaction, waiting[-1] if handed_off else waiting[0]

    async def _answer(self, conversation: Conversation, interaction: Interaction, message: Message) -> None:
        memory = _memory(interaction, conversation.handler)
        turn = TurnInput(
            conversation=conversation.id,
            interaction=interaction.id,
            text=message.text,
            value=await self._pressed(message),
            language=conversation.language,
            has_files=bool(message.attachments),
            contact_name=await self._contact_name(conversation),
            memory=memory,
        )
        answer = await guarded_turn(self._bots.get(conversation.handler), turn, self._limits)
        if not await self._is_still_ours(conversation):
            return
        await self._say(conversation, message, answer)
        if answer.handoff:
            await self._hand_off(conversation, interaction, message, answer.handoff)
        after = remembered(memory, answer, message.seq)
        await self._services.conversations.remember(
            interaction.id, replace(after, handed_off=answer.handoff is not None)
        )
        if answer.end:
            await self._services.conversations.end_interaction(interaction.id, f"bot:{conversation.handler}")

    async def _is_still_ours(self, conversation: Conversation) -> bool:
        now = await self._store.get(Conversation, conversation.id)
        return now.handler == conversation.handler and now.interaction == conversation.interaction

    async def _say(self, conversation: Conversation, message: Message, answer: Turn) -> None:
        last = len(answer.say) - 1
        for number, say in enumerate(answer.say):
            await self._services.outbox.reply(
                conversation.id,
                by=_author(conversation.handler),
                text=say.text,
                format=say.format,
                client_id=f"{message.id}-{number}",
                choices=answer.choices if number == last else [],
                citations=answer.citations if number == last else [],
            )

    async def _hand_off(
        self, conversation: Conversation, interaction: Interaction, message: Message, handoff: Handoff
    ) -> None:
        """Tell the customer, then queue the conversation with what the next person needs to know."""
        await self._services.outbox.reply(
            conversation.id,
            by=_author(conversation.handler),
            text=handoff_line(handoff.reason, language_of(message.text, conversation.language)),
            client_id=f"{message.id}-handoff",
        )
        recent = await self._store.find(
            Message, {"interaction": interaction.id}, order="seq", descending=True, limit=RECENT
        )
        await self._services.work.request_person(
            conversation.id,
            reason=handoff.reason,
            actor=f"bot:{conversation.handler}",
            skills=handoff.skills,
            summary=handoff_summary(recent[::-1], handoff),
            queue=handoff.queue,
        )

    async def _pressed(self, message: Message) -> str:
        """Return the value of the choice whose label or value the message repeats, if it follows choices."""
        before = await self._store.find(
            Message,
            {"interaction": message.interaction},
            order="seq",
            descending=True,
            below=message.seq,
            limit=10,
        )
        asked = next((one for one in before if one.author.kind is AuthorKind.BOT), None)
        return _chosen(message.text, asked.choices) if asked else ""

    async def _contact_name(self, conversation: Conversation) -> str:
        contact = await self._store.peek(Contact, conversation.contact)
        return contact.name if contact else ""


def _is_customers(message: Message) -> bool:
    return message.direction is Direction.INBOUND and message.author.kind is AuthorKind.CONTACT


def _memory(interaction: Interaction, bot: str) -> BotMemory:
    """Return what the bot remembers; another bot, or the same one after a handoff, begins anew."""
    memory = interaction.memory
    if memory is None:
        return BotMemory(bot=bot)
    if memory.bot != bot or memory.handed_off:
        return BotMemory(bot=bot, answered_seq=memory.answered_seq)
    return memory


def _author(bot: str) -> Author:
    return Author(kind=AuthorKind.BOT, id=f"bot:{bot}", name=bot)


def _chosen(text: str, choices: list[Choice]) -> str:
    wanted = text.strip().casefold()
    for choice in choices:
        if wanted in (choice.label.strip().casefold(), choice.value.casefold()):
            return choice.value
    return ""
