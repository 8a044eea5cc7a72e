"""What fuzz_sip attacks: a SIP door that takes every call, as a process. Its argument is the port."""

import asyncio
import sys

from voice.node.legs import FRAME_SECONDS, SILENT, Down
from voice.node.sip import SipDoor, SipLeg
from voice.node.sip_settings import Sip
from voice.reports import Cause

MOST = 50


async def serve(port: int) -> None:
    """Serve until ended from outside."""
    legs: set[SipLeg] = set()
    settings = Sip(
        port=port,
        rtp_ports="27000-27900",
        phones={"ada": "a long password"},
        calls_per_second=1e6,
        calls_per_source=1e6,
        most_per_source=100_000,
        most_calls=100_000,
    )
    async with asyncio.TaskGroup() as tasks:

        def came(leg: SipLeg) -> None:
            legs.add(leg)
            tasks.create_task(take(leg, legs, tasks))

        door = SipDoor("", 0, "", came, settings)
        await door.open()
        print("ready", flush=True)
        while True:
            await asyncio.sleep(FRAME_SECONDS)
            for leg in list(legs):
                leg.hear()
                leg.say(SILENT)


async def take(leg: SipLeg, legs: set[SipLeg], tasks: asyncio.TaskGroup) -> None:
    """Take a call that is for 200, and of the others as many as there is room for."""
    if "200@" in leg.called or len(legs) < MOST:
        await leg.answer()
    else:
        await leg.hang_up(Cause.BUSY)
    tasks.create_task(end(leg))
    async for event in leg.events():
        if isinstance(event, Down):
            legs.discard(leg)


async def end(leg: SipLeg) -> None:
    """End a call after some seconds, however it stands."""
    await asyncio.sleep(5.0)
    await leg.hang_up()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
