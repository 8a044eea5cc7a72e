"""A company with its SMS channel as a process of its own, to be killed: folder, port of the centre, text.

It opens the folder (new or not), runs the channel, and writes the text to the customer unless it is empty.
"""

import asyncio
import sys
from pathlib import Path

from hub.core.models.sms import Smsc, SmsRoute
from tests.integration.sms.office import OURS, ROUTE, office, world_at


async def main(folder: Path, port: int, text: str) -> None:
    smsc = Smsc(host="127.0.0.1", port=port, system_id="hub")
    record = SmsRoute(id=ROUTE, entry_point="text", number=OURS, smscs=[smsc], secret="pw")
    async with world_at(folder, record, faster=1) as world, office(world) as sms:
        await sms.bound()
        if text:
            await sms.write(text)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
