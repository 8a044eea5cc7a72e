"""What waits at a leg: floods are cut, and its end is told all the same."""

from collections.abc import AsyncIterator
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from aiohttp import WSMessage, WSMsgType

from tests.fakes.clock import FakeClock
from voice.node.legs import MOST_EVENTS, SILENT, Down, Key, LegEvent, LegEvents, OnHold, Up
from voice.node.streams.leg import MOST_KEYS, StreamLeg
from voice.node.streams.twilio import TwilioWire
from voice.node.streams.wire import Began
from voice.node.tones import tones
from voice.reports import Cause

FLOOD = 10 * MOST_EVENTS


class Socket:
    """A provider's: it has sent what it is given, and reads nothing."""

    def __init__(self, *messages: dict[str, Any]) -> None:
        self.messages = [
            WSMessage(WSMsgType.TEXT, msgspec.json.encode(one).decode(), None) for one in messages
        ]
        self.sent: list[str] = []

    async def __aiter__(self) -> AsyncIterator[WSMessage]:
        for message in self.messages:
            yield message

    async def send_str(self, text: str) -> None:
        self.sent.append(text)

    async def close(self) -> None:
        pass


async def all_of(events: AsyncIterator[LegEvent]) -> list[LegEvent]:
    return [event async for event in events]


@pytest.mark.parametrize("flooding", [Key("1"), OnHold(True)])
async def test_a_flood_is_cut_and_the_end_comes(flooding: LegEvent) -> None:
    events = LegEvents()
    for _ in range(FLOOD):
        events.put(flooding)
    events.put(Up())
    events.put(Down(Cause.NORMAL))
    assert await all_of(events.until_down()) == [*[flooding] * MOST_EVENTS, Up(), Down(Cause.NORMAL)]


async def test_a_flood_of_keys_by_sip() -> None:
    sip = pytest.importorskip("voice.node.sip.leg")
    baresip = pytest.importorskip("baresip")
    handlers: list[Any] = []
    call = SimpleNamespace(headers={}, peer="", final_stats=None, on=handlers.append)
    leg = sip.SipLeg(call, None, FakeClock(), lambda *refused: None, lambda over: None)
    for number in range(FLOOD):
        leg.key_came(str(number % 10), sip.Way.EVENT)
    for on_event in handlers:
        on_event(SimpleNamespace(event=baresip.Event.CALL_CLOSED, text="486 Busy Here"))
    came = await all_of(leg.events())
    assert came == [*[Key(str(number % 10)) for number in range(MOST_EVENTS)], Down(Cause.BUSY)]


async def test_a_flood_of_keys_by_a_stream() -> None:
    leg = stream()
    await leg.answer()
    key = {"event": "dtmf", "dtmf": {"digit": "5"}}
    await leg.run(Socket(*[key] * FLOOD))  # type: ignore[arg-type]  # as much of a socket as it uses
    assert await all_of(leg.events()) == [Up(), *[Key("5")] * (MOST_EVENTS - 1), Down(Cause.NORMAL)]


async def test_of_keys_that_we_press_so_many_wait() -> None:
    wire = Listening()
    leg = stream(wire)
    await leg.answer()
    for _ in range(3):
        await leg.send_keys("7" * (MOST_KEYS - 10))
    for _ in tones("7" * 3 * MOST_KEYS):
        leg.say(SILENT)
    loud = [len(set(piece)) > 2 for piece in wire.pieces]
    assert sum(before < after for before, after in pairwise([False, *loud])) == MOST_KEYS


class Listening(TwilioWire):
    """Keeps the audio that is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def audio(self, audio: bytes) -> str:
        self.pieces.append(audio)
        return super().audio(audio)


def stream(wire: TwilioWire | None = None) -> StreamLeg:
    return StreamLeg(wire or TwilioWire(), Began("s1", {}), "100", "", "")
