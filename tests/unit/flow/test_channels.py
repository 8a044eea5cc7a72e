"""The same flow by chat, SMS and mail: choices as text, a form by mail, one message a turn."""

from pathlib import Path

import pytest

from bots.flow.effects import Result
from channels.sms.text import sms_text
from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.conversations import AuthorKind, Conversation, Message
from hub.core.models.delivery import Dispatch
from hub.core.models.flows import DoneAction
from hub.core.models.mail import Mail, MailAddress, Mailbox, SmtpAccount
from hub.core.models.sms import SmsRoute
from hub.services.inbound import InboundMessage
from tests.fakes.flow_talk import Talk, talking

FLOW = """
title: {en: Order, zh: 订单}
start: hello
region: GB
variables:
  what: {kind: choice, label: {en: What, zh: 什么},
    choices: [{value: lamp, label: {en: A lamp, zh: 灯}}, {value: chair, label: {en: A chair, zh: 椅子}}]}
  many: {kind: number, label: {en: How many, zh: 数量}}
  phone: {kind: phone, label: {en: Phone, zh: 电话}}
  number: {kind: text, label: {en: Number, zh: 编号}}
steps:
  hello: {kind: say, text: {en: Welcome., zh: 您好。}, next: what}
  what: {kind: collect, variable: what, text: {en: What would you like?, zh: 要什么？}, next: many}
  many: {kind: collect, variable: many, text: {en: How many?, zh: 几个？}, next: phone}
  phone: {kind: collect, variable: phone, text: {en: Your number?, zh: 电话？}, next: check}
  check: {kind: confirm, variables: [what, many, phone], yes: open, no: what}
  open:
    {kind: create_work, subject: {en: "{{what}}", zh: "{{what}}"}, reference: number, next: text, failed: out}
  text:
    kind: send_sms
    to: phone
    text: {en: "Your number is {{number}}", zh: "编号 {{number}}"}
    next: bye
    failed: bye
  bye: {kind: end, text: {en: "Done, {{number}}.", zh: "好的，{{number}}。"}}
  out: {kind: queue}
"""


async def write(talk: Talk, text: str, kind: AddressKind, address: str, **more: object) -> list[str]:
    talk.last = await talk.services.intake.receive(
        InboundMessage(
            entry_point=talk.entry,
            address_kind=kind,
            address=address,
            external_id=talk.world.ids(),
            text=text,
            at=talk.world.clock.now(),
            **more,  # type: ignore[arg-type]  # as InboundMessage has them
        )
    )
    return await talk.answers()


async def sms_scene(talk: Talk) -> None:
    point = EntryPoint(
        id="texts", channel=Channel.SMS, key="+441234", name="SMS", queue="support", bot="flow:main"
    )
    await talk.world.save(point, SmsRoute(id="route", entry_point="texts", number="+441234"))


async def mail_scene(talk: Talk) -> None:
    point = EntryPoint(
        id="post", channel=Channel.EMAIL, key="us@x.example", name="Mail", queue="support", bot="flow:main"
    )
    box = Mailbox(
        id="box", entry_point="post", address="us@x.example", smtp=SmtpAccount(host="smtp.x.example")
    )
    await talk.world.save(point, box)


async def test_by_sms(tmp_path: Path):
    async with talking(tmp_path, entry="texts") as talk:
        await talk.publish(main=FLOW)
        await sms_scene(talk)

        async def text(words: str) -> str:
            assert await write(talk, words, AddressKind.PHONE, "+447700900123")
            newest = [one for one in await talk.messages() if one.author.kind is AuthorKind.BOT][-1]
            return sms_text(newest.text, newest.format, newest.choices)

        assert await text("hi") == "Welcome.\n\nWhat would you like?\n1 A lamp\n2 A chair"
        assert await text("2") == "How many?"
        assert await text("three") == "Your number?"
        assert (await text("07700 900123")).endswith("Is this right?\n1 Yes\n2 No")
        done = await text("1")
        actions = {one.kind: one for one in await talk.world.store.find(DoneAction)}
        assert done == f"Done, {actions['create_work'].reference}."
        sent = await talk.world.store.get(Message, actions["send_sms"].made)
        assert sent.text == f"Your number is {actions['create_work'].reference}"
        assert (await talk.world.store.get(Dispatch, sent.id)).recipient == "+447700900123"
        matter = await talk.world.store.get(Conversation, actions["create_work"].made)
        assert matter.channel is Channel.SMS


def mail(id: str, subject: str = "Order", answers: str = "") -> Mail:
    return Mail(
        id=id,
        message_id=f"<{id}@home.example>",
        in_reply_to=answers,
        references=[answers] if answers else [],
        subject=subject,
        sender=MailAddress(address="vera@home.example"),
        to=[MailAddress(address="us@x.example")],
    )


async def test_by_mail_as_a_form(tmp_path: Path):
    async with talking(tmp_path, entry="post") as talk:
        await talk.publish(main=FLOW)
        await mail_scene(talk)
        where = (AddressKind.EMAIL, "vera@home.example")
        (form,) = await write(talk, "I would like to order.", *where, mail=mail("m1"), language="en")
        assert form.startswith("Welcome.")
        assert "**What:**" in form
        assert "**How many:**" in form
        assert "**Phone:**" in form
        ours = [one for one in await talk.messages() if one.author.kind is AuthorKind.BOT][-1]
        head = await talk.world.store.get(Mail, ours.id)
        answer = "What: a chair\nHow many: 3\nPhone: 07700 900123\n\nBest wishes\nVera"
        (check,) = await write(
            talk, answer, *where, mail=mail("m2", "Re: Order", head.message_id), language="en"
        )
        assert check.startswith("- What: A chair\n- How many: 3\n- Phone: +447700900123")
        ours = [one for one in await talk.messages() if one.author.kind is AuthorKind.BOT][-1]
        head = await talk.world.store.get(Mail, ours.id)
        (done,) = await write(
            talk, "Yes.\n\nVera", *where, mail=mail("m3", "Re: Order", head.message_id), language="en"
        )
        (matter,) = await talk.world.store.find(
            DoneAction, {"conversation": talk.last.conversation.id if talk.last else ""}
        )
        assert done == f"Done, {matter.reference}."
        assert (await talk.data())["what"] == "chair"


@pytest.mark.parametrize("answer", ["A chair", "2", "the second one", "第二个", "椅子"])
async def test_however_it_is_said(tmp_path: Path, answer: str):
    async with talking(tmp_path, FLOW) as talk:
        talk.http.answer = lambda wanted: Result()
        await talk.say("hi")
        await talk.say(answer)
        assert (await talk.data())["what"] == "chair"
