"""Our SIP door at a free port, for tests that are the network around it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from msgspec.structs import replace

from hub.core.free_port import free_port
from tests.fakes.sip_peer import SipPeer
from voice.node.legs import LegEvent, Up
from voice.node.sip import SipDoor, SipLeg
from voice.node.sip.message import Message
from voice.node.sip_settings import Sip

WITHIN = 60.0
PASSWORD = "a long password"  # noqa: S105 - of tests


class Site:
    """Our door, and the calls that came to it."""

    def __init__(self, settings: Sip) -> None:
        self.settings = settings
        self._came: asyncio.Queue[SipLeg] = asyncio.Queue()
        self.door = SipDoor("", 0, "", self._came.put_nowait, settings)

    async def leg(self) -> SipLeg:
        async with asyncio.timeout(WITHIN):
            return await self._came.get()

    async def answered(self, peer: SipPeer) -> tuple[SipLeg, AsyncIterator[LegEvent], Message]:
        """Let a peer call and be answered: our leg, what happens on it from now on, and the peer's 200."""
        peer.say(peer.invite("c1"))
        leg = await self.leg()
        await leg.answer()
        ok = await peer.until(200)
        peer.ack(ok)
        events = leg.events()
        assert await event(events) == Up()
        return leg, events, ok

    @property
    def nobody(self) -> bool:
        return self._came.empty()


@asynccontextmanager
async def opened(**settings: object) -> AsyncIterator[Site]:
    port = free_port()
    site = Site(replace(Sip(port=port, rtp_ports="24400-24500"), **settings))
    await site.door.open()
    try:
        yield site
    finally:
        await site.door.close()


async def event(events: AsyncIterator[LegEvent]) -> LegEvent:
    async with asyncio.timeout(WITHIN):
        return await anext(events)
