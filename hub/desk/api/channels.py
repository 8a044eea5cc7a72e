"""Our links to providers: their live state, and trying a mailbox or route before it is switched on."""

from collections.abc import Awaitable, Callable
from typing import Any

from msgspec import Struct

from hub.core.models.checks import Finding, LinkStatus
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.delivery import Dispatch, DispatchState
from hub.core.models.mail import Mailbox
from hub.core.models.sms import SmsRoute
from hub.core.permissions import Permission
from hub.desk.channels import Channels
from hub.desk.context import Context
from hub.desk.drafts import draft_of, record_of
from hub.desk.endpoint import Endpoint, endpoint
from hub.desk.views import View
from hub.services.settings_kinds import KINDS

MOST = 1000
Check = Callable[[Channels, Any], Awaitable[list[Finding]]]


class ChannelStatus(View, frozen=True, kw_only=True):
    """An entry point with a provider: its links, and what waits to go out or has an unknown fate."""

    entry_point: str
    channel: Channel
    name: str
    address: str
    active: bool
    links: list[LinkStatus]
    pending: int
    unknown: int


class TestReport(View, frozen=True, kw_only=True):
    """What a test found, in the order of its steps."""

    findings: list[Finding]


@endpoint("GET", "/channels/status", permission=Permission.SETTINGS_READ)
async def channel_status(ctx: Context) -> list[ChannelStatus]:
    """Return the live state of all mailboxes and SMS routes."""
    store = ctx.services.store
    links = ctx.deps.channels.status()
    boxes = [(box.entry_point, box.address, box.active) for box in await store.find(Mailbox, limit=MOST)]
    routes = [(one.entry_point, one.number, one.active) for one in await store.find(SmsRoute, limit=MOST)]
    found = []
    for entry_id, address, active in [*boxes, *routes]:
        entry = await store.get(EntryPoint, entry_id)
        here = {"entry_point": entry.id}
        status = ChannelStatus(
            entry_point=entry.id,
            channel=entry.channel,
            name=entry.name,
            address=address,
            active=active and entry.active,
            links=[link for link in links if link.entry_point == entry.id],
            pending=await store.count(Dispatch, {"state": DispatchState.PENDING, **here}),
            unknown=await store.count(Dispatch, {"state": DispatchState.UNKNOWN, **here}),
        )
        found.append(status)
    return found


def _test(kind_name: str, check: Check) -> Endpoint:
    """Make the endpoint that tries a record as it is being edited; masked secrets are put back."""
    kind = KINDS[kind_name]

    async def run(ctx: Context, id: str, body: Struct) -> TestReport:
        record = await ctx.services.settings.complete(kind_name, record_of(kind.record, body, id=id))
        return TestReport(findings=await check(ctx.deps.channels, record))

    return Endpoint(
        method="POST",
        path=f"/{kind.slug}/{{id}}/test",
        handler=run,
        name=f"test_{kind.singular}",
        summary=f"Try a {kind.title} as it is being edited, without sending anything.",
        permission=Permission.SETTINGS_WRITE,
        names=("id",),
        body=draft_of(kind.record, without=kind.given_by_us, secrets=kind.secrets),
        returns=TestReport,
    )


async def _mailbox(channels: Channels, mailbox: Mailbox) -> list[Finding]:
    return await channels.check_mailbox(mailbox)


async def _sms_route(channels: Channels, route: SmsRoute) -> list[Finding]:
    return await channels.check_sms_route(route)


ENDPOINTS = [channel_status, _test("mailboxes", _mailbox), _test("sms_routes", _sms_route)]
