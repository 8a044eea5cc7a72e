"""A media stream as a leg: audio in and out by our clock, keys, and what the far side has still to play."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress

import structlog
from aiohttp import WSMsgType, web

from voice.node.legs import FRAME_SECONDS, RATE, SILENT, Down, Key, LegError, LegEvent, LegEvents, Up
from voice.node.lines import Inward
from voice.node.rates import Rate
from voice.node.streams.wire import Audio, Began, Full, Happening, Malformed, Played, Stopped, Wire
from voice.node.tones import LASTS, tones
from voice.reports import Cause

log = structlog.get_logger()

AHEAD = 25
"""Pieces that may wait for the network; older ones are dropped, as late audio is of no use."""
MARK_EVERY = 50
"""Pieces between two marks: one second."""
USUAL, LATE, TOO_LATE = 0.2, 0.5, 3.0
"""Seconds that were sent and not played: as ever; so many that silence is left out; so many that all goes."""
MOST_KEYS = 50
"""Keys we press that may wait: ten seconds of sounds."""
MOST_MALFORMED = 50
"""Messages of a call that may be nonsense before it ends."""


class StreamLeg:
    """A call that a provider or a PBX handed over. Made by StreamDoor, which runs it."""

    def __init__(self, wire: Wire, began: Began, called: str, caller: str, name: str) -> None:
        self.door = wire.form
        self.called = called
        self.remote = caller
        self.name = name
        self.id = began.id
        self._wire = wire
        self._in = Inward(wire.codec.rate)
        self._rate = Rate(RATE, wire.codec.rate)
        self._rest = bytearray()  # of what we said, less than a piece
        # Messages, and whether each is audio, of which AHEAD wait. The others are few: a socket that takes
        # nothing has no answer for the door's heartbeat either, which ends it.
        self._outbox: deque[tuple[str | bytes, bool]] = deque()
        self._news = asyncio.Event()
        self._keys: deque[bytes] = deque()  # frames of keys we press
        self._events = LegEvents()
        self._up = False
        self._over = False
        self._full = False
        self._sent = 0  # pieces
        self._cleared = 0  # pieces sent by the last time all was taken back
        self._behind = 0  # pieces the far side had not played when it last said so
        self._skip = 0  # silent pieces to leave out, so that the far side catches up
        self._malformed = 0

    # --- the port ------------------------------------------------------------------------------------

    async def answer(self) -> None:
        """Take the call."""
        if self._over or self._up:
            return
        self._up = True
        self._send(self._wire.answer())
        self._events.put(Up())

    async def hang_up(self, cause: Cause = Cause.NORMAL) -> None:
        """End the call; the far side's way of refusing one is the same."""
        if not self._over:
            self._send(self._wire.hang_up())
            self._end(cause)

    async def send_keys(self, keys: str) -> None:
        """Press keys, as their sounds: no form of streams has a message for it. Too many are dropped."""
        room = MOST_KEYS - len(self._keys) // (2 * LASTS)
        self._keys.extend(tones(keys[: max(room, 0)]))

    async def transfer(self, target: str) -> None:
        """Refuse: a stream cannot tell the far side to call somebody else."""
        raise LegError(Cause.REFUSED, "A media stream cannot be transferred.")

    def hear(self) -> bytes | None:
        """Return the next frame."""
        return self._in.take()

    def say(self, frame: bytes) -> None:
        """Send a frame."""
        if not self._up or self._over:
            return
        frame = self._keys.popleft() if self._keys else frame
        if self._full or (self._skip and frame == SILENT):
            self._skip = max(self._skip - 1, 0)
            return
        self._rest += self._wire.codec.encode(self._rate.bring(frame))
        while len(self._rest) >= (size := self._wire.piece):
            self._send(self._wire.audio(bytes(self._rest[:size])), audio=True)
            del self._rest[:size]
            self._sent += 1
            if self._sent % MARK_EVERY == 0:
                self._send(self._wire.mark(str(self._sent)))

    def clear(self) -> int:
        """Take back what was said and not played: what waits here, and there as far as marks told."""
        unsent = sum(is_audio for _, is_audio in self._outbox)
        self._outbox = deque(one for one in self._outbox if not one[1])
        behind, self._behind = max(self._behind, unsent), 0
        self._rest.clear()
        self._cleared, self._skip = self._sent, 0
        if self._up and not self._over:
            self._send(self._wire.clear())
        return behind

    def events(self) -> AsyncIterator[LegEvent]:
        """Yield what happens until the call is over."""
        return self._events.until_down()

    # --- the socket ----------------------------------------------------------------------------------

    async def run(self, socket: web.WebSocketResponse) -> None:
        """Carry the call until it ends on either side."""
        try:
            async with asyncio.TaskGroup() as tasks:
                writing = tasks.create_task(self._write(socket))
                async for message in socket:
                    if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                        self._read(message.data)
                    if self._over:
                        break
                if self._over:  # let the last of what we have to say go out
                    self._news.set()
                    await writing
                writing.cancel()
        finally:
            self._end(Cause.NORMAL)

    async def _write(self, socket: web.WebSocketResponse) -> None:
        """Send what there is to say until the call is over, and close the socket."""
        with suppress(ConnectionError):  # whoever reads sees that it is gone
            while True:
                while self._outbox:
                    message, _ = self._outbox.popleft()
                    if isinstance(message, str):
                        await socket.send_str(message)
                    else:
                        await socket.send_bytes(message)
                if self._over:
                    break
                self._news.clear()
                await self._news.wait()
        await socket.close()

    def _send(self, message: str | bytes, *, audio: bool = False) -> None:
        if not message:
            return
        if audio and len(self._outbox) >= AHEAD:
            oldest = next((one for one in self._outbox if one[1]), None)
            if oldest is not None:
                self._outbox.remove(oldest)
        self._outbox.append((message, audio))
        self._news.set()

    def _end(self, cause: Cause) -> None:
        if not self._over:
            self._over = True
            self._events.put(Down(cause))
            self._news.set()

    def _read(self, message: str | bytes) -> None:
        """Take a message; nonsense is passed over, unless there is nothing else."""
        try:
            happened = self._wire.read(message)
        except Malformed as error:
            self._malformed += 1
            if self._malformed == 1:
                log.warning("stream_message_malformed", stream=self.id, error=str(error))
            if self._malformed > MOST_MALFORMED:
                log.warning("stream_given_up", stream=self.id, malformed=self._malformed)
                self._send(self._wire.hang_up())
                self._end(Cause.FAILED)
            return
        if happened:
            self._take(happened)

    def _take(self, happened: Happening) -> None:
        match happened:
            case Audio() if self._up:
                self._in.put(self._wire.codec.decode(happened.audio))
            case Key() if self._up:
                self._events.put(happened)
            case Played():
                self._played(happened.mark)
            case Full():
                self._full = happened.on
                if happened.on:  # what waits there is so late that nobody wants it
                    self.clear()
            case Stopped():
                self._end(Cause.NORMAL)
            case Began():
                log.warning("stream_began_twice", stream=self.id)

    def _played(self, mark: str) -> None:
        """Look how far behind the far side is, and let it catch up."""
        if not mark.isdecimal() or not self._cleared < int(mark) <= self._sent:
            return  # none of ours, or of what was taken back
        self._behind = self._sent - int(mark)
        behind = self._behind * FRAME_SECONDS
        if behind > TOO_LATE:
            self.clear()
        elif behind > LATE:
            self._skip = round((behind - USUAL) / FRAME_SECONDS)
