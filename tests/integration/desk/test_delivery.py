"""Mail and SMS through the API: ways to answer, what became of a message, quarantine, tests of links."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.core.errors import InvalidInput
from hub.core.models.checks import Finding, LinkState, LinkStatus, Verdict
from hub.core.models.contacts import Address, AddressKind, Channel
from hub.core.models.conversations import Attachment
from hub.core.models.delivery import Dispatch
from hub.core.models.mail import ImapAccount, Mail, MailAddress, Mailbox, Quarantined, SmtpAccount
from hub.core.models.reasons import Reason
from hub.core.models.sms import OptOut, Smsc, SmsRoute
from hub.core.models.staff import PresenceState
from hub.services.inbound import InboundMessage, Receipt
from tests.fakes.desk import PASSWORD, Browser, Desk, open_desk

CUSTOMER = "vera@home.example"
PHONE = "+4915112345678"


class FakeChannels:
    """Channels that answer what the test says."""

    def __init__(self) -> None:
        self.links: list[LinkStatus] = []
        self.checked: list[Any] = []
        self.taken: list[str] = []
        self.trouble: Exception | None = None

    def status(self) -> list[LinkStatus]:
        return self.links

    async def take_in(self, quarantined: Quarantined) -> None:
        if self.trouble:
            raise self.trouble
        self.taken.append(quarantined.id)

    async def check_mailbox(self, mailbox: Mailbox) -> list[Finding]:
        self.checked.append(mailbox)
        return [
            Finding(step="imap", verdict=Verdict.FAILED, reason=Reason("wrong_password"), field="password")
        ]

    async def check_sms_route(self, route: SmsRoute) -> list[Finding]:
        self.checked.append(route)
        return [Finding(step="smsc", verdict=Verdict.OK, reason=Reason("bound"))]


@pytest.fixture
def channels() -> FakeChannels:
    return FakeChannels()


@pytest.fixture
async def desk(tmp_path: Path, channels: FakeChannels) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path, channels=channels) as desk:
        await desk.save(
            Mailbox(
                id="box",
                entry_point="post",
                address="help@shop.example",
                name="Shop",
                smtp=SmtpAccount(host="smtp.example"),
                imap=ImapAccount(host="imap.example", user="help"),
                password="the old password",
            ),
            SmsRoute(
                id="route",
                entry_point="texts",
                number="+4930123456",
                smscs=[Smsc(host="smsc.example", system_id="shop")],
                secret="secret",
                price_per_part=0.07,
            ),
        )
        yield desk


async def mail(desk: Desk, text: str = "Where is my chair?", **head: Any) -> Receipt:
    """A customer's mail comes in."""
    sender = MailAddress(address=CUSTOMER, name="Vera")
    message_id = f"<{desk.ids()}@home.example>"
    values: dict[str, Any] = {"subject": "My chair", "to": [MailAddress(address="help@shop.example")], **head}
    return await desk.services.intake.receive(
        InboundMessage(
            entry_point="post",
            address_kind=AddressKind.EMAIL,
            address=CUSTOMER,
            external_id=message_id,
            text=text,
            at=desk.clock.now(),
            name="Vera",
            mail=Mail(id="", message_id=message_id, sender=sender, **values),
        )
    )


async def owned(desk: Desk, received: Receipt, agent: str = "ann") -> str:
    """The conversation in an agent's hands; returns its path."""
    await desk.services.agents.set_presence(agent, PresenceState.AVAILABLE)
    await desk.services.work.take(received.conversation.id, agent)
    return f"/conversations/{received.conversation.id}"


