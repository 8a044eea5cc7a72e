"""The log of outgoing webhooks."""

from typing import Annotated

from msgspec import Meta, Struct

from hub.core.models.integrations import AttemptState, Webhook, WebhookDelivery
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import endpoint


class DeliveryQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which deliveries: those in a state, older than `before`, a delivery's id."""

    state: AttemptState | None = None
    before: str | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class DeliveryPage(Struct, frozen=True, kw_only=True):
    """Part of the log, newest first; give `next` as `before` to get older ones."""

    items: list[WebhookDelivery]
    next: str | None


@endpoint("GET", "/webhooks/{id}/deliveries", permission=Permission.SETTINGS_READ)
async def deliveries(ctx: Context, id: str, query: DeliveryQuery) -> DeliveryPage:
    """Return what was sent to a webhook, and what became of it."""
    await ctx.services.store.get(Webhook, id)
    where = {"webhook": id} | ({"state": query.state} if query.state else {})
    items = await ctx.services.store.find(
        WebhookDelivery, where, order="id", descending=True, below=query.before, limit=query.limit
    )
    return DeliveryPage(items=items, next=items[-1].id if len(items) == query.limit else None)


@endpoint("POST", "/webhook-deliveries/{id}/retry", permission=Permission.SETTINGS_WRITE)
async def retry_delivery(ctx: Context, id: str) -> WebhookDelivery:
    """Send a dead delivery again, under its old id."""
    return await ctx.services.webhooks.retry(id, ctx.actor)


ENDPOINTS = [deliveries, retry_delivery]
