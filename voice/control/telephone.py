"""What the desk asks of calls, carried to the node that has them."""

from hub.core.ids import Ids
from voice.control.link import VoiceLink
from voice.messages import HangUp, Hold, Leave, Mute


class Telephone:
    """Implements hub.desk.telephone.Telephone."""

    def __init__(self, link: VoiceLink, ids: Ids) -> None:
        self._link = link
        self._ids = ids

    async def join(self, interaction: str, agent: str, offer: str) -> str:
        """Let an agent's browser into a call."""
        node, call = self._link.find(interaction)
        return await node.join(call, agent, offer)

    async def leave(self, interaction: str, agent: str) -> None:
        """Take an agent out."""
        node, call = self._link.find(interaction)
        node.command(Leave(id=self._ids(), call=call, party=agent))

    async def mute(self, interaction: str, agent: str, *, on: bool) -> None:
        """Mute an agent, or not."""
        node, call = self._link.find(interaction)
        node.command(Mute(id=self._ids(), call=call, party=agent, on=on))

    async def hold(self, interaction: str, *, on: bool) -> None:
        """Put the caller on hold, or take them back."""
        node, call = self._link.find(interaction)
        node.command(Hold(id=self._ids(), call=call, on=on))

    async def hang_up(self, interaction: str) -> None:
        """End the call."""
        node, call = self._link.find(interaction)
        node.command(HangUp(id=self._ids(), call=call))
