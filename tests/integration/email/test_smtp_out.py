"""Mails go out once, whatever the server does: refuses, hangs up, asks for a password, or is not there."""

import pytest
from aiosmtpd.smtp import SMTP, Envelope
from msgspec.structs import replace

from hub.core.free_port import free_port
from hub.core.models.checks import LinkState
from hub.core.models.conversations import (
    Attachment,
    Author,
    AuthorKind,
    Conversation,
    Delivery,
    Message,
)
from hub.core.models.delivery import Dispatch, DispatchState
from hub.core.models.mail import Mail, Mailbox
from hub.core.models.reasons import Reason
from hub.core.models.work import Queue, WorkItem
from tests.fakes.mail import bot_author
from tests.fakes.reasons import code, detail
from tests.fakes.world import agent_author
from tests.integration.email.office import ANNA, SUPPORT, Office
from tests.integration.email.peers import Peer

BEN = "ben@customers.test"


@pytest.mark.usefixtures("server")
async def test_an_answer_goes_out_with_its_thread(office: Office, peer: Peer) -> None:
    data = b"Rechnung\n" * 5000
    file = await office.services.files.put("Rechnung 发票.txt", data, "", "ann")
    message = await office.written(
        text="您好 **Anna**",
        cc=BEN,
        files=[Attachment(file=file.id, name=file.name, type=file.type, size=file.size)],
    )
    await office.send()
    (envelope,) = peer.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == (SUPPORT, [ANNA, BEN])
    mail = peer.arrived.get_nowait()
    head = await office.store.get(Mail, message.id)
    assert mail["Message-ID"] == head.message_id
    assert mail["In-Reply-To"] == head.in_reply_to
    assert mail["Subject"] == "Re: My order"
    body = mail.get_body(("plain",))
    assert body
    assert body.get_content().startswith("您好 Anna")
    assert "Anna wrote:\n> Where is my order?" in body.get_content().replace("\r\n", "\n")
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "Rechnung 发票.txt"
    assert attached.get_payload(decode=True) == data
    dispatch = await office.dispatch(message)
    assert dispatch.state is DispatchState.SENT
    assert [part.ref for part in dispatch.parts] == [ANNA, BEN]


@pytest.mark.usefixtures("server")
async def test_a_connection_serves_many_mails(office: Office, peer: Peer) -> None:
    for _ in range(5):
        await office.written()
        await office.send()
    assert len(peer.mails) == 5
    assert peer.connections == 1


@pytest.mark.usefixtures("server")
async def test_many_mails_share_a_few_connections(office: Office, peer: Peer) -> None:
    for _ in range(15):
        await office.written()
    await office.send()
    assert len(peer.mails) == 15
    assert peer.connections <= 4


@pytest.mark.usefixtures("server")
async def test_a_connection_the_server_closed_is_replaced(office: Office, peer: Peer) -> None:
    servers: list[SMTP] = []

    async def take(server: SMTP, envelope: Envelope) -> str:
        servers.append(server)
        return await peer.take(server, envelope)

    peer.answer = take
    await office.written()
    await office.send()
    assert servers[0].transport
    servers[0].transport.abort()  # type: ignore[attr-defined] # a socket's transport can
    message = await office.written()
    await office.send()
    assert await office.state(message) is DispatchState.SENT
    assert peer.connections == 2


@pytest.mark.usefixtures("server")
async def test_a_passing_failure_is_tried_again_under_the_same_name(office: Office, peer: Peer) -> None:
    answers = ["452 4.2.2 Mailbox full", "421 4.7.0 Restarting", ""]
    names = []

    async def answer(server: SMTP, envelope: Envelope) -> str:
        reply = answers.pop(0)
        if not reply:
            return await peer.take(server, envelope)
        names.append(
            bytes(envelope.original_content or b"").partition(b"Message-ID: ")[2].split()[0].decode()
        )
        return reply

    peer.answer = answer
    message = await office.written()
    await office.send()
    dispatch = await office.dispatch(message)
    assert (dispatch.state, dispatch.reason) == (
        DispatchState.PENDING,
        Reason("mail_deferred", detail="452 4.2.2 Mailbox full"),
    )
    for _ in range(2):
        await office.until(120)
        await office.send()
    assert await office.state(message) is DispatchState.SENT
    assert [peer.arrived.get_nowait()["Message-ID"]] * 2 == names


