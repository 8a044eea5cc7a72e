"""How bots do: added up from the records of their stretches and of customers' opinions."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from hub.core.errors import InvalidInput
from hub.core.models.contacts import Channel
from hub.core.models.reports import Interval, IntervalKind
from hub.core.records import Value
from hub.services.base import Service
from hub.services.handoffs import CONTAINED, GIVEN_UP, RETURNED

MOST_DAYS = 92
MOST = 1_000_000


class BotFigures(Value, frozen=True, kw_only=True):
    """What came of a number of stretches, each the time from when a bot got a customer until it had not.

    `contained` ended without a person, and so did `given_up`, but after a question without an answer.
    `returned` are those that an agent began and got back; they count as neither. `containment` is 0 to 1
    and null without stretches; `turns` is the mean of a stretch, `handoff_seconds` that until a person was
    asked for. `missed` counts questions without an answer.
    """

    stretches: int = 0
    contained: int = 0
    given_up: int = 0
    handed_off: int = 0
    returned: int = 0
    containment: float | None = None
    turns: float | None = None
    missed: int = 0
    handoff_seconds: float | None = None
    helpful: int = 0
    not_helpful: int = 0
    reasons: dict[str, int] = {}


class BotReport(Value, frozen=True, kw_only=True):
    """Figures of a time, together and apart; what has none is left out."""

    since: date
    until: date
    total: BotFigures
    days: dict[str, BotFigures] = {}
    bots: dict[str, BotFigures] = {}
    queues: dict[str, BotFigures] = {}
    channels: dict[str, BotFigures] = {}


class Scope(Struct, frozen=True, kw_only=True):
    """What is counted; None means all. Days are UTC, both inclusive."""

    since: date
    until: date
    bot: str | None = None
    queue: str | None = None
    channel: Channel | None = None

    def has(self, one: Interval) -> bool:
        """Say whether the record counts."""
        return (
            self.bot in (None, one.bot)
            and self.queue in (None, one.queue)
            and self.channel in (None, one.channel)
        )


class BotReports(Service):
    """Reads interval records; never conversations or messages."""

    async def report(self, scope: Scope) -> BotReport:
        """Return the figures of a time of at most 92 days."""
        days = (scope.until - scope.since).days + 1
        if not 1 <= days <= MOST_DAYS:
            raise InvalidInput(f"Choose 1 to {MOST_DAYS} days, the first before the last.", field="until")
        total = _Sum()
        by: dict[str, dict[str, _Sum]] = {
            name: defaultdict(_Sum) for name in ("days", "bots", "queues", "channels")
        }
        for number in range(days):
            day = (scope.since + timedelta(days=number)).isoformat()
            where = {"kind": {IntervalKind.BOT, IntervalKind.OPINION}, "day": day}
            for one in await self.store.find(Interval, where, limit=MOST):
                if not scope.has(one):
                    continue
                channel = one.channel.value if one.channel else ""
                keys = {"days": day, "bots": one.bot, "queues": one.queue or "", "channels": channel}
                for sums in (total, *(by[name][key] for name, key in keys.items())):
                    sums.add(one)
        return BotReport(
            since=scope.since,
            until=scope.until,
            total=total.figures(),
            days=_figures(by["days"].items()),
            bots=_figures(by["bots"].items()),
            queues=_figures(by["queues"].items()),
            channels=_figures(by["channels"].items()),
        )


class _Sum:
    """Adds records up."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.opinions: Counter[str] = Counter()
        self.turns = 0
        self.missed = 0
        self.seconds = 0.0

    def add(self, one: Interval) -> None:
        if one.kind is IntervalKind.OPINION:
            self.opinions[one.outcome] += 1
            return
        self.outcomes[one.outcome] += 1
        self.turns += one.turns
        self.missed += one.missed
        if one.outcome not in (CONTAINED, GIVEN_UP, RETURNED):
            self.seconds += one.seconds

    def figures(self) -> BotFigures:
        contained, given_up = self.outcomes[CONTAINED], self.outcomes[GIVEN_UP]
        returned, stretches = self.outcomes[RETURNED], self.outcomes.total()
        handed_off = stretches - contained - given_up - returned
        ended = contained + given_up + handed_off
        reasons = {name: n for name, n in self.outcomes.most_common() if name not in _NO_REASONS}
        return BotFigures(
            stretches=stretches,
            contained=contained,
            given_up=given_up,
            handed_off=handed_off,
            returned=returned,
            containment=contained / ended if ended else None,
            turns=self.turns / stretches if stretches else None,
            missed=self.missed,
            handoff_seconds=self.seconds / handed_off if handed_off else None,
            helpful=self.opinions["helpful"],
            not_helpful=self.opinions["not_helpful"],
            reasons=reasons,
        )


_NO_REASONS = frozenset({CONTAINED, GIVEN_UP, RETURNED})


def _figures(sums: Iterable[tuple[str, _Sum]]) -> dict[str, BotFigures]:
    return {name: sums.figures() for name, sums in sorted(sums)}
