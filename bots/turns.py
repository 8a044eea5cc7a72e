"""One turn over the services: what is owed an answer, the answer, and what is kept of it.

What has had its turn is told by the interaction's memory in the store; replies carry ids made from the
message they answer. So a turn taken again after a crash says nothing twice.
"""

from collections.abc import Mapping

import structlog
from msgspec import Struct
from msgspec.structs import replace

from bots.guards import Limits, guarded_turn, remembered
from bots.language import language_of
from bots.mail import consider
from bots.phrases import handoff_line
from bots.ports import Services
from bots.summary import handoff_summary
from hub.core.bots import Bot, Handoff, Turn, TurnInput
from hub.core.errors import NotFound
from hub.core.models.contacts import Channel, Contact
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
from hub.core.models.mail import Mail
from hub.core.models.work import MailBot, Queue
from hub.services.episodes import messages_of

log = structlog.get_logger()

NOT_BOTS = frozenset({"", "agent"})
RECENT = 100


class Owed(Struct, frozen=True):
    """A customer's message that waits for its turn."""

    conversation: Conversation
    interaction: Interaction
    message: Message


class Turns:
    """Takes turns; one conversation's one after the other, which the runner sees to."""

    def __init__(self, services: Services, bots: Mapping[str, Bot], limits: Limits) -> None:
        self._services = services
        self._store = services.store
        self._bots = bots
        self._limits = limits

    async def owed(self, conversation_id: str) -> Owed | None:
        """Return the oldest message that waits for a bot's turn, if a bot is in charge."""
        conversation = await self._store.peek(Conversation, conversation_id)
        if conversation is None or conversation.handler in NOT_BOTS:
            return None
        interaction = await self._store.get(Interaction, conversation.interaction)
        if conversation.state is not ConversationState.OPEN or interaction.state is InteractionState.ENDED:
            return None
        memory = interaction.memory
        done = memory.answered_seq if memory else 0
        newer = await self._store.find(
            Message, messages_of(interaction, conversation), order="seq", above=done
        )
        # What an agent has seen and answered is not the bot's business any more.
        attended = max((one.seq for one in newer if one.author.kind is AuthorKind.AGENT), default=0)
        waiting = [one for one in newer if is_customers(one) and one.seq > attended]
        if not waiting:
            return None
        # After a handoff somebody else had the word; the bot takes up only what brought it back.
        handed_off = memory is not None and memory.handed_off
        return Owed(conversation, interaction, waiting[-1] if handed_off else waiting[0])

    async def take(self, owed: Owed) -> None:
        """Take the bot's turn for a message, guarded, and remember that it was taken."""
        conversation, interaction, message = owed.conversation, owed.interaction, owed.message
        memory = _memory(interaction, conversation.handler)
        turn = TurnInput(
            conversation=conversation.id,
            interaction=interaction.id,
            text=message.text,
            value=await self._pressed(owed),
            language=conversation.language,
            has_files=bool(message.attachments),
            contact_name=await self._contact_name(conversation),
            memory=memory,
        )
        if interaction.channel is Channel.EMAIL:
            await self._take_mail(owed, turn)
            return
        answer = await self._ask(conversation.handler, turn)
        if not await self._is_still_ours(conversation):
            return
        await self._say(conversation, message, answer)
        if answer.handoff:
            await self._tell(owed, answer.handoff)
            await self._hand_off(owed, answer.handoff)
        await self._remember(owed, memory, answer, handed_off=answer.handoff is not None)
        if answer.end:
            await self._services.conversations.end_interaction(interaction.id, f"bot:{conversation.handler}")

    async def _take_mail(self, owed: Owed, turn: TurnInput) -> None:
        """Answer a mail when the bot is sure and its queue lets it; else leave a draft, and hand off.

        No mail goes out only to say that a person will answer.
        """
        conversation = owed.conversation
        mail = await self._store.peek(Mail, owed.message.id)
        subject = mail.subject if mail else conversation.subject
        found = await consider(lambda part: self._ask(conversation.handler, part), turn, subject)
        if not await self._is_still_ours(conversation):
            return
        mode = (await self._store.get(Queue, conversation.queue or "")).mail_bot
        is_sent = found.sure and mode is MailBot.ANSWER
        if is_sent:
            await self._say(conversation, owed.message, replace(found.turn, choices=[]))
        else:
            reason = "no_answer"
            if found.has_answer and mode is not MailBot.OFF:
                await self._draft(owed, found.turn)
                reason = "draft"
            await self._hand_off(owed, found.turn.handoff or Handoff(reason=reason))
        await self._remember(owed, turn.memory, found.turn, handed_off=not is_sent)

    async def _draft(self, owed: Owed, answer: Turn) -> None:
        await self._services.outbox.draft(
            owed.conversation.id,
            by=_author(owed.conversation.handler),
            text="\n\n".join(say.text for say in answer.say),
            client_id=f"{owed.message.id}-draft",
            citations=answer.citations,
        )

    async def _ask(self, bot: str, turn: TurnInput) -> Turn:
        return await guarded_turn(self._bots.get(bot), turn, self._limits)

    async def _remember(self, owed: Owed, memory: BotMemory, answer: Turn, *, handed_off: bool) -> None:
        after = remembered(memory, answer, owed.message.seq)
        await self._services.conversations.remember(
            owed.interaction.id, replace(after, handed_off=handed_off)
        )

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

    async def _tell(self, owed: Owed, handoff: Handoff) -> None:
        """Tell the customer that a person takes over."""
        conversation, message = owed.conversation, owed.message
        await self._services.outbox.reply(
            conversation.id,
            by=_author(conversation.handler),
            text=handoff_line(handoff.reason, language_of(message.text, conversation.language)),
            client_id=f"{message.id}-handoff",
        )

    async def _hand_off(self, owed: Owed, handoff: Handoff) -> None:
        """Queue the conversation with what the next person needs to know."""
        conversation = owed.conversation
        recent = await self._store.find(
            Message, messages_of(owed.interaction, conversation), order="seq", descending=True, limit=RECENT
        )
        summary = handoff_summary(recent[::-1], handoff)
        try:
            await self._request(conversation, handoff, summary, handoff.queue)
        except NotFound:
            if handoff.queue is None:
                raise
            # A bot that names a queue nobody knows must not cost the customer a person.
            log.exception("handoff_queue_unknown", bot=conversation.handler, queue=handoff.queue)
            await self._request(conversation, handoff, summary, None)

    async def _request(
        self, conversation: Conversation, handoff: Handoff, summary: str, queue: str | None
    ) -> None:
        await self._services.work.request_person(
            conversation.id,
            reason=handoff.reason,
            actor=f"bot:{conversation.handler}",
            skills=handoff.skills,
            summary=summary,
            queue=queue,
        )

    async def _pressed(self, owed: Owed) -> str:
        """Return the value of the choice whose label or value the message repeats, if it follows choices."""
        before = await self._store.find(
            Message,
            messages_of(owed.interaction, owed.conversation),
            order="seq",
            descending=True,
            below=owed.message.seq,
            limit=10,
        )
        asked = next((one for one in before if one.author.kind is AuthorKind.BOT), None)
        return _chosen(owed.message.text, asked.choices) if asked else ""

    async def _contact_name(self, conversation: Conversation) -> str:
        contact = await self._store.peek(Contact, conversation.contact)
        return contact.name if contact else ""


def is_customers(message: Message) -> bool:
    """Say whether a customer wrote this message, and no machine in the customer's name."""
    return (
        message.direction is Direction.INBOUND
        and message.author.kind is AuthorKind.CONTACT
        and not message.automatic
    )


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
