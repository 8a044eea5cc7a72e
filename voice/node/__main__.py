"""The node as a process: reads its settings as one line of JSON, and ends when its input does.

So no secret is on a command line, and a node never outlives whoever started it, however that ended.
"""

import asyncio
import sys

import msgspec

from hub.core.clock import SystemClock
from hub.core.ids import ulid_source
from hub.core.logs import set_up_logs
from voice.node.node import Node
from voice.node.settings import Settings

LONGEST_LINE = 1 << 20


async def main() -> None:
    """Serve until the input ends."""
    given = asyncio.StreamReader(limit=LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(given), sys.stdin.buffer
    )
    settings = msgspec.json.decode(await given.readline(), type=Settings)
    set_up_logs(settings.log)
    clock = SystemClock()
    async with asyncio.TaskGroup() as tasks:
        node = tasks.create_task(Node(settings, clock, ulid_source(clock)).run())
        await given.read()
        node.cancel()


if __name__ == "__main__":
    asyncio.run(main())
