"""Reports of mails name the mail and the recipient, and may come before, during and after it is sent."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from channels.base import DoubtfulFailure, Handed, Post
from channels.deliverer import Deliverer
from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.conversations import Message
from hub.core.models.delivery import Dispatch, DispatchState, Part, Reference
from hub.core.models.mail import Mail, MailAddress, Mailbox, SmtpAccount
from hub.core.models.reasons import Reason
from hub.core.models.work import WorkItem
from hub.services.inbound import InboundMessage
from hub.services.posting import Envelope
from hub.services.threads import MAIL_SCOPE
from tests.fakes.world import World, agent_author

ANNA, BEN = "anna@example.net", "ben@example.net"


class Server:
    """A mail server that tells of what became of a mail while it still takes it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.receipts: list[tuple[str, DispatchState]] = []
        self.trouble: Exception | None = None

    async def send(self, post: Post) -> Handed:
        assert post.mail
        for part, state in self.receipts:
            await self._world.deliveries.receipt(MAIL_SCOPE, post.mail.message_id, state, part=part)
        if self.trouble:
            raise self.trouble
        everybody = [*post.mail.to, *post.mail.cc]
        return Handed(scope="", parts=[Part(ref=one.address, state=DispatchState.SENT) for one in everybody])

    async def find(self, post: Post) -> Handed | None:
        return None


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as world:
        await world.save(
            EntryPoint(
                id="mail", channel=Channel.EMAIL, key="support@example.com", name="Mail", queue="support"
            ),
            Mailbox(
                id="box",
                entry_point="mail",
                address="support@example.com",
                smtp=SmtpAccount(host="smtp.example"),
            ),
        )
        yield world


@pytest.fixture
def server(world: World) -> Server:
    return Server(world)


async def sent(world: World, server: Server, *, cc: str = "") -> Dispatch:
    """An answer to a customer's mail, after the deliverer was at it."""
    said = await world.intake.receive(
        InboundMessage(
            entry_point="mail",
            address_kind=AddressKind.EMAIL,
            address=ANNA,
            external_id=world.ids(),
            text="Where is my order?",
            at=world.clock.now(),
            mail=Mail(id="", message_id=f"<{world.ids()}@example.net>", sender=MailAddress(address=ANNA)),
        )
    )
    item = await world.store.get(WorkItem, said.conversation.work_item or "")
    await world.work.accept((await world.offer(item)).id, "ann")
    message = await world.outbox.reply(
        item.conversation,
        by=agent_author(),
        text="On its way.",
        client_id=world.ids(),
        envelope=Envelope(cc=[MailAddress(address=cc)] if cc else []),
    )
    await Deliverer(world.store, world.deliveries, world.clock, "mail", server).step()
    return await world.store.get(Dispatch, message.id)


async def name(world: World, dispatch: Dispatch) -> str:
    return (await world.store.get(Mail, dispatch.id)).message_id


async def test_a_mail_has_one_name_however_often_it_is_sent(world: World, server: Server) -> None:
    dispatch = await sent(world, server, cc=BEN)
    names = await world.store.find(Reference, {"message": dispatch.id})
    assert [one.key for one in names] == [await name(world, dispatch)]


async def test_each_recipient_has_a_fate_of_their_own(world: World, server: Server) -> None:
    dispatch = await sent(world, server, cc=BEN)
    key = await name(world, dispatch)
    heard = await world.deliveries.receipt(MAIL_SCOPE, key, DispatchState.DELIVERED, part=ANNA)
    assert heard
    assert heard.state is DispatchState.SENT
    heard = await world.deliveries.receipt(
        MAIL_SCOPE, key, DispatchState.FAILED, reason=Reason("full"), part=BEN
    )
    assert heard
    assert (heard.state, heard.reason) == (DispatchState.FAILED, Reason("full"))


async def test_the_only_recipient_may_be_named_by_an_alias(world: World, server: Server) -> None:
    dispatch = await sent(world, server)
    key = await name(world, dispatch)
    heard = await world.deliveries.receipt(MAIL_SCOPE, key, DispatchState.DELIVERED, part="a@elsewhere.net")
    assert heard
    assert heard.state is DispatchState.DELIVERED


@pytest.mark.parametrize("state", [DispatchState.DELIVERED, DispatchState.FAILED, DispatchState.BUFFERED])
async def test_a_report_may_be_faster_than_the_record(
    world: World, server: Server, state: DispatchState
) -> None:
    server.receipts = [(ANNA, state)]
    dispatch = await sent(world, server)
    assert dispatch.state is state
    assert dispatch.sent_at


async def test_one_fast_report_says_nothing_final_of_the_others(world: World, server: Server) -> None:
    server.receipts = [(BEN, DispatchState.DELIVERED)]
    dispatch = await sent(world, server, cc=BEN)
    assert dispatch.state is DispatchState.SENT
    assert [part.state for part in dispatch.parts] == [DispatchState.SENT, DispatchState.DELIVERED]


async def test_a_report_settles_a_doubt_before_it_arises(world: World, server: Server) -> None:
    server.receipts = [(ANNA, DispatchState.DELIVERED)]
    server.trouble = DoubtfulFailure(Reason("cut"))
    assert (await sent(world, server)).state is DispatchState.DELIVERED


async def test_a_report_settles_a_doubt_for_all_recipients(world: World, server: Server) -> None:
    server.trouble = DoubtfulFailure(Reason("cut"))
    dispatch = await sent(world, server, cc=BEN)
    assert dispatch.state is DispatchState.UNKNOWN
    heard = await world.deliveries.receipt(
        MAIL_SCOPE, await name(world, dispatch), DispatchState.DELIVERED, part=BEN
    )
    assert heard
    assert heard.state is DispatchState.SENT
    assert [part.ref for part in heard.parts] == [ANNA, BEN]
    message = await world.store.get(Message, dispatch.id)
    assert message.delivery.value == "sent"


async def test_a_mail_that_bears_the_name_of_ours_does_not_take_its_reports(
    world: World, server: Server
) -> None:
    dispatch = await sent(world, server)
    key = await name(world, dispatch)
    await world.intake.receive(
        InboundMessage(
            entry_point="mail",
            address_kind=AddressKind.EMAIL,
            address="eve@example.net",
            external_id=world.ids(),
            text="Hello.",
            at=world.clock.now(),
            mail=Mail(id="", message_id=key, sender=MailAddress(address="eve@example.net")),
        )
    )
    heard = await world.deliveries.receipt(MAIL_SCOPE, key, DispatchState.DELIVERED, part=ANNA)
    assert heard
    assert (heard.id, heard.state) == (dispatch.id, DispatchState.DELIVERED)
