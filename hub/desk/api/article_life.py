"""An article's life: review, schedule, publication, archive; and what a tenant asks for before."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from hub.core.models.knowledge import POLICY, Article, KnowledgePolicy
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import endpoint

WRITE, PUBLISH = Permission.KNOWLEDGE_WRITE, Permission.KNOWLEDGE_PUBLISH


class ArticleStep(Struct, frozen=True, kw_only=True):
    """A step, with the revision that was looked at (0: the newest) and what there is to say."""

    revision: int = 0
    comment: Annotated[str, Meta(max_length=5000)] = ""


class ArticleSchedule(Struct, frozen=True, kw_only=True):
    """When customers are to get the newest revision."""

    publish_at: Annotated[datetime, Meta(tz=True)]
    revision: int = 0


class RevisionChoice(Struct, frozen=True, kw_only=True):
    """Which revision."""

    number: int


class PolicyDraft(Struct, frozen=True, kw_only=True):
    """What a tenant asks for before customers get an article."""

    review_required: bool
    separate_reviewer: bool
    verify_every_days: Annotated[int, Meta(ge=0, le=3650)] = 0
    rev: int = 0


@endpoint("POST", "/articles/{id}/submit", permission=WRITE)
async def submit(ctx: Context, id: str, body: ArticleStep) -> Article:
    """Send the newest version to review."""
    knowledge = ctx.services.knowledge
    return await knowledge.submit(id, ctx.actor, revision=body.revision, comment=body.comment)


@endpoint("POST", "/articles/{id}/withdraw", permission=WRITE)
async def withdraw(ctx: Context, id: str) -> Article:
    """Take what is in review, approved or scheduled back to its draft."""
    return await ctx.services.knowledge.withdraw(id, ctx.actor)


@endpoint("POST", "/articles/{id}/request-changes", permission=PUBLISH)
async def request_changes(ctx: Context, id: str, body: ArticleStep) -> Article:
    """Send a version back to its author, with a comment that says why."""
    knowledge = ctx.services.knowledge
    return await knowledge.request_changes(id, ctx.actor, revision=body.revision, comment=body.comment)


@endpoint("POST", "/articles/{id}/approve", permission=PUBLISH)
async def approve(ctx: Context, id: str, body: ArticleStep) -> Article:
    """Find a version good."""
    knowledge = ctx.services.knowledge
    return await knowledge.approve(id, ctx.actor, revision=body.revision, comment=body.comment)


@endpoint("POST", "/articles/{id}/schedule", permission=PUBLISH)
async def schedule(ctx: Context, id: str, body: ArticleSchedule) -> Article:
    """Give the newest version to customers from a moment on."""
    knowledge = ctx.services.knowledge
    return await knowledge.schedule(id, ctx.actor, body.publish_at, revision=body.revision)


@endpoint("POST", "/articles/{id}/unschedule", permission=PUBLISH)
async def unschedule(ctx: Context, id: str) -> Article:
    """Call a schedule off."""
    return await ctx.services.knowledge.unschedule(id, ctx.actor)


@endpoint("POST", "/articles/{id}/publish", permission=PUBLISH)
async def publish(ctx: Context, id: str, body: ArticleStep) -> Article:
    """Give the newest version to customers."""
    return await ctx.services.knowledge.publish(id, ctx.actor, revision=body.revision)


@endpoint("POST", "/articles/{id}/discard", permission=WRITE)
async def discard(ctx: Context, id: str) -> Article:
    """Give up an edit: the newest version says again what customers are told."""
    return await ctx.services.knowledge.discard(id, ctx.actor)


@endpoint("POST", "/articles/{id}/restore", permission=WRITE)
async def restore(ctx: Context, id: str, body: RevisionChoice) -> Article:
    """Make the content of an earlier version a new draft."""
    return await ctx.services.knowledge.restore(id, ctx.actor, body.number)


@endpoint("POST", "/articles/{id}/unpublish", permission=PUBLISH)
async def unpublish(ctx: Context, id: str) -> Article:
    """Take the article away from customers."""
    return await ctx.services.knowledge.unpublish(id, ctx.actor)


@endpoint("POST", "/articles/{id}/archive", permission=PUBLISH)
async def archive(ctx: Context, id: str) -> Article:
    """Put the article away."""
    return await ctx.services.knowledge.archive(id, ctx.actor)


@endpoint("POST", "/articles/{id}/bring-back", permission=PUBLISH)
async def bring_back(ctx: Context, id: str) -> Article:
    """Make an archived article a draft again."""
    return await ctx.services.knowledge.bring_back(id, ctx.actor)


@endpoint("POST", "/articles/{id}/verify", permission=WRITE)
async def verify(ctx: Context, id: str) -> Article:
    """Note that what customers are told is still true."""
    return await ctx.services.knowledge.verify(id, ctx.actor)


@endpoint("GET", "/knowledge/policy", permission=Permission.KNOWLEDGE_READ)
async def policy(ctx: Context) -> KnowledgePolicy:
    """Return what is asked for before customers get an article."""
    return await ctx.services.knowledge.policy()


@endpoint("PUT", "/knowledge/policy", permission=Permission.SETTINGS_WRITE)
async def set_policy(ctx: Context, body: PolicyDraft) -> KnowledgePolicy:
    """Set whether a review is required, and whether by somebody else than the author."""
    wanted = KnowledgePolicy(
        id=POLICY,
        rev=body.rev,
        review_required=body.review_required,
        separate_reviewer=body.separate_reviewer,
        verify_every_days=body.verify_every_days,
    )
    return await ctx.services.knowledge.set_policy(wanted, ctx.actor)


ENDPOINTS = [
    submit,
    withdraw,
    request_changes,
    approve,
    schedule,
    unschedule,
    publish,
    discard,
    restore,
    unpublish,
    archive,
    bring_back,
    verify,
    policy,
    set_policy,
]
