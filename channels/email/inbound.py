"""What a parsed mail is to the hub: its head, its name for telling repeats, who wrote it. Pure."""

import hashlib
import html

from channels.email.understanding.model import ParsedMail
from hub.core.models.conversations import Attachment, StoredFile
from hub.core.models.mail import Automatic, Mail, MailAddress, SenderCheck
from hub.core.models.reasons import Reason

MARK = b"x-switchboard:"
"""The header on what this hub sends by itself."""
_HEAD = 100_000
_LONGEST_TEXT = 500_000
"""Characters of a text that are stored; the original has all of it."""


def external_id(parsed: ParsedMail, raw: bytes) -> str:
    """Return what a repeated mail is known by.

    Some senders give many mails the same Message-ID, so a hash of what they say belongs to it; the way
    a mail took does not matter. Without a Message-ID it is the hash of the bytes.
    """
    if not parsed.message_id:
        return f"sha256:{hashlib.sha256(raw).hexdigest()}"
    said = "\0".join(
        [parsed.from_.address, str(parsed.date or ""), parsed.subject, parsed.text, *_digests(parsed)]
    )
    return f"{parsed.message_id} {hashlib.sha256(said.encode()).hexdigest()[:16]}"


def _digests(parsed: ParsedMail) -> list[str]:
    return [file.sha256 for file in parsed.attachments]


def writer(parsed: ParsedMail) -> MailAddress | None:
    """Return who wrote a mail, the address in lower case; None if it names nobody."""
    candidates = [parsed.from_, parsed.sender, MailAddress(address=parsed.return_path or "")]
    return next((one for one in candidates if one and "@" in one.address), None)


def automatic(parsed: ParsedMail, raw: bytes, ours: bool) -> Automatic:
    """Return why nobody should answer a mail; `ours` says that one of our mailboxes is its sender."""
    if parsed.flags.automatic is not Automatic.NO:
        return parsed.flags.automatic
    if ours or has_mark(raw):
        return Automatic.OWN
    return Automatic.NO


def has_mark(raw: bytes) -> bool:
    """Say whether a hub like this one sent the mail."""
    head = raw[:_HEAD].partition(b"\r\n\r\n")[0].partition(b"\n\n")[0].lower()
    return head.startswith(MARK) or b"\n" + MARK in head


def stored_head(
    parsed: ParsedMail,
    sender: MailAddress,
    kind: Automatic,
    original: StoredFile,
    files: list[StoredFile],
    sender_check: SenderCheck = SenderCheck.NONE,
) -> Mail:
    """Return the head to store with a mail; in its HTML, pictures are named `cid:` and their file's id."""
    page = parsed.html
    for file, stored in zip(parsed.attachments, files, strict=True):
        if file.content_id:
            page = page.replace(f'"cid:{html.escape(file.content_id)}"', f'"cid:{stored.id}"')
    return Mail(
        id="",
        message_id=parsed.message_id,
        in_reply_to=parsed.in_reply_to,
        references=parsed.references,
        subject=parsed.subject,
        sender=sender,
        reply_to=parsed.reply_to[0] if parsed.reply_to else None,
        to=parsed.to,
        cc=parsed.cc,
        date=parsed.date,
        html=page,
        quoted=parsed.quoted[:_LONGEST_TEXT],
        signature=parsed.signature,
        calendar=parsed.calendar,
        automatic=kind,
        list_id=parsed.flags.list_id,
        signed=parsed.flags.signed,
        encrypted=parsed.flags.encrypted,
        sender_check=sender_check,
        original=attachment(original),
        problems=[Reason(one.code, {"where": one.where}, one.detail) for one in parsed.problems],
    )


def text_of(parsed: ParsedMail) -> str:
    """Return what a mail says, as long as is stored."""
    return parsed.text[:_LONGEST_TEXT]


def attachment(file: StoredFile) -> Attachment:
    """Return a stored file as messages name it."""
    return Attachment(file=file.id, name=file.name, type=file.type, size=file.size)
