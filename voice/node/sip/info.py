"""Keys that come as INFO requests: `application/dtmf-relay`, or `application/dtmf`."""

import re

from voice.node.sip.message import Message

KEYS = "0123456789*#ABCD"
SIGNAL = re.compile(rb"^\s*signal\s*=\s*([0-9*#A-D]{1,2})\s*$", re.IGNORECASE | re.MULTILINE)
PLAIN = re.compile(rb"\s*([0-9*#A-D]{1,2})\s*", re.IGNORECASE)


def key_of(message: Message) -> str:
    """Return the key of an INFO, or nothing where it has none. Some write * and # as 10 and 11."""
    kind = message.get("Content-Type").partition(";")[0].strip().lower()
    if kind == "application/dtmf-relay":
        match = SIGNAL.search(message.body)
    elif kind == "application/dtmf":
        match = PLAIN.fullmatch(message.body)
    else:
        return ""
    if not match:
        return ""
    text = match[1].decode().upper()
    if text.isdecimal():
        return KEYS[int(text)] if int(text) < len(KEYS) else ""
    return text if len(text) == 1 else ""
