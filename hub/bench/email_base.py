"""The practical limit for mail: an SMTP library, a parser and SQLite with nothing in between."""

import asyncio
import email
import email.policy
import sys
from pathlib import Path

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session

from hub.bench.base import GroupCommit, serve
from hub.core.free_port import HOST
from hub.event_loop import run


class Taker:
    """Takes every mail: parses it, and answers once its text is durable."""

    def __init__(self, disk: GroupCommit) -> None:
        """Take what makes texts durable."""
        self._disk = disk

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a mail."""
        mail = email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default)
        body = mail.get_body(("plain",))
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._disk.put(
            f"{mail['subject']}\n{body.get_content() if body else ''}", lambda _: done.set_result(None)
        )
        await done
        return "250 OK"


async def serve_mail(folder: Path, port: int) -> None:
    """Serve until told to stop; the web server only shows that all is ready."""
    disk = GroupCommit(folder / "mail-base.db")
    loop = asyncio.get_running_loop()
    taker = Taker(disk)
    server = await loop.create_server(lambda: SMTP(taker, loop=loop), HOST, port)
    try:
        await serve(web.Application())
    finally:
        server.close()
        await disk.close()


if __name__ == "__main__":
    try:
        run(serve_mail(Path(sys.argv[1]), int(sys.argv[2])))
    except web.GracefulExit:
        sys.exit(0)
