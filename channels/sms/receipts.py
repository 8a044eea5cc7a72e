"""Delivery receipts as message centres write them, and what they mean (SMPP 3.4, Appendix B)."""

import re

from msgspec import Struct

from channels.sms.pdu import Delivered, Tag, read_text
from hub.core.models.delivery import DispatchState
from hub.core.models.reasons import Reason, words

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

NETWORK = {
    1: "sms_number_unused",
    5: "sms_number_unused",
    6: "sms_phone_off",
    8: "sms_phone_abroad",
    9: "sms_network_bars",
    11: "sms_not_in_contract",
    12: "sms_network_bars",
    13: "sms_number_bars",
    21: "sms_phone_cannot",
    27: "sms_phone_off",
    31: "sms_phone_busy",
    32: "sms_phone_full",
    34: "sms_network_fault",
}
"""What the codes are in GSM networks (3GPP TS 29.002, 17.6); most operators pass them on."""


class SmscReceipt(Struct, frozen=True, kw_only=True):
    """What became of one SMS. `ids` are what the message centre may have called it, the likeliest first.

    `state` is None if it says nothing. `reference` is ours, if the message centre gives it back.
    """

    ids: list[str]
    state: DispatchState | None
    reason: Reason | None
    reference: int | None


def read_receipt(delivered: Delivered) -> SmscReceipt:
    """Read a receipt from its optional parameters and its text; the parameters are more reliable."""
    # Message centres write it in ASCII, whatever their default alphabet.
    text = read_text(delivered.data, delivered.coding or LATIN)
    head = _TEXT.split(text, maxsplit=1)[0]
    fields = {name.lower(): value for name, value in reversed(_FIELD.findall(head))}
    stat = NUMBERED.get(delivered.number(Tag.MESSAGE_STATE) or 0) or _stat(fields.get("stat", ""))
    ids = [delivered.string(Tag.RECEIPTED_MESSAGE_ID), fields.get("id", "")]
    return SmscReceipt(
        ids=list(dict.fromkeys(id for id in ids if id)),
        state=STATES.get(stat),
        reason=_reason(stat, _error(delivered) or fields.get("err", "")),
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


def _reason(stat: str, error: str) -> Reason | None:
    """Return why it is so: what the network's error usually means, else what the state does."""
    if STATES.get(stat) in (None, DispatchState.DELIVERED):
        return None
    number = int(error) if error.isdecimal() else 0
    detail = words(stat, error) if error.strip("0") else stat
    return Reason(NETWORK.get(number) or f"smsc_{stat.lower()}", detail=detail)
