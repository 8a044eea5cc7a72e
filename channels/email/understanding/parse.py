"""Understanding a mail: `parse` is the way in. Pure, deterministic, in time linear to the mail's size."""

import re
from datetime import datetime

from msgspec.structs import replace

from channels.email.understanding import dsn, flags
from channels.email.understanding.addresses import addresses
from channels.email.understanding.authentication import authentication
from channels.email.understanding.blocks import as_html, as_text
from channels.email.understanding.bodies import Bodies
from channels.email.understanding.dates import date_of
from channels.email.understanding.headers import Headers
from channels.email.understanding.language import language
from channels.email.understanding.model import Dsn, Flags, ParsedMail, Unreadable
from channels.email.understanding.parts import Reader
from channels.email.understanding.pgp import unwrapped
from channels.email.understanding.quoting import fold
from hub.core.models.mail import MailAddress

MOST_IDS = 200
"""Ids that are kept of References, the newest."""
_ID = re.compile(r"<[^<>\s]{1,900}>")
_FORWARDED = re.compile(r"\s*(?:\[?fwd?|wg|tr|rv|i|转发|轉寄|轉發|转寄)\s*[:：]", re.IGNORECASE)
_NOBODY = MailAddress(address="")
_TO = ("to", "resent-to", "apparently-to")
_RECEIPT = ("disposition-notification-to", "return-receipt-to")
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")


def parse(raw: bytes) -> ParsedMail:
    """Return what a mail (RFC 5322, MIME) says; what is broken in it is in `problems`.

    Raises Unreadable for bytes that hold nothing at all, and for nothing else.
    """
    if not raw.strip(b"\0 \t\r\n"):
        raise Unreadable("The mail is empty.")
    raw = _lines_of(raw)
    reader = Reader()
    root = reader.read(raw, _start(raw), len(raw))
    bodies = Bodies(reader)
    bodies.walk(root)
    head = _head(root.headers, reader)
    said, armor = unwrapped(as_text(bodies.blocks))
    folded = fold(said, forwarded=_FORWARDED.match(head.subject) is not None)
    files, contents = bodies.attachments()
    return replace(
        head,
        text=folded.text,
        quoted=folded.quoted,
        signature="\n".join(part for part in (folded.signature, armor) if part),
        html=as_html(bodies.blocks),
        attachments=files,
        contents=contents,
        calendar=bodies.calendar,
        language=language(folded.text or head.subject),
        flags=_flags(root.headers, bodies, head, said, signed=bool(armor)),
        problems=reader.problems,
    )


def _head(headers: Headers, reader: Reader) -> ParsedMail:
    """Return what the header fields say."""
    date = date_of(headers.text("date"))
    _judge(headers, date, reader)
    return ParsedMail(
        message_id=_first_id(headers.text("message-id")),
        in_reply_to=_first_id(headers.text("in-reply-to")),
        references=list(dict.fromkeys(_ID.findall(headers.text("references"))))[-MOST_IDS:],
        from_=_sender(headers, reader),
        sender=next(iter(addresses(headers.raw("sender"))), None),
        reply_to=addresses(headers.raw("reply-to")),
        to=_people(headers, _TO),
        cc=_people(headers, ("cc",)),
        delivered_to=[found.address for found in _people(headers, _DELIVERED)],
        return_path=headers.text("return-path").strip("<> ").lower() if "return-path" in headers else None,
        receipt_to=next((found.address for found in _people(headers, _RECEIPT)), ""),
        subject=headers.text("subject"),
        date=date,
        authentication=authentication(headers),
    )


def _lines_of(raw: bytes) -> bytes:
    """Return the mail with line feeds: very old programs end lines with a carriage return alone."""
    return raw if b"\n" in raw[:100_000] else raw.replace(b"\r", b"\n")


def _start(raw: bytes) -> int:
    """Return where the mail begins: after a byte order mark and empty lines."""
    start = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    return start + len(raw[start : start + 1000]) - len(raw[start : start + 1000].lstrip(b"\r\n"))


def _judge(headers: Headers, date: datetime | None, reader: Reader) -> None:
    """Note what is missing or stands there twice (RFC 5322, 3.6)."""
    for name in ("from", "date", "message-id"):
        if name not in headers:
            reader.blame(name, "field_missing")
    for name in ("from", "subject", "date", "message-id", "content-type", "reply-to"):
        if len(headers.all(name)) > 1:
            reader.blame(name, "field_twice")
    if headers.raw("date") and date is None:
        reader.blame("date", "date_unreadable", headers.text("date")[:100])


def _sender(headers: Headers, reader: Reader) -> MailAddress:
    """Return who wrote the mail: the first address in From, else Sender, else where bounces go."""
    written = addresses(headers.raw("from"))
    if len(written) > 1:
        reader.blame("from", "authors_several")
    usable = [found for found in written if "@" in found.address]
    if written and not usable:
        reader.blame("from", "sender_unreadable")
    others = (found for name in ("sender", "return-path") for found in addresses(headers.raw(name)))
    return next(iter(usable or written), None) or next(others, _NOBODY)


def _first_id(text: str) -> str:
    """Return the first id in angle brackets; one that has none gets them."""
    found = _ID.search(text)
    if found:
        return found[0]
    bare = "".join(text.split())[:900].strip("<>")
    return f"<{bare}>" if "@" in bare else ""


def _people(headers: Headers, names: tuple[str, ...]) -> list[MailAddress]:
    """Return everybody whom these fields name, also where a field stands there several times."""
    return [found for name in names for value in headers.all(name)[:20] for found in addresses(value)]


def _flags(headers: Headers, bodies: Bodies, head: ParsedMail, text: str, signed: bool) -> Flags:
    """Return what kind of mail it is, and what a report in it says."""
    report = bodies.reports[0] if bodies.reports else None
    kind = report.parameters.get("report-type", "").lower() if report else ""
    bounce: Dsn | None = None
    if report is not None and kind in ("", "delivery-status"):
        bounce = dsn.report(report, bodies.reader)
        kind = "delivery-status" if bounce else kind
    if bounce is None and kind in ("", "delivery-status"):
        bounce = dsn.informal(headers, head.from_.address, head.subject, text)
    if bounce is None and kind == "delivery-status":
        bounce = Dsn()  # it says that it is one, and not what became of what
    found = flags.classify(headers, head.from_.address, head.subject, kind, bounce)
    return replace(found, signed=bodies.signed or signed, encrypted=bodies.encrypted)
