"""Which conversation a mail answers."""

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.ids import Ids
from hub.core.models.conversations import Conversation, Message
from hub.core.models.delivery import Reference
from hub.core.models.mail import Mail
from hub.core.ports import Store
from hub.services.people import current_conversation

MAIL_SCOPE = "mail"
MOST_REFERENCES = 50
"""Of a long thread only the newest names are looked up."""
MOST_MAILS = 1000


def plan_mail(batch: Batch, ids: Ids, message: Message, mail: Mail) -> Mail:
    """Add the head of a mail beside its message, and the name by which answers will refer to it."""
    saved = replace(mail, id=message.id, conversation=message.conversation)
    batch.save(saved)
    if mail.message_id:
        batch.save(
            Reference(
                id=ids(),
                scope=MAIL_SCOPE,
                key=mail.message_id,
                message=message.id,
                conversation=message.conversation,
            )
        )
    return saved


async def find_thread(store: Store, mail: Mail, answers: str) -> Conversation | None:
    """Return the conversation a mail refers to, whoever sent it: by its thread head, else by its token."""
    names = dict.fromkeys([mail.in_reply_to, *reversed(mail.references[-MOST_REFERENCES:])])
    for name in filter(None, names):
        known = await store.find(Reference, {"scope": MAIL_SCOPE, "key": name}, limit=1)
        if known:
            return await current_conversation(store, known[0].conversation)
    if answers and await store.peek(Conversation, answers):
        return await current_conversation(store, answers)
    return None


async def takes_part(store: Store, conversation: Conversation, address: str) -> bool:
    """Say whether mail from or to this address is in the conversation already.

    Whoever has only learnt a Message-ID does not; so nobody can write into a stranger's matter.
    """
    family = await family_of(store, conversation.id)
    for mail in await store.find(Mail, {"conversation": family}, limit=MOST_MAILS):
        if address in {one.address for one in [mail.sender, *mail.to, *mail.cc, *mail.bcc]}:
            return True
    return False


async def family_of(store: Store, conversation_id: str) -> set[str]:
    """Return the ids of a conversation and of all that were merged into it, and into those."""
    family, newest = {conversation_id}, {conversation_id}
    while newest:
        merged = await store.find(Conversation, {"merged_into": newest})
        newest = {one.id for one in merged} - family
        family |= newest
    return family
