"""The border: all SIP between the network and the stack passes here (a small session border controller).

The stack, in C, listens inside only, and is sent nothing but well-formed requests of calls that may be.
Here is decided who may call and how often; here our addresses are told as others reach us, the transport
changes from UDP, TCP or TLS to UDP inside, and keys that come as INFO are taken out (RFC 3261, 3581, 6086).
"""

import asyncio
from collections.abc import Callable

import structlog

from hub.core.clock import Clock
from voice.node.sip.addresses import parameter, parse_address, parse_uri
from voice.node.sip.crossings import Crossing, Crossings
from voice.node.sip.flows import Flow, Flows, udp
from voice.node.sip.gate import REFUSED, Gate, Kind, Refusal, Who
from voice.node.sip.info import key_of
from voice.node.sip.message import Malformed, Message, parse
from voice.node.sip.places import INSIDE, VIA, Places
from voice.node.sip.registrar import Registrar
from voice.node.sip.replies import reply, ways_back
from voice.node.sip.sdp import USERS, Encryption, offered, reachable, tells
from voice.node.sip.way_out import SHOWN, WayOut
from voice.node.sip_settings import Sip, Trunk

log = structlog.get_logger()

METHODS = (
    "INVITE",
    "ACK",
    "BYE",
    "CANCEL",
    "OPTIONS",
    "INFO",
    "UPDATE",
    "PRACK",
    "REFER",
    "NOTIFY",
    "REGISTER",
)
FIRST = frozenset({"INVITE", "OPTIONS", "REGISTER", "CANCEL", "ACK"})
"""What may come without being part of a call."""
KEPT_EVERY = 25.0
"""Seconds; routers forget a way over UDP after thirty, some of them."""
CALLED, CALLER, NAME = "X-Border-Called", "X-Border-Caller", "X-Border-Name"
FROM_TRUNK, FROM_PHONE = "X-Border-Trunk", "X-Border-Phone"
PRIVATE = (CALLED, CALLER, NAME, FROM_TRUNK, FROM_PHONE, SHOWN)
"""Headers between the border and the door; they never leave, and never come in."""

