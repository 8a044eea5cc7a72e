"""An agent's browser as a program, with its audio in a call."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy

from tests.e2e.clients import DeskAgent
from tests.e2e.phone import LINE, Samples
from tests.fakes.browser_peer import BrowserPeer


class AgentPhone:
    """An agent's audio in one call. `heard` is all that came, at LINE samples a second."""

    def __init__(self) -> None:
        self._peer = BrowserPeer(LINE)

    @property
    def heard(self) -> Samples:
        return numpy.frombuffer(bytes(self._peer.heard), "<i2")

    @classmethod
    @asynccontextmanager
    async def joining(cls, desk: DeskAgent, conversation: str) -> AsyncIterator["AgentPhone"]:
        """Join the call of a conversation; leave it at the end of the block."""
        phone = cls()
        try:
            offer = {"sdp": await phone._peer.offer()}
            answer = await desk.call("POST", f"/conversations/{conversation}/call/audio", offer)
            await phone._peer.take(answer["sdp"])
            yield phone
        finally:
            await phone._peer.close()

    def say(self, audio: bytes) -> None:
        """Say something (at RATE)."""
        self._peer.say(audio)
