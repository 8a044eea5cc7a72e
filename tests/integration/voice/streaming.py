"""A door for streams that stands open, and the legs that come through it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from msgspec.structs import replace

from hub.core.free_port import free_port
from tests.fakes.streams import SECRET
from voice.node.legs import Leg
from voice.node.streams.door import StreamDoor
from voice.node.streams.settings import StreamSettings

SETTINGS = StreamSettings(host="127.0.0.1", port=0, token=SECRET)


@asynccontextmanager
async def streams(
    settings: StreamSettings = SETTINGS, most_calls: int = 5
) -> AsyncIterator[tuple[str, asyncio.Queue[Leg]]]:
    """Open it; yields its address and the legs, as they come."""
    came: asyncio.Queue[Leg] = asyncio.Queue()
    port = free_port()
    door = StreamDoor(replace(settings, port=port), most_calls, came.put_nowait)
    await door.open()
    try:
        yield f"{'https' if settings.certificate else 'http'}://127.0.0.1:{port}", came
    finally:
        await door.close()