@pytest.mark.usefixtures("server")
async def test_a_lasting_failure_comes_back_as_work(office: Office, peer: Peer) -> None:
    peer.rcpt_answers[ANNA] = ["550 5.1.1 No such user"]
    message = await office.written()
    conversation = await office.store.get(Conversation, message.conversation)
    await office.services.work.park(conversation.work_item or "", "ann", None)
    await office.send()
    stored = await office.store.get(Message, message.id)
    assert stored.delivery is Delivery.FAILED
    assert stored.delivery_reason == Reason(
        "recipient_refused", {"recipient": ANNA}, "550 5.1.1 No such user"
    )
    item = await office.store.get(WorkItem, conversation.work_item or "")
    assert item.state.value == "queued"
    assert peer.mails == []


@pytest.mark.usefixtures("server")
async def test_one_wrong_recipient_does_not_keep_it_from_the_others(office: Office, peer: Peer) -> None:
    peer.rcpt_answers[BEN] = ["550 5.1.1 No such user"]
    message = await office.written(cc=BEN)
    await office.send()
    assert [one.rcpt_tos for one in peer.mails] == [[ANNA]]
    dispatch = await office.dispatch(message)
    assert dispatch.state is DispatchState.FAILED
    assert [part.state.value for part in dispatch.parts] == ["sent", "failed"]


@pytest.mark.usefixtures("server")
async def test_sent_again_it_goes_only_to_those_who_do_not_have_it(office: Office, peer: Peer) -> None:
    peer.rcpt_answers[BEN] = ["550 5.1.1 No such user"]
    message = await office.written(cc=BEN)
    await office.send()
    await office.services.deliveries.again(message.id, "ann")
    await office.send()
    assert [one.rcpt_tos for one in peer.mails] == [[ANNA], [BEN]]
    dispatch = await office.dispatch(message)
    assert dispatch.state is DispatchState.SENT
    assert {part.ref for part in dispatch.parts} == {ANNA, BEN}


@pytest.mark.usefixtures("server")
async def test_recipients_who_cannot_be_written_to_now_are_waited_for_but_not_for_ever(
    office: Office, peer: Peer
) -> None:
    peer.rcpt_answers[BEN] = ["450 4.2.0 Greylisted"] * 6
    message = await office.written(cc=BEN)
    for tries in range(6):
        assert peer.mails == []
        assert (await office.dispatch(message)).attempts == tries
        await office.send()
        await office.until(3600)
    assert [one.rcpt_tos for one in peer.mails] == [[ANNA]]
    await office.send()
    assert len(peer.mails) == 1


async def test_a_wrong_password_is_said_and_not_tried_all_the_time(office: Office, peer: Peer) -> None:
    peer.password = "right"
    async with peer.serving() as port:
        box = await office.use_server(port, user="support", password="wrong")
        messages = [await office.written() for _ in range(6)]
        await office.send()
        assert peer.logins == [("support", "wrong")]
        for message in messages:
            dispatch = await office.dispatch(message)
            assert (dispatch.state, code(dispatch.reason)) == (DispatchState.PENDING, "smtp_login")
            assert detail(dispatch.reason).startswith("535")
        status = office.provider.link(box)
        assert (status.state, code(status.reason)) == (LinkState.DOWN, "smtp_login")
        await office.until(60)
        await office.send()
        assert len(peer.logins) == 1
        box = await office.use_server(port, user="support", password="right")
        await office.until(120)
        await office.send()
        assert len(peer.mails) == 6
        assert office.provider.link(box).state is LinkState.UP


async def test_a_server_that_is_not_there_is_waited_for(office: Office, peer: Peer) -> None:
    port = free_port()
    await office.use_server(port)
    message = await office.written()
    await office.send()
    dispatch = await office.dispatch(message)
    assert (dispatch.state, code(dispatch.reason)) == (DispatchState.PENDING, "smtp_unreachable")
    async with peer.serving(port):
        await office.until(120)
        await office.send()
    assert await office.state(message) is DispatchState.SENT


