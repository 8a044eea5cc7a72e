"""Rate limits: a token bucket per key, in bounded memory."""

from collections import OrderedDict

from hub.core.clock import Clock
from hub.core.errors import TooMany

MOST_KEYS = 50_000


class RateLimiter:
    """Allows each key so many acts a minute: a whole minute's worth at once, then an even flow.

    At most `most_keys` are remembered; the one unused for longest is forgotten first, which can only
    make the limiter more lenient.
    """

    def __init__(self, clock: Clock, most_keys: int = MOST_KEYS) -> None:
        self._clock = clock
        self._most_keys = most_keys
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, key: str, per_minute: int) -> None:
        """Count one act of `key`; raise TooMany, counting nothing, when it has no act left."""
        now = self._clock.monotonic()
        tokens, at = self._buckets.get(key, (float(per_minute), now))
        tokens = min(float(per_minute), tokens + (now - at) * per_minute / 60)
        if tokens < 1:
            wait = (1 - tokens) * 60 / per_minute if per_minute else 60.0
            raise TooMany(f"Too many requests. Try again in {wait:.0f} s.", retry_after=max(1.0, wait))
        self._buckets[key] = (tokens - 1, now)
        self._buckets.move_to_end(key)
        while len(self._buckets) > self._most_keys:
            self._buckets.popitem(last=False)
