"""WebRTC: a browser becomes a leg. Its offer comes by way of the hub, our answer goes back the same way.

RFC 8829 (offer and answer), 8445 (ICE, all candidates at once), 6716 (Opus).
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from fractions import Fraction

import aioice.ice
import structlog
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCDataChannel,
    RTCIceServer,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from aiortc.stats import RTCInboundRtpStreamStats, RTCRemoteInboundRtpStreamStats
from av import AudioFrame
from av.audio.resampler import AudioResampler

from voice.node.figures import LOST
from voice.node.legs import FRAME_SAMPLES, RATE, Down, Key, LegError, LegEvent, LegEvents, Up
from voice.node.lines import Inward
from voice.reports import Cause

log = structlog.get_logger()

AHEAD = 10
"""Frames that may wait for the network; older ones are dropped, as late audio is of no use."""
GONE_AFTER = 500
"""Frames (ten seconds). ICE's own check of consent takes minutes to give up."""
KEYS = "keys"
"""The data channel by which browsers press keys."""
MOST_KEYS = 12
"""Keys that are taken in a second."""
LOOPBACK = "127.0.0.1"


def only_loopback() -> None:
    """Offer the machine's own address and no other: for a hub that serves nobody else.

    aioice leaves it out otherwise and has no setting for it.
    """
    aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: [LOOPBACK]


class _Out(MediaStreamTrack):
    """What goes to the browser, as aiortc asks for it."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._frames: asyncio.Queue[bytes] = asyncio.Queue(AHEAD)
        self._at = 0

    def put(self, frame: bytes) -> None:
        """Queue a frame; the oldest goes when there is no room."""
        if self._frames.full():
            self._frames.get_nowait()
        self._frames.put_nowait(frame)

    def clear(self) -> int:
        """Forget what was not asked for yet; return how many frames."""
        waiting = self._frames.qsize()
        while not self._frames.empty():
            self._frames.get_nowait()
        return waiting

    async def recv(self) -> AudioFrame:
        """Return the next frame once it is there."""
        audio = AudioFrame(format="s16", layout="mono", samples=FRAME_SAMPLES)
        audio.planes[0].update(await self._frames.get())
        audio.sample_rate = RATE
        audio.pts = self._at
        audio.time_base = Fraction(1, RATE)
        self._at += FRAME_SAMPLES
        return audio


class WebRtcLeg:
    """A browser as a leg. Made by `accept`."""

    door = "browser"

    def __init__(self, connection: RTCPeerConnection, name: str) -> None:
        self._connection = connection
        self._out = _Out()
        self._in = Inward(RATE)
        self._events = LegEvents()
        self._over = False
        self._missing = 0  # frames that did not come, in a row
        self._pressed_at: deque[float] = deque(maxlen=MOST_KEYS)
        self.remote = name
        self.called = ""
        self.name = name
        connection.on("connectionstatechange", self._changed)
        connection.on("track", self._hears)
        connection.on("datachannel", self._opened)
        connection.addTrack(self._out)

    async def answer(self) -> None:
        """Do nothing: the browser's offer was answered already."""

    async def hang_up(self, cause: Cause = Cause.NORMAL) -> None:
        """End it."""
        await self._finish(cause)

    async def send_keys(self, keys: str) -> None:
        """Do nothing: there is nobody behind a browser who reads keys."""

    async def transfer(self, target: str) -> None:
        """Refuse: a browser cannot call somebody else."""
        raise LegError(Cause.REFUSED, "A browser cannot be transferred.")

    def hear(self) -> bytes | None:
        """Return the next frame. A browser that sends none for long is gone: a muted one sends silence."""
        frame = self._in.take()
        self._missing = 0 if frame else self._missing + 1
        if self._missing == GONE_AFTER:
            self._events.put(Down(Cause.UNREACHABLE))
        return frame

    def say(self, frame: bytes) -> None:
        """Send a frame."""
        self._out.put(frame)

    def clear(self) -> int:
        """Take back what did not go out yet."""
        return self._out.clear()

    async def events(self) -> AsyncIterator[LegEvent]:
        """Yield what happens until it is over."""
        async for event in self._events.until_down():
            if isinstance(event, Down):
                await self._finish(event.cause)  # without effect, unless it is `hear` that found it gone
            yield event

    async def _changed(self) -> None:
        match self._connection.connectionState:
            case "connected":
                self._events.put(Up())
            case "failed":
                await self._finish(Cause.UNREACHABLE)
            case "closed":
                await self._finish(Cause.NORMAL)

    def _opened(self, channel: RTCDataChannel) -> None:
        """Take the keys that the browser's user presses, each a message of the channel made for them."""
        if channel.label == KEYS:
            channel.on("message", self._pressed)

    def _pressed(self, key: object) -> None:
        """Take one key; what is none, or comes faster than fingers are, is dropped."""
        if not (isinstance(key, str) and len(key) == 1 and key in "0123456789*#") or self._over:
            return
        now = asyncio.get_running_loop().time()
        if len(self._pressed_at) == MOST_KEYS and now - self._pressed_at[0] < 1:
            return
        self._pressed_at.append(now)
        self._events.put(Key(key))

    async def _finish(self, cause: Cause) -> None:
        """Close it, once, and count what was lost on the way."""
        if self._over:
            return
        self._over = True
        self._out.stop()
        self._events.put(Down(cause))
        try:
            for one in (await self._connection.getStats()).values():
                if isinstance(one, RTCInboundRtpStreamStats):
                    LOST.labels(self.door, "in").inc(max(one.packetsLost, 0))
                elif isinstance(one, RTCRemoteInboundRtpStreamStats):
                    LOST.labels(self.door, "out").inc(max(one.packetsLost, 0))
        finally:
            await self._connection.close()

    async def _hears(self, track: MediaStreamTrack) -> None:
        """Take what the browser sends until it stops; aiortc runs this as a task of the connection."""
        resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
        with suppress(MediaStreamError):
            while True:
                received = await track.recv()
                if not isinstance(received, AudioFrame):
                    continue
                for frame in resampler.resample(received):
                    self._in.put(bytes(frame.planes[0])[: 2 * frame.samples])


class BrowserDoor:
    """Lets browsers in."""

    def __init__(self, ice_servers: Sequence[str] = (), *, loopback: bool = False) -> None:
        """Take STUN and TURN servers; with `loopback`, only browsers of this machine are served."""
        self._servers = [RTCIceServer(urls=url) for url in ice_servers]
        self._loopback = loopback
        if loopback:
            only_loopback()

    async def accept(self, offer: str, name: str) -> tuple[WebRtcLeg, str]:
        """Answer a browser's offer (SDP); return its leg and our answer.

        Raises whatever aiortc does when the offer cannot be read.
        """
        if self._loopback:
            offer = _at_home(offer)
        connection = RTCPeerConnection(RTCConfiguration(iceServers=self._servers))
        leg = WebRtcLeg(connection, name)
        try:
            await connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
            await connection.setLocalDescription(await connection.createAnswer())
        except BaseException:
            await connection.close()
            raise
        return leg, connection.localDescription.sdp


def _at_home(offer: str) -> str:
    """Return an offer without the candidates that are not this machine's own address."""
    lines = offer.splitlines()
    kept = [line for line in lines if not line.startswith("a=candidate") or f" {LOOPBACK} " in line]
    return "\r\n".join(kept) + "\r\n"
