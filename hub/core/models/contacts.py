"""Contacts, their addresses, and our own entry points."""

from datetime import datetime
from enum import StrEnum

from hub.core.records import Record, Value


class Channel(StrEnum):
    """A kind of way to reach each other."""

    CHAT = "chat"
    EMAIL = "email"
    SMS = "sms"
    FAX = "fax"
    VOICE = "voice"


class AddressKind(StrEnum):
    """What kind of identity an address is."""

    VISITOR = "visitor"  # a browser the widget gave an id to
    EXTERNAL = "external"  # the id a site's own log-in vouched for
    EMAIL = "email"
    PHONE = "phone"
    FAX = "fax"


class Contact(Record, frozen=True, kw_only=True):
    """A person or company outside. `merged_into` points to the contact that took this one over."""

    name: str = ""
    company: str = ""
    language: str = ""
    notes: str = ""
    tags: list[str] = []
    attributes: dict[str, str] = {}
    blocked: bool = False
    priority: int = 0  # minutes of head start in every queue
    merged_into: str | None = None
    created_at: datetime


class Address(Record, frozen=True, kw_only=True):
    """One reachable identity of a contact in canonical form. Unique by kind and value."""

    kind: AddressKind
    value: str
    contact: str
    verified: bool = False


WITHHELD = "withheld:"
"""How the address of a caller begins who shows no number: it is the call's own."""


def is_withheld(address: Address) -> bool:
    """Say whether an address is that of a caller who shows no number."""
    return address.kind is AddressKind.PHONE and address.value.startswith(WITHHELD)


class EntryPoint(Record, frozen=True, kw_only=True):
    """An address of ours and what happens to whoever uses it. Unique by channel and key."""

    channel: Channel
    key: str  # widget key, mailbox, number
    name: str
    queue: str
    bot: str | None = None  # a bot's name as the hub knows it, e.g. "knowledge"
    calendar: str | None = None  # hours; none means always open
    language: str = "en"
    queue_by_language: dict[str, str] = {}  # where customers of a language wait instead
    greeting: dict[str, str] = {}  # by language; of a call, {name} is the caller's
    language_keys: dict[str, str] = {}  # of a call: keys that change the language, as in {"9": "zh"}
    priority: int = 0  # minutes of head start in every queue
    record: bool = False  # calls, from the answer on; their callers are told so first
    record_notice: dict[str, str] = {}  # by language: how they are told; ours where there is none
    recording_days: int | None = None  # how long recordings are kept; 0 for ever, None as everywhere
    closed_text: dict[str, str] = {}
    allowed_origins: list[str] = []  # web pages that may embed the widget; empty means any
    call_line: str | None = None  # of a widget: the voice entry point that its call button reaches
    caller_number: str = ""  # shown to whom we call from it (E.164); empty: the key, if it is a number
    identity_secret: str = ""  # verifies signed identities (HS256)
    active: bool = True


class MergeUndo(Value, frozen=True, kw_only=True):
    """What moved in a merge, so that it can be moved back."""

    addresses: list[str] = []
    conversations: list[str] = []
    interactions: list[str] = []
    work_items: list[str] = []
    messages: list[str] = []


class Merge(Record, frozen=True, kw_only=True):
    """A merge of two contacts or two conversations; `undone_at` is set once it was taken back."""

    kind: str  # "contact" or "conversation"
    source: str
    target: str
    moved: MergeUndo
    by: str
    at: datetime
    undone_at: datetime | None = None
