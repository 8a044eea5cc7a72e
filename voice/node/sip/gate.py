"""Who may come in: trunks by their address, telephones by their password, strangers if they are let in."""

import ipaddress
from enum import StrEnum

import structlog
from prometheus_client import Counter

from hub.core.clock import Clock
from hub.core.records import Value
from voice.node.sip.digest import Digest, Verdict
from voice.node.sip.guard import Guard, Limits
from voice.node.sip_settings import Sip, Trunk

log = structlog.get_logger()

REFUSED = Counter("switchboard_sip_refused_total", "SIP requests that were refused or dropped", ["reason"])


class Kind(StrEnum):
    """What somebody who calls is to us."""

    TRUNK = "trunk"
    PHONE = "phone"
    STRANGER = "stranger"


class Who(Value, frozen=True):
    """Who calls: a trunk's or a telephone's name, or a stranger."""

    kind: Kind
    name: str = ""


class Refusal(Value, frozen=True):
    """How somebody is refused; `challenge` asks for a password. Status 0: with no answer at all."""

    status: int
    reason: str
    challenge: str = ""
    retry_after: int = 0


BUSY = Refusal(503, "Too Many Calls", retry_after=5)
SILENT = Refusal(0, "")


class Gate:
    """Decides on each request that is not part of a call."""

    def __init__(self, settings: Sip, secret: bytes, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._digest = Digest(settings.phones, secret)
        self._networks = [
            (ipaddress.ip_network(network, strict=False), trunk)
            for trunk in settings.trunks
            for network in trunk.networks
        ]
        self._learned: dict[str, Trunk] = {}
        self._guard = Guard(
            Limits(
                calls_per_second=settings.calls_per_second,
                calls_per_source=settings.calls_per_source,
                most_per_source=settings.most_per_source,
                wrong_passwords=settings.wrong_passwords,
                lock_out=settings.lock_out,
            )
        )

    def learn(self, ip: str, trunk: Trunk) -> None:
        """Know a trunk by an address that we reach it at."""
        self._learned[ip] = trunk

    def trunk(self, ip: str) -> Trunk | None:
        """Return the trunk that an address is of."""
        if ip in self._learned:
            return self._learned[ip]
        try:
            address = ipaddress.ip_address(ip)
        except ValueError:
            return None
        return next((trunk for network, trunk in self._networks if address in network), None)

    def hears(self, ip: str) -> bool:
        """Say whether a message of this address is looked at, at all."""
        if self.trunk(ip):
            return True
        now = self._clock.monotonic()
        if self._guard.locked(ip, now):
            REFUSED.labels("locked_out").inc()
            return False
        if not self._guard.message(ip, now):
            REFUSED.labels("message_rate").inc()
            return False
        return True

    def caller(self, ip: str, user: str, credentials: str, method: str, calls: int) -> Who | Refusal:
        """Decide on a new call. `user` is who they say they are, `calls` how many of theirs there are."""
        if trunk := self.trunk(ip):
            return self._in_time(ip, Who(Kind.TRUNK, trunk.name), calls)
        phones = self._settings.phones
        if not self._settings.strangers or (phones and (credentials or user in phones)):
            judged = self.phone(ip, credentials, method)
            return judged if isinstance(judged, Refusal) else self._in_time(ip, judged, calls)
        return self._in_time(ip, Who(Kind.STRANGER), calls)

    def phone(self, ip: str, credentials: str, method: str) -> Who | Refusal:
        """Decide by password."""
        if not self._settings.phones:
            REFUSED.labels("forbidden").inc()
            return Refusal(403, "Forbidden")
        now = self._clock.monotonic()
        verdict, user = self._digest.judge(credentials, method, ip, now)
        if verdict is Verdict.RIGHT:
            self._guard.right(ip)
            return Who(Kind.PHONE, user)
        if verdict is Verdict.WRONG:
            REFUSED.labels("wrong_password").inc()
            if self._guard.wrong(ip, now):
                log.warning("sip_locked_out", source=ip, seconds=self._settings.lock_out)
                return SILENT
        challenge = self._digest.challenge(ip, now, stale=verdict is Verdict.STALE)
        return Refusal(401, "Unauthorized", challenge=challenge)

    def _in_time(self, ip: str, who: Who, calls: int) -> Who | Refusal:
        trusted = who.kind is Kind.TRUNK
        if not self._guard.call(ip, self._clock.monotonic(), trusted=trusted):
            REFUSED.labels("call_rate").inc()
            return BUSY
        if not trusted and calls >= self._settings.most_per_source:
            REFUSED.labels("calls_of_source").inc()
            return BUSY
        return who
