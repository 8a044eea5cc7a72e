"""The way in: requests of the network are judged, and those of calls that may be go to the stack.

Here is decided who may call and how often; keys that come as INFO are taken out (RFC 6086).
"""

from collections.abc import Callable

from voice.node.sip.addresses import parameter, parse_address, parse_uri, tag_of
from voice.node.sip.crossings import Crossing
from voice.node.sip.flows import Flow
from voice.node.sip.gate import REFUSED, Kind, Refusal, Who
from voice.node.sip.info import key_of
from voice.node.sip.message import Malformed, Message
from voice.node.sip.parts import Parts
from voice.node.sip.places import INSIDE, VIA
from voice.node.sip.replies import reply, ways_back
from voice.node.sip.sdp import USERS, Encryption, offered, reachable
from voice.node.sip.way_out import SHOWN
from voice.node.sip_settings import Trunk

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
CALLED, CALLER, NAME = "X-Border-Called", "X-Border-Caller", "X-Border-Name"
FROM_TRUNK, FROM_PHONE = "X-Border-Trunk", "X-Border-Phone"
PRIVATE = (CALLED, CALLER, NAME, FROM_TRUNK, FROM_PHONE, SHOWN)
"""Headers between the border and the door; they never leave, and never come in."""

OnKey = Callable[[str, bool, str], None]
"""A key that came as INFO: Call-ID, whether we began the call, and the key."""


class WayIn:
    """Takes requests, and brings the stack those that pass; `on_key` is told of keys."""

    def __init__(self, parts: Parts, on_key: OnKey) -> None:
        self._parts = parts
        self._on_key = on_key

    def take(self, message: Message, flow: Flow) -> None:
        """Pass a request on, or refuse it. Raises Malformed when it cannot even be answered."""
        vias = message.all("Via")
        if not vias or not VIA.fullmatch(vias[0]):
            raise Malformed("Via")
        vias, back = ways_back(vias, flow)
        message.put_all("Via", vias)
        answer = self._judge(message, flow, back)
        if answer and message.method != "ACK":
            self._answer(message, back, answer)

    def _answer(self, message: Message, back: str, refusal: Refusal) -> None:
        way = self._parts.flows.find(back)
        if way and refusal.status:
            way.send(reply(message, refusal, self._parts.places).encode())

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
        crossing = self._parts.crossings.find(message.get("Call-ID"), from_.tag, to.tag)
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
        trunk = self._parts.gate.trunk(flow.ip)
        return trunk is not None and trunk == self._parts.gate.trunk(crossing.ip)

    def _invite(self, message: Message, flow: Flow, back: str, crossing: Crossing | None) -> Refusal | None:
        """Let a new call in, once."""
        branch = parameter(message.all("Via")[0], "branch")
        call_id, tag = message.get("Call-ID"), tag_of(message.get("From"))
        if crossing and not crossing.ours:
            if crossing.branch != branch or not self._is_of(crossing, flow):
                return Refusal(482, "Loop Detected")
        else:
            found = self._who(message, flow)
            if isinstance(found, Refusal):
                return found
            now = self._parts.clock.monotonic()
            self._parts.crossings.sweep(now)
            crossing = Crossing(call_id, tag, flow.ip, False, now, found, branch)
            if not self._parts.crossings.begin(crossing):
                return Refusal(503, "Too Many Calls", retry_after=30)
        trunk = self._parts.trunks.get(crossing.who.name) if crossing.who else None
        encryption = self._encryption(message, trunk)
        if isinstance(encryption, Refusal):
            crossing.over = self._parts.clock.monotonic()
            return encryption
        self._present(message, crossing, trunk)
        self._inward(message, flow, back, USERS[encryption])
        return None

    def _who(self, message: Message, flow: Flow) -> Who | Refusal:
        from_ = parse_address(message.get("From"))
        uri = parse_uri(from_.uri) if from_ else None
        calls = self._parts.crossings.of(flow.ip)
        credentials = message.get("Authorization") or message.get("Proxy-Authorization")
        user = uri.user if uri else ""
        if self._parts.crossings.coming() >= self._parts.settings.most_calls:
            REFUSED.labels("calls").inc()
            return Refusal(486, "Busy Here")
        found = self._parts.gate.caller(flow.ip, user, credentials, "INVITE", calls)
        if isinstance(found, Who) and found.kind is Kind.PHONE and found.name != user:
            return Refusal(403, "Forbidden")
        return found

    def _encryption(self, message: Message, trunk: Trunk | None) -> Encryption | Refusal:
        """Decide how a call is encrypted."""
        wanted = self._parts.settings.encryption
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
        contacts = {one.user for one in self._parts.trunks.values() if one.register}
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
        found = self._parts.gate.phone(flow.ip, message.get("Authorization"), "REGISTER")
        if isinstance(found, Refusal):
            return found
        to = parse_address(message.get("To"))
        uri = parse_uri(to.uri) if to else None
        if not uri or uri.user != found.name:
            return Refusal(403, "Forbidden")
        headers = self._parts.registrar.register(found.name, message, flow.token)
        way = self._parts.flows.find(back)
        if way:
            way.send(reply(message, Refusal(200, "OK"), self._parts.places, headers).encode())
        return None

    def _inward(self, message: Message, flow: Flow, back: str, user: str) -> None:
        """Pass a request to the stack."""
        places, top = self._parts.places, message.all("Via")[0]
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
        self._parts.to_stack(message)
