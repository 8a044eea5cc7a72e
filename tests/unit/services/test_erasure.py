"""Erasing a person: nothing of them can be read afterwards, and all that is counted stays."""

import asyncio
from collections.abc import AsyncIterator, Collection
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.bots import TraceStep, TurnKind
from hub.core.config import Config
from hub.core.errors import NotFound, Unavailable
from hub.core.models.blobs import SmallBlob
from hub.core.models.contacts import Address, AddressKind, Channel, Contact, Merge
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
from hub.core.models.erasures import Erasure
from hub.core.models.flows import DoneAction
from hub.core.models.gaps import AskedOn, Gap, GapReason, QuestionVector, Unanswered
from hub.core.models.integrations import Outgoing, Webhook, WebhookDelivery
from hub.core.models.mail import Mail, MailAddress, Quarantined
from hub.core.models.reasons import Reason
from hub.core.models.reports import Interval
from hub.core.models.sms import OptOut, SmsPart, SmsRoute
from hub.core.models.staff import AgentState, AuditEntry
from hub.core.models.told import Told
from hub.core.models.traces import TurnTrace
from hub.core.models.work import WorkItem, WorkState
from hub.core.records import Record
from hub.services.bundle import Services, build_services
from hub.services.erasure_fates import FATES, Fate
from hub.services.opt_outs import OptOuts
from hub.store.blobs import FileBlobs
from hub.store.kinds import KINDS
from hub.store.small_blobs import StoreBlobs
from tests.fakes.world import World

MARK = "Quetzalcoatlus"
"""A word that only the person's data have."""
NUMBER = "+4915199887766"
MAILBOX = f"{MARK.lower()}@example.org"
SECRET = b"s" * 32
LARGE = 100_000
NAMELESS = {QuestionVector, SmallBlob}
"""Kinds in which nobody can read a word; that they are gone is looked at by number."""


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


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with await World.open(tmp_path / "data") as world:
        made = Scene(world, tmp_path / "data")
        await made.play()
        yield made


def mentions(data: bytes) -> bool:
    return any(word.lower().encode() in data.lower() for word in (MARK, NUMBER, NUMBER[1:]))


async def files_with_mark(folder: Path) -> list[Path]:
    """Return every file of a data folder in which the person can be read."""
    return await asyncio.to_thread(_files_with_mark, folder)


def _files_with_mark(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.is_file() and mentions(file.read_bytes())]


async def records(world: World) -> dict[type[Record], list[Record]]:
    return {kind.type: await world.store.find(kind.type) for kind in KINDS}


def test_every_kind_of_record_has_a_fate():
    assert set(FATES) == {kind.type for kind in KINDS}, "Say in services.erasure_fates what becomes of it."


async def test_nothing_can_be_read_afterwards_and_figures_stay(scene: Scene):
    world, erasures = scene.world, scene.services.erasures
    await world.database.index_pending()
    assert await world.store.search(MARK)
    before = await records(world)
    touched = {kind for kind, fate in FATES.items() if fate is not Fate.KEPT}
    planted = {
        kind
        for kind, rows in before.items()
        for row in rows
        if mentions(repr(row).encode()) or scene.contact in repr(row) or kind in NAMELESS
    }
    assert touched <= planted, "Plant the word in these kinds too."
    assert await files_with_mark(scene.folder)

    await erasures.ask(scene.contact, "sam")
    done = await erasures.carry_out(scene.contact)

    assert done.done_at
    assert await files_with_mark(scene.folder) == []
    after = await records(world)
    assert not after[QuestionVector]
    assert not after[SmallBlob]
    for kind, rows in after.items():
        assert not [row for row in rows if mentions(repr(row).encode())], kind
    assert await world.store.search(MARK) == []
    assert await world.store.search_contacts(MARK) == []
    assert [row.seconds for row in before[Interval] if isinstance(row, Interval)] == [
        row.seconds for row in after[Interval][: len(before[Interval])] if isinstance(row, Interval)
    ]
    assert (await world.store.get(Gap, "gap")).count == 7
    assert (await world.store.get(Told, "told")).contact == ""
    assert [one.rating.score for one in await world.store.find(Interaction) if one.rating] == [2]
    assert len(scene.dialogues.forgotten) == 2
    mentioning = [row for rows in after.values() for row in rows if scene.contact in repr(row)]
    assert {type(row) for row in mentioning} <= {Erasure, AuditEntry, WorkItem, WebhookDelivery}, (
        "An id of nobody."
    )


async def test_others_keep_what_is_theirs(scene: Scene):
    await scene.services.erasures.ask(scene.contact, "sam")
    await scene.services.erasures.carry_out(scene.contact)
    other = await scene.world.store.get(Conversation, scene.other)
    assert other.last_text == "I am somebody else"
    episode = await scene.world.store.get(Interaction, other.interaction)
    assert (await scene.world.store.get(Address, episode.address)).value == "v2"
    texts = [one.text for one in await scene.world.store.find(Message, {"conversation": scene.other})]
    assert "I am somebody else" in texts


