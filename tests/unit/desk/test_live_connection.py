"""The bounded queue of a live connection."""

import asyncio
from datetime import UTC, datetime

from hub.core.models.staff import Staff, StaffSession
from hub.desk.live_connection import MOST_JOINED, Connection
from tests.fakes.clock import settle

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def connection(limit: int = 3) -> Connection:
    staff = Staff(id="ann", login="ann", name="Ann", created_at=NOW)
    return Connection(
        staff, StaffSession(id="s", staff="ann", csrf="", created_at=NOW, expires_at=NOW), limit
    )


async def test_frames_come_out_in_order_and_together():
    end = connection()
    end.push(b"1")
    assert await end.next() == b"1"
    end.push(b"2")
    end.push(b"3")
    assert await end.next() == b"[2,3]"


async def test_very_many_frames_are_several_texts():
    end = connection(MOST_JOINED + 1)
    for _ in range(MOST_JOINED + 1):
        end.push(b"1")
    assert await end.next() == b"[" + b",".join([b"1"] * MOST_JOINED) + b"]"
    assert await end.next() == b"1"


async def test_overflow_cuts_once_and_takes_nothing_more():
    end, cuts = connection(2), []
    end.cut = lambda: cuts.append(1)
    for frame in (b"1", b"2", b"3", b"4"):
        end.push(frame)
    assert await end.next() is None
    assert cuts == [1]


async def test_what_was_missed_comes_before_what_is_new_and_once():
    end = connection(10)
    end.push(b"old", 4)
    end.push(b"new", 6)
    end.push(b"pong")
    end.prepend([(0, b"hello"), (4, b"missed 4"), (5, b"missed 5")], 5)
    assert await end.next() == b"[hello,missed 4,missed 5,new,pong]"


async def test_nothing_is_sent_while_the_gap_is_read():
    end = connection()
    end.held = True
    end.push(b"new", 6)
    async with asyncio.TaskGroup() as group:
        first = group.create_task(end.next())
        await settle()
        assert not first.done()
        end.prepend([(0, b"hello")], 5)
    assert first.result() == b"[hello,new]"


async def test_goodbye_comes_after_everything_queued():
    end = connection()
    end.push(b"last words")
    end.leave(2, "restart")
    end.leave(0, "signed_out")
    assert await end.next() == b"last words"
    assert await end.next() is None
    assert end.leaving == (2, "restart")
