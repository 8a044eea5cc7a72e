"""Customers' browsers as telephones: each call goes to the node that has least to do."""

from hub.services.calls import Incoming
from voice.control.calls import idlest
from voice.control.link import VoiceLink


class WebPhone:
    """Implements webchat.ports.Phone."""

    def __init__(self, link: VoiceLink) -> None:
        self._link = link

    @property
    def works(self) -> bool:
        """Whether there is a node that takes calls."""
        return bool(self._link.nodes)

    async def call(self, incoming: Incoming, offer: str) -> str:
        """Begin a browser's call; return the answer (SDP) to its offer once the call is stored.

        Raises Unavailable without a node that answers, TooMany when its lines are busy, Conflict when the
        offer cannot be read, NotAllowed for a blocked customer, NotFound when the number is switched off.
        """
        node = idlest(self._link.nodes, "Calls are not possible at the moment. Write to us instead.")
        return await node.begin(incoming, offer)

    async def hang_up(self, call: str) -> None:
        """End a browser's call; one that is over stays so."""
        for node in self._link.nodes:
            if node.has(call):
                await node.drop(call)
