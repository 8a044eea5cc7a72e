"""A SIP call as a leg."""

from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import structlog
from baresip import (
    AudioNotActive,
    AudioRestarted,
    BaresipError,
    Call,
    CallState,
    Event,
    StackEvent,
    StaleHandleError,
    TransferFailed,
)

from hub.core.clock import Clock
from voice.node.figures import LOST
from voice.node.legs import RATE, Down, Key, LegError, LegEvent, LegEvents, OnHold, Up
from voice.node.lines import Inward, Surplus
from voice.node.rates import Rate
from voice.node.sip.addresses import parse_uri, unveiled
from voice.node.sip.causes import cause_of
from voice.node.sip.inband import Tones
from voice.node.sip.numbers import Dialled
from voice.node.sip.presses import Presses, Way
from voice.node.sip.way_in import CALLED, CALLER, FROM_PHONE, FROM_TRUNK, NAME
from voice.reports import Cause

log = structlog.get_logger()

STATUSES = {
    Cause.BUSY: (486, "Busy Here"),
    Cause.NO_ANSWER: (480, "Temporarily Unavailable"),
    Cause.REFUSED: (603, "Decline"),
    Cause.UNREACHABLE: (404, "Not Found"),
    Cause.FAILED: (500, "Server Internal Error"),
}
"""What callers are told whose calls are not taken."""
AHEAD = 2
"""Frames written before the first: so late a tick of ours may be without a gap at the other side."""
LOOKS_EVERY = 10
"""Frames after which is looked how far ahead we are; it takes 5 us."""
READ = 19_200
"""Bytes read at once: 200 ms at 48 kHz."""


