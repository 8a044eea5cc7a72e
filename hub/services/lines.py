"""Building messages: system lines and what a conversation remembers of its newest message."""

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.ids import Ids
from hub.core.models.conversations import (
    Author,
    AuthorKind,
    Conversation,
    Delivery,
    Direction,
    Message,
)
from hub.core.text import plain

PREVIEW = 120
LOOKED_AT = 1000
"""Characters that are enough for a preview, however many spaces are among them."""
SYSTEM = Author(kind=AuthorKind.SYSTEM, id="system")


def with_newest(conversation: Conversation, message: Message) -> Conversation:
    """Return the conversation as its lists should show it after this message."""
    if message.direction is Direction.INTERNAL or message.notice:
        return replace(conversation, last_at=message.at)
    said = plain(message.text) if message.format == "markdown" else message.text
    text = " ".join(said.lstrip()[:LOOKED_AT].split()) or ", ".join(file.name for file in message.attachments)
    return replace(
        conversation,
        last_at=message.at,
        last_text=text[:PREVIEW],
        last_direction=message.direction,
        last_author=message.author.kind,
    )


def plan_notice(
    batch: Batch,
    ids: Ids,
    conversation: Conversation,
    notice: str,
    vars: dict[str, str] | None = None,
    *,
    internal: bool = False,
) -> Conversation:
    """Add a system line that staff and, if not `internal`, the customer see, named by message key.

    Returns the conversation, which the caller saves.
    """
    message = Message(
        id=(message_id := ids()),
        conversation=conversation.id,
        interaction=conversation.interaction,
        direction=Direction.INTERNAL if internal else Direction.OUTBOUND,
        author=SYSTEM,
        text="",
        at=batch.at,
        source="system",
        external_id=message_id,
        delivery=Delivery.SENT,
        notice=notice,
        notice_vars=vars or {},
    )
    batch.message(message, conversation)
    return with_newest(conversation, message)


def plan_note(
    batch: Batch,
    ids: Ids,
    conversation: Conversation,
    *,
    by: Author,
    text: str,
    client_id: str = "",
    mentions: list[str] | None = None,
) -> Message:
    """Add an internal note, which never leaves the house."""
    note_id = ids()
    note = Message(
        id=note_id,
        conversation=conversation.id,
        interaction=conversation.interaction,
        direction=Direction.INTERNAL,
        author=by,
        text=text,
        format="markdown",
        at=batch.at,
        source=by.id,
        external_id=client_id or note_id,
        mentions=mentions or [],
    )
    batch.message(note, conversation)
    return note