async def test_ways_are_addresses_times_entry_points(desk: Desk):
    received = await mail(desk, cc=[MailAddress(address="boss@home.example")])
    await desk.save(
        Address(id="p", kind=AddressKind.PHONE, value=PHONE, contact=received.conversation.contact)
    )
    ann = await desk.browser("ann")
    path = f"/conversations/{received.conversation.id}/ways"
    status, ways = await ann.get(path)
    assert status == 200
    assert [(way["channel"], way["to"], way["default"]) for way in ways] == [
        ("email", CUSTOMER, True),
        ("sms", PHONE, False),
    ]
    assert ways[0]["mail"]["subject"] == "Re: My chair"
    assert ways[0]["mail"]["to"] == [{"address": CUSTOMER, "name": "Vera"}]
    assert [one["address"] for one in ways[0]["mail"]["cc"]] == ["boss@home.example"]
    assert (ways[1]["price_per_part"], ways[1]["currency"], ways[1]["refused"]) == (0.07, "EUR", "")
    await desk.save(OptOut(id="o", route="route", number=PHONE, at=desk.clock.now()))
    assert (await ann.get(path))[1][1]["refused"] == "opted_out"
    bob = await desk.browser("bob")
    assert (await bob.get(path))[0] == 404


async def test_a_chat_has_its_own_way(desk: Desk):
    said = await desk.say()
    ann = await desk.browser("ann")
    [way] = (await ann.get(f"/conversations/{said.conversation.id}/ways"))[1]
    assert (way["channel"], way["default"], way["label"], way["mail"]) == ("chat", True, "", None)


async def test_an_answer_by_mail_and_what_became_of_it(desk: Desk):
    received = await mail(desk)
    ann = await desk.browser("ann")
    path = await owned(desk, received)
    envelope = {"cc": [{"address": "Boss@Home.example"}], "subject": "Your chair"}
    status, sent = await ann.post(
        f"{path}/messages", {"client_id": "1", "text": "On its way.", "envelope": envelope}
    )
    assert (status, sent["delivery"]) == (201, "pending"), sent
    status, view = await ann.get(f"/messages/{sent['id']}/mail")
    assert status == 200
    assert view["mail"]["subject"] == "Your chair"
    assert view["mail"]["cc"] == [{"address": "boss@home.example", "name": ""}]
    assert (view["dispatch"]["state"], view["dispatch"]["recipient"]) == ("pending", CUSTOMER)
    inbound = (await ann.get(f"/messages/{received.message.id}/mail"))[1]
    assert (inbound["mail"]["sender"]["name"], inbound["dispatch"]) == ("Vera", None)
    bob = await desk.browser("bob")
    assert (await bob.get(f"/messages/{sent['id']}/mail"))[0] == 404


async def test_an_answer_by_sms_to_a_mail(desk: Desk):
    received = await mail(desk)
    ann = await desk.browser("ann")
    path = await owned(desk, received)
    via = {"entry_point": "texts", "to": PHONE}
    status, sent = await ann.post(f"{path}/messages", {"client_id": "1", "text": "Today.", "via": via})
    assert status == 201, sent
    assert (await desk.store.get(Dispatch, sent["id"])).channel is Channel.SMS
    assert (await ann.get(path))[1]["conversation"]["channel"] == "sms"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"via": {"entry_point": "texts", "to": "call me"}}, "via.to"),
        ({"via": {"entry_point": "shop", "to": PHONE}}, "via.entry_point"),
        ({"envelope": {"subject": "a\r\nBcc: x@y.example"}}, "envelope.subject"),
        ({"envelope": {"to": [{"address": "nobody"}]}}, "envelope.to[0].address"),
        ({"envelope": {"cc": [{"address": CUSTOMER, "name": "a\nb"}]}}, "envelope.cc[0].name"),
        ({"envelope": {"at": "2020-01-01T00:00:00Z"}}, "envelope.at"),
        ({"envelope": {"at": "2026-12-01T00:00:00"}}, "envelope.at"),
        ({"envelope": {"bc": []}}, "envelope.bc"),
    ],
)
async def test_a_wrong_envelope_names_the_field(desk: Desk, values: dict[str, Any], field: str):
    ann = await desk.browser("ann")
    path = await owned(desk, await mail(desk))
    status, body = await ann.post(f"{path}/messages", {"client_id": "1", "text": "x", **values})
    assert (status, body.get("field")) == (422, field), body


