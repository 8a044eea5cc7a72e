"""Delivery receipts as message centres write them, and what they mean (SMPP 3.4, Appendix B)."""

import re

from msgspec import Struct

from channels.sms.pdu import Delivered, Tag, read_text
from hub.core.models.delivery import DispatchState

LATIN = 0x03
_FIELD = re.compile(r"\b(id|stat|err):\s*([^\s]+)", re.IGNORECASE)
_TEXT = re.compile(r"\btext:", re.IGNORECASE)

STATES: dict[str, DispatchState] = {
    "DELIVRD": DispatchState.DELIVERED,
    "ENROUTE": DispatchState.BUFFERED,
    "ACCEPTD": DispatchState.BUFFERED,
    "BUFFRED": DispatchState.BUFFERED,
    "BUFFERE": DispatchState.BUFFERED,
    "UNDELIV": DispatchState.FAILED,
    "REJECTD": DispatchState.FAILED,
    "DELETED": DispatchState.FAILED,
    "EXPIRED": DispatchState.FAILED,
    "FAILED": DispatchState.FAILED,
}
"""Some message centres write whole words, so their first seven letters count."""
SHORTENED = {"DELIVER": "DELIVRD", "ACCEPTE": "ACCEPTD", "REJECTE": "REJECTD"}
NUMBERED = {1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD", 8: "REJECTD"}
"""message_state, 5.2.28. UNKNOWN (7) says nothing, so it changes nothing."""

WORDS = {
    "ENROUTE": "The operator keeps trying",
    "ACCEPTD": "The operator has it and keeps trying",
    "BUFFRED": "The operator keeps trying",
    "BUFFERE": "The operator keeps trying",
    "UNDELIV": "The operator could not deliver it",
    "REJECTD": "The operator rejected it",
    "DELETED": "The operator deleted it",
    "EXPIRED": "The phone could not be reached in time",
    "FAILED": "The operator could not deliver it",
}
NETWORK = {
    1: "the number is not in use",
    5: "the number is not in use",
    6: "the phone is off or out of reach",
    8: "the phone is abroad and may not receive SMS there",
    9: "the network does not let this phone receive SMS",
    11: "SMS is not part of this number's contract",
    12: "the network does not let this phone receive SMS",
    13: "this number bars SMS",
    21: "the phone cannot receive SMS",
    27: "the phone is off or out of reach",
    31: "the phone is busy",
    32: "the phone refused it or its memory is full",
    34: "the network had a fault",
}
"""What the codes are in GSM networks (3GPP TS 29.002, 17.6); most operators pass them on."""


class SmscReceipt(Struct, frozen=True, kw_only=True):
    """What became of one SMS. `ids` are what the message centre may have called it, the likeliest first.

    `state` is None if it says nothing. `reference` is ours, if the message centre gives it back.
    """

    ids: list[str]
    state: DispatchState | None
    error: str
    reason: str
    reference: int | None


def read_receipt(delivered: Delivered) -> SmscReceipt:
    """Read a receipt from its optional parameters and its text; the parameters are more reliable."""
    # Message centres write it in ASCII, whatever their default alphabet.
    text = read_text(delivered.data, delivered.coding or LATIN)
    head = _TEXT.split(text, maxsplit=1)[0]
    fields = {name.lower(): value for name, value in reversed(_FIELD.findall(head))}
    stat = NUMBERED.get(delivered.number(Tag.MESSAGE_STATE) or 0) or _stat(fields.get("stat", ""))
    error = _error(delivered) or fields.get("err", "")
    ids = [delivered.string(Tag.RECEIPTED_MESSAGE_ID), fields.get("id", "")]
    state = STATES.get(stat)
    return SmscReceipt(
        ids=list(dict.fromkeys(id for id in ids if id)),
        state=state,
        error=error if state is DispatchState.FAILED else "",
        reason=_words(stat, error),
        reference=delivered.number(Tag.USER_MESSAGE_REFERENCE),
    )


def _stat(word: str) -> str:
    short = word.upper()[:7]
    return SHORTENED.get(short, short)


def _error(delivered: Delivered) -> str:
    """Return network_error_code (5.3.2.31): an octet for the kind of network, two for the error."""
    value = delivered.tags.get(Tag.NETWORK_ERROR, b"")
    number = int.from_bytes(value[1:3], "big") if len(value) == 3 else 0
    return f"{number:03}" if number else ""


def _words(stat: str, error: str) -> str:
    words = WORDS.get(stat, "")
    number = int(error) if error.isdecimal() else 0
    if not words or error.strip("0") == "":
        return words
    meaning = f", usually: {NETWORK[number]}" if number in NETWORK else ""
    return f"{words} (error {error}{meaning})"
