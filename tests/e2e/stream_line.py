"""Calls by media stream: what a hub needs to take them, and what their callers hear."""

import numpy

from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD
from tests.e2e.patience import until
from tests.e2e.phone import LINE, LOUD, Samples, is_over, over_and_over
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


async def change_number(url: str, entry_point: str, **what: object) -> None:
    """Set a number of the demo up in another way."""
    async with DeskAgent.signed_in(url, "admin", PASSWORD) as admin:
        path = f"/settings/entry-points/{entry_point}"
        line = await admin.call("GET", path)
        del line["id"]
        await admin.call("PUT", path, {**line, **what})


class Caller:
    """Who called by a stream. `heard` is what their telephone played so far, at the stream's rate."""

    def __init__(self, far: FarSide) -> None:
        self._far = far

    @property
    def heard(self) -> Samples:
        return numpy.frombuffer(bytes(self._far.heard), "<i2")

    def repeat(self, samples: Samples) -> None:
        """Say something over and over: of what is said once, a busy machine may lose what tells it."""
        self._far.say(over_and_over(samples).tobytes())

    def hush(self) -> None:
        """Say nothing more."""
        self._far.to_say.clear()

    async def until_addressed(self) -> None:
        """Wait until somebody speaks to them."""

        async def addressed() -> bool:
            return int((abs(self.heard.astype(int)) > LOUD).sum()) > LINE

        await until("somebody who speaks", addressed)

    async def until_spoken_to(self, after: int = 0) -> int:
        """Wait until somebody has spoken, later than that sample, and is silent; return how much there is."""

        async def spoken_to() -> bool:
            return is_over(self.heard[after:])

        await until("somebody who speaks and stops", spoken_to)
        return len(self.heard)
