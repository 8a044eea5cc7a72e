"""Mail whose sender's domain disowns it (DMARC): it comes in as a stranger's, whomever it names."""

import hashlib

from msgspec.structs import replace

from hub.core.models.contacts import AddressKind
from hub.core.models.mail import SenderCheck
from hub.services.inbound import InboundMessage

UNCONFIRMED = "unconfirmed:"
"""How the addresses of such strangers begin; each mail has one of its own, a repeated one the same."""


def is_forged(inbound: InboundMessage) -> bool:
    """Say whether the message is a mail that failed its sender check."""
    return inbound.mail is not None and inbound.mail.sender_check is SenderCheck.FAILED


def as_stranger(inbound: InboundMessage) -> InboundMessage:
    """Return the message as from somebody whom nobody knows, who takes part in no conversation."""
    digest = hashlib.sha256(inbound.external_id.encode()).hexdigest()[:26]
    return replace(inbound, address_kind=AddressKind.EXTERNAL, address=UNCONFIRMED + digest, verified=False)
