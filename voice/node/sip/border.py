"""The border: all SIP between the network and the stack passes here (a small session border controller).

The stack, in C, listens inside only, and is sent nothing but well-formed requests of calls that may be.
Here our addresses are told as others reach us, and the transport changes from UDP, TCP or TLS to UDP inside
(RFC 3261, 3581); what requests may pass, each way says for itself.
"""

import asyncio

import structlog

from hub.core.clock import Clock
from voice.node.sip.addresses import tag_of
from voice.node.sip.crossings import Crossing, Crossings
from voice.node.sip.flows import Flow, Flows, udp
from voice.node.sip.gate import REFUSED, Gate
from voice.node.sip.message import Malformed, Message, parse
from voice.node.sip.parts import Parts
from voice.node.sip.places import INSIDE, Places
from voice.node.sip.registrar import Registrar
from voice.node.sip.sdp import reachable, tells
from voice.node.sip.way_in import PRIVATE, OnKey, WayIn
from voice.node.sip.way_out import WayOut
from voice.node.sip_settings import Sip

log = structlog.get_logger()

KEPT_EVERY = 25.0
"""Seconds; routers forget a way over UDP after thirty, some of them."""


class Border:
    """Passes messages on, both ways. `open` once, then `close`."""

    def __init__(
        self, settings: Sip, secret: bytes, clock: Clock, tasks: asyncio.TaskGroup, on_key: OnKey
    ) -> None:
        self._settings = settings
        self._secret = secret
        self._clock = clock
        self._on_key = on_key
        self._flows = Flows(self._from_network, tasks)
        self._tasks = tasks
        self._crossings = Crossings()
        self._gate = Gate(settings, secret, clock)
        self._keeping: asyncio.Task[None] | None = None
        self._inside: asyncio.DatagramTransport | None = None
        self._places: Places | None = None
        self._in: WayIn | None = None
        self._out: WayOut | None = None

    async def open(self, stack: int) -> int:
        """Listen, towards the network and inside; `stack` is the stack's port. Returns ours inside.

        Raises OSError when an address is taken.
        """
        settings = self._settings
        self._inside = await udp(INSIDE, 0, lambda data, ip, port: self._from_stack(data))
        inside: int = self._inside.get_extra_info("sockname")[1]
        self._places = Places(settings, inside, stack, self._secret)
        parts = Parts(
            settings=settings,
            trunks={trunk.name: trunk for trunk in settings.trunks},
            places=self._places,
            flows=self._flows,
            crossings=self._crossings,
            registrar=Registrar(self._clock, settings.phones),
            gate=self._gate,
            clock=self._clock,
            to_stack=self._to_stack,
        )
        self._in = WayIn(parts, self._on_key)
        self._out = WayOut(parts, self._tasks)
        await self._flows.listen(settings.host, settings.port)
        if settings.tls_port:
            await self._flows.listen_tls(settings.host, settings.tls_port, settings.certificate, settings.key)
        self._keeping = self._tasks.create_task(self._keep())
        return inside

    async def _keep(self) -> None:
        """Send empty lines where we are registered, so that routers between go on letting calls in."""
        while True:
            await self._clock.sleep(KEPT_EVERY)
            if self._out:
                self._out.keep()

    def close(self) -> None:
        """Pass nothing any more."""
        if self._keeping:
            self._keeping.cancel()
        self._flows.close()
        if self._inside:
            self._inside.close()

    def refuse(self, call_id: str, status: int, reason: str) -> None:
        """Let a call that the stack is about to refuse be refused with this status."""
        for crossing in self._crossings.named(call_id, ours=False):
            crossing.refused = (status, reason)

    def over(self, call_id: str, *, ours: bool) -> None:
        """Know that the stack is done with a call."""
        for crossing in self._crossings.named(call_id, ours=ours):
            crossing.over = crossing.over or self._clock.monotonic()

    # --- from the network ----------------------------------------------------------------------------

    def _from_network(self, data: bytes, flow: Flow) -> None:
        """Take one message of somebody; nothing that is wrong with it goes further than this."""
        if not data.strip(b"\r\n\0 ") or not self._gate.hears(flow.ip):
            return
        try:
            message = parse(data, stream=flow.transport != "udp")
            if not message.is_request:
                self._response(message, flow)
            elif self._in:
                self._in.take(message, flow)
        except Malformed as error:
            REFUSED.labels("malformed").inc()
            log.debug("sip_malformed", source=flow.ip, error=str(error))
        except Exception:
            log.exception("sip_message_failed", source=flow.ip)

    def _ours(self) -> Places:
        if self._places is None:
            raise OSError("the border is closed")
        return self._places

    def _response(self, message: Message, flow: Flow) -> None:
        """Pass an answer to the stack, if the stack asked."""
        places, vias = self._ours(), message.all("Via")
        if not places.is_answer(vias):
            raise Malformed("not an answer to us")
        message.put_all("Via", vias[1:])
        message.drop(*PRIVATE)
        if message.method == "INVITE" and 100 < message.status < 300:
            message.put_all("Record-Route", [*message.all("Record-Route"), places.record(flow.token)])
        if message.method == "REGISTER" and self._out:
            self._out.registered(message)
        if message.method == "INVITE" and self._out:
            self._out.heard(message)
        if message.body:
            message.body = reachable(message.body, flow.ip)
        self._to_stack(message)

    # --- from the stack ------------------------------------------------------------------------------

    def _to_stack(self, message: Message) -> None:
        if self._inside:
            self._inside.sendto(message.encode(), (INSIDE, self._ours().stack))

    def _from_stack(self, data: bytes) -> None:
        try:
            message = parse(data)
            message.drop("User-Agent", "Server")
            if not message.is_request:
                self._outward(message)
            elif self._out:
                self._out.send(message)
        except Exception:
            log.exception("sip_message_of_the_stack_failed")

    def _outward(self, message: Message) -> None:
        """Pass an answer of the stack to whoever asked."""
        places, vias = self._ours(), message.all("Via")
        way = self._flows.find(places.token_of(vias[0]))
        crossing = self._crossings.find(
            message.get("Call-ID"), tag_of(message.get("From")), tag_of(message.get("To"))
        )
        if way is None:
            return
        message.put_all("Via", vias[1:])
        message.put_all("Record-Route", places.without_ours(message.all("Record-Route")))
        places.contact(message, way.ip, way.transport)
        message.body = tells(message.body, places.told(way.ip))
        if crossing and message.method == "INVITE" and message.status >= 200:
            self._settled(message, crossing)
        way.send(message.encode())

    def _settled(self, message: Message, crossing: Crossing) -> None:
        """Note whether a call came about."""
        if message.status < 300:
            crossing.up = True
        elif not crossing.up:
            crossing.over = crossing.over or self._clock.monotonic()
            if crossing.refused and message.status != 487:
                message.status, message.reason = crossing.refused
