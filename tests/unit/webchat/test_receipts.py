"""Receipts are written at once, then gathered."""

import asyncio

from hub.core.errors import Unavailable
from tests.fakes.clock import FakeClock
from webchat.receipts import EVERY, Receipts


class Outbox:
    """Keeps what is written; is down when told so."""

    def __init__(self) -> None:
        self.written: list[tuple[str, int | None, int | None]] = []
        self.news = asyncio.Event()
        self.is_down = False

    async def receipt(
        self, interaction_id: str, *, delivered_seq: int | None = None, read_seq: int | None = None
    ) -> None:
        if self.is_down:
            raise Unavailable("down")
        self.written.append((interaction_id, delivered_seq, read_seq))
        self.news.set()

    async def next(self) -> tuple[str, int | None, int | None]:
        async with asyncio.timeout(40):
            await self.news.wait()
        self.news.clear()
        return self.written[-1]


async def test_the_first_is_written_at_once_and_of_the_next_only_the_greatest() -> None:
    outbox, clock = Outbox(), FakeClock()
    receipts = Receipts(outbox, clock)
    async with asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(receipts.run())
        receipts.note("i", delivered=3)
        assert await outbox.next() == ("i", 3, 0)
        for seq in (7, 9, 8):
            receipts.note("i", delivered=seq)
        receipts.note("i", read=8)
        assert len(outbox.written) == 1
        await clock.advance(EVERY)
        assert await outbox.next() == ("i", 9, 8)
        assert len(outbox.written) == 2
        writing.cancel()


async def test_what_is_left_at_the_end_is_written_and_a_store_that_is_down_hurts_nobody() -> None:
    outbox = Outbox()
    receipts = Receipts(outbox, FakeClock())
    receipts.note("i", read=4)
    receipts.note("j", delivered=5)
    await receipts.write()
    assert outbox.written == [("i", 0, 4), ("j", 5, 0)]
    outbox.is_down = True
    receipts.note("i", read=6)
    await receipts.write()
    assert len(outbox.written) == 2
