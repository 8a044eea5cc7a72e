"""What of our records the customer gets to see, and how."""

from datetime import datetime

from msgspec.structs import replace

from hub.core.models.contacts import EntryPoint
from hub.core.models.conversations import AuthorKind, Conversation, Direction, Interaction, Message
from hub.core.models.work import WorkState
from hub.core.text import plain, to_html
from webchat.frames import Caption, Entry, FileView, Handler, MessageFrame, Source, State
from webchat.ports import Opening, Place
from webchat.tokens import Signer

SENDERS = {
    AuthorKind.CONTACT: "me",
    AuthorKind.AGENT: "agent",
    AuthorKind.BOT: "bot",
    AuthorKind.SYSTEM: "system",
}
WAITING = frozenset({WorkState.QUEUED, WorkState.OFFERED})


def may_see(message: Message) -> bool:
    """Say whether the customer may see the message: notes never leave the house."""
    return message.direction is not Direction.INTERNAL


def message_frame(
    message: Message,
    signer: Signer,
    tenant: str,
    now: datetime,
    *,
    read_seq: int = 0,
    feedback: bool | None = None,
) -> MessageFrame:
    """Return the message as the customer sees it; staff are shown by name only, never by id."""
    mine = message.author.kind is AuthorKind.CONTACT
    return MessageFrame(
        seq=message.seq,
        id=message.id,
        sender=SENDERS[message.author.kind],  # type: ignore[arg-type]  # the table's values are the literals
        name=shown_name(message),
        text=message.text,
        format=message.format,
        html=to_html(message.text, message.format) if message.text else "",
        at=message.at,
        files=[
            FileView(
                id=item.file,
                name=item.name,
                type=item.type,
                size=item.size,
                url=file_path(item.file, signer.file(item.file, tenant, now)),
            )
            for item in message.attachments
        ],
        choices=message.choices,
        # An agent's are for our own record: they may name what only staff may read.
        citations=_sources(message) if message.author.kind is AuthorKind.BOT else [],
        feedback=feedback,
        client_id=message.external_id.rpartition(":")[2] if mine else None,
        delivery=delivery(message, read_seq) if mine else "",
        notice=message.notice,
        vars=message.notice_vars,
    )


def _sources(message: Message) -> list[Source]:
    return [Source(article=one.article, revision=one.revision, title=one.title) for one in message.citations]


def shown_name(message: Message) -> str:
    """Return the author's name; a bot that has none but its technical one speaks for the company."""
    author = message.author
    if author.kind is AuthorKind.BOT and author.id.removeprefix("bot:") == author.name:
        return ""
    return author.name


def file_path(file_id: str, signature: str) -> str:
    """Return the path a file is downloaded from."""
    return f"/chat/v1/files/{file_id}?sig={signature}"


def delivery(message: Message, read_seq: int) -> str:
    """Return how far a customer's own message has come: with us, or seen by an agent."""
    return "read" if message.seq <= read_seq else "delivered"


def pick(texts: dict[str, str], language: str, fallback: str) -> str:
    """Return the text in the language, in its base language, in the fallback, or any."""
    for wanted in (language, language.split("-")[0], fallback):
        if wanted in texts:
            return texts[wanted]
    return next(iter(texts.values()), "")


def entry_view(entry: EntryPoint, language: str, opening: Opening, help: str = "") -> Entry:
    """Return the entry point's texts in the customer's language."""
    return Entry(
        name=entry.name,
        greeting=pick(entry.greeting, language, entry.language),
        open=opening.open,
        opens_at=opening.opens_at,
        closed_text=pick(entry.closed_text, language, entry.language),
        help=help,
    )


def state_frame(
    conversation: Conversation | None,
    interaction: Interaction | None,
    opening: Opening,
    *,
    place: Place | None = None,
    agent: str | None = None,
    calls: bool = False,
) -> State:
    """Return who speaks for us, the place in line, and what the customer may do now."""
    if conversation is None or interaction is None:
        return State(handler="none", open=opening.open, opens_at=opening.opens_at, calls=calls)
    ended = interaction.ended_at is not None
    waiting = is_waiting(conversation)
    handler = handler_of(conversation, interaction)
    return State(
        handler=handler,
        position=place.position if place and waiting else None,
        wait_seconds=place.wait_seconds if place and waiting else None,
        agent=agent if handler == "agent" else None,
        open=opening.open,
        opens_at=opening.opens_at,
        rate=interaction.rating is None and (ended or interaction.rating_asked),
        ended=ended,
        calls=calls,
    )


def handler_of(conversation: Conversation, interaction: Interaction) -> Handler:
    """Say who speaks for us."""
    if interaction.ended_at is not None:
        return "none"
    if conversation.handler == "agent":
        return "agent"
    if is_waiting(conversation):
        return "waiting"
    return "bot" if conversation.handler else "none"


def caption(message: Message, call: str) -> Caption:
    """Return a message of a call as the caller reads it."""
    return Caption(
        call=call,
        id=message.id,
        sender=SENDERS[message.author.kind],  # type: ignore[arg-type]  # the table's values are the literals
        text=plain(message.text) if message.format == "markdown" else message.text,
        choices=[
            replace(choice, key=choice.key or str(number)) for number, choice in enumerate(message.choices, 1)
        ],
        notice=message.notice,
        vars=message.notice_vars,
    )


def is_waiting(conversation: Conversation | None) -> bool:
    """Say whether the customer waits for a person."""
    return conversation is not None and conversation.work_state in WAITING
