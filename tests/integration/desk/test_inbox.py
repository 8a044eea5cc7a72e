"""Conversations, work, contacts and files through the API, as agents use them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.core.models.contacts import Address, AddressKind, Contact
from hub.core.models.conversations import Conversation
from hub.core.models.staff import PresenceState
from tests.fakes.desk import Desk, open_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


async def test_directory(desk: Desk):
    ann = await desk.browser("ann")
    status, body = await ann.get("/directory")
    assert status == 200
    assert body["tenant"]["name"] == "Acme"
    assert {one["name"] for one in body["staff"]} == {"Ann", "Bob", "Eve", "Sue", "Adm"}
    assert [one["name"] for one in body["queues"]] == ["Sales", "Support"]
    assert "identity_secret" not in body["entry_points"][0]
    assert body["skills"][0]["name"] == "German"


async def test_lists_and_conversation(desk: Desk):
    item = await desk.owned("ann")
    await desk.waiting("v2")
    ann = await desk.browser("ann")
    status, page = await ann.get("/conversations?list=mine")
    assert status == 200
    assert [row["conversation"]["id"] for row in page["items"]] == [item.conversation]
    assert page["items"][0]["contact"]["name"] == "Vera"
    assert page["items"][0]["work_item"]["id"] == item.id
    assert page["next"] is None
    assert len((await ann.get("/conversations?list=waiting"))[1]["items"]) == 1

    first = (await ann.get("/conversations?limit=1"))[1]
    second = (await ann.get(f"/conversations?limit=1&before={first['next']}"))[1]
    assert first["items"][0]["conversation"]["id"] != second["items"][0]["conversation"]["id"]

    status, body = await ann.get("/conversations?limit=0")
    assert (status, body["field"]) == (422, "limit")
    status, body = await ann.get("/conversations?list=theirs")
    assert (status, body["field"]) == (422, "list")

    status, view = await ann.get(f"/conversations/{item.conversation}")
    assert status == 200
    assert view["work_item"]["state"] == "assigned"
    assert view["addresses"][0]["value"] == "v1"
    assert len(view["interactions"]) == 1


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "+442079460123", "+442079460123"),
        ("phone", "withheld:c1", ""),
        ("email", "vera@example.com", "vera@example.com"),
        ("visitor", "v9", ""),
    ],
)
async def test_who_has_no_name_is_known_by_where_they_call_or_write_from(
    desk: Desk, kind: str, value: str, shown: str
):
    item = await desk.owned("ann")
    contact = Contact(id="p2", created_at=desk.clock.now())
    conversation = await desk.store.get(Conversation, item.conversation)
    await desk.save(contact, Address(id="a2", kind=AddressKind(kind), value=value, contact="p2"))
    await desk.save(replace(conversation, contact="p2"))
    ann = await desk.browser("ann")
    (row,) = (await ann.get("/conversations?list=mine"))[1]["items"]
    assert row["contact"] == {"id": "p2", "name": "", "address": shown}


async def test_agents_see_only_their_queues(desk: Desk):
    item = await desk.waiting()
    bob = await desk.browser("bob")  # serves sales only
    assert (await bob.get("/conversations"))[1]["items"] == []
    for path in (f"/conversations/{item.conversation}", f"/work/{item.id}/explain"):
        status, body = await bob.get(path)
        assert (status, body["code"]) == (404, "not_found")
    assert (await bob.post(f"/conversations/{item.conversation}/take"))[0] == 404
    note = {"client_id": "1", "text": "psst"}
    assert (await bob.post(f"/conversations/{item.conversation}/notes", note))[0] == 404
    sue = await desk.browser("sue")
    assert (await sue.get(f"/conversations/{item.conversation}"))[0] == 200


async def test_reply_once_and_moved_on(desk: Desk):
    item = await desk.owned("ann")
    ann = await desk.browser("ann")
    path = f"/conversations/{item.conversation}/messages"
    status, sent = await ann.post(path, {"client_id": "c1", "text": "**Hi** Vera"})
    assert (status, sent["format"], sent["author"]["name"]) == (201, "markdown", "Ann")
    status, again = await ann.post(path, {"client_id": "c1", "text": "**Hi** Vera"})
    assert (status, again["id"]) == (201, sent["id"])

    news = await desk.say("One more thing")
    late = {"client_id": "c2", "text": "Bye", "seen_seq": sent["seq"]}
    status, body = await ann.post(path, late)
    assert (status, body["code"], body["last_seq"]) == (409, "moved_on", news.message.seq)
    assert (await ann.post(path, {**late, "force": True}))[0] == 201

    status, body = await ann.post(path, {"client_id": "c3", "text": " "})
    assert (status, body["field"]) == (422, "text")
    status, body = await ann.post(path, {"client_id": "c3", "text": "x" * 8001})
    assert (status, body["field"]) == (422, "text")
    status, body = await ann.post(path, {"client_id": "", "text": "x"})
    assert (status, body["field"]) == (422, "client_id")
    status, body = await ann.post(path, {"client_id": "c4", "text": "x", "attachments": ["nothing"]})
    assert (status, body["field"]) == (422, "attachments[0]")

    page = (await ann.get(f"/conversations/{item.conversation}/timeline"))[1]
    texts = [message["text"] for message in page["items"] if message["text"]]
    assert texts == ["A person, please", "**Hi** Vera", "One more thing", "Bye"]
    older = await ann.get(f"/conversations/{item.conversation}/timeline?before={sent['seq']}&limit=1")
    assert older[1]["items"][0]["seq"] < sent["seq"]
    status, whole = await ann.get(f"/conversations/{item.conversation}/timeline?scope=contact")
    assert len(whole["items"]) == len(page["items"])


async def test_notes_edit_and_read(desk: Desk):
    item = await desk.owned("ann")
    ann = await desk.browser("ann")
    base = f"/conversations/{item.conversation}"
    status, note = await ann.post(f"{base}/notes", {"client_id": "n", "text": "VIP", "mentions": ["sue"]})
    assert (status, note["direction"]) == (201, "internal")
    status, body = await ann.post(f"{base}/notes", {"client_id": "m", "text": "x", "mentions": ["nobody"]})
    assert (status, body["field"]) == (422, "mentions[0]")
    status, body = await ann.patch(base, {"subject": "Chair", "tags": ["vip"]})
    assert (status, body["subject"], body["tags"]) == (200, "Chair", ["vip"])
    status, body = await ann.patch(base, {"tags": "vip"})
    assert (status, body["field"]) == (422, "tags")
    assert (await ann.post(f"{base}/read", {"seq": note["seq"]}))[0] == 204
    assert (await ann.get(base))[1]["conversation"]["read_seq"] > 0


async def test_offers(desk: Desk):
    ann = await desk.browser("ann")
    await ann.put("/me/presence", {"presence": "available"})
    item = await desk.waiting()
    await desk.router.step()
    [offer] = (await ann.get("/me/offers"))[1]
    assert offer["work_item"] == item.id
    status, body = await ann.post(f"/offers/{offer['id']}/decline")
    assert (status, body["state"]) == (200, "declined")
    assert (await ann.get("/me/offers"))[1] == []

    await desk.router.step()
    sue = await desk.browser("sue")
    status, decisions = await sue.get(f"/work/{item.id}/decisions")
    assert status == 200
    assert decisions["texts"][offer["id"]].startswith("Offered to Ann")
    reasons = {one["agent"]: one["text"] for one in decisions["agents"][offer["id"]]}
    assert reasons["ann"].startswith("Chosen")

    status, why = await sue.get(f"/work/{item.id}/explain")
    assert status == 200
    assert {one["agent"]: one["why"] for one in why["agents"]}["ann"] == "passed"
    assert why["position"] == 1
    assert why["summary"]

    other = await desk.waiting("v2")
    await desk.router.step()
    [second] = (await ann.get("/me/offers"))[1]
    bob = await desk.browser("bob")
    assert (await bob.post(f"/offers/{second['id']}/accept"))[0] == 409
    status, accepted = await ann.post(f"/offers/{second['id']}/accept")
    assert (status, accepted["id"], accepted["state"]) == (200, other.id, "assigned")
    assert (await ann.post("/offers/nothing/accept"))[0] == 404


async def test_explanations_are_in_the_readers_language(desk: Desk):
    item = await desk.waiting()
    await desk.router.step()
    ann = await desk.browser("ann")
    english = (await ann.get(f"/work/{item.id}/explain"))[1]["summary"]
    await ann.patch("/me", {"language": "zh"})
    chinese = (await ann.get(f"/work/{item.id}/explain"))[1]["summary"]
    assert english != chinese
    assert not chinese.isascii()


async def test_the_life_of_work(desk: Desk):
    await desk.services.agents.set_presence("sue", PresenceState.AVAILABLE)
    item = await desk.waiting()
    ann = await desk.browser("ann")
    await ann.put("/me/presence", {"presence": "available"})
    status, body = await ann.post(f"/conversations/{item.conversation}/take")
    assert (status, body["agent"]) == (200, "ann")
    work = f"/work/{item.id}"

    status, body = await ann.post(f"{work}/park", {"until": "2026-11-23T10:00:00"})
    assert (status, body["field"]) == (422, "until")
    status, body = await ann.post(f"{work}/park", {"until": "2020-01-01T00:00:00Z"})
    assert (status, body["field"]) == (422, "until")
    assert (await ann.post(f"{work}/park", {"until": None}))[1]["state"] == "parked"
    assert (await ann.post(f"{work}/unpark"))[1]["state"] == "queued"
    assert (await ann.post(f"/conversations/{item.conversation}/take"))[1]["state"] == "assigned"

    status, body = await ann.post(f"{work}/transfer", {"note": "yours"})
    assert (status, body["field"]) == (422, "queue")
    status, body = await ann.post(f"{work}/transfer", {"queue": "sales", "note": "a buyer"})
    assert (status, body["queue"], body["state"]) == (200, "sales", "queued")
    status, body = await ann.post(f"{work}/resolve")
    assert (status, body["code"]) == (403, "not_allowed")

    sue = await desk.browser("sue")
    status, body = await ann.post(f"{work}/assign", {"agent": "ann"})
    assert (status, body["code"]) == (403, "not_allowed")
    status, body = await sue.post(f"{work}/assign", {"agent": "eve"})
    assert (status, body["field"]) == (422, "agent")
    assert (await sue.post(f"{work}/assign", {"agent": "ann"}))[1]["agent"] == "ann"
    assert (await sue.post(f"{work}/requeue"))[1]["state"] == "queued"
    assert (await sue.post(f"{work}/assign", {"agent": "ann"}))[1]["state"] == "assigned"

    assert (await ann.post(f"{work}/resolve"))[1]["state"] == "wrap_up"
    status, body = await ann.post(f"{work}/complete", {"disposition": "nothing"})
    assert status == 404
    status, body = await ann.post(f"{work}/complete", {"note": "done"})
    assert (status, body["state"]) == (200, "completed")
    assert (await sue.get(f"{work}/explain"))[0] == 404
    assert (await ann.post(f"{work}/requeue"))[0] in {403, 409}


async def test_merging_conversations_and_contacts(desk: Desk):
    first, second = await desk.say(visitor="v1"), await desk.say(visitor="v2")
    ann = await desk.browser("ann")
    one, two = first.conversation, second.conversation
    status, body = await ann.post(f"/conversations/{one.id}/merge", {"into": two.id})
    assert (status, body["code"]) == (409, "conflict")

    status, merge = await ann.post(f"/contacts/{one.contact}/merge", {"into": two.contact})
    assert (status, merge["kind"]) == (200, "contact")
    status, view = await ann.get(f"/contacts/{two.contact}")
    assert {address["value"] for address in view["addresses"]} == {"v1", "v2"}
    assert len(view["conversations"]) == 2
    assert view["merges"][0]["id"] == merge["id"]

    status, joined = await ann.post(f"/conversations/{one.id}/merge", {"into": two.id})
    assert (status, joined["kind"]) == (200, "conversation")
    for each in (joined, merge):
        status, undone = await ann.post(f"/merges/{each['id']}/undo")
        assert status == 200
        assert undone["undone_at"]
    assert len((await ann.get(f"/contacts/{one.contact}"))[1]["addresses"]) == 1
    assert (await ann.post("/merges/nothing/undo"))[0] == 404


async def test_contacts(desk: Desk):
    contact = (await desk.say()).conversation.contact
    ann = await desk.browser("ann")
    status, body = await ann.patch(f"/contacts/{contact}", {"company": "Vera Ltd", "tags": ["vip"]})
    assert (status, body["company"]) == (200, "Vera Ltd")
    await desk.database.index_pending()
    status, found = await ann.get("/contacts?q=Vera")
    assert status == 200
    assert [one["id"] for one in found] == [contact]
    status, body = await ann.patch(f"/contacts/{contact}", {"priority": 100_000})
    assert (status, body["field"]) == (422, "priority")
    assert (await ann.get("/contacts/nobody"))[0] == 404


async def test_files(desk: Desk):
    item = await desk.owned("ann")
    ann = await desk.browser("ann")
    path = f"/files?conversation={item.conversation}"
    png = b"\x89PNG\r\n\x1a\n" + b"x" * 100
    headers = {"X-File-Name": "%E6%A4%85%E5%AD%90..%2F%22a%22.png"}
    status, stored = await ann.request("POST", path, headers=headers, data=png)
    assert (status, stored["type"], stored["size"]) == (201, "image/png", 108)
    assert "/" not in stored["name"]

    message = {"client_id": "f", "text": "", "attachments": [stored["id"]]}
    status, sent = await ann.post(f"/conversations/{item.conversation}/messages", message)
    assert (status, sent["attachments"][0]["file"]) == (201, stored["id"])

    url = f"{ann.base}/api/v1/files/{stored['id']}"
    async with ann.session.get(url) as response:
        assert await response.read() == png
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in response.headers["Content-Security-Policy"]
    bob = await desk.browser("bob")
    assert (await bob.get(f"/files/{stored['id']}"))[0] == 404

    for data, field in ((b"", "file"), (b"<script>alert(1)</script>", "file"), (b"MZ\x00\x01", "file")):
        status, body = await ann.request("POST", path, headers=headers, data=data)
        assert (status, body["field"]) == (422, field)
    status, body = await ann.request("POST", path, data=png)
    assert (status, body["field"]) == (422, "X-File-Name")


async def test_files_are_limited_in_size(tmp_path: Path):
    async with open_desk(tmp_path, upload="1k") as desk:
        item = await desk.owned("ann")
        ann = await desk.browser("ann")
        path, headers = f"/files?conversation={item.conversation}", {"X-File-Name": "a.txt"}
        assert (await ann.request("POST", path, headers=headers, data=b"a" * 1024))[0] == 201
        status, body = await ann.request("POST", path, headers=headers, data=b"a" * 1025)
        assert (status, body["code"]) == (429, "too_many")


async def test_live_floor(desk: Desk):
    await desk.owned("ann")
    await desk.services.agents.set_presence("ann", PresenceState.AWAY)
    await desk.waiting("v2")
    await desk.router.step()
    await desk.services.agents.set_presence("ann", PresenceState.AVAILABLE)
    sue = await desk.browser("sue")
    status, floor = await sue.get("/live")
    assert status == 200
    support = {row["queue"]: row for row in floor["queues"]}["support"]
    assert (support["waiting"], support["in_progress"], support["answered_today"]) == (1, 1, 1)
    assert support["service_level_today"] == 100.0
    ann = {row["agent"]: row for row in floor["agents"]}["ann"]
    assert (ann["presence"], ann["activity"]) == ("available", "engaged")
    assert ann["held"][0]["channel"] == "chat"
    assert "eve" not in {row["agent"] for row in floor["agents"]}

    status, waiting = await sue.get("/live/waiting")
    assert status == 200
    [row] = waiting["items"]
    assert (row["contact_name"], row["position"]) == ("Vera", 1)
    assert row["summary"]

    status, state = await sue.put("/agents/ann/presence", {"presence": "away", "reason": "meeting"})
    assert (status, state["reason"]) == (200, "meeting")
    status, body = await sue.put("/agents/ann/presence", {"presence": "gone"})
    assert (status, body["field"]) == (422, "presence")
    assert (await sue.put("/agents/nobody/presence", {"presence": "away"}))[0] == 404


async def test_knowledge(desk: Desk):
    eve = await desk.browser("eve")
    draft = {"title": "Opening hours", "body": "We open at **nine**.", "questions": ["When do you open?"]}
    status, article = await eve.post("/articles", draft)
    assert (status, article["state"], article["revision"]) == (201, "draft", 1)
    path = f"/articles/{article['id']}"
    status, saved = await eve.put(path, {**draft, "body": "We open at **ten**.", "rev": article["rev"]})
    assert (status, saved["revision"]) == (200, 2)
    status, body = await eve.put(path, {**draft, "rev": article["rev"]})
    assert (status, body["code"]) == (409, "stale_revision")
    status, body = await eve.put(path, {**draft, "title": ""})
    assert (status, body["field"]) == (422, "title")

    assert (await eve.post(f"{path}/publish"))[1]["published"] == 2
    status, tried = await eve.post("/knowledge/test", {"question": "When do you open?", "language": "en"})
    assert (status, tried["decision"]) == (200, "answer")
    assert "<strong>ten</strong>" in tried["answer_html"]
    assert tried["results"][0]["title"] == "Opening hours"
    assert [one["number"] for one in (await eve.get(f"{path}/revisions"))[1]] == [2, 1]
    assert len((await eve.get("/articles?q=nine+opening"))[1]) == 0
    assert len((await eve.get("/articles?q=ten&state=published&language=en"))[1]) == 1
    assert (await eve.post(f"{path}/unpublish"))[1]["state"] == "draft"
    assert (await eve.post(f"{path}/archive"))[1]["state"] == "archived"
    assert (await eve.get(path))[1]["title"] == "Opening hours"
    hostile = {"body": "[x](javascript:alert(1)) <script> ![x](https://spy.example/p.png)"}
    html = (await eve.post("/knowledge/previews", hostile))[1]["chat_html"]
    assert "javascript" not in html.partition("alert")[0].partition("href")[2]
    assert "<img" not in html
    assert "<script" not in html

    ann = await desk.browser("ann")
    assert (await ann.get("/articles"))[0] == 200
    assert (await ann.post("/articles", draft))[0] == 403


async def test_programs_act_under_their_own_name(desk: Desk):
    said = await desk.say()
    _, secret = await desk.services.accounts.tokens.create(
        "CRM", ["conversations:write", "conversations:read"], by="adm"
    )
    program = await desk.browser()
    bearer = {"Authorization": f"Bearer {secret}"}
    path = f"/conversations/{said.conversation.id}"
    status, note = await program.request(
        "POST", f"{path}/notes", {"client_id": "1", "text": "From the CRM"}, bearer
    )
    assert (status, note["author"]["name"]) == (201, "CRM")
    status, page = await program.request("GET", "/conversations", headers=bearer)
    assert (status, len(page["items"])) == (200, 1)
    status, body = await program.request("POST", f"{path}/take", {}, bearer)
    assert (status, body["code"]) == (403, "not_allowed")
    assert (await program.request("GET", "/conversations/x", None, {"Authorization": "Bearer no"}))[0] == 401
