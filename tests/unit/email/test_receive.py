"""From bytes to intake: files, bounces, machines, our own mails, and what cannot be taken in."""

import errno
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from channels.base import Handed, Post
from channels.deliverer import Deliverer
from channels.email import receive
from channels.email.understanding.model import ParsedMail
from hub.core.errors import Unavailable
from hub.core.models.contacts import Contact
from hub.core.models.conversations import Conversation, ConversationState, Delivery, Message, StoredFile
from hub.core.models.delivery import DispatchState, EarlyReceipt, Part
from hub.core.models.mail import Automatic, Mail, Quarantined
from hub.core.models.reasons import Reason
from hub.core.models.work import WorkItem, WorkState
from hub.services.inbound import Receipt
from hub.services.loops import LOOP_ROUNDS
from hub.store.blobs import FileBlobs
from tests.fakes.mail import KIM, SALES, SUPPORT, MailOffice, bot_author, bounce, letter


async def test_a_mail_is_stored_with_its_head_its_files_and_its_original(office: MailOffice) -> None:
    raw = letter(
        sender="Kim Lee <Kim@Example.net>", files={"发票.pdf": b"%PDF-1.4 x", "a.zip": b"PK\x03\x04??"}
    )
    receipt = await office.got(raw)
    assert receipt.conversation.subject == "My order"
    assert receipt.conversation.handler == "knowledge"
    mail = await office.store.get(Mail, receipt.message.id)
    assert (mail.sender.address, mail.sender.name) == (KIM, "Kim Lee")
    names = [(file.name, file.type) for file in receipt.message.attachments]
    assert [name for name, _ in names] == ["发票.pdf", "a.zip"]
    assert names[0][1] == "application/pdf"
    assert mail.original
    stored, data = await office.services.files.get(mail.original.file)
    assert (data, stored.conversation, stored.type) == (raw, receipt.conversation.id, "message/rfc822")
    for file in receipt.message.attachments:
        assert (await office.store.get(StoredFile, file.file)).conversation == receipt.conversation.id


async def test_a_repeated_mail_stores_nothing_again(office: MailOffice) -> None:
    await office.got(letter(files={"a.pdf": b"%PDF-1.4 x"}))
    files = await office.store.count(StoredFile)
    assert (await office.got(letter(files={"a.pdf": b"%PDF-1.4 x"}))).duplicate
    assert await office.store.count(StoredFile) == files == 2


async def test_pictures_in_the_html_are_named_by_their_files(office: MailOffice) -> None:
    raw = b"""From: kim@example.net
To: support@shop.example
Message-ID: <m1@x>
MIME-Version: 1.0
Content-Type: multipart/related; boundary=B

--B
Content-Type: text/html

<p>Look: <img src="cid:logo@x"></p>
--B
Content-Type: image/png; name=logo.png
Content-ID: <logo@x>
Content-Transfer-Encoding: base64

iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
--B--
"""
    receipt = await office.got(raw)
    mail = await office.store.get(Mail, receipt.message.id)
    assert f'"cid:{receipt.message.attachments[0].file}"' in mail.html
    assert "logo@x" not in mail.html


@pytest.mark.parametrize("heads", [{"Auto_Submitted": "auto-replied"}, {"List_Id": "<news.example.net>"}])
async def test_automatic_mail_alone_is_stored_and_done_with(
    office: MailOffice, heads: dict[str, Any]
) -> None:
    receipt = await office.got(letter(**heads))
    assert receipt.conversation.state is ConversationState.RESOLVED
    assert (receipt.conversation.handler, receipt.conversation.work_item) == ("", None)
    assert receipt.message.automatic
    assert await office.store.count(WorkItem) == 0


async def test_a_person_who_answers_an_automatic_mail_is_attended_to(office: MailOffice) -> None:
    first = await office.got(letter(Auto_Submitted="auto-generated"))
    again = await office.got(letter("A person now", id="<m2@x>", answers="<m1@example.net>"))
    assert again.conversation.id == first.conversation.id
    assert again.conversation.state is ConversationState.OPEN
    assert again.conversation.handler == "knowledge"


