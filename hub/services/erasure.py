"""Erasing a person: everything that is about them goes, everything that is counted stays.

What becomes of which kind of record is named in services.erasure_fates. An erasure is a record; its steps
are small commits, each of which may be done again, so one that was cut off is simply begun anew. The contact
itself goes late: by its addresses the rest is found, and the person may write while this runs.
"""

import asyncio

import structlog
from msgspec.structs import replace

from hub.core.clock import Clock
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.contacts import Address, Contact, Merge
from hub.core.models.conversations import Conversation, ConversationState, Message, StoredFile
from hub.core.models.erasures import Erasure
from hub.core.models.gaps import Unanswered
from hub.core.ports import Dialogues, Store
from hub.core.records import Record, Value
from hub.services.audit import plan_audit
from hub.services.base import Service, retried
from hub.services.conversations import Conversations
from hub.services.erasure_sides import Sides
from hub.services.erasure_threads import Threads, noted
from hub.services.files import Files
from hub.services.gaps import Gaps
from hub.services.opt_outs import OptOuts
from hub.services.people import contact_family, current_contact
from hub.services.quarantine import Quarantine
from hub.services.told import Tellings
from hub.services.waiting import wait_for
from hub.services.work import Work

log = structlog.get_logger()

MOST = 100_000
COUNTED_AT_ONCE = 200
AGAIN = 60.0
"""Seconds until what failed is tried again."""


class ErasurePlan(Value, frozen=True, kw_only=True):
    """What would be erased, in numbers. `open` are conversations that still go on, and would be closed."""

    contact: str
    contacts: int  # with those merged into it
    addresses: int
    conversations: int
    open: int
    messages: int
    files: int
    questions: int


