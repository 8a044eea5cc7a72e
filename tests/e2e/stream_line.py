"""Calls by media stream: hubs that take them, and what their callers say and hear."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy

from hub.core.free_port import free_port
from tests.e2e.hub_process import HubProcess
from tests.e2e.patience import until
from tests.e2e.phone import ANSWERS_WITHIN, LINE, LOUD, Samples, is_over, over_and_over
from tests.e2e.voice_site import running
from tests.fakes.speech import MODELS, need
from tests.fakes.streams import SECRET, FarSide

BEARER = {"Authorization": f"Bearer {SECRET}"}


def stream_env(address: str) -> dict[str, str]:
    """Return the settings of a hub that takes media streams there, and no SIP."""
    need("whisper-tiny-en", "piper-en-joe")
    return {
        "SWITCHBOARD_VOICE_STREAMS_LISTEN": address,
        "SWITCHBOARD_VOICE_STREAMS_TOKEN": SECRET,
        "SWITCHBOARD_VOICE_RECOGNISER": "whisper-tiny-en",
        "SWITCHBOARD_VOICE_VOICES": "piper-en-joe",
        "SWITCHBOARD_MODELS_FOLDER": str(MODELS),
    }


@asynccontextmanager
async def taking_streams(folder: Path) -> AsyncIterator[tuple[HubProcess, str]]:
    """Run a hub that takes media streams and no SIP; yields it and where its door is."""
    address = f"127.0.0.1:{free_port()}"
    hub = HubProcess(folder, env=stream_env(address))
    async with running(hub):
        yield hub, f"http://{address}"


class Caller:
    """Who called by a stream. `heard` is what their telephone played so far, at the stream's rate."""

    def __init__(self, far: FarSide) -> None:
        self._far = far
        self._answered_at = 0

    @property
    def heard(self) -> Samples:
        return numpy.frombuffer(bytes(self._far.heard), "<i2")

    @property
    def is_silent(self) -> bool:
        """Whether all that is to be said went out, and so long ago that an answer would have begun."""
        return len(self.heard) >= self._answered_at

    async def say(self, samples: Samples) -> None:
        """Say something."""
        self._answered_at = len(self.heard) + len(samples) + ANSWERS_WITHIN
        self._far.say(samples.tobytes())

    def repeat(self, samples: Samples) -> None:
        """Say something over and over: of what is said once, a busy machine may lose what tells it."""
        self._far.say(over_and_over(samples).tobytes())

    def hush(self) -> None:
        """Say nothing more."""
        self._far.to_say.clear()

    async def until_addressed(self, after: int = 0) -> None:
        """Wait until somebody speaks to them, later than that sample."""

        async def addressed() -> bool:
            return int((abs(self.heard[after:].astype(int)) > LOUD).sum()) > LINE

        await until("somebody who speaks", addressed)

    async def until_spoken_to(self, after: int = 0) -> int:
        """Wait until somebody has spoken, later than that sample, and is silent; return how much there is."""

        async def spoken_to() -> bool:
            return is_over(self.heard[after:])

        await until("somebody who speaks and stops", spoken_to)
        return len(self.heard)
