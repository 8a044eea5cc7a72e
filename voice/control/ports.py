"""What the hub's side of voice needs from the rest of the hub."""

from typing import Protocol

from hub.core.clock import Clock
from hub.core.ids import Ids
from hub.core.ports import Store
from hub.services.calls import Calls
from hub.services.conversations import Conversations
from hub.services.intake import Intake
from hub.services.outbox import Outbox


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
