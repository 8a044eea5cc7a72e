"""Calls that we place: whom they show, and why they did not come about."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hub.core.free_port import free_port
from voice.node.legs import Down, LegError, LegEvent, Up
from voice.node.sip import SipDoor, SipLeg
from voice.reports import Cause

pytestmark = pytest.mark.xdist_group("sip")
WITHIN = 60.0


class Line:
    """Our door, which calls itself."""

    def __init__(self, door: SipDoor, port: int, came: asyncio.Queue[SipLeg]) -> None:
        self.door = door
        self.port = port
        self._came = came

    async def dial(self, caller: str = "") -> tuple[SipLeg, SipLeg]:
        """Call 100; return the leg that calls and the one that is called."""
        calling = await self.door.dial(f"sip:100@127.0.0.1:{self.port}", caller=caller)
        async with asyncio.timeout(WITHIN):
            return calling, await self._came.get()


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    came: asyncio.Queue[SipLeg] = asyncio.Queue()
    port = free_port()
    door = SipDoor("127.0.0.1", port, "24200-24300", came.put_nowait)
    await door.open()
    yield Line(door, port, came)
    await door.close()


async def rest(leg: SipLeg) -> list[LegEvent]:
    async with asyncio.timeout(WITHIN):
        return [event async for event in leg.events()]


async def test_the_number_that_is_shown(line: Line) -> None:
    calling, called = await line.dial("+442079460100")
    assert called.remote == f"sip:+442079460100@127.0.0.1:{line.port}"
    await calling.hang_up()
    assert await rest(called) == [Down(Cause.NORMAL)]


async def test_they_answer_and_hang_up(line: Line) -> None:
    calling, called = await line.dial()
    await called.answer()
    events = calling.events()
    async with asyncio.timeout(WITHIN):
        assert await anext(events) == Up()
        await called.hang_up()
        assert await anext(events) == Down(Cause.NORMAL)


async def test_they_are_busy(line: Line) -> None:
    calling, called = await line.dial()
    await called.hang_up(Cause.BUSY)
    assert await rest(calling) == [Down(Cause.BUSY)]


async def test_nobody_answers_in_time(line: Line) -> None:
    calling, called = await line.dial()
    await calling.hang_up(Cause.NO_ANSWER)
    assert await rest(calling) == [Down(Cause.NO_ANSWER)]
    assert await rest(called) == [Down(Cause.NORMAL)]


async def test_an_address_that_is_nowhere(line: Line) -> None:
    leg = await line.door.dial("sip:100@nowhere.invalid")
    assert await rest(leg) == [Down(Cause.UNREACHABLE)]


async def test_what_cannot_be_dialled(line: Line) -> None:
    for uri, caller, trunk in [
        ("sip:1\r\nEvil: 1@x", "", ""),
        ("sip:100@127.0.0.1", "a@b>", ""),
        ("sip:100@127.0.0.1", "", "none"),
    ]:
        with pytest.raises(LegError):
            await line.door.dial(uri, caller=caller, trunk=trunk)
