"""What every channel adapter turns its bytes into, and what it gets back."""

from datetime import datetime

from hub.core.models.contacts import AddressKind
from hub.core.models.conversations import Attachment, Conversation, Interaction, Message
from hub.core.records import Value


class InboundMessage(Value, frozen=True, kw_only=True):
    """One message from outside, normalised. `external_id` is the sender's own id of it.

    `verified` says that the channel vouches for the address (a signed identity, a caller id the
    operator guarantees). `name` is only used for a contact that is new.
    """

    entry_point: str
    address_kind: AddressKind
    address: str
    external_id: str
    text: str
    at: datetime
    verified: bool = False
    name: str = ""
    language: str = ""
    attachments: list[Attachment] = []


class Receipt(Value, frozen=True, kw_only=True):
    """What intake stored. `duplicate` means this message was there already and nothing changed."""

    message: Message
    conversation: Conversation
    interaction: Interaction
    duplicate: bool = False
