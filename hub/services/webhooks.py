"""Outgoing webhooks: collected from the event log, signed, sent, tried again, and shown.

Nothing is lost by a crash: the reader of the event log stores how far it got in the same commit as
the deliveries it made, and a delivery keeps its id however often it is sent.
"""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import msgspec
import structlog
from msgspec.structs import replace

from hub.core.clock import Clock
from hub.core.errors import Conflict, StaleRevision
from hub.core.events import WEBHOOK_EVENTS, Change, Event, EventKind
from hub.core.ids import Ids
from hub.core.models.conversations import Message
from hub.core.models.integrations import AttemptState, Cursor, Webhook, WebhookDelivery
from hub.core.ports import Database, Store
from hub.core.transitions import advance
from hub.services.audit import plan_audit
from hub.services.base import Service, retried
from hub.services.waiting import wait_for
from hub.services.webhook_sender import HttpSender, Sender

log = structlog.get_logger()

CURSOR = "webhooks"
READ_AT_ONCE = 500
SEND_AT_ONCE = 8
GIVE_UP_AFTER = timedelta(hours=24)
DELAYS = (5, 30, 120, 300, 900, 1800, 3600, 7200, 14_400)
"""Seconds before each next try; the last one repeats. Up to a fifth is added so that tries spread."""
KEEP_DELIVERED = timedelta(days=7)
IDLE = 300.0
LONGEST_ERROR = 300


