"""What every leg keeps to: a made-up one, and a SIP call that our own door places to itself."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import cycle

import pytest

from hub.core.free_port import free_port
from tests.fakes.voice import FakeLeg, voice
from voice.messages import Cause
from voice.node.legs import FRAME, FRAME_SECONDS, SILENT, Down, Key, Leg, LegEvent, Up

WITHIN = 10.0


class Line:
    """A leg of ours, and what the party at its other end does."""

    def __init__(self, leg: Leg, other: Leg | None) -> None:
        self.leg = leg
        self._other = other

    async def press(self, key: str) -> None:
        """The other side presses a key."""
        if self._other:
            await self._other.send_keys(key)
        elif isinstance(self.leg, FakeLeg):
            self.leg.happen(Key(key))

    async def other_hangs_up(self) -> None:
        if self._other:
            await self._other.hang_up()
        elif isinstance(self.leg, FakeLeg):
            self.leg.happen(Down(Cause.NORMAL))

    def other_speaks(self, frame: bytes) -> None:
        if self._other:
            self._other.say(frame)
            self._other.hear()
        elif isinstance(self.leg, FakeLeg):
            self.leg.incoming.append(frame)


@asynccontextmanager
async def fake() -> AsyncIterator[Line]:
    yield Line(FakeLeg(), None)


@asynccontextmanager
async def sip() -> AsyncIterator[Line]:
    from voice.node.sip import SipDoor, SipLeg

    came: asyncio.Queue[SipLeg] = asyncio.Queue()
    port = free_port()
    door = SipDoor("127.0.0.1", port, "24000-24100", came.put_nowait)
    await door.open()
    try:
        other = await door.dial(f"sip:100@127.0.0.1:{port}")
        async with asyncio.timeout(WITHIN):
            leg = await came.get()
        yield Line(leg, other)
        await other.hang_up()
    finally:
        await door.close()


Open = Callable[[], AbstractAsyncContextManager[Line]]


@pytest.fixture(params=[fake, pytest.param(sip, marks=pytest.mark.xdist_group("sip"))])
async def line(request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    opened: Open = request.param
    async with opened() as one:
        yield one


async def event(events: AsyncIterator[LegEvent]) -> LegEvent:
    async with asyncio.timeout(WITHIN):
        return await anext(events)


async def rest(events: AsyncIterator[LegEvent]) -> list[LegEvent]:
    async with asyncio.timeout(WITHIN):
        return [one async for one in events]


async def test_it_says_who_calls_whom(line: Line) -> None:
    assert line.leg.remote.startswith("sip:")
    assert "100@" in line.leg.called


async def test_up_comes_with_the_answer_and_down_is_the_last_event(line: Line) -> None:
    events = line.leg.events()
    await line.leg.answer()
    assert await event(events) == Up()
    await line.leg.hang_up()
    assert await rest(events) == [Down(Cause.NORMAL)]


async def test_the_other_side_may_hang_up(line: Line) -> None:
    events = line.leg.events()
    await line.leg.answer()
    assert await event(events) == Up()
    await line.other_hangs_up()
    assert await rest(events) == [Down(Cause.NORMAL)]


async def test_it_may_end_before_it_was_answered(line: Line) -> None:
    events = line.leg.events()
    await line.leg.hang_up(Cause.BUSY)
    assert await rest(events) == [Down(Cause.BUSY)]


async def test_hanging_up_twice_is_once(line: Line) -> None:
    events = line.leg.events()
    await line.leg.answer()
    await line.leg.hang_up()
    await line.leg.hang_up()
    assert [one for one in await rest(events) if isinstance(one, Down)] == [Down(Cause.NORMAL)]


async def test_keys_arrive_one_by_one_in_their_order(line: Line) -> None:
    events = line.leg.events()
    await line.leg.answer()
    assert await event(events) == Up()
    for key in "4*2#":
        await line.press(key)
    assert [await event(events) for _ in "4*2#"] == [Key("4"), Key("*"), Key("2"), Key("#")]


async def test_frames_have_their_length_and_nothing_is_not_a_frame(line: Line) -> None:
    assert line.leg.hear() is None
    line.leg.say(SILENT)
    events = line.leg.events()
    await line.leg.answer()
    assert await event(events) == Up()
    heard = []
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(WITHIN):
        for frame in cycle(voice(50)):
            line.other_speaks(frame)
            line.leg.say(SILENT)
            if (came := line.leg.hear()) is not None:
                heard.append(came)
            if any(any(one) for one in heard) and len(heard) > 5:
                break
            tick: asyncio.Future[None] = loop.create_future()
            loop.call_later(FRAME_SECONDS, tick.set_result, None)
            await tick
    assert {len(frame) for frame in heard} == {FRAME}
