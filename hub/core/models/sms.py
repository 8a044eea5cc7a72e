"""SMS: our routes to operators, and who does not want to hear from us."""

from datetime import datetime

from msgspec import field

from hub.core.records import Record, Value


class Smsc(Value, frozen=True, kw_only=True):
    """One operator's message centre (SMPP 3.4). The password has at most 8 characters."""

    host: str
    port: int = 2775
    tls: bool = False
    system_id: str
    system_type: str = ""


class SmsHttp(Value, frozen=True, kw_only=True):
    """A provider of Twilio's form: POST `{url}/Accounts/{account}/Messages.json` with basic auth."""

    url: str
    account: str


class SmsRoute(Record, frozen=True, kw_only=True):
    """How SMS of one of our numbers come and go: by SMPP or by HTTP. Unique by entry point.

    The message centres are tried in order. `secret` is the password or the token. `region` is the
    country (ISO 3166, as in DE) whose national numbers are understood. `stop_text` and `start_text`
    confirm, by language, that we send no more or again; what is missing is filled in.
    """

    entry_point: str
    number: str  # of the sender, E.164, short code or up to 11 letters
    region: str = ""
    smscs: list[Smsc] = []
    http: SmsHttp | None = None
    secret: str = ""
    per_second: int = 10
    window: int = 10  # messages sent and not answered yet
    per_number_per_hour: int = 20
    quiet_calendar: str | None = None  # we send only while this calendar is open
    validity_hours: int = 48
    straighten: bool = False  # curly quotes and the like become plain if the text then fits the GSM alphabet
    price_per_part: float = 0.0
    currency: str = "EUR"
    stop_words: list[str] = field(default_factory=lambda: ["STOP", "UNSUBSCRIBE", "TD", "退订"])
    start_words: list[str] = field(default_factory=lambda: ["START", "订阅"])
    stop_text: dict[str, str] = {}
    start_text: dict[str, str] = {}
    flows: dict[str, str] = {}  # keyword: the bot that a message beginning with it starts
    active: bool = True

    @property
    def scope(self) -> str:
        """Return whose names its operator's ids are (Reference.scope)."""
        return f"sms:{self.id}"


class OptOut(Record, frozen=True, kw_only=True):
    """A number that does not want SMS from one of ours. Unique by route and number."""

    route: str
    number: str
    at: datetime


class SmsPart(Record, frozen=True, kw_only=True):
    """A part of a long SMS that waits for the others. Unique by route, sender, reference and number.

    `data` are its octets without their header, read as `coding` says (SMPP 3.4, 5.2.19). Once the SMS
    was put together its parts stay a while as `done`, so that one that comes again is recognised.
    """

    route: str
    sender: str
    reference: int
    number: int
    of: int
    data: bytes
    coding: int = 0
    at: datetime
    done: bool = False


class SmsSpan(Value, frozen=True, kw_only=True):
    """A time in which our answers may not have reached the message centre."""

    start: datetime
    end: datetime


class SmsState(Record, frozen=True, kw_only=True):
    """How far a message centre is known to have got our answers. Has the id of its route.

    What was stored up to `confirmed` is known there; what was stored in one of `doubtful` may come
    again, and is then not a new message.
    """

    confirmed: datetime | None = None
    doubtful: list[SmsSpan] = []
