"""Flows: writing, checking, trying, testing, publishing."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from bots.flow.describe import FlowPicture, StepKind, described, pictured
from bots.flow.model import Flow as Definition
from bots.flow.problems import FlowProblem
from bots.flow.trials import FlowTrial
from bots.flow.workshop import Attempt
from hub.core.bots import FLOW, Ask, Handoff, TraceStep, TurnInput, TurnKind
from hub.core.errors import InvalidInput
from hub.core.models.contacts import Channel
from hub.core.models.conversations import BotMemory, Choice, Citation
from hub.core.models.data import Field, FlowPlace
from hub.core.models.flows import Flow, FlowVersion
from hub.core.permissions import Permission
from hub.core.spoken import spoken
from hub.core.text import to_html
from hub.desk.context import Context
from hub.desk.endpoint import endpoint

READ, WRITE = Permission.KNOWLEDGE_READ, Permission.KNOWLEDGE_WRITE
Text = Annotated[str, Meta(max_length=200_000)]


class FlowDraft(Struct, frozen=True, kw_only=True):
    """A new flow's name and text."""

    id: Annotated[str, Meta(min_length=1, max_length=60)]
    text: Text


class FlowEdit(Struct, frozen=True, kw_only=True):
    """A flow's text, and the revision it was read at."""

    text: Text
    rev: int


class FlowSource(Struct, frozen=True, kw_only=True):
    """A flow's text, saved or not; `id` is its name, if it has one."""

    text: Text
    id: str = ""


class FlowCheck(Struct, frozen=True, kw_only=True):
    """What is wrong with a flow, its plain values, and how it is drawn; without `picture` it cannot be."""

    problems: list[FlowProblem]
    definition: dict[str, Any] | None
    picture: FlowPicture | None


class Publication(Struct, frozen=True, kw_only=True):
    """Which revision is to be published, and whether although its tests fail."""

    revision: int
    even_if_broken: bool = False


class TriedTurn(Struct, frozen=True, kw_only=True):
    """What a customer does in the simulator, and where the flow stands (none: at its start).

    `place` is what the last answer gave. `canned` are results of look-ups by step; with `real` the
    others happen.
    """

    text: Text
    id: str = "trial"
    place: FlowPlace | None = None
    user: Annotated[str, Meta(max_length=8000)] = ""
    value: Annotated[str, Meta(max_length=1000)] = ""
    kind: TurnKind = TurnKind.MESSAGE
    channel: Channel = Channel.CHAT
    language: str = ""
    contact_name: str = ""
    at: datetime | None = None
    given: list[Field] = []
    canned: dict[str, Any] = {}
    real: bool = False


class SimulatedSay(Struct, frozen=True, kw_only=True):
    """A message in the simulator, as written, as the chat shows it, and as it is said on the phone."""

    text: str
    html: str
    spoken: str


class TriedAnswer(Struct, frozen=True, kw_only=True):
    """What the flow did: said, asked, collected, and step by step; effects are in the trace."""

    say: list[SimulatedSay]
    choices: list[Choice]
    citations: list[Citation]
    ask: Ask | None
    data: list[Field]
    trace: list[TraceStep]
    variables: dict[str, Any]
    place: FlowPlace | None
    handoff: Handoff | None
    end: bool


@endpoint("GET", "/flows", permission=READ)
async def list_flows(ctx: Context) -> list[Flow]:
    """Return all flows by name, also archived ones."""
    return await ctx.services.flows.all()


@endpoint("POST", "/flows", permission=WRITE, status=201)
async def create_flow(ctx: Context, body: FlowDraft) -> Flow:
    """Write a new flow; nobody gets it before it is published. Its text may still be wrong."""
    title = _title((await ctx.deps.workshop.check(body.text, body.id)).value)
    return await ctx.services.flows.create(body.id, ctx.actor, text=body.text, title=title)


@endpoint("GET", "/flows/kinds", permission=READ)
async def step_kinds(ctx: Context) -> list[StepKind]:
    """Return the kinds of steps there are, with their keys, for forms."""
    return described()


@endpoint("POST", "/flows/check", permission=READ)
async def check_flow(ctx: Context, body: FlowSource) -> FlowCheck:
    """Say what is wrong with a text, where, and how it looks as a diagram."""
    parsed = await ctx.deps.workshop.check(body.text, body.id)
    value = parsed.value if isinstance(parsed.value, dict) else None
    return FlowCheck(
        problems=parsed.problems, definition=value, picture=pictured(value) if value is not None else None
    )


