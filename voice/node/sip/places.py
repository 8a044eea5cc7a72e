"""Where the border stands: its address inside, towards the stack, and the ones that others know."""

import hashlib
import hmac
import re
import socket
from collections import OrderedDict

from voice.node.sip.addresses import Uri, parameter, parse_address, parse_uri
from voice.node.sip.message import Message
from voice.node.sip.sdp import is_private
from voice.node.sip_settings import Sip

INSIDE = "127.0.0.1"
ANY = frozenset({"0.0.0.0", "::"})  # noqa: S104 - asks whether it is so
COOKIE = "z9hG4bK"
VIA = re.compile(
    r"SIP\s*/\s*2\.0\s*/\s*([A-Za-z]+)\s+([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?:\s*:\s*(\d{1,5}))?\s*((?:;.*)?)"
)
REMEMBERED = 1000


class Places:
    """Writes and knows again what we put into messages."""

    def __init__(self, settings: Sip, inside: int, stack: int, secret: bytes) -> None:
        self._settings = settings
        self._inside = inside
        self.stack = stack
        self._secret = secret
        self._towards: OrderedDict[str, str] = OrderedDict()

    # --- addresses -----------------------------------------------------------------------------------

    def told(self, ip: str) -> str:
        """Return the address of ours that somebody at `ip` is told."""
        settings = self._settings
        if settings.public_address and not is_private(ip):
            return settings.public_address
        if settings.host not in ANY:
            return settings.host
        if ip not in self._towards:
            self._towards[ip] = _source(ip)
            if len(self._towards) > REMEMBERED:
                self._towards.popitem(last=False)
        return self._towards[ip]

    def port(self, transport: str) -> int:
        """Return the port at which we are reached."""
        return (
            self._settings.tls_port if transport == "tls" and self._settings.tls_port else self._settings.port
        )

    def is_ours(self, uri: Uri) -> bool:
        """Say whether a URI names this border."""
        hosts = {self._settings.host, self._settings.public_address, "localhost", *self._towards.values()}
        return uri.host in hosts and (uri.port or 5060) in {self._settings.port, self._settings.tls_port}

    def contact(self, message: Message, ip: str, transport: str) -> None:
        """Let the stack's Contact tell where the other side reaches us."""
        values = [parse_address(value) for value in message.all("Contact")]
        told = []
        for value in values:
            uri = parse_uri(value.uri) if value else None
            if value and uri:
                way = "" if transport == "udp" else f";transport={transport}"
                told.append(f"<sip:{uri.user}@{self.told(ip)}:{self.port(transport)}{way}>{value.params}")
        message.put_all("Contact", told)

    # --- ways in -------------------------------------------------------------------------------------

    def record(self, token: str) -> str:
        """Return the Record-Route that brings the stack's requests back here, and to a flow."""
        return f"<sip:{INSIDE}:{self._inside};lr;flow={token}>"

    def taken_off(self, routes: list[str]) -> tuple[dict[str, str], list[str]]:
        """Take our own places off the front of routes: what they say, and the other routes."""
        said: dict[str, str] = {}
        rest = list(routes)
        while rest and (uri := self._inner(rest[0])):
            for name in ("flow", "trunk"):
                if value := uri.parameter(name):
                    said[name] = value
            rest.pop(0)
        return said, rest

    def without_ours(self, routes: list[str]) -> list[str]:
        """Return the routes that others recorded."""
        return [route for route in routes if not self._inner(route)]

    def _inner(self, route: str) -> Uri | None:
        address = parse_address(route)
        uri = parse_uri(address.uri) if address else None
        return uri if uri and (uri.host, uri.port) == (INSIDE, self._inside) else None

    # --- Via -----------------------------------------------------------------------------------------

    def via_inside(self, branch: str, token: str) -> str:
        """Return the Via of a request to the stack; the answer brings the token back."""
        return f"SIP/2.0/UDP {INSIDE}:{self._inside};branch={COOKIE}{branch};flow={token}"

    def token_of(self, via: str) -> str:
        """Return the token of a Via of ours, or nothing."""
        match = VIA.fullmatch(via)
        ours = match and match[2] == INSIDE and match[3] == str(self._inside)
        return parameter(match[4], "flow") if match and ours else ""

    def via_outside(self, message: Message, ip: str, transport: str) -> str:
        """Return the Via of a request to somebody, which none but we can make."""
        branch = parameter(message.get("Via"), "branch")
        place = f"{self.told(ip)}:{self.port(transport)}"
        return f"SIP/2.0/{transport.upper()} {place};branch={COOKIE}{self.mark(branch)};rport"

    def is_answer(self, vias: list[str]) -> bool:
        """Say whether a response's Via are ours and, below it, the one of the stack's request."""
        if len(vias) < 2:
            return False
        ours, asked = parameter(vias[0], "branch"), parameter(vias[1], "branch")
        return hmac.compare_digest(ours.encode(), f"{COOKIE}{self.mark(asked)}".encode())

    def mark(self, *words: str) -> str:
        """Return a word that nobody else can make of these."""
        text = "\0".join(words).encode("latin-1", "replace")
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()[:24]


def _source(ip: str) -> str:
    """Return the address of this machine that packets to `ip` leave from; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((ip, 9))
        except OSError:
            return INSIDE
        address: str = probe.getsockname()[0]
        return address
