"""Mail: what a message carries besides its text, and our mailboxes."""

from datetime import datetime
from enum import StrEnum

from hub.core.models.conversations import Attachment
from hub.core.models.reasons import Reason
from hub.core.records import Record, Value


class MailAddress(Value, frozen=True, kw_only=True):
    """A person or group in a mail's head; the address in lower case."""

    address: str
    name: str = ""


class Automatic(StrEnum):
    """Why a mail was not written by a person for us."""

    NO = ""
    AUTO_REPLY = "auto_reply"
    OUT_OF_OFFICE = "out_of_office"
    BOUNCE = "bounce"  # also reports of delay and of delivery
    LIST = "list"
    BULK = "bulk"
    OWN = "own"  # written by this hub


class SenderCheck(StrEnum):
    """What the mailbox's own server found out about the sender's address (DMARC, RFC 7489)."""

    NONE = ""  # not asked for
    VERIFIED = "verified"
    UNVERIFIED = "unverified"  # nothing speaks for it, and nothing against
    FAILED = "failed"  # the domain says that this mail is not from it


class Mail(Record, frozen=True, kw_only=True):
    """The head of a mail and those parts of it that are folded away. Has the id of its message.

    `html` is safe to show; empty when the mail had none. `bcc` is only known of what we send.
    """

    conversation: str = ""
    message_id: str  # with its angle brackets, as are the next two
    in_reply_to: str = ""
    references: list[str] = []
    subject: str = ""
    sender: MailAddress
    reply_to: MailAddress | None = None
    to: list[MailAddress] = []
    cc: list[MailAddress] = []
    bcc: list[MailAddress] = []
    date: datetime | None = None
    html: str = ""
    quoted: str = ""
    signature: str = ""
    calendar: str = ""  # a meeting request in words
    automatic: Automatic = Automatic.NO
    list_id: str = ""
    signed: bool = False
    encrypted: bool = False
    sender_check: SenderCheck = SenderCheck.NONE
    quotes: bool = True  # one of ours repeats below its words the mail it answers
    original: Attachment | None = None  # the mail as it came
    problems: list[Reason] = []  # what in it was broken; `where` is a header or a part ("1.2")


class Security(StrEnum):
    """How a connection to a server is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"  # only for a server on this machine


class ImapAccount(Value, frozen=True, kw_only=True):
    """Where a mailbox is read."""

    host: str
    port: int = 993
    security: Security = Security.TLS
    user: str
    folder: str = "INBOX"
    sent_folder: str = ""  # where the provider files what we send; empty if unknown


class SmtpAccount(Value, frozen=True, kw_only=True):
    """Where mail is handed in. No user means the server asks for none."""

    host: str
    port: int = 465
    security: Security = Security.TLS
    user: str = ""


class OAuth(Value, frozen=True, kw_only=True):
    """How a mailbox gets its access tokens (RFC 6749, refresh token or client credentials)."""

    token_url: str
    client_id: str
    scope: str = ""


class Mailbox(Record, frozen=True, kw_only=True):
    """An address of ours that reads and sends mail. Unique by entry point.

    Without `imap`, mail is routed to us by SMTP or LMTP. `password` is for both accounts;
    with `oauth` it is not used, and `client_secret` and `refresh_token` are.

    `plus_addressing` says that mail to name+anything@domain arrives here too; answers are then asked for
    at an address that names the conversation. `rewrites_ids` says that the server gives our mails other
    Message-IDs, so that answers cannot be joined by them: then the subject names the conversation.

    Once `automatic_per_hour` automatic mails went out within an hour, rules and bots are silent.
    `authserv_id` names the server whose Authentication-Results are believed (RFC 8601); empty for none,
    "-" for one that leaves its name out.
    """

    entry_point: str
    address: str
    name: str = ""  # of the sender, as customers see it
    imap: ImapAccount | None = None
    smtp: SmtpAccount | None = None
    password: str = ""
    oauth: OAuth | None = None
    client_secret: str = ""
    refresh_token: str = ""
    dkim_selector: str = ""
    dkim_domain: str = ""
    dkim_key: str = ""  # PEM
    plus_addressing: bool = False
    rewrites_ids: bool = False
    authserv_id: str = ""
    automatic_per_hour: int = 200
    active: bool = True


class MailboxState(Record, frozen=True, kw_only=True):
    """How far a mailbox was read. Has the mailbox's id. UIDs count only under their validity (RFC 9051).

    `source` names account and folder; `since` is when they were read for the first time.
    """

    source: str = ""
    since: datetime | None = None
    uid_validity: int = 0
    last_uid: int = 0


class Quarantined(Record, frozen=True, kw_only=True):
    """A message from outside that could not be taken in; kept, with the reason, for somebody to look at."""

    entry_point: str
    reason: Reason
    file: Attachment
    at: datetime