async def test_call_back_and_send_again(desk: Desk):
    ann = await desk.browser("ann")
    path = await owned(desk, await mail(desk))
    later = (desk.clock.now() + timedelta(hours=1)).isoformat()
    _, sent = await ann.post(
        f"{path}/messages", {"client_id": "1", "text": "Later.", "envelope": {"at": later}}
    )
    status, body = await ann.post(f"/messages/{sent['id']}/send-again")
    assert (status, body["code"]) == (409, "conflict")
    status, dispatch = await ann.post(f"/messages/{sent['id']}/call-back")
    assert (status, dispatch["state"], dispatch["reason"]["code"]) == (200, "failed", "called_back")
    status, body = await ann.post(f"/messages/{sent['id']}/call-back")
    assert (status, body["code"]) == (409, "conflict")
    eve, sue = await desk.browser("eve"), await desk.browser("sue")
    assert (await eve.post(f"/messages/{sent['id']}/send-again"))[0] == 403
    status, dispatch = await sue.post(f"/messages/{sent['id']}/send-again")
    assert (status, dispatch["state"]) == (200, "pending")
    await desk.services.accounts.create_staff(by="t", id="kim", login="kim", name="Kim", password=PASSWORD)
    kim = await desk.browser()
    await kim.sign_in("kim", PASSWORD)
    status, body = await kim.post(f"/messages/{sent['id']}/call-back")
    assert (status, body["code"]) == (403, "not_allowed")
    assert (await ann.post("/messages/nothing/call-back"))[0] == 404


async def quarantined(desk: Desk, id: str = "q1") -> Quarantined:
    file = await desk.services.files.put("mail.txt", b"From: broken", "", "test")
    entry = Quarantined(
        id=id,
        entry_point="post",
        reason=Reason("mail_broke_parser", detail="RecursionError"),
        file=Attachment(file=file.id, name=file.name, type=file.type, size=file.size),
        at=desk.clock.now(),
    )
    await desk.save(entry)
    return entry


async def test_quarantine(desk: Desk, channels: FakeChannels):
    await quarantined(desk)
    sue = await desk.browser("sue")
    status, page = await sue.get("/quarantine")
    assert (status, page["next"]) == (200, None)
    assert [(one["id"], one["reason"]["code"]) for one in page["items"]] == [("q1", "mail_broke_parser")]
    async with sue.session.get(f"{sue.base}/api/v1/quarantine/q1/file") as answer:
        assert await answer.read() == b"From: broken"
        assert answer.headers["Content-Disposition"].startswith("attachment")
    channels.trouble = InvalidInput("It nests too deeply.")
    assert (await sue.post("/quarantine/q1/retry"))[0] == 422
    assert len((await sue.get("/quarantine"))[1]["items"]) == 1
    channels.trouble = None
    assert (await sue.post("/quarantine/q1/retry"))[0] == 204
    assert channels.taken == ["q1"]
    assert (await sue.get("/quarantine"))[1]["items"] == []
    await quarantined(desk, "q2")
    assert (await sue.delete("/quarantine/q2"))[0] == 204
    assert (await sue.delete("/quarantine/q2"))[0] == 404
    assert (await sue.get("/quarantine?before=yesterday"))[0] == 422


async def test_a_test_uses_the_stored_secret_where_it_is_masked(desk: Desk, channels: FakeChannels):
    adm = await desk.browser("adm")
    draft = {
        name: value for name, value in (await adm.get("/settings/mailboxes/box"))[1].items() if name != "id"
    }
    draft["imap"]["port"] = 1993
    status, report = await adm.post("/mailboxes/box/test", draft)
    assert status == 200, report
    assert report["findings"][0] == {
        "step": "imap",
        "verdict": "failed",
        "reason": {"code": "wrong_password", "vars": {}, "detail": ""},
        "field": "password",
    }
    assert (channels.checked[0].password, channels.checked[0].imap.port) == ("the old password", 1993)
    assert (await adm.get("/settings/mailboxes/box"))[1]["imap"]["port"] == 993
    fresh = {**draft, "password": "another", "rev": 0}
    assert (await adm.post("/mailboxes/new/test", fresh))[0] == 200
    assert channels.checked[1].password == "another"
    status, body = await adm.post("/mailboxes/new/test", {**fresh, "address": "nobody"})
    assert (status, body["field"]) == (422, "address")
    route = {"entry_point": "texts", "number": "+4930123456", "secret": "********", "rev": 1}
    route["smscs"] = [{"host": "smsc.example", "system_id": "shop"}]
    assert (await adm.post("/sms-routes/route/test", route))[1]["findings"][0]["reason"]["code"] == "bound"
    assert channels.checked[2].secret == "secret"


