"""A browser's leg, and a browser that is another program's WebRTC: sound, keys, and its end."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack

from voice.node.legs import Down, Key, LegEvent, Up
from voice.node.webrtc import GONE_AFTER, KEYS, MOST_KEYS, BrowserDoor, WebRtcLeg, only_loopback
from voice.reports import Cause

WITHIN = 60.0


class Page:
    """A page's side: a silent microphone and the channel for keys."""

    def __init__(self) -> None:
        only_loopback()
        self.connection = RTCPeerConnection()
        self.connection.addTrack(AudioStreamTrack())
        self.keys = self.connection.createDataChannel(KEYS)
        self.open = asyncio.Event()
        self.keys.on("open", self.open.set)

    async def call(self) -> WebRtcLeg:
        await self.connection.setLocalDescription(await self.connection.createOffer())
        leg, answer = await BrowserDoor(loopback=True).accept(self.connection.localDescription.sdp, "c1")
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        return leg


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    page = Page()
    yield page
    await page.connection.close()


async def event(events: AsyncIterator[LegEvent]) -> LegEvent:
    async with asyncio.timeout(WITHIN):
        return await anext(events)


async def test_keys_come_in_their_order_and_junk_does_not(page: Page) -> None:
    leg = await page.call()
    events = leg.events()
    assert await event(events) == Up()
    async with asyncio.timeout(WITHIN):
        await page.open.wait()
    for sent in ("4", "x", "", "12", b"5", "*" * 60_000, "#"):
        page.keys.send(sent)
    assert [await event(events) for _ in range(2)] == [Key("4"), Key("#")]
    await leg.hang_up()
    assert await event(events) == Down(Cause.NORMAL)


async def test_a_flood_of_keys_is_cut(page: Page) -> None:
    leg = await page.call()
    events = leg.events()
    assert await event(events) == Up()
    async with asyncio.timeout(WITHIN):
        await page.open.wait()
    for _ in range(500):
        page.keys.send("1")
    await page.connection.close()
    came = []
    async with asyncio.timeout(WITHIN):
        async for one in events:
            came.append(one)
    assert 0 < came.count(Key("1")) <= 3 * MOST_KEYS


async def test_a_page_whose_network_is_gone_is_given_up(page: Page) -> None:
    leg = await page.call()
    events = leg.events()
    assert await event(events) == Up()
    for _ in range(2 * GONE_AFTER):  # no time passes, so nothing comes in between
        leg.hear()
    assert await event(events) == Down(Cause.UNREACHABLE)
    await leg.hang_up()


async def test_a_page_that_closes_its_connection_is_gone_at_once(page: Page) -> None:
    leg = await page.call()
    events = leg.events()
    assert await event(events) == Up()
    async with asyncio.timeout(WITHIN):
        await page.open.wait()
    await page.connection.close()
    assert isinstance(await event(events), Down)
