"""The token bucket."""

import pytest

from hub.core.errors import TooMany
from hub.core.limits import RateLimiter
from tests.fakes.clock import FakeClock


def spend(limiter: RateLimiter, key: str, per_minute: int, times: int) -> int:
    """Return how many of the acts were allowed."""
    allowed = 0
    for _ in range(times):
        try:
            limiter.check(key, per_minute)
            allowed += 1
        except TooMany:
            pass
    return allowed


def test_a_minutes_worth_at_once_then_an_even_flow():
    clock = FakeClock()
    limiter = RateLimiter(clock)
    assert spend(limiter, "a", 6, 10) == 6
    clock.set(9.9)
    assert spend(limiter, "a", 6, 1) == 0
    clock.set(0.1)
    assert spend(limiter, "a", 6, 2) == 1
    clock.set(3600)
    assert spend(limiter, "a", 6, 10) == 6


def test_it_says_when_to_come_back():
    limiter = RateLimiter(FakeClock())
    spend(limiter, "a", 6, 6)
    with pytest.raises(TooMany) as refused:
        limiter.check("a", 6)
    assert refused.value.retry_after == 10


def test_keys_do_not_disturb_each_other():
    limiter = RateLimiter(FakeClock())
    assert spend(limiter, "a", 1, 5) == 1
    assert spend(limiter, "b", 1, 5) == 1


def test_a_limit_of_nothing_allows_nothing():
    assert spend(RateLimiter(FakeClock()), "a", 0, 3) == 0


def test_memory_is_bounded_and_the_busy_are_remembered():
    limiter = RateLimiter(FakeClock(), most_keys=10)
    spend(limiter, "busy", 3, 2)
    for number in range(9):
        limiter.check(f"key {number}", 1)
    assert spend(limiter, "busy", 3, 5) == 1
    for number in range(20):
        limiter.check(f"other {number}", 1)
    assert len(limiter._buckets) == 10
