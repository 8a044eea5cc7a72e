"""Which numbers may be called, how often, and how they are dialled: nobody calls abroad at our cost."""

from collections import deque
from collections.abc import Iterable

import phonenumbers
import structlog
from phonenumbers import PhoneNumberType

from hub.core.addresses import is_phone_number, region_of
from hub.core.clock import Clock
from hub.core.config import Calling
from hub.core.errors import InvalidInput, NotAllowed, TooMany
from hub.core.models.calls import Call, PartyKind
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.conversations import Direction
from hub.core.ports import Store
from hub.core.records import Value
from hub.services.calls import LIVE
from hub.services.settings_calls import OWN_PHONE

log = structlog.get_logger()

HOUR = 3600.0
UNKNOWN_REGION = "ZZ"
"""What phonenumbers calls the country of a code that has none."""
PREMIUM = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN})


class Line(Value, frozen=True, kw_only=True):
    """How a number is dialled: the SIP URI, the trunk, and how long it rings."""

    uri: str
    trunk: str
    ring_for: float


class Dialling:
    """The rules of one tenant. Every number that is dialled is asked for here first.

    What was called within the hour is kept in memory: a hub that starts again counts anew.
    """

    def __init__(self, store: Store, clock: Clock, config: Calling) -> None:
        """Take the configuration too."""
        self._store = store
        self._clock = clock
        self._config = config
        self._lately: deque[tuple[float, str]] = deque()

    @property
    def refers(self) -> bool:
        """Whether callers are given to numbers by their own network (REFER), not through us."""
        return self._config.refer

    async def line(self, number: str, staff: str) -> Line:
        """Count a call of this person to a number (E.164), and return how it is dialled.

        Telephones that are registered with us (phone:ada) cost nothing and are not counted.
        Raises NotAllowed for a number that may not be called, TooMany beyond a limit; both are logged.
        """
        if number.startswith(OWN_PHONE):
            return Line(uri=number, trunk="", ring_for=float(self._config.ring_seconds))
        try:
            await self._check_number(number)
            await self._check_limits(staff)
        except (NotAllowed, TooMany) as error:
            log.warning("outside_call_refused", staff=staff, country=region_of(number), error=error.code)
            raise
        self._lately.append((self._clock.monotonic(), staff))
        address = self._config.address or "{number}"  # the node knows where the trunk's numbers are
        return Line(
            uri=address.format(number=number),
            trunk=self._config.trunk,
            ring_for=float(self._config.ring_seconds),
        )

    async def number(self, text: str) -> str:
        """Return a number that somebody typed in E.164; national ones are of our own first number's country.

        Raises InvalidInput when it is none.
        """
        try:
            parsed = phonenumbers.parse(text, await self.region() or None)
        except phonenumbers.NumberParseException:
            parsed = None
        if parsed is None or not phonenumbers.is_possible_number(parsed):
            raise InvalidInput(
                "This is not a telephone number. Write it in full, as +44 20 7946 0100.", field="number"
            )
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)

    async def region(self) -> str:
        """Return the country (ISO 3166) of national numbers, or nothing if none is known.

        It is that of our own first number, else of the first that may be called.
        """
        own = [region for number in await self._own_numbers() if (region := region_of(number))]
        codes = [code[1:] for code in self._config.allowed if code[1:].isdigit()]
        regions = [phonenumbers.region_code_for_country_code(int(code)) for code in codes]
        return next((one for one in (*own, *regions) if one.isalpha() and one != UNKNOWN_REGION), "")

    async def calls_outside(self) -> bool:
        """Say whether any numbers may be called from here."""
        return bool(self._config.allowed or await self._own_codes())

    async def check(self, number: str) -> None:
        """Raise NotAllowed for a number (E.164) that may not be called; nothing is counted."""
        await self._check_number(number)

    async def _check_number(self, number: str) -> None:
        allowed = self._config.allowed or await self._own_codes()
        if not allowed:
            raise NotAllowed('No numbers may be called from here. Set calling.allowed, e.g. ["+44"].')
        if not _begins(number, allowed) or _begins(number, self._config.refused):
            raise NotAllowed(
                f"Numbers like {number} may not be called. The option calling.allowed says which may."
            )
        kind = phonenumbers.number_type(phonenumbers.parse(number))
        if kind in PREMIUM and not self._config.premium:
            raise NotAllowed(f"{number} costs extra, and such numbers may not be called (calling.premium).")

    async def _check_limits(self, staff: str) -> None:
        config, now = self._config, self._clock.monotonic()
        while self._lately and self._lately[0][0] <= now - HOUR:
            self._lately.popleft()
        own = [at for at, who in self._lately if who == staff]
        if len(self._lately) >= config.most_an_hour:
            wait = self._lately[0][0] + HOUR - now
            raise TooMany(
                "Too many numbers were called within an hour (calling.most_an_hour).", retry_after=wait
            )
        if len(own) >= config.most_an_hour_each:
            wait = own[0] + HOUR - now
            raise TooMany(
                "You called too many numbers within an hour (calling.most_an_hour_each).", retry_after=wait
            )
        outside = _outside(await self._store.find(Call, {"state": LIVE}))
        if len(outside) >= config.most_at_once:
            raise TooMany("Too many numbers are being called at once (calling.most_at_once).")
        if outside.count(staff) >= config.most_at_once_each:
            raise TooMany("You call too many numbers at once (calling.most_at_once_each).")

    async def _own_codes(self) -> list[str]:
        """Return the country codes of our own numbers."""
        return sorted({f"+{phonenumbers.parse(number).country_code}" for number in await self._own_numbers()})

    async def _own_numbers(self) -> list[str]:
        entries = await self._store.find(EntryPoint, {"channel": Channel.VOICE}, order="id", limit=10_000)
        known = [number for entry in entries for number in (entry.key, entry.caller_number)]
        return [number for number in known if is_phone_number(number)]


def _outside(calls: list[Call]) -> list[str]:
    """Return for each number outside that we called, and that is in a call now, who had it called."""
    placed = [call.by for call in calls if call.direction is Direction.OUTBOUND]
    asked = [
        party.by or party.staff
        for call in calls
        for party in call.parties
        if party.kind is PartyKind.NUMBER or party.number
    ]
    return [*placed, *asked]


def _begins(number: str, prefixes: Iterable[str]) -> bool:
    return any(number.startswith(prefix) for prefix in prefixes)
