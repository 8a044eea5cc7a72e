"""An agent's browser as a program: it speaks what it is given into a call, and keeps what it hears."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from fractions import Fraction

import numpy
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame
from av.audio.resampler import AudioResampler

from tests.e2e.clients import DeskAgent
from tests.e2e.phone import LINE, Samples
from voice.node.legs import FRAME, FRAME_SAMPLES, FRAME_SECONDS, RATE, SILENT


class Microphone(MediaStreamTrack):
    """Speaks frames at their pace, and silence after them."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self.to_say: deque[bytes] = deque()
        self._begun = 0.0
        self._frames = 0

    async def recv(self) -> AudioFrame:
        loop = asyncio.get_running_loop()
        self._begun = self._begun or loop.time()
        due = asyncio.Event()
        loop.call_at(self._begun + self._frames * FRAME_SECONDS, due.set)
        await due.wait()
        frame = AudioFrame(format="s16", layout="mono", samples=FRAME_SAMPLES)
        frame.planes[0].update(self.to_say.popleft() if self.to_say else SILENT)
        frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
        frame.pts = self._frames * FRAME_SAMPLES
        self._frames += 1
        return frame


class AgentPhone:
    """An agent's audio in one call. `heard` is all that came, at LINE samples a second."""

    def __init__(self) -> None:
        self._microphone = Microphone()
        self._heard = bytearray()

    @property
    def heard(self) -> Samples:
        return numpy.frombuffer(bytes(self._heard), "<i2")

    @classmethod
    @asynccontextmanager
    async def joining(cls, desk: DeskAgent, conversation: str) -> AsyncIterator["AgentPhone"]:
        """Join the call of a conversation; leave it at the end of the block."""
        phone = cls()
        connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        connection.addTrack(phone._microphone)
        connection.on("track", phone._listen)
        try:
            await connection.setLocalDescription(await connection.createOffer())
            answer = await desk.call(
                "POST", f"/conversations/{conversation}/call/audio", {"sdp": connection.localDescription.sdp}
            )
            await connection.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))
            yield phone
        finally:
            await connection.close()

    def say(self, audio: bytes) -> None:
        """Say something (at RATE)."""
        frames = (audio[at : at + FRAME].ljust(FRAME, b"\0") for at in range(0, len(audio), FRAME))
        self._microphone.to_say.extend(frames)

    async def _listen(self, track: MediaStreamTrack) -> None:
        resampler = AudioResampler(format="s16", layout="mono", rate=LINE)
        with suppress(MediaStreamError):
            while True:
                received = await track.recv()
                if isinstance(received, AudioFrame):
                    for frame in resampler.resample(received):
                        self._heard += bytes(frame.planes[0])[: 2 * frame.samples]
