"""Mail addresses for heads and envelopes: names made harmless, international domains in ASCII."""

import re
from email.headerregistry import Address

from channels.base import PermanentFailure
from hub.core.addresses import is_mail_address
from hub.core.models.mail import Mail, MailAddress
from hub.core.models.reasons import Reason

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


def envelope_address(address: str) -> str:
    """Return an address as servers take it: its domain in ASCII (RFC 5891). Raises PermanentFailure."""
    local, _, domain = address.rpartition("@")
    if not is_mail_address(address):
        raise PermanentFailure(Reason("bad_address", {"address": address}))
    try:
        return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise PermanentFailure(Reason("bad_domain", {"domain": domain})) from None


def head_address(one: MailAddress) -> Address:
    """Return an address with its name for the head of a mail. Raises PermanentFailure."""
    local, _, domain = envelope_address(one.address).rpartition("@")
    return Address(display_name=_CONTROLS.sub(" ", one.name).strip(), username=local, domain=domain)


def recipients(mail: Mail) -> list[str]:
    """Return to whom a mail goes, hidden copies included, each once and as the mail has them."""
    return list(dict.fromkeys(one.address for one in [*mail.to, *mail.cc, *mail.bcc]))


def needs_utf8(addresses: list[str]) -> bool:
    """Say whether an address can only be written in UTF-8 (RFC 6531)."""
    return not all(envelope_address(one).isascii() for one in addresses)
