"""Management through the API: many conversations at once, splitting, and trying a rule on past mail."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.core.models.mail import Mailbox, SmtpAccount
from hub.core.models.staff import PresenceState
from hub.core.models.work import WorkItem, WorkState
from tests.fakes.desk import Desk, open_desk
from tests.integration.desk.test_delivery import mail

RULE: dict[str, Any] = {
    "name": "Refunds",
    "conditions": [
        {"fact": "subject", "values": ["refund"]},
        {"fact": "sender", "how": "like", "values": ["*@home.example"]},
    ],
    "route": {"queue": "sales", "tags": ["money"]},
}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        await desk.save(
            Mailbox(
                id="box",
                entry_point="post",
                address="help@shop.example",
                smtp=SmtpAccount(host="smtp.example"),
            )
        )
        yield desk


async def test_many_conversations_get_tags(desk: Desk):
    ids = [(await mail(desk)).conversation.id for _ in range(2)]
    ann = await desk.browser("ann")
    body = {"ids": [*ids, "nothing"], "add_tags": ["urgent", "chair"]}
    status, results = await ann.post("/conversations/bulk", body)
    assert status == 200
    assert [(one["id"], one["ok"], one["code"]) for one in results] == [
        (ids[0], True, ""),
        (ids[1], True, ""),
        ("nothing", False, "not_found"),
    ]
    await ann.post("/conversations/bulk", {"ids": ids, "remove_tags": ["chair"]})
    found = (await ann.get("/conversations?tag=urgent"))[1]["items"]
    assert {one["conversation"]["id"] for one in found} == set(ids)
    assert (await ann.get("/conversations?tag=chair"))[1]["items"] == []


async def test_queue_agent_and_priority_take_a_manager(desk: Desk):
    received = await mail(desk)
    ann = await desk.browser("ann")
    for change in ({"queue": "sales"}, {"agent": "ann"}, {"priority": 5}):
        status, body = await ann.post("/conversations/bulk", {"ids": [received.conversation.id], **change})
        assert (status, body["code"]) == (403, "not_allowed")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, "add_tags"),
        ({"queue": "nothing"}, "queue"),
        ({"agent": "nobody"}, "agent"),
        ({"priority": 2000}, "priority"),
        ({"add_tags": ["x" * 100]}, "add_tags[0]"),
        ({"add_tags": "x"}, "add_tags"),
    ],
)
async def test_wrong_changes_name_the_field(desk: Desk, change: dict[str, Any], field: str):
    sue = await desk.browser("sue")
    status, body = await sue.post("/conversations/bulk", {"ids": ["x"], **change})
    assert (status, body["field"]) == (422, field), body


async def test_work_moves_to_another_queue_from_wherever_it_is(desk: Desk):
    """Waiting, in an agent's hands, and parked."""
    sue = await desk.browser("sue")
    waiting, held, parked = [await mail(desk) for _ in range(3)]
    await desk.services.agents.set_presence("ann", PresenceState.AVAILABLE)
    items = {
        one.conversation.id: await desk.services.work.take(one.conversation.id, "ann")
        for one in (held, parked)
    }
    await desk.services.work.park(items[parked.conversation.id].id, "ann")
    await desk.router.step()
    ids = [one.conversation.id for one in (waiting, held, parked)]
    status, results = await sue.post("/conversations/bulk", {"ids": ids, "queue": "sales"})
    assert (status, [one["ok"] for one in results]) == (200, [True] * 3), results
    states = []
    for id in ids:
        view = (await sue.get(f"/conversations/{id}"))[1]
        assert (view["conversation"]["queue"], view["work_item"]["queue"]) == ("sales", "sales")
        states.append(view["work_item"]["state"])
    assert states == ["queued", "queued", "parked"]
    assert (await desk.services.agents.state("ann")).held == {}
    await desk.router.step()
    floor = {row["queue"]: row for row in (await sue.get("/live"))[1]["queues"]}
    assert floor["support"]["waiting"] + floor["support"]["offered"] == 0
    assert floor["sales"]["waiting"] + floor["sales"]["offered"] == 2