async def test_an_agent_who_had_the_conversation_is_free(scene: Scene):
    assert (await scene.world.store.get(AgentState, "ann")).held
    await scene.services.erasures.ask(scene.contact, "sam")
    await scene.services.erasures.carry_out(scene.contact)
    assert (await scene.world.store.get(AgentState, "ann")).held == {}
    states = {one.state for one in await scene.world.store.find(WorkItem, {"contact": scene.contact})}
    assert states <= {WorkState.CANCELLED, WorkState.ABANDONED}


async def test_interrupted_it_goes_on(scene: Scene):
    erasures, store = scene.services.erasures, scene.world.store
    scene.dialogues.broken = True
    await erasures.ask(scene.contact, "sam")
    with pytest.raises(Unavailable):
        await erasures.carry_out(scene.contact)
    [left] = await store.find(Erasure, {"done_at": None})
    assert left.files
    assert left.dialogues
    assert await store.peek(Contact, scene.contact) is None
    await erasures.carry_out(scene.contact)
    assert await files_with_mark(scene.folder) == []
    assert len(scene.dialogues.forgotten) == 2
    assert await store.find(Erasure, {"done_at": None}) == []


async def test_a_wish_for_no_sms_outlives_the_number(scene: Scene):
    await scene.services.erasures.ask(scene.contact, "sam")
    await scene.services.erasures.carry_out(scene.contact)
    wish = await scene.services.opt_outs.find("route", NUMBER)
    assert wish
    assert wish.id == "out"
    assert await scene.services.opt_outs.find("route", "+4915199887767") is None
    assert [one.number for one in await scene.services.opt_outs.listed("route")] == [""]
    elsewhere = OptOuts(scene.world.store, scene.world.clock, scene.world.ids, b"another secret")
    assert await elsewhere.find("route", NUMBER) is None


async def test_a_plan_changes_nothing_and_asking_twice_is_once(scene: Scene):
    erasures = scene.services.erasures
    plan = await erasures.plan(scene.contact)
    assert (plan.contacts, plan.conversations, plan.open, plan.files) == (2, 2, 2, 2)
    assert plan.addresses == 4
    assert plan.messages > 3
    assert await scene.world.store.find(Erasure) == []
    first = await erasures.ask(scene.contact, "sam")
    assert await erasures.ask(scene.contact, "ada") == first
    done = await erasures.carry_out(scene.contact)
    assert await erasures.ask(scene.contact, "ada") == done
    assert done.erased["Message"] > plan.messages
    with pytest.raises(NotFound):
        await erasures.plan(scene.contact)


async def test_who_writes_again_is_somebody_new(scene: Scene):
    await scene.services.erasures.ask(scene.contact, "sam")
    await scene.services.erasures.carry_out(scene.contact)
    said = await scene.world.say("hello", visitor="v1")
    assert said.conversation.contact != scene.contact
    assert (await scene.world.store.get(Contact, said.conversation.contact)).name == ""


async def test_large_files_go_unless_others_have_the_same(scene: Scene, tmp_path: Path):
    data = b"Everybody has this leaflet. " * 5000
    mine = await scene.services.files.put("leaflet.txt", data, scene.other, "visitor:v2")
    [theirs, *_] = await scene.world.store.find(Conversation, {"contact": scene.contact})
    await scene.services.files.put("leaflet.txt", data, theirs.id, "visitor:v1")
    await scene.services.erasures.ask(scene.contact, "sam")
    await scene.services.erasures.carry_out(scene.contact)
    assert (await scene.services.files.get(mine.id))[1] == data
    assert len(await scene.world.store.find(StoredFile)) == 1
    assert await scene.world.store.find(SmallBlob) == []


async def test_words_that_lie_in_deliveries_of_webhooks_go(scene: Scene):
    [delivery, *_] = [
        one
        for one in await scene.world.store.find(WebhookDelivery)
        if MARK in one.body and "text" in one.body
    ]
    await scene.services.erasures.ask(scene.contact, "sam")
    await scene.services.erasures.carry_out(scene.contact)
    after = await scene.world.store.get(WebhookDelivery, delivery.id)
    assert (after.state, after.seq) == (delivery.state, delivery.seq)
    assert '"erased":true' in after.body


async def test_a_merge_of_conversations_goes_with_them(scene: Scene):
    first, second = await scene.world.store.find(Conversation, {"contact": scene.contact})
    await scene.world.conversations.merge(second.id, first.id, "ada")
    await scene.services.erasures.ask(scene.contact, "sam")
    await scene.services.erasures.carry_out(scene.contact)
    assert await scene.world.store.find(Merge) == []


async def test_a_person_gets_a_copy_of_what_would_be_erased(scene: Scene):
    copied = await scene.services.person_copies.copy(scene.contact)
    plan = await scene.services.erasures.plan(scene.contact)
    assert len(copied.contacts) == plan.contacts
    assert len(copied.addresses) == plan.addresses
    assert sum(len(one.messages) for one in copied.conversations) == plan.messages
    assert sum(len(one.files) for one in copied.conversations) == plan.files
    assert [one.text for one in copied.elsewhere] == [f"{MARK} agrees"]
    assert len(copied.questions) == len(copied.told) == 1
    assert all(one.memory is None for thread in copied.conversations for one in thread.interactions)