class SipLeg:
    """A SIP call as a leg. Made by SipDoor."""

    door = "sip"

    def __init__(
        self,
        call: Call,
        out: Dialled | None,
        clock: Clock,
        refuse: Callable[["SipLeg", int, str], None],
        over: Callable[["SipLeg"], None],
    ) -> None:
        """Follow a call of the stack; `out` is what was dialled, where we call."""
        self._call = call
        self._refuse = refuse
        self._over = over
        self._events = LegEvents()
        self._in: Inward | None = None
        self._out: Rate | None = None
        self._ahead = Surplus(AHEAD - 1, looks=10)
        self._frames = 0  # said
        self._cushion = b""  # silence, as long as we are ahead
        self._presses = Presses(clock)
        self._tones = Tones()
        self._up = False
        self._ended: Cause | None = None  # by us, and why
        self.outgoing = out is not None
        headers = {name.lower(): value for name, value in call.headers.items()}
        self.called = headers.get(CALLED.lower(), "")
        self.remote = unveiled(out.uri) if out else headers.get(CALLER.lower(), call.peer or "")
        self.name = headers.get(NAME.lower(), "").encode("latin-1", "replace").decode("utf-8", "replace")
        self.trunk = out.trunk if out else headers.get(FROM_TRUNK.lower(), "")
        far = parse_uri(self.remote)
        self.domain = far.host if far else ""  # what numbers of the other side are at
        self.phone = headers.get(FROM_PHONE.lower(), "")
        call.on(self._on_event)

    @property
    def call_id(self) -> str:
        """The Call-ID, once there is one."""
        return self._call.call_id or ""

    @property
    def is_over(self) -> bool:
        """Whether the call has ended."""
        return self._call.state is CallState.CLOSED

    async def answer(self) -> None:
        """Take the call."""
        try:
            await self._call.answer()
        except BaresipError as error:  # it is gone: its end is an event of its own
            log.info("sip_not_answered", error=str(error))

    async def hang_up(self, cause: Cause = Cause.NORMAL) -> None:
        """End the call, refuse it, or stop ringing."""
        if self._call.state is CallState.CLOSED or self._ended:
            return
        self._ended = cause
        if self._call.state is CallState.INCOMING:
            self._refuse(self, *STATUSES.get(cause, STATUSES[Cause.REFUSED]))
        with suppress(StaleHandleError):
            await self._call.hangup()

    async def send_keys(self, keys: str) -> None:
        """Press keys (RFC 4733)."""
        await self._call.send_dtmf(keys)

    async def transfer(self, target: str) -> None:
        """Transfer blindly (RFC 3515), to a URI or a number of the other side's network.

        Raises LegError when the other side does not transfer, or does not reach them: the call goes on.
        """
        uri = target if ":" in target else f"sip:{target}@{self.domain}"
        try:
            await self._call.transfer(uri)
        except (BaresipError, ValueError) as error:
            status = error.status if isinstance(error, TransferFailed) else None
            text = f"{status} {error}" if status else str(error)
            raise LegError(cause_of(text, was_up=False), str(error)) from None

    def hear(self) -> bytes | None:
        """Return the next frame; before an outgoing call is answered, it may ring or speak already."""
        if self._in is None and self._up:  # its keys may still be agreed on (DTLS)
            self._begin()
        if self._in is None:
            return None
        try:
            self._in.put(self._call.audio.read(READ))
        except AudioRestarted:
            self._begin()
        except AudioNotActive:
            pass
        frame = self._in.take()
        for key in self._tones.hear(frame) if frame and self._up else ():
            self.key_came(key, Way.TONE)
        return frame

    def say(self, frame: bytes) -> None:
        """Send a frame."""
        if self._out is None:
            return
        try:
            self._frames += 1
            if self._frames % LOOKS_EVERY == 0:
                self._ahead.look(self._waiting())
            if not self._ahead.leaves_out(frame):
                self._call.audio.write(self._out.bring(frame))
        except AudioRestarted:
            self._begin()
        except AudioNotActive:
            pass

    def clear(self) -> int:
        """Take back what the stack has not sent; silence takes its place."""
        if self._out is None:
            return 0
        try:
            waiting = self._waiting()
            self._call.audio.flush_tx()
            self._call.audio.write(self._cushion)
        except (AudioRestarted, AudioNotActive):  # say() sees to it
            return 0
        self._ahead.forget()
        return waiting

    def _waiting(self) -> int:
        """Return how many frames the stack has not sent yet."""
        waiting: int = self._call.audio.info().tx_buffered
        return waiting * AHEAD // len(self._cushion)

    def events(self) -> AsyncIterator[LegEvent]:
        """Yield what happens until the call is over."""
        return self._events.until_down()

    def _begin(self) -> None:
        """Set up for the audio there is now; a renegotiation may have changed its rate."""
        try:
            audio = self._call.audio.info()
        except AudioNotActive:
            return
        if not (audio.rx_ready and audio.tx_ready):
            return
        self._in = Inward(audio.rx_sample_rate)
        self._out = Rate(RATE, audio.tx_sample_rate)
        self._cushion = bytes(audio.tx_sample_rate * audio.tx_ptime_ms // 500 * AHEAD)
        self._ahead.forget()
        self._call.audio.write(self._cushion)

    def _on_event(self, event: StackEvent) -> None:
        match event.event:
            case Event.CALL_PROGRESS:
                self._begin()
            case Event.CALL_ESTABLISHED:
                self._up = True
                self._begin()
                self._events.put(Up())
            case Event.CALL_HOLD | Event.CALL_RESUME:
                self._events.put(OnHold(event.event is Event.CALL_HOLD))
            case Event.CALL_DTMF_START if event.text:
                self.key_came(event.text, Way.EVENT)
            case Event.CALL_CLOSED:
                self._over(self)
                self._count_lost()
                cause = self._ended or cause_of(event.text or "", was_up=self._up)
                self._events.put(Down(cause))

    def _count_lost(self) -> None:
        if stats := self._call.final_stats:
            LOST.labels(self.door, "in").inc(max(stats.rx_lost, 0))
            LOST.labels(self.door, "out").inc(max(stats.tx_lost, 0))

    def key_came(self, key: str, way: Way) -> None:
        """Note a key that came by one of the ways."""
        if self._presses.is_new(key, way):
            self._events.put(Key(key))