OnKey = Callable[[str, bool, str], None]
"""A key that came as INFO: Call-ID, whether we began the call, and the key."""


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
        self._registrar = Registrar(clock, settings.phones)
        self._gate = Gate(settings, secret, clock)
        self._trunks = {trunk.name: trunk for trunk in settings.trunks}
        self._keeping: asyncio.Task[None] | None = None
        self._inside: asyncio.DatagramTransport | None = None
        self._places: Places | None = None
        self._out: WayOut | None = None

    async def open(self, stack: int) -> int:
        """Listen, towards the network and inside; `stack` is the stack's port. Returns ours inside.

        Raises OSError when an address is taken.
        """
        settings = self._settings
        self._inside = await udp(INSIDE, 0, lambda data, ip, port: self._from_stack(data))
        inside: int = self._inside.get_extra_info("sockname")[1]
        self._places = Places(settings, inside, stack, self._secret)
        self._out = WayOut(
            self._trunks, self._places, self._flows, self._crossings, self._registrar, self._gate,
            self._clock, self._tasks, self._to_stack,
        )  # fmt: skip
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
            if message.is_request:
                self._request(message, flow)
            else:
                self._response(message, flow)
        except Malformed as error:
            REFUSED.labels("malformed").inc()
            log.debug("sip_malformed", source=flow.ip, error=str(error))
        except Exception:
            log.exception("sip_message_failed", source=flow.ip)

    def _request(self, message: Message, flow: Flow) -> None:
        vias = message.all("Via")
        if not vias or not VIA.fullmatch(vias[0]):
            raise Malformed("Via")
        vias, back = ways_back(vias, flow)
        message.put_all("Via", vias)
        answer = self._judge(message, flow, back)
        if answer and message.method != "ACK":
            self._answer(message, back, answer)

    def _answer(self, message: Message, back: str, refusal: Refusal) -> None:
        way = self._flows.find(back)
        if way and refusal.status:
            way.send(reply(message, refusal, self._ours()).encode())

    def _ours(self) -> Places:
        if self._places is None:
            raise OSError("the border is closed")
        return self._places

    def _judge(self, message: Message, flow: Flow, back: str) -> Refusal | None:
        """Pass a request on, or say how it is refused."""
        from_, to = parse_address(message.get("From")), parse_address(message.get("To"))
        hops = message.get("Max-Forwards") or "70"
        if not (from_ and to and from_.tag and parse_uri(message.uri) and hops.isdecimal()):
            return Refusal(400, "Bad Request")
        if message.method not in METHODS:
            return Refusal(405, "Method Not Allowed")
        if int(hops) == 0 and message.method not in {"OPTIONS", "ACK"}:
            return Refusal(483, "Too Many Hops")
        if message.all("Proxy-Require"):
            return Refusal(420, "Bad Extension")
        crossing = self._crossings.find(message.get("Call-ID"), from_.tag, to.tag)
        if message.method == "OPTIONS" and not to.tag:
            return Refusal(200, "OK")
        if message.method == "REGISTER":
            return self._register(message, flow, back)
        if message.method == "INVITE" and not to.tag:
            return self._invite(message, flow, back, crossing)
        if crossing is None or not self._is_of(crossing, flow):
            return Refusal(481, "Call Does Not Exist")
        if not to.tag and message.method not in FIRST:
            return Refusal(481, "Call Does Not Exist")
        if message.method == "INFO" and (key := key_of(message)):
            self._on_key(crossing.call_id, crossing.ours, key)
            return Refusal(200, "OK")
        self._inward(message, flow, back, "plain")
        return None

    def _is_of(self, crossing: Crossing, flow: Flow) -> bool:
        """Say whether somebody has part in a call: the same address, or the same trunk."""
        if crossing.ip == flow.ip:
            return True
        trunk = self._gate.trunk(flow.ip)
        return trunk is not None and trunk == self._gate.trunk(crossing.ip)

    def _invite(self, message: Message, flow: Flow, back: str, crossing: Crossing | None) -> Refusal | None:
        """Let a new call in, once."""
        branch = parameter(message.all("Via")[0], "branch")
        call_id, tag = message.get("Call-ID"), _tag(message.get("From"))
        if crossing and not crossing.ours:
            if crossing.branch != branch or not self._is_of(crossing, flow):
                return Refusal(482, "Loop Detected")
        else:
            found = self._who(message, flow)
            if isinstance(found, Refusal):
                return found
            now = self._clock.monotonic()
            self._crossings.sweep(now)
            crossing = Crossing(call_id, tag, flow.ip, False, now, found, branch)
            if not self._crossings.begin(crossing):
                return Refusal(503, "Too Many Calls", retry_after=30)
        trunk = self._trunks.get(crossing.who.name) if crossing.who else None
        encryption = self._encryption(message, trunk)
        if isinstance(encryption, Refusal):
            crossing.over = self._clock.monotonic()
            return encryption
        self._present(message, crossing, trunk)
        self._inward(message, flow, back, USERS[encryption])
        return None

    def _who(self, message: Message, flow: Flow) -> Who | Refusal:
        from_ = parse_address(message.get("From"))
        uri = parse_uri(from_.uri) if from_ else None
        calls = self._crossings.of(flow.ip)
        credentials = message.get("Authorization") or message.get("Proxy-Authorization")
        user = uri.user if uri else ""
        if self._crossings.coming() >= self._settings.most_calls:
            REFUSED.labels("calls").inc()
            return Refusal(486, "Busy Here")
        found = self._gate.caller(flow.ip, user, credentials, "INVITE", calls)
        if isinstance(found, Who) and found.kind is Kind.PHONE and found.name != user:
            return Refusal(403, "Forbidden")
        return found

    def _encryption(self, message: Message, trunk: Trunk | None) -> Encryption | Refusal:
        """Decide how a call is encrypted."""
        wanted = self._settings.encryption
        if trunk:
            wanted = "none" if trunk.encryption == "none" else "required"
        offer = offered(message.body) if message.body else Encryption.NONE
        if not message.body and wanted == "required":
            return Encryption(trunk.encryption) if trunk else Encryption.SDES
        if wanted == "required" and offer is Encryption.NONE:
            return Refusal(488, "Not Acceptable Here")
        return offer

    def _present(self, message: Message, crossing: Crossing, trunk: Trunk | None) -> None:
        """Tell the door what the stack would not: which number was called, and by whom."""
        uri, to = parse_uri(message.uri), parse_address(message.get("To"))
        contacts = {one.user for one in self._trunks.values() if one.register}
        called = to.uri if to and (uri is None or uri.user in contacts or not uri.user) else message.uri
        from_ = parse_address(message.get("From"))
        asserted = parse_address(next(iter(message.all("P-Asserted-Identity")), "")) if trunk else None
        message.drop(*PRIVATE, "Replaces", "P-Asserted-Identity")
        if from_:
            told = asserted or from_
            message.headers += [(CALLED, called), (CALLER, told.uri)]
            if name := told.name or from_.name:
                message.headers.append((NAME, name))
        if crossing.who and crossing.who.kind is not Kind.STRANGER:
            kind = FROM_TRUNK if crossing.who.kind is Kind.TRUNK else FROM_PHONE
            message.headers.append((kind, crossing.who.name))

    def _register(self, message: Message, flow: Flow, back: str) -> Refusal | None:
        """Note where a telephone is."""
        found = self._gate.phone(flow.ip, message.get("Authorization"), "REGISTER")
        if isinstance(found, Refusal):
            return found
        to = parse_address(message.get("To"))
        uri = parse_uri(to.uri) if to else None
        if not uri or uri.user != found.name:
            return Refusal(403, "Forbidden")
        headers = self._registrar.register(found.name, message, flow.token)
        way = self._flows.find(back)
        if way:
            way.send(reply(message, Refusal(200, "OK"), self._ours(), headers).encode())
        return None

    def _inward(self, message: Message, flow: Flow, back: str, user: str) -> None:
        """Pass a request to the stack."""
        places = self._ours()
        top = message.all("Via")[0]
        branch = parameter(top, "branch") or f"{message.get('Call-ID')} {message.cseq}"
        message.put("Max-Forwards", str(int(message.get("Max-Forwards") or 70) - 1))
        message.drop("Route", "Authorization", "Proxy-Authorization", "User-Agent")
        if message.method != "INVITE":
            message.drop(*PRIVATE)
        message.uri = f"sip:{user}@{INSIDE}:{places.stack}"
        mark = places.mark(branch, flow.ip, message.get("Call-ID"), str(message.cseq))
        message.put_all("Via", [places.via_inside(mark, back), *message.all("Via")])
        if message.method == "INVITE":
            message.put_all("Record-Route", [places.record(flow.token), *message.all("Record-Route")])
        if message.body:
            message.body = reachable(message.body, flow.ip)
        self._to_stack(message)

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
            message.get("Call-ID"), _tag(message.get("From")), _tag(message.get("To"))
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


def _tag(value: str) -> str:
    address = parse_address(value)
    return address.tag if address else ""
