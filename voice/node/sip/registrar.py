"""Where our telephones are: they say so themselves, with their password (RFC 3261, section 10)."""

from collections.abc import Collection

from hub.core.clock import Clock
from hub.core.records import Value
from voice.node.sip.addresses import parameter, parse_address
from voice.node.sip.message import Message

SHORTEST, LONGEST = 60, 3600
"""Seconds for which a telephone may say where it is."""


class Binding(Value, frozen=True):
    """A telephone's place: the URI it wants to be called by, and the flow that reaches it."""

    contact: str
    flow: str
    until: float  # monotonic


class Registrar:
    """Keeps one place for each telephone: the newest."""

    def __init__(self, clock: Clock, users: Collection[str]) -> None:
        self._clock = clock
        self._users = users
        self._bindings: dict[str, Binding] = {}

    def knows(self, user: str) -> bool:
        """Say whether there is such a telephone at all."""
        return user in self._users

    def find(self, user: str) -> Binding | None:
        """Return where a telephone is; None if it is nowhere."""
        binding = self._bindings.get(user)
        return binding if binding and binding.until > self._clock.monotonic() else None

    def register(self, user: str, message: Message, flow: str) -> list[tuple[str, str]]:
        """Do what a REGISTER says; return the headers of its answer."""
        for value in message.all("Contact")[:1]:
            address = parse_address(value)
            seconds = _seconds(
                parameter(address.params, "expires") if address else "", message.get("Expires")
            )
            if value == "*" or seconds == 0 or not address:
                self._bindings.pop(user, None)
            else:
                self._bindings[user] = Binding(address.uri, flow, self._clock.monotonic() + seconds)
        binding = self.find(user)
        if not binding:
            return []
        left = round(binding.until - self._clock.monotonic())
        return [("Contact", f"<{binding.contact}>;expires={left}")]


def _seconds(*wanted: str) -> int:
    """Return for how long; the first that is a number decides."""
    number = next((int(one) for one in wanted if one.isdecimal() and len(one) < 10), LONGEST)
    return 0 if number == 0 else min(max(number, SHORTEST), LONGEST)
