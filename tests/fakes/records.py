"""Small records for tests: only what a test names differs from the rest."""

from typing import Any

from hub.core.batch import Batch
from hub.core.models.contacts import Address, AddressKind, Channel, Contact
from hub.core.models.conversations import Author, AuthorKind, Conversation, Direction, Interaction, Message
from hub.core.models.tenants import Tenant
from hub.core.models.work import Skill, WorkItem
from hub.core.records import Record
from tests.fakes.clock import START


def batch(*saves: Record) -> Batch:
    """Return a batch that saves the records."""
    made = Batch(at=START)
    for record in saves:
        made.save(record)
    return made


def tenant(id: str = "acme", **fields: Any) -> Tenant:
    """Return a tenant."""
    return Tenant(**{"id": id, "name": id, "created_at": START, **fields})


def skill(id: str, name: str = "", **fields: Any) -> Skill:
    """Return a skill named like its id."""
    return Skill(**{"id": id, "name": name or id, **fields})


def contact(id: str = "k1", **fields: Any) -> Contact:
    """Return a contact."""
    return Contact(**{"id": id, "name": "Jan", "created_at": START, **fields})


def address(id: str = "a1", value: str = "", **fields: Any) -> Address:
    """Return an address of contact k1."""
    return Address(**{"id": id, "kind": AddressKind.EMAIL, "value": value, "contact": "k1", **fields})


def conversation(id: str = "c1", **fields: Any) -> Conversation:
    """Return an open chat."""
    base = {
        "contact": "k1",
        "channel": Channel.CHAT,
        "entry_point": "e1",
        "opened_at": START,
        "last_at": START,
    }
    return Conversation(**{"id": id, **base, **fields})


def interaction(id: str = "i1", **fields: Any) -> Interaction:
    """Return an active chat episode."""
    base = {
        "conversation": "c1",
        "contact": "k1",
        "address": "a1",
        "channel": Channel.CHAT,
        "entry_point": "e1",
    }
    return Interaction(**{"id": id, "started_at": START, **base, **fields})


def message(id: str = "m1", text: str = "hello", **fields: Any) -> Message:
    """Return an inbound message whose external id is its id."""
    base = {
        "conversation": "c1",
        "interaction": "i1",
        "direction": Direction.INBOUND,
        "author": Author(kind=AuthorKind.CONTACT, id="k1"),
        "at": START,
        "source": "e1",
        "external_id": id,
    }
    return Message(**{"id": id, "text": text, **base, **fields})


def work_item(id: str = "w1", **fields: Any) -> WorkItem:
    """Return a queued work item."""
    base = {
        "conversation": "c1",
        "interaction": "i1",
        "contact": "k1",
        "channel": Channel.CHAT,
        "queue": "q1",
    }
    return WorkItem(**{"id": id, "arrived_at": START, "queued_at": START, **base, **fields})
