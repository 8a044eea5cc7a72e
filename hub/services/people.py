"""Finding who is behind an address and which conversation is meant, following merges."""

from hub.core.batch import Batch
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.contacts import Address, AddressKind, Contact
from hub.core.models.conversations import Conversation
from hub.core.ports import Store

MOST_MERGED = 100_000


async def current_contact(store: Store, contact_id: str) -> Contact:
    """Return the contact, or the one it was merged into."""
    contact = await store.get(Contact, contact_id)
    while contact.merged_into:
        contact = await store.get(Contact, contact.merged_into)
    return contact


async def contact_family(store: Store, contact_id: str) -> set[str]:
    """Return the contact's id and those of all that were merged into it."""
    family = {contact_id}
    fresh = family
    while fresh:
        merged = await store.find(Contact, {"merged_into": fresh}, limit=MOST_MERGED)
        fresh = {one.id for one in merged} - family
        family = family | fresh
    return family


async def current_conversation(store: Store, conversation_id: str) -> Conversation:
    """Return the conversation, or the one it was merged into."""
    conversation = await store.get(Conversation, conversation_id)
    while conversation.merged_into:
        conversation = await store.get(Conversation, conversation.merged_into)
    return conversation


async def find_address(store: Store, kind: AddressKind, value: str) -> Address | None:
    """Return the address record, if the hub knows it."""
    found = await store.find(Address, {"kind": kind, "value": value}, limit=1)
    return found[0] if found else None


def plan_contact(
    batch: Batch, ids: Ids, *, kind: AddressKind, value: str, verified: bool, name: str, language: str
) -> tuple[Contact, Address]:
    """Add a new contact with one address to the batch."""
    contact = Contact(id=ids(), name=name, language=language, created_at=batch.at)
    address = Address(id=ids(), kind=kind, value=value, contact=contact.id, verified=verified)
    batch.save(contact)
    batch.save(address)
    batch.event(EventKind.CONTACT_CHANGED, contact)
    return contact, address
