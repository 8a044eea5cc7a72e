"""Providers and PBXs that hand calls over by WebSocket, as Twilio and Asterisk do it.

Each plays what it gets at the pace of a line, so that something waits there and can be taken back.
"""

import asyncio
import json
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import aiohttp

from voice.node.streams.codecs import CODECS, Codec

FRAME_SECONDS = 0.02
SECRET = "a-token-of-the-tests"


class FarSide:
    """A call at the far side. `heard` is what was played to its caller, at the line's rate, 16 bit."""

    form = ""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, codec: str = "ulaw") -> None:
        self.socket = socket
        self.codec: Codec = CODECS[codec]
        self.heard = bytearray()
        self.took: list[dict[str, Any]] = []  # all that is no audio
        self.waiting: deque[bytes | str] = deque()  # pieces of audio to be played, and marks between them
        self.to_say: deque[bytes] = deque()  # frames in the line's codec
        self.pieces = 0  # of audio that came
        self.marked: list[str] = []  # marks that were reached
        self.plays = True
        self.speaks = True  # a line that works one way only does not
        self.over = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def calling(
        cls, url: str, path: str = "", codec: str = "ulaw", **connect: Any
    ) -> AsyncIterator[Self]:
        """Open a stream and begin a call; the far side hangs up at the end of the block."""
        address = f"{url}/streams/{cls.form}{path}"
        async with aiohttp.ClientSession() as client, client.ws_connect(address, **connect) as socket:
            call = cls(socket, codec)
            await call.begin()
            async with asyncio.TaskGroup() as tasks:
                working = [tasks.create_task(call._read()), tasks.create_task(call._keep_time())]
                try:
                    yield call
                finally:
                    await call.hang_up()
                    for task in working:
                        task.cancel()

    # --- what its caller does ------------------------------------------------------------------------

    def say(self, samples: bytes) -> None:
        """Have the caller say something (16 bit, at the line's rate), frame by frame."""
        size = 2 * round(self.codec.rate * FRAME_SECONDS)
        frames = (samples[at : at + size].ljust(size, b"\0") for at in range(0, len(samples), size))
        self.to_say.extend(self.codec.encode(frame) for frame in frames)

    async def press(self, keys: str) -> None:
        """Have the caller press keys."""
        for key in keys:
            await self._press(key)

    async def hang_up(self) -> None:
        """Have the caller hang up."""
        if not self.socket.closed:
            await self.end()
        await self.socket.close()

    async def send(self, message: dict[str, Any]) -> None:
        await self.socket.send_str(json.dumps(message))

    # --- what a form does ----------------------------------------------------------------------------

    async def begin(self) -> None:
        raise NotImplementedError

    async def speak(self, audio: bytes) -> None:
        """Send 20 ms of audio in the line's codec."""
        raise NotImplementedError

    async def end(self) -> None:
        """Say that the caller has gone."""

    async def played(self, mark: str) -> None:
        raise NotImplementedError

    def take(self, message: aiohttp.WSMessage) -> None:
        raise NotImplementedError

    async def _press(self, key: str) -> None:
        raise NotImplementedError

    # --- the line ------------------------------------------------------------------------------------

    async def _read(self) -> None:
        async for message in self.socket:
            self.take(message)
        self.over.set()

    async def _keep_time(self) -> None:
        """Play and speak 20 ms after 20 ms, until the call is over."""
        loop = asyncio.get_running_loop()
        silence = self.codec.encode(bytes(2 * round(self.codec.rate * FRAME_SECONDS)))
        started, ticks = loop.time(), 0
        while not self.socket.closed:
            ticks += 1
            tick = asyncio.Event()
            loop.call_at(started + ticks * FRAME_SECONDS, tick.set)
            await tick.wait()
            try:
                await self._play()
                if self.speaks:
                    await self.speak(self.to_say.popleft() if self.to_say else silence)
            except ConnectionError:  # it is over
                return

    async def _play(self) -> None:
        piece = b""
        while self.plays and self.waiting and not piece:
            first = self.waiting.popleft()
            if isinstance(first, bytes):
                piece = first
            else:
                self.marked.append(first)
                await self.played(first)
        silence = bytes(2 * round(self.codec.rate * FRAME_SECONDS))
        self.heard += self.codec.decode(piece) if piece else silence

    def forget(self) -> list[str]:
        """Take back what was not played; return the marks there were."""
        marks = [one for one in self.waiting if isinstance(one, str)]
        self.waiting.clear()
        return marks


