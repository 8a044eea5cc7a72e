"""What an author may put on the outside of a message, checked; errors name the field."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from hub.core.addresses import is_mail_address, is_phone_number
from hub.core.errors import InvalidInput
from hub.core.models.mail import MailAddress
from hub.services.posting import Envelope, Via

MOST_RECIPIENTS = 100
LONGEST_SUBJECT = 500
LONGEST_NAME = 200
LATEST = timedelta(days=366)


def checked_via(via: Via | None) -> Via | None:
    """Return the way with its address in canonical form, or raise InvalidInput."""
    if via is None:
        return None
    to = via.to.strip().lower()
    if not is_mail_address(to) and not is_phone_number(to):
        raise InvalidInput("Give an e-mail address, or a number as in +4930123456.", field="via.to")
    return replace(via, to=to)


def checked_envelope(envelope: Envelope | None, now: datetime) -> Envelope | None:
    """Return the envelope with its addresses in lower case, or raise InvalidInput."""
    if envelope is None:
        return None
    if len(envelope.subject) > LONGEST_SUBJECT or not _is_line(envelope.subject):
        raise InvalidInput(
            f"A subject is one line of at most {LONGEST_SUBJECT} characters.", field="envelope.subject"
        )
    if len(envelope.to) + len(envelope.cc) + len(envelope.bcc) > MOST_RECIPIENTS:
        raise InvalidInput(f"A mail may go to {MOST_RECIPIENTS} addresses.", field="envelope.to")
    if envelope.at is not None:
        if envelope.at.tzinfo is None:
            raise InvalidInput("Give the time with its zone, e.g. 2026-11-21T15:00:00Z.", field="envelope.at")
        if not now - timedelta(minutes=5) <= envelope.at <= now + LATEST:
            raise InvalidInput("Choose a time within the next year.", field="envelope.at")
    return replace(
        envelope,
        to=_addresses(envelope.to, "envelope.to"),
        cc=_addresses(envelope.cc, "envelope.cc"),
        bcc=_addresses(envelope.bcc, "envelope.bcc"),
    )


def _addresses(given: list[MailAddress], field: str) -> list[MailAddress]:
    found: dict[str, MailAddress] = {}
    for index, one in enumerate(given):
        address = one.address.strip().lower()
        if not is_mail_address(address):
            raise InvalidInput(
                f"{one.address[:100]!r} is not an e-mail address.", field=f"{field}[{index}].address"
            )
        if len(one.name) > LONGEST_NAME or not _is_line(one.name):
            raise InvalidInput(
                f"A name is one line of at most {LONGEST_NAME} characters.", field=f"{field}[{index}].name"
            )
        found.setdefault(address, MailAddress(address=address, name=one.name.strip()))
    return list(found.values())


def _is_line(text: str) -> bool:
    """Say whether a text may stand in a mail's head: no line breaks or other control characters."""
    return all(char.isprintable() or char in "\u200d\u200c" for char in text)
