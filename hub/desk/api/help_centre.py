"""The help centre's settings."""

from typing import Annotated

from msgspec import Meta, Struct

from hub.core.models.help_centre import HELP_CENTRE, HelpCentre
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import endpoint

Words = Annotated[dict[str, str], Meta(max_length=10)]


class HelpCentreDraft(Struct, frozen=True, kw_only=True):
    """What may be set; `rev` is what it was read at."""

    active: bool
    title: Words = {}
    intro: Words = {}
    entry_point: str | None = None
    rev: int = 0


@endpoint("GET", "/help-centre", permission=Permission.KNOWLEDGE_READ)
async def help_centre(ctx: Context) -> HelpCentre:
    """Return whether there is a help centre, its name, and the chat it opens."""
    return await ctx.services.help_centre.get()


@endpoint("PUT", "/help-centre", permission=Permission.SETTINGS_WRITE)
async def set_help_centre(ctx: Context, body: HelpCentreDraft) -> HelpCentre:
    """Switch the help centre on or off, and name it."""
    wanted = HelpCentre(
        id=HELP_CENTRE,
        rev=body.rev,
        active=body.active,
        title=body.title,
        intro=body.intro,
        entry_point=body.entry_point,
    )
    return await ctx.services.help_centre.set(wanted, ctx.actor)


ENDPOINTS = [help_centre, set_help_centre]
