"""Delivery status notifications (RFC 3464) and the bounces of those who follow no standard."""

import re

from channels.email.understanding.addresses import canonical
from channels.email.understanding.headers import Headers, split
from channels.email.understanding.model import Action, Dsn, DsnRecipient
from channels.email.understanding.parts import Part, Reader, decoded

MOST_RECIPIENTS = 200
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_MESSAGE_ID = re.compile(rb"^[ \t>]*message-id:\s*(<[^<>\s]{3,900}>)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])([45]\d\d)[ -](?:#?[45]\.\d|[A-Za-z])")
_ADDRESS = re.compile(
    r"[a-z0-9][a-z0-9.!#$%&'*+/=?^_{|}~-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}", re.IGNORECASE
)
_SENDERS = (
    "mailer-daemon",
    "postmaster",
    "mailerdaemon",
    "mail-daemon",
    "mdaemon",
    "microsoftexchange",
    "mail.daemon",
)
_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|report|has failed|problem|notification)"
    r"|failure notice|mail delivery|échec de la remise|no se puede entregar"
    r"|returned mail|message.{0,20}delayed|could not (?:be )?(?:send|deliver)|mail system error|unzustellbar"
    r"|nicht zugestellt|non remis|退信|无法投递|投递失败|未送达|無法傳遞|傳遞失敗|発信できません",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"delay|warning: could not|verzögert|will continue|not yet been delivered|延迟|延遲", re.IGNORECASE
)
_QMAIL = "This is the qmail-send program"
_OWN = ("mailer-daemon", "postmaster")


def report(part: Part, reader: Reader) -> Dsn | None:
    """Return what a multipart/report says, or None if it holds no delivery status."""
    status = next((child for child in part.parts if child.type in _STATUS_TYPES), None)
    if status is None:
        return None
    body = decoded(status, reader).strip()
    blocks = [
        _fields(block + b"\n") for block in _BLANK.split(body, MOST_RECIPIENTS + 1)[: MOST_RECIPIENTS + 1]
    ]
    recipients = [found for block in blocks if (found := _recipient(block))]
    returned = next((child for child in part.parts if child.type in _RETURNED_TYPES), None)
    envelope = next(
        (block.text("original-envelope-id") for block in blocks if "original-envelope-id" in block), ""
    )
    return Dsn(
        message_id=_original_id(decoded(returned, reader)) if returned else "",
        envelope_id=envelope,
        recipients=recipients,
    )


_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_RETURNED_TYPES = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/global",
    "message/global-headers",
    "text/rfc822",
)


def _fields(block: bytes) -> Headers:
    return split(block, 0, len(block))[0]


def _recipient(block: Headers) -> DsnRecipient | None:
    if "action" not in block and "final-recipient" not in block:
        return None
    original, final = (_address(block.text(name)) for name in ("original-recipient", "final-recipient"))
    status = _STATUS.search(block.text("status"))
    code = status[1] if status else ""
    word = block.token("action").strip(".,")
    by_code = {"2": Action.DELIVERED, "4": Action.DELAYED}.get(code[:1], Action.FAILED)
    return DsnRecipient(
        recipient=original or final,
        action=Action(word) if word in set(Action) else by_code,
        status=code,
        diagnostic=block.text("diagnostic-code").partition(";")[2].strip() or block.text("diagnostic-code"),
    )


def _address(value: str) -> str:
    """Return the address of "rfc822; user@example.com"."""
    kind, semicolon, address = value.partition(";")
    return canonical(address if semicolon else kind)


def _original_id(raw: bytes) -> str:
    """Return the Message-ID in a returned mail or its text."""
    found = _MESSAGE_ID.search(raw, 0, 200_000)
    return found[1].decode("ascii", "replace") if found else ""


def informal(headers: Headers, sender: str, subject: str, text: str) -> Dsn | None:
    """Return what a bounce in plain words says, or None if the mail is none.

    It is one if a mail system sent it and its subject says so, if it is qmail's, or if Exim marked it.
    """
    exim = headers.text("x-failed-recipients")
    by_system = sender.partition("@")[0].startswith(_SENDERS) or headers.raw("return-path").strip() == b"<>"
    if not (exim or _QMAIL in text[:3000] or (by_system and _SUBJECT.search(subject))):
        return None
    sample = text[:20_000]
    status = _STATUS.search(sample)
    reply = _REPLY.search(sample)
    code = status[1] if status else (f"{reply[1][0]}.0.0" if reply else "")
    delayed = code.startswith("4") or (not code and _DELAYED.search(f"{subject}\n{sample[:1000]}"))
    own = {canonical(found) for found in _ADDRESS.findall(headers.text("to"))} | {sender}
    mentioned = _ADDRESS.findall(exim or sample)
    others = dict.fromkeys(canonical(found) for found in mentioned if not found.lower().startswith(_OWN))
    recipients = [address for address in others if address not in own]
    return Dsn(
        message_id=_original_id(text.encode("utf-8", "replace")),
        recipients=[
            DsnRecipient(
                recipient=address,
                action=Action.DELAYED if delayed else Action.FAILED,
                status=code,
                diagnostic=_diagnostic(sample, status or reply),
            )
            for address in recipients[: MOST_RECIPIENTS if exim else 1]
        ],
    )


def _diagnostic(text: str, found: re.Match[str] | None) -> str:
    """Return the line that names the error."""
    if not found:
        return ""
    start = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.end())
    return text[start : end if end >= 0 else None].strip()[:500]
