"""Receipts: what the outside says, later, became of a message or of one of its parts.

They come twice, late, out of order, for messages that are not known yet, and for some that never will be.
"""

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.models.delivery import Dispatch, DispatchState, EarlyReceipt, Part, Reference
from hub.core.models.mail import Mail
from hub.core.models.reasons import Reason
from hub.core.transitions import may_advance
from hub.services.base import Service, retried
from hub.services.delivery_plans import FINAL, plan_move, reason_of, state_of, with_receipt

NAMESAKES = 10
"""Of so many messages that the outside calls the same, ours is looked for."""


class Receipts(Service):
    """Applies receipts of all channels."""

    async def receipt(
        self, scope: str, key: str, state: DispatchState, *, reason: Reason | None = None, part: str = ""
    ) -> Dispatch | None:
        """Apply what the outside says became of a message or part; one that is unknown is kept a while.

        `part` names the part if `key` names the message. Receipts that come twice, late or out of order
        change nothing. One that comes while the message is still being handed over waits for the end of that.
        """
        applied = await self._receipt(scope, key, state, reason, part)
        return applied or await self.meanwhile(scope, key)

    @retried
    async def meanwhile(self, scope: str, key: str) -> Dispatch | None:
        """Apply receipts that were stored as unknown at the very moment their message became known.

        Whoever wrote last of the two sees what the other wrote, so both look here after their commit.
        """
        early = await self.store.find(EarlyReceipt, {"scope": scope, "key": key})
        if not early or not await self.store.find(Reference, {"scope": scope, "key": key}, limit=1):
            return None
        applied = None
        batch = self.batch("delivery")
        for one in early:
            applied = await self._receipt(scope, key, one.state, one.reason, "")
            batch.delete(one)
        await self.store.commit(batch)
        return applied

    @retried
    async def _receipt(
        self, scope: str, key: str, state: DispatchState, reason: Reason | None, part: str
    ) -> Dispatch | None:
        dispatch = await self._called(scope, key)
        batch = self.batch("delivery")
        if dispatch is None:
            early = EarlyReceipt(id=self.ids(), scope=scope, key=key, state=state, reason=reason, at=batch.at)
            batch.save(early)
            await self.store.commit(batch)
            return None
        known_parts = dispatch.parts or await self._taken(dispatch, part or key)
        ref = known_parts[0].ref if part and len(known_parts) == 1 else part or key  # it may be an alias
        parts = with_receipt(known_parts, ref, state, reason)
        to = state_of(parts)
        if parts == dispatch.parts:
            return dispatch
        heard = replace(dispatch, parts=parts)
        if dispatch.state is not DispatchState.SENDING and may_advance(dispatch, to):
            return await self.moved(batch, heard, to, reason_of(parts))
        if dispatch.state in FINAL:  # of the others: the whole is decided
            heard = replace(heard, reason=reason_of(parts))
        return await self.saved(batch, heard)

    async def moved(
        self, batch: Batch, dispatch: Dispatch, to: DispatchState, reason: Reason | None
    ) -> Dispatch:
        """Commit the dispatch's new state and what follows from it."""
        moved = await plan_move(self.store, batch, self.ids, dispatch, to, reason)
        stored: Dispatch = (await self.store.commit(batch)).stored(moved)
        return stored

    async def saved(self, batch: Batch, dispatch: Dispatch) -> Dispatch:
        """Commit a dispatch whose message shows the same as before."""
        batch.save(dispatch)
        stored: Dispatch = (await self.store.commit(batch)).stored(dispatch)
        return stored

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