async def test_priority_counts_once(desk: Desk):
    sue = await desk.browser("sue")
    received = await mail(desk)
    for minutes in (30, 10):
        body = {"ids": [received.conversation.id], "priority": minutes}
        assert (await sue.post("/conversations/bulk", body))[1][0]["ok"]
    item = await desk.store.get(WorkItem, received.conversation.work_item or "")
    assert item.priority == 10


async def test_conversations_are_given_to_an_agent(desk: Desk):
    sue = await desk.browser("sue")
    ids = [(await mail(desk)).conversation.id for _ in range(2)]
    status, results = await sue.post("/conversations/bulk", {"ids": ids, "agent": "ann"})
    assert (status, {one["code"] for one in results}) == (200, {"invalid_input"})  # she is not signed in
    assert "not signed in" in results[0]["detail"]
    await desk.services.agents.set_presence("ann", PresenceState.AVAILABLE)
    results = (await sue.post("/conversations/bulk", {"ids": ids, "agent": "ann"}))[1]
    assert [one["ok"] for one in results] == [True, True]
    item = (await sue.get(f"/conversations/{ids[0]}"))[1]["work_item"]
    assert (item["state"], item["agent"]) == (WorkState.ASSIGNED, "ann")


async def test_splitting(desk: Desk):
    first = await mail(desk)
    second = await mail(desk, "And my lamp", in_reply_to=first.message.external_id)
    ann, bob = await desk.browser("ann"), await desk.browser("bob")
    path = f"/conversations/{first.conversation.id}/split"
    assert (await bob.post(path, {"message": second.message.id}))[0] == 404
    status, body = await ann.post(path, {"message": first.message.id})
    assert (status, body["field"]) == (422, "message")
    assert (await ann.post(path, {"message": "nothing"}))[0] == 404
    live = await ann.live()
    await live.send({"type": "watch", "conversation": first.conversation.id})
    status, new = await ann.post(path, {"message": second.message.id})
    assert (status, new["last_text"]) == (201, "And my lamp")
    change = await live.until("change", kind="conversation.split")
    assert change["event"]["data"] == {"into": new["id"]}
    timeline = (await ann.get(f"/conversations/{new['id']}/timeline"))[1]["items"]
    assert [one["text"] for one in timeline if not one["notice"]] == ["And my lamp"]
    status, _ = await ann.post(f"/conversations/{new['id']}/merge", {"into": first.conversation.id})
    assert status == 200


async def test_a_rule_is_tried_before_it_is_switched_on(desk: Desk):
    yes = await mail(desk, subject="A refund")
    no = await mail(desk, subject="Hello")
    adm = await desk.browser("adm")
    status, trials = await adm.post("/rules/new/try?limit=10", RULE)
    assert status == 200, trials
    assert [(one["message"], one["matched"], one["held"]) for one in trials] == [
        (no.message.id, False, [False, True]),
        (yes.message.id, True, [True, True]),
    ]
    assert (trials[1]["route"]["queue"], trials[0]["route"]["queue"]) == ("sales", "")
    assert (await adm.get("/settings/rules"))[1] == []
    status, body = await adm.post("/rules/new/try", {**RULE, "conditions": []})
    assert (status, body["field"]) == (422, "conditions")
    assert (await adm.post("/rules/new/try?limit=0", RULE))[1]["field"] == "limit"
    sue = await desk.browser("sue")
    assert (await sue.post("/rules/new/try", RULE))[0] == 403
    _, secret = await desk.services.accounts.tokens.create("t", ["settings:write"], by="adm")
    program = await desk.browser()
    bearer = {"Authorization": f"Bearer {secret}"}
    status, body = await program.request("POST", "/rules/new/try", RULE, bearer)
    assert (status, "conversations:read" in body["detail"]) == (403, True)


async def test_a_rule_acts_from_the_moment_it_is_saved(desk: Desk):
    adm = await desk.browser("adm")
    stop = desk.services.rules.listen(desk.database)
    made = (await adm.post("/settings/rules", {**RULE, "active": True}))[1]
    assert (await mail(desk, subject="A refund")).conversation.queue == "sales"
    draft = {name: value for name, value in made.items() if name != "id"}
    assert (await adm.put(f"/settings/rules/{made['id']}", {**draft, "active": False}))[0] == 200
    assert (await mail(desk, subject="A refund")).conversation.queue == "support"
    stop()
