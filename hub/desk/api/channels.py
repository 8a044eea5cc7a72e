"""Our links to providers: their live state, and trying a mailbox or route before it is switched on."""

from collections.abc import Awaitable, Callable
from datetime import datetime
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
from hub.services.loops import has_sent_enough
from hub.services.opt_outs import OptedOut
from hub.services.settings_kinds import KINDS

MOST = 1000
PAGE = 100
Check = Callable[[Channels, Any], Awaitable[list[Finding]]]


class ChannelStatus(View, frozen=True, kw_only=True):
    """An entry point with a provider: its links, and what waits to go out or has an unknown fate.

    `limited` says that it sent as many automatic mails within an hour as it may: bots are silent.
    """

    entry_point: str
    channel: Channel
    name: str
    address: str
    active: bool
    links: list[LinkStatus]
    pending: int
    unknown: int
    limited: bool


class OptOutQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of the list: older than a time."""

    before: datetime | None = None


class OptOutPage(View, frozen=True, kw_only=True):
    """Part of the list; give `next` as `before` to get what follows."""

    items: list[OptedOut]
    next: datetime | None


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
            limited=await has_sent_enough(store, entry.id, ctx.services.clock.now()),
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


@endpoint("GET", "/sms-routes/{id}/opt-outs", permission=Permission.SETTINGS_READ)
async def list_opt_outs(ctx: Context, id: str, query: OptOutQuery) -> OptOutPage:
    """Return the numbers that want no SMS from a route, newest first."""
    await ctx.services.store.get(SmsRoute, id)
    found = await ctx.services.opt_outs.listed(id, before=query.before, limit=PAGE)
    return OptOutPage(items=found, next=found[-1].at if len(found) == PAGE else None)


@endpoint("DELETE", "/opt-outs/{id}", permission=Permission.SETTINGS_WRITE)
async def allow_again(ctx: Context, id: str) -> None:
    """Let SMS be sent again to a number that asked for none."""
    await ctx.services.opt_outs.allow(id, ctx.actor)


ENDPOINTS = [
    list_opt_outs,
    allow_again,
    channel_status,
    _test("mailboxes", _mailbox),
    _test("sms_routes", _sms_route),
]
