"""One turn over the services: what is owed an answer, the answer, and what is kept of it.

What has had its turn is told by the interaction's memory in the store, and a turn is kept as one commit.
So a turn taken again after a crash says nothing twice, and leaves nobody between bot and person.
"""

from msgspec import Struct
from msgspec.structs import replace

from bots.guards import Limits, guarded_turn, has_missed, limits_at, remembered
from bots.mail import consider
from bots.parting import hand_off_of
from bots.ports import Actions, Services
from hub.core.bots import FLOW, Ask, Bots, Handoff, Turn, TurnInput, TurnKind
from hub.core.errors import HubError
from hub.core.models.bots import BotLimits
from hub.core.models.contacts import Channel, Contact
from hub.core.models.conversations import (
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
from hub.core.models.data import Entry, Field, merged
from hub.core.models.mail import Mail
from hub.core.models.traces import TurnTrace
from hub.core.models.work import MailBot, Queue
from hub.services.bot_turns import BotTurn, Said
from hub.services.episodes import PEOPLE, messages_of


class Owed(Struct, frozen=True):
    """A customer's message, or an entry, that waits for a bot's turn."""

    conversation: Conversation
    interaction: Interaction
    message: Message | None
    entry: Entry | None = None

    @property
    def id(self) -> str:
        """What ids of all that the turn causes derive from."""
        return self.message.id if self.message else self.entry.id if self.entry else ""

    @property
    def seq(self) -> int:
        """How far the conversation is answered after this turn; an entry answers nothing."""
        return self.message.seq if self.message else 0


class Turns:
    """Takes turns; one conversation's one after the other, which the runner sees to."""

    def __init__(
        self, services: Services, bots: Bots, limits: Limits, actions: Actions | None = None
    ) -> None:
        self._services = services
        self._store = services.store
        self._bots = bots
        self._limits = limits
        self._actions = actions

    async def owed(self, conversation_id: str) -> Owed | None:
        """Return what waits for a bot's turn, an entry before messages and of these the oldest."""
        conversation = await self._store.peek(Conversation, conversation_id)
        if conversation is None or conversation.handler in PEOPLE:
            return None
        interaction = await self._store.get(Interaction, conversation.interaction)
        if conversation.state is not ConversationState.OPEN or interaction.state is InteractionState.ENDED:
            return None
        memory = interaction.memory
        if memory and memory.entry and not memory.handed_off and memory.bot == conversation.handler:
            return Owed(conversation, interaction, None, memory.entry)
        newer = await self._store.find(
            Message,
            messages_of(interaction, conversation),
            order="seq",
            above=memory.answered_seq if memory else 0,
        )
        is_new = memory is None or memory.handed_off
        # What an agent has seen and answered is not the business of a bot that comes after.
        agents = [one.seq for one in newer if is_new and one.author.kind is AuthorKind.AGENT]
        waiting = [one for one in newer if is_customers(one) and one.seq > max(agents, default=0)]
        if not waiting:
            return None
        # After a handoff somebody else had the word; the bot takes up only what brought it back.
        return Owed(conversation, interaction, waiting[-1] if memory and memory.handed_off else waiting[0])

    async def take(self, owed: Owed) -> None:
        """Take the bot's turn, guarded, and keep it."""
        turn = await self._input(owed)
        limits = await self._limits_of(owed.conversation)
        if owed.interaction.channel is Channel.EMAIL and not owed.conversation.handler.startswith(FLOW):
            await self._take_mail(owed, turn, limits)
            return
        answer = await self._ask(turn, limits)
        if answer.actions:
            answer = await self._act(owed, answer)
        await self._keep(owed, turn, answer, says_of(answer))

    async def surrender(self, owed: Owed) -> None:
        """Give up on a turn that cannot be kept: a person takes over."""
        turn = await self._input(owed)
        await self._keep(owed, turn, Turn(handoff=Handoff(reason="bot_failed"), place=turn.memory.place), [])

    async def _take_mail(self, owed: Owed, turn: TurnInput, limits: Limits) -> None:
        """Answer a mail when the bot is sure and its queue lets it; else leave a draft, and hand off.

        A customer whom no bot answered knows of none: then no mail says that a person takes over.
        """
        conversation = owed.conversation
        mail = await self._store.peek(Mail, turn.id)
        subject = mail.subject if mail else conversation.subject
        found = await consider(lambda part: self._ask(part, limits), turn, subject)
        mode = (await self._store.get(Queue, conversation.queue or "")).mail_bot
        if found.sure and mode is MailBot.ANSWER:
            await self._keep(owed, turn, found.turn, says_of(replace(found.turn, choices=[])))
            return
        is_draft = found.has_answer and mode is not MailBot.OFF
        drafts = [_draft(found.turn)] if is_draft else []
        handoff = found.turn.handoff or Handoff(reason="draft" if is_draft else "no_answer")
        answer = replace(found.turn, handoff=handoff, end=False)
        await self._keep(owed, turn, answer, drafts, tell=mode is MailBot.ANSWER and turn.memory.turns > 0)

    async def _act(self, owed: Owed, answer: Turn) -> Turn:
        """Perform what the turn causes; where that fails a person takes over."""
        try:
            if self._actions is None:
                raise HubError("There is nothing here that performs what bots cause.")
            conversation = owed.conversation
            await self._actions.perform(
                answer.actions, key=owed.id, conversation=conversation, bot=conversation.handler
            )
        except HubError:
            return replace(answer, say=[], choices=[], end=False, handoff=Handoff(reason="action_failed"))
        return answer

    async def _ask(self, turn: TurnInput, limits: Limits) -> Turn:
        return await guarded_turn(self._bots.get(turn.memory.bot), turn, limits)

    async def _keep(
        self, owed: Owed, turn: TurnInput, answer: Turn, says: list[Said], *, tell: bool = True
    ) -> None:
        conversation = owed.conversation
        after = remembered(turn.memory, answer, owed.seq, turn.at)
        hand_off = hand_off_of(answer.handoff, turn, tell=tell) if answer.handoff else None
        kept = BotTurn(
            id=owed.id,
            conversation=conversation.id,
            interaction=owed.interaction.id,
            bot=conversation.handler,
            memory=after,
            message=owed.message.id if owed.message else "",
            says=says,
            data=_learnt(answer),
            trace=_trace(owed, turn, answer),
            missed=has_missed(answer),
            unanswered=answer.unanswered,
            hand_off=hand_off,
            end=answer.end,
        )
        await self._services.bot_turns.keep(kept)

    async def _input(self, owed: Owed) -> TurnInput:
        conversation, message, entry = owed.conversation, owed.message, owed.entry
        contact = await self._store.peek(Contact, conversation.contact)
        memory = _memory(owed.interaction, conversation.handler)
        return TurnInput(
            id=owed.id,
            kind=TurnKind(entry.kind.value) if entry else TurnKind.MESSAGE,
            conversation=conversation.id,
            interaction=owed.interaction.id,
            channel=owed.interaction.channel,
            text=message.text if message else "",
            value=await self._pressed(owed, message) if message else "",
            language=conversation.language,
            has_files=bool(message and message.attachments),
            contact_name=contact.name if contact else "",
            at=message.at if message else memory.since,
            given=entry.given if entry else conversation.data,
            memory=memory,
        )

    async def _limits_of(self, conversation: Conversation) -> Limits:
        places = {conversation.entry_point, ""}
        known = await self._store.find(BotLimits, {"entry_point": places})
        return limits_at(conversation.entry_point, known, self._limits)

    async def _pressed(self, owed: Owed, message: Message) -> str:
        """Return the value of the choice whose label or value the message repeats, if it follows choices."""
        before = await self._store.find(
            Message,
            messages_of(owed.interaction, owed.conversation),
            order="seq",
            descending=True,
            below=message.seq,
            limit=10,
        )
        asked = next((one for one in before if one.author.kind is AuthorKind.BOT), None)
        return _chosen(message.text, asked.choices) if asked else ""


def is_customers(message: Message) -> bool:
    """Say whether a customer wrote this message, and no machine in the customer's name."""
    return (
        message.direction is Direction.INBOUND
        and message.author.kind is AuthorKind.CONTACT
        and not message.automatic
    )


def says_of(answer: Turn) -> list[Said]:
    """Return what a turn says; choices and citations go with the last of it."""
    said = [Said(text=say.text, format=say.format) for say in answer.say if say.text.strip()]
    if said:
        ask = answer.ask or Ask()
        said[-1] = replace(
            said[-1],
            choices=answer.choices,
            citations=answer.citations,
            secret=ask.secret,
            takes_message=ask.message,
        )
    return said


def _draft(answer: Turn) -> Said:
    text = "\n\n".join(say.text for say in answer.say)
    return Said(text=text, citations=answer.citations, draft=True)


def _learnt(answer: Turn) -> list[Field]:
    """Return everything the bot collected, as one packet."""
    if answer.handoff is None:
        return answer.data
    slots = [Field(name=name, value=value) for name, value in answer.handoff.slots.items()]
    return merged(merged(answer.data, slots), answer.handoff.data)


def _trace(owed: Owed, turn: TurnInput, answer: Turn) -> TurnTrace | None:
    if not answer.trace or turn.at is None:
        return None
    return TurnTrace(
        id=owed.id,
        conversation=turn.conversation,
        interaction=turn.interaction,
        bot=owed.conversation.handler,
        kind=turn.kind,
        at=turn.at,
        value=turn.value,
        language=turn.language,
        channel=turn.channel,
        given=turn.given,
        steps=answer.trace,
    )


def _memory(interaction: Interaction, bot: str) -> BotMemory:
    """Return what the bot remembers; another bot, or the same one after a handoff, begins anew."""
    memory = interaction.memory
    if memory is None:
        return BotMemory(bot=bot)
    if memory.bot != bot or memory.handed_off:
        return BotMemory(bot=bot, answered_seq=memory.answered_seq)
    return memory


def _chosen(text: str, choices: list[Choice]) -> str:
    wanted = text.strip().casefold()
    for number, choice in enumerate(choices, 1):
        if wanted in (choice.label.strip().casefold(), choice.value.casefold(), choice.key or str(number)):
            return choice.value
    return ""
