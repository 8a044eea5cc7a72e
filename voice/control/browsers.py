"""Calls from customers' browsers: who calls is known before the node lets the browser in."""

import asyncio

from hub.core.errors import Conflict, HubError, TooMany, Unavailable
from hub.core.ids import Ids
from hub.services.calls import Incoming
from voice.control.ports import Send
from voice.orders import HangUp, Join, Take
from voice.reports import Cause, Joined, Ringing

JOINS_WITHIN = 10.0
BUSY_AGAIN = 30.0
"""After so many seconds it is worth trying lines that were busy."""


class Browsers:
    """The browsers that one node was ordered to let in, and has not answered yet."""

    def __init__(self, send: Send, ids: Ids) -> None:
        self._send = send
        self._ids = ids
        self._joining: dict[str, asyncio.Future[Joined]] = {}
        self._calling: dict[str, tuple[Incoming, asyncio.Future[None]]] = {}

    async def join(self, order: Join | Take) -> str:
        """Have a browser let in; return the answer (SDP) to its offer.

        Raises Conflict when the node says why not, TooMany when its lines are busy, Unavailable when it
        does not answer.
        """
        joined = self._joining[order.id] = asyncio.get_running_loop().create_future()
        self._send(order)
        try:
            async with asyncio.timeout(JOINS_WITHIN):
                answer: Joined = await joined
        except TimeoutError as error:
            raise _silent() from error
        finally:
            del self._joining[order.id]
        if answer.error and answer.cause is Cause.BUSY:
            raise TooMany(answer.error, retry_after=BUSY_AGAIN)
        if answer.error:
            raise Conflict(answer.error)
        return answer.answer

    def joined(self, report: Joined) -> None:
        """Pass the node's answer to whoever waits for it."""
        if (waiting := self._joining.get(report.order)) and not waiting.done():
            waiting.set_result(report)

    async def call(self, incoming: Incoming, offer: str) -> str:
        """Begin a customer's call; return the answer (SDP) once the call has its conversation.

        Raises what `join` and Calls.begin do.
        """
        begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._calling[incoming.id] = incoming, begun
        order = Take(
            id=self._ids(),
            call=incoming.id,
            offer=offer,
            called=incoming.called,
            language=incoming.language or "en",
        )
        try:
            answer = await self.join(order)
            async with asyncio.timeout(JOINS_WITHIN):
                await begun
        except TimeoutError as error:
            raise _silent() from error
        except asyncio.CancelledError:
            self._send(HangUp(id=f"{incoming.id}-gone", call=incoming.id))
            raise
        finally:
            del self._calling[incoming.id]
        return answer

    def incoming(self, report: Ringing) -> Incoming | None:
        """Return who calls, if it is a browser that waits here for its call to begin."""
        known = self._calling.get(report.call)
        return known[0] if known else None

    def begun(self, call: str, error: HubError | None = None) -> None:
        """Tell whoever waits that a call has begun, or why it does not."""
        known = self._calling.get(call)
        if known and not known[1].done():
            if error:
                known[1].set_exception(error)
            else:
                known[1].set_result(None)


def _silent() -> Unavailable:
    return Unavailable("The voice node does not answer. Try again in a moment.")
