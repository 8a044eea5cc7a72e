"""An installation with mail and SMS in every state, stored before the hub starts."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.clock import SystemClock
from hub.core.config import load_config
from hub.core.free_port import free_port
from hub.core.ids import ulid_source
from hub.core.models.contacts import Address, AddressKind, Channel, EntryPoint
from hub.core.models.conversations import (
    Attachment,
    Author,
    AuthorKind,
    Citation,
    Conversation,
    Direction,
    Message,
)
from hub.core.models.delivery import Dispatch, DispatchState, Part
from hub.core.models.knowledge import Article
from hub.core.models.mail import Automatic, Mail, MailAddress, Mailbox, Quarantined, SmtpAccount
from hub.core.models.reasons import Reason
from hub.core.models.rules import Condition, Fact, Route, Rule
from hub.core.models.sms import OptOut, Smsc, SmsRoute
from hub.core.models.staff import PresenceState
from hub.core.models.work import Queue
from hub.core.records import Record
from hub.demo.seed import seed_demo
from hub.maintenance import TENANT, found_tenant
from hub.services.bundle import Services, build_services
from hub.services.inbound import InboundMessage, Receipt
from hub.services.lines import plan_notice
from hub.services.posting import Envelope
from hub.store.blobs import FileBlobs
from hub.store.sqlite import SqliteDatabase

HELP = "help@harbourpine.example"
NUMBER = "+4930123456"
ADA = Author(kind=AuthorKind.AGENT, id="ada", name="Ada")
BOT = Author(kind=AuthorKind.BOT, id="bot:knowledge", name="knowledge")
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ORIGINAL = b"From: Vera <vera@home.example>\r\nSubject: My chair\r\n\r\nWhere is my chair?\r\n"


class Scene:
    """Stores what a test needs by the hub's own services, as the channels would."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.ids = services.ids

    @classmethod
    @asynccontextmanager
    async def open(cls, folder: Path) -> AsyncIterator["Scene"]:
        """Found the demo company in a hub's data folder, with a mailbox and an SMS route."""
        clock = SystemClock()
        data = folder / "data"
        config = load_config(None, {"SWITCHBOARD_DATA_FOLDER": str(data)})
        database = await SqliteDatabase.open(data, clock)
        try:
            services = build_services(
                database.tenant(TENANT),
                clock,
                ulid_source(clock),
                blobs=FileBlobs(data / "files"),
                config=config,
            )
            await seed_demo(services)
            await found_tenant(services.store, "Harbour & Pine")
            scene = cls(services)
            await scene._connect()
            yield scene
        finally:
            await database.close()

    async def save(self, *records: Record) -> None:
        """Store records as they are."""
        batch = self._batch()
        for record in records:
            batch.save(record)
        await self.services.store.commit(batch)

    async def mail(
        self, text: str, *, html: str = "", files: list[Attachment] | None = None, **head: Any
    ) -> Receipt:
        """A mail of Vera's, or of whoever `sender` says, comes in."""
        sender = head.pop("sender", MailAddress(address="vera@home.example", name="Vera Lindt"))
        message_id = f"<{self.ids()}@home.example>"
        automatic = head.get("automatic", Automatic.NO) is not Automatic.NO
        values: dict[str, Any] = {"subject": "My chair", "to": [MailAddress(address=HELP)], **head}
        now = self.services.clock.now()
        mail = Mail(id="", message_id=message_id, sender=sender, html=html, date=now, **values)
        received = await self.services.intake.receive(
            InboundMessage(
                entry_point="help-mail",
                address_kind=AddressKind.EMAIL,
                address=sender.address,
                external_id=message_id,
                text=text,
                at=now,
                name=sender.name,
                language="en",
                attachments=files or [],
                mail=mail,
                automatic=automatic,
            )
        )
        came = [*(files or []), *([mail.original] if mail.original else [])]
        await self.services.files.claim([one.file for one in came], received.conversation.id, "email")
        return received

    async def text(self, text: str, number: str) -> Receipt:
        """An SMS comes in."""
        return await self.services.intake.receive(
            InboundMessage(
                entry_point="texts",
                address_kind=AddressKind.PHONE,
                address=number,
                external_id=self.ids(),
                text=text,
                at=self.services.clock.now(),
                name="Omar Said",
                verified=True,
            )
        )

    async def taken(self, received: Receipt) -> str:
        """Ada takes the conversation; returns its id."""
        await self.services.agents.set_presence("ada", PresenceState.AVAILABLE)
        await self.services.work.take(received.conversation.id, "ada")
        return received.conversation.id

    async def answer(
        self, conversation: str, text: str, *, format: str = "plain", **envelope: Any
    ) -> Message:
        """Ada answers."""
        wanted = Envelope(**envelope) if envelope else None
        return await self.services.outbox.reply(
            conversation, by=ADA, text=text, client_id=self.ids(), format=format, envelope=wanted
        )

    async def handed(self, message: Message, *states: DispatchState, reason: Reason | None = None) -> None:
        """The provider took the message; each part came so far."""
        deliveries = self.services.deliveries
        await deliveries.take(await self.services.store.get(Dispatch, message.id))
        parts = [
            Part(ref=f"{message.id}-{number}", state=state, reason=reason)
            for number, state in enumerate(states)
        ]
        await deliveries.handed(message.id, "test", parts)

    async def lost(self, message: Message) -> None:
        """Nobody knows whether the provider took the message."""
        await self.services.deliveries.take(await self.services.store.get(Dispatch, message.id))
        await self.services.deliveries.lose(message.id, Reason("smsc_hung_up"))

    async def failed(self, message: Message, reason: Reason) -> None:
        """The provider refused the message for good."""
        await self.services.deliveries.take(await self.services.store.get(Dispatch, message.id))
        await self.services.deliveries.fail(message.id, reason)

    async def draft(self, conversation_id: str, text: str) -> None:
        """The bot suggests an answer."""
        store = self.services.store
        conversation = await store.get(Conversation, conversation_id)
        articles = [one for one in await store.find(Article, limit=100) if one.language == "en"]
        batch = self._batch()
        id = self.ids()
        message = Message(
            id=id,
            conversation=conversation.id,
            interaction=conversation.interaction,
            direction=Direction.INTERNAL,
            author=BOT,
            text=text,
            format="markdown",
            at=batch.at,
            source=BOT.id,
            external_id=id,
            draft=True,
            citations=[Citation(article=one.id, revision=1, title=one.title) for one in articles[:1]],
        )
        batch.message(message, conversation)
        batch.save(conversation)
        await store.commit(batch)

    async def notice(self, conversation_id: str, notice: str, **vars: str) -> None:
        """A line that only staff see."""
        conversation = await self.services.store.get(Conversation, conversation_id)
        batch = self._batch()
        batch.save(plan_notice(batch, self.ids, conversation, notice, vars, internal=True))
        await self.services.store.commit(batch)

    async def file(self, name: str, data: bytes) -> Attachment:
        """Store a file that came with something."""
        stored = await self.services.files.put(name, data, "", "email")
        return Attachment(file=stored.id, name=stored.name, type=stored.type, size=stored.size)

    async def _connect(self) -> None:
        queue = await self.services.store.get(Queue, "service")
        await self.save(
            replace(
                queue, mail_signature={"en": "Harbour & Pine\nCustomer service", "zh": "海港松木客户服务"}
            ),
            EntryPoint(id="help-mail", channel=Channel.EMAIL, key=HELP, name="Help mailbox", queue="service"),
            EntryPoint(id="texts", channel=Channel.SMS, key=NUMBER, name="Text line", queue="service"),
            Mailbox(
                id="help-box",
                entry_point="help-mail",
                address=HELP,
                name="Harbour & Pine",
                smtp=SmtpAccount(host="127.0.0.1", port=free_port()),
            ),
            SmsRoute(
                id="text-route",
                entry_point="texts",
                number=NUMBER,
                smscs=[Smsc(host="127.0.0.1", port=free_port(), system_id="harbour")],
                secret="secret",
                price_per_part=0.07,
            ),
        )

    def _batch(self) -> Batch:
        return Batch(at=self.services.clock.now())


