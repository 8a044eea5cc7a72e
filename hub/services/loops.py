"""Machines that answer each other: told by how often we wrote, whatever the mails say of themselves.

One that answers from the same address is known by that. One that has a new address each time is not; so
that it is stopped too, a mailbox sends only so many automatic mails within an hour.
"""

from datetime import datetime, timedelta

import structlog
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.ids import Ids
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.conversations import Conversation
from hub.core.models.delivery import Dispatch
from hub.core.models.mail import Mail, Mailbox
from hub.core.ports import Store
from hub.services.lines import plan_notice

log = structlog.get_logger()

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


async def has_sent_enough(store: Store, entry_point: str, at: datetime) -> bool:
    """Say whether a mailbox sent so many automatic mails within an hour that it should send no more.

    Entry points without a mailbox have no such limit.
    """
    boxes = await store.find(Mailbox, {"entry_point": entry_point}, limit=1)
    if not boxes:
        return False
    most = boxes[0].automatic_per_hour
    where = {"entry_point": entry_point, "automatic": True}
    recent = await store.find(Dispatch, where, order="created_at", above=at - LOOP_TIME, limit=most or 1)
    return len(recent) >= most


async def plan_guarded(
    store: Store, batch: Batch, ids: Ids, entry: EntryPoint, conversation: Conversation, addresses: set[str]
) -> Conversation:
    """Take a conversation from its bot that should not answer, and tell staff why; it becomes work then."""
    if not is_bots(conversation):
        return conversation
    if await is_looping(store, addresses, entry.channel, batch.at):
        vars = {"rounds": str(rounds_on(conversation.channel))}
        return replace(plan_notice(batch, ids, conversation, "loop_stopped", vars, internal=True), handler="")
    if await has_sent_enough(store, entry.id, batch.at):
        log.warning("automatic_limit", entry_point=entry.id)
        return replace(plan_notice(batch, ids, conversation, "automatic_limit", internal=True), handler="")
    return conversation
