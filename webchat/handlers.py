"""What each command does, by calling the services; errors are for the connection to tell."""

from collections.abc import Callable

from msgspec.structs import replace

from hub.core.errors import InvalidInput, NotFound
from hub.core.models.conversations import Attachment, Interaction, InteractionState, Message, StoredFile
from hub.services.episodes import messages_of
from hub.services.inbound import InboundMessage, Receipt
from webchat.calls import WebCall
from webchat.commands import (
    AnyCommand,
    Delivered,
    End,
    Feedback,
    HangUp,
    Hello,
    History,
    Link,
    Person,
    Ping,
    PlaceCall,
    Rate,
    Read,
    Send,
    SetLanguage,
    Transcript,
    Typing,
)
from webchat.frames import Ack, Done, EntryFrame, Frame, HistoryFrame, LinkFrame, Pong
from webchat.help.link import help_path
from webchat.live import Live
from webchat.ports import ChatDeps
from webchat.receipts import Receipts
from webchat.session import Session
from webchat.thread import Thread
from webchat.tokens import Signer
from webchat.view import entry_view, file_path, pick

TRANSCRIPTS_PER_MINUTE = 2
"""Mail to any address on a stranger's word: kept rare."""
ASKING = {"en": "I would like to talk to a person, please.", "zh": "您好，我想联系人工客服。"}
"""What the button says in the customer's name when there is no conversation to hand over yet."""


