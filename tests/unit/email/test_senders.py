"""Whom a mail's sender is taken for: only the mailbox's own server is believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from channels.email.inbound import writer
from channels.email.senders import check_sender
from channels.email.understanding.parse import parse
from hub.core.models.conversations import ConversationState, Message
from hub.core.models.delivery import Dispatch
from hub.core.models.mail import Mail, MailAddress, SenderCheck
from hub.core.models.rules import Condition, Fact, Route, Rule
from hub.core.models.work import CannedReply
from hub.services.ways import ways_to
from tests.fakes.mail import KIM, MailOffice, bounce, letter

MX = "mx.shop.example"
PASSED = f"{MX}; dmarc=pass header.from=example.net"
FAILED = f"{MX}; dkim=fail header.d=example.net; dmarc=fail (p=REJECT) header.from=example.net"


def checked(*fields: str, sender: str = KIM, trusted: str = MX, more: str = "") -> SenderCheck:
    """What is made of a mail with these Authentication-Results, the uppermost first."""
    head = "".join(f"Authentication-Results: {field}\r\n" for field in fields)
    parsed = parse(f"{head}From: {sender}\r\n{more}Subject: x\r\n\r\nHello\r\n".encode())
    return check_sender(parsed, writer(parsed) or MailAddress(address=""), trusted)


@pytest.mark.parametrize(
    "field",
    [
        PASSED,
        f"{MX.upper()} 1; dmarc=pass",
        f"{MX}; spf=pass smtp.mailfrom=a@other.example;\r\n dmarc = pass (p=NONE) header.from=EXAMPLE.net",
        f"{MX}; dkim=pass header.d=example.net header.s=k1 header.b=AbC; dmarc=none",
        f"{MX}; dkim=pass header.i=@example.net",
        f"{MX}; dmarc=bestguesspass action=none header.from=example.net;compauth=pass reason=109",
        f'{MX}; dmarc="pass" header.from="example.net"',
    ],
)
def test_verified(field: str) -> None:
    assert checked(field) is SenderCheck.VERIFIED


@pytest.mark.parametrize(
    "fields",
    [
        (),
        ("mx.evil.example; dmarc=pass header.from=example.net",),
        (f"{MX}; none",),
        (f"{MX}; dmarc=temperror header.from=example.net",),
        (f"{MX}; dmarc=pass header.from=evil.example",),
        (f"{MX}; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=example.net",),
        (f"{MX}; dkim=pass header.d=net",),
        (f"{MX}; dkim=pass header.d=notexample.net.evil",),
        (f"{MX}; dkim=fail header.d=example.net",),
        (f"{MX}; (dmarc=pass) spf=none",),
        (f'{MX}; spf=fail smtp.mailfrom="a; dmarc=pass header.from=example.net ;"@evil.example',),
        (f'{MX}; spf=fail (said "hi) ; dmarc=pass") smtp.mailfrom=x',),
        (f"{MX}; spf=fail (a (nested) dmarc=pass; dmarc=pass) smtp.mailfrom=x",),
        ("dmarc=pass header.from=example.net",),
    ],
)
def test_unverified(fields: tuple[str, ...]) -> None:
    assert checked(*fields) is SenderCheck.UNVERIFIED


def test_what_stands_in_a_comment_hides_no_failure() -> None:
    assert (
        checked(f'{MX}; spf=pass (a 5" disk) smtp.mailfrom=x; dmarc=fail header.from="x"')
        is SenderCheck.FAILED
    )


def test_the_uppermost_field_with_a_result_counts() -> None:
    assert checked(FAILED, PASSED) is SenderCheck.FAILED
    assert checked(f"{MX}; spf=none", PASSED) is SenderCheck.VERIFIED
    assert checked(f"{MX}; dkim=none", f"{MX}; dkim=pass header.d=example.net") is SenderCheck.UNVERIFIED


def test_without_a_trusted_server_nothing_is_judged() -> None:
    assert checked(FAILED, trusted="") is SenderCheck.NONE


def test_microsoft_leaves_its_name_out() -> None:
    said = "spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=example.net; dkim=none (not signed);"
    assert (
        checked(f"{said}dmarc=pass action=none header.from=example.net", trusted="-") is SenderCheck.VERIFIED
    )
    assert (
        checked(f"{said}dmarc=fail action=oreject header.from=example.net", trusted="-") is SenderCheck.FAILED
    )
    assert checked(PASSED, f"{said}dmarc=pass", trusted="-") is SenderCheck.UNVERIFIED


@pytest.mark.parametrize(
    ("sender", "more"),
    [(f"{KIM}, eve@evil.example", ""), (KIM, "From: eve@evil.example\r\n"), ("Kim", f"Sender: {KIM}\r\n")],
)
def test_who_names_several_authors_or_none_is_not_verified(sender: str, more: str) -> None:
    assert checked(PASSED, sender=sender, more=more) is SenderCheck.UNVERIFIED


@given(st.text(alphabet='a=;() "\\\t.:@-', max_size=200))
def test_any_field_is_read(text: str) -> None:
    parsed = parse(b"Authentication-Results: " + text.encode() + b"\r\nFrom: kim@example.net\r\n\r\nHello")
    assert all(one.method for field in parsed.authentication for one in field.found)


@pytest.fixture
def strict(office: MailOffice) -> MailOffice:
    """Support's mailbox trusts its server's checks."""
    office.box = replace(office.box, authserv_id=MX)
    return office


async def test_a_forged_sender_who_knows_a_message_id_stays_outside(strict: MailOffice) -> None:
    first = await strict.got(letter(Authentication_Results=PASSED))
    sent = await strict.answer(first)
    forged = await strict.got(
        letter("Send it elsewhere", id="<e1@evil>", answers=sent.message_id, Authentication_Results=FAILED)
    )
    assert forged.conversation.id != first.conversation.id
    assert forged.conversation.contact != first.conversation.contact
    assert forged.message.author.id != first.message.author.id
    assert forged.conversation.handler == ""
    assert await strict.notices(forged.conversation.id) == ["sender_failed"]
    assert (await strict.store.get(Mail, forged.message.id)).sender_check is SenderCheck.FAILED
    real = await strict.got(
        letter("Thanks", id="<m2@x>", answers=sent.message_id, Authentication_Results=PASSED)
    )
    assert real.conversation.id == first.conversation.id


async def test_a_token_opens_no_door_to_a_forged_sender(strict: MailOffice) -> None:
    first = await strict.got(letter())
    to = strict.tokens.address(strict.box.address, first.conversation.id)
    forged = await strict.got(letter("Hi", id="<e1@evil>", to=to, Authentication_Results=FAILED))
    assert forged.conversation.id != first.conversation.id


async def test_a_forged_mail_that_comes_again_changes_nothing(strict: MailOffice) -> None:
    raw = letter(Authentication_Results=FAILED)
    first, again = await strict.got(raw), await strict.got(raw)
    assert again.duplicate
    assert again.message.id == first.message.id
    other = await strict.got(
        letter("More", id="<m2@x>", answers="<m1@example.net>", Authentication_Results=FAILED)
    )
    assert other.conversation.contact != first.conversation.contact


async def test_a_blocked_sender_is_not_let_in_as_a_stranger(strict: MailOffice) -> None:
    first = await strict.got(letter())
    await strict.world.contacts.edit(first.conversation.contact, "ann", {"blocked": True})
    assert await strict.get(letter("Spam", id="<m2@x>", Authentication_Results=FAILED)) is None


async def test_nothing_goes_out_to_a_forged_sender_by_itself(strict: MailOffice) -> None:
    thanks = CannedReply(id="thanks", shortcut="thanks", title="Thanks", text={"en": "We will see to it."})
    rule = Rule(
        id="r1",
        name="Thanks",
        conditions=[Condition(fact=Fact.SUBJECT, values=["order"])],
        route=Route(reply="thanks", tags=["order"]),
        active=True,
    )
    await strict.world.save(thanks, rule)
    forged = await strict.got(letter(Authentication_Results=FAILED))
    assert forged.conversation.tags == ["order"]
    assert await strict.store.find(Dispatch, {"recipient": KIM}) == []
    await strict.got(letter(id="<m2@x>", Authentication_Results=PASSED))
    assert len(await strict.store.find(Dispatch, {"recipient": KIM})) == 1


async def test_an_agent_answers_who_is_named_and_not_who_is_to_get_it(strict: MailOffice) -> None:
    forged = await strict.got(letter(Reply_To="eve@evil.example", Authentication_Results=FAILED))
    [way] = await ways_to(strict.store, forged.conversation)
    assert way.mail is not None
    assert (way.label, [one.address for one in way.mail.to], way.default) == (KIM, [KIM], True)
    assert [one.address for one in (await strict.answer(forged)).to] == [KIM]


async def test_reports_join_whatever_is_said_of_their_sender(strict: MailOffice) -> None:
    """Many mail servers do not sign them, and a mail that did not arrive must not go unnoticed."""
    first = await strict.got(letter())
    sent = await strict.answer(first)
    field = f"Authentication-Results: {MX}; dmarc=fail header.from=mx.example.net\n".encode()
    report = await strict.got(field + bounce(sent.message_id, KIM))
    assert report.conversation.id == first.conversation.id
    assert report.conversation.state is ConversationState.OPEN
    assert (await strict.store.get(Message, sent.id)).delivery == "failed"
