"""The set-up through the API: records of all kinds, secrets, export and import."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.core.models.mail import Mailbox
from tests.fakes.desk import PASSWORD, Browser, Desk, open_desk

WEEK: list[list[dict[str, str]]] = [[{"start": "09:00", "end": "17:00"}]] * 5 + [[], []]
SAMPLES: dict[str, dict[str, Any]] = {
    "skills": {"name": "French"},
    "calendars": {"name": "Office", "timezone": "Europe/Berlin", "week": WEEK},
    "queues": {"name": "Returns", "steps": [{"skills": [{"skill": "german", "minimum": 3}], "after": 0}]},
    "entry-points": {"channel": "chat", "key": "w2", "name": "Second", "queue": "support"},
    "dispositions": {"code": "solved", "label": {"en": "Solved"}},
    "canned-replies": {"shortcut": "hi", "title": "Greeting", "text": {"en": "Hello {{contact.name}}"}},
    "mailboxes": {
        "entry_point": "post",
        "address": "Help@Shop.example ",
        "imap": {"host": "imap.shop.example", "user": "help"},
        "smtp": {"host": "smtp.shop.example", "user": "help"},
        "password": "a secret of mail",
    },
    "sms-routes": {
        "entry_point": "texts",
        "number": "+4930123456",
        "smscs": [{"host": "smsc.shop.example", "system_id": "shop"}],
        "secret": "8letters",
    },
    "rules": {
        "name": "Complaints",
        "conditions": [{"fact": "subject", "values": ["complaint"]}],
        "route": {"queue": "support", "priority": 10},
    },
    "webhooks": {"url": "https://example.com/hook", "events": ["message.added"]},
}
GRADE_SIX = {"skills": [{"skill": "german", "minimum": 6}]}
MISSPELT = {"skills": [{"skill": "german", "minimun": 2}]}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


@pytest.fixture
async def adm(desk: Desk) -> Browser:
    return await desk.browser("adm")


@pytest.mark.parametrize("kind", SAMPLES)
async def test_create_read_replace_delete(adm: Browser, kind: str):
    status, made = await adm.post(f"/settings/{kind}", SAMPLES[kind])
    assert (status, made["rev"]) == (201, 1), made
    path = f"/settings/{kind}/{made['id']}"
    status, read = await adm.get(path)
    assert status == 200
    assert made["id"] in {one["id"] for one in (await adm.get(f"/settings/{kind}"))[1]}

    name = next(iter(SAMPLES[kind]))
    changed = {**SAMPLES[kind], "rev": 1}
    if name in {"name", "title", "code", "shortcut"}:
        changed[name] = "changed"
    status, replaced = await adm.put(path, changed)
    assert (status, replaced["rev"]) == (200, 2)
    status, body = await adm.put(path, changed)
    assert (status, body["code"]) == (409, "stale_revision")
    assert (await adm.delete(path))[0] == 204
    assert (await adm.get(path))[0] == 404
    assert (await adm.put(path, changed))[0] == 404
    assert read["id"] == made["id"]


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("skills", {"name": " "}, "name"),
        ("calendars", {"timezone": "Mars/Base"}, "timezone"),
        ("calendars", {"week": WEEK[:6]}, "week"),
        ("calendars", {"week": [[{"start": "9:00", "end": "17:00"}]] + WEEK[1:]}, "week[0][0].start"),
        ("calendars", {"week": [[{"start": "10:00", "end": "09:00"}]] + WEEK[1:]}, "week[0][0].end"),
        (
            "calendars",
            {"week": [[{"start": "09:00", "end": "12:00"}, {"start": "11:00", "end": "24:00"}], *WEEK[1:]]},
            "week[0][1].start",
        ),
        ("calendars", {"holidays": [{"day": "2026-12-25"}, {"day": "2026-12-25"}]}, "holidays[1].day"),
        ("calendars", {"holidays": [{"day": "25.12.2026"}]}, "holidays[0].day"),
        ("queues", {"steps": [{"skills": [{"skill": "klingon"}]}]}, "steps[0].skills[0].skill"),
        (
            "queues",
            {"steps": [{"skills": [{"skill": "german", "minimum": 6}]}]},
            "steps[0].skills[0].minimum",
        ),
        (
            "queues",
            {"steps": [{"skills": [{"skill": "german", "minimun": 2}]}]},
            "steps[0].skills[0].minimun",
        ),
        ("queues", {"steps": [{"after": 5}]}, "steps[0].after"),
        ("queues", {"steps": [{}, {"after": 0}]}, "steps[1].after"),
        ("queues", {"calendar": "nothing"}, "calendar"),
        ("queues", {"service_percent": 101}, "service_percent"),
        ("queues", {"overflow": {"queue": "nothing", "wait_over": 60}}, "overflow.queue"),
        ("queues", {"overflow": {"queue": "sales"}}, "overflow.wait_over"),
        ("queues", {"selection": "random"}, "selection"),
        ("entry-points", {"queue": "nothing"}, "queue"),
        ("entry-points", {"channel": "pigeon"}, "channel"),
        ("entry-points", {"allowed_origins": ["example.com"]}, "allowed_origins[0]"),
        ("entry-points", {"identity_secret": "short"}, "identity_secret"),
        ("entry-points", {"call_line": "shop"}, "call_line"),
        ("entry-points", {"call_line": "nothing"}, "call_line"),
        ("dispositions", {"queues": ["nothing"]}, "queues[0]"),
        ("dispositions", {"label": {}}, "label"),
        ("canned-replies", {"shortcut": "two words"}, "shortcut"),
        ("queues", {"mail_bot": "always"}, "mail_bot"),
        ("queues", {"mail_signature": {"en": "x" * 5001}}, "mail_signature.en"),
        ("mailboxes", {"entry_point": "shop"}, "entry_point"),
        ("mailboxes", {"entry_point": "nothing"}, "entry_point"),
        ("mailboxes", {"address": "help at shop"}, "address"),
        ("mailboxes", {"name": "Shop\r\nBcc: all@shop.example"}, "name"),
        ("mailboxes", {"imap": {"host": "a b", "user": "x"}}, "imap.host"),
        ("mailboxes", {"imap": {"host": "a.example", "user": "x", "port": 0}}, "imap.port"),
        ("mailboxes", {"imap": {"host": "a.example", "user": " "}}, "imap.user"),
        (
            "mailboxes",
            {"imap": {"host": "a.example", "user": "x", "security": "none"}},
            "imap.security",
        ),
        ("mailboxes", {"smtp": {"host": "a.example", "port": 70_000}}, "smtp.port"),
        ("mailboxes", {"password": ""}, "password"),
        ("mailboxes", {"oauth": {"token_url": "http://a.example", "client_id": "x"}}, "oauth.token_url"),
        ("mailboxes", {"oauth": {"token_url": "https://a.example", "client_id": ""}}, "oauth.client_id"),
        ("mailboxes", {"oauth": {"token_url": "https://a.example", "client_id": "x"}}, "refresh_token"),
        ("mailboxes", {"dkim_selector": "s1", "dkim_domain": "shop.example"}, "dkim_key"),
        (
            "mailboxes",
            {"dkim_selector": "s 1", "dkim_domain": "shop.example", "dkim_key": "x"},
            "dkim_selector",
        ),
        (
            "mailboxes",
            {
                "dkim_selector": "s1",
                "dkim_domain": "shop.example",
                "dkim_key": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            },
            "dkim_key",
        ),
        ("sms-routes", {"entry_point": "post"}, "entry_point"),
        ("sms-routes", {"number": "0301234567890"}, "number"),
        ("sms-routes", {"secret": "nine char"}, "secret"),
        ("sms-routes", {"smscs": []}, "smscs"),
        ("sms-routes", {"smscs": [{"host": "", "system_id": "x"}]}, "smscs[0].host"),
        ("sms-routes", {"smscs": [{"host": "a", "system_id": "x" * 16}]}, "smscs[0].system_id"),
        (
            "sms-routes",
            {"smscs": [], "http": {"url": "http://sms.example", "account": "x"}},
            "http.url",
        ),
        ("sms-routes", {"http": {"url": "https://sms.example", "account": "x"}}, "smscs"),
        ("sms-routes", {"window": 0}, "window"),
        ("sms-routes", {"quiet_calendar": "nothing"}, "quiet_calendar"),
        ("sms-routes", {"stop_words": ["STOP", " "]}, "stop_words[1]"),
        ("sms-routes", {"currency": "euro"}, "currency"),
        ("sms-routes", {"flows": {"WIN": "no bot"}}, "flows.WIN"),
        ("rules", {"name": ""}, "name"),
        ("rules", {"conditions": []}, "conditions"),
        ("rules", {"conditions": [{"fact": "subject", "values": []}]}, "conditions[0].values"),
        ("rules", {"conditions": [{"fact": "subject", "values": ["a", " "]}]}, "conditions[0].values[1]"),
        ("rules", {"conditions": [{"fact": "moon", "values": ["full"]}]}, "conditions[0].fact"),
        ("rules", {"conditions": [{"fact": "body", "how": "regex", "values": ["a"]}]}, "conditions[0].how"),
        ("rules", {"channels": []}, "channels"),
        ("rules", {"channels": ["voice"]}, "channels[0]"),
        ("rules", {"entry_points": ["nothing"]}, "entry_points[0]"),
        ("rules", {"route": {}}, "route"),
        ("rules", {"route": {"queue": "nothing"}}, "route.queue"),
        ("rules", {"route": {"skills": [{"skill": "klingon"}]}}, "route.skills[0].skill"),
        ("rules", {"route": {"tags": [""]}}, "route.tags[0]"),
        ("rules", {"route": {"bot": "nobody"}}, "route.bot"),
        ("rules", {"route": {"reply": "nothing"}}, "route.reply"),
        ("rules", {"position": -1}, "position"),
        ("webhooks", {"url": "ftp://example.com"}, "url"),
        ("webhooks", {"events": ["agent.changed"]}, "events[0]"),
    ],
)
async def test_wrong_records_name_the_field(adm: Browser, kind: str, change: dict[str, Any], field: str):
    status, body = await adm.post(f"/settings/{kind}", {**SAMPLES[kind], **change})
    assert (status, body["code"], body["field"]) == (422, "invalid_input", field), body


async def test_a_name_is_taken(adm: Browser):
    status, body = await adm.post("/settings/skills", {"name": "German"})
    assert (status, body["code"], body["existing"]) == (409, "duplicate", "german")
    assert "name" in body["detail"]


async def test_what_is_in_use_is_not_deleted(desk: Desk, adm: Browser):
    status, body = await adm.delete("/settings/skills/german")
    assert (status, body["code"]) == (409, "conflict")
    assert "queue Sales" in body["detail"]
    assert "Ann" in body["detail"]
    status, body = await adm.delete("/settings/queues/support")
    assert (status, "entry point Shop" in body["detail"]) == (409, True)
    await desk.say()
    status, body = await adm.delete("/settings/entry-points/shop")
    assert (status, "switch it off" in body["detail"]) == (409, True)


async def test_an_entry_point_has_one_mailbox_and_one_route(adm: Browser):
    for kind, what in (("mailboxes", "mailbox"), ("sms-routes", "sms route")):
        made = (await adm.post(f"/settings/{kind}", SAMPLES[kind]))[1]
        status, body = await adm.post(f"/settings/{kind}", SAMPLES[kind])
        assert (status, body["code"], body["existing"]) == (409, "duplicate", made["id"])
        assert f"Another {what} has this entry point already" in body["detail"]


async def test_what_mail_and_rules_use_is_not_deleted(adm: Browser):
    reply = (await adm.post("/settings/canned-replies", SAMPLES["canned-replies"]))[1]
    rule = {**SAMPLES["rules"], "route": {"reply": reply["id"]}, "entry_points": ["texts"]}
    assert (await adm.post("/settings/rules", rule))[0] == 201
    assert (await adm.post("/settings/mailboxes", SAMPLES["mailboxes"]))[0] == 201
    for path, used in (
        (f"canned-replies/{reply['id']}", "rule Complaints"),
        ("entry-points/post", "mailbox help@shop.example"),
        ("entry-points/texts", "rule Complaints"),
    ):
        status, body = await adm.delete(f"/settings/{path}")
        assert (status, used in body["detail"]) == (409, True), body


async def test_a_mailboxs_secrets_stay_when_they_are_sent_back_masked(desk: Desk, adm: Browser):
    made = (await adm.post("/settings/mailboxes", SAMPLES["mailboxes"]))[1]
    assert made["address"] == "help@shop.example"
    path = f"/settings/mailboxes/{made['id']}"
    read = (await adm.get(path))[1]
    assert read["password"] == "********"
    sent = {**{name: value for name, value in read.items() if name != "id"}, "name": "Shop"}
    status, saved = await adm.put(path, sent)
    assert (status, saved["password"], saved["active"]) == (200, "********", True)
    assert (await desk.store.get(Mailbox, made["id"])).password == "a secret of mail"
    assert "a secret of" not in str((await adm.get("/audit"))[1])


async def test_an_imported_mailbox_waits_for_its_password(adm: Browser, tmp_path: Path):
    assert (await adm.post("/settings/mailboxes", SAMPLES["mailboxes"]))[0] == 201
    document = (await adm.get("/settings-export"))[1]
    async with open_desk(tmp_path / "other") as other:
        root = await other.browser("adm")
        for _ in range(2):
            status, report = await root.post("/settings-import", document)
            assert status == 200, report
        assert report["created"] == report["changed"] == 0
        [mailbox] = (await root.get("/settings/mailboxes"))[1]
        assert (mailbox["password"], mailbox["active"]) == ("", False)


async def test_secrets_are_shown_once(desk: Desk, adm: Browser):
    status, made = await adm.post("/settings/webhooks", SAMPLES["webhooks"])
    assert made["secret"].startswith("whsec_")
    path = f"/settings/webhooks/{made['id']}"
    status, read = await adm.get(path)
    assert read["secret"] == "********"
    sent = {name: read[name] for name in ("url", "events", "secret", "active", "rev")}
    status, kept = await adm.put(path, {**sent, "active": False})
    assert (status, kept["secret"]) == (200, "********")
    assert kept["created_at"] == made["created_at"]
    status, renewed = await adm.put(path, {**sent, "rev": 2, "secret": ""})
    assert renewed["secret"] not in {made["secret"], "********"}

    entry = {**SAMPLES["entry-points"], "identity_secret": "a secret of enough length"}
    status, made = await adm.post("/settings/entry-points", entry)
    assert made["identity_secret"] == entry["identity_secret"]
    assert "a secret of" not in str((await adm.get("/audit"))[1])
    assert "a secret of" not in str((await adm.get("/settings-export"))[1])


async def test_export_and_import(desk: Desk, adm: Browser, tmp_path: Path):
    for kind, sample in SAMPLES.items():
        assert (await adm.post(f"/settings/{kind}", sample))[0] == 201
    status, document = await adm.get("/settings-export")
    assert status == 200
    assert not any("password_hash" in person for person in document["staff"])
    assert document["mailboxes"][0]["password"] == "********"
    assert "8letters" not in str(document)
    status, report = await adm.post("/settings-import", document)
    everything = sum(len(value) for value in document.values() if isinstance(value, list))
    assert (status, report) == (200, {"created": 0, "changed": 0, "unchanged": everything})

    document["queues"][0]["offer_seconds"] = 45
    assert (await adm.post("/settings-import", document))[1]["changed"] == 1
    document["queues"][0]["steps"] = [{"skills": [{"skill": "klingon"}]}]
    document["skills"][0]["name"] = "Not stored"
    status, body = await adm.post("/settings-import", document)
    assert (status, body["field"]) == (422, "queues[0].steps[0].skills[0].skill")
    assert "Not stored" not in str((await adm.get("/settings/skills"))[1])


async def test_import_elsewhere(desk: Desk, adm: Browser, tmp_path: Path):
    """A document fills an empty installation; people get passwords there, and old ones stay."""
    document = (await adm.get("/settings-export"))[1]
    async with open_desk(tmp_path / "other") as other:
        root = await other.browser("adm")
        for person in document["staff"]:
            person["name"] += " the Second"
        document["skills"].append({"id": "french", "name": "French"})
        status, report = await root.post("/settings-import", document)
        assert (status, report["created"], report["changed"]) == (200, 1, 5)
        await (await other.browser()).sign_in("ann", PASSWORD)


async def test_changes_are_announced(desk: Desk, adm: Browser):
    ann = await desk.browser("ann")
    live = await ann.live()
    await adm.post("/settings/webhooks", SAMPLES["webhooks"])
    change = await live.until("change", kind="settings.changed")
    assert change["event"]["data"] == {"kind": "webhooks"}
    assert change["record"] is None