@pytest.mark.usefixtures("server")
async def test_so_many_automatic_mails_leave_within_an_hour(office: Office, peer: Peer) -> None:
    box = await office.store.get(Mailbox, "box-support")
    await office.world.save(replace(box, automatic_per_hour=2))
    automatic = [await office.written(to=f"a{number}@x.test", by=bot_author()) for number in range(3)]
    await office.written()
    await office.send()
    assert len(peer.mails) == 3
    found = [await office.dispatch(one) for one in automatic]
    held = [one.reason for one in found if one.state is DispatchState.PENDING]
    assert held == [Reason("automatic_limit", {"most": "2"})]
    await office.until(3601)
    await office.send()
    assert len(peer.mails) == 4


async def test_a_mail_too_large_for_the_server_is_not_begun(office: Office, peer: Peer) -> None:
    async with peer.serving(data_size_limit=2000) as port:
        await office.use_server(port)
        message = await office.written(text="long " * 1000)
        await office.send()
    dispatch = await office.dispatch(message)
    assert (dispatch.state, code(dispatch.reason)) == (DispatchState.FAILED, "smtp_too_large")


@pytest.mark.usefixtures("server")
async def test_addresses_in_other_letters_are_written_to(office: Office, peer: Peer) -> None:
    await office.written(to="用户@例子.test")
    await office.send()
    assert peer.mails[0].rcpt_tos == ["用户@xn--fsqu00a.test"]
    assert peer.mails[0].smtp_utf8


@pytest.mark.usefixtures("server")
async def test_without_an_smtp_server_it_is_said(office: Office) -> None:
    message = await office.written()
    box = replace(await office.store.get(Mailbox, "box-support"), smtp=None)
    await office.world.save(box)
    await office.send()
    dispatch = await office.store.get(Dispatch, message.id)
    assert (dispatch.state, code(dispatch.reason)) == (DispatchState.PENDING, "smtp_off")
    assert office.provider.link(box).state is LinkState.OFF


@pytest.mark.usefixtures("server")
async def test_answers_are_asked_for_where_the_mailbox_can_join_them(office: Office, peer: Peer) -> None:
    box = await office.store.get(Mailbox, "box-support")
    await office.world.save(replace(box, plus_addressing=True))
    message = await office.written()
    await office.send()
    mail = peer.arrived.get_nowait()
    assert office.tokens.read(mail["Reply-To"]) == message.conversation
    box = await office.store.get(Mailbox, "box-support")
    await office.world.save(replace(box, plus_addressing=False, rewrites_ids=True))
    await office.services.outbox.reply(message.conversation, by=agent_author(), text="And?", client_id="2")
    await office.send()
    mail = peer.arrived.get_nowait()
    assert mail["Reply-To"] is None
    assert office.tokens.read(mail["Subject"]) == message.conversation


@pytest.mark.usefixtures("server")
async def test_a_bots_answer_has_its_queues_signature_and_the_way_to_a_person(
    office: Office, peer: Peer
) -> None:
    queue = await office.store.get(Queue, "support")
    await office.world.save(replace(queue, mail_signature={"en": "The **Hub**", "zh": "客服中心"}))
    message = await office.written()
    await office.send()
    body = peer.arrived.get_nowait().get_body(("plain",))
    assert body
    assert "\n\n-- \nThe Hub\n" in body.get_content().replace("\r\n", "\n")
    assert "automatically" not in body.get_content()
    conversation = await office.store.get(Conversation, message.conversation)
    await office.world.save(replace(conversation, language="zh-CN"))
    bot = Author(kind=AuthorKind.BOT, id="bot:knowledge")
    await office.services.outbox.reply(message.conversation, by=bot, text="已发货。", client_id="b1")
    await office.send()
    mail = peer.arrived.get_nowait()
    body = mail.get_body(("plain",))
    assert body
    said = body.get_content().replace("\r\n", "\n")
    assert said.startswith(
        "已发货。\n\n本邮件由系统自动回复。如需人工服务，请回复“人工”。\n\n-- \n客服中心\n\n"
    )
    assert mail["Auto-Submitted"] == "auto-replied"


@pytest.mark.usefixtures("server")
async def test_what_cannot_be_written_as_a_mail_fails_without_doubt(office: Office, peer: Peer) -> None:
    message = await office.written()
    head = await office.store.get(Mail, message.id)
    await office.world.save(replace(head, message_id="<a\r\nBcc: spy@example.org>"))
    await office.send()
    dispatch = await office.dispatch(message)
    assert (dispatch.state, code(dispatch.reason)) == (DispatchState.FAILED, "mail_not_written")
    assert peer.mails == []
