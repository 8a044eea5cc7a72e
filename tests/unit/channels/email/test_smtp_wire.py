"""Mail as it comes over the wire, however it is cut into pieces; and how much may be under way."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.room import NoRoom, Room
from channels.email.smtp_wire import LONGEST_COMMAND, Command, Lost, Wire


class Silent(asyncio.Transport):
    """A connection's other direction, which no test here looks at."""

    def is_closing(self) -> bool:
        return True


def wire(*pieces: bytes) -> Wire:
    """A wire over which these pieces come, one at each reading, and then nothing more."""

    class Reader(asyncio.StreamReader):
        async def read(self, n: int = -1) -> bytes:
            return left.pop(0) if left else b""

    left = list(pieces)
    writer = asyncio.StreamWriter(Silent(), asyncio.Protocol(), None, asyncio.get_running_loop())
    return Wire(Reader(), writer, 60)


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[start:end] for start, end in zip(edges, edges[1:], strict=False)]


TEXTS = st.lists(st.sampled_from([b".", b"\r\n", b"\r", b"\n", b"a", b"..", b"\r\n."]), max_size=30)


@given(texts=TEXTS, places=st.lists(st.integers(0, 10_000), max_size=8))
async def test_a_mail_is_the_same_however_it_is_cut(texts: list[bytes], places: list[int]) -> None:
    mail = b"".join(texts) + b"\r\n"
    sent = (b"\r\n" + mail).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\nQUIT\r\n"
    caller = wire(*cut(sent, places))
    async with Room(1000).share(0, 1) as share:
        assert await caller.mail(1000, share) == mail
    assert await caller.command() == Command("QUIT")


@pytest.mark.parametrize("end", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r"])
async def test_only_a_dot_between_line_ends_ends_a_mail(end: bytes) -> None:
    """Whoever takes another end can be sent a mail in which a second one hides."""
    hidden = b"a" + end + b"MAIL FROM:<boss@hub.test>\r\n"
    async with Room(1000).share(0, 1) as share:
        took = await wire(hidden + b".\r\n").mail(1000, share)
    assert isinstance(took, bytes)
    assert b"MAIL FROM:<boss@hub.test>" in took


async def test_a_mail_that_becomes_too_large_is_read_to_its_end_and_not_kept() -> None:
    caller = wire(b"x" * 50, b"y" * 50 + b"\r\n.\r\nNOOP\r\n")
    async with Room(1000).share(0, 1) as share:
        assert await caller.mail(80, share) is Lost.TOO_LARGE
    assert await caller.command() == Command("NOOP")


async def test_a_mail_for_which_there_is_no_room_is_not_kept() -> None:
    room = Room(100)
    async with room.share(60, 1):
        caller = wire(b"x" * 30, b"x" * 20 + b"\r\n.\r\nNOOP\r\n")
        async with room.share(0, 1) as share:
            assert await caller.mail(80, share) is Lost.NO_ROOM
            assert room.take(40), "what is not kept leaves its place to others"
            room.take(-40)
        assert await caller.command() == Command("NOOP")
    async with room.share(100, 0):
        with pytest.raises(NoRoom):
            async with room.share(1, 0):
                pass


async def test_who_waits_for_room_goes_on_when_there_is_some() -> None:
    room = Room(100)
    order: list[str] = []
    waits = asyncio.Event()

    async def large() -> None:
        waits.set()
        async with room.share(90, 60):
            order.append("large")

    async with asyncio.TaskGroup() as group, room.share(50, 60):
        group.create_task(large())
        await waits.wait()
        async with room.share(50, 60):
            order.append("small")
    assert order == ["small", "large"]


@pytest.mark.parametrize(
    ("line", "command"),
    [
        (b"noop\r\n", Command("NOOP")),
        (b"MAIL FROM:<a@b> SIZE=1\n", Command("MAIL", "FROM:<a@b> SIZE=1")),
        (b"RCPT TO:<\xc3\xa9@b>\r\n", Command("RCPT", "TO:<é@b>")),
        (b"\xff\xfe\r\n", Command("")),
        (b"\r\n", Command("")),
        (b"x" * LONGEST_COMMAND * 3 + b"\r\n", Command("")),
    ],
)
async def test_commands(line: bytes, command: Command) -> None:
    caller = wire(*cut(line, [1, 3000, 5000]), b"QUIT\r\n")
    assert await caller.command() == command
    assert await caller.command() == Command("QUIT")
    with pytest.raises(EOFError):
        await caller.command()
