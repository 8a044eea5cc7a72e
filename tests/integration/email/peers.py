"""What the mail tests share: free ports, and mail servers of few words that do what a test says."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTPUTF8
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

Answer = Callable[[SMTP, Envelope], Awaitable[str]]


def read_mail(raw: bytes) -> EmailMessage:
    """Return the mail as a program of others reads it."""
    message = BytesParser(policy=SMTPUTF8).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    return message


class Peer:
    """A mail server: keeps what it took, answers as `answer` says. A queue tells of each mail it took."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []
        self.arrived: asyncio.Queue[EmailMessage] = asyncio.Queue()
        self.connections = 0
        self.logins: list[tuple[str, str]] = []
        self.password = ""
        self.rcpt_answers: dict[str, list[str]] = {}
        self.answer: Answer = self.take

    async def take(self, server: SMTP, envelope: Envelope) -> str:
        """The answer of a server in good health."""
        self.mails.append(envelope)
        assert isinstance(envelope.original_content, bytes)
        self.arrived.put_nowait(read_mail(envelope.original_content))
        return "250 2.0.0 OK"

    async def take_and_hang_up(self, server: SMTP, envelope: Envelope) -> str:
        """Keep the mail, and break off before the answer."""
        await self.take(server, envelope)
        assert server.transport
        server.transport.abort()  # type: ignore[attr-defined] # a socket's transport can
        return "250 2.0.0 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answers = self.rcpt_answers.get(address)
        if answers:
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return await self.answer(server, envelope)

    def log_in(self, server: SMTP, session: Session, envelope: Envelope, how: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password.decode() == self.password, handled=False)

    def protocol(self, **options: Any) -> SMTP:
        self.connections += 1
        if self.password:
            options |= {"authenticator": self.log_in, "auth_require_tls": False}
        return SMTP(self, hostname="peer.test", enable_SMTPUTF8=True, **options)

    @asynccontextmanager
    async def serving(self, port: int = 0, *, ssl: Any = None, **options: Any) -> AsyncIterator[int]:
        """Listen inside the block; yields the port."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: self.protocol(loop=loop, **options), "127.0.0.1", port, ssl=ssl
        )
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
