"""What we understand of a mail."""

from datetime import datetime
from enum import StrEnum

import msgspec

from hub.core.models.mail import Automatic, MailAddress
from hub.core.records import Value


class Unreadable(Exception):
    """Nothing can be made of these bytes; the reason is for whoever looks into the quarantine."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Problem(Value, frozen=True, kw_only=True):
    """What in a mail was broken: `where` is a header or a part ("1.2"), `code` names the sentence.

    `detail` is what stood there.
    """

    where: str
    code: str
    detail: str = ""


class MailFile(Value, frozen=True, kw_only=True):
    """A file in a mail; its bytes are `ParsedMail.contents` at the same place in the list.

    `name` is safe to store under, `type` corrected by content, `size` in bytes, `content_id` without
    angle brackets. `inline` files are shown within the HTML as `cid:` and the content id.
    """

    name: str
    type: str
    size: int
    sha256: str
    inline: bool = False
    content_id: str = ""


class Action(StrEnum):
    """What became of a message for one recipient (RFC 3464, 2.3.3)."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"


class DsnRecipient(Value, frozen=True, kw_only=True):
    """One recipient of a message of ours. `status` is an RFC 3463 code such as "5.1.1", or empty."""

    recipient: str
    action: Action
    status: str = ""
    diagnostic: str = ""


class Dsn(Value, frozen=True, kw_only=True):
    """A delivery status notification: which message of ours, by Message-ID or ENVID, and its fate."""

    message_id: str = ""
    envelope_id: str = ""
    recipients: list[DsnRecipient] = []


class Verification(Value, frozen=True, kw_only=True):
    """One method's result, as in `dmarc=pass header.from=shop.example` (RFC 8601, 2.2)."""

    method: str
    result: str
    properties: dict[str, str] = {}


class AuthenticationResults(Value, frozen=True, kw_only=True):
    """What one server says of a mail's sender. `server` is its authserv-id, empty if it did not say."""

    server: str = ""
    found: list[Verification] = []


class Flags(Value, frozen=True, kw_only=True):
    """What kind of mail it is. `automatic` is empty for a mail that a person wrote to us.

    `why` names the evidence, such as "Auto-Submitted: auto-replied". `bounce` also tells of delays and
    deliveries. `receipt` marks the answer to a request for a reading receipt (RFC 8098), and `hops`
    counts the servers it passed.
    """

    automatic: Automatic = Automatic.NO
    why: str = ""
    bounce: Dsn | None = None
    list_id: str = ""
    receipt: bool = False
    signed: bool = False
    encrypted: bool = False
    hops: int = 0


class ParsedMail(Value, frozen=True, kw_only=True):
    """A mail as we understand it.

    Ids have their angle brackets; addresses are in lower case, domains in their ASCII form. `text` is
    what is new in this mail; `quoted` and `signature` hold what was folded away. `html` is safe to show,
    pictures have `cid:` addresses, or none and `data-remote`. `language` is a two-letter code, empty when
    the text does not tell. `receipt_to` is who asks for a reading receipt. `calendar` is a
    meeting request in words. `authentication` is what servers on the way claim about the sender, or its
    writer pretends that they do. `contents` are the files' bytes and no part of the JSON: see `as_json`.
    """

    message_id: str = ""
    in_reply_to: str = ""
    references: list[str] = []
    from_: MailAddress = msgspec.field(default=MailAddress(address=""), name="from")
    sender: MailAddress | None = None
    reply_to: list[MailAddress] = []
    to: list[MailAddress] = []
    cc: list[MailAddress] = []
    delivered_to: list[str] = []
    return_path: str | None = None
    subject: str = ""
    date: datetime | None = None
    text: str = ""
    quoted: str = ""
    signature: str = ""
    html: str = ""
    attachments: list[MailFile] = []
    calendar: str = ""
    receipt_to: str = ""
    language: str = ""
    authentication: list[AuthenticationResults] = []
    flags: Flags = Flags()
    problems: list[Problem] = []
    contents: list[bytes] = []


def content(mail: ParsedMail, number: int) -> bytes:
    """Return the bytes of the attachment with this number, counted from 0."""
    return mail.contents[number]


def as_json(mail: ParsedMail) -> bytes:
    """Return the mail as indented JSON, without the files' bytes."""
    fields = msgspec.to_builtins(msgspec.structs.replace(mail, contents=[]))
    del fields["contents"]
    return msgspec.json.format(msgspec.json.encode(fields), indent=2)
