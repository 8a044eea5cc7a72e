"""SIP's addresses: URIs, and headers that hold one with a name and parameters (RFC 3261, sections 19, 20)."""

import re

from hub.core.records import Value

URI = re.compile(
    r"(?P<scheme>sips?|tel):(?:(?P<user>[^@;?<>\s]*)@)?"
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9+._-]+)(?::(?P<port>\d{1,5}))?(?P<rest>[;?][^<>\s]*)?",
    re.IGNORECASE,
)
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
LITERAL = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")


class Uri(Value, frozen=True):
    """A URI in its parts: `sip:user@host:port;params`. `port` 0: none."""

    user: str
    host: str
    port: int = 0
    rest: str = ""  # from its first ; or ? on
    scheme: str = "sip"

    def __str__(self) -> str:
        """Return its text."""
        user = f"{self.user}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        return f"{self.scheme}:{user}{self.host}{port}{self.rest}"

    def parameter(self, name: str) -> str:
        """Return a parameter's value, or nothing."""
        return parameter(self.rest.partition("?")[0], name)


class Address(Value, frozen=True):
    """A header's value: a name, a URI, and parameters after it."""

    name: str
    uri: str
    params: str = ""  # from the first ; on

    @property
    def tag(self) -> str:
        """The dialogue's tag."""
        return parameter(self.params, "tag")

    def __str__(self) -> str:
        """Return its text."""
        name = '"' + re.sub(r'(["\\])', r"\\\1", self.name) + '" ' if self.name else ""
        return f"{name}<{self.uri}>{self.params}"


def parse_uri(text: str) -> Uri | None:
    """Read a URI; None if it is none."""
    match = URI.fullmatch(text.strip())
    if not match or int(match["port"] or 0) > 65535:
        return None
    return Uri(
        match["user"] or "",
        match["host"].lower(),
        int(match["port"] or 0),
        match["rest"] or "",
        match["scheme"].lower(),
    )


def parse_address(text: str) -> Address | None:
    """Read a From, To, Contact, Route or Refer-To; None if it is none."""
    text = text.strip()
    if quoted := QUOTED.match(text):
        name = re.sub(r"\\(.)", r"\1", quoted[1])
        rest = text[quoted.end() :].lstrip()
    else:
        name, bracket, rest = text.partition("<")
        name, rest = (name.strip(), "<" + rest) if bracket else ("", text)
        if '"' in name:
            return None
    if not rest.startswith("<"):
        uri, semicolon, params = rest.partition(";")
        return Address("", uri.strip(), semicolon + params) if uri.strip() and not name else None
    uri, bracket, params = rest[1:].partition(">")
    return Address(name, uri.strip(), params.strip()) if bracket and uri.strip() else None


def parameter(params: str, name: str) -> str:
    """Return the value of `;name=value`; a parameter without value is its own name."""
    for part in params.split(";"):
        key, equals, value = part.partition("=")
        if key.strip().lower() == name:
            return value.strip().strip('"') if equals else name
    return ""


def veiled(host: str) -> str:
    """Hide an IPv4 address as a name: the stack refuses addresses that it does not see itself."""
    return f"{host.replace('.', '-')}.literal" if LITERAL.fullmatch(host) else host


def unveiled(text: str) -> str:
    """Put addresses back that were hidden."""
    return re.sub(r"\b(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})\.literal\b", r"\1.\2.\3.\4", text)


def tag_of(value: str) -> str:
    """Return the tag of a From or To; empty where it has none."""
    address = parse_address(value)
    return address.tag if address else ""
