"""Mail brought to us by SMTP and LMTP: answered once it is stored, for whom we know, within limits."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from types import TracebackType

import pytest
from msgspec.structs import replace

from channels.email.smtp_in import Door, Limits, listening
from hub.core.errors import Unavailable
from hub.core.free_port import free_port
from hub.core.models.conversations import Message
from hub.core.models.mail import Mailbox
from tests.integration.email.office import ANNA, SALES, SUPPORT, Office
from tests.integration.email.postfix import OWN_DOMAIN, Postfix


class Reception:
    """Stores mails with the real receiver, in the way a test says."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.trouble: list[Exception] = []
        self.trouble_after: list[Exception] = []
        self.stored = asyncio.Event()
        self.answered = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.calls: asyncio.Queue[tuple[str, Sequence[str]]] = asyncio.Queue()

    async def receive(self, raw: bytes, mailbox: Mailbox, addresses: Sequence[str]) -> None:
        self.calls.put_nowait((mailbox.address, addresses))
        if self.trouble:
            raise self.trouble.pop(0)
        await self.office.receiver.receive(raw, mailbox, addresses)
        self.stored.set()
        await self.may_answer.wait()
        if self.trouble_after:
            raise self.trouble_after.pop(0)
        self.answered.set()


class Caller:
    """Another mail server, line by line."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> "Caller":
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.writer.close()

    async def answer(self) -> str:
        lines = []
        while True:
            line = (await self.reader.readline()).decode()
            lines.append(line.rstrip())
            if line[3:4] != "-":
                return "\n".join(lines)

    async def say(self, line: str | bytes) -> str:
        raw = line.encode() if isinstance(line, str) else line
        self.writer.write(raw + b"\r\n")
        return await self.answer()

    async def begin(self, *recipients: str, hello: str = "EHLO", sender: str = ANNA) -> list[str]:
        """Everything up to DATA; returns the answers to the recipients."""
        await self.answer()
        assert (await self.say(f"{hello} mail.test")).startswith("250")
        assert (await self.say(f"MAIL FROM:<{sender}>")).startswith("250")
        answers = [await self.say(f"RCPT TO:<{one}>") for one in recipients]
        if any(answer.startswith("250") for answer in answers):
            assert (await self.say("DATA")).startswith("354")
        return answers


def mail(id: str = "1", body: str = "Where is my order?", to: str = SUPPORT) -> bytes:
    head = f"From: Anna <{ANNA}>\r\nTo: {to}\r\nSubject: Order\r\nMessage-ID: <{id}@customers.test>\r\n\r\n"
    return f"{head}{body}\r\n".encode()


@pytest.fixture
def reception(office: Office) -> Reception:
    return Reception(office)


@pytest.fixture
def door(office: Office, reception: Reception) -> Door:
    return Door(office.mailboxes, reception.receive, Limits(mail_bytes=100_000, connections=3), "hub.test")


@pytest.fixture
async def port(door: Door) -> AsyncIterator[int]:
    async with listening(door, "127.0.0.1:0", lmtp=False) as port:
        yield port


async def messages(office: Office) -> list[str]:
    return [one.text for one in await office.store.find(Message) if not one.notice]


async def test_a_mail_is_acknowledged_only_once_it_is_stored(
    office: Office, reception: Reception, port: int
) -> None:
    reception.may_answer.clear()
    async with Caller(port) as caller, asyncio.TaskGroup() as group:
        assert await caller.begin(SUPPORT) == ["250 2.1.5 OK"]
        answer = group.create_task(caller.say(mail() + b"."))
        await reception.stored.wait()
        assert await messages(office) == ["Where is my order?"]
        assert not answer.done()
        reception.may_answer.set()
        assert await answer == "250 2.0.0 Stored"


@pytest.mark.parametrize("error", [Unavailable("The disk is full."), RuntimeError("a bug")])
async def test_what_cannot_be_stored_now_is_not_acknowledged(
    reception: Reception, port: int, error: Exception
) -> None:
    reception.trouble = [error]
    async with Caller(port) as caller:
        await caller.begin(SUPPORT)
        assert (await caller.say(mail() + b".")).startswith("451 ")
        assert (await caller.say(f"MAIL FROM:<{ANNA}>")).startswith("250")


async def test_only_mail_for_our_mailboxes_is_taken(office: Office, port: int) -> None:
    sales = await office.store.get(Mailbox, "box-sales")
    await office.world.save(replace(sales, active=False))
    token = office.tokens.address(SUPPORT, office.world.ids())
    async with Caller(port) as caller:
        answers = await caller.begin(
            "nobody@hub.test", SALES, "support@other.test", "Support@HUB.test", token
        )
    assert [answer[:9] for answer in answers] == ["550 5.1.1"] * 3 + ["250 2.1.5"] * 2


async def test_reports_come_without_a_sender(office: Office, port: int) -> None:
    async with Caller(port) as caller:
        assert await caller.begin(SUPPORT, sender="") == ["250 2.1.5 OK"]
        assert (await caller.say(mail() + b".")).startswith("250")


async def test_one_mail_for_two_mailboxes_comes_to_both(reception: Reception, port: int) -> None:
    async with Caller(port) as caller:
        await caller.begin(SUPPORT, SALES)
        assert (await caller.say(mail() + b".")).startswith("250")
    assert [reception.calls.get_nowait() for _ in range(2)] == [(SUPPORT, [SUPPORT]), (SALES, [SALES])]


async def test_too_much_is_refused(office: Office, port: int) -> None:
    async with Caller(port) as caller:
        assert (await caller.answer()).startswith("220")
        assert "SIZE 100000" in await caller.say("EHLO mail.test")
        assert (await caller.say(f"MAIL FROM:<{ANNA}> SIZE=100001")).startswith("552")
        await caller.say(f"MAIL FROM:<{ANNA}>")
        answers = [await caller.say(f"RCPT TO:<{SUPPORT}>") for _ in range(101)]
        assert [answer[:3] for answer in answers] == ["250"] * 100 + ["452"]
        await caller.say("DATA")
        assert (await caller.say(mail(body="x" * 99 + "\r\n" + "y" * 100_000) + b".")).startswith("552")
    assert await messages(office) == []


async def test_mails_share_a_room_and_wait_for_it(office: Office, reception: Reception) -> None:
    limits = Limits(mail_bytes=1000, beside=0)
    door = Door(office.mailboxes, reception.receive, limits, "hub.test")
    async with (
        listening(door, "127.0.0.1:0", lmtp=False) as port,
        Caller(port) as first,
        Caller(port) as second,
        Caller(port) as small,
        asyncio.TaskGroup() as group,
    ):
        for caller in (first, second):
            await caller.answer()
            await caller.say("EHLO mail.test")
            await caller.say(f"MAIL FROM:<{ANNA}> SIZE=1000")
            await caller.say(f"RCPT TO:<{SUPPORT}>")
        assert (await first.say("DATA")).startswith("354")
        answer = group.create_task(second.say("DATA"))
        await small.begin(SUPPORT)
        assert (await small.say(mail("small") + b".")).startswith("452 4.3.1")
        assert not answer.done()
        assert (await first.say(mail("first") + b".")).startswith("250")
        assert (await answer).startswith("354")
        assert (await second.say(mail("second") + b".")).startswith("250")


async def test_long_lines_and_dots_come_through(office: Office, port: int) -> None:
    async with Caller(port) as caller:
        await caller.begin(SUPPORT)
        await caller.say(mail(body="..first\r\n" + "x" * 50_000) + b".")
    assert await messages(office) == [".first\n" + "x" * 50_000]


async def test_too_many_connections_are_told_to_come_later(port: int) -> None:
    async with Caller(port) as first, Caller(port) as second, Caller(port) as third:
        for caller in (first, second, third):
            assert (await caller.answer()).startswith("220")
        async with Caller(port) as fourth:
            assert (await fourth.answer()).startswith("421 4.7.0")
            assert await fourth.reader.read() == b""
        assert (await third.say("QUIT")).startswith("221")
        assert await third.reader.read() == b""
        async with Caller(port) as fifth:
            assert (await fifth.answer()).startswith("220")


async def test_nonsense_ends_nothing_but_itself(office: Office, port: int) -> None:
    async with Caller(port) as caller:
        await caller.answer()
        for line in (b"\xff\xfe\x00", b"MAIL", b"DATA", b"EHLO", b"AUTH PLAIN AHgAeA==", b"x" * 3000):
            assert (await caller.say(line))[0] in "45"
    async with Caller(port) as caller:
        await caller.begin(SUPPORT)
        caller.writer.write(mail()[:40])
    async with Caller(port) as caller:
        await caller.begin(SUPPORT)
        assert (await caller.say(mail() + b".")).startswith("250")
    assert await messages(office) == ["Where is my order?"]


async def test_lmtp_answers_for_each_recipient(office: Office, reception: Reception, door: Door) -> None:
    reception.trouble = [Unavailable("The disk is full.")]
    async with listening(door, "127.0.0.1:0", lmtp=True) as port, Caller(port) as caller:
        answers = await caller.begin(SUPPORT, "nobody@hub.test", SALES, hello="LHLO")
        assert [answer[:3] for answer in answers] == ["250", "550", "250"]
        assert (await caller.say(mail() + b".")).startswith("451 ")
        assert (await caller.answer()).startswith("250 ")
        assert (await caller.say(f"MAIL FROM:<{ANNA}>")).startswith("250")
        for one in (SUPPORT, SALES):
            await caller.say(f"RCPT TO:<{one}>")
        await caller.say("DATA")
        assert (await caller.say(mail(body="x\r\n" * 50_000) + b".")).startswith("552 ")
        assert (await caller.answer()).startswith("552 ")
        assert (await caller.say("NOOP")).startswith("250 ")


async def test_a_port_in_use_is_named(door: Door, port: int) -> None:
    with pytest.raises(Unavailable, match=r"email\.lmtp_listen"):
        async with listening(door, f"127.0.0.1:{port}", lmtp=True):
            pass


@pytest.mark.parametrize("lmtp", [False, True], ids=["smtp", "lmtp"])
async def test_postfix_brings_again_what_was_not_stored_and_nothing_doubles(
    office: Office, reception: Reception, door: Door, lmtp: bool
) -> None:
    """The store fails before the commit, then right after it, when the mail is there but not acknowledged."""
    reception.trouble = [Unavailable("The disk is full.")]
    reception.trouble_after = [Unavailable("The disk is full.")]
    port = free_port()
    hop = f"lmtp:inet:127.0.0.1:{port}" if lmtp else f"smtp:[127.0.0.1]:{port}"
    async with (
        listening(door, f"127.0.0.1:{port}", lmtp=lmtp),
        Postfix({OWN_DOMAIN: hop}) as postfix,
        Caller(postfix.port) as caller,
        asyncio.timeout(40),
    ):
        await caller.begin(SUPPORT)
        assert (await caller.say(mail() + b".")).startswith("250")
        for _ in range(3):
            assert await reception.calls.get() == (SUPPORT, [SUPPORT])
        await reception.answered.wait()
    assert await messages(office) == ["Where is my order?"]
