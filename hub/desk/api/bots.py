"""Bots: which there are, how they do, and what they leave to people."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from msgspec import Struct

from hub.core.bots import BotOption
from hub.core.models.contacts import Channel
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import Download, endpoint
from hub.desk.sheet import csv_file
from hub.desk.views import View
from hub.services.bot_reports import BotFigures, BotReport, Scope
from hub.services.briefings import Briefing

HEADS = (
    "by",
    "name",
    "stretches",
    "contained",
    "given_up",
    "handed_off",
    "returned",
    "containment",
    "turns",
    "missed",
    "handoff_seconds",
    "helpful",
    "not_helpful",
    "reasons",
)


class ReportQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which days (UTC, inclusive, at most 92), and what of them."""

    since: date
    until: date
    bot: str | None = None
    queue: str | None = None
    channel: Channel | None = None

    def scope(self) -> Scope:
        """Return what is counted."""
        return Scope(since=self.since, until=self.until, bot=self.bot, queue=self.queue, channel=self.channel)


class BriefingView(View, frozen=True, kw_only=True):
    """What a bot leaves to a person; null where none had the conversation."""

    briefing: Briefing | None


@endpoint("GET", "/bots", permission=Permission.DIRECTORY_READ)
async def list_bots(ctx: Context) -> list[BotOption]:
    """Return the bots that entry points, keywords and rules can choose now; flows, if they are published."""
    return await ctx.deps.bots.options()


@endpoint("GET", "/reports/bots", permission=Permission.LIVE_READ)
async def bot_report(ctx: Context, query: ReportQuery) -> BotReport:
    """Return how bots did: containment, handoffs and why, questions without an answer, opinions."""
    return await ctx.services.bot_reports.report(query.scope())


@endpoint("GET", "/reports/bots/file", permission=Permission.LIVE_READ)
async def bot_report_file(ctx: Context, query: ReportQuery) -> Download:
    """Return the same as a CSV file."""
    report = await ctx.services.bot_reports.report(query.scope())
    groups: Mapping[str, Mapping[str, BotFigures]] = {
        "total": {"": report.total},
        "day": report.days,
        "bot": report.bots,
        "queue": report.queues,
        "channel": report.channels,
    }
    rows = [_row(by, name, one) for by, figures in groups.items() for name, one in figures.items()]
    name = quote(f"bots-{query.since}-{query.until}.csv")
    return Download(data=csv_file(HEADS, rows), type="text/csv", name=name)


@endpoint("GET", "/conversations/{id}/briefing", permission=Permission.CONVERSATIONS_READ)
async def briefing(ctx: Context, id: str) -> BriefingView:
    """Return what was asked, tried and collected before a person took over."""
    return BriefingView(briefing=await ctx.services.briefings.briefing(await ctx.conversation(id)))


def _row(by: str, name: str, one: BotFigures) -> list[object]:
    reasons = "; ".join(f"{reason} {count}" for reason, count in one.reasons.items())
    figures = [getattr(one, head) for head in HEADS[2:-1]]
    return [by, name, *(round(value, 3) if isinstance(value, float) else value for value in figures), reasons]


ENDPOINTS = [list_bots, bot_report, bot_report_file, briefing]
