"""The whole e-mail channel against a real dovecot: it follows the settings, and sends transcripts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest
from msgspec.structs import replace

from channels.email import receive
from channels.email.channel import EmailChannel
from hub.core.batch import Batch
from hub.core.config import Email
from hub.core.events import EventKind
from hub.core.models.checks import LinkState
from hub.core.models.integrations import AttemptState, Outgoing
from hub.core.models.mail import ImapAccount, Mailbox, Quarantined, Security, SmtpAccount
from tests.fakes.mail import SECRET
from tests.fakes.reasons import code
from tests.fakes.world import agent_author
from tests.integration.email.dovecot import PASSWORD
from tests.integration.email.peers import Peer
from tests.integration.email.reading import Reading, reading


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Reading]:
    async with reading(tmp_path) as opened:
        yield opened


@asynccontextmanager
async def running(desk: Reading) -> AsyncIterator[EmailChannel]:
    """Run the channel for the block."""
    world = desk.office.world
    config = Email(smtp_listen="127.0.0.1:0")
    channel = EmailChannel(
        desk.office.services, world.database, world.clock, config, secret=SECRET, host="hub.test"
    )
    async with asyncio.TaskGroup() as group:
        task = group.create_task(channel.run())
        try:
            yield channel
        finally:
            task.cancel()


async def put_sender(desk: Reading, port: int) -> None:
    """Support's mailbox sends through this port, and the other one does not send."""
    await put(desk, "sales", imap=None, smtp=None)
    await put(desk, imap=None, smtp=SmtpAccount(host="127.0.0.1", port=port, security=Security.NONE))


async def put(desk: Reading, name: str = "support", **changes: object) -> Mailbox:
    """An administrator saves a mailbox."""
    store = desk.office.store
    box = await store.get(Mailbox, f"box-{name}")
    imap = ImapAccount(host="127.0.0.1", port=desk.server.imap_port, security=Security.NONE, user=name)
    box = replace(box, **{"imap": imap, "password": PASSWORD, **changes})
    batch = Batch(at=desk.office.world.clock.now(), actor="sue")
    batch.save(box)
    batch.event(EventKind.SETTINGS_CHANGED, box, data={"kind": "mailboxes"})
    await store.commit(batch)
    return box


def state(channel: EmailChannel, address: str) -> LinkState | None:
    found = [one for one in channel.status() if (one.link, one.name) == ("imap", address)]
    return found[0].state if found else None


async def test_mailboxes_come_change_and_go_without_a_restart(desk: Reading) -> None:
    desk.server.user("sales")
    desk.send("one")
    desk.send("two", user="sales")
    async with running(desk) as channel:
        await desk.until(channel.status, "sends at once")
        assert {one.link for one in channel.status()} == {"smtp_in", "smtp"}
        await put(desk, password="wrong")
        await desk.until(lambda: state(channel, desk.office.box.address) is LinkState.DOWN, "refused")
        assert {code(one.reason) for one in channel.status() if one.link == "imap"} == {"imap_login"}
        await put(desk, "sales")
        await desk.has(1)
        await put(desk)
        await desk.has(2)
        assert state(channel, desk.office.box.address) is LinkState.UP
        await put(desk, active=False)
        await desk.until(lambda: state(channel, desk.office.box.address) is None, "gone")
        desk.send("three")
        desk.send("four", user="sales")
        await desk.has(3)
        assert desk.server.flags("support")["three"] == ""
    assert sorted(await desk.texts()) == ["four", "one", "two"]


async def test_what_was_put_aside_can_be_taken_in_again(
    desk: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(raw: bytes) -> None:
        raise ValueError("a bug")

    monkeypatch.setattr(receive, "parse", broken)
    desk.send("one")
    await put(desk)
    async with running(desk) as channel:
        await desk.until(lambda: "S" in desk.server.flags("support").values(), "put aside")
        [kept] = await desk.office.store.find(Quarantined)
        monkeypatch.undo()
        await channel.take_in(kept)
    assert await desk.texts() == ["one"]


async def test_a_transcript_is_sent_once_without_what_the_customer_did_not_see(desk: Reading) -> None:
    world = desk.office.world
    item = await world.owned()
    await world.outbox.reply(
        item.conversation, by=agent_author("ann"), text="**Of course** <b>", client_id="a"
    )
    await world.outbox.note(item.conversation, by=agent_author("ann"), text="A secret", client_id="b")
    peer = Peer()
    async with peer.serving() as port, running(desk) as channel:
        await desk.until(channel.status, "runs")
        await put_sender(desk, port)
        await world.conversations.request_transcript(item.conversation, "kim@example.net")
        await desk.until(lambda: peer.mails, "sent")
        while (await desk.office.store.find(Outgoing))[0].state is AttemptState.PENDING:
            await desk.turn()
        await world.clock.advance(3600)
        mail = peer.arrived.get_nowait()
    assert len(peer.mails) == 1
    assert (mail["To"], mail["Auto-Submitted"]) == ("kim@example.net", "auto-generated")
    text, page = body(mail, "plain"), body(mail, "html")
    for line in ("I want a person", "Ann", "Of course <b>"):
        assert line in text
    assert "A secret" not in text + page
    assert "&lt;b&gt;" in page
    [wanted] = await desk.office.store.find(Outgoing)
    assert wanted.state is AttemptState.DELIVERED


async def test_a_transcript_that_a_crash_left_half_sent_is_not_sent_again(desk: Reading) -> None:
    world = desk.office.world
    item = await world.owned()
    await world.conversations.request_transcript(item.conversation, "kim@example.net")
    [wanted] = await desk.office.store.find(Outgoing)
    await world.save(replace(wanted, attempts=1))
    peer = Peer()
    async with peer.serving() as port:
        await put_sender(desk, port)
        async with running(desk):
            while (await desk.office.store.get(Outgoing, wanted.id)).state is AttemptState.PENDING:
                await desk.turn()
    assert not peer.mails
    assert (await desk.office.store.get(Outgoing, wanted.id)).state is AttemptState.DEAD


async def test_a_transcript_that_may_have_been_sent_is_not_sent_again(desk: Reading) -> None:
    world = desk.office.world
    item = await world.owned()
    await world.conversations.request_transcript(item.conversation, "kim@example.net")
    [wanted] = await desk.office.store.find(Outgoing)
    peer = Peer()
    peer.answer = peer.take_and_hang_up
    async with peer.serving() as port:
        await put_sender(desk, port)
        async with running(desk):
            while not (now := await desk.office.store.get(Outgoing, wanted.id)).attempts or (
                now.state is AttemptState.PENDING and now.next_at is None
            ):
                await desk.turn()
    assert now.state is AttemptState.DEAD
    assert len(peer.mails) == 1


async def test_a_transcript_waits_for_a_server(desk: Reading) -> None:
    world = desk.office.world
    item = await world.owned()
    await world.conversations.request_transcript(item.conversation, "kim@example.net")
    peer = Peer()
    async with peer.serving() as port:
        pass
    await put_sender(desk, port)
    [wanted] = await desk.office.store.find(Outgoing)
    async with running(desk):
        while (await desk.office.store.get(Outgoing, wanted.id)).attempts < 2:
            await world.clock.advance(60)
            await desk.turn()
        async with peer.serving(port):
            await desk.until(lambda: peer.mails, "sent")
    assert len(peer.mails) == 1


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part
    return str(part.get_content())
