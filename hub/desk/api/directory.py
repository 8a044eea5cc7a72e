"""Names for the ids that the desk shows."""

from hub.core.models.contacts import EntryPoint
from hub.core.models.staff import Staff
from hub.core.models.work import Calendar, CannedReply, Disposition, Queue, Skill
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import endpoint
from hub.desk.views import Directory, EntryPointBrief, TenantBrief, brief


@endpoint("GET", "/directory", permission=Permission.DIRECTORY_READ)
async def directory(ctx: Context) -> Directory:
    """Return staff, queues, skills and everything else that is chosen from lists."""
    store = ctx.services.store
    tenant = ctx.deps.tenant
    entry_points = await store.find(EntryPoint)
    return Directory(
        tenant=TenantBrief(id=tenant.id, name=tenant.name, language=tenant.language),
        staff=[brief(staff) for staff in await store.find(Staff)],
        queues=await store.find(Queue),
        skills=await store.find(Skill),
        entry_points=[
            EntryPointBrief(id=e.id, channel=e.channel, name=e.name, queue=e.queue, active=e.active)
            for e in entry_points
        ],
        dispositions=await store.find(Disposition),
        canned_replies=await store.find(CannedReply),
        calendars=await store.find(Calendar),
        agents=await ctx.services.agents.states(),
    )


ENDPOINTS = [directory]
