"""How much a source may send, and what wrong passwords cost it.

Every table is bounded: a flood from many addresses makes it forget the oldest, and costs no memory.
"""

from collections import OrderedDict

from msgspec import Struct

from hub.core.records import Value

MOST_SOURCES = 10_000
LOCK_GROWS = 8
"""A source that goes on guessing is locked out for up to so many times as long."""
MESSAGES_A_SECOND = 50.0
"""Of one source that is no trunk; a telephone's call has about ten messages in all."""
MESSAGES_AT_ONCE = 200.0
CALLS_AT_ONCE = 4.0
"""How many seconds' calls may come together."""


class Limits(Value, frozen=True, kw_only=True):
    """What is too much. Times are seconds."""

    calls_per_second: float = 20.0  # in all
    calls_per_source: float = 2.0  # new ones, a second
    most_per_source: int = 20  # at a time
    wrong_passwords: int = 8
    lock_out: float = 600.0


class Bucket(Struct):
    """Fills with `rate` a second, up to `most`."""

    rate: float
    most: float
    level: float
    at: float

    def take(self, now: float) -> bool:
        """Take one; False where there is none."""
        self.level = min(self.most, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level < 1.0:
            return False
        self.level -= 1.0
        return True


class Wrong(Struct):
    """Wrong passwords of one source."""

    count: int = 0
    locks: int = 0
    until: float = 0.0  # locked out
    since: float = 0.0


class Guard:
    """Counts messages, calls and wrong passwords by the address they came from. `now` is monotonic."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._messages: OrderedDict[str, Bucket] = OrderedDict()
        self._calls: OrderedDict[str, Bucket] = OrderedDict()
        self._wrong: OrderedDict[str, Wrong] = OrderedDict()
        rate = limits.calls_per_second
        self._all = Bucket(rate, max(rate * CALLS_AT_ONCE, 1.0), max(rate * CALLS_AT_ONCE, 1.0), 0.0)

    def message(self, source: str, now: float) -> bool:
        """Count a message; False where it is one too many."""
        return _bucket(self._messages, source, MESSAGES_A_SECOND, MESSAGES_AT_ONCE, now).take(now)

    def call(self, source: str, now: float, *, trusted: bool) -> bool:
        """Count a new call; False where it is one too many, of its source or in all."""
        rate = self._limits.calls_per_source
        most = max(rate * CALLS_AT_ONCE, 1.0)
        if not trusted and not _bucket(self._calls, source, rate, most, now).take(now):
            return False
        return self._all.take(now)

    def locked(self, source: str, now: float) -> bool:
        """Say whether a source is locked out."""
        wrong = self._wrong.get(source)
        return wrong is not None and now < wrong.until

    def wrong(self, source: str, now: float) -> bool:
        """Count a wrong password; True where it locks the source out."""
        wrong = self._wrong.setdefault(source, Wrong(since=now))
        self._wrong.move_to_end(source)
        while len(self._wrong) > MOST_SOURCES:
            self._wrong.popitem(last=False)
        if now - wrong.since > self._limits.lock_out and now > wrong.until:
            wrong.count, wrong.since = 0, now
        wrong.count += 1
        if wrong.count < self._limits.wrong_passwords:
            return False
        wrong.until = now + self._limits.lock_out * min(2**wrong.locks, LOCK_GROWS)
        wrong.count, wrong.locks, wrong.since = 0, wrong.locks + 1, now
        return True

    def right(self, source: str) -> None:
        """Forget the wrong passwords of a source that has the right one."""
        self._wrong.pop(source, None)


def _bucket(table: OrderedDict[str, Bucket], source: str, rate: float, most: float, now: float) -> Bucket:
    bucket = table.get(source)
    if bucket is None:
        bucket = table[source] = Bucket(rate, most, most, now)
        if len(table) > MOST_SOURCES:
            table.popitem(last=False)
    else:
        table.move_to_end(source)
    return bucket
