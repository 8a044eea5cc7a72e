"""Frames leave in order, those of one moment in one text."""

import asyncio
from typing import Any

import msgspec
from aiohttp import WSMsgType

from webchat.frames import Done, Frame, Pong
from webchat.outgoing import MOST_JOINED, Outgoing


class Socket:
    """Keeps the texts it is to send."""

    def __init__(self) -> None:
        self.texts: list[Any] = []

    async def send_frame(self, message: bytes, opcode: WSMsgType) -> None:
        self.texts.append(msgspec.json.decode(message))


async def sent(*moments: list[Frame], limit: int = 500) -> list[Any]:
    """Return the texts that frames put at these moments leave in."""
    socket = Socket()
    out = Outgoing(socket, limit, lambda: None)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(out.run())
        for frames in moments:
            for frame in frames:
                out.put(frame)
            await out.flush()
        running.cancel()
    return socket.texts


async def test_one_frame_is_an_object_and_several_an_array() -> None:
    pong = {"type": "pong"}
    assert await sent([Pong()], [Pong(), Pong()]) == [pong, [pong, pong]]


async def test_many_frames_keep_their_order_in_texts_of_bounded_length() -> None:
    frames = [Done(command=str(number)) for number in range(MOST_JOINED + 2)]
    texts = await sent(list(frames))
    assert [len(text) for text in texts] == [MOST_JOINED, 2]
    assert [frame["command"] for text in texts for frame in text] == [one.command for one in frames]


async def test_what_is_too_much_cuts_the_connection() -> None:
    cuts: list[str] = []
    out = Outgoing(Socket(), 2, lambda: cuts.append("cut"))
    for _ in range(4):
        out.put(Pong())
    assert (out.closed, cuts) == (True, ["cut"])
