"""An SMS that arrived, whichever way: whose it is, what it asks for, and into the hub with it."""

from datetime import datetime

import structlog
from msgspec import Struct

from channels.sms.numbers import Kind, Number
from channels.sms.rules import Wish, bot_of, confirmation, language_of, wish_of
from hub.core.batch import Batch
from hub.core.errors import Duplicate
from hub.core.models.contacts import AddressKind, Contact
from hub.core.models.conversations import Author, AuthorKind
from hub.core.models.rules import Route
from hub.core.models.sms import OptOut, SmsRoute
from hub.services.bundle import Services
from hub.services.inbound import InboundMessage, Receipt

log = structlog.get_logger()

HUB = Author(kind=AuthorKind.SYSTEM, id="system", name="")


class Sms(Struct, frozen=True, kw_only=True):
    """One whole SMS from outside. The same `external_id` of the same sender is the same SMS."""

    sender: Number
    text: str
    external_id: str
    at: datetime


class Inbox:
    """Takes in the SMS of one route."""

    def __init__(self, services: Services, route: SmsRoute) -> None:
        self._services = services
        self._store = services.store
        self._route = route

    async def take(self, sms: Sms) -> Receipt:
        """Store an SMS and what it asks for; all of it is durable when this returns.

        Taking the same SMS again, as after a crash in the middle, does only what is missing.
        """
        wish = wish_of(sms.text, self._route)
        if wish is Wish.STOP:
            return await self._stop(sms)
        if wish is Wish.START and (found := await self._opted_out(sms.sender.value)):
            return await self._start(sms, found)
        bot = bot_of(sms.text, self._route)
        return await self._receive(sms, Route(bot=bot) if bot else Route())

    async def _stop(self, sms: Sms) -> Receipt:
        """Stop first: nothing may slip out while the message is stored. Confirm once."""
        await self._opt_out(sms.sender.value)
        opted_out = await self._opted_out(sms.sender.value)
        receipt = await self._receive(sms, Route(bot=""), automatic=True)
        if opted_out:
            await self._confirm(sms, receipt, Wish.STOP, f"sms-stop:{opted_out.id}")
        return receipt

    async def _start(self, sms: Sms, opted_out: OptOut) -> Receipt:
        receipt = await self._receive(sms, Route(bot=""), automatic=True)
        await self._confirm(sms, receipt, Wish.START, f"sms-start:{opted_out.id}")
        batch = Batch(at=self._services.clock.now(), actor=receipt.conversation.contact)
        batch.delete(opted_out)
        await self._store.commit(batch)
        log.info("sms_opted_in", route=self._route.id, contact=receipt.conversation.contact)
        return receipt

    async def _receive(self, sms: Sms, route: Route, *, automatic: bool = False) -> Receipt:
        return await self._services.intake.receive(
            InboundMessage(
                entry_point=self._route.entry_point,
                address_kind=AddressKind.PHONE,
                address=sms.sender.value,
                external_id=sms.external_id,
                text=sms.text,
                at=sms.at,
                automatic=automatic,
                route=route,
            )
        )

    async def _confirm(self, sms: Sms, receipt: Receipt, wish: Wish, client_id: str) -> None:
        """Answer, to a number that can be answered; where nobody else has the word, the episode ends."""
        conversation = receipt.conversation
        if sms.sender.kind is Kind.E164:
            contact = await self._store.get(Contact, conversation.contact)
            language = language_of(sms.text, contact.language or conversation.language)
            text = confirmation(wish, self._route, language)
            await self._services.outbox.reply(
                conversation.id, by=HUB, text=text, client_id=client_id, format="plain"
            )
        if conversation.work_item is None:
            await self._services.conversations.end_interaction(receipt.interaction.id, conversation.contact)

    async def _opted_out(self, number: str) -> OptOut | None:
        return await self._services.opt_outs.find(self._route.id, number)

    async def _opt_out(self, number: str) -> None:
        now = self._services.clock.now()
        batch = Batch(at=now)
        batch.save(OptOut(id=self._services.ids(), route=self._route.id, number=number, at=now))
        try:
            await self._store.commit(batch)
        except Duplicate:
            return  # and it stays so
        log.info("sms_opted_out", route=self._route.id)
