"""A person who left a trace in every kind of record, to be erased."""

from collections.abc import Collection
from pathlib import Path

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.bots import TraceStep, TurnKind
from hub.core.config import Config
from hub.core.errors import Unavailable
from hub.core.models.calls import Call
from hub.core.models.contacts import Address, AddressKind, Channel, Contact
from hub.core.models.conversations import (
    Attachment,
    Author,
    AuthorKind,
    BotMemory,
    Conversation,
    Direction,
    Interaction,
    Message,
    Rating,
    StoredFile,
)
from hub.core.models.data import Field
from hub.core.models.delivery import Dispatch, DispatchState, EarlyReceipt, Reference
from hub.core.models.flows import DoneAction
from hub.core.models.gaps import AskedOn, Gap, GapReason, QuestionVector, Unanswered
from hub.core.models.integrations import Outgoing, Webhook
from hub.core.models.mail import Mail, MailAddress, Quarantined
from hub.core.models.reasons import Reason
from hub.core.models.recordings import Recording, RecordingKind
from hub.core.models.sms import OptOut, SmsPart, SmsRoute
from hub.core.models.staff import AuditEntry
from hub.core.models.told import Told
from hub.core.models.traces import TurnTrace
from hub.services.bundle import Services, build_services
from hub.store.blobs import FileBlobs
from hub.store.small_blobs import StoreBlobs
from tests.fakes.world import World

MARK = "Quetzalcoatlus"
"""A word that only the person's data have."""
NUMBER = "+4915199887766"
MAILBOX = f"{MARK.lower()}@example.org"
SECRET = b"s" * 32
LARGE = 100_000


class FakeDialogues:
    """Remembers what it was asked to forget; `broken` once, if so."""

    def __init__(self) -> None:
        self.forgotten: set[str] = set()
        self.broken = False

    async def forget(self, tenant: str, conversations: Collection[str]) -> None:
        if self.broken:
            self.broken = False
            raise Unavailable("The file is locked.")
        self.forgotten |= set(conversations)


def attachment(file: StoredFile) -> Attachment:
    return Attachment(file=file.id, name=file.name, type=file.type, size=file.size)