async def test_an_automatic_mail_wakes_nobody_in_a_known_thread(office: MailOffice) -> None:
    first = await office.got(letter(), office.sales)
    sent = await office.answer(first)
    item_id = (await office.store.get(Conversation, first.conversation.id)).work_item or ""
    await office.world.work.park(item_id, "ann")
    away = await office.got(
        letter("I am away", id="<m2@x>", answers=sent.message_id, Auto_Submitted="auto-replied"), office.sales
    )
    assert away.conversation.id == first.conversation.id
    assert away.conversation.work_state is WorkState.PARKED
    assert away.message.automatic


async def test_a_blocked_contact_is_put_aside(office: MailOffice) -> None:
    first = await office.got(letter())
    contact = await office.store.get(Contact, first.conversation.contact)
    await office.world.save(replace(contact, blocked=True))
    assert await office.get(letter("Again", id="<m2@x>")) is None
    [kept] = await office.store.find(Quarantined)
    assert kept.reason == Reason("sender_blocked")


class Server:
    """A mail server that takes everything."""

    async def send(self, post: Post) -> Handed:
        assert post.mail
        return Handed(
            scope="", parts=[Part(ref=one.address, state=DispatchState.SENT) for one in post.mail.to]
        )

    async def find(self, post: Post) -> Handed | None:
        return None


async def deliver(office: MailOffice, entry_point: str = "support") -> None:
    services = office.services
    deliverer = Deliverer(office.store, services.deliveries, services.clock, entry_point, Server())
    await deliverer.step()


async def test_a_bounce_is_put_on_record_and_shown_where_it_belongs(office: MailOffice) -> None:
    first = await office.got(letter())
    sent = await office.answer(first)
    await deliver(office)
    back = await office.got(bounce(sent.message_id, KIM))
    assert back.conversation.id == first.conversation.id
    assert back.message.automatic
    message = await office.store.get(Message, sent.id)
    assert message.delivery is Delivery.FAILED
    assert message.delivery_reason == Reason("mail_bounced", {"recipient": KIM}, "550 5.1.1 No such user")
    assert "delivery_failed" in await office.notices(first.conversation.id)
    again = await office.got(bounce(sent.message_id, KIM))
    assert again.duplicate
    assert (await office.notices(first.conversation.id)).count("delivery_failed") == 1


async def test_a_delay_is_no_failure(office: MailOffice) -> None:
    sent = await office.answer(await office.got(letter()))
    await deliver(office)
    await office.got(bounce(sent.message_id, KIM, action="delayed", status="4.2.2"))
    assert (await office.store.get(Message, sent.id)).delivery is Delivery.BUFFERED
    await office.got(bounce(sent.message_id, KIM, action="delivered", status="2.0.0"))
    assert (await office.store.get(Message, sent.id)).delivery is Delivery.DELIVERED


async def test_a_bounce_of_what_we_never_sent_says_nothing(office: MailOffice) -> None:
    first = await office.got(letter())
    strange = await office.got(bounce("<m1@example.net>", KIM))
    assert strange.conversation.id != first.conversation.id
    assert strange.conversation.state is ConversationState.RESOLVED
    assert await office.store.count(EarlyReceipt) == 0


async def test_a_copy_of_what_we_sent_is_known(office: MailOffice) -> None:
    sent = await office.answer(await office.got(letter()))
    messages = await office.store.count(Message)
    assert await office.get(letter("Gladly.", sender=SUPPORT, to=KIM, id=sent.message_id)) is None
    assert await office.store.count(Message) == messages
    assert await office.store.count(Quarantined) == 0


@pytest.mark.parametrize("mail", [letter(sender=SALES), letter(X_Switchboard="1")])
async def test_mails_of_this_hub_are_answered_by_no_bot(office: MailOffice, mail: bytes) -> None:
    receipt = await office.got(mail)
    assert (await office.store.get(Mail, receipt.message.id)).automatic is Automatic.OWN
    assert receipt.conversation.handler == ""


