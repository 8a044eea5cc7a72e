"""Which addresses are ours: every mail asks, so the mailboxes are kept in memory."""

from collections.abc import Callable

from msgspec import Struct

from channels.email.tokens import base_address
from hub.core.models.mail import Mailbox
from hub.core.ports import Database, Store
from hub.services.kept import Kept

MOST = 1000


class _Known(Struct, frozen=True):
    active: dict[str, Mailbox]
    addresses: frozenset[str]


class Mailboxes:
    """A tenant's mailboxes by address."""

    def __init__(self, store: Store) -> None:
        """Take the tenant's store."""
        self._store = store
        self._kept = Kept(store.tenant, "mailboxes", self._read)

    def listen(self, database: Database) -> Callable[[], None]:
        """Hear of changes from now on, so that not each mail is a read; the returned function ends it."""
        return self._kept.listen(database)

    async def at(self, address: str) -> Mailbox | None:
        """Return the active mailbox with this address, as it is or without what follows a plus."""
        known = await self._kept.get()
        return known.active.get(address.lower()) or known.active.get(base_address(address))

    async def is_ours(self, address: str) -> bool:
        """Say whether a mailbox has exactly this address (in lower case), switched on or not."""
        return address in (await self._kept.get()).addresses

    async def _read(self) -> _Known:
        boxes = await self._store.find(Mailbox, limit=MOST)
        return _Known(
            active={box.address.lower(): box for box in boxes if box.active},
            addresses=frozenset(box.address.lower() for box in boxes),
        )
