"""Mail in over IMAP from a real dovecot, through every kind of trouble."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from channels.email import imap
from channels.email.imap_client import ImapClient, ImapError
from channels.email.imap_wire import Imap
from channels.email.receive import Prepared
from hub.core.errors import Unavailable
from hub.core.models.checks import LinkState
from hub.core.models.conversations import StoredFile
from hub.core.models.mail import MailboxState, Quarantined
from hub.core.models.reasons import Reason
from hub.services.inbound import Receipt
from tests.fakes.mail import letter
from tests.integration.email.proxy import Proxy
from tests.integration.email.reading import Reading, reading


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Reading]:
    async with reading(tmp_path) as opened:
        yield opened


async def idles(desk: Reading, reader: imap.ImapReader) -> None:
    """Wait until the reader has caught up and listens."""
    await desk.until(lambda: reader.status.state is LinkState.UP, "connected")
    while await desk.office.store.peek(MailboxState, "box-support") is None:
        await desk.turn()


async def test_what_waits_unread_is_taken_in_and_marked(desk: Reading) -> None:
    desk.send("old", seen=True)
    desk.send("one", "two")
    async with desk.running():
        await desk.has(2)
        await desk.until(
            lambda: desk.server.flags("support") == {"old": "S", "one": "S", "two": "S"}, "marked"
        )
    assert sorted(await desk.texts()) == ["one", "two"]


async def test_new_mail_is_pushed(desk: Reading) -> None:
    async with desk.running() as reader:
        await idles(desk, reader)
        for name in ("a", "b", "c"):
            desk.send(name)
            await desk.has("abc".index(name) + 1)
        assert reader.status.last_received
    assert await desk.texts() == ["a", "b", "c"]


async def test_after_an_outage_nothing_is_missing_or_doubled(desk: Reading) -> None:
    async with desk.running() as reader:
        desk.send("before")
        await desk.has(1)
        await desk.server.stop()
        await desk.until(lambda: reader.status.state is LinkState.DOWN, "noticed")
        assert reader.status.key in {"imap_lost", "imap_unreachable"}
        desk.send(*(f"m{number:03}" for number in range(300)))
        await desk.server.start()
        await desk.has(301)
        desk.send("after")
        await desk.has(302)
    texts = await desk.texts()
    assert len(texts) == len(set(texts)) == 302


async def test_a_server_killed_while_idling_is_noticed_at_once(desk: Reading) -> None:
    async with desk.running() as reader:
        await idles(desk, reader)
        desk.send("first")
        await desk.has(1)
        assert desk.server.kill_sessions() == 1
        desk.send("second")
        await desk.has(2)
    assert await desk.texts() == ["first", "second"]


async def test_a_server_that_dies_in_the_midst_of_a_mail(desk: Reading) -> None:
    big = letter("big", id="<big@x>", files={"big.bin": bytes(range(256)) * 20_000})
    desk.server.deliver("support", big, "big")
    desk.send("small")
    async with Proxy(desk.server.imap_port) as proxy:
        desk.port = proxy.port
        proxy.cut_after = 1_000_000
        async with desk.running():
            await desk.until(lambda: proxy.cuts, "cut")
            proxy.cut_after = None
            await desk.has(2)
    assert sorted(await desk.texts()) == ["big", "small"]
    assert await desk.office.store.count(Quarantined) == 0


async def test_a_mail_at_which_the_connection_breaks_each_time_is_passed_by(desk: Reading) -> None:
    big = letter("big", id="<big@x>", files={"big.bin": bytes(range(256)) * 20_000})
    desk.server.deliver("support", big, "big")
    async with Proxy(desk.server.imap_port) as proxy:
        desk.port = proxy.port
        proxy.cut_after = 1_000_000
        async with desk.running():
            await desk.until(lambda: proxy.cuts >= imap.MOST_BREAKS, "cut often enough")
            desk.send("small")
            await desk.has(1)
    [kept] = await desk.office.store.find(Quarantined)
    assert kept.reason == Reason("mail_breaks_connection")
    assert desk.server.flags("support")["big"] == ""


async def test_a_wrong_password_is_said_and_the_right_one_works_without_a_restart(desk: Reading) -> None:
    desk.password = "wrong"
    desk.send("one")
    async with desk.running() as reader:
        await desk.until(lambda: reader.status.state is LinkState.DOWN, "down")
        assert reader.status.key == "imap_login"
        assert "Authentication failed" in reader.status.detail
        desk.server.user("support", "wrong")
        await desk.has(1)
        assert (reader.status.state, reader.status.key) == (LinkState.UP, "")


async def test_a_renumbered_mailbox_is_read_again_without_doubles(desk: Reading) -> None:
    async with desk.running() as reader:
        desk.send("one", "two")
        await desk.has(2)
        await idles(desk, reader)
    await desk.server.stop()
    desk.server.renumber("support")
    desk.send("three")
    await desk.server.start()
    before = await desk.office.store.get(MailboxState, "box-support")
    async with desk.running():
        await desk.has(3)
        desk.send("four")
        await desk.has(4)
    after = await desk.office.store.get(MailboxState, "box-support")
    assert after.uid_validity != before.uid_validity
    assert sorted(await desk.texts()) == ["four", "one", "three", "two"]


async def test_a_missing_folder_is_said_and_read_once_it_is_there(desk: Reading) -> None:
    desk.folder = "客服"
    async with desk.running() as reader:
        await desk.until(lambda: reader.status.key == "imap_folder", "said")
        desk.server.deliver("support", letter("你好", id="<zh@x>"), "zh", folder="&W6JnDQ-")
        await desk.has(1)
    assert await desk.texts() == ["你好"]


async def test_a_server_that_refuses_connections_for_a_while(desk: Reading) -> None:
    await desk.server.stop()
    desk.send("one")
    async with desk.running() as reader:
        await desk.until(lambda: reader.status.key == "imap_unreachable", "said")
        await desk.server.start()
        await desk.has(1)


async def test_several_mailboxes_at_once(desk: Reading) -> None:
    desk.server.user("sales")
    desk.send("to support")
    desk.send("to sales", user="sales")
    both = (desk.reader(), desk.reader(desk.office.sales, user="sales"))
    async with desk.running(*both):
        await desk.has(2)
        desk.server.kill_sessions()
        desk.send("more", user="sales")
        await desk.has(3)
    assert {one.status.state for one in both} == {LinkState.OFF}


async def test_a_file_of_50_megabytes(desk: Reading) -> None:
    data = bytes(range(256)) * (50 * 4096)
    desk.server.deliver("support", letter("big", id="<big@x>", files={"big.bin": data}), "big")
    desk.send("small")
    async with desk.running():
        await desk.has(2)
    stored = [one for one in await desk.office.store.find(StoredFile) if one.name == "big.bin"]
    _, kept = await desk.office.services.files.get(stored[0].id)
    assert kept == data


async def test_a_mail_that_is_too_large_is_passed_by_and_said(desk: Reading) -> None:
    desk.largest = 1 << 20
    desk.server.deliver("support", letter("big", id="<big@x>", files={"a": bytes(2 << 20)}), "big")
    desk.send("small")
    async with desk.running():
        await desk.has(1)
    [kept] = await desk.office.store.find(Quarantined)
    assert kept.reason == Reason("mail_too_large", {"size": "2", "most": "1"})
    _, head = await desk.office.services.files.get(kept.file.file)
    assert b"Subject: My order" in head


async def test_a_hub_stopped_between_commit_and_mark_doubles_nothing(
    desk: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(self: ImapClient, uids: object, flag: str = "") -> None:
        raise ImapError("imap_lost", "The power failed.")

    monkeypatch.setattr(ImapClient, "mark", gone)
    desk.send("one", "two")
    async with desk.running():
        await desk.has(2)
    assert set(desk.server.flags("support").values()) == {""}
    monkeypatch.undo()
    async with desk.running():
        await desk.until(lambda: set(desk.server.flags("support").values()) == {"S"}, "marked")
    assert len(await desk.texts()) == 2


async def test_a_full_disk_leaves_mails_unmarked_until_there_is_room(
    desk: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(prepared: Prepared) -> Receipt | None:
        raise Unavailable("The disk is full.")

    monkeypatch.setattr(desk.office.receiver, "accept", full)
    desk.send("one")
    async with desk.running() as reader:
        await desk.until(lambda: reader.status.key == "hub_unavailable", "said")
        assert reader.status.detail == "The disk is full."
        assert desk.server.flags("support") == {"one": ""}
        monkeypatch.undo()
        await desk.has(1)
    assert await desk.texts() == ["one"]


async def test_a_full_mailbox_is_read_all_the_same(desk: Reading) -> None:
    desk.server.user("support", quota="1k")
    desk.send(*(f"m{number}" for number in range(5)))
    async with desk.running():
        await desk.has(5)
        await desk.until(lambda: set(desk.server.flags("support").values()) == {"S"}, "marked")


async def test_a_mailbox_that_is_not_to_be_touched(desk: Reading) -> None:
    desk.send("one")
    async with desk.running(desk.reader(mark=False)):
        await desk.has(1)
    async with desk.running(desk.reader(mark=False)) as reader:
        await idles(desk, reader)
        desk.send("two")
        await desk.has(2)
    assert set(desk.server.flags("support").values()) == {""}
    assert await desk.texts() == ["one", "two"]


async def test_a_server_without_idle_is_asked(desk: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Imap, "has_capability", lambda self, name: name != "IDLE")
    async with desk.running() as reader:
        await idles(desk, reader)
        desk.send("one")
        await desk.has(1)


async def test_a_broken_mail_is_put_aside_and_the_rest_goes_on(desk: Reading) -> None:
    desk.server.deliver("support", b"\r\n", "empty")
    desk.server.deliver("support", b"\xff\xfe\x00" * 50, "noise")
    desk.send("good")
    async with desk.running():
        await desk.has(1)
        await desk.until(lambda: set(desk.server.flags("support").values()) == {"S"}, "all marked")
    assert await desk.office.store.count(Quarantined) == 2
