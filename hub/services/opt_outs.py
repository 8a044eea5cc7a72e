"""Who asked for no more SMS: the list, and taking a number off it by hand."""

from datetime import datetime

from hub.core.models.contacts import AddressKind, Contact
from hub.core.models.sms import OptOut
from hub.core.records import Value
from hub.services.audit import plan_audit
from hub.services.base import Service, retried
from hub.services.people import current_contact, find_address


class OptedOut(Value, frozen=True, kw_only=True):
    """A number that wants no SMS from a route, since when, and whose it is as far as we know."""

    id: str
    number: str
    at: datetime
    contact: str | None = None
    name: str = ""


class OptOuts(Service):
    """The numbers that SMS are not sent to."""

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
            number=one.number,
            at=one.at,
            contact=contact.id if contact else None,
            name=contact.name if contact else "",
        )
