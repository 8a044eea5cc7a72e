"""What the chat needs from the rest of the hub; hub.app hands it over as ChatDeps."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from hub.core.clock import Clock
from hub.core.config import Config
from hub.core.ids import Ids
from hub.core.limits import RateLimiter
from hub.core.models.conversations import StoredFile
from hub.core.models.work import Calendar
from hub.core.ports import Database, Store
from hub.core.typing_bus import TypingBus
from hub.services.calls import Incoming
from hub.services.inbound import InboundMessage, Receipt


class Intake(Protocol):
    """The one way in."""

    async def receive(self, message: InboundMessage) -> Receipt:
        """Store the message; it is durable when this returns."""
        ...


class Outbox(Protocol):
    """Here only: receipts of the customer's side, and system lines."""

    async def notice(self, conversation_id: str, notice: str) -> Any:
        """Store a system line, named by its message key."""
        ...

    async def receipt(
        self, interaction_id: str, *, delivered_seq: int | None = None, read_seq: int | None = None
    ) -> Any:
        """Record how far the customer has received and read."""
        ...


class Work(Protocol):
    """Here only: asking for a person."""

    async def request_person(self, conversation_id: str, *, reason: str, actor: str) -> Any:
        """Queue a work item, unless one is open."""
        ...


class Conversations(Protocol):
    """What the customer may do to a conversation."""

    async def end_interaction(self, interaction_id: str, by: str) -> Any:
        """End the episode."""
        ...

    async def rate(self, interaction_id: str, score: int, comment: str) -> Any:
        """Store what the customer thought of it."""
        ...

    async def request_transcript(self, conversation_id: str, email: str) -> Any:
        """Queue the transcript for the mail channel."""
        ...


class Contacts(Protocol):
    """Here only: joining an anonymous visitor with the customer they turned out to be."""

    async def merge(self, source_id: str, target_id: str, by: str) -> Any:
        """Move everything of the source contact to the target."""
        ...


class Knowledge(Protocol):
    """Here only: whether an answer helped."""

    async def feedback(self, message_id: str, helpful: bool) -> Any:
        """Store it for the message's article."""
        ...


class Files(Protocol):
    """Uploaded files."""

    @property
    def types(self) -> list[str]:
        """The content types that are taken."""
        ...

    async def put(self, name: str, data: bytes, conversation: str, by: str) -> StoredFile:
        """Check size and content, then store; raises InvalidInput or TooMany."""
        ...

    async def claim(self, file_ids: list[str], conversation: str, by: str) -> None:
        """Note which conversation uploads were sent in."""
        ...

    async def get(self, file_id: str) -> tuple[StoredFile, bytes]:
        """Return the file or raise NotFound."""
        ...


class ChatServices(Protocol):
    """The part of a tenant's services that the chat uses."""

    @property
    def store(self) -> Store: ...  # noqa: D102  # the names say it, here and below
    @property
    def intake(self) -> Intake: ...  # noqa: D102
    @property
    def outbox(self) -> Outbox: ...  # noqa: D102
    @property
    def work(self) -> Work: ...  # noqa: D102
    @property
    def conversations(self) -> Conversations: ...  # noqa: D102
    @property
    def contacts(self) -> Contacts: ...  # noqa: D102
    @property
    def knowledge(self) -> Knowledge: ...  # noqa: D102
    @property
    def files(self) -> Files: ...  # noqa: D102


class Place(Protocol):
    """Where an item stands in its line."""

    @property
    def position(self) -> int:
        """1 for the next."""
        ...

    @property
    def wait_seconds(self) -> int | None:
        """The estimate, if there is one."""
        ...


class ChatLine(Protocol):
    """The live line of waiting work."""

    def position(self, item_id: str) -> Place | None:
        """Return the item's place, or None when it does not wait in a line."""
        ...


class Opening(Struct, frozen=True):
    """Whether a calendar is open; when it is not, from when on it is, if ever."""

    open: bool
    opens_at: datetime | None = None


Hours = Callable[[Calendar, datetime], Opening]
"""Reads a calendar at a moment."""


class Phone(Protocol):
    """Calls from browsers; voice.control.web_phone has them."""

    @property
    def works(self) -> bool:
        """Whether calls can be taken now."""
        ...

    async def call(self, incoming: Incoming, offer: str) -> str:
        """Begin a browser's call; return the answer (SDP) to its offer once the call is stored.

        Raises Unavailable, TooMany (lines are busy), Conflict (the offer), NotAllowed (blocked), NotFound.
        """
        ...

    async def hang_up(self, call: str) -> None:
        """End it; without effect when it is over."""
        ...


class ChatTenant(Struct, frozen=True, kw_only=True):
    """One organisation's side of the chat."""

    services: ChatServices
    line: ChatLine


class ChatDeps(Struct, frozen=True, kw_only=True):
    """Everything the chat is given. `tenants` is looked up at each connection, so it may grow."""

    database: Database
    tenants: Mapping[str, ChatTenant]
    hours: Hours
    typing: TypingBus
    clock: Clock
    ids: Ids
    limiter: RateLimiter
    config: Config
    secret: bytes  # signs visitor tokens and download links
    random: Callable[[], float]  # 0 to 1, for jitter
    phone: Phone | None = None
    hello_seconds: float = 10.0
