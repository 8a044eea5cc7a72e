"""An agent's browser as a program, with its audio in a call."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy

from tests.e2e.clients import DeskAgent
from tests.e2e.phone import LINE, Samples
from tests.fakes.browser_peer import BrowserPeer
from voice.node.legs import RATE


class AgentPhone:
    """An agent's audio in one call. `heard` is all that came, at LINE samples a second."""

    def __init__(self) -> None:
        self._peer = BrowserPeer(LINE)

    @property
    def heard(self) -> Samples:
        return numpy.frombuffer(bytes(self._peer.heard), "<i2")

    @classmethod
    @asynccontextmanager
    async def joining(
        cls, desk: DeskAgent, conversation: str, role: str = "talk"
    ) -> AsyncIterator["AgentPhone"]:
        """Join the call of a conversation; leave it at the end of the block."""
        phone = cls()
        try:
            offer = {"sdp": await phone._peer.offer(), "role": role}
            answer = await desk.call("POST", f"/conversations/{conversation}/call/audio", offer)
            await phone._peer.take(answer["sdp"])
            yield phone
        finally:
            await phone._peer.close()

    def say(self, audio: bytes) -> None:
        """Say something (at RATE)."""
        self._peer.say(audio)

    def repeat(self, audio: bytes) -> None:
        """Say something over and over, instead of what was still to be said."""
        self.hush()
        self._peer.say((audio + bytes(2 * RATE)) * 60)

    def hush(self) -> None:
        """Be silent."""
        self._peer.hush()
