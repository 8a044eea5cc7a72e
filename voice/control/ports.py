"""What the hub's side of voice needs from the rest of the hub."""

from collections.abc import Callable
from typing import Protocol

from hub.core.clock import Clock
from hub.core.ids import Ids
from hub.core.models.calls import Call
from hub.core.ports import Store
from hub.services.bot_turns import BotTurns
from hub.services.call_backs import CallBacks
from hub.services.call_ends import CallEnds
from hub.services.call_parties import CallParties
from hub.services.call_work import CallWork
from hub.services.callers import Callers
from hub.services.calls import Calls
from hub.services.conversations import Conversations
from hub.services.dialling import Dialling
from hub.services.intake import Intake
from hub.services.outbox import Outbox
from hub.services.outgoing_calls import OutgoingCalls
from hub.services.recordings import Recordings
from hub.services.voicemail import Voicemail
from hub.services.work import Work
from voice.orders import Orders

Send = Callable[[Orders], None]
"""Orders something from the node. What a broken connection loses, and still counts, `resume` orders again."""


class Services(Protocol):
    """The services a call uses; hub.services.bundle has them."""

    @property
    def store(self) -> Store: ...  # noqa: D102 - named by its type

    @property
    def clock(self) -> Clock: ...  # noqa: D102 - named by its type

    @property
    def ids(self) -> Ids: ...  # noqa: D102 - named by its type

    @property
    def calls(self) -> Calls: ...  # noqa: D102 - named by its type

    @property
    def intake(self) -> Intake: ...  # noqa: D102 - named by its type

    @property
    def outbox(self) -> Outbox: ...  # noqa: D102 - named by its type

    @property
    def conversations(self) -> Conversations: ...  # noqa: D102 - named by its type

    @property
    def call_ends(self) -> CallEnds: ...  # noqa: D102 - named by its type

    @property
    def call_backs(self) -> CallBacks: ...  # noqa: D102 - named by its type

    @property
    def callers(self) -> Callers: ...  # noqa: D102 - named by its type

    @property
    def work(self) -> Work: ...  # noqa: D102 - named by its type

    @property
    def bot_turns(self) -> BotTurns: ...  # noqa: D102 - named by its type

    @property
    def call_parties(self) -> CallParties: ...  # noqa: D102 - named by its type

    @property
    def call_work(self) -> CallWork: ...  # noqa: D102 - named by its type

    @property
    def outgoing_calls(self) -> OutgoingCalls: ...  # noqa: D102 - named by its type

    @property
    def dialling(self) -> Dialling: ...  # noqa: D102 - named by its type

    @property
    def recordings(self) -> Recordings: ...  # noqa: D102 - named by its type

    @property
    def voicemail(self) -> Voicemail: ...  # noqa: D102 - named by its type


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


class WaitingLine(Protocol):
    """The live line of waiting work; routing has it."""

    def position(self, item_id: str) -> Place | None:
        """Return the item's place, or None when it does not wait in a line."""
        ...


class Messages(Protocol):
    """Takes what callers leave who do not want to wait (voicemail)."""

    async def take_message(self, call: Call, language: str) -> None:
        """Record a message; the call ends with it, and work is made of it."""
        ...
