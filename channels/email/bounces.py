"""Delivery reports (RFC 3464): what became of our mails, put on record."""

from channels.email.understanding.model import Action, Dsn, DsnRecipient
from hub.core.models.conversations import Direction, Message
from hub.core.models.delivery import DispatchState, Reference
from hub.core.models.mail import Mail
from hub.core.models.reasons import Reason, words
from hub.services.bundle import Services
from hub.services.threads import MAIL_SCOPE

BECAME: dict[Action, DispatchState] = {
    Action.FAILED: DispatchState.FAILED,
    Action.DELAYED: DispatchState.BUFFERED,
    Action.DELIVERED: DispatchState.DELIVERED,
}
"""Relayed and expanded say no more than that it was sent."""


async def original_of(services: Services, report: Dsn) -> Mail | None:
    """Return the mail of ours that a report is about, or None if it is none of ours."""
    if report.message_id:
        where = {"scope": MAIL_SCOPE, "key": report.message_id}
        for known in await services.store.find(Reference, where, limit=10):
            message = await services.store.peek(Message, known.message)
            if message and message.direction is Direction.OUTBOUND:
                return await services.store.peek(Mail, message.id)
    return await services.store.peek(Mail, report.envelope_id) if report.envelope_id else None


async def apply(services: Services, report: Dsn, original: Mail) -> None:
    """Record what the report says of each recipient. Doing it again changes nothing."""
    for one in report.recipients:
        if one.action in BECAME:
            await services.deliveries.receipt(
                MAIL_SCOPE,
                original.message_id,
                BECAME[one.action],
                reason=_reason(one),
                part=one.recipient,
            )


def _reason(one: DsnRecipient) -> Reason | None:
    """Return why it could not be delivered, or not yet, in the words of the server that says so."""
    if one.action is Action.DELIVERED:
        return None
    code = "mail_delayed" if one.action is Action.DELAYED else "mail_bounced"
    return Reason(code, {"recipient": one.recipient}, words(one.diagnostic or one.status))