class Made:
    """The ids of what `play` stored."""

    mail = ""
    texts = ""
    stranger = ""


async def play(scene: Scene) -> Made:
    """Fill an installation: a thread of mails, one of SMS, a stranger's mail, rules, a quarantine."""
    made = Made()
    made.mail = await _mails(scene)
    made.texts = await _texts(scene)
    made.stranger = (
        await scene.mail(
            "About the chair you sold to Vera.",
            sender=MailAddress(address="mallory@else.example", name="Mallory"),
        )
    ).conversation.id
    await scene.notice(made.stranger, "refers_elsewhere", conversation=made.mail)
    await scene.notice(made.stranger, "loop_stopped", rounds="5")
    await _rules(scene)
    now = scene.services.clock.now()
    reasons = (Reason("mail_without_sender"), Reason("mail_parsed_too_long", {"seconds": "60"}))
    for number, reason in enumerate(reasons):
        file = await scene.file(f"mail-{number}.txt", ORIGINAL)
        await scene.save(
            Quarantined(id=scene.ids(), entry_point="help-mail", reason=reason, file=file, at=now)
        )
    return made


async def _mails(scene: Scene) -> str:
    picture = await scene.file("chair.png", PIXEL)
    original = await scene.file("original.txt", ORIGINAL)
    first = await scene.mail(
        "Where is my chair? I ordered it three weeks ago.\n\nKind regards",
        html=f'<p>Where is my <b>chair</b>?</p><p><img src="cid:{picture.file}" alt="The chair">'
        '<img data-remote="https://pictures.example/1.gif" alt=""></p>',
        files=[picture],
        original=original,
        quoted="> On Monday Harbour & Pine wrote:\n> Your chair will be sent soon.",
        signature="Vera Lindt\nHome street 1",
        cc=[MailAddress(address="boss@home.example", name="Boss")],
        signed=True,
        problems=[Reason("date_unreadable", {"where": "date"}, "Someday")],
    )
    conversation = await scene.taken(first)
    answer = await scene.answer(conversation, "It was sent on **Monday**.", format="markdown")
    await scene.handed(answer, DispatchState.DELIVERED)
    head = await scene.services.store.get(Mail, answer.id)
    thread: dict[str, Any] = {"in_reply_to": head.message_id, "references": [head.message_id]}
    await scene.mail("I am out of office until Monday.", automatic=Automatic.OUT_OF_OFFICE, **thread)
    await scene.mail(
        "Thank you. And my table?",
        subject="My table",
        calendar="Delivery of the table\nMonday, 10:00 to 12:00",
        **thread,
    )
    refused = await scene.answer(
        conversation, "The table follows.", cc=[MailAddress(address="boss@home.exampel")]
    )
    await scene.failed(
        refused, Reason("mail_refused", detail="550 5.1.2 The domain home.exampel does not exist.")
    )
    await scene.answer(
        conversation, "Reminder: it comes on Monday.", at=scene.services.clock.now() + timedelta(days=3)
    )
    await scene.draft(conversation, "The table is delivered on **Monday** between 10 and 12.")
    return conversation


