"""What every channel adapter turns its bytes into, and what it gets back."""

from datetime import datetime

from hub.core.models.contacts import AddressKind
from hub.core.models.conversations import Attachment, Conversation, Interaction, Message
from hub.core.models.mail import Mail
from hub.core.models.rules import Route
from hub.core.records import Value
from hub.services.files import StagedFile


class InboundMessage(Value, frozen=True, kw_only=True):
    """One message from outside, normalised. `external_id` is the sender's own id of it.

    `verified` says that the channel vouches for the address (a signed identity, a caller id the
    operator guarantees). `name` is only used for a contact that is new.

    `mail` is the head of an e-mail without its ids: such a message joins the conversation it answers
    (by `mail.in_reply_to` and `references`, or `answers`, a conversation whose signed token it carried),
    if its sender takes part in that one; else it opens a new one. What is `automatic` is stored and
    shown, but nobody is asked to attend to it. `about` is the conversation that a delivery report is
    about: the report joins it, whoever wrote it.

    `confidence` is how sure a recogniser was of what was spoken, 0 to 1.
    `files` (`services.files.stage`) are stored with the message.
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
    mail: Mail | None = None
    files: list[StagedFile] = []
    answers: str = ""
    about: str = ""
    automatic: bool = False
    confidence: float | None = None
    route: Route = Route()


class Receipt(Value, frozen=True, kw_only=True):
    """What intake stored. `duplicate` means this message was there already and nothing changed."""

    message: Message
    conversation: Conversation
    interaction: Interaction
    duplicate: bool = False
