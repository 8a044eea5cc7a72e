"""A browser's end of a WebRTC call: it speaks what it is given, and keeps what it hears."""

import asyncio
from collections import deque
from contextlib import suppress
from fractions import Fraction

from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame
from av.audio.resampler import AudioResampler

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


class BrowserPeer:
    """One call. `heard` is all that came, 16 bit, at the rate it was made with."""

    def __init__(self, rate: int = RATE) -> None:
        self.heard = bytearray()
        self._rate = rate
        self._microphone = Microphone()
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._connection.addTrack(self._microphone)
        self._connection.on("track", self._listen)

    async def offer(self) -> str:
        """Return the offer (SDP)."""
        await self._connection.setLocalDescription(await self._connection.createOffer())
        return self._connection.localDescription.sdp

    async def take(self, answer: str) -> None:
        """Take the answer (SDP): audio flows soon."""
        await self._connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    def say(self, audio: bytes) -> None:
        """Say something (at RATE), frame by frame."""
        frames = (audio[at : at + FRAME].ljust(FRAME, b"\0") for at in range(0, len(audio), FRAME))
        self._microphone.to_say.extend(frames)

    def hush(self) -> None:
        """Say nothing more."""
        self._microphone.to_say.clear()

    async def close(self) -> None:
        """Hang up."""
        await self._connection.close()

    async def _listen(self, track: MediaStreamTrack) -> None:
        resampler = AudioResampler(format="s16", layout="mono", rate=self._rate)
        with suppress(MediaStreamError):
            while True:
                received = await track.recv()
                if isinstance(received, AudioFrame):
                    for frame in resampler.resample(received):
                        self.heard += bytes(frame.planes[0])[: 2 * frame.samples]
