"""Reading a mailbox of a real dovecot into a real store; only the pauses between tries are made up."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace

from channels.email.imap import ImapReader
from channels.email.imap_client import Login
from hub.core.models.conversations import Direction, Message
from hub.core.models.mail import ImapAccount, Mailbox, Security
from tests.fakes.mail import MailOffice, letter, mail_office
from tests.integration.email.dovecot import PASSWORD, Dovecot, dovecot, moment

PATIENCE = 60.0
LARGEST = 75 << 20


class Reading:
    """A company that reads support's mailbox on the server."""

    def __init__(self, office: MailOffice, server: Dovecot) -> None:
        self.office = office
        self.server = server
        self.password = PASSWORD
        self.folder = "INBOX"
        self.port = server.imap_port
        self.largest = LARGEST

    def reader(
        self, mailbox: Mailbox | None = None, *, user: str = "support", mark: bool = True
    ) -> ImapReader:
        """A reader that has not begun."""
        account = ImapAccount(
            host="127.0.0.1", port=self.port, security=Security.NONE, user=user, folder=self.folder
        )

        async def login() -> Login:
            return Login(password=self.password)

        return ImapReader(
            replace(mailbox or self.office.box, imap=account),
            account,
            receiver=self.office.receiver,
            store=self.office.store,
            clock=self.office.world.clock,
            login=login,
            largest=self.largest,
            mark=mark,
        )

    @asynccontextmanager
    async def running(self, *readers: ImapReader) -> AsyncIterator[ImapReader]:
        """Let them read during the block; yield the first one, a new one if there is none."""
        given = readers or (self.reader(),)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one.run()) for one in given]
            try:
                yield given[0]
            finally:
                for task in tasks:
                    task.cancel()

    async def turn(self) -> None:
        """Let everybody else do something; pauses between tries pass at once."""
        await self.office.world.clock.advance(10)
        await moment()

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait for something to come true."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    await self.turn()
        except TimeoutError:
            raise AssertionError(f"never: {what}\n{self.server.log()}") from None

    async def texts(self) -> list[str]:
        """What customers wrote, in the order in which it was taken in."""
        messages = await self.office.store.find(Message, order="id", limit=10_000)
        return [one.text.strip() for one in messages if one.direction is Direction.INBOUND]

    async def has(self, count: int) -> None:
        """Wait until so many mails are in, and all of what is on the server is read."""
        async with asyncio.timeout(PATIENCE):
            while len(await self.texts()) < count:
                await self.turn()

    def send(self, *names: str, user: str = "support", seen: bool = False) -> None:
        """Mails arrive; each is called and says its name."""
        for name in names:
            self.server.deliver(user, letter(name, id=f"<{name}@x>"), name, seen=seen)


@asynccontextmanager
async def reading(folder: Path) -> AsyncIterator[Reading]:
    """Run server and company for the block."""
    async with dovecot() as server, mail_office(folder) as office:
        yield Reading(office, server)
