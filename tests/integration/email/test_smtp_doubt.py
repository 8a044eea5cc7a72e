"""Between a mail's end and the server's answer nobody knows if it was taken: then none goes out twice."""

import asyncio
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope
from msgspec.structs import replace

from channels.base import Post
from channels.email.smtp_session import Timeouts
from hub.core.models.conversations import (
    Attachment,
    Conversation,
    Message,
)
from hub.core.models.delivery import DispatchState
from hub.core.models.mail import ImapAccount, Mail, Mailbox
from tests.fakes.reasons import code
from tests.integration.email.office import Office
from tests.integration.email.peers import Peer

BEN = "ben@customers.test"


@pytest.mark.usefixtures("server")
async def test_hanging_up_after_the_mail_leaves_doubt_and_no_second_mail(office: Office, peer: Peer) -> None:
    peer.answer = peer.take_and_hang_up
    message = await office.written()
    await office.send()
    assert await office.state(message) is DispatchState.UNKNOWN
    await office.until(100_000)
    await office.deliverer().recover()
    await office.send()
    assert len(peer.mails) == 1
    peer.answer = peer.take
    await office.services.deliveries.again(message.id, "ann")
    await office.send()
    assert await office.state(message) is DispatchState.SENT
    first, second = peer.arrived.get_nowait(), peer.arrived.get_nowait()
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.usefixtures("server")
async def test_a_server_that_never_answers_after_the_mail_leaves_doubt(office: Office, peer: Peer) -> None:
    silence = asyncio.Event()

    async def answer(server: SMTP, envelope: Envelope) -> str:
        await peer.take(server, envelope)
        await silence.wait()
        return "250 OK"

    peer.answer = answer
    office.new_provider(Timeouts(end=0.2))
    message = await office.written()
    await office.send()
    assert await office.state(message) is DispatchState.UNKNOWN
    silence.set()


class Rude(Peer):
    """Hangs up before the mail is complete, so often."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def protocol(self, **options: Any) -> SMTP:
        if self.times == 0:
            return super().protocol(**options)
        self.times -= 1
        return _HangsUp(self, **options)


class _HangsUp(SMTP):
    async def smtp_DATA(self, arg: str) -> None:
        await self.push("354 Go on")
        await self._reader.readline()
        assert self.transport
        self.transport.abort()  # type: ignore[attr-defined] # a socket's transport can


async def test_hanging_up_within_the_mail_is_safe_to_try_again(office: Office) -> None:
    peer = Rude(1)
    async with peer.serving() as port:
        await office.use_server(port)
        data = bytes(range(256)) * 80_000
        file = await office.services.files.put("a.pdf", b"%PDF-1.4\n" + data, "", "ann")
        files = [Attachment(file=file.id, name=file.name, type=file.type, size=file.size)]
        message = await office.written(files=files)
        await office.send()
        dispatch = await office.dispatch(message)
        assert (dispatch.state, code(dispatch.reason)) == (DispatchState.PENDING, "smtp_connection_lost")
        await office.until(120)
        await office.send()
    assert await office.state(message) is DispatchState.SENT
    assert len(peer.mails) == 1


async def half_sent(office: Office) -> Message:
    """A message that was handed over when the hub died, before it could note that."""
    message = await office.written()
    taken = await office.services.deliveries.take(await office.dispatch(message))
    await office.provider.send(
        Post(
            dispatch=taken,
            message=message,
            conversation=await office.store.get(Conversation, message.conversation),
            mail=await office.store.get(Mail, message.id),
        )
    )
    return message


@pytest.mark.usefixtures("server")
async def test_a_crash_before_the_record_sends_no_second_mail(office: Office, peer: Peer) -> None:
    message = await half_sent(office)
    office.new_provider()
    restarted = office.deliverer()
    await restarted.recover()
    await office.send()
    assert await office.state(message) is DispatchState.UNKNOWN
    assert len(peer.mails) == 1


async def stop_while_it_sends(office: Office, begun: asyncio.Event) -> None:
    """Stop the deliverer in the midst of a message, as a hub that is told to end does."""

    async def run() -> None:
        await office.deliverer().step()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(run())
        await begun.wait()
        task.cancel()


async def test_a_stop_before_the_mail_was_handed_over_leaves_no_doubt(office: Office, peer: Peer) -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mute.test\r\n")
        await reader.readline()
        begun.set()
        await never.wait()
        writer.close()

    mute = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with mute, peer.serving() as port:
        await office.use_server(mute.sockets[0].getsockname()[1])
        message = await office.written()
        await stop_while_it_sends(office, begun)
        assert await office.state(message) is DispatchState.PENDING
        await office.use_server(port)
        await office.send()
        never.set()
    assert await office.state(message) is DispatchState.SENT


@pytest.mark.usefixtures("server")
async def test_a_stop_after_the_mail_was_handed_over_sends_no_second(office: Office, peer: Peer) -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def answer(server: SMTP, envelope: Envelope) -> str:
        await peer.take(server, envelope)
        begun.set()
        await never.wait()
        return "250 OK"

    peer.answer = answer
    message = await office.written()
    await stop_while_it_sends(office, begun)
    assert await office.state(message) is DispatchState.SENDING
    await office.deliverer().recover()
    await office.send()
    assert await office.state(message) is DispatchState.UNKNOWN
    assert len(peer.mails) == 1
    never.set()


@pytest.mark.usefixtures("server")
async def test_after_a_crash_the_folder_of_sent_mail_is_asked(office: Office, peer: Peer) -> None:
    asked = []

    async def was_sent(mailbox: Mailbox, message_id: str) -> bool:
        asked.append(message_id)
        return True

    message = await half_sent(office)
    box = await office.store.get(Mailbox, "box-support")
    imap = ImapAccount(host="localhost", user="support", sent_folder="Sent")
    await office.world.save(replace(box, imap=imap))
    office.was_sent = was_sent
    office.new_provider()
    await office.deliverer().recover()
    assert await office.state(message) is DispatchState.SENT
    assert asked == [(await office.store.get(Mail, message.id)).message_id]
    assert len(peer.mails) == 1
