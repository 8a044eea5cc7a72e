"""E-mail: handed in by SMTP, and answered 250 once message and queued work item are durable.

Each mail is a new matter of one of many senders. The hub runs whole, with the router; the limit is
an SMTP library, the standard library's parser and a bare group commit.
"""

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from hub.bench.figures import figure, scaled
from hub.bench.loop import ClosedLoop
from hub.bench.process import Server
from hub.bench.scene import ENVIRONMENT, MAILBOX, email_scene
from hub.bench.wire import SmtpClient, Wire
from hub.core.clock import Clock
from hub.core.free_port import free_port
from routing.simulate import Figure

CONNECTIONS = 32
SENDERS = 50
"""Each connection's own."""
AGENTS = 20
PARAGRAPH = b"Good morning, the parcel with my order has not arrived, although it should have by now.\r\n"
PARAGRAPHS = 40
"""About 4 kB, as most mails are."""


class Post:
    """A mail server's connection that hands in mails in turn."""

    def __init__(self, client: SmtpClient, number: int) -> None:
        """Prepare the senders."""
        self.arrived: Callable[[], None] = lambda: None
        self._client = client
        self._number = number
        self._count = count()
        client.on_accepted = lambda: self.arrived()

    def send(self) -> None:
        """Hand in the next mail."""
        mail = next(self._count)
        sender = f"customer-{self._number}-{mail % SENDERS}@example.org"
        head = (
            f"From: Customer {mail} <{sender}>\r\nTo: {MAILBOX}\r\nSubject: Where is my order {mail}?\r\n"
            f"Message-ID: <{self._number}-{mail}@example.org>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        )
        self._client.hand_in(sender, MAILBOX, head.encode() + PARAGRAPH * PARAGRAPHS)

    def wires(self) -> Sequence[Wire]:
        """Return the connection."""
        return [self._client]


async def email_row(folder: Path, clock: Clock, seconds: float, runs: int) -> list[list[Figure]]:
    """Measure the hub and a bare mail server in turns; return each run's figures."""
    smtp, bare = free_port(), free_port()
    await email_scene(folder / "hub", clock, agents=scaled(AGENTS, seconds))
    env = {
        **ENVIRONMENT,
        "SWITCHBOARD_DATA_FOLDER": str(folder / "hub"),
        "SWITCHBOARD_EMAIL_SMTP_LISTEN": f"127.0.0.1:{smtp}",
    }
    ours = Server(clock, folder / "hub.log", "hub", "serve", env=env)
    theirs = Server(clock, folder / "base.log", "hub.bench.email_base", str(folder), str(bare))
    async with ours, theirs:
        hub, base = await _posts(smtp), await _posts(bare)
        found = []
        for _ in range(runs):
            limit = await ClosedLoop(clock, base).run(seconds)
            done = await ClosedLoop(clock, hub).run(seconds)
            found.append([figure("email_per_s", done.rate, "mails/s", limit.rate)])
        for post in (*hub, *base):
            for wire in post.wires():
                wire.close()
        return found


async def _posts(port: int) -> list[Post]:
    return [Post(await SmtpClient.open(port), number) for number in range(CONNECTIONS)]
