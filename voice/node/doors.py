"""The ways into a call from this node: browsers by WebRTC, phones by SIP."""

from voice.node.legs import Leg
from voice.node.sip import SipDoor
from voice.node.webrtc import BrowserDoor


class NodeDoors:
    """Implements voice.node.legs.Doors."""

    def __init__(self, browsers: BrowserDoor, phones: SipDoor) -> None:
        self._browsers = browsers
        self._phones = phones

    async def browser(self, offer: str, name: str) -> tuple[Leg, str]:
        """Let a browser in."""
        return await self._browsers.accept(offer, name)

    async def phone(self, uri: str, *, caller: str = "", trunk: str = "") -> Leg:
        """Call somebody."""
        return await self._phones.dial(uri, caller=caller, trunk=trunk)
