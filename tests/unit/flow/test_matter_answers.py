"""An SMS that answers what an agent wrote about a matter joins the matter, and nothing else does."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.conversations import Conversation, Message
from hub.core.models.flows import DoneAction
from hub.core.models.sms import SmsRoute
from hub.core.models.work import WorkItem, WorkState
from hub.services.inbound import InboundMessage, Receipt
from tests.fakes.flow_talk import Talk, talking
from tests.fakes.world import agent_author

FLOW = """
title: {en: Complaint, zh: 投诉}
start: what
region: GB
variables:
  what: {kind: text, label: {en: What, zh: 什么}}
  phone: {kind: phone, label: {en: Phone, zh: 电话}}
  number: {kind: text, label: {en: Number, zh: 编号}}
steps:
  what: {kind: collect, variable: what, text: {en: What is it?, zh: 什么？}, next: phone}
  phone: {kind: collect, variable: phone, text: {en: Your number?, zh: 电话？}, next: open}
  open:
    {kind: create_work, subject: {en: "{{what}}", zh: "{{what}}"}, reference: number, next: bye, failed: out}
  bye: {kind: end, text: {en: "It is {{number}}.", zh: "{{number}}"}}
  out: {kind: queue}
"""
NUMBER = "+447700900123"


class Desk:
    """An agent who answers matters, and the customer's phone."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk

    async def matter(self, what: str = "a broken lamp") -> Conversation:
        """Open one by chat."""
        known = {one.id for one in await self.talk.world.store.find(DoneAction)}
        for text in ("hello", what, NUMBER):
            await self.talk.say(text)
        done = [one for one in await self.talk.world.store.find(DoneAction) if one.id not in known]
        return await self.talk.world.store.get(Conversation, done[0].made)

    async def answer(self, matter: Conversation, text: str) -> Message:
        if matter.work_state is not WorkState.ASSIGNED:
            await self.talk.services.work.take(matter.id, "ann")
        outbox = self.talk.services.outbox
        return await outbox.reply(matter.id, by=agent_author(), text=text, client_id=self.talk.world.ids())

    async def text(self, text: str) -> Receipt:
        """Write an SMS to us; a bot that has the word answers it."""
        received = await self.talk.services.intake.receive(
            InboundMessage(
                entry_point="texts",
                address_kind=AddressKind.PHONE,
                address=NUMBER,
                external_id=self.talk.world.ids(),
                text=text,
                at=self.talk.world.clock.now(),
            )
        )
        if received.conversation.handler.startswith("flow:"):
            self.talk.last = received
            await self.talk.answers()
        return received


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with talking(tmp_path, FLOW) as talk:
        point = EntryPoint(
            id="texts", channel=Channel.SMS, key="+441234", name="SMS", queue="support", bot="flow:main"
        )
        await talk.world.save(point, SmsRoute(id="route", entry_point="texts", number="+441234"))
        yield Desk(talk)


async def test_an_answer_to_the_agent_joins_the_matter(desk: Desk):
    matter = await desk.matter()
    sent = await desk.answer(matter, "Which lamp is it?")
    assert sent.interaction
    received = await desk.text("The green one.")
    assert received.conversation.id == matter.id
    assert received.conversation.handler == "agent"
    assert (await desk.text("With the brass foot.")).conversation.id == matter.id


async def test_what_comes_before_an_answer_is_a_talk_of_its_own(desk: Desk):
    matter = await desk.matter()
    received = await desk.text("Do you have chairs?")
    assert received.conversation.id != matter.id
    assert received.conversation.handler == "flow:main"


async def test_of_two_matters_the_one_that_was_answered_last(desk: Desk):
    first, second = await desk.matter("a lamp"), await desk.matter("a chair")
    await desk.answer(second, "Which chair?")
    await desk.answer(first, "Which lamp?")
    assert (await desk.text("The green one.")).conversation.id == first.id
    again = await desk.talk.world.store.get(Conversation, second.id)
    await desk.answer(again, "And the chair?")
    assert (await desk.text("The oak one.")).conversation.id == second.id


async def test_a_talk_that_goes_on_after_the_answer_stays_a_talk(desk: Desk):
    matter = await desk.matter()
    talk = (await desk.text("Do you have chairs?")).conversation
    assert (await desk.text("Oak, if you have.")).conversation.id == talk.id
    await desk.answer(matter, "Which lamp is it?")
    assert (await desk.text("The green one.")).conversation.id == matter.id
    await desk.talk.services.work.take(talk.id, "bob")
    await desk.talk.services.outbox.reply(talk.id, by=agent_author("bob"), text="We do.", client_id="x")
    assert (await desk.text("Great!")).conversation.id == talk.id


async def test_a_matter_that_was_resolved_is_taken_up_again_by_people(desk: Desk):
    matter = await desk.matter()
    await desk.answer(matter, "It is on its way.")
    item = await desk.talk.world.store.get(WorkItem, matter.work_item or "")
    await desk.talk.services.work.resolve(item.id, "ann")
    desk.talk.world.clock.set(20 * 3600)
    received = await desk.text("It never came.")
    assert received.conversation.id == matter.id
    assert (received.conversation.handler, received.conversation.work_state) == ("", WorkState.QUEUED)


async def test_long_after_it_was_resolved_a_text_begins_something_new(desk: Desk):
    matter = await desk.matter()
    await desk.answer(matter, "It is on its way.")
    item = await desk.talk.world.store.get(WorkItem, matter.work_item or "")
    await desk.talk.services.work.resolve(item.id, "ann")
    desk.talk.world.clock.set(5 * 24 * 3600)
    received = await desk.text("Do you have chairs?")
    assert received.conversation.id != matter.id
    assert received.conversation.handler == "flow:main"
