"""What becomes of our mails, told by a real postfix: delivered, delayed, refused by the next server.

The reports come back the same way as any mail: by SMTP to the hub.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from aiosmtpd.smtp import SMTP, Envelope
from msgspec import Struct

from channels.email.smtp_in import Door, Limits, listening
from hub.core.free_port import free_port
from hub.core.models.conversations import Delivery, Message
from hub.core.models.delivery import DispatchState
from hub.core.models.mail import Mail, Mailbox
from tests.fakes.reasons import detail
from tests.integration.email.office import ANNA, SUPPORT, Office
from tests.integration.email.peers import Peer, read_mail
from tests.integration.email.postfix import OWN_DOMAIN, Postfix

FAR = "ben@far.test"


class Post(Struct, frozen=True):
    """The post's whole way: our hub, a postfix, and the server behind it."""

    office: Office
    postfix: Postfix
    far: Peer
    brought: asyncio.Queue[str]  # a mail was brought to us and stored

    async def send(self, to: str = ANNA, text: str = "On its way.", cc: str = "") -> Message:
        message = await self.office.written(to, text, cc)
        assert await self.office.deliverer().step()
        return message

    async def report(self) -> None:
        """Wait until postfix reported."""
        async with asyncio.timeout(40):
            await self.brought.get()


@pytest.fixture
async def post(office: Office, peer: Peer) -> AsyncIterator[Post]:
    brought: asyncio.Queue[str] = asyncio.Queue()

    async def receive(raw: bytes, mailbox: Mailbox, addresses: Sequence[str]) -> None:
        await office.receiver.receive(raw, mailbox, addresses)
        brought.put_nowait(mailbox.address)

    door = Door(office.mailboxes, receive, Limits(mail_bytes=10_000_000), "hub.test")
    own, far = free_port(), free_port()
    routes = {OWN_DOMAIN: f"smtp:[127.0.0.1]:{own}", "far.test": f"smtp:[127.0.0.1]:{far}"}
    async with (
        listening(door, f"127.0.0.1:{own}", lmtp=False),
        peer.serving(far),
        Postfix(routes) as postfix,
    ):
        await office.use_server(postfix.port)
        yield Post(office, postfix, peer, brought)
        await office.provider.close()


async def test_a_mail_reaches_the_mailbox_and_that_is_reported(post: Post) -> None:
    message = await post.send(text="Ihr Stuhl ist unterwegs. 您的椅子已发货。")
    assert await post.office.state(message) is DispatchState.SENT
    await post.report()
    (raw,) = await asyncio.to_thread(post.postfix.mails, "anna")
    mail = read_mail(raw)
    head = await post.office.store.get(Mail, message.id)
    assert (mail["Message-ID"], mail["From"]) == (head.message_id, f"Hub <{SUPPORT}>")
    body = mail.get_body(("plain",))
    assert body
    assert body.get_content().startswith("Ihr Stuhl ist unterwegs. 您的椅子已发货。")
    dispatch = await post.office.dispatch(message)
    assert dispatch.state is DispatchState.DELIVERED
    assert [(part.ref, part.state) for part in dispatch.parts] == [(ANNA, DispatchState.DELIVERED)]


async def test_a_mail_that_bounces_comes_back_as_work(post: Post) -> None:
    async def refuse(server: SMTP, envelope: Envelope) -> str:
        return "550 5.1.1 There is no such person"

    post.far.answer = refuse
    message = await post.send(to=FAR)
    assert await post.office.state(message) is DispatchState.SENT
    await post.report()
    stored = await post.office.store.get(Message, message.id)
    assert stored.delivery is Delivery.FAILED
    assert "There is no such person" in detail(stored.delivery_reason)
    lines = await post.office.store.find(Message, {"conversation": message.conversation})
    assert "delivery_failed" in [one.notice for one in lines]


async def test_a_delay_is_shown_and_ends_when_the_mail_arrives(post: Post) -> None:
    full = True

    async def answer(server: SMTP, envelope: Envelope) -> str:
        return "452 4.2.2 Mailbox full" if full else await post.far.take(server, envelope)

    post.far.answer = answer
    message = await post.send(to=FAR)
    await post.report()
    dispatch = await post.office.dispatch(message)
    assert dispatch.state is DispatchState.BUFFERED
    assert "Mailbox full" in detail(dispatch.reason)
    full = False
    await post.report()
    assert len(post.far.mails) == 1


async def test_each_recipient_is_reported_on(post: Post) -> None:
    async def refuse(server: SMTP, envelope: Envelope) -> str:
        return "550 5.1.1 There is no such person"

    post.far.answer = refuse
    message = await post.send(cc=FAR)
    for _ in range(2):
        await post.report()
    dispatch = await post.office.dispatch(message)
    assert dispatch.state is DispatchState.FAILED
    assert {part.ref: part.state.value for part in dispatch.parts} == {ANNA: "delivered", FAR: "failed"}
