"""What the end of a SIP call says about why somebody was not reached (RFC 3261, section 21)."""

from baresip.errors import split_status

from voice.reports import Cause

BUSY = frozenset({486, 600})
NO_ANSWER = frozenset({408, 480, 487})
REFUSED = frozenset({401, 403, 407, 433, 603, 607, 608})
UNREACHABLE = frozenset({404, 410, 484, 485, 502, 503, 504, 604})
NOT_FOUND = ("timed out", "unreachable", "No route", "Destination address", "refused", "No such", "not known")
"""What the stack says where nobody answered at all."""
ENDED = ("reset by peer", "by user")
"""What it says when one of the two hung up."""
TRANSFERRED = "Call transfered"
"""What it says, so spelt, when the other side has reached whom it was to call instead."""


def cause_of(closed: str, *, was_up: bool) -> Cause:
    """Return why a call ended, from the stack's word: "486 Busy Here", or an error's name."""
    status, text = split_status(closed)
    if was_up and text == TRANSFERRED:
        return Cause.TRANSFERRED
    if was_up:
        ended = status is not None or not text or any(one in text for one in ENDED)
        return Cause.NORMAL if ended else Cause.FAILED
    if status in BUSY:
        return Cause.BUSY
    if status in NO_ANSWER:
        return Cause.NO_ANSWER
    if status in REFUSED:
        return Cause.REFUSED
    if status in UNREACHABLE or (status is None and any(one in text for one in NOT_FOUND)):
        return Cause.UNREACHABLE
    return Cause.NORMAL if status is None and any(one in text for one in ENDED) else Cause.FAILED