async def _texts(scene: Scene) -> str:
    number = "+4915112345678"
    received = await scene.text("Do you deliver on Saturdays?", number)
    conversation = await scene.taken(received)
    await scene.save(
        Address(
            id=scene.ids(),
            kind=AddressKind.EMAIL,
            value="omar@home.example",
            contact=received.conversation.contact,
        )
    )
    arrived = await scene.answer(conversation, "您好，" * 30)
    await scene.handed(arrived, DispatchState.DELIVERED, DispatchState.BUFFERED)
    await scene.lost(await scene.answer(conversation, "Yes, until noon."))
    await scene.failed(
        await scene.answer(conversation, "And on Sundays not."),
        Reason("sms_number_unused", detail="UNDELIV 001"),
    )
    stopped = await scene.text("Hello", "+4915100000001")
    await scene.save(
        OptOut(id=scene.ids(), route="text-route", number="+4915100000001", at=scene.services.clock.now())
    )
    await scene.taken(stopped)
    return conversation


async def _rules(scene: Scene) -> None:
    await scene.save(
        Rule(
            id="invoices",
            name="Invoices",
            position=0,
            conditions=[Condition(fact=Fact.SUBJECT, values=["invoice", "bill"])],
            route=Route(queue="service", tags=["invoice"], priority=10),
            active=True,
        ),
        Rule(
            id="chairs",
            name="Chairs",
            position=1,
            conditions=[
                Condition(fact=Fact.SUBJECT, values=["chair"]),
                Condition(fact=Fact.AUTOMATIC, values=["out_of_office"], negated=True),
            ],
            route=Route(tags=["furniture"]),
            last=True,
        ),
    )