class Webhooks(Service):
    """Collects events for webhooks and sends them until each is delivered or dead."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        ids: Ids,
        *,
        allow_private: bool = False,
        sender: Sender | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        super().__init__(store, clock, ids)
        self._sender = sender or HttpSender(clock, allow_private=allow_private)
        self._jitter = jitter
        self._hooks: list[Webhook] | None = None  # the active ones; None: to be read again
        self._nobody_until = 0  # there was no webhook up to this event
        self._changes = 0  # of webhooks
        self._news = asyncio.Event()
        self._due = asyncio.Event()

    async def run(self, database: Database) -> None:
        """Collect and send until cancelled."""
        unsubscribe = database.subscribe(self._listen)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._collect_forever())
                group.create_task(self._send_forever())
        finally:
            unsubscribe()
            await self._sender.close()

    @retried
    async def retry(self, delivery_id: str, by: str) -> WebhookDelivery:
        """Send a dead delivery again, under its old id; it gets another 24 hours."""
        delivery = await self.store.get(WebhookDelivery, delivery_id)
        if delivery.state is not AttemptState.DEAD:
            raise Conflict(
                "Only a dead delivery can be sent again; this one is still being tried or arrived."
            )
        batch = self.batch(by)
        again = advance(
            delivery, AttemptState.PENDING, next_at=batch.at, first_at=batch.at, attempts=0, error=""
        )
        batch.save(again)
        plan_audit(batch, self.ids, "retried", "webhook_deliveries", delivery_id)
        stored: WebhookDelivery = (await self.store.commit(batch)).stored(again)
        self._due.set()
        return stored

    async def collect(self) -> bool:
        """Make deliveries of the next events; say whether there may be more."""
        hooks = self._hooks
        if hooks is None:
            hooks = await self._read_hooks()
        if not hooks:
            return False
        cursor = await self.store.get(Cursor, CURSOR)
        events = await self.store.events_after(max(cursor.seq, self._nobody_until), limit=READ_AT_ONCE)
        if not events:
            return False
        batch = self.batch("webhooks")
        batch.save(replace(cursor, seq=events[-1].seq))
        for event in events:
            wanted = [hook for hook in hooks if _wants(hook, event)]
            body = await self._body(event) if wanted else ""
            for hook in wanted:
                batch.save(self._delivery(hook, event, body, batch.at))
        try:
            await self.store.commit(batch)
        except StaleRevision:
            return True  # somebody else collected these
        if len(batch.saves) > 1:
            self._due.set()
        return len(events) == READ_AT_ONCE

    async def send_due(self) -> float:
        """Send what is due; return in how many seconds something is due again."""
        now = self.clock.now()
        where = {"state": AttemptState.PENDING}
        due = await self.store.find(
            WebhookDelivery, where, order="next_at", below=now + timedelta(microseconds=1), limit=SEND_AT_ONCE
        )
        if due:
            async with asyncio.TaskGroup() as group:
                for delivery in due:
                    group.create_task(self._send(delivery))
            return 0.0
        later = await self.store.find(WebhookDelivery, where, order="next_at", limit=1)
        return (later[0].next_at - now).total_seconds() if later else IDLE

    async def prune(self) -> None:
        """Forget deliveries that arrived long ago; dead ones stay until somebody looked."""
        batch = self.batch("webhooks")
        old = await self.store.find(
            WebhookDelivery,
            {"state": AttemptState.DELIVERED},
            order="next_at",
            below=batch.at - KEEP_DELIVERED,
            limit=READ_AT_ONCE,
        )
        for delivery in old:
            batch.delete(delivery)
        if old:
            await self.store.commit(batch)

    def _listen(self, changes: list[Change]) -> None:
        for change in changes:
            if change.tenant != self.store.tenant:
                continue
            event = change.event
            if event.kind is EventKind.SETTINGS_CHANGED and event.data.get("kind") == "webhooks":
                if self._hooks == []:
                    self._nobody_until = event.seq
                self._hooks = None
                self._changes += 1
                self._news.set()
            elif self._hooks != [] and event.kind in WEBHOOK_EVENTS:
                self._news.set()

    async def _collect_forever(self) -> None:
        while True:
            self._news.clear()
            while await self.collect():
                pass
            await self._news.wait()

    async def _send_forever(self) -> None:
        while True:
            self._due.clear()
            wait = await self.send_due()
            if wait > 0:
                await self.prune()
                await wait_for(self._due, self.clock, min(wait, IDLE))

    async def _read_hooks(self) -> list[Webhook]:
        """Return the active webhooks; while there are none, begin behind what nobody wanted."""
        changes = self._changes
        last = await self.store.last_seq()  # before looking: a webhook made meanwhile loses nothing
        hooks = [hook for hook in await self.store.find(Webhook) if hook.active]
        if changes == self._changes:
            self._hooks = hooks
        cursor = await self.store.peek(Cursor, CURSOR)
        if cursor is None or (not hooks and cursor.seq < last):
            batch = self.batch("webhooks")
            batch.save(replace(cursor, seq=last) if cursor else Cursor(id=CURSOR, seq=last))
            with suppress(StaleRevision):
                await self.store.commit(batch)
        return hooks

    async def _body(self, event: Event) -> str:
        """Return what is sent: ids and states, and of a message also its text."""
        body: dict[str, Any] = {
            "event": event.kind.value,
            "seq": event.seq,
            "at": event.at,
            "tenant": self.store.tenant,
            "subject": event.subject,
            "conversation": event.conversation or None,
            "queue": event.queue or None,
            "agent": event.agent or None,
            "actor": event.actor,
            "data": event.data,
        }
        if event.kind is EventKind.MESSAGE_ADDED:
            message = await self.store.peek(Message, event.subject)
            if message:
                body["data"] = {
                    **event.data,
                    "text": message.text,
                    "format": message.format,
                    "notice": message.notice or None,
                    "files": [file.file for file in message.attachments],
                }
        return msgspec.json.encode(body).decode()

    def _delivery(self, hook: Webhook, event: Event, body: str, at: datetime) -> WebhookDelivery:
        return WebhookDelivery(
            id=self.ids(),
            webhook=hook.id,
            event_kind=event.kind.value,
            seq=event.seq,
            body=body,
            created_at=at,
            first_at=at,
            next_at=at,
        )

    async def _send(self, delivery: WebhookDelivery) -> None:
        """Try once and store what came of it."""
        hook = await self.store.peek(Webhook, delivery.webhook)
        if hook is None or not hook.active:
            await self._store(advance(delivery, AttemptState.DEAD, error="The webhook is switched off."))
            return
        answer = await self._sender.send(hook, delivery)
        tried = replace(delivery, attempts=delivery.attempts + 1, status=answer.status)
        now = self.clock.now()
        if answer.accepted:
            await self._store(advance(tried, AttemptState.DELIVERED, error=""))
            return
        log.info("webhook_failed", webhook=hook.id, delivery=delivery.id, status=answer.status)
        tried = replace(tried, error=answer.error[:LONGEST_ERROR])
        delay = DELAYS[min(delivery.attempts, len(DELAYS) - 1)] * (1 + self._jitter() / 5)
        next_at = now + timedelta(seconds=delay)
        if answer.final or next_at - delivery.first_at > GIVE_UP_AFTER:
            await self._store(advance(tried, AttemptState.DEAD))
        else:
            await self._store(advance(tried, AttemptState.PENDING, next_at=next_at))

    async def _store(self, delivery: WebhookDelivery) -> None:
        batch = self.batch("webhooks")
        batch.save(delivery)
        await self.store.commit(batch)


def _wants(hook: Webhook, event: Event) -> bool:
    return (
        event.kind in WEBHOOK_EVENTS
        and event.at >= hook.created_at
        and (not hook.events or event.kind.value in hook.events)
    )