class Erasures(Service):
    """Erasing contacts, one after the other."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        ids: Ids,
        *,
        work: Work,
        conversations: Conversations,
        files: Files,
        opt_outs: OptOuts,
        dialogues: Dialogues | None = None,
    ) -> None:
        """Also take who closes what is open, and who knows what lies outside the records."""
        super().__init__(store, clock, ids)
        self._files = files
        self._dialogues = dialogues
        self._gaps = Gaps(store, clock, ids)
        self._told = Tellings(store, clock, ids)
        self._threads = Threads(store, clock, ids, work, conversations)
        self._sides = Sides(store, clock, ids, Quarantine(store, clock, ids, files), opt_outs, files)
        self._news = asyncio.Event()

    async def plan(self, contact_id: str) -> ErasurePlan:
        """Say what erasing a contact (or the one it was merged into) would erase; nothing is changed."""
        contact = await current_contact(self.store, contact_id)
        contacts = await contact_family(self.store, contact.id)
        conversations = await self.store.find(Conversation, {"contact": contacts}, limit=MOST)
        ids = [one.id for one in conversations]
        return ErasurePlan(
            contact=contact.id,
            contacts=len(contacts),
            addresses=await self.store.count(Address, {"contact": contacts}),
            conversations=len(ids),
            open=sum(one.state is ConversationState.OPEN for one in conversations),
            messages=await self._count(Message, ids),
            files=await self._count(StoredFile, ids),
            questions=await self.store.count(Unanswered, {"contact": contacts}),
        )

    @retried
    async def ask(self, contact_id: str, by: str) -> Erasure:
        """Begin to erase a contact and those merged into it; who asks again gets the erasure there is."""
        known = await self.store.peek(Erasure, contact_id)
        if known and (known.done_at is None or not await self.store.peek(Contact, contact_id)):
            return known
        contact = await current_contact(self.store, contact_id)
        known = await self.store.peek(Erasure, contact.id)
        contacts = await contact_family(self.store, contact.id)
        addresses = await self.store.find(Address, {"contact": contacts}, limit=MOST)
        batch = self.batch(by)
        job = Erasure(
            id=contact.id,
            rev=known.rev if known else 0,
            by=by,
            asked_at=batch.at,
            contacts=sorted(contacts),
            addresses=[one.id for one in addresses],
        )
        batch.save(job)
        plan_audit(batch, self.ids, "erased", "contacts", contact.id)
        stored: Erasure = (await self.store.commit(batch)).stored(job)
        self._news.set()
        return stored

    async def run(self) -> None:
        """Carry out what is asked for until cancelled; first what was left unfinished."""
        while True:
            self._news.clear()
            if await self._carry_out_all():
                await self._news.wait()
            else:
                await wait_for(self._news, self.clock, AGAIN)

    async def _carry_out_all(self) -> bool:
        """Carry out all that are open; one that fails holds up no other. Say whether none did."""
        went_well = True
        for job in await self.store.find(Erasure, {"done_at": None}):
            try:
                await self.carry_out(job.id)
            except Exception:
                log.exception("erasure_failed", contact=job.id)
                went_well = False
        return went_well

    async def listed(self, limit: int = 1000) -> list[Erasure]:
        """Return all erasures: whoever puts an older backup back has to ask for the later ones again."""
        return await self.store.find(Erasure, order="asked_at", descending=True, limit=limit)

    async def carry_out(self, job_id: str) -> Erasure:
        """Erase until nothing is left, and return the evidence."""
        while True:
            await self._what_they_wrote(job_id)
            await self._sides.clear(await self.store.get(Erasure, job_id))
            if await self._person(job_id):
                break
        await self._what_they_wrote(job_id)  # what came in while their addresses were still known
        await self._sides.blank_webhooks()
        await self._outside(job_id)
        await self.store.scrub()
        return await self._done(job_id)

    async def _what_they_wrote(self, job_id: str) -> None:
        job = await self.store.get(Erasure, job_id)
        found = await self.store.find(Conversation, {"contact": set(job.contacts)}, limit=MOST)
        # What was merged into others is closed by way of these: so it goes first.
        for conversation in sorted(found, key=lambda one: (one.merged_into is None, one.id)):
            await self._threads.erase(job, conversation)
        await self._threads.erase_elsewhere(job)
        for contact in job.contacts:
            await self._gaps.forget(contact, "erasure")
            await self._told.forget(contact, "erasure")

    @retried
    async def _person(self, job_id: str) -> bool:
        """Erase the contacts with their addresses; False if others were merged into them meanwhile."""
        job = await self.store.get(Erasure, job_id)
        family = {one for known in job.contacts for one in await contact_family(self.store, known)}
        addresses = await self.store.find(Address, {"contact": family}, limit=MOST)
        batch = self.batch("erasure")
        grown = replace(
            job,
            contacts=sorted(family),
            addresses=sorted({*job.addresses, *(one.id for one in addresses)}),
        )
        if grown != job:
            batch.save(grown)
            await self.store.commit(batch)
            return False
        people = [one for id in job.contacts if (one := await self.store.peek(Contact, id))]
        merges = [
            merge
            for field in ("source", "target")
            for merge in await self.store.find(Merge, {field: family}, limit=MOST)
        ]
        gone: list[Record] = [*addresses, *people, *{merge.id: merge for merge in merges}.values()]
        for record in gone:
            batch.delete(record)
        for person in people:
            batch.event(EventKind.CONTACT_ERASED, person)
        batch.save(noted(job, gone))
        await self.store.commit(batch)
        return True

    async def _outside(self, job_id: str) -> None:
        """Remove what lies outside the records: Rasa's dialogues, and bytes that no record names any more."""
        job = await self.store.get(Erasure, job_id)
        if self._dialogues and job.dialogues:
            await self._dialogues.forget(self.store.tenant, job.dialogues)
        for sha256 in job.files:
            await self._files.forget(sha256)

    @retried
    async def _done(self, job_id: str) -> Erasure:
        job = await self.store.get(Erasure, job_id)
        batch = self.batch("erasure")
        done = replace(job, files=[], dialogues=[], done_at=batch.at)
        batch.save(done)
        stored: Erasure = (await self.store.commit(batch)).stored(done)
        return stored

    async def _count(self, kind: type[Record], conversations: list[str]) -> int:
        parts = range(0, len(conversations), COUNTED_AT_ONCE)
        return sum(
            [
                await self.store.count(
                    kind, {"conversation": set(conversations[start : start + COUNTED_AT_ONCE])}
                )
                for start in parts
            ]
        )
