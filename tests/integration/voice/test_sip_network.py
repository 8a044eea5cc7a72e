"""Audio over a network that loses one packet in twenty, and delays them by up to 30 ms, out of order."""

import asyncio
import re
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import numpy
import pytest

from hub.core.free_port import free_port
from tests.fakes.bad_network import BadNetwork
from tests.fakes.sip_peer import SipPeer, tag_of
from tests.fakes.sounds import from_mu_law, intelligible, longest_gap, mu_law, speech
from voice.node.legs import FRAME, FRAME_SECONDS, SILENT, Up
from voice.node.sip import SipDoor, SipLeg

pytestmark = pytest.mark.xdist_group("sip")
WITHIN = 60.0
LINE = 8000
SECONDS = 5.0


class Packets(asyncio.DatagramProtocol):
    """The other side's RTP (RFC 3550): sends frames of PCMU, and keeps what came, by its number."""

    def __init__(self) -> None:
        self.came: dict[int, bytes] = {}
        self.socket: asyncio.DatagramTransport | None = None

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) > 12 and data[1] & 0x7F == 0:
            self.came[struct.unpack("!H", data[2:4])[0]] = data[12:]

    def send(self, number: int, payload: bytes, to: tuple[str, int]) -> None:
        assert self.socket
        head = struct.pack("!BBHII", 0x80, 0x80 if number == 0 else 0, number, number * 160, 0x5E11)
        self.socket.sendto(head + payload, to)


@asynccontextmanager
async def call() -> AsyncIterator[tuple[SipLeg, SipPeer, Packets, BadNetwork]]:
    """Open a call whose audio goes through the bad network, both ways."""
    came: asyncio.Queue[SipLeg] = asyncio.Queue()
    port = free_port()
    door = SipDoor("127.0.0.1", port, "24600-24700", came.put_nowait)
    await door.open()
    packets, loop = Packets(), asyncio.get_running_loop()
    try:
        packets.socket, _ = await loop.create_datagram_endpoint(lambda: packets, local_addr=("127.0.0.1", 0))
        async with SipPeer.udp(port) as peer:
            own = packets.socket.get_extra_info("sockname")
            async with BadNetwork.open(own, loss=0.05, jitter=0.03) as network:
                peer.say(peer.request("INVITE", "c1", body=peer.sdp(port=network.port)))
                leg = await came.get()
                await leg.answer()
                ok = await peer.until(200)
                peer.ack(ok)
                assert await anext(leg.events()) == Up()
                media = re.search(rb"m=audio (\d+)", ok.body)
                assert media
                async with BadNetwork.open(
                    ("127.0.0.1", int(media[1])), loss=0.05, jitter=0.03, seed=2
                ) as inwards:
                    yield leg, peer, packets, inwards
                peer.say(peer.request("BYE", "c1", cseq=9, to_tag=tag_of(ok)))
    finally:
        if packets.socket is not None:
            packets.socket.close()
        await door.close()


async def every_frame(do: Callable[[int], None], times: int) -> None:
    """Do something every 20 ms; a late tick is made up for."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    for number in range(times):
        do(number)
        tick: asyncio.Future[None] = loop.create_future()
        loop.call_at(start + (number + 1) * FRAME_SECONDS, tick.set_result, None)
        await tick


@pytest.mark.timeout(60)
async def test_speech_stays_intelligible_both_ways() -> None:
    said = speech(SECONDS, rate=LINE)
    coded = mu_law(said)
    ours = speech(SECONDS, seed=2)
    spoken = ours.clip(-32768, 32767).astype("<i2").tobytes()
    heard: list[bytes] = []
    async with call() as (leg, _, packets, inwards):

        def tick(number: int) -> None:
            if payload := coded[number * 160 : (number + 1) * 160]:
                packets.send(number, payload, ("127.0.0.1", inwards.port))
            heard.append(leg.hear() or SILENT)
            leg.say(spoken[number * FRAME : (number + 1) * FRAME].ljust(FRAME, b"\0"))

        await every_frame(tick, int(SECONDS / FRAME_SECONDS) + 25)
        lost = inwards.lost
    assert lost > 3
    came = numpy.frombuffer(b"".join(heard), "<i2").astype(float)
    wide = numpy.interp(numpy.arange(len(said) * 2) / 2, numpy.arange(len(said)), said)
    assert intelligible(came, wide) > 0.6
    assert longest_gap(came) < 0.25

    first, last = min(packets.came), max(packets.came)
    line = b"".join(packets.came.get(one, b"\xff" * 160) for one in range(first, last + 1))
    assert len(packets.came) < last - first + 1  # some were lost
    narrow = ours.reshape(-1, 2).mean(axis=1)
    assert intelligible(from_mu_law(line), narrow, LINE) > 0.6
