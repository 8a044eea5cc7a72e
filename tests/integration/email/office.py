"""A company with two mailboxes and everything that mail goes through, in a temporary folder."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace

from channels.deliverer import Deliverer
from channels.email.letters import Letters
from channels.email.mailboxes import Mailboxes
from channels.email.oauth import AccessTokens
from channels.email.receive import Receiver
from channels.email.smtp_out import SmtpProvider, WasSent
from channels.email.smtp_session import Timeouts
from channels.email.tokens import Tokens
from hub.core.config import Config
from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.conversations import Attachment, Author, Message
from hub.core.models.delivery import Dispatch, DispatchState
from hub.core.models.mail import Mail, MailAddress, Mailbox, Security, SmtpAccount
from hub.core.models.staff import Staff
from hub.core.models.work import WorkItem
from hub.services.bundle import build_services
from hub.services.inbound import InboundMessage
from hub.services.posting import Envelope
from hub.store.blobs import FileBlobs
from tests.fakes.world import World, agent_author

SUPPORT, SALES = "support@hub.test", "sales@hub.test"
ANNA = "anna@customers.test"
PATIENCE = Timeouts(connect=10, command=10, chunk=10, end=10)


class Office:
    """The hub's side of mail."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.store = world.store
        self.services = build_services(
            world.store, world.clock, world.ids, blobs=FileBlobs(folder / "files"), config=Config()
        )
        self.tokens = Tokens(b"an installation's secret")
        self.access = AccessTokens(world.store, world.clock)
        self.mailboxes = Mailboxes(self.store)
        self.receiver = Receiver(self.services, self.tokens, self.mailboxes)
        self.was_sent: WasSent | None = None
        self.tls: ssl.SSLContext | None = None
        self.provider = self.new_provider()

    @classmethod
    @asynccontextmanager
    async def open(cls, folder: Path) -> AsyncIterator["Office"]:
        async with await World.open(folder) as world:
            office = cls(world, folder)
            ann = await world.store.get(Staff, "ann")
            await world.save(replace(ann, capacity={Channel.EMAIL: 100}))
            for id, address in (("support", SUPPORT), ("sales", SALES)):
                await world.save(
                    EntryPoint(
                        id=f"mail-{id}", channel=Channel.EMAIL, key=address, name=address, queue="support"
                    ),
                    Mailbox(id=f"box-{id}", entry_point=f"mail-{id}", address=address, name="Hub"),
                )
            try:
                yield office
            finally:
                await office.provider.close()

    def new_provider(self, timeouts: Timeouts = PATIENCE) -> SmtpProvider:
        """A provider as after a start of the hub."""
        letters = Letters(self.store, self.services.files, self.tokens)
        self.provider = SmtpProvider(
            self.store,
            self.world.clock,
            "mail-support",
            letters,
            self.access,
            was_sent=self.was_sent,
            tls=self.tls,
            timeouts=timeouts,
        )
        return self.provider

    def deliverer(self) -> Deliverer:
        """A deliverer as after a start of the hub."""
        return Deliverer(
            self.store, self.services.deliveries, self.world.clock, "mail-support", self.provider
        )

    async def send(self) -> None:
        """Send all that is due."""
        deliverer = self.deliverer()
        while await deliverer.step():
            pass

    async def use_server(
        self, port: int, *, security: Security = Security.NONE, user: str = "", **changes: object
    ) -> Mailbox:
        """Have the support mailbox send through a server on this machine."""
        box = await self.store.get(Mailbox, "box-support")
        account = SmtpAccount(host="localhost", port=port, security=security, user=user)
        await self.world.save(replace(box, smtp=account, **changes))
        return await self.store.get(Mailbox, "box-support")

    async def written(
        self,
        to: str = ANNA,
        text: str = "On its way.",
        cc: str = "",
        files: list[Attachment] | None = None,
        by: Author | None = None,
    ) -> Message:
        """An answer to a customer's mail, ready to leave: an agent's who takes it, or a bot's."""
        said = await self.services.intake.receive(
            InboundMessage(
                entry_point="mail-support",
                address_kind=AddressKind.EMAIL,
                address=to,
                external_id=self.world.ids(),
                text="Where is my order?",
                at=self.world.clock.now(),
                mail=Mail(
                    id="",
                    message_id=f"<{self.world.ids()}@customers.test>",
                    subject="My order",
                    sender=MailAddress(address=to, name="Anna"),
                    to=[MailAddress(address=SUPPORT)],
                ),
            )
        )
        if by is None:
            item = await self.store.get(WorkItem, said.conversation.work_item or "")
            await self.services.work.accept((await self.world.offer(item)).id, "ann")
        return await self.services.outbox.reply(
            said.conversation.id,
            by=by or agent_author(),
            text=text,
            client_id=self.world.ids(),
            attachments=files,
            envelope=Envelope(cc=[MailAddress(address=cc)] if cc else []),
        )

    async def dispatch(self, message: Message) -> Dispatch:
        return await self.store.get(Dispatch, message.id)

    async def state(self, message: Message) -> DispatchState:
        return (await self.dispatch(message)).state

    async def until(self, seconds: float) -> None:
        """Let so much time pass that a message which failed for now is tried again."""
        self.world.clock.set(seconds)
