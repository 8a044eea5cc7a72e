"""What matched rules leave in a conversation: a line that says which they were, and a reply sent at once.

Both are in the commit that stores the message, so a crash neither loses nor doubles the reply. A
conversation gets one at most, a machine or a forged sender none, and an address to which too many
automatic messages went of late none either.
"""

import re
from collections.abc import Mapping

import structlog
from msgspec import Struct

from hub.core.batch import Batch
from hub.core.errors import Conflict
from hub.core.ids import Ids
from hub.core.models.contacts import Address, Contact, EntryPoint
from hub.core.models.conversations import (
    Author,
    AuthorKind,
    Conversation,
    Delivery,
    Direction,
    Interaction,
    Message,
)
from hub.core.models.mail import MailAddress
from hub.core.models.rules import Rule
from hub.core.models.tenants import Tenant
from hub.core.models.work import CannedReply, Queue
from hub.core.ports import Store
from hub.services.forged import is_forged
from hub.services.inbound import InboundMessage
from hub.services.lines import plan_notice
from hub.services.loops import has_sent_enough, is_looping
from hub.services.posting import POSTED, Envelope, plan_dispatch

log = structlog.get_logger()

SOURCE = "rules"
LONGEST_VALUE = 200
_LINK_MARKS = ("//", "www.", "@")
_VARIABLE = re.compile(r"([,，、]? ?)\{\{\s*([\w.]+)\s*\}\}")


class Asked(Struct, frozen=True):
    """A message that rules matched, and where it belongs."""

    entry: EntryPoint
    contact: Contact
    address: Address
    conversation: Conversation
    interaction: Interaction
    inbound: InboundMessage


async def plan_ruled(store: Store, batch: Batch, ids: Ids, rules: list[Rule], asked: Asked) -> Conversation:
    """Add what the matched rules leave; return the conversation, which the caller saves.

    Staff are told when the rules changed something: why the conversation is where it is.
    """
    conversation = asked.conversation
    before = await store.peek(Conversation, conversation.id)
    if before is None or (before.tags, before.priority) != (conversation.tags, conversation.priority):
        vars = {"rules": ", ".join(rule.name for rule in rules)}
        conversation = plan_notice(batch, ids, conversation, "classified", vars, internal=True)
    rule = next((rule for rule in rules if rule.route.reply), None)
    if rule and not asked.inbound.automatic and not is_forged(asked.inbound):
        await _plan_reply(store, batch, ids, rule, asked)
    return conversation


async def _plan_reply(store: Store, batch: Batch, ids: Ids, rule: Rule, asked: Asked) -> None:
    """Add the rule's reply, if it may be sent."""
    if await is_looping(store, {asked.address.value}, asked.entry.channel, batch.at):
        return
    if await has_sent_enough(store, asked.entry.id, batch.at):
        log.warning("automatic_limit", entry_point=asked.entry.id)
        return
    conversation = asked.conversation
    where = {"source": SOURCE, "external_id": conversation.id}
    reply = await store.peek(CannedReply, rule.route.reply)
    if reply is None or await store.find(Message, where, limit=1):
        return
    text = in_language(reply.text, conversation.language, asked.entry.language)
    if not text.strip():
        return
    posted = asked.interaction.channel in POSTED
    message = Message(
        id=ids(),
        conversation=conversation.id,
        interaction=asked.interaction.id,
        direction=Direction.OUTBOUND,
        author=Author(kind=AuthorKind.BOT, id=f"rule:{rule.id}", name=asked.entry.name),
        text=filled(text, await _values(store, asked)),
        format="markdown",
        at=batch.at,
        source=SOURCE,
        external_id=conversation.id,
        delivery=Delivery.PENDING if posted else Delivery.SENT,
    )
    where_to = (message, conversation, asked.interaction, asked.address)
    if posted:
        try:
            await plan_dispatch(store, batch, ids, *where_to, _envelope(asked), asked.inbound.mail)
        except Conflict as error:  # no mailbox, or the number wants no SMS: the message still comes in
            log.warning("auto_reply_not_sent", rule=rule.id, conversation=conversation.id, error=error.code)
            return
    batch.message(message, conversation)


def in_language(texts: Mapping[str, str], *languages: str) -> str:
    """Return the text in the first of the languages there is, else in English, else in any."""
    for language in (*languages, "en"):
        if text := texts.get(language):
            return text
    return next((text for text in texts.values() if text), "")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Fill in {{contact.name}} and the like; empty and unknown ones go, with the space before."""

    def value(match: re.Match[str]) -> str:
        found = values.get(match[2], "")
        return match[1] + found if found else ""

    return _VARIABLE.sub(value, text)


def harmless(text: str) -> str:
    """Return a text that a stranger chose as one that may stand in our Markdown; empty if it has links.

    Who writes in somebody else's name could make us send that person anything otherwise.
    """
    line = " ".join(text.split())[:LONGEST_VALUE]
    if any(mark in line.lower() for mark in _LINK_MARKS):
        return ""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|~!" else char for char in line)


def _envelope(asked: Asked) -> Envelope:
    """A machine answers who wrote, and not whom they would like it to answer (RFC 3834, 4)."""
    if asked.inbound.mail is None:
        return Envelope()
    return Envelope(to=[MailAddress(address=asked.address.value, name=asked.contact.name)])


async def _values(store: Store, asked: Asked) -> dict[str, str]:
    tenant = await store.peek(Tenant, store.tenant)
    queue = await store.peek(Queue, asked.conversation.queue or "")
    return {
        "contact.name": harmless(asked.contact.name),
        "contact.company": harmless(asked.contact.company),
        "company.name": tenant.name if tenant else "",
        "queue.name": queue.name if queue else "",
        "conversation.subject": harmless(asked.conversation.subject),
    }