class Scene:
    """A world in which a person left a trace in every kind of record there is."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.folder = folder
        self.dialogues = FakeDialogues()
        self.services: Services = build_services(
            world.store,
            world.clock,
            world.ids,
            blobs=StoreBlobs(world.database, FileBlobs(folder / "files"), world.clock),
            config=Config(),
            secret=SECRET,
            dialogues=self.dialogues,
        )
        self.contact = ""
        self.other = ""

    async def play(self) -> None:
        """Let everything happen."""
        world, files = self.world, self.services.files
        await world.save(
            Webhook(id="hook", url="https://example.org", secret="s", created_at=world.clock.now())
        )
        await self.services.webhooks.collect()
        held = await world.owned(visitor="v1")
        conversation = await world.conversation(held)
        self.contact = conversation.contact
        contact = await world.store.get(Contact, self.contact)
        await world.save(replace(contact, name=MARK, notes=f"{MARK} likes tea", attributes={"vip": MARK}))
        await self._addresses()
        small = await files.put(f"{MARK}.txt", f"{MARK} small".encode(), conversation.id, "visitor:v1")
        large = await files.put("letter.txt", (f"{MARK} large " * LARGE)[:LARGE].encode(), "", "visitor:v1")
        said = await world.say(
            f"I am {MARK}",
            visitor="v1",
            attachments=[attachment(small), attachment(large)],
        )
        await files.claim([large.id], conversation.id, "visitor:v1")
        await files.put("unsent.txt", f"{MARK} never sent".encode(), "", "visitor:v1")
        interaction = await world.store.get(Interaction, said.interaction.id)
        await world.save(
            replace(
                interaction,
                memory=BotMemory(bot="knowledge", last_said=MARK, slots={"name": MARK}),
                rating=Rating(score=2, comment=MARK, at=world.clock.now()),
            )
        )
        conversation = await world.store.get(Conversation, conversation.id)
        await world.save(replace(conversation, subject=MARK, data=[Field(name="name", value=MARK)]))
        await self._of_message(said.message, conversation)
        await self._elsewhere()
        await self._merged()

    async def _addresses(self) -> None:
        now = self.world.clock.now()
        await self.world.save(
            SmsRoute(id="route", entry_point="shop", number="+4930123"),
            Address(id="mail", kind=AddressKind.EMAIL, value=MAILBOX, contact=self.contact),
            Address(id="phone", kind=AddressKind.PHONE, value=NUMBER, contact=self.contact),
            OptOut(id="out", route="route", number=NUMBER, at=now),
            SmsPart(id="part", route="route", sender=NUMBER, reference=1, number=1, of=2, data=b"x", at=now),
            AuditEntry(
                id="audit", at=now, actor="ada", action="deleted", kind="opt_out", subject=NUMBER,
                before={"number": NUMBER},
            ),
        )  # fmt: skip

    async def _of_message(self, message: Message, conversation: Conversation) -> None:
        now = self.world.clock.now()
        thread = conversation.id
        await self.world.save(
            Mail(
                id=message.id, message_id=f"<{MARK}>", sender=MailAddress(address=MAILBOX), html=MARK,
                conversation=thread,
            ),
            Dispatch(
                id=message.id, channel=Channel.EMAIL, entry_point="shop", recipient=MAILBOX,
                state=DispatchState.SENT, created_at=now, due_at=now, valid_until=now, conversation=thread,
            ),
            Reference(id="ref", scope="mail", key=f"<{MARK}>", message=message.id, conversation=thread),
            TurnTrace(
                id=message.id, interaction=message.interaction, bot="knowledge", kind=TurnKind.MESSAGE,
                steps=[TraceStep(flow="f", version=1, step="s", kind="say", variables={"name": MARK})],
                at=now, conversation=thread,
            ),
            Call(
                id="call", node="n1", interaction=message.interaction, conversation=thread,
                entry_point="shop", direction=Direction.INBOUND, remote=f"sip:{MARK}@net",
                called="100", started_at=now,
            ),
            Recording(
                id="recording", kind=RecordingKind.MESSAGE, call="call", conversation=thread,
                interaction=message.interaction, entry_point="shop", number=MARK, text=f"I am {MARK}.",
                started_at=now, key=b"",
            ),
            DoneAction(id="done", kind="create_work", reference=MARK, at=now, conversation=thread),
            Outgoing(
                id="copy", channel=Channel.EMAIL, to=MAILBOX, template="transcript", created_at=now,
                conversation=thread,
            ),
            Unanswered(
                id=message.id, text=f"Where is {MARK}?", language="en", channel=AskedOn.CHAT,
                contact=self.contact, reason=GapReason.MISSED, gap="gap", at=now, ready_at=now,
                conversation=thread,
            ),
            Gap(
                id="gap", title=f"Where is {MARK}?", language="en", count=7, channels={"chat": 7},
                first_at=now, last_at=now,
            ),
            Told(
                id="told", article="a", revision=1, message=message.id, contact=self.contact,
                channel=Channel.CHAT, by="bot:knowledge", by_kind=AuthorKind.BOT, at=now, conversation=thread,
            ),
            QuestionVector(id=message.id, model="m", data=b"12"),
        )  # fmt: skip
        while await self.services.webhooks.collect():
            pass

    async def _elsewhere(self) -> None:
        """What lies in conversations of others, and beside all conversations."""
        world, files = self.world, self.services.files
        theirs = await world.say("I am somebody else", visitor="v2")
        self.other = theirs.conversation.id
        raw = f"From: {MARK} <{MAILBOX}>\r\n\r\nbroken".encode()
        kept = await files.put("mail.txt", raw, "", "quarantine")
        now = world.clock.now()
        author = Author(kind=AuthorKind.CONTACT, id=self.contact, name=MARK)
        joined = replace(
            theirs.interaction, id="joined", rev=0, address="mail", contact=self.contact, thread=self.other
        )
        await world.save(
            Quarantined(
                id="kept", entry_point="shop", reason=Reason("broken", detail=MARK), at=now,
                file=attachment(kept),
            ),
            EarlyReceipt(
                id="early", scope="mail", key="x", state=DispatchState.FAILED, at=now,
                reason=Reason("bounced", detail=f"no such user {MAILBOX}"),
            ),
            joined,
        )  # fmt: skip
        batch = Batch(at=now)
        copied = Message(
            id="copied", conversation=self.other, interaction="joined", direction=Direction.INBOUND,
            author=author, text=f"{MARK} agrees", at=now, source="mail", external_id="copied",
        )  # fmt: skip
        other = await world.store.get(Conversation, self.other)
        batch.message(copied, other)
        batch.save(replace(other, last_text=f"{MARK} agrees", interaction="joined"))
        await world.store.commit(batch)

    async def _merged(self) -> None:
        """A second contact of the same person, with a conversation that is closed."""
        await self.world.say(f"{MARK} again", visitor="v3")
        where = {"kind": AddressKind.VISITOR, "value": "v3"}
        [address] = await self.world.store.find(Address, where)
        await self.world.contacts.merge(address.contact, self.contact, "ada")