@endpoint("POST", "/flows/simulate", permission=WRITE)
async def simulate(ctx: Context, body: TriedTurn) -> TriedAnswer:
    """Take one turn of a flow, saved or not, without doing anything."""
    flow = await working(ctx, body.text, body.id)
    turn = TurnInput(
        id="trial",
        kind=body.kind,
        conversation="trial",
        interaction="trial",
        channel=body.channel,
        text=body.user,
        value=body.value,
        language=body.language,
        contact_name=body.contact_name,
        at=body.at or ctx.deps.clock.now(),
        given=body.given,
        memory=BotMemory(bot=FLOW + body.id),
    )
    attempt = Attempt(
        flow=flow, name=body.id, turn=turn, place=body.place, canned=body.canned, real=body.real
    )
    answer = await ctx.deps.workshop.attempt(attempt)
    place = answer.place
    at = place or body.place
    language = (at.language if at else body.language) or "en"
    return TriedAnswer(
        say=[
            SimulatedSay(text=say.text, html=to_html(say.text), spoken=spoken(say.text, language))
            for say in answer.say
        ],
        choices=answer.choices,
        citations=answer.citations,
        ask=answer.ask,
        data=answer.data,
        trace=answer.trace,
        variables=place.variables if place else {},
        place=place,
        handoff=answer.handoff,
        end=answer.end,
    )


@endpoint("POST", "/flows/test", permission=WRITE)
async def test_flow(ctx: Context, body: FlowSource) -> list[FlowTrial]:
    """Run the test cases of a flow, saved or not."""
    flow = await working(ctx, body.text, body.id)
    return await ctx.deps.workshop.run_tests(flow, body.id)


@endpoint("GET", "/flows/{id}", permission=READ)
async def flow(ctx: Context, id: str) -> Flow:
    """Return a flow as its editors see it."""
    return await ctx.services.flows.get(id)


@endpoint("PUT", "/flows/{id}", permission=WRITE)
async def save_flow(ctx: Context, id: str, body: FlowEdit) -> Flow:
    """Save a new version; a published flow keeps its published version until published again."""
    title = _title((await ctx.deps.workshop.check(body.text, id)).value)
    return await ctx.services.flows.save(id, ctx.actor, rev=body.rev, text=body.text, title=title)


@endpoint("POST", "/flows/{id}/publish", permission=WRITE)
async def publish_flow(ctx: Context, id: str, body: Publication) -> Flow:
    """Let new conversations begin with the newest version, if it has no errors and its tests pass."""
    return await ctx.deps.workshop.publish(
        id, ctx.actor, revision=body.revision, even_if_broken=body.even_if_broken
    )


@endpoint("POST", "/flows/{id}/withdraw", permission=WRITE)
async def withdraw_flow(ctx: Context, id: str) -> Flow:
    """Let no new conversation begin with it; those in progress go on to their end."""
    return await ctx.services.flows.withdraw(id, ctx.actor)


@endpoint("POST", "/flows/{id}/archive", permission=WRITE)
async def archive_flow(ctx: Context, id: str) -> Flow:
    """Put the flow away."""
    return await ctx.services.flows.archive(id, ctx.actor)


@endpoint("GET", "/flows/{id}/versions", permission=READ)
async def flow_versions(ctx: Context, id: str) -> list[FlowVersion]:
    """Return the saved versions, newest first."""
    return await ctx.services.flows.versions(id)


async def working(ctx: Context, text: str, name: str) -> Definition:
    """Return a definition that can run, or raise InvalidInput with the first thing that is wrong."""
    parsed = await ctx.deps.workshop.check(text, name)
    if parsed.flow is None:
        first = next(one for one in parsed.problems if not one.warning)
        raise InvalidInput(f"Line {first.line}: {first.message}", field="text")
    return parsed.flow


def _title(value: Any) -> dict[str, str]:
    """Return the title in what may still be wrong."""
    title = value.get("title") if isinstance(value, dict) else None
    if not isinstance(title, dict):
        return {}
    return {str(key): text[:200] for key, text in title.items() if isinstance(text, str)}


ENDPOINTS = [
    list_flows,
    create_flow,
    step_kinds,
    check_flow,
    simulate,
    test_flow,
    flow,
    save_flow,
    publish_flow,
    withdraw_flow,
    archive_flow,
    flow_versions,
]
