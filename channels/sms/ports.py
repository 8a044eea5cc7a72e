"""What the SMS channel needs of a tenant's services; hub.services.bundle.Services has it."""

from typing import Protocol

from hub.core.clock import Clock
from hub.core.ids import Ids
from hub.core.ports import Store
from hub.services.conversations import Conversations
from hub.services.delivery import Deliveries
from hub.services.intake import Intake
from hub.services.outbox import Outbox


class Services(Protocol):
    """A tenant's store, time and use cases."""

    @property
    def store(self) -> Store: ...  # noqa: D102  # the names say it, here and below
    @property
    def clock(self) -> Clock: ...  # noqa: D102
    @property
    def ids(self) -> Ids: ...  # noqa: D102
    @property
    def intake(self) -> Intake: ...  # noqa: D102
    @property
    def outbox(self) -> Outbox: ...  # noqa: D102
    @property
    def deliveries(self) -> Deliveries: ...  # noqa: D102
    @property
    def conversations(self) -> Conversations: ...  # noqa: D102
