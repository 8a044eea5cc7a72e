"""The SIP door: listens for calls, and places them."""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import AsyncExitStack

import structlog
from baresip import BaresipError, Call, Config, Runtime, StackEvent
from msgspec.structs import replace

from hub.core.clock import Clock, SystemClock
from hub.core.free_port import free_port
from voice.node.legs import LegError
from voice.node.sip.accounts import Accounts
from voice.node.sip.border import Border
from voice.node.sip.leg import SipLeg
from voice.node.sip.numbers import Dialled, dialled
from voice.node.sip.places import INSIDE
from voice.node.sip.presses import Way
from voice.node.sip.way_in import CALLED, CALLER, FROM_PHONE, FROM_TRUNK, NAME
from voice.node.sip_settings import Sip
from voice.reports import Cause

log = structlog.get_logger()

OPEN = Sip(calls_per_second=1e4, calls_per_source=1e4, most_per_source=10_000, most_calls=10_000)
SILENT_FOR = 300
"""Seconds without any packet of audio after which a call is over: its other side is gone."""
TRIES = 5
"""Of finding a free port for the stack."""


class SipDoor:
    """Listens for SIP calls and places them. One to a process: the stack is a process's own."""

    def __init__(
        self,
        host: str,
        port: int,
        rtp_ports: str,
        on_call: Callable[[SipLeg], None],
        settings: Sip | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Take `settings` where they are given, else those of an open door at an address, without limits."""
        self._settings = settings or replace(OPEN, host=host, port=port, rtp_ports=rtp_ports)
        self._clock = clock or SystemClock()
        self._on_call = on_call
        self._runtime = Runtime()
        self._legs: dict[tuple[str, bool], SipLeg] = {}
        self._stack = AsyncExitStack()
        self._border: Border | None = None
        self._accounts: Accounts | None = None

    @property
    def trunks(self) -> dict[str, str]:
        """What becomes of our registrations: "registered", or why not, by trunk."""
        return self._accounts.states if self._accounts else {}

    async def open(self) -> None:
        """Begin to listen; raises BaresipError or OSError when an address is taken."""
        try:
            await self._open()
        except BaseException:
            await self._stack.aclose()
            raise

    async def _open(self) -> None:
        tasks = await self._stack.enter_async_context(asyncio.TaskGroup())
        border = Border(self._settings, secrets.token_bytes(32), self._clock, tasks, self._on_key)
        self._stack.callback(border.close)
        port = await self._start()
        self._stack.push_async_callback(self._runtime.close)
        inside = await border.open(port)
        self._border = border
        self._accounts = Accounts(self._runtime, self._settings, inside, port, self._incoming, tasks)
        await self._accounts.open()

    async def close(self) -> None:
        """Stop listening; calls that still go on are ended."""
        if self._accounts:
            await self._accounts.close()
        await self._stack.aclose()

    async def dial(self, uri: str, *, caller: str = "", trunk: str = "", name: str = "") -> SipLeg:
        """Call somebody, showing the number `caller` and a name.

        `uri` is a SIP URI, a number (by the trunk), or `phone:ada`, one of our telephones. `Up` comes when
        they answer, else `Down` says why not. Raises LegError where nothing can even be tried.
        """
        if self._accounts is None:
            raise LegError(Cause.FAILED, "The SIP door is closed.")
        call = dialled(self._settings, uri, caller=caller, trunk=trunk, name=name)
        agent = self._accounts.agent(call.trunk, call.encryption)
        early: list[StackEvent] = []
        self._runtime.subscribe(early.append)
        try:
            dialling = await agent.dial(call.uri, call.headers)
        except (BaresipError, ValueError) as error:
            raise LegError(Cause.UNREACHABLE, f"{uri} cannot be called: {error}") from error
        finally:
            self._runtime.unsubscribe(early.append)
        leg = self._leg(dialling, call)
        for event in early:  # what the stack said before the library had an object that listens
            if event.call == dialling.handle:
                dialling._on_stack_event(event)
        return self._known(leg)

    async def _start(self) -> int:
        """Start the stack at a free port inside; return the port."""
        for _ in range(TRIES - 1):
            try:
                return await self._start_at(free_port())
            except BaresipError:
                self._runtime = Runtime()
        return await self._start_at(free_port())

    async def _start_at(self, port: int) -> int:
        await self._runtime.start(
            Config(
                net_interface=INSIDE,
                max_concurrent_calls=None,
                rtp_timeout=SILENT_FOR,
                expose_headers=(CALLED, CALLER, NAME, FROM_TRUNK, FROM_PHONE),
                extra_config_text=(
                    f"sip_listen {INSIDE}:{port}\n"
                    "sip_transports udp\n"
                    f"rtp_ports {self._settings.rtp_ports}\n"
                    "audio_jitter_buffer_type adaptive\n"
                    "audio_jitter_buffer_ms 20-200\n"
                ),
            )
        )
        return port

    # --- legs ----------------------------------------------------------------------------------------

    def _incoming(self, call: Call) -> None:
        self._on_call(self._known(self._leg(call, None)))

    def _leg(self, call: Call, out: Dialled | None) -> SipLeg:
        leg = SipLeg(call, out, self._clock, self._refuse, self._over)
        trunk = next((one for one in self._settings.trunks if one.name == leg.trunk), None)
        leg.domain = trunk.domain if trunk else leg.domain
        return leg

    def _known(self, leg: SipLeg) -> SipLeg:
        """Find it again by its Call-ID, as long as it lasts."""
        if leg.call_id and not leg.is_over:
            self._legs[leg.call_id, leg.outgoing] = leg
        return leg

    def _refuse(self, leg: SipLeg, status: int, reason: str) -> None:
        if self._border and leg.call_id:
            self._border.refuse(leg.call_id, status, reason)

    def _over(self, leg: SipLeg) -> None:
        if self._border and leg.call_id:
            self._border.over(leg.call_id, ours=leg.outgoing)
            self._legs.pop((leg.call_id, leg.outgoing), None)

    def _on_key(self, call_id: str, ours: bool, key: str) -> None:
        leg = self._legs.get((call_id, ours))
        if leg:
            leg.key_came(key, Way.INFO)
