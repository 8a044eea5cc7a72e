"""The API of flows: writing, checking, trying, testing, publishing; and agents who send customers there."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.core.bots import TraceStep, TurnKind
from hub.core.models.conversations import Conversation, Interaction
from hub.core.models.data import EntryKind
from hub.core.models.traces import TurnTrace
from tests.fakes.desk import Browser, Desk, open_desk

FLOW = """
title: {en: Greeting, zh: 问候}
start: name
variables:
  name: {kind: text, label: {en: Name, zh: 姓名}}
  found: {kind: text}
steps:
  name: {kind: collect, variable: name, text: {en: What is your name?, zh: 您叫什么名字？}, next: look}
  look: {kind: http, url: "https://x.example/{{name}}", result: {found: greeting}, next: bye, failed: bye}
  bye: {kind: end, text: {en: "{{default(found, 'Hello')}} {{name}}!", zh: "{{name}}，您好！"}}
tests:
  - name: greets
    language: en
    turns:
      - {user: Hi, says: [What is your name]}
      - {user: Kim, says: [Good day Kim]}
    lookups: {look: {greeting: Good day}}
    data: {name: Kim}
    ends: end
"""


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        end = await desk.flows.library.start(desk.database)
        yield desk
        end()


async def created(browser: Browser, text: str = FLOW) -> Any:
    status, flow = await browser.post("/flows", {"id": "greeting", "text": text})
    assert status == 201, flow
    return flow


async def test_the_life_of_a_flow(desk: Desk):
    eva = await desk.browser("eve")
    flow = await created(eva)
    assert (flow["state"], flow["revision"], flow["title"]["zh"]) == ("draft", 1, "问候")
    status, body = await eva.post("/flows", {"id": "greeting", "text": FLOW})
    assert (status, body["code"]) == (409, "duplicate")
    status, flow = await eva.post("/flows/greeting/publish", {"revision": 1})
    assert (status, flow["state"], flow["published"]) == (200, "published", 1)
    edit = {"text": FLOW.replace("What is your name?", "And you are?"), "rev": flow["rev"]}
    status, flow = await eva.put("/flows/greeting", edit)
    assert (flow["revision"], flow["published"], flow["state"]) == (2, 1, "published")
    status, body = await eva.put("/flows/greeting", edit)
    assert (status, body["code"]) == (409, "stale_revision")
    versions = (await eva.get("/flows/greeting/versions"))[1]
    assert [one["number"] for one in versions] == [2, 1]
    status, body = await eva.post("/flows/greeting/publish", {"revision": 2})
    assert (status, body["field"]) == (422, "tests")
    assert "greets" in body["detail"]
    status, flow = await eva.post("/flows/greeting/publish", {"revision": 2, "even_if_broken": True})
    assert flow["published"] == 2
    assert (await eva.post("/flows/greeting/withdraw"))[1]["published"] is None
    assert (await eva.post("/flows/greeting/archive"))[1]["state"] == "archived"
    assert [one["id"] for one in (await eva.get("/flows"))[1]] == ["greeting"]


async def test_a_wrong_flow_is_kept_but_not_published(desk: Desk):
    eva = await desk.browser("eve")
    await created(eva, FLOW.replace("next: look", "next: lok"))
    status, body = await eva.post("/flows/greeting/publish", {"revision": 1})
    assert (status, body["field"]) == (422, "text")
    assert "line 8" in body["detail"]
    assert "Did you mean look?" in body["detail"]


async def test_checking_and_drawing(desk: Desk):
    eva = await desk.browser("eve")
    status, checked = await eva.post("/flows/check", {"text": FLOW, "id": "greeting"})
    assert (status, checked["problems"]) == (200, [])
    boxes = {box["name"]: box for box in checked["picture"]["boxes"]}
    assert [arrow["to"] for arrow in boxes["look"]["arrows"]] == ["bye", "bye"]
    kinds = (await eva.get("/flows/kinds"))[1]
    assert len(kinds) == 22


async def test_the_simulator_and_the_tests(desk: Desk):
    eva = await desk.browser("eve")
    turn: dict[str, Any] = {"text": FLOW, "id": "greeting", "language": "en", "user": "hi"}
    status, answer = await eva.post("/flows/simulate", turn)
    assert (status, answer["say"][0]["text"]) == (200, "What is your name?")
    again = {
        **turn,
        "user": "Kim *x*",
        "place": answer["place"],
        "canned": {"look": {"greeting": "Good day"}},
    }
    status, answer = await eva.post("/flows/simulate", again)
    assert answer["say"][0]["html"] == "<p>Good day Kim *x*!</p>"
    assert answer["say"][0]["spoken"] == "Good day Kim *x*!"
    assert (answer["end"], answer["data"][0]["value"]) == (True, "Kim *x*")
    look = next(step for step in answer["trace"] if step["step"] == "look")
    assert look["noted"][0]["effect"]["url"] == "https://x.example/Kim%20%2Ax%2A"
    (trial,) = (await eva.post("/flows/test", {"text": FLOW, "id": "greeting"}))[1]
    assert trial["passed"], trial
    (trial,) = (await eva.post("/flows/test", {"text": FLOW.replace("Good day Kim", "Bye")}))[1]
    (failure,) = trial["failures"]
    assert (failure["code"], failure["vars"]["text"]) == ("not_said", "Bye")
    assert 'expected "Bye"' in failure["message"]


async def test_an_agent_sends_the_customer_to_a_flow(desk: Desk):
    eva, ann = await desk.browser("eve"), await desk.browser("ann")
    await created(eva)
    item = await desk.owned()
    body = {"flow": "greeting", "values": [{"name": "name", "value": "Vera"}]}
    status, problem = await ann.post(f"/conversations/{item.conversation}/flow", body)
    assert (status, problem["field"]) == (422, "flow")
    await eva.post("/flows/greeting/publish", {"revision": 1})
    (option,) = (await ann.get("/flows/options"))[1]
    assert [field["name"] for field in option["fields"]] == ["name"]
    bob = await desk.browser("sue")
    status, problem = await bob.post(f"/conversations/{item.conversation}/flow", body)
    assert (status, problem["code"]) == (409, "conflict")
    status, conversation = await ann.post(f"/conversations/{item.conversation}/flow", body)
    assert (status, conversation["handler"], conversation["agent"]) == (200, "flow:greeting", "ann")
    interaction = await desk.store.get(Interaction, conversation["interaction"])
    assert interaction.memory
    assert interaction.memory.entry
    assert (interaction.memory.entry.kind, interaction.memory.agent) == (EntryKind.RETURNED, "ann")
    seen = (await ann.get(f"/conversations/{item.conversation}"))[1]
    assert all(one["memory"] is None for one in seen["interactions"])


async def test_without_return_the_agent_is_done(desk: Desk):
    eva, ann = await desk.browser("eve"), await desk.browser("ann")
    await created(eva)
    await eva.post("/flows/greeting/publish", {"revision": 1})
    item = await desk.owned()
    body = {"flow": "greeting", "return_to_me": False}
    status, _ = await ann.post(f"/conversations/{item.conversation}/flow", body)
    assert status == 200
    conversation = await desk.store.get(Conversation, item.conversation)
    assert (conversation.handler, conversation.work_state) == ("flow:greeting", "wrap_up")
    traces = (await ann.get(f"/conversations/{item.conversation}/flow-traces"))[1]
    assert traces == []
    assert (await eva.get("/flows/greeting/conversations"))[1] == []
    trace = TurnTrace(
        id="t1",
        conversation=item.conversation,
        interaction=conversation.interaction or "",
        bot="flow:greeting",
        kind=TurnKind.MESSAGE,
        at=desk.clock.now(),
        steps=[TraceStep(flow="greeting", version=1, step="ask", kind="collect", outcome="", variables={})],
    )
    await desk.save(trace)
    (led,) = (await eva.get("/flows/greeting/conversations"))[1]
    assert (led["conversation"], led["turns"], led["step"]) == (item.conversation, 1, "ask")
