"""Rules at work: intake follows them, says so, replies once, and forgets none that changes."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.events import EventKind
from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.conversations import Attachment, Direction, Message
from hub.core.models.delivery import Dispatch, DispatchState
from hub.core.models.mail import Automatic, Mail, MailAddress, Mailbox, SmtpAccount
from hub.core.models.rules import Comparison, Condition, Fact, Route, Rule
from hub.core.models.work import CannedReply, Requirement, WorkItem
from hub.core.text import plain
from hub.services.auto_replies import filled, harmless, in_language
from hub.services.inbound import InboundMessage, Receipt
from hub.services.loops import LOOP_ROUNDS
from hub.services.rules import Rules, facts_of
from tests.fakes.world import World

CUSTOMER = "vera@home.example"
POST = EntryPoint(id="post", channel=Channel.EMAIL, key="help@shop.example", name="Shop", queue="support")
REFUND = Condition(fact=Fact.SUBJECT, values=["refund"])
THANKS = CannedReply(
    id="thanks",
    shortcut="thanks",
    title="Thanks",
    text={
        "en": "Thank you, {{contact.name}}, for “{{conversation.subject}}”.",
        "de": "Danke, {{contact.name}}.",
    },
)


@pytest.fixture(autouse=True)
async def company(world: World):
    await world.save(
        POST,
        Mailbox(
            id="box", entry_point="post", address="help@shop.example", smtp=SmtpAccount(host="smtp.example")
        ),
        THANKS,
    )


async def put(world: World, rule: Rule) -> Rule:
    """Store a rule as the settings do."""
    batch = Batch(at=world.clock.now())
    batch.save(rule)
    batch.event(EventKind.SETTINGS_CHANGED, rule, data={"kind": "rules"})
    stored: Rule = (await world.store.commit(batch)).stored(rule)
    return stored


def rule(*conditions: Condition, id: str = "r", **values: Any) -> Rule:
    route = values.pop("route", Route(tags=["money"]))
    found = list(conditions) or [REFUND]
    return Rule(
        **{"id": id, "name": f"Rule {id}", "active": True, "conditions": found, "route": route, **values}
    )


def inbound(world: World, subject: str = "A refund", **values: Any) -> InboundMessage:
    message_id = f"<{world.ids()}@home.example>"
    head: dict[str, Any] = {"subject": subject, "to": [MailAddress(address="help@shop.example")]}
    mail = Mail(
        id="",
        message_id=message_id,
        sender=MailAddress(address=CUSTOMER, name="Vera"),
        **{**head, **values.pop("head", {})},
    )
    defaults: dict[str, Any] = {
        "entry_point": "post",
        "address_kind": AddressKind.EMAIL,
        "address": CUSTOMER,
        "external_id": message_id,
        "text": "Please",
        "at": world.clock.now(),
        "name": "Vera",
        "mail": mail,
    }
    return InboundMessage(**{**defaults, **values})


async def receive(world: World, subject: str = "A refund", **values: Any) -> Receipt:
    return await world.intake.receive(inbound(world, subject, **values))


async def messages(world: World, receipt: Receipt) -> list[Message]:
    return await world.store.find(Message, {"conversation": receipt.conversation.id}, order="seq")


async def replies(world: World, receipt: Receipt) -> list[Message]:
    return [one for one in await messages(world, receipt) if one.author.id.startswith("rule:")]


async def test_a_rule_sets_queue_skill_priority_tags_and_bot(world: World):
    route = Route(
        queue="sales", skills=[Requirement(skill="german", minimum=3)], priority=15, tags=["money"], bot=""
    )
    await put(world, rule(route=route))
    got = await receive(world)
    assert (got.conversation.queue, got.conversation.tags, got.conversation.handler) == (
        "sales",
        ["money"],
        "",
    )
    item = await world.store.get(WorkItem, got.conversation.work_item or "")
    assert (item.queue, item.priority, item.extra_skills) == ("sales", 15, route.skills)
    other = await receive(world, "Hello")
    assert (other.conversation.queue, other.conversation.tags) == ("support", [])


async def test_staff_see_which_rules_matched(world: World):
    await put(world, rule(id="a"))
    await put(world, rule(id="b", position=1, route=Route(tags=["big"])))
    got = await receive(world)
    [notice] = [one for one in await messages(world, got) if one.notice == "classified"]
    assert (notice.direction, notice.notice_vars) == (Direction.INTERNAL, {"rules": "Rule a, Rule b"})
    answer = {"head": {"in_reply_to": got.message.external_id}}
    again = await receive(world, "Re: A refund", **answer)
    assert again.conversation.id == got.conversation.id
    assert len([one for one in await messages(world, got) if one.notice == "classified"]) == 1


async def test_a_later_mail_adds_tags_and_says_so(world: World):
    await put(world, rule())
    got = await receive(world, "Hello")
    again = await receive(world, "Re: refund", head={"in_reply_to": got.message.external_id})
    assert again.conversation.id == got.conversation.id
    assert again.conversation.tags == ["money"]
    assert [one.notice for one in await messages(world, got) if one.notice == "classified"] == ["classified"]


async def test_a_changed_rule_acts_at_once(world: World):
    """Also while the rules are kept in memory."""
    rules = Rules(world.store, world.clock, world.ids)
    stop = rules.listen(world.database)
    first = await put(world, rule())
    mail = inbound(world)
    assert (await rules.classify(POST, mail)).route.tags == ["money"]
    second = await put(world, replace(first, route=Route(tags=["other"])))
    assert (await rules.classify(POST, mail)).route.tags == ["other"]
    await put(world, replace(second, active=False))
    assert not (await rules.classify(POST, mail)).matched
    stop()
    await put(world, rule(id="new"))
    assert (await rules.classify(POST, mail)).matched


async def test_rules_mind_their_channels(world: World):
    await put(world, rule(Condition(fact=Fact.BODY, values=["refund"])))
    assert not (await world.say("refund")).conversation.tags
    await put(world, rule(Condition(fact=Fact.BODY, values=["refund"]), id="c", channels=[Channel.CHAT]))
    assert (await world.say("refund", visitor="v2")).conversation.tags == ["money"]


async def test_the_reply_goes_out_once_in_the_same_commit(world: World):
    await put(world, rule(route=Route(reply="thanks")))
    got = await receive(world)
    [reply] = await replies(world, got)
    assert reply.text == "Thank you, Vera, for “A refund”."
    dispatch = await world.store.get(Dispatch, reply.id)
    assert (dispatch.state, dispatch.recipient, dispatch.automatic) == (DispatchState.PENDING, CUSTOMER, True)
    mail = await world.store.get(Mail, reply.id)
    assert (mail.in_reply_to, mail.subject) == (got.message.external_id, "Re: A refund")
    assert mail.automatic is Automatic.AUTO_REPLY
    assert got.conversation.last_text == "Please"  # lists show what the customer wrote
    await receive(world, "Re: refund", head={"in_reply_to": got.message.external_id})
    assert len(await replies(world, got)) == 1


async def test_a_repeated_mail_gets_no_second_reply(world: World):
    await put(world, rule(route=Route(reply="thanks")))
    mail = inbound(world)
    first = await world.intake.receive(mail)
    again = await world.intake.receive(mail)
    assert (again.duplicate, len(await replies(world, first))) == (True, 1)


async def test_the_reply_speaks_the_customers_language(world: World):
    await put(world, rule(route=Route(reply="thanks")))
    [reply] = await replies(world, await receive(world, language="de-AT"))
    assert reply.text == "Danke, Vera."


async def test_a_machine_gets_no_reply(world: World):
    await put(world, rule(route=Route(reply="thanks", tags=["seen"])))
    got = await receive(world, automatic=True, head={"automatic": Automatic.OUT_OF_OFFICE})
    assert (await replies(world, got), got.conversation.tags) == ([], ["seen"])
    assert not await world.store.find(Dispatch)


async def test_one_address_gets_few_replies_an_hour(world: World):
    await put(world, rule(route=Route(reply="thanks")))
    got = [await receive(world) for _ in range(LOOP_ROUNDS + 2)]
    assert [len(await replies(world, one)) for one in got] == [1] * LOOP_ROUNDS + [0, 0]
    await world.clock.advance(timedelta(hours=2).total_seconds())
    assert len(await replies(world, await receive(world))) == 1


async def test_nobody_makes_us_write_to_others(world: World):
    """Neither by naming another address to answer to, nor by what stands in names and subjects."""
    await put(world, rule(route=Route(reply="thanks")))
    victim = MailAddress(address="victim@home.example")
    head = {"reply_to": victim, "subject": "refund [now](https://evil.example)"}
    got = await receive(world, head=head, name="See www.evil.example")
    [reply] = await replies(world, got)
    assert (await world.store.get(Dispatch, reply.id)).recipient == CUSTOMER
    assert "evil" not in reply.text
    assert "victim" not in str(await world.store.get(Mail, reply.id))


@pytest.mark.parametrize("text", ["Vera *Bold* [Miller]", "<b>", "a_b_c", "# 1", "你好！", "back\\slash"])
def test_what_strangers_chose_stays_text(text: str):
    assert plain(harmless(text)) == text


async def test_an_empty_reply_is_not_sent(world: World):
    await world.save(CannedReply(id="none", shortcut="none", title="None", text={"en": " "}))
    await put(world, rule(route=Route(reply="none")))
    assert await replies(world, await receive(world)) == []


async def test_where_nothing_can_be_sent_mail_still_comes_in(world: World):
    [mailbox] = await world.store.find(Mailbox)
    await world.save(replace(mailbox, smtp=None))
    await put(world, rule(route=Route(reply="thanks")))
    got = await receive(world)
    assert (await replies(world, got), got.conversation.work_item is not None) == ([], True)


async def test_facts_of_a_mail(world: World):
    mail = inbound(
        world,
        "Hello",
        language="zh-Hant-TW",
        automatic=True,
        attachments=[Attachment(file="f", name="Bill.PDF", type="application/pdf", size=1)],
        head={"cc": [MailAddress(address="boss@shop.example", name="Boss")], "automatic": Automatic.LIST},
    )
    texts = facts_of(POST, mail).texts
    assert texts == {
        Fact.SENDER: [CUSTOMER, "Vera"],
        Fact.RECIPIENT: ["help@shop.example", "boss@shop.example", "Boss"],
        Fact.SUBJECT: ["Hello"],
        Fact.BODY: ["Please"],
        Fact.LANGUAGE: ["zh-Hant-TW", "zh"],
        Fact.ATTACHMENT: ["Bill.PDF", "application/pdf"],
        Fact.AUTOMATIC: ["automatic", "list"],
    }


async def test_a_rule_is_tried_on_past_mail(world: World):
    rules = Rules(world.store, world.clock, world.ids)
    yes, no = await receive(world, "My refund"), await receive(world, "Hello")
    draft = rule(
        REFUND, Condition(fact=Fact.SENDER, how=Comparison.LIKE, values=["*@home.example"]), active=False
    )
    trials = await rules.try_rule(draft, 10)
    assert [(one.message, one.matched, one.held) for one in trials] == [
        (no.message.id, False, [False, True]),
        (yes.message.id, True, [True, True]),
    ]
    assert (trials[1].subject, trials[1].sender, trials[1].route) == ("My refund", CUSTOMER, draft.route)
    assert trials[0].route == Route()
    assert len(await rules.try_rule(draft, 1)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello {{contact.name}}!", "Hello Vera!"),
        ("Hello, {{ contact.name }}!", "Hello, Vera!"),
        ("Hello {{contact.company}}!", "Hello!"),
        ("您好，{{contact.company}}！", "您好！"),
        ("{{nothing}}{{", "{{"),
    ],
)
def test_variables(text: str, expected: str):
    assert filled(text, {"contact.name": "Vera", "contact.company": ""}) == expected


def test_languages_fall_back():
    texts = {"en": "Hello", "de": "Hallo"}
    assert in_language(texts, "de", "en") == "Hallo"
    assert in_language(texts, "fr", "de") == "Hallo"
    assert in_language(texts, "fr", "zh") == "Hello"
    assert in_language({"zh": "你好"}, "fr") == "你好"
    assert in_language({}, "fr") == ""


async def test_a_loop_is_seen_whichever_address_the_answers_go_to(world: World):
    """A machine that names another address for answers is told by that one."""
    victim = MailAddress(address="victim@home.example")
    for number in range(LOOP_ROUNDS):
        dispatch = Dispatch(
            id=f"d{number}",
            conversation="c",
            channel=Channel.EMAIL,
            entry_point="post",
            recipient=victim.address,
            automatic=True,
            created_at=world.clock.now(),
            due_at=world.clock.now(),
            valid_until=world.clock.now(),
        )
        await world.save(dispatch)
    await world.save(
        EntryPoint(id="bots", channel=Channel.EMAIL, key="b", name="B", queue="support", bot="knowledge")
    )
    got = await receive(world, entry_point="bots", head={"reply_to": victim})
    assert got.conversation.handler == ""
    assert (await receive(world, entry_point="bots")).conversation.handler == "knowledge"
