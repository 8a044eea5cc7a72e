"""No faster than allowed, and one after the other."""

import asyncio

from channels.sms.pace import Pace
from channels.sms.turns import Turns
from tests.fakes.clock import FakeClock


async def test_sms_are_spread_evenly_and_a_pause_holds_all():
    clock, gone = FakeClock(), []
    pace = Pace(clock, 10)

    async def go(number: int) -> None:
        await pace.turn()
        gone.append((number, round(clock.monotonic(), 3)))

    async with asyncio.TaskGroup() as group:
        for number in range(3):
            group.create_task(go(number))
        await clock.advance(0.5)
        assert gone == [(0, 0.0), (1, 0.1), (2, 0.2)]
        pace.pause(2)
        group.create_task(go(3))
        await clock.advance(1.9)
        assert len(gone) == 3
        await clock.advance(0.2)
        assert gone[3] == (3, 2.5)


async def test_turns_are_taken_in_order_and_leave_nothing_behind():
    turns, order = Turns(), []
    opened = asyncio.Event()

    async def take(key: str, number: int) -> None:
        async with turns.of(key):
            if key == "a":
                await opened.wait()
            order.append((key, number))

    async with asyncio.TaskGroup() as group:
        for number in range(3):
            group.create_task(take("a", number))
        group.create_task(take("b", 9))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert order == [("b", 9)]  # another number does not wait
        opened.set()
    assert order == [("b", 9), ("a", 0), ("a", 1), ("a", 2)]
    assert turns.busy == 0
