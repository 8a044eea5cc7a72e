"""A telephone that answers and sends no audio is noticed, as one behind a wrong NAT is."""

import asyncio
import shutil

import pytest

from hub.core.free_port import free_port
from voice.node.flow_watch import FlowWatch
from voice.node.legs import FRAME_SECONDS, SILENT, Leg, Up
from voice.node.room import Room
from voice.node.sip import SipDoor

pytestmark = pytest.mark.xdist_group("sip")
WITHIN = 60.0


async def test_a_phone_that_sends_no_audio_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    program = shutil.which("sipp")
    if program is None:
        pytest.skip("sipp is missing: apt-get install sip-tester")
    monkeypatch.setattr("voice.node.flow_watch.LIMIT", 25)
    came: asyncio.Queue[Leg] = asyncio.Queue()
    port = free_port()
    door = SipDoor("127.0.0.1", port, "24400-24500", came.put_nowait)
    await door.open()
    caller = await asyncio.create_subprocess_exec(  # its built-in caller has signalling only
        program, f"127.0.0.1:{port}", "-sn", "uac", "-s", "100", "-m", "1", "-l", "1", "-d", "20000",
        "-i", "127.0.0.1", "-p", str(free_port()), "-nostdin",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(WITHIN):
            leg = await came.get()
            await leg.answer()
            assert await anext(leg.events()) == Up()
            assert await silences(leg) == [("", True)]
        await leg.hang_up()
    finally:
        if caller.returncode is None:
            caller.kill()
        await caller.wait()
        await door.close()


async def silences(leg: Leg) -> list[tuple[str, bool]]:
    """Move frames until something is told of the line."""
    room, watch = Room(), FlowWatch()
    room.sit(leg)
    while True:
        passed = asyncio.Event()
        asyncio.get_running_loop().call_later(FRAME_SECONDS, passed.set)
        await passed.wait()
        room.hear()
        room.say()
        assert room.seats[0].heard == SILENT
        if told := watch.look(room.seats):
            return told