async def test_a_stored_secret_is_not_sent_to_another_server(desk: Desk, channels: FakeChannels):
    adm = await desk.browser("adm")
    box = {
        name: value for name, value in (await adm.get("/settings/mailboxes/box"))[1].items() if name != "id"
    }
    stolen = {**box, "imap": {**box["imap"], "host": "evil.example"}}
    for path in ("/mailboxes/box/test", "/settings/mailboxes/box"):
        method = "POST" if path.endswith("test") else "PUT"
        status, body = await adm.request(method, path, stolen)
        assert (status, body["field"]) == (422, "password")
        assert "evil.example" in body["detail"]
    assert (await adm.post("/mailboxes/box/test", {**stolen, "password": "typed"}))[0] == 200
    assert [one.password for one in channels.checked] == ["typed"]
    route = (await adm.get("/settings/sms-routes/route"))[1]
    del route["id"]
    route["smscs"][0]["host"] = "evil.example"
    status, body = await adm.put("/settings/sms-routes/route", route)
    assert (status, body["field"]) == (422, "secret")


async def test_status(desk: Desk, channels: FakeChannels):
    channels.links = [
        LinkStatus(
            entry_point="post",
            channel=Channel.EMAIL,
            link="imap",
            name="imap.example",
            state=LinkState.DOWN,
            since=desk.clock.now(),
            reason=Reason("wrong_password"),
        )
    ]
    ann = await desk.browser("ann")
    path = await owned(desk, await mail(desk))
    await ann.post(f"{path}/messages", {"client_id": "1", "text": "Hello"})
    adm = await desk.browser("adm")
    status, [box, route] = await adm.get("/channels/status")
    assert status == 200
    assert (box["entry_point"], box["address"], box["pending"], box["unknown"]) == (
        "post",
        "help@shop.example",
        1,
        0,
    )
    assert [(link["state"], link["reason"]["code"]) for link in box["links"]] == [("down", "wrong_password")]
    assert (route["channel"], route["links"], route["pending"]) == ("sms", [], 0)


async def test_lists_by_entry_point(desk: Desk):
    received = await mail(desk)
    await desk.waiting()
    sue: Browser = await desk.browser("sue")
    items = (await sue.get("/conversations?entry_point=post"))[1]["items"]
    assert [one["conversation"]["id"] for one in items] == [received.conversation.id]


async def test_numbers_that_want_no_sms_are_listed_and_can_be_allowed_again(desk: Desk):
    at = desk.clock.now()
    for number, minutes in (("+4915100000001", 0), ("+4915100000002", 5)):
        await desk.save(OptOut(id=number, route="route", number=number, at=at + timedelta(minutes=minutes)))
    adm = await desk.browser("adm")
    status, page = await adm.get("/sms-routes/route/opt-outs")
    assert status == 200, page
    assert [one["number"] for one in page["items"]] == ["+4915100000002", "+4915100000001"]
    assert (await adm.get("/sms-routes/nothing/opt-outs"))[0] == 404
    sue = await desk.browser("sue")
    assert (await sue.delete("/opt-outs/+4915100000001"))[0] == 403
    assert (await adm.delete("/opt-outs/+4915100000001"))[0] in (200, 204)
    assert [one.number for one in await desk.store.find(OptOut)] == ["+4915100000002"]
    [entry] = [one for one in (await adm.get("/audit"))[1]["items"] if one["kind"] == "opt_out"]
    assert (entry["actor"], entry["action"], entry["subject"]) == ("adm", "deleted", "+4915100000001")