class Handlers:
    """The commands of one connection, carried out one after the other."""

    def __init__(
        self,
        deps: ChatDeps,
        live: Live,
        session: Session,
        thread: Thread,
        call: WebCall,
        receipts: Receipts,
        put: Callable[[Frame], None],
    ) -> None:
        self._deps = deps
        self._services = deps.tenants[session.tenant].services
        self._live = live
        self._session = session
        self._thread = thread
        self._call = call
        self._receipts = receipts
        self._put = put

    async def handle(self, command: AnyCommand) -> None:
        """Carry one command out."""
        match command:
            case Send():
                await self._send(command)
            case Typing():
                self._thread.say_typing(command.on)
            case Delivered():
                self._receipt(delivered=command.seq)
            case Read():
                self._receipt(read=command.seq)
            case Person():
                await self._person()
            case Feedback():
                await self._feedback(command)
            case Rate():
                await self._rate(command)
            case Transcript():
                await self._transcript(command)
            case End():
                await self._end()
            case SetLanguage():
                await self._language(command)
            case History():
                messages, more = await self._thread.page(command.before)
                self._put(HistoryFrame(messages=messages, more=more))
            case Link():
                await self._link(command)
            case PlaceCall():
                await self._call.place(command, self._session.language)
            case HangUp():
                await self._call.hang_up()
            case Ping():
                self._put(Pong())
            case Hello():
                raise InvalidInput("You said hello already. Connect again to start over.", field="type")

    # --- messages ------------------------------------------------------------------------------------

    async def _send(self, command: Send) -> None:
        limits = self._deps.config.limits
        if len(command.text) > limits.message_chars:
            raise InvalidInput(
                f"The message has {len(command.text)} characters; {limits.message_chars} are allowed.",
                field="text",
            )
        text = command.text.strip()
        if not text and not command.files:
            raise InvalidInput("The message is empty. Write something or attach a file.", field="text")
        receipt = await self._receive(command.id, text, await self._attachments(command.files))
        if not receipt.duplicate:
            await self._thank(receipt)

    async def _thank(self, receipt: Receipt) -> None:
        """Tell whoever leaves a message outside hours, with no bot to answer, that it has arrived."""
        if receipt.conversation.handler or (await self._thread.opening()).open:
            return
        mine = messages_of(receipt.interaction, receipt.conversation)
        said = await self._services.store.find(Message, mine, limit=2)
        if len(said) == 1:
            await self._services.outbox.notice(receipt.conversation.id, "left_message")

    async def _receive(self, client_id: str, text: str, files: list[Attachment]) -> Receipt:
        """Store a message, acknowledge it, and see to it that all tabs follow its conversation.

        Pressing a choice sends its label as the text; whoever asked knows what it stands for.
        """
        self._check_rate("chat", self._deps.config.limits.chat_messages_per_minute)
        receipt = await self._services.intake.receive(
            InboundMessage(
                entry_point=self._session.entry.id,
                address_kind=self._session.address_kind,
                address=self._session.address,
                verified=self._session.identity is not None,
                name=self._session.name,
                language=self._session.language,
                external_id=f"{self._session.visitor}:{client_id}",
                text=text,
                attachments=files,
                at=self._deps.clock.now(),
            )
        )
        if files:
            await self._services.files.claim(
                [one.file for one in files], receipt.conversation.id, self._session.owner
            )
        self._put(Ack(id=client_id, seq=receipt.message.seq, at=receipt.message.at))
        for tab in self._live.tabs(self._session.tenant, self._session.visitor):
            await tab.follow(receipt.conversation.id)
        return receipt

    def _check_rate(self, act: str, per_minute: int) -> None:
        self._deps.limiter.check(f"{act}:{self._session.tenant}:{self._session.owner}", per_minute)

    async def _attachments(self, files: list[str]) -> list[Attachment]:
        found = []
        for index, file_id in enumerate(files):
            stored = await self._services.store.peek(StoredFile, file_id)
            if stored is None or stored.by != self._session.owner:
                raise InvalidInput(
                    "There is no such upload of yours. Upload it again.", field=f"files[{index}]"
                )
            found.append(Attachment(file=stored.id, name=stored.name, type=stored.type, size=stored.size))
        return found

    # --- people --------------------------------------------------------------------------------------

    async def _person(self) -> None:
        """Ask for a person; outside hours that is leaving a message."""
        open_now = (await self._thread.opening()).open
        conversation = self._thread.conversation
        if conversation is None or await self._is_ended():
            asking = pick(ASKING, self._session.language, "en")
            conversation = (await self._receive(self._deps.ids(), asking, [])).conversation
        await self._services.work.request_person(
            conversation.id, reason="asked" if open_now else "closed", actor=conversation.contact
        )

    async def _is_ended(self) -> bool:
        interaction = self._thread.interaction
        if interaction is None:
            return True
        now = await self._services.store.get(Interaction, interaction.id)
        return now.state is InteractionState.ENDED

    def _receipt(self, *, delivered: int = 0, read: int = 0) -> None:
        interaction = self._thread.interaction
        if interaction:
            newest = self._thread.cursor
            self._receipts.note(interaction.id, delivered=min(delivered, newest), read=min(read, newest))

    # --- the rest ------------------------------------------------------------------------------------

    def _interaction(self) -> Interaction:
        if self._thread.interaction is None:
            raise NotFound("There is no conversation yet. Write a message first.")
        return self._thread.interaction

    async def _own_message(self, message_id: str, field: str) -> Message:
        """Return a message of this conversation; others are as good as not there."""
        message = await self._services.store.peek(Message, message_id)
        here = self._thread.conversation
        if message is None or here is None or message.conversation != here.id:
            raise InvalidInput("There is no such message in this conversation.", field=field)
        return message

    async def _feedback(self, command: Feedback) -> None:
        message = await self._own_message(command.message, "message")
        if not message.citations:
            raise InvalidInput("Only answers from the knowledge base can be judged.", field="message")
        await self._services.knowledge.feedback(message.id, command.helpful)
        self._put(Done(command="feedback"))

    async def _rate(self, command: Rate) -> None:
        await self._services.conversations.rate(self._interaction().id, command.score, command.comment)
        self._put(Done(command="rate"))

    async def _transcript(self, command: Transcript) -> None:
        interaction = self._interaction()
        self._check_rate("chat-transcript", TRANSCRIPTS_PER_MINUTE)
        await self._services.conversations.request_transcript(interaction.conversation, command.email)
        self._put(Done(command="transcript"))

    async def _end(self) -> None:
        interaction = self._interaction()
        await self._services.conversations.end_interaction(interaction.id, by=interaction.contact)
        self._put(Done(command="end"))

    async def _language(self, command: SetLanguage) -> None:
        self._session = replace(self._session, language=command.language or self._session.entry.language)
        language = self._session.language
        help = await help_path(self._services.store, language)
        entry = entry_view(self._session.entry, language, await self._thread.opening(), help)
        self._put(EntryFrame(entry=entry, language=self._session.language))

    async def _link(self, command: Link) -> None:
        message = await self._own_message(command.message, "message")
        if command.file not in {item.file for item in message.attachments}:
            raise InvalidInput("This message has no such file.", field="file")
        signature = Signer(self._deps.secret).file(command.file, self._session.tenant, self._deps.clock.now())
        self._put(LinkFrame(file=command.file, url=file_path(command.file, signature)))
