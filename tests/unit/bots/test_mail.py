"""The bot before mail: it answers when it is sure and may, drafts when it has something, and hands off."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bots.guards import Limits
from bots.mail import consider
from bots.phrases import PHRASES
from bots.registry import Registry
from bots.turns import Turns
from hub.core.bots import PERSON, Handoff, Say, Turn, TurnInput
from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.conversations import (
    AuthorKind,
    BotMemory,
    Choice,
    Citation,
    Conversation,
    Delivery,
    Direction,
    Message,
)
from hub.core.models.delivery import Dispatch
from hub.core.models.mail import Automatic, Mail, MailAddress, Mailbox, SmtpAccount
from hub.core.models.work import MailBot, Queue, WorkItem
from hub.services.inbound import InboundMessage, Receipt
from tests.fakes.world import World, agent_author

CUSTOMER = "vera@home.example"
HOURS = Citation(article="hours", revision=2, title="Hours")
ANSWER = Turn(say=[Say(text="We open at **nine**.")], citations=[HOURS])
LOST = Turn(say=[Say(text="I do not know.")], missed=True)
BACK = Turn(
    say=[Say(text="Is it one of these?")],
    choices=[Choice(label="Hours", value="article:hours"), Choice(label="Person", value=PERSON)],
)


PART = Turn(say=ANSWER.say, citations=ANSWER.citations, unanswered="Do you sell bikes?")


class Scripted:
    """Answers what it was told to by text or pressed value; knows nothing else."""

    name = "knowledge"

    def __init__(self, script: Mapping[str, Turn]) -> None:
        self.script = script
        self.asked: list[str] = []

    async def take_turn(self, turn: TurnInput) -> Turn:
        self.asked.append(turn.value or turn.text)
        return self.script.get(turn.value or turn.text, LOST)


def turn(text: str) -> TurnInput:
    return TurnInput(conversation="c", interaction="i", text=text, memory=BotMemory(bot="knowledge"))


@pytest.mark.parametrize(
    ("text", "subject", "script", "sure", "has_answer"),
    [
        ("When?", "Hello", {"When?": ANSWER}, True, True),
        ("", "When do you open?", {"When do you open?": ANSWER}, True, True),
        ("Hello there", "Your hours", {"Your hours": ANSWER}, False, True),
        ("Dear shop.\nWhen do you open?\nVera", "Hi", {"When do you open?": ANSWER}, False, True),
        ("你好。你们几点开门？谢谢", "问", {"你们几点开门？": ANSWER}, False, True),
        ("Hours?", "Hi", {"Hours?": BACK, "article:hours": ANSWER}, False, True),
        ("Hours?", "Hi", {"Hours?": BACK}, False, False),
        ("When? Do you sell bikes?", "Hi", {"When? Do you sell bikes?": PART}, False, True),
        ("Nothing", "At all", {}, False, False),
    ],
)
async def test_what_a_bot_makes_of_a_mail(
    text: str, subject: str, script: Mapping[str, Turn], sure: bool, has_answer: bool
):
    found = await consider(Scripted(script).take_turn, turn(text), subject)
    assert (found.sure, found.has_answer) == (sure, has_answer)


async def test_a_wish_for_a_person_ends_it():
    wish = Turn(handoff=Handoff(reason="asked"))
    bot = Scripted({"A person please. When?": wish, "When do you open?": ANSWER})
    found = await consider(bot.take_turn, turn("A person please. When?"), "When do you open?")
    assert (found.turn, found.sure, found.has_answer) == (wish, False, False)
    assert len(bot.asked) == 1


async def test_a_long_mail_takes_few_questions():
    bot = Scripted({})
    await consider(bot.take_turn, turn("\n".join(f"Sentence number {n}." for n in range(1000))), "Long one")
    assert len(bot.asked) <= 9


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as world:
        await world.save(
            EntryPoint(
                id="post",
                channel=Channel.EMAIL,
                key="help@shop.example",
                name="Post",
                queue="support",
                bot="knowledge",
            ),
            Mailbox(
                id="box",
                entry_point="post",
                address="help@shop.example",
                smtp=SmtpAccount(host="smtp.example"),
            ),
        )
        yield world


@pytest.fixture
def bot() -> Scripted:
    return Scripted({"When?": ANSWER, "Hours?": BACK, "article:hours": ANSWER})


async def mode(world: World, mail_bot: MailBot) -> None:
    queue = await world.store.get(Queue, "support")
    await world.save(replace(queue, mail_bot=mail_bot))


async def mail(world: World, text: str, **values: Any) -> Receipt:
    message_id = f"<{world.ids()}@home.example>"
    automatic = Automatic.OUT_OF_OFFICE if values.get("automatic") else Automatic.NO
    head = Mail(
        id="",
        message_id=message_id,
        sender=MailAddress(address=CUSTOMER),
        subject="Hi",
        automatic=automatic,
        in_reply_to=values.pop("answers_to", ""),
    )
    return await world.intake.receive(
        InboundMessage(
            entry_point="post",
            address_kind=AddressKind.EMAIL,
            address=CUSTOMER,
            external_id=message_id,
            text=text,
            at=world.clock.now(),
            mail=head,
            **values,
        )
    )


async def attend(world: World, bot: Scripted, conversation_id: str) -> None:
    """Do what the runner does."""
    turns = Turns(world, Registry(bot), Limits())
    while owed := await turns.owed(conversation_id):
        await turns.take(owed)


async def from_bot(world: World, conversation_id: str) -> list[Message]:
    found = await world.store.find(Message, {"conversation": conversation_id}, order="seq")
    return [one for one in found if one.author.kind is AuthorKind.BOT and one.citations]


async def work(world: World, conversation_id: str) -> WorkItem | None:
    conversation = await world.store.get(Conversation, conversation_id)
    return await world.store.get(WorkItem, conversation.work_item) if conversation.work_item else None


async def test_a_sure_answer_is_sent_where_the_queue_lets_it(world: World, bot: Scripted):
    await mode(world, MailBot.ANSWER)
    got = await mail(world, "When?")
    await attend(world, bot, got.conversation.id)
    [answer] = await from_bot(world, got.conversation.id)
    assert (answer.direction, answer.draft, answer.delivery) == (Direction.OUTBOUND, False, Delivery.PENDING)
    assert (answer.text, answer.citations) == ("We open at **nine**.", [HOURS])
    dispatch = await world.store.get(Dispatch, answer.id)
    assert (dispatch.automatic, dispatch.recipient) == (True, CUSTOMER)
    assert await work(world, got.conversation.id) is None
    sent = await world.store.get(Mail, answer.id)
    again = await mail(world, "I want to talk to a person", answers_to=sent.message_id)
    assert again.conversation.id == got.conversation.id
    await attend(world, bot, got.conversation.id)
    item = await work(world, got.conversation.id)
    assert item is not None
    assert item.reason == "asked"
    [_, line] = sorted(await world.store.find(Dispatch), key=lambda one: one.id)
    assert (await world.store.get(Message, line.id)).text == PHRASES["en"]["handoff_asked"]


async def test_else_it_is_a_draft_for_an_agent(world: World, bot: Scripted):
    for mail_bot, text in ((MailBot.DRAFT, "When?"), (MailBot.DRAFT, "Hours?"), (MailBot.ANSWER, "Hours?")):
        await mode(world, mail_bot)
        got = await mail(world, text)
        await attend(world, bot, got.conversation.id)
        [draft] = await from_bot(world, got.conversation.id)
        assert (draft.direction, draft.draft, draft.text) == (
            Direction.INTERNAL,
            True,
            "We open at **nine**.",
        )
        item = await work(world, got.conversation.id)
        assert item is not None
        assert item.reason == "draft"
    assert not await world.store.find(Dispatch)


async def test_without_anything_to_say_a_person_is_asked_and_nothing_is_sent(world: World, bot: Scripted):
    for mail_bot in (MailBot.DRAFT, MailBot.ANSWER):
        await mode(world, mail_bot)
        got = await mail(world, "My chair broke")
        await attend(world, bot, got.conversation.id)
        item = await work(world, got.conversation.id)
        assert item is not None
        assert item.reason == "no_answer"
        assert not await from_bot(world, got.conversation.id)
    assert not await world.store.find(Dispatch)


async def test_a_queue_that_was_closed_to_bots_meanwhile_gets_no_draft(world: World, bot: Scripted):
    got = await mail(world, "When?")
    assert got.conversation.handler == "knowledge"
    await mode(world, MailBot.OFF)
    await attend(world, bot, got.conversation.id)
    assert not await from_bot(world, got.conversation.id)
    assert await work(world, got.conversation.id)


async def test_no_bot_sees_what_machines_write(world: World, bot: Scripted):
    await mode(world, MailBot.ANSWER)
    got = await mail(world, "When?", automatic=True)
    await attend(world, bot, got.conversation.id)
    assert bot.asked == []


async def test_a_turn_taken_again_after_a_crash_drafts_once(world: World, bot: Scripted):
    got = await mail(world, "When?")
    turns = Turns(world, Registry(bot), Limits())
    owed = await turns.owed(got.conversation.id)
    assert owed is not None
    await turns.take(owed)
    await turns.take(owed)
    drafts = [
        one for one in await world.store.find(Message, {"conversation": got.conversation.id}) if one.draft
    ]
    assert len(drafts) == 1


async def test_the_agent_edits_the_draft_and_sends(world: World, bot: Scripted):
    got = await mail(world, "When?")
    await attend(world, bot, got.conversation.id)
    await world.work.take(got.conversation.id, "ann")
    conversation = await world.store.get(Conversation, got.conversation.id)
    sent = await world.outbox.reply(
        conversation.id, by=agent_author(), text="At nine.", client_id="1", seen_seq=conversation.last_seq
    )
    assert (sent.delivery, sent.draft) == (Delivery.PENDING, False)
