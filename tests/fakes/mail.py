"""A company that gets mail: the world with two mailboxes, all services, and mails written by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from channels.email.mailboxes import Mailboxes
from channels.email.receive import Receiver
from channels.email.tokens import Tokens
from hub.core.config import Config
from hub.core.ids import ulid_source
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.conversations import Author, AuthorKind, Message
from hub.core.models.mail import Mail, Mailbox, SmtpAccount
from hub.core.models.work import WorkItem
from hub.services.bundle import Services, build_services
from hub.services.inbound import Receipt
from hub.services.posting import Envelope
from hub.store.blobs import FileBlobs
from hub.store.small_blobs import StoreBlobs
from tests.fakes.world import TENANT, World, agent_author

SUPPORT, SALES = "support@shop.example", "sales@shop.example"
KIM, LEE, EVE = "kim@example.net", "lee@example.net", "eve@example.net"
SECRET = b"s" * 32


class MailOffice:
    """A world in which `receiver` takes mails in; `box` is support's mailbox, with a bot in front."""

    def __init__(self, world: World, services: Services, blobs: StoreBlobs, receiver: Receiver) -> None:
        self.world = world
        self.blobs = blobs
        self.services = services
        self.store = services.store
        self.receiver = receiver
        self.tokens = Tokens(SECRET)
        self.box = mailbox("support", SUPPORT)
        self.sales = mailbox("sales", SALES)

    async def get(self, raw: bytes, box: Mailbox | None = None, **values: Any) -> Receipt | None:
        """A mail arrives."""
        return await self.receiver.receive(raw, box or self.box, **values)

    async def got(self, raw: bytes, box: Mailbox | None = None, **values: Any) -> Receipt:
        """A mail arrives that is taken in."""
        receipt = await self.get(raw, box, **values)
        assert receipt, "put aside"
        return receipt

    async def answer(self, receipt: Receipt, text: str = "Gladly.", envelope: Envelope | None = None) -> Mail:
        """Ann takes the conversation, if nobody has it, and answers; return what goes out."""
        world, id = self.world, receipt.conversation.id
        conversation = receipt.conversation
        item = await self.store.peek(WorkItem, conversation.work_item) if conversation.work_item else None
        item = item or await world.work.request_person(id, reason="asked", actor="test")
        if item.agent is None:
            offer = await world.offer(item, "ann")
            await world.work.accept(offer.id, "ann")
        sent = await world.outbox.reply(
            id, by=agent_author("ann"), text=text, client_id=world.ids(), envelope=envelope
        )
        return await self.store.get(Mail, sent.id)

    async def notices(self, conversation_id: str) -> list[str]:
        """The system lines of a conversation."""
        messages = await self.store.find(Message, {"conversation": conversation_id}, order="seq")
        return [message.notice for message in messages if message.notice]


def mailbox(entry_point: str, address: str) -> Mailbox:
    """A mailbox that sends, and reads nothing by itself."""
    return Mailbox(
        id=f"box-{entry_point}",
        entry_point=entry_point,
        address=address,
        name="Harbour & Pine",
        smtp=SmtpAccount(host="127.0.0.1", port=25),
    )


@asynccontextmanager
async def mail_office(folder: Path) -> AsyncIterator[MailOffice]:
    """Open the world with the mailboxes in it."""
    async with await World.open(folder) as world:
        blobs = StoreBlobs(world.database, FileBlobs(folder / "files"), world.clock)
        services = build_services(
            world.database.tenant(TENANT),
            world.clock,
            ulid_source(world.clock),
            blobs=blobs,
            config=Config(),
        )
        receiver = Receiver(services, Tokens(SECRET), Mailboxes(services.store))
        office = MailOffice(world, services, blobs, receiver)
        await world.save(
            EntryPoint(
                id="support",
                channel=Channel.EMAIL,
                key=SUPPORT,
                name="Support",
                queue="support",
                bot="knowledge",
            ),
            EntryPoint(id="sales", channel=Channel.EMAIL, key=SALES, name="Sales", queue="support"),
            office.box,
            office.sales,
        )
        yield office


def letter(
    text: str = "My order has not arrived.",
    *,
    sender: str = KIM,
    to: str = SUPPORT,
    cc: str = "",
    subject: str = "My order",
    id: str = "<m1@example.net>",
    answers: str = "",
    references: str = "",
    date: str = "Mon, 23 Nov 2026 08:59:00 +0000",
    files: dict[str, bytes] | None = None,
    **heads: str,
) -> bytes:
    """A mail; `heads` are further ones, with _ for -."""
    mail = EmailMessage()
    given = {"From": sender, "To": to, "Cc": cc, "Subject": subject, "Message-ID": id, "Date": date}
    given |= {"In-Reply-To": answers, "References": references}
    given |= {name.replace("_", "-"): value for name, value in heads.items()}
    for name, value in given.items():
        if value:
            mail[name] = value
    mail.set_content(text)
    for name, data in (files or {}).items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def bounce(
    original: str, recipient: str, *, action: str = "failed", status: str = "5.1.1", sender: str = ""
) -> bytes:
    """A delivery report as postfix writes it."""
    return f"""Return-Path: <>
From: {sender or "MAILER-DAEMON@mx.example.net (Mail Delivery System)"}
To: {SUPPORT}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Message-ID: <{action}.{status}.{recipient}>
Date: Mon, 23 Nov 2026 09:01:00 +0000
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} No such user

--B
Content-Type: text/rfc822-headers

From: {SUPPORT}
To: {recipient}
Message-ID: {original}
Subject: Re: My order

--B--
""".encode()


def bot_author() -> Author:
    """The knowledge bot as the author of a message."""
    return Author(kind=AuthorKind.BOT, id="bot:knowledge", name="knowledge")
