"""Calling customers: checked, stored, then ordered from the node."""

from hub.core.models.calls import Call
from hub.core.models.staff import Staff
from hub.services.outgoing_calls import Placing, Wanted
from voice.control.open_calls import OpenCalls
from voice.orders import Place


class CallingOut:
    """Places calls on one node."""

    def __init__(self, calls: OpenCalls) -> None:
        self._calls = calls
        self._services = calls.services

    async def place(self, by: Staff, wanted: Wanted, conversation: str = "") -> Call:
        """Call a number or a contact for an agent, whose work it is from the beginning.

        With a `conversation` the call goes on there, as Placing says.
        Raises InvalidInput, NotAllowed, TooMany or Conflict when it cannot be.
        """
        services = self._services
        text = wanted.number or await services.outgoing_calls.number_of(wanted.contact or "")
        number = await services.dialling.number(text)
        route = await services.outgoing_calls.route(wanted)
        line = await services.dialling.line(number, by.id)
        placing = Placing(
            id=services.ids(), node=self._calls.node, number=number, route=route, conversation=conversation
        )
        call = await services.outgoing_calls.begin(placing, by)
        self._calls.know(call)
        self._calls.send(
            Place(
                id=services.ids(),
                call=call.id,
                uri=line.uri,
                caller=route.caller_number,
                trunk=line.trunk,
                ring_for=line.ring_for,
                language=await self._calls.language(call),
            )
        )
        return call
