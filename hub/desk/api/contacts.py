"""Contacts: search, look at, edit, merge."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from hub.core.models.contacts import Address, Contact, Merge
from hub.core.models.conversations import Conversation
from hub.core.permissions import Permission, may_see
from hub.desk.context import Context, given
from hub.desk.endpoint import endpoint
from hub.desk.views import ContactView

Tags = Annotated[list[Annotated[str, Meta(min_length=1, max_length=50)]], Meta(max_length=50)]


class ContactSearch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of a name, company, note or address."""

    q: Annotated[str, Meta(max_length=200)] = ""


class ContactPatch(Struct, frozen=True, kw_only=True):
    """What may be changed about a contact."""

    name: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET
    company: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET
    language: Annotated[str, Meta(max_length=35)] | UnsetType = UNSET
    notes: Annotated[str, Meta(max_length=20_000)] | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET
    attributes: dict[str, str] | UnsetType = UNSET
    blocked: bool | UnsetType = UNSET
    priority: Annotated[int, Meta(ge=-1440, le=1440)] | UnsetType = UNSET


class Into(Struct, frozen=True, kw_only=True):
    """The id of what stays after a merge."""

    into: str


@endpoint("GET", "/contacts", permission=Permission.CONTACTS_READ)
async def list_contacts(ctx: Context, query: ContactSearch) -> list[Contact]:
    """Search contacts."""
    return await ctx.services.contacts.search(query.q)


@endpoint("GET", "/contacts/{id}", permission=Permission.CONTACTS_READ)
async def contact(ctx: Context, id: str) -> ContactView:
    """Return a contact with addresses and the conversations the caller may see."""
    store = ctx.services.store
    found = await store.get(Contact, id)
    conversations = await store.find(
        Conversation, {"contact": id}, order="last_at", descending=True, limit=100
    )
    staff = ctx.caller.staff
    return ContactView(
        contact=found,
        addresses=await store.find(Address, {"contact": id}),
        conversations=[c for c in conversations if staff is None or may_see(staff, c.queue, c.agent)],
        merges=await store.find(Merge, {"target": id, "undone_at": None}),
    )


@endpoint("PATCH", "/contacts/{id}", permission=Permission.CONTACTS_WRITE)
async def edit_contact(ctx: Context, id: str, body: ContactPatch) -> Contact:
    """Change a contact."""
    return await ctx.services.contacts.edit(id, ctx.actor, given(body))


@endpoint("POST", "/contacts/{id}/merge", permission=Permission.CONTACTS_WRITE)
async def merge_contact(ctx: Context, id: str, body: Into) -> Merge:
    """Merge this contact into another one."""
    return await ctx.services.contacts.merge(id, body.into, ctx.actor)


ENDPOINTS = [list_contacts, contact, edit_contact, merge_contact]
