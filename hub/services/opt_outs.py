"""Who asked for no more SMS: the list, and taking a number off it by hand.

The wish outlives the person's data: when they are erased, the number becomes a keyed hash. It cannot be read
any more, but it is recognised.
"""

import hashlib
import hmac
from datetime import datetime

from msgspec.structs import replace

from hub.core.clock import Clock
from hub.core.ids import Ids
from hub.core.models.contacts import AddressKind, Contact
from hub.core.models.sms import OptOut
from hub.core.models.staff import AuditEntry
from hub.core.ports import Store
from hub.core.records import Value
from hub.services.audit import plan_audit
from hub.services.base import Service, retried
from hub.services.people import current_contact, find_address

CONCEALED = "hmac:"
MOST = 10_000


class OptedOut(Value, frozen=True, kw_only=True):
    """A number that wants no SMS from a route, since when, and whose it is as far as we know.

    Of an erased person `number` is empty.
    """

    id: str
    number: str
    at: datetime
    contact: str | None = None
    name: str = ""


class OptOuts(Service):
    """The numbers that SMS are not sent to."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, secret: bytes = b"") -> None:
        """Also take the installation's secret: without it a hash of all numbers there are is soon made."""
        super().__init__(store, clock, ids)
        self._secret = secret

    async def find(self, route: str, number: str) -> OptOut | None:
        """Return the number's wish, also that of somebody who was erased since."""
        either = {number, self._concealed(number)}
        found = await self.store.find(OptOut, {"route": route, "number": either}, limit=1)
        return found[0] if found else None

    @retried
    async def conceal(self, number: str, by: str) -> None:
        """Keep the wish and forget the number, also in the audit trail."""
        hidden = self._concealed(number)
        batch = self.batch(by)
        for wish in await self.store.find(OptOut, {"number": number}, limit=MOST):
            batch.save(replace(wish, number=hidden))
        for entry in await self.store.find(AuditEntry, {"subject": number}, limit=MOST):
            batch.save(replace(entry, subject=hidden, before={}, after={}))
        if batch.saves:
            await self.store.commit(batch)

    def _concealed(self, number: str) -> str:
        return CONCEALED + hmac.new(self._secret, number.encode(), hashlib.sha256).hexdigest()

    async def listed(self, route: str, *, before: datetime | None = None, limit: int = 100) -> list[OptedOut]:
        """Return those of a route, newest first."""
        found = await self.store.find(
            OptOut, {"route": route}, order="at", descending=True, below=before, limit=limit
        )
        return [await self._with_contact(one) for one in found]

    @retried
    async def allow(self, opt_out_id: str, by: str) -> None:
        """Let SMS be sent to the number again; the audit trail keeps who decided that."""
        found = await self.store.get(OptOut, opt_out_id)
        batch = self.batch(by)
        batch.delete(found)
        plan_audit(batch, self.ids, "deleted", "opt_out", found.number, before=found)
        await self.store.commit(batch)

    async def _with_contact(self, one: OptOut) -> OptedOut:
        address = await find_address(self.store, AddressKind.PHONE, one.number)
        contact: Contact | None = await current_contact(self.store, address.contact) if address else None
        return OptedOut(
            id=one.id,
            number="" if one.number.startswith(CONCEALED) else one.number,
            at=one.at,
            contact=contact.id if contact else None,
            name=contact.name if contact else "",
        )
