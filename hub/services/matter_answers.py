"""Which matter an SMS answers: on one number a contact's talk and several matters may go on.

A text names nothing that it refers to, so it belongs to what was said there last: to a matter if that was
the answer to it, else to the talk.
"""

from datetime import datetime, timedelta

from hub.core.models.conversations import (
    AuthorKind,
    Conversation,
    ConversationState,
    Direction,
    Interaction,
    Message,
)
from hub.core.ports import Store
from hub.services.episodes import messages_of
from hub.services.people import current_conversation

EPISODES = 20
"""Episodes of an address that are looked at, newest first."""
MESSAGES = 30
"""Messages of an episode that are looked at for an agent's answer."""


async def matter_answered_last(
    store: Store, entry_point: str, address: str, at: datetime, *, within: timedelta
) -> tuple[Conversation, Interaction] | None:
    """Return the matter whose answer is the last that its customer heard at this address, if one is.

    A matter that is resolved counts for a limited time, as any conversation that is taken up again.
    """
    where = {"address": address, "entry_point": entry_point}
    episodes = await store.find(Interaction, where, order="started_at", descending=True, limit=EPISODES)
    if not any(one.thread for one in episodes):
        return None
    last, found = 0, None
    for episode in episodes:
        conversation = await current_conversation(store, episode.conversation)
        said, is_answered = await _said(store, episode, conversation)
        if said <= last:
            continue
        is_open = conversation.state is ConversationState.OPEN or at - conversation.last_at < within
        is_matter = bool(episode.thread and conversation.reference)
        if is_matter and not (is_answered and is_open):
            continue  # what they write before there is an answer is not about it
        last, found = said, (conversation, episode) if is_matter else None
    return found


async def _said(store: Store, episode: Interaction, conversation: Conversation) -> tuple[int, bool]:
    """Return the number of the newest message that the customer knows, and whether an agent wrote one."""
    recent = await store.find(
        Message, messages_of(episode, conversation), order="seq", descending=True, limit=MESSAGES
    )
    known = [one for one in recent if one.direction is not Direction.INTERNAL]
    is_answered = any(
        one.direction is Direction.OUTBOUND and one.author.kind is AuthorKind.AGENT for one in known
    )
    return (known[0].seq if known else 0), is_answered
