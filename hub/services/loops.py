"""Two machines that answer each other: told by how often we wrote, whatever the mails say of themselves."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.ids import Ids
from hub.core.models.contacts import Channel
from hub.core.models.conversations import Conversation
from hub.core.models.delivery import Dispatch
from hub.core.models.mail import Mail
from hub.core.ports import Store
from hub.services.lines import plan_notice

LOOP_ROUNDS = 5
"""Automatic mails to one address within LOOP_TIME; whoever answers once more is taken for a machine."""
TALK_ROUNDS = 30
"""The same for short messages, in which people talk with a bot as in a chat."""
LOOP_TIME = timedelta(hours=1)
_MOST = 200
_PEOPLE = ("", "agent")


def is_bots(conversation: Conversation) -> bool:
    """Say whether a bot would answer the conversation's next message."""
    return conversation.handler not in _PEOPLE


def answered_at(address: str, mail: Mail | None) -> set[str]:
    """Return where an answer may go: to the writer, or to whom a mail names for it."""
    return {address, mail.reply_to.address} if mail and mail.reply_to else {address}


def rounds_on(channel: Channel) -> int:
    """Return how many automatic messages within LOOP_TIME are not too many."""
    return LOOP_ROUNDS if channel is Channel.EMAIL else TALK_ROUNDS


async def is_looping(store: Store, addresses: set[str], channel: Channel, at: datetime) -> bool:
    """Say whether so many automatic messages went to these addresses of late that no more should."""
    recent = await store.find(
        Dispatch, {"recipient": addresses}, order="created_at", above=at - LOOP_TIME, limit=_MOST
    )
    return sum(dispatch.automatic for dispatch in recent) >= rounds_on(channel)


def plan_stopped(batch: Batch, ids: Ids, conversation: Conversation) -> Conversation:
    """Take the conversation from its bot and tell staff why; it becomes work then, as without a bot."""
    vars = {"rounds": str(rounds_on(conversation.channel))}
    return replace(plan_notice(batch, ids, conversation, "loop_stopped", vars, internal=True), handler="")
