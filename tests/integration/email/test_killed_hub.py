"""The hub as a process, killed again and again while it reads a full mailbox."""

import asyncio
from pathlib import Path

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.clock import SystemClock
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.conversations import Message
from hub.core.models.mail import ImapAccount, Quarantined, Security
from hub.core.models.work import Queue
from hub.maintenance import TENANT
from hub.store.sqlite import SqliteDatabase
from tests.e2e.hub_process import HubProcess
from tests.fakes.mail import SUPPORT, letter, mailbox
from tests.integration.email.dovecot import PASSWORD, Dovecot, dovecot, moment

MAILS = 300
PATIENCE = 120.0


async def test_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    async with dovecot() as server:
        await found(tmp_path / "data", server)
        for number in range(MAILS):
            name = f"m{number:03}"
            server.deliver(
                "support", letter(name, sender=f"c{number % 90}@x.example", id=f"<{name}@x>"), name
            )
        hub = HubProcess(tmp_path, demo=False)
        for goal in (20, 120, 200):
            await hub.start()
            await marked(server, goal)
            await hub.kill()
        await hub.start()
        await marked(server, MAILS)
        await hub.stop()
    database = await SqliteDatabase.open(tmp_path / "data", SystemClock())
    try:
        store = database.tenant(TENANT)
        texts = [one.text.strip() for one in await store.find(Message, limit=10_000) if not one.notice]
        assert sorted(texts) == [f"m{number:03}" for number in range(MAILS)]
        assert await store.count(Quarantined) == 0
    finally:
        await database.close()


async def found(folder: Path, server: Dovecot) -> None:
    """Set up a company with a mailbox on the server."""
    database = await SqliteDatabase.open(folder, SystemClock())
    imap = ImapAccount(host="127.0.0.1", port=server.imap_port, security=Security.NONE, user="support")
    batch = Batch(at=SystemClock().now())
    batch.save(Queue(id="support", name="Support"))
    batch.save(EntryPoint(id="support", channel=Channel.EMAIL, key=SUPPORT, name="Support", queue="support"))
    batch.save(replace(mailbox("support", SUPPORT), imap=imap, smtp=None, password=PASSWORD))
    await database.tenant(TENANT).commit(batch)
    await database.close()


async def marked(server: Dovecot, goal: int) -> None:
    """Wait until so many mails are marked as read."""
    async with asyncio.timeout(PATIENCE):
        while sum("S" in flags for flags in server.flags("support").values()) < goal:
            await moment()
