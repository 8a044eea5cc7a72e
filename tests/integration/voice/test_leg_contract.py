"""What every leg keeps to: made up, SIP that our own door places to itself, media streams, a browser."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import cycle
from typing import Any

import aioice.ice
import pytest

from hub.core.free_port import free_port
from tests.fakes.browser_peer import BrowserPeer
from tests.fakes.streams import SECRET, AsteriskFarSide, FarSide, JsonAsteriskFarSide, TwilioFarSide
from tests.fakes.voice import FakeLeg, voice
from tests.integration.voice.streaming import streams
from voice.node.legs import FRAME, FRAME_SECONDS, RATE, SILENT, Down, Key, Leg, LegError, LegEvent, Up
from voice.node.rates import Rate
from voice.reports import Cause

WITHIN = 60.0
BEARER = {"Authorization": f"Bearer {SECRET}"}


Open = Callable[[], AbstractAsyncContextManager["Line"]]


class Line:
    """A leg of ours, and what the party at its other end does: here, the leg is made up."""

    def __init__(self, leg: Leg) -> None:
        self.leg = leg

    async def press(self, key: str) -> None:
        """The other side presses a key."""
        self._made_up.happen(Key(key))

    async def other_hangs_up(self) -> None:
        self._made_up.happen(Down(Cause.NORMAL))

    async def other_speaks(self, frame: bytes) -> None:
        self._made_up.incoming.append(frame)

    @property
    def _made_up(self) -> FakeLeg:
        assert isinstance(self.leg, FakeLeg)
        return self.leg


class Called(Line):
    """A leg at whose other end there is a leg too."""

    def __init__(self, leg: Leg, other: Leg) -> None:
        super().__init__(leg)
        self._other = other

    async def press(self, key: str) -> None:
        await self._other.send_keys(key)

    async def other_hangs_up(self) -> None:
        await self._other.hang_up()

    async def other_speaks(self, frame: bytes) -> None:
        self._other.say(frame)
        self._other.hear()


class Streamed(Line):
    """A leg at whose other end there is a provider or a PBX."""

    def __init__(self, leg: Leg, far: FarSide) -> None:
        super().__init__(leg)
        self._far = far

    async def press(self, key: str) -> None:
        await self._far.press(key)

    async def other_hangs_up(self) -> None:
        await self._far.hang_up()

    async def other_speaks(self, frame: bytes) -> None:
        codec = self._far.codec
        await self._far.speak(codec.encode(Rate(RATE, codec.rate).bring(frame)))


class Browser(Line):
    """A leg at whose other end there is a browser."""

    def __init__(self, leg: Leg, peer: BrowserPeer) -> None:
        super().__init__(leg)
        self._peer = peer

    async def other_hangs_up(self) -> None:
        await self._peer.close()

    async def other_speaks(self, frame: bytes) -> None:
        self._peer.say(frame)


@asynccontextmanager
async def fake() -> AsyncIterator[Line]:
    yield Line(FakeLeg())


@asynccontextmanager
async def sip() -> AsyncIterator[Line]:
    from voice.node.sip import SipDoor, SipLeg

    came: asyncio.Queue[SipLeg] = asyncio.Queue()
    port = free_port()
    door = SipDoor("127.0.0.1", port, "24000-24100", came.put_nowait)
    await door.open()
    try:
        other = await door.dial(f"sip:100@127.0.0.1:{port}", caller="+442079460123")
        async with asyncio.timeout(WITHIN):
            leg = await came.get()
        yield Called(leg, other)
        await other.hang_up()
    finally:
        await door.close()


@asynccontextmanager
async def browser() -> AsyncIterator[Line]:
    from voice.node.webrtc import BrowserDoor

    with pytest.MonkeyPatch.context() as patch:  # the door leaves the machine's own address alone there
        patch.setattr(aioice.ice, "get_host_addresses", aioice.ice.get_host_addresses)
        door = BrowserDoor(loopback=True)
        peer = BrowserPeer()
        leg, answer = await door.accept(await peer.offer(), "ann")
        await peer.take(answer)
        yield Browser(leg, peer)
        await peer.close()
        await leg.hang_up()


def stream(kind: type[FarSide], codec: str = "ulaw") -> Open:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Line]:
        path = "/100?caller=%2B442079460123"
        async with streams() as (url, came), kind.calling(url, path, codec, headers=BEARER) as far:
            async with asyncio.timeout(WITHIN):
                leg = await came.get()
            yield Streamed(leg, far)

    opened.__name__ = f"{kind.__name__}-{codec}"
    return opened


PHONES: list[Any] = [
    fake,
    pytest.param(sip, marks=pytest.mark.xdist_group("sip")),
    stream(TwilioFarSide),
    stream(AsteriskFarSide, "alaw"),
    stream(AsteriskFarSide, "slin16"),
    stream(JsonAsteriskFarSide, "slin"),
]


@pytest.fixture(params=PHONES, ids=lambda opened: str(opened.__name__))
async def phone(request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    """A line that has numbers and keys, and that may be refused."""
    opened: Open = request.param
    async with opened() as one:
        yield one


@pytest.fixture(params=[*PHONES, browser], ids=lambda opened: str(opened.__name__))
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


async def test_it_says_who_calls_whom(phone: Line) -> None:
    assert "+442079460123" in phone.leg.remote
    assert "100" in phone.leg.called


async def test_it_says_by_which_door_it_came(line: Line) -> None:
    assert line.leg.door in {"fake", "sip", "twilio", "asterisk", "browser"}


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


async def test_it_may_end_before_it_was_answered(phone: Line) -> None:
    events = phone.leg.events()
    await phone.leg.hang_up(Cause.BUSY)
    assert await rest(events) == [Down(Cause.BUSY)]


async def test_hanging_up_twice_is_once(line: Line) -> None:
    events = line.leg.events()
    await line.leg.answer()
    await line.leg.hang_up()
    await line.leg.hang_up()
    assert [one for one in await rest(events) if isinstance(one, Down)] == [Down(Cause.NORMAL)]


async def test_the_end_comes_with_the_cause_we_gave(line: Line) -> None:
    events = line.leg.events()
    await line.leg.answer()
    assert await event(events) == Up()
    await line.leg.hang_up(Cause.NO_ANSWER)
    assert await rest(events) == [Down(Cause.NO_ANSWER)]


@pytest.mark.parametrize("line", [stream(TwilioFarSide), stream(AsteriskFarSide), browser], indirect=True)
async def test_who_cannot_be_transferred_says_so_and_goes_on(line: Line) -> None:
    events = line.leg.events()
    await line.leg.answer()
    assert await event(events) == Up()
    with pytest.raises(LegError):
        await line.leg.transfer("sip:other@example.com")
    await line.leg.hang_up()
    assert await rest(events) == [Down(Cause.NORMAL)]


async def test_keys_arrive_one_by_one_in_their_order(phone: Line) -> None:
    events = phone.leg.events()
    await phone.leg.answer()
    assert await event(events) == Up()
    for key in "4*2#":
        await phone.press(key)
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
            await line.other_speaks(frame)
            line.leg.say(SILENT)
            if (came := line.leg.hear()) is not None:
                heard.append(came)
            if any(any(one) for one in heard) and len(heard) > 5:
                break
            tick: asyncio.Future[None] = loop.create_future()
            loop.call_later(FRAME_SECONDS, tick.set_result, None)
            await tick
    assert {len(frame) for frame in heard} == {FRAME}
