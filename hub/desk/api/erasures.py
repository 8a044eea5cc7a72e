"""Erasing a person, the evidence of it, and a person's copy of what is known of them."""

import msgspec

from hub.core.models.erasures import Erasure
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import Download, endpoint
from hub.services.erasure import ErasurePlan

ERASE = Permission.CONTACTS_ERASE


@endpoint("GET", "/contacts/{id}/erasure", permission=ERASE)
async def erasure_plan(ctx: Context, id: str) -> ErasurePlan:
    """Say what erasing a contact would erase; nothing is changed."""
    return await ctx.services.erasures.plan(id)


@endpoint("POST", "/contacts/{id}/erasure", permission=ERASE, status=202)
async def erase_contact(ctx: Context, id: str) -> Erasure:
    """Begin to erase a contact with all that is about them; there is no way back."""
    return await ctx.services.erasures.ask(id, ctx.actor)


@endpoint("GET", "/erasures", permission=ERASE)
async def list_erasures(ctx: Context) -> list[Erasure]:
    """Return who was erased (ids and numbers), newest first; `done_at` is null while it goes on."""
    return await ctx.services.erasures.listed()


@endpoint("GET", "/contacts/{id}/copy", permission=ERASE)
async def contact_copy(ctx: Context, id: str) -> Download:
    """Return all that is stored of a person as a JSON file; its files are fetched by their ids."""
    copied = await ctx.services.person_copies.copy(id)
    data = msgspec.json.format(msgspec.json.encode(copied))
    return Download(data=data, type="application/json", name=f"contact-{id}.json")


ENDPOINTS = [contact_copy, erasure_plan, erase_contact, list_erasures]