async def bot_answers(office: MailOffice, receipt: Receipt) -> Mail:
    sent = await office.world.outbox.reply(
        receipt.conversation.id, by=bot_author(), text="Have you tried?", client_id=office.world.ids()
    )
    return await office.store.get(Mail, sent.id)


async def test_a_machine_without_marks_is_stopped_after_a_few_rounds(office: MailOffice) -> None:
    receipt = await office.got(letter())
    for number in range(LOOP_ROUNDS):
        assert receipt.conversation.handler == "knowledge"
        sent = await bot_answers(office, receipt)
        receipt = await office.got(letter(f"Ticket {number}", id=f"<l{number}@x>", answers=sent.message_id))
    assert receipt.conversation.handler == ""
    assert receipt.conversation.work_state is WorkState.QUEUED
    assert (await office.notices(receipt.conversation.id)).count("loop_stopped") == 1


async def test_a_loop_is_seen_across_conversations(office: MailOffice) -> None:
    for number in range(LOOP_ROUNDS):
        receipt = await office.got(letter(f"Ticket {number}", id=f"<l{number}@x>"))
        await bot_answers(office, receipt)
    stopped = await office.got(letter("One more", id="<more@x>"))
    assert (stopped.conversation.handler, stopped.conversation.work_state) == ("", WorkState.QUEUED)


async def test_an_hour_later_a_bot_may_answer_again(office: MailOffice) -> None:
    for number in range(LOOP_ROUNDS):
        await bot_answers(office, await office.got(letter(f"Ticket {number}", id=f"<l{number}@x>")))
    office.world.clock.set(timedelta(hours=1).total_seconds())
    later = await office.got(letter("Another day", id="<more@x>"))
    assert later.conversation.handler == "knowledge"


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"Subject: nobody\r\n\r\nHi"])
async def test_what_cannot_be_read_is_kept(office: MailOffice, raw: bytes) -> None:
    assert await office.get(raw) is None
    [kept] = await office.store.find(Quarantined)
    assert kept.reason.code
    _, data = await office.services.files.get(kept.file.file)
    assert data.strip() == raw.strip()
    assert await office.get(raw) is None
    assert await office.store.count(Quarantined) == 1


async def test_a_mail_that_breaks_the_parser_is_kept(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(raw: bytes) -> ParsedMail:
        raise RecursionError("too deep")

    monkeypatch.setattr(receive, "parse", broken)
    assert await office.get(letter()) is None
    [kept] = await office.store.find(Quarantined)
    assert kept.reason == Reason("mail_broke_parser", detail="RecursionError")
    monkeypatch.undo()
    assert await office.get(letter())


async def test_a_full_disk_is_no_reason_to_put_a_mail_aside(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: FileBlobs, path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    large = letter("My order has not arrived.\n" * 5000)
    monkeypatch.setattr(FileBlobs, "_write", full)
    with pytest.raises(Unavailable, match="No space left"):
        await office.get(large)
    assert await office.store.count(Quarantined) == 0
    monkeypatch.undo()
    assert await office.get(large)


async def test_a_machine_with_a_new_address_each_time_is_stopped_too(office: MailOffice) -> None:
    limited = replace(office.box, rev=1, automatic_per_hour=3)
    await office.world.save(limited)
    for number in range(3):
        receipt = await office.got(
            letter(f"Ticket {number}", id=f"<n{number}@x>", sender=f"n{number}@x.example")
        )
        assert receipt.conversation.handler == "knowledge"
        await bot_answers(office, receipt)
    stopped = await office.got(letter("Ticket", id="<n@x>", sender="n@x.example"))
    assert (stopped.conversation.handler, stopped.conversation.work_state) == ("", WorkState.QUEUED)
    assert (await office.notices(stopped.conversation.id)).count("automatic_limit") == 1
    other = await office.got(letter("To another mailbox", id="<o@x>", sender="o@x.example"), office.sales)
    assert "automatic_limit" not in await office.notices(other.conversation.id)
    await office.world.clock.advance(3601)
    later = await office.got(letter("Later", id="<later@x>", sender="later@x.example"))
    assert later.conversation.handler == "knowledge"
