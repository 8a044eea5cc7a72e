"""Contacts: editing, merging, and taking a merge back."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import Conflict, InvalidInput
from hub.core.events import EventKind
from hub.core.models.contacts import Address, Contact, Merge, MergeUndo
from hub.core.models.conversations import Conversation
from hub.services.base import Service, retried
from hub.services.people import current_contact

EDITABLE = frozenset({"name", "company", "language", "notes", "tags", "attributes", "blocked", "priority"})


class Contacts(Service):
    """People and companies outside."""

    async def get(self, contact_id: str) -> tuple[Contact, list[Address]]:
        """Return the contact (or the one it was merged into) and its addresses."""
        contact = await current_contact(self.store, contact_id)
        return contact, await self.store.find(Address, {"contact": contact.id})

    async def search(self, text: str, limit: int = 50) -> list[Contact]:
        """Return contacts whose name, company or address has all the words, best known first."""
        ids = await self.store.search_contacts(text, limit=limit)
        found = [await self.store.peek(Contact, id) for id in ids]
        return [contact for contact in found if contact and not contact.merged_into]

    @retried
    async def edit(self, contact_id: str, by: str, fields: Mapping[str, Any]) -> Contact:
        """Change what is known of a contact."""
        unknown = sorted(fields.keys() - EDITABLE)
        if unknown:
            raise InvalidInput(f"{unknown[0]} of a contact cannot be edited.", field=unknown[0])
        contact = await current_contact(self.store, contact_id)
        changed = replace(contact, **fields)
        batch = self.batch(by)
        batch.save(changed)
        batch.event(EventKind.CONTACT_CHANGED, changed, data={"fields": sorted(fields)})
        stored: Contact = (await self.store.commit(batch)).stored(changed)
        return stored

    @retried
    async def merge(self, source_id: str, target_id: str, by: str) -> Merge:
        """Make `target` the one record of both; addresses and conversations move, and the merge says which.

        Opposite merges at once cannot both succeed: each saves both contacts.
        """
        if source_id == target_id:
            raise InvalidInput("These are the same contact. Choose another one.", field="into")
        source = await self.store.get(Contact, source_id)
        target = await self.store.get(Contact, target_id)
        for contact in (source, target):
            if contact.merged_into:
                raise Conflict("One of them was merged already. Look at it again, then decide.")
        batch = self.batch(by)
        addresses = await self.store.find(Address, {"contact": source.id})
        conversations = await self.store.find(Conversation, {"contact": source.id}, limit=10_000)
        for record in (*addresses, *conversations):
            batch.save(replace(record, contact=target.id))
        batch.save(replace(source, merged_into=target.id))
        kept = replace(
            target,
            name=target.name or source.name,
            company=target.company or source.company,
            notes="\n\n".join(part for part in (target.notes, source.notes) if part),
            tags=sorted({*target.tags, *source.tags}),
            attributes={**source.attributes, **target.attributes},
        )
        batch.save(kept)
        merge = Merge(
            id=self.ids(),
            kind="contact",
            source=source.id,
            target=target.id,
            moved=MergeUndo(addresses=_ids(addresses), conversations=_ids(conversations)),
            by=by,
            at=batch.at,
        )
        batch.save(merge)
        batch.event(EventKind.CONTACT_MERGED, kept, data={"source": source.id, "merge": merge.id})
        stored: Merge = (await self.store.commit(batch)).stored(merge)
        return stored

    @retried
    async def undo_merge(self, merge_id: str, by: str) -> Merge:
        """Give the source back what moved; what the target's card gained in the merge stays there."""
        merge = await self.store.get(Merge, merge_id)
        if merge.kind != "contact":
            raise InvalidInput("This is not a merge of contacts.", field="merge")
        if merge.undone_at:
            return merge
        batch = self.batch(by)
        source = await self.store.get(Contact, merge.source)
        restored = replace(source, merged_into=None)
        batch.save(restored)
        await self._move_back(batch, Address, merge.moved.addresses, merge)
        await self._move_back(batch, Conversation, merge.moved.conversations, merge)
        undone = replace(merge, undone_at=batch.at)
        batch.save(undone)
        batch.event(EventKind.CONTACT_MERGED, restored, data={"undone": merge.id, "source": source.id})
        stored: Merge = (await self.store.commit(batch)).stored(undone)
        return stored

    async def _move_back(
        self, batch: Batch, kind: type[Address] | type[Conversation], ids: list[str], merge: Merge
    ) -> None:
        for id in ids:
            record: Address | Conversation | None = await self.store.peek(kind, id)
            if record and record.contact == merge.target:
                batch.save(replace(record, contact=merge.source))


def _ids(records: list[Any]) -> list[str]:
    return [record.id for record in records]
