"""What message centres deliver: SMS, parts of SMS, receipts; answered only once they are durable."""

import structlog
from prometheus_client import Counter

from channels.sms.assembly import Assembly, Whole
from channels.sms.inbox import Inbox, Sms
from channels.sms.numbers import normal
from channels.sms.pdu import Delivered, Frame, Malformed, read_deliver, read_text
from channels.sms.receipts import SmscReceipt, read_receipt
from channels.sms.repeats import Repeats
from channels.sms.session import OK, TEMPORARY_ERROR
from channels.sms.smpp import name_of, reference_of
from channels.sms.turns import Turns
from hub.core.errors import HubError, InvalidInput, NotAllowed, NotFound
from hub.core.models.delivery import Dispatch, DispatchState, Reference
from hub.core.models.sms import SmsRoute
from hub.services.bundle import Services

log = structlog.get_logger()

REJECTED = 0x66  # ESME_RX_R_APPN: the message centre does not try again
UNWANTED = (NotAllowed, NotFound, InvalidInput)
"""Errors that trying again does not mend: a blocked contact, an entry point that is switched off."""
SWEEP_EVERY = 60.0
RECENT = 50
LIKELY_PARTS = 10
"""Of a message that is being handed over we do not know how many parts it has."""
RECEIVED = Counter(
    "switchboard_sms_received_total", "SMS, parts and receipts that arrived", ["what", "answer"]
)


class Receiver:
    """Takes deliver_sm of one route."""

    def __init__(self, services: Services, route: SmsRoute) -> None:
        self._services = services
        self._store = services.store
        self._route = route
        self._inbox = Inbox(services, route)
        self._assembly = Assembly(services.store, services.clock, services.ids, route.id)
        self._turns = Turns()
        self.repeats = Repeats(services, route.id)

    async def deliver(self, frame: Frame) -> int:
        """Make a deliver_sm durable; return the status to answer it with."""
        what = "malformed"
        try:
            delivered = read_deliver(frame.body)
            what = "receipt" if delivered.is_receipt else "part" if delivered.concat else "sms"
            status = await self._take(delivered)
        except Malformed as error:
            log.warning("sms_malformed", route=self._route.id, why=str(error), octets=len(frame.body))
            status = REJECTED
        except UNWANTED as error:
            log.warning("sms_rejected", route=self._route.id, error=error.code)
            status = REJECTED
        except HubError as error:
            log.warning("sms_later", route=self._route.id, error=error.code)
            status = TEMPORARY_ERROR
        RECEIVED.labels(what, hex(status)).inc()
        return status

    async def sweep(self) -> None:
        """Take in, until cancelled, what waits for parts that do not come."""
        while True:
            for whole in await self._assembly.overdue():
                try:
                    async with self._turns.of(whole.sender):
                        await self._take_whole(whole)
                except HubError as error:
                    log.warning("sms_parts_kept", route=self._route.id, error=error.code)
            await self._services.clock.sleep(SWEEP_EVERY)

    async def _take(self, delivered: Delivered) -> int:
        if delivered.is_receipt:
            await self._receipt(delivered)
            return OK
        sender = normal(delivered.source, self._route.region, international=delivered.source_is_international)
        async with self._turns.of(sender.value):
            if delivered.concat:
                await self._part(sender.value, delivered)
                return OK
            with self.repeats.taking() as at:
                content = bytes([delivered.coding]) + delivered.data
                name = await self.repeats.name(sender.value, content)
                text = read_text(delivered.data, delivered.coding)
                await self._inbox.take(Sms(sender=sender, text=text, external_id=name, at=at))
        return OK

    async def _part(self, sender: str, delivered: Delivered) -> None:
        concat, data, coding = delivered.concat, delivered.data, delivered.coding
        if concat is None:
            return
        if crowded := await self._assembly.crowded_out(sender, concat, data, coding):
            await self._take_whole(crowded)
        if whole := await self._assembly.add(sender, concat, data, coding):
            await self._take_whole(whole)

    async def _take_whole(self, whole: Whole) -> None:
        """Take in a long SMS. If that is cut short, doing it again changes nothing."""
        sms = Sms(
            sender=normal(whole.sender),
            text=whole.text,
            external_id=whole.external_id,
            at=self._services.clock.now(),
        )
        try:
            await self._inbox.take(sms)
        except UNWANTED as error:
            log.warning("sms_rejected", route=self._route.id, error=error.code)
        await self._assembly.finish(whole)

    async def _receipt(self, delivered: Delivered) -> None:
        """Apply a receipt. What we do not know by its id we may know by our own reference."""
        receipt = read_receipt(delivered)
        if receipt.state is None or not receipt.ids:
            log.info("sms_receipt_says_nothing", route=self._route.id)
            return
        scope = self._route.scope
        id = receipt.ids[0]
        for other in receipt.ids[1:]:
            id = other if await self._is_known(scope, other) else id
        known = await self._services.deliveries.receipt(scope, id, receipt.state, reason=receipt.reason)
        if known is None and receipt.reference is not None:
            await self._by_reference(delivered, receipt)

    async def _is_known(self, scope: str, id: str) -> bool:
        return bool(await self._store.find(Reference, {"scope": scope, "key": id}, limit=1))

    async def _by_reference(self, delivered: Delivered, receipt: SmscReceipt) -> None:
        """Apply a receipt to a message whose handing-over broke off before we learned its name."""
        number = normal(delivered.source, self._route.region, international=delivered.source_is_international)
        recent = await self._store.find(
            Dispatch, {"recipient": number.value}, order="created_at", descending=True, limit=RECENT
        )
        for dispatch in recent:
            if dispatch.state not in (DispatchState.UNKNOWN, DispatchState.SENDING):
                continue
            for part in range(1, max(len(dispatch.parts), LIKELY_PARTS) + 1):
                if reference_of(dispatch.id, part) == receipt.reference and receipt.state:
                    await self._services.deliveries.receipt(
                        self._route.scope,
                        name_of(dispatch.id, part),
                        receipt.state,
                        reason=receipt.reason,
                    )
                    return
