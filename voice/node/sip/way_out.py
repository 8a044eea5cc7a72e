"""The way out: requests of the stack go to trunks, telephones and addresses, on the right transport."""

import asyncio

import structlog

from voice.node.sip.addresses import Uri, parse_address, parse_uri, unveiled
from voice.node.sip.crossings import Crossing
from voice.node.sip.flows import Flow
from voice.node.sip.gate import Refusal
from voice.node.sip.message import Message
from voice.node.sip.parts import Parts
from voice.node.sip.places import INSIDE
from voice.node.sip.replies import reply
from voice.node.sip.sdp import tells
from voice.node.sip.targets import PORTS, Target, Targets
from voice.node.sip_settings import Trunk

log = structlog.get_logger()

SHOWN = "X-Border-Shown"


class WayOut:
    """Sends what the stack asks for; what takes time is done in `tasks`."""

    def __init__(self, parts: Parts, tasks: asyncio.TaskGroup) -> None:
        self._parts = parts
        self._tasks = tasks
        self._targets = Targets(parts.clock)
        self._registrars: dict[str, Flow] = {}

    def send(self, message: Message) -> None:
        """Send a request of the stack; where that takes time, later."""
        said, routes = self._parts.places.taken_off(message.all("Route"))
        message.put_all("Route", routes)
        from_, to = parse_address(message.get("From")), parse_address(message.get("To"))
        theirs, ours = to.tag if to else "", from_.tag if from_ else ""
        crossing = self._parts.crossings.find(message.get("Call-ID"), theirs, ours)
        if message.method == "INVITE" and crossing is None and from_ and "flow" not in said:
            crossing = self._begin(message, from_.tag, said.get("trunk", ""))
        if message.method == "INVITE":  # from now on, the stack can end it again
            self._parts.to_stack(reply(message, Refusal(100, "Trying"), self._parts.places))
        if message.method == "CANCEL" and crossing and crossing.ours and not crossing.heard:
            crossing.cancel = message
            return
        flow = self._known(message, said.get("flow", ""), crossing)
        if flow:
            self._pass(message, crossing, flow)
        elif message.method != "ACK":  # an ACK without a way is for an answer of our own
            self._tasks.create_task(self._find(message, crossing, said.get("trunk", "")))

    def heard(self, message: Message) -> None:
        """Note that the other side answers a request that began a call."""
        from_, to = parse_address(message.get("From")), parse_address(message.get("To"))
        crossing = self._parts.crossings.find(
            message.get("Call-ID"), to.tag if to else "", from_.tag if from_ else ""
        )
        if crossing and crossing.ours and 200 <= message.status < 300:
            crossing.up = True
        if crossing and crossing.ours and not crossing.heard:
            crossing.heard = True
            if crossing.cancel and crossing.flow and message.status < 200:
                self._pass(crossing.cancel, crossing, crossing.flow)

    def keep(self) -> None:
        """Keep the ways to our registrars open (RFC 5626, section 3.5.1)."""
        for flow in self._registrars.values():
            flow.send(b"\r\n\r\n")

    def registered(self, message: Message) -> None:
        """Give a registrar's answer the Contact that the stack knows as its own."""
        told = []
        for value in message.all("Contact"):
            address = parse_address(value)
            uri = parse_uri(address.uri) if address else None
            if address and uri:
                told.append(f"<sip:{uri.user}@{INSIDE}:{self._parts.places.stack}>{address.params}")
        message.put_all("Contact", told)

    def _begin(self, message: Message, tag: str, trunk: str) -> Crossing:
        crossing = Crossing(
            message.get("Call-ID"),
            tag,
            "",
            True,
            self._parts.clock.monotonic(),
            shown=message.get(SHOWN),
            trunk=trunk,
        )
        self._parts.crossings.sweep(crossing.since)
        self._parts.crossings.begin(crossing)
        return crossing

    def _known(self, message: Message, token: str, crossing: Crossing | None) -> Flow | None:
        """Return the way that a call's earlier messages went or came, if it still stands."""
        if not token:
            return crossing.flow if crossing and crossing.ours else None
        flow = self._parts.flows.find(token)
        if flow is None or flow.transport != "udp":
            return flow
        uri = self._next(message)
        if uri and uri.host == flow.ip:  # it may hear at another port than it speaks from
            return self._parts.flows.udp(flow.ip, uri.port or PORTS["udp"])
        return flow

    def _next(self, message: Message) -> Uri | None:
        """Return where a request wants to go: to its first route, or to its URI."""
        routes = message.all("Route")
        address = parse_address(routes[0]) if routes else None
        return parse_uri(unveiled(address.uri if address else message.uri))

    async def _find(self, message: Message, crossing: Crossing | None, name: str) -> None:
        """Find the way, and send the request on it; the stack is told where there is none."""
        try:
            flow = await self._flow(message, self._parts.trunks.get(name))
        except (OSError, UnicodeError, ValueError) as error:
            log.warning(
                "sip_unreachable", trunk=name, method=message.method, error=str(error) or type(error).__name__
            )
            self._parts.to_stack(reply(message, Refusal(503, "Not Reachable"), self._parts.places))
            return
        self._pass(message, crossing, flow)

    async def _flow(self, message: Message, trunk: Trunk | None) -> Flow:
        uri = self._next(message)
        if uri is None:
            raise ValueError("its URI cannot be read")
        if trunk is None and self._parts.places.is_ours(uri) and self._parts.registrar.knows(uri.user):
            return self._telephone(message, uri.user)
        transport, verify = "udp", True
        if trunk:
            transport, verify = trunk.transport, trunk.verify
            uri = parse_uri(f"sip:{trunk.proxy or trunk.domain}") or uri
        target = await self._targets.find(uri, transport)
        flow = await self._towards(target, verify=verify)
        if trunk:
            self._parts.gate.learn(target.ip, trunk)
            self._registrars |= {trunk.name: flow} if trunk.register else {}
        return flow

    def _telephone(self, message: Message, user: str) -> Flow:
        """Return the way to a telephone of ours, and call it by the URI that it wants."""
        binding = self._parts.registrar.find(user)
        flow = self._parts.flows.find(binding.flow) if binding else None
        if binding is None or flow is None:
            raise OSError(f"the telephone {user} is not registered")
        message.uri = binding.contact
        return flow

    async def _towards(self, target: Target, *, verify: bool) -> Flow:
        if target.transport == "udp":
            flow = self._parts.flows.udp(target.ip, target.port)
            if flow is None:
                raise OSError("the border is closed")
            return flow
        return await self._parts.flows.connect(
            target.transport, target.ip, target.port, target.name, verify=verify
        )

    def _pass(self, message: Message, crossing: Crossing | None, flow: Flow) -> None:
        """Send a request with our addresses and names in it."""
        if crossing and crossing.ours:
            crossing.flow = crossing.flow or flow
            crossing.ip = crossing.ip or flow.ip
        places = self._parts.places
        message.uri = unveiled(message.uri)
        for name in ("To", "From"):
            message.put(name, unveiled(message.get(name)))
        from_ = parse_address(message.get("From"))
        if crossing and crossing.ours and crossing.shown and from_ and from_.tag == crossing.tag:
            message.put("From", f"{crossing.shown};tag={from_.tag}")
        message.drop(SHOWN)
        message.put("Max-Forwards", str(max(int(message.get("Max-Forwards") or 70) - 1, 1)))
        if message.all("Contact"):
            places.contact(message, flow.ip, flow.transport)
        message.body = tells(message.body, places.told(flow.ip))
        message.put_all("Via", [places.via_outside(message, flow.ip, flow.transport), *message.all("Via")])
        if not flow.send(message.encode()):
            log.warning("sip_way_gone", method=message.method)