class TwilioFarSide(FarSide):
    """As https://www.twilio.com/docs/voice/media-streams/websocket-messages has it."""

    form = "twilio"
    parameters: dict[str, str] = {"called": "100", "caller": "+442079460123"}
    _ids = {"accountSid": "AC" + "0" * 32, "callSid": "CA" + "1" * 32}
    _sid = "MZ" + "2" * 32

    async def begin(self) -> None:
        await self.send({"event": "connected", "protocol": "Call", "version": "1.0.0"})
        line = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
        start = self._ids | {"streamSid": self._sid, "tracks": ["inbound"], "mediaFormat": line}
        await self.tell("start", sequenceNumber="1", start=start | {"customParameters": self.parameters})

    async def tell(self, event: str, **what: Any) -> None:
        await self.send({"event": event, "streamSid": self._sid, **what})

    async def speak(self, audio: bytes) -> None:
        payload = b64encode(audio).decode()
        await self.tell(
            "media", media={"track": "inbound", "chunk": "1", "timestamp": "5", "payload": payload}
        )

    async def end(self) -> None:
        await self.tell("stop", stop=self._ids)

    async def played(self, mark: str) -> None:
        await self.tell("mark", mark={"name": mark})

    def take(self, message: aiohttp.WSMessage) -> None:
        said = json.loads(message.data)
        assert said["streamSid"] == self._sid
        if said["event"] == "media":
            self.pieces += 1
            self.waiting.append(b64decode(said["media"]["payload"]))
            return
        self.took.append(said)
        if said["event"] == "mark":
            self.waiting.append(said["mark"]["name"])
        elif said["event"] == "clear":
            self.waiting.extend(self.forget())  # all marks come back at once

    async def _press(self, key: str) -> None:
        await self.tell("dtmf", dtmf={"track": "inbound_track", "digit": key})


class AsteriskFarSide(FarSide):
    """As Asterisk's chan_websocket does, with its control messages as plain texts."""

    form = "asterisk"
    _channel = "pbx1-123456789.999"

    async def begin(self) -> None:
        await self.event(
            "MEDIA_START",
            connection_id="e226e283",
            channel="WebSocket/switchboard/0x1",
            channel_id=self._channel,
            format=self.codec.name,
            optimal_frame_size=self.codec.piece,
            ptime=20,
        )

    async def event(self, event: str, **what: Any) -> None:
        await self.socket.send_str(" ".join([event, *(f"{name}:{value}" for name, value in what.items())]))

    async def speak(self, audio: bytes) -> None:
        await self.socket.send_bytes(audio)

    async def played(self, mark: str) -> None:
        await self.socket.send_str(f"MEDIA_MARK_PROCESSED {mark}")

    def take(self, message: aiohttp.WSMessage) -> None:
        if message.type is aiohttp.WSMsgType.BINARY:
            assert len(message.data) % self.codec.piece == 0, "what is no whole frame, Asterisk drops"
            self.pieces += 1
            self.waiting.append(message.data)
            return
        assert len(message.data) <= 128, "Asterisk takes no longer texts"
        self.obey(*self.command(message.data))

    def command(self, text: str) -> tuple[str, str]:
        """Return a command, and the id it has."""
        name, _, id = text.partition(" ")
        return name, id

    def obey(self, command: str, id: str) -> None:
        self.took.append({"command": command})
        if command == "MARK_MEDIA":
            self.waiting.append(id)
        elif command == "FLUSH_MEDIA":
            self.forget()  # marks too are lost

    async def _press(self, key: str) -> None:
        await self.event("DTMF_END", digit=key, channel_id=self._channel)


class JsonAsteriskFarSide(AsteriskFarSide):
    """The same, with its control messages in JSON."""

    async def event(self, event: str, **what: Any) -> None:
        await self.send({"event": event, **what})

    async def played(self, mark: str) -> None:
        await self.event("MEDIA_MARK_PROCESSED", channel_id=self._channel, correlation_id=mark)

    def command(self, text: str) -> tuple[str, str]:
        said = json.loads(text)
        return said["command"], said.get("correlation_id", "")
