"""Erasing a person from what names no contact but an address, and from what was written down for others.

These tables are short, or looked through page by page: nothing in them is found by a contact's id.
"""

from collections.abc import Callable, Collection
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from hub.core.clock import Clock
from hub.core.errors import NotFound
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.contacts import Address, AddressKind
from hub.core.models.conversations import Conversation, Message, StoredFile
from hub.core.models.delivery import Dispatch, EarlyReceipt
from hub.core.models.erasures import Erasure
from hub.core.models.integrations import Outgoing, WebhookDelivery
from hub.core.models.mail import Quarantined
from hub.core.models.sms import SmsPart, SmsRoute
from hub.core.ports import Store, Where
from hub.core.records import Record
from hub.services.base import Service, retried
from hub.services.erasure_threads import ACTOR, noted
from hub.services.files import Files
from hub.services.opt_outs import OptOuts
from hub.services.quarantine import Quarantine

PAGE = 200
REACHABLE = frozenset({AddressKind.EMAIL, AddressKind.PHONE, AddressKind.FAX})
"""Addresses that mean the same person wherever they stand in a text."""

R = TypeVar("R", bound=Record)


class Sides(Service):
    """Looks through side tables."""

    def __init__(
        self, store: Store, clock: Clock, ids: Ids, quarantine: Quarantine, opt_outs: OptOuts, files: Files
    ) -> None:
        """Also take who keeps the tables that have owners."""
        super().__init__(store, clock, ids)
        self._quarantine = quarantine
        self._opt_outs = opt_outs
        self._files = files

    async def clear(self, job: Erasure) -> None:
        """Erase what names one of the person's addresses; they must still be stored."""
        addresses = await self.store.find(Address, {"contact": set(job.contacts)}, limit=10_000)
        values = {one.value for one in addresses if one.kind in REACHABLE}
        visitors = {f"visitor:{one.value}" for one in addresses if one.kind is AddressKind.VISITOR}
        await self._each(job, StoredFile, {"conversation": ""}, lambda file: file.by in visitors)
        await self._each(job, Outgoing, {}, lambda one: one.to in values)
        await self._each(job, EarlyReceipt, {}, lambda one: _names(str(one.reason), values))
        await self._dispatches(job, values)
        for route in await self.store.find(SmsRoute):
            for number in values:
                await self._each(job, SmsPart, {"route": route.id, "sender": number}, lambda _: True)
        for number in sorted(values):
            await self._opt_outs.conceal(number, ACTOR)
        await self._quarantined(values)

    async def blank_webhooks(self) -> None:
        """Take the words out of deliveries whose message is gone: they may yet be sent, without them."""
        last: str | None = None
        while page := await self.store.find(WebhookDelivery, above=last, limit=PAGE):
            last = page[-1].id
            told = {one.id: msgspec.json.decode(one.body) for one in page if _tells(one)}
            subjects = {body["subject"] for body in told.values()}
            there = {one.id for one in await self.store.find(Message, {"id": subjects}, limit=PAGE)}
            for id, body in told.items():
                if body["subject"] not in there:
                    await self._blank(id)

    @retried
    async def _blank(self, delivery_id: str) -> None:
        delivery = await self.store.peek(WebhookDelivery, delivery_id)
        if delivery is None:
            return
        body = msgspec.json.decode(delivery.body)
        data = {"direction": body["data"].get("direction"), "author": body["data"].get("author")}
        bare = msgspec.json.encode({**body, "data": {**data, "erased": True}}).decode()
        if delivery.body == bare:
            return
        batch = self.batch(ACTOR)
        batch.save(replace(delivery, body=bare, error=""))
        await self.store.commit(batch)

    async def _each(self, job: Erasure, kind: type[R], where: Where, is_theirs: Callable[[R], bool]) -> None:
        """Erase those records of a kind that are the person's."""
        last: str | None = None
        while page := await self.store.find(kind, where, above=last, limit=PAGE):
            last = page[-1].id
            await self._erase(job.id, kind, [one.id for one in page if is_theirs(one)])

    @retried
    async def _erase(self, job_id: str, kind: type[Record], ids: list[str]) -> None:
        gone = [one for id in ids if (one := await self.store.peek(kind, id))]
        if not gone:
            return
        batch = self.batch(ACTOR)
        for record in gone:
            batch.delete(record)
        batch.save(noted(await self.store.get(Erasure, job_id), gone))
        await self.store.commit(batch)

    async def _dispatches(self, job: Erasure, values: Collection[str]) -> None:
        """Erase ways out to the person's addresses that no conversation of somebody else has."""
        found = await self.store.find(Dispatch, {"recipient": set(values)}, limit=10_000)
        lost = [one.id for one in found if not await self.store.peek(Conversation, one.conversation)]
        await self._erase(job.id, Dispatch, lost)

    async def _quarantined(self, values: Collection[str]) -> None:
        for kept in await self.store.find(Quarantined, limit=10_000):
            try:
                _, data = await self._files.get(kept.file.file)
            except NotFound:
                continue
            if _names(data.decode("utf-8", "replace"), values):
                await self._quarantine.remove(kept.id, ACTOR, "erased")


def _names(text: str, values: Collection[str]) -> bool:
    folded = text.casefold()
    return any(value.casefold() in folded for value in values)


def _tells(delivery: WebhookDelivery) -> bool:
    """Say whether a delivery has a message's words."""
    return delivery.event_kind == EventKind.MESSAGE_ADDED and '"text"' in delivery.body
