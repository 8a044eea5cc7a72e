"""aioimaplib, made to notice at once what it would notice late or never.

With the stock protocol a command whose connection breaks waits for its timeout, an IDLE for ever; a server
that refuses a token waits for an answer it does not get; STARTTLS is missing; and nothing says that mail
arrived while another command was running.
"""

import asyncio
import base64
import binascii
import ssl
from collections.abc import Callable
from typing import Any

from aioimaplib import aioimaplib

LOST = [b"connection lost"]


class Protocol(aioimaplib.IMAP4ClientProtocol):  # type: ignore[misc]  # the library has no types
    """One connection. `lost` says that it broke; `news` that mail arrived since it was set to False."""

    pending_sync_command: Any
    transport: Any

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop, None)
        self.lost = False
        self.news = False
        self.bye = ""
        self.refusal = ""

    def connection_lost(self, exc: Exception | None) -> None:
        """End what waits for answers: none will come."""
        super().connection_lost(exc)
        self.lost = True
        self.state = aioimaplib.LOGOUT
        waiting = [self.pending_sync_command, *self.pending_async_commands.values()]
        self.pending_sync_command = None
        self.pending_async_commands.clear()
        for command in waiting:
            if command is not None:
                command.close(LOST[0], "KO")
        self.idle_queue.put_nowait(LOST)

    def _untagged_response(self, line: bytes) -> object:
        if line.endswith(b" EXISTS"):
            self.news = True
        if line[:6].upper() == b"* BYE ":
            self.bye = line[6:].decode("utf-8", "replace")
        return super()._untagged_response(line)

    def _continuation(self, line: bytes) -> None:
        """Answer a server that explains why it refuses a token (XOAUTH2), so that it ends the sign-in."""
        command = self.pending_sync_command
        if command is not None and command.name == "AUTHENTICATE":
            self.refusal = _decoded(line.removeprefix(b"+").strip())
            self.send("")
        else:
            super()._continuation(line)


class Imap(aioimaplib.IMAP4):  # type: ignore[misc]  # the library has no types
    """The library's client on our protocol."""

    protocol: Protocol

    def create_client(
        self,
        host: str,
        port: int,
        loop: asyncio.AbstractEventLoop | None,
        conn_lost_cb: Callable[[Exception | None], None] | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """Begin to connect; the base class calls this."""
        running = asyncio.get_running_loop()
        protocol = Protocol(running)
        self.protocol = protocol
        self._client_task = running.create_task(
            running.create_connection(lambda: protocol, host, port, ssl=ssl_context)
        )

    async def start_tls(self, context: ssl.SSLContext) -> None:
        """Go on under TLS (RFC 9051, 6.2.1). Raises aioimaplib.Abort if the server does not."""
        protocol = self.protocol
        command = aioimaplib.Command("STARTTLS", protocol.new_tag(), loop=protocol.loop)
        response = await protocol.execute(command)
        if response.result != "OK" or protocol.incomplete_line:
            raise aioimaplib.Abort("The server does not offer STARTTLS.")
        protocol.transport = await asyncio.get_running_loop().start_tls(
            protocol.transport, protocol, context, server_hostname=self.host
        )
        await protocol.capability()

    async def drop(self) -> None:
        """Let go of the connection."""
        self._client_task.cancel()
        if self.protocol.transport is not None:
            self.protocol.transport.close()


def _decoded(line: bytes) -> str:
    try:
        return base64.b64decode(line, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return line.decode("utf-8", "replace")
