"""What becomes of messages on their way out: taken, handed over, tried again, received, failed.

The channel's deliverer calls these; each is one commit, and the message shows the same as its dispatch.
A message that cannot be delivered comes back to its author as work. Nothing whose fate is unknown is
sent again by itself (DESIGN rule 2).
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from hub.core.errors import Conflict
from hub.core.models.contacts import Channel
from hub.core.models.delivery import Dispatch, DispatchState, EarlyReceipt, Part, Reference
from hub.core.models.reasons import Reason
from hub.core.transitions import advance
from hub.services.base import retried
from hub.services.delivery_plans import CALLED_BACK, REACHED, TROUBLE, reason_of, state_of, with_receipt
from hub.services.receipts import Receipts

AGAIN_FOR = timedelta(days=2)
"""How long a message that is sent again by hand is tried."""


class Deliveries(Receipts):
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
        taken = advance(dispatch, DispatchState.SENDING, attempts=dispatch.attempts + 1)
        return await self.saved(self.batch("delivery"), taken)

    async def handed(self, dispatch_id: str, scope: str, parts: list[Part]) -> Dispatch:
        """Record that the provider took the message and how it calls its parts in receipts of `scope`.

        Without a scope receipts name the message itself (a mail by its Message-ID), and only its part by
        `ref`. Receipts that were faster are applied.
        """
        stored = await self._handed(dispatch_id, scope, parts)
        for part in parts if scope else []:
            stored = await self.meanwhile(scope, part.ref) or stored
        return stored

    @retried
    async def _handed(self, dispatch_id: str, scope: str, parts: list[Part]) -> Dispatch:
        dispatch = await self.store.get(Dispatch, dispatch_id)
        batch = self.batch("delivery")
        early: list[EarlyReceipt] = []
        for faster in dispatch.parts:
            parts = with_receipt(parts, faster.ref, faster.state, faster.reason)
        named = {part.ref for part in parts}
        parts = [*(part for part in dispatch.parts if part.ref not in named), *parts]
        for part in parts if scope else []:
            reference = Reference(
                id=self.ids(),
                scope=scope,
                key=part.ref,
                message=dispatch.id,
                conversation=dispatch.conversation,
            )
            batch.save(reference)
            early += await self.store.find(EarlyReceipt, {"scope": scope, "key": part.ref})
        for receipt in early:
            parts = with_receipt(parts, receipt.key, receipt.state, receipt.reason)
            batch.delete(receipt)
        now = replace(dispatch, parts=parts, sent_at=batch.at)
        return await self.moved(batch, now, state_of(parts), reason_of(parts))

    @retried
    async def retry(self, dispatch_id: str, reason: Reason, at: datetime, *, tried: bool = True) -> Dispatch:
        """Record a failure that may pass: try again at a time, or give up if that is too late.

        If it was not `tried` at all it does not count as an attempt: delays grow with these.
        """
        dispatch = await self.store.get(Dispatch, dispatch_id)
        if not tried:
            dispatch = replace(dispatch, attempts=dispatch.attempts - 1)
        batch = self.batch("delivery")
        if at > dispatch.valid_until:
            return await self.moved(batch, dispatch, DispatchState.FAILED, reason)
        return await self.saved(batch, advance(dispatch, DispatchState.PENDING, due_at=at, reason=reason))

    @retried
    async def fail(self, dispatch_id: str, reason: Reason) -> Dispatch:
        """Record that the message will never be delivered; it comes back as work."""
        dispatch = await self.store.get(Dispatch, dispatch_id)
        return await self.moved(self.batch("delivery"), dispatch, DispatchState.FAILED, reason)

    @retried
    async def lose(self, dispatch_id: str, reason: Reason) -> Dispatch:
        """Record that nobody knows whether the provider took it, unless a receipt says that it did."""
        dispatch = await self.store.get(Dispatch, dispatch_id)
        batch = self.batch("delivery")
        if dispatch.parts:
            return await self.moved(batch, dispatch, state_of(dispatch.parts), reason_of(dispatch.parts))
        return await self.moved(batch, dispatch, DispatchState.UNKNOWN, reason)

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
        )
        return await self.moved(batch, fresh, DispatchState.PENDING, None)

    @retried
    async def call_back(self, message_id: str, by: str) -> Dispatch:
        """Keep a message from being sent that has not been; raise Conflict if it is too late."""
        dispatch = await self.store.get(Dispatch, message_id)
        if dispatch.state is not DispatchState.PENDING:
            raise Conflict("Too late: the message has been handed over.")
        return await self.moved(self.batch(by), dispatch, DispatchState.FAILED, CALLED_BACK)
