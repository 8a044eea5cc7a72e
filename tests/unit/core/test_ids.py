"""ULIDs sort by time, also within a millisecond."""

from hub.core.ids import encode_ulid, ulid_source
from tests.fakes.clock import FakeClock


def test_ids_are_unique_and_grow() -> None:
    clock = FakeClock()
    new_id = ulid_source(clock, lambda bits: 7)
    ids = []
    for _ in range(50):
        ids.append(new_id())
        clock.set(0.0004)
    assert ids == sorted(set(ids))
    assert {len(id) for id in ids} == {26}


def test_ids_keep_growing_when_the_clock_goes_back() -> None:
    clock = FakeClock()
    new_id = ulid_source(clock)
    first = new_id()
    clock.set(-10)
    assert new_id() > first


def test_encoding_is_crockford() -> None:
    assert encode_ulid(0) == "0" * 26
    assert encode_ulid((1 << 128) - 1) == "7" + "Z" * 25
