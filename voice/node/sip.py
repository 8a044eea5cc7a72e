"""SIP: calls of phones, trunks and PBXs become legs. libre/baresip has signalling, RTP and SRTP.

RFC 3261 (SIP), 3550 and 3711 (RTP, SRTP), 4733 (keys), 3515 (transfer).
"""

import asyncio
from collections.abc import AsyncIterator, Callable

import structlog
from baresip import (
    Account,
    AudioNotActive,
    AudioRestarted,
    BaresipError,
    Call,
    CallState,
    Config,
    DigitEvent,
    Event,
    Runtime,
    StackEvent,
    StaleHandleError,
    UserAgent,
)

from voice.messages import Cause
from voice.node.legs import RATE, Down, Key, LegEvent, OnHold, Up
from voice.node.lines import Inward, Rate

log = structlog.get_logger()

CODECS = ("opus/48000/2", "g722/16000/1", "pcmu", "pcma")
AHEAD = 2
"""Frames written before the first: so late a tick of ours may be without a gap at the other side."""
ANY = frozenset({"0.0.0.0", "::"})  # noqa: S104 - asks whether it is so
READ = 19_200
"""Bytes read at once: 200 ms at 48 kHz."""


class SipLeg:
    """A SIP call as a leg. Made by SipDoor."""

    def __init__(self, call: Call, called: str) -> None:
        self._call = call
        self._events: asyncio.Queue[LegEvent] = asyncio.Queue()
        self._in: Inward | None = None
        self._out: Rate | None = None
        self._why = Cause.NORMAL
        self.called = called
        self.remote = call.peer or ""
        self.name = ""
        call.on(self._on_event)
        call.on_dtmf(self._on_key)

    async def answer(self) -> None:
        """Take the call."""
        try:
            await self._call.answer()
        except BaresipError as error:  # it is gone: its end is an event of its own
            log.info("sip_not_answered", error=str(error))

    async def hang_up(self, cause: Cause = Cause.NORMAL) -> None:
        """End the call, or refuse it."""
        if self._call.state is CallState.CLOSED:
            return
        self._why = cause
        try:
            if self._call.state is CallState.INCOMING and cause is Cause.BUSY:
                await self._call.reject()
            else:
                await self._call.hangup()
        except StaleHandleError:
            pass

    async def send_keys(self, keys: str) -> None:
        """Press keys (RFC 4733)."""
        await self._call.send_dtmf(keys)

    async def transfer(self, target: str) -> None:
        """Transfer blindly (RFC 3515)."""
        self._why = Cause.TRANSFERRED
        await self._call.transfer(target)

    def hear(self) -> bytes | None:
        """Return the next frame."""
        if self._in is None:
            return None
        try:
            self._in.put(self._call.audio.read(READ))
        except AudioRestarted:
            self._begin()
        except AudioNotActive:
            pass
        return self._in.take()

    def say(self, frame: bytes) -> None:
        """Send a frame."""
        if self._out is None:
            return
        try:
            self._call.audio.write(self._out.bring(frame))
        except AudioRestarted:
            self._begin()
        except AudioNotActive:
            pass

    async def events(self) -> AsyncIterator[LegEvent]:
        """Yield what happens until the call is over."""
        while True:
            event = await self._events.get()
            yield event
            if isinstance(event, Down):
                return

    def _begin(self) -> None:
        """Set up for the audio there is now; a renegotiation may have changed its rate."""
        try:
            audio = self._call.audio.info()
        except AudioNotActive:
            return
        self._in = Inward(audio.rx_sample_rate)
        self._out = Rate(RATE, audio.tx_sample_rate)
        self._call.audio.write(bytes(audio.tx_sample_rate * audio.tx_ptime_ms // 500 * AHEAD))

    def _on_event(self, event: StackEvent) -> None:
        match event.event:
            case Event.CALL_ESTABLISHED:
                self._begin()
                self._events.put_nowait(Up())
            case Event.CALL_HOLD | Event.CALL_RESUME:
                self._events.put_nowait(OnHold(event.event is Event.CALL_HOLD))
            case Event.CALL_CLOSED:
                self._events.put_nowait(Down(self._why))

    def _on_key(self, key: DigitEvent) -> None:
        self._events.put_nowait(Key(key.digit))


class SipDoor:
    """Listens for SIP calls and places them. One to a process: the stack is a process's own."""

    def __init__(self, host: str, port: int, rtp_ports: str, on_call: Callable[[SipLeg], None]) -> None:
        self._host = host
        self._port = port
        self._rtp_ports = rtp_ports
        self._on_call = on_call
        self._runtime = Runtime()
        self._agent: UserAgent | None = None

    async def open(self) -> None:
        """Begin to listen; raises BaresipError when the address is taken."""
        await self._runtime.start(
            Config(
                net_interface=None if self._host in ANY else self._host,
                max_concurrent_calls=None,
                expose_headers=("To", "From", "P-Asserted-Identity", "Diversion"),
                extra_config_text=(
                    f"sip_listen {self._host}:{self._port}\n"
                    f"rtp_ports {self._rtp_ports}\n"
                    "audio_jitter_buffer_type adaptive\n"
                    "audio_jitter_buffer_ms 40-200\n"
                ),
            )
        )
        account = Account(
            user="switchboard",
            domain=f"{self._host}:{self._port}",
            password="",
            reg_interval=0,
            audio_codecs=CODECS,
            extra_params=("catchall=yes",),
        )
        self._agent = await UserAgent.create(self._runtime, account)
        self._agent.on_incoming(self._incoming)

    async def close(self) -> None:
        """Stop listening; calls that still go on are ended."""
        await self._runtime.close()

    async def dial(self, uri: str) -> SipLeg:
        """Call somebody; `Up` comes when they take the call."""
        if self._agent is None:
            raise BaresipError("The SIP door is closed.")
        return SipLeg(await self._agent.dial(uri), "")

    def _incoming(self, call: Call) -> None:
        self._on_call(SipLeg(call, call.headers.get("To", "")))
