"""What becomes of messages on their way out: taken, handed over, tried again, received, failed.

The channel's deliverer calls these; each is one commit, and the message shows the same as its dispatch.
A message that cannot be delivered comes back to its author as work. Nothing whose fate is unknown is
sent again by itself (DESIGN rule 2).
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import Conflict
from hub.core.events import EventKind
from hub.core.models.contacts import Channel, Contact
from hub.core.models.conversations import (
    AuthorKind,
    Conversation,
    Delivery,
    Message,
)
from hub.core.models.delivery import Dispatch, DispatchState, EarlyReceipt, Part, Reference
from hub.core.models.mail import Mail
from hub.core.models.staff import AgentState
from hub.core.models.work import Queue, WorkItem, WorkState
from hub.core.transitions import advance, may_advance
from hub.services.base import Service, retried
from hub.services.episodes import reopened
from hub.services.lines import plan_notice
from hub.services.people import current_conversation
from hub.services.work_plans import Case, plan_back_to_queue, plan_release, plan_request

SHOWN: dict[DispatchState, Delivery] = {
    DispatchState.PENDING: Delivery.PENDING,
    DispatchState.SENDING: Delivery.PENDING,
    DispatchState.SENT: Delivery.SENT,
    DispatchState.BUFFERED: Delivery.BUFFERED,
    DispatchState.DELIVERED: Delivery.DELIVERED,
    DispatchState.FAILED: Delivery.FAILED,
    DispatchState.UNKNOWN: Delivery.UNKNOWN,
}
FINAL = frozenset({DispatchState.DELIVERED, DispatchState.FAILED})
REACHED = frozenset({DispatchState.SENT, DispatchState.BUFFERED, DispatchState.DELIVERED})
TROUBLE = frozenset({DispatchState.FAILED, DispatchState.UNKNOWN})
NAMESAKES = 10
"""Of so many messages that the outside calls the same, ours is looked for."""
AGAIN_FOR = timedelta(days=2)
"""How long a message that is sent again by hand is tried."""


class Deliveries(Service):
    """The life of dispatches of all channels."""

    async def due(self, entry_point: str, limit: int = 100) -> list[Dispatch]:
        """Return what should be sent now from an entry point, what waited longest first."""
        where = {"state": DispatchState.PENDING, "entry_point": entry_point}
        now = self.clock.now() + timedelta(microseconds=1)  # bounds are exclusive
        return await self.store.find(Dispatch, where, order="due_at", below=now, limit=limit)

    async def next_due(self, entry_point: str) -> datetime | None:
        """Return when the next message of an entry point should be sent, None if there is none."""
        where = {"state": DispatchState.PENDING, "entry_point": entry_point}
        found = await self.store.find(Dispatch, where, order="due_at", limit=1)
        return found[0].due_at if found else None

    async def interrupted(self, entry_point: str) -> list[Dispatch]:
        """Return what a crash left half sent."""
        where = {"state": DispatchState.SENDING, "entry_point": entry_point}
        return await self.store.find(Dispatch, where)

    async def take(self, dispatch: Dispatch) -> Dispatch:
        """Mark a dispatch as being sent; raises StaleRevision if it was called back or taken meanwhile."""
        batch = self.batch("delivery")
        taken = advance(dispatch, DispatchState.SENDING, attempts=dispatch.attempts + 1)
        batch.save(taken)
        stored: Dispatch = (await self.store.commit(batch)).stored(taken)
        return stored

    async def handed(self, dispatch_id: str, scope: str, parts: list[Part]) -> Dispatch:
        """Record that the provider took the message and how it calls its parts in receipts of `scope`.

        Without a scope receipts name the message itself (a mail by its Message-ID), and only its part by
        `ref`. Receipts that were faster are applied.
        """
        stored = await self._handed(dispatch_id, scope, parts)
        for part in parts if scope else []:
            stored = await self._meanwhile(scope, part.ref) or stored
        return stored

    @retried
    async def _handed(self, dispatch_id: str, scope: str, parts: list[Part]) -> Dispatch:
        dispatch = await self.store.get(Dispatch, dispatch_id)
        batch = self.batch("delivery")
        early: list[EarlyReceipt] = []
        for faster in dispatch.parts:
            parts = _with_receipt(parts, faster.ref, faster.state, faster.reason)
        named = {part.ref for part in parts}
        parts = [*(part for part in dispatch.parts if part.ref not in named), *parts]
        for part in parts if scope else []:
            batch.save(
                Reference(
                    id=self.ids(),
                    scope=scope,
                    key=part.ref,
                    message=dispatch.id,
                    conversation=dispatch.conversation,
                )
            )
            early += await self.store.find(EarlyReceipt, {"scope": scope, "key": part.ref})
        for receipt in early:
            parts = _with_receipt(parts, receipt.key, receipt.state, receipt.reason)
            batch.delete(receipt)
        now = replace(dispatch, parts=parts, sent_at=batch.at, error="", reason="")
        return await self._move(batch, now, state_of(parts), _reason_of(parts))

    @retried
    async def retry(
        self, dispatch_id: str, error: str, reason: str, at: datetime, *, tried: bool = True
    ) -> Dispatch:
        """Record a failure that may pass: try again at a time, or give up if that is too late.

        If it was not `tried` at all it does not count as an attempt: delays grow with these.
        """
        dispatch = await self.store.get(Dispatch, dispatch_id)
        if not tried:
            dispatch = replace(dispatch, attempts=dispatch.attempts - 1)
        batch = self.batch("delivery")
        if at > dispatch.valid_until:
            return await self._move(batch, replace(dispatch, error=error), DispatchState.FAILED, reason)
        waiting = advance(dispatch, DispatchState.PENDING, due_at=at, error=error, reason=reason)
        batch.save(waiting)
        stored: Dispatch = (await self.store.commit(batch)).stored(waiting)
        return stored

    @retried
    async def fail(self, dispatch_id: str, error: str, reason: str) -> Dispatch:
        """Record that the message will never be delivered; it comes back as work."""
        dispatch = await self.store.get(Dispatch, dispatch_id)
        return await self._move(
            self.batch("delivery"), replace(dispatch, error=error), DispatchState.FAILED, reason
        )

    @retried
    async def lose(self, dispatch_id: str, reason: str) -> Dispatch:
        """Record that nobody knows whether the provider took it, unless a receipt says that it did."""
        dispatch = await self.store.get(Dispatch, dispatch_id)
        batch = self.batch("delivery")
        if dispatch.parts:
            return await self._move(batch, dispatch, state_of(dispatch.parts), _reason_of(dispatch.parts))
        return await self._move(batch, dispatch, DispatchState.UNKNOWN, reason)

    async def receipt(
        self, scope: str, key: str, state: DispatchState, *, error: str = "", reason: str = "", part: str = ""
    ) -> Dispatch | None:
        """Apply what the outside says became of a message or part; one that is unknown is kept a while.

        `part` names the part if `key` names the message. Receipts that come twice, late or out of order
        change nothing. One that comes while the message is still being handed over waits for the end of that.
        """
        applied = await self._receipt(scope, key, state, error, reason, part)
        return applied or await self._meanwhile(scope, key)

    @retried
    async def _meanwhile(self, scope: str, key: str) -> Dispatch | None:
        """Apply receipts that were stored as unknown at the very moment their message became known.

        Whoever wrote last of the two sees what the other wrote, so both look here after their commit.
        """
        early = await self.store.find(EarlyReceipt, {"scope": scope, "key": key})
        if not early or not await self.store.find(Reference, {"scope": scope, "key": key}, limit=1):
            return None
        applied = None
        batch = self.batch("delivery")
        for one in early:
            applied = await self._receipt(scope, key, one.state, one.error, one.reason, "")
            batch.delete(one)
        await self.store.commit(batch)
        return applied

    @retried
    async def _receipt(
        self, scope: str, key: str, state: DispatchState, error: str, reason: str, part: str
    ) -> Dispatch | None:
        dispatch = await self._called(scope, key)
        batch = self.batch("delivery")
        if dispatch is None:
            batch.save(
                EarlyReceipt(
                    id=self.ids(), scope=scope, key=key, state=state, error=error, reason=reason, at=batch.at
                )
            )
            await self.store.commit(batch)
            return None
        known_parts = dispatch.parts or await self._taken(dispatch, part or key)
        ref = known_parts[0].ref if part and len(known_parts) == 1 else part or key  # it may be an alias
        parts = _with_receipt(known_parts, ref, state, reason)
        to = state_of(parts)
        if parts == dispatch.parts:
            return dispatch
        heard = replace(dispatch, parts=parts, error=error)
        if dispatch.state is not DispatchState.SENDING and may_advance(dispatch, to):
            return await self._move(batch, heard, to, _reason_of(parts))
        if dispatch.state in FINAL:  # of the others: the whole is decided
            heard = replace(dispatch, parts=parts, reason=_reason_of(parts))
        batch.save(heard)
        stored: Dispatch = (await self.store.commit(batch)).stored(heard)
        return stored

    @retried
    async def again(self, message_id: str, by: str) -> Dispatch:
        """Send a message again that failed or whose fate is unknown, under the same name.

        Recipients of a mail who have it already are kept as parts: it does not go to them again.
        """
        dispatch = await self.store.get(Dispatch, message_id)
        if dispatch.state not in TROUBLE:
            raise Conflict("Only a message that failed, or whose fate is unknown, can be sent again.")
        batch = self.batch(by)
        mail = dispatch.channel is Channel.EMAIL
        fresh = replace(
            dispatch,
            attempts=0,
            parts=[part for part in dispatch.parts if mail and part.state in REACHED],
            due_at=batch.at,
            valid_until=batch.at + AGAIN_FOR,
            error="",
        )
        return await self._move(batch, fresh, DispatchState.PENDING, "")

    @retried
    async def call_back(self, message_id: str, by: str) -> Dispatch:
        """Keep a message from being sent that has not been; raise Conflict if it is too late."""
        dispatch = await self.store.get(Dispatch, message_id)
        if dispatch.state is not DispatchState.PENDING:
            raise Conflict("Too late: the message has been handed over.")
        return await self._move(
            self.batch(by), replace(dispatch, error="called_back"), DispatchState.FAILED, ""
        )

    async def _called(self, scope: str, key: str) -> Dispatch | None:
        """Return the newest dispatch with this name: message centres set up anew begin to count again.

        A mail from outside may bear the name of one of ours, and has no dispatch.
        """
        named = {"scope": scope, "key": key}
        for known in await self.store.find(Reference, named, descending=True, limit=NAMESAKES):
            if dispatch := await self.store.peek(Dispatch, known.message):
                return dispatch
        return None

    async def _taken(self, dispatch: Dispatch, ref: str) -> list[Part]:
        """Return the parts of a message of which only a receipt tells: that it was taken, for everybody."""
        mail = await self.store.peek(Mail, dispatch.id)
        refs = [one.address for one in [*mail.to, *mail.cc, *mail.bcc]] if mail else [ref]
        return [Part(ref=one, state=DispatchState.SENT) for one in dict.fromkeys(refs)]

    async def _move(self, batch: Batch, dispatch: Dispatch, to: DispatchState, reason: str) -> Dispatch:
        """Commit the dispatch's new state, the same on the message, and the work that failure makes."""
        moved = advance(dispatch, to, reason=reason)
        batch.save(moved)
        message = await self.store.get(Message, dispatch.id)
        conversation = await current_conversation(self.store, message.conversation)
        shown = SHOWN[to]
        if message.delivery is not shown and may_advance(message, shown):
            message = advance(message, shown, delivery_reason=reason)
            batch.save(message)
            batch.event(
                EventKind.MESSAGE_CHANGED,
                message,
                conversation=conversation.id,
                queue=conversation.queue or "",
                agent=conversation.agent or "",
                data={"delivery": shown.value},
            )
            if to in TROUBLE and dispatch.error != "called_back":
                await self._bring_back(batch, message, conversation, shown)
        stored: Dispatch = (await self.store.commit(batch)).stored(moved)
        return stored

    async def _bring_back(
        self, batch: Batch, message: Message, conversation: Conversation, shown: Delivery
    ) -> None:
        """Tell staff, and see to it that somebody has the matter: its author, if they can."""
        notice = f"delivery_{shown.value}"
        vars = {"reason": message.delivery_reason}
        item = await self.store.peek(WorkItem, conversation.work_item) if conversation.work_item else None
        agent = await self.store.get(AgentState, item.agent) if item and item.agent else None
        if item and (item.state is WorkState.PARKED or (agent and agent.has_gone)):
            queue = await self.store.get(Queue, item.queue)
            case = Case(item=item, conversation=conversation, queue=queue, agent=agent)
            plan_release(batch, case)
            _, conversation = plan_back_to_queue(batch, self.ids, case)
        elif item is None or item.state is WorkState.WRAP_UP:
            conversation = await reopened(self.store, batch, self.ids, conversation)
            _, conversation = plan_request(
                batch,
                self.ids,
                conversation,
                await self.store.get(Contact, conversation.contact),
                await self.store.get(Queue, conversation.queue or ""),
                reason="delivery_failed",
                notice="",
                preferred_agent=message.author.id if message.author.kind is AuthorKind.AGENT else None,
            )
        conversation = plan_notice(batch, self.ids, conversation, notice, vars, internal=True)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)


def state_of(parts: list[Part]) -> DispatchState:
    """Return the state of a message from its parts': as bad as the worst, as far as the slowest."""
    order = (DispatchState.FAILED, DispatchState.UNKNOWN, DispatchState.BUFFERED, DispatchState.SENT)
    states = {part.state for part in parts}
    return next((state for state in order if state in states), DispatchState.DELIVERED)


def _with_receipt(parts: list[Part], ref: str, state: DispatchState, reason: str) -> list[Part]:
    """Return the parts with one changed, unless its fate was sealed already."""
    return [
        Part(ref=ref, state=state, reason=reason) if part.ref == ref and part.state not in FINAL else part
        for part in parts
    ]


def _reason_of(parts: list[Part]) -> str:
    return "; ".join(dict.fromkeys(part.reason for part in parts if part.reason))
