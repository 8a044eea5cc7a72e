"""Management of classified work: many conversations at once, splitting, trying rules."""

from typing import Annotated

from msgspec import Meta, Struct

from hub.core.errors import HubError, InvalidInput, NotAllowed
from hub.core.models.conversations import Conversation
from hub.core.models.rules import Rule
from hub.core.models.staff import Staff
from hub.core.models.work import Queue
from hub.core.permissions import Permission
from hub.desk.api.contacts import Tags
from hub.desk.context import Context
from hub.desk.drafts import draft_of, record_of
from hub.desk.endpoint import Endpoint, endpoint
from hub.desk.views import View
from hub.services.rules import RuleTrial

WRITE, MANAGE = Permission.CONVERSATIONS_WRITE, Permission.WORK_MANAGE


class Bulk(Struct, frozen=True, kw_only=True):
    """What to change: tags, and with `work:manage` also queue, agent, and head start in minutes."""

    ids: Annotated[list[str], Meta(max_length=200)]
    add_tags: Tags = []
    remove_tags: Tags = []
    queue: str | None = None
    agent: str | None = None
    priority: Annotated[int, Meta(ge=-1440, le=1440)] | None = None


class BulkResult(View, frozen=True, kw_only=True):
    """What became of one; `code` and `detail` say why it was not changed, or not wholly."""

    id: str
    ok: bool
    code: str = ""
    detail: str = ""


class SplitAt(Struct, frozen=True, kw_only=True):
    """The message with which the new conversation begins."""

    message: str


class TrialQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """On how many mails."""

    limit: Annotated[int, Meta(ge=1, le=500)] = 100


@endpoint("POST", "/conversations/bulk", permission=WRITE)
async def change_conversations(ctx: Context, body: Bulk) -> list[BulkResult]:
    """Change many conversations; what cannot be done to one does not keep it from the others."""
    await _check(ctx, body)
    return [await _changed(ctx, id, body) for id in dict.fromkeys(body.ids)]


@endpoint("POST", "/conversations/{id}/split", permission=WRITE, status=201)
async def split_conversation(ctx: Context, id: str, body: SplitAt) -> Conversation:
    """Move a message and the later ones of its channel into a new conversation."""
    await ctx.conversation(id)
    return await ctx.services.splits.split(id, body.message, ctx.actor)


async def _check(ctx: Context, body: Bulk) -> None:
    """Refuse what would be wrong for every conversation."""
    is_work = body.queue is not None or body.agent is not None or body.priority is not None
    if is_work and not ctx.has(MANAGE):
        raise NotAllowed(f"You may only change tags: the rest needs {MANAGE.value}.")
    if not (is_work or body.add_tags or body.remove_tags):
        raise InvalidInput("Say what to change.", field="add_tags")
    if body.queue is not None and await ctx.services.store.peek(Queue, body.queue) is None:
        raise InvalidInput(f"There is no queue {body.queue!r}.", field="queue")
    if body.agent is not None and await ctx.services.store.peek(Staff, body.agent) is None:
        raise InvalidInput("There is nobody with this id.", field="agent")


async def _changed(ctx: Context, id: str, body: Bulk) -> BulkResult:
    try:
        await ctx.conversation(id)
        if body.add_tags or body.remove_tags:
            await ctx.services.classing.retag(id, ctx.actor, body.add_tags, body.remove_tags)
        if body.priority is not None:
            await ctx.services.classing.prioritise(id, ctx.actor, body.priority)
        if body.queue is not None:
            await ctx.services.classing.move(id, ctx.actor, body.queue)
        if body.agent is not None:
            item = await ctx.services.work.request_person(id, reason="taken", actor=ctx.actor)
            await ctx.services.work.assign(item.id, body.agent, ctx.actor)
    except HubError as error:
        return BulkResult(id=id, ok=False, code=error.code, detail=error.message)
    return BulkResult(id=id, ok=True)


async def _try_rule(ctx: Context, id: str, query: TrialQuery, body: Struct) -> list[RuleTrial]:
    if not ctx.has(Permission.CONVERSATIONS_READ):
        raise NotAllowed(f"You may not read mail: it needs {Permission.CONVERSATIONS_READ.value}.")
    rule: Rule = await ctx.services.settings.complete("rules", record_of(Rule, body, id=id))
    return await ctx.services.rules.try_rule(rule, query.limit)


try_rule = Endpoint(
    method="POST",
    path="/rules/{id}/try",
    handler=_try_rule,
    name="try_rule",
    summary="Try a rule as it is being edited, switched on or not, on the newest mails that came in.",
    permission=Permission.SETTINGS_WRITE,
    names=("id",),
    query=TrialQuery,
    body=draft_of(Rule),
    returns=list[RuleTrial],
)

ENDPOINTS = [change_conversations, split_conversation, try_rule]
