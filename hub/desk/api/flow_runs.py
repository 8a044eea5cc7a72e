"""What flows did in conversations, step by step; taking it again; sending a customer to a flow."""

from collections import Counter
from datetime import datetime

from msgspec import Struct

from bots.flow.model import Flow as Definition
from bots.flow.workshop import ReplayedTurn
from hub.core.bots import FLOW
from hub.core.errors import Conflict, InvalidInput, NotFound
from hub.core.models.contacts import Channel
from hub.core.models.conversations import Conversation
from hub.core.models.data import Entry, EntryKind, Field
from hub.core.models.traces import TurnTrace
from hub.core.models.work import WorkItem, WorkState
from hub.core.permissions import Permission
from hub.desk.api.flows import FlowSource, working
from hub.desk.context import Context
from hub.desk.endpoint import endpoint

MOST_TRACES = 500
MOST_LED = 30


class LedConversation(Struct, frozen=True, kw_only=True):
    """A conversation that a flow led lately: when it took its last turn and where, and how many."""

    conversation: str
    channel: Channel
    at: datetime
    turns: int
    step: str


class SentToFlow(Struct, frozen=True, kw_only=True):
    """Which flow gets the customer, with which values, and whether they come back to this agent."""

    flow: str
    values: list[Field] = []
    return_to_me: bool = True


class FlowOption(Struct, frozen=True, kw_only=True):
    """A published flow that customers can be sent to, and the values it takes."""

    id: str
    title: dict[str, str]
    fields: list[Field]


@endpoint("GET", "/flows/options", permission=Permission.CONVERSATIONS_WRITE)
async def flow_options(ctx: Context) -> list[FlowOption]:
    """Return the flows that customers can be sent to, with what these ask for."""
    found: list[FlowOption] = []
    for flow in await ctx.services.flows.all():
        definition = await ctx.deps.workshop.published(flow.id)
        if definition:
            found.append(FlowOption(id=flow.id, title=definition.title, fields=_fields(definition)))
    return found


@endpoint("GET", "/flows/{id}/conversations", permission=Permission.KNOWLEDGE_WRITE)
async def led_conversations(ctx: Context, id: str) -> list[LedConversation]:
    """Return the conversations that a flow led lately, newest first, to be looked at and taken again."""
    store = ctx.services.store
    traces = await store.find(TurnTrace, {"bot": FLOW + id}, order="at", descending=True, limit=MOST_TRACES)
    turns = Counter(trace.conversation for trace in traces)
    newest: dict[str, TurnTrace] = {}
    for trace in traces:
        newest.setdefault(trace.conversation, trace)
    found: list[LedConversation] = []
    for trace in [*newest.values()][:MOST_LED]:
        try:
            conversation = await ctx.conversation(trace.conversation)
        except NotFound:  # another team's
            continue
        found.append(
            LedConversation(
                conversation=conversation.id,
                channel=trace.channel,
                at=trace.at,
                turns=turns[conversation.id],
                step=trace.steps[-1].step if trace.steps else "",
            )
        )
    return found


@endpoint("GET", "/conversations/{id}/flow-traces", permission=Permission.CONVERSATIONS_READ)
async def flow_traces(ctx: Context, id: str) -> list[TurnTrace]:
    """Return what bots did in a conversation, turn by turn and step by step, with variables."""
    await ctx.conversation(id)
    where = {"conversation": id}
    return await ctx.services.store.find(TurnTrace, where, order="at", limit=MOST_TRACES)


@endpoint("POST", "/conversations/{id}/flow-replay", permission=Permission.KNOWLEDGE_WRITE)
async def replay_flow(ctx: Context, id: str, body: FlowSource) -> list[ReplayedTurn]:
    """Take a conversation's turns again with the results of then; with a text, as that would have gone."""
    await ctx.conversation(id)
    instead = await working(ctx, body.text, body.id) if body.text.strip() else None
    return await ctx.deps.workshop.replay(id, instead)


@endpoint("POST", "/conversations/{id}/flow", permission=Permission.CONVERSATIONS_WRITE)
async def send_to_flow(ctx: Context, id: str, body: SentToFlow) -> Conversation:
    """Send the customer to a flow with values; an agent who wants that gets them back with the result."""
    conversation = await ctx.conversation(id)
    if await ctx.deps.workshop.published(body.flow) is None:
        raise InvalidInput("There is no such flow, or it is not published.", field="flow")
    item = await _owned(ctx, conversation)
    entry = Entry(
        id=ctx.deps.ids(),
        kind=EntryKind.RETURNED,
        given=body.values,
        by=ctx.actor,
        agent=ctx.actor if body.return_to_me else None,
    )
    entered = await ctx.services.bot_turns.enter(id, FLOW + body.flow, entry, ctx.actor)
    if not body.return_to_me:
        await ctx.services.work.leave_to_bot(item.id, ctx.actor)
        return await ctx.services.store.get(Conversation, id)
    return entered


async def _owned(ctx: Context, conversation: Conversation) -> WorkItem:
    item = await ctx.services.store.peek(WorkItem, conversation.work_item or "")
    if item is None or item.state is not WorkState.ASSIGNED or item.agent != ctx.actor:
        raise Conflict("You do not have this conversation. Take it first.")
    return item


def _fields(flow: Definition) -> list[Field]:
    return [
        Field(name=name, label=spec.label, type=spec.kind, unit=spec.unit, secret=spec.secret)
        for name, spec in flow.variables.items()
        if spec.kind is not None and spec.label
    ]


ENDPOINTS = [flow_options, led_conversations, flow_traces, replay_flow, send_to_flow]
