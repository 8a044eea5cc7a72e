"""What staff do with calls, through the API: who may do what, what they see, what they hear live."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hub.core.models.calls import Call, CallState, Party, PartyKind, PartyState
from hub.core.models.conversations import Conversation, Direction
from hub.core.models.staff import PresenceState
from hub.core.models.work import WorkItem
from tests.fakes.desk import Browser, Desk, open_desk

AGENTS = [
    ("post", "audio", {"sdp": "v=0"}),
    ("put", "hold", {"on": True}),
    ("post", "keys", {"keys": "1#"}),
    ("put", "recording", {"paused": True}),
    ("post", "parties", {"kind": "number", "target": "+442079460018"}),
    ("post", "complete", None),
    ("post", "transfer", {"kind": "queue", "target": "sales"}),
    ("post", "end", None),
]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


async def on_the_phone(desk: Desk, *parties: Party) -> WorkItem:
    """Ann has a conversation in which a call goes on."""
    item = await desk.owned("ann")
    await desk.save(
        Call(
            id="c1",
            node="n1",
            interaction=item.interaction,
            conversation=item.conversation,
            entry_point="shop",
            direction=Direction.INBOUND,
            remote="sip:+442079460018@net",
            called="sip:100@hub",
            number="+442079460018",
            state=CallState.UP,
            started_at=desk.clock.now(),
            parties=list(parties),
        )
    )
    return item


async def test_supervisors_see_the_calls_that_go_on(desk: Desk) -> None:
    item = await on_the_phone(desk)
    sue, ann = await desk.browser("sue"), await desk.browser("ann")
    assert (await ann.get("/live/calls"))[0] == 403
    status, (row,) = await sue.get("/live/calls")
    assert status == 200
    assert (row["conversation"], row["number"]) == (item.conversation, "+442079460018")
    assert (row["stage"], row["people"], row["silent"]) == ("waiting", [], False)  # Ann has not joined yet

    conversation = await desk.store.get(Conversation, item.conversation)
    await desk.save(replace(conversation, handler="flow:card"))  # Ann lets a bot ask something
    assert (await sue.get("/live/calls"))[1][0]["stage"] == "bot"

    call = await desk.store.get(Call, "c1")
    now = desk.clock.now()
    agent = Party(
        id="ann", kind=PartyKind.AGENT, staff="ann", name="Ann", state=PartyState.CONNECTED, since=now
    )
    await desk.save(replace(call, parties=[agent, replace(colleague(desk), silent=True)]))
    _, (row,) = await sue.get("/live/calls")
    assert (row["stage"], row["people"], row["silent"]) == ("people", ["Ann"], True)

    call = await desk.store.get(Call, "c1")
    await desk.save(replace(call, state=CallState.ENDED))
    assert (await sue.get("/live/calls"))[1] == []


def colleague(desk: Desk, staff: str = "bob") -> Party:
    now = desk.clock.now()
    return Party(id=staff, kind=PartyKind.COLLEAGUE, staff=staff, name=staff.title(), by="ann", since=now)


async def ask(browser: Browser, method: str, address: str, body: Any) -> tuple[int, Any]:
    return await (browser.put if method == "put" else browser.post)(address, body)


@pytest.mark.parametrize(("method", "path", "body"), AGENTS)
async def test_only_the_agent_who_has_the_call_does_things_in_it(
    desk: Desk, method: str, path: str, body: Any
) -> None:
    item = await on_the_phone(desk)
    address = f"/conversations/{item.conversation}/call/{path}"
    bob, ann = await desk.browser("bob"), await desk.browser("ann")
    status, problem = await ask(bob, method, address, body)
    assert (status, problem["code"]) in {(403, "not_allowed"), (404, "not_found")}
    status, problem = await ask(ann, method, address, body)
    assert (status, problem["code"]) == (503, "unavailable")
    assert problem["detail"] == "There is no voice node."


async def test_where_nobody_calls_there_is_no_call(desk: Desk) -> None:
    item = await desk.owned("ann")
    ann = await desk.browser("ann")
    status, problem = await ann.get(f"/conversations/{item.conversation}/call")
    assert (status, problem["detail"]) == (404, "No call goes on in this conversation.")


async def test_only_supervisors_listen(desk: Desk) -> None:
    item = await on_the_phone(desk)
    address = f"/conversations/{item.conversation}/call/audio"
    sue = await desk.browser("sue")
    status, problem = await sue.post(address, {"sdp": "v=0", "role": "listen"})
    assert (status, problem["code"]) == (503, "unavailable")
    ann = await desk.browser("ann")
    status, problem = await ann.post(address, {"sdp": "v=0", "role": "whisper"})
    assert (status, problem["code"]) == (403, "not_allowed")


async def test_an_offer_and_keys_must_be_such(desk: Desk) -> None:
    item = await on_the_phone(desk)
    ann = await desk.browser("ann")
    for body in ({}, {"sdp": ""}, {"sdp": "x" * 50_001}):
        status, _ = await ann.post(f"/conversations/{item.conversation}/call/audio", body)
        assert status == 422
    for keys in ("", "1x", "1" * 33):
        status, _ = await ann.post(f"/conversations/{item.conversation}/call/keys", {"keys": keys})
        assert status == 422


async def test_a_call_is_shown_with_who_is_in_it(desk: Desk) -> None:
    item = await on_the_phone(desk, colleague(desk))
    ann = await desk.browser("ann")
    status, view = await ann.get(f"/conversations/{item.conversation}/call")
    assert status == 200
    assert (view["state"], view["number"], view["region"], view["own_phone"]) == (
        "up",
        "+442079460018",
        "GB",
        False,
    )
    assert [(one["id"], one["kind"], one["state"]) for one in view["parties"]] == [
        ("bob", "colleague", "ringing")
    ]
    assert await ann.get("/calls") == (200, [])


async def test_a_colleague_who_is_called_in_sees_the_call_and_what_it_is_about(desk: Desk) -> None:
    item = await on_the_phone(desk)
    conversation = await desk.store.get(Conversation, item.conversation)
    bob = await desk.browser("bob")
    status, _ = await bob.get(f"/conversations/{item.conversation}")
    assert status == 404  # of a queue that is not theirs
    ears = await bob.live()
    await desk.services.call_parties.add("c1", colleague(desk), "ann", held=True)
    change = await ears.until("change", kind="call.changed")
    assert (change["record"]["id"], change["record"]["held"]) == ("c1", True)
    status, calls = await bob.get("/calls")
    assert [(call["id"], call["about"]) for call in calls] == [("c1", conversation.last_text)]
    status, _ = await bob.get(f"/conversations/{item.conversation}")
    assert status == 200
    await desk.services.call_parties.gone("c1", "bob", "declined", "bob")
    change = await ears.until("change", kind="call.changed")
    assert change["record"]["parties"] == []
    status, _ = await bob.get(f"/conversations/{item.conversation}")
    assert status == 404


async def test_who_missed_it_hears_that_it_rings(desk: Desk) -> None:
    await on_the_phone(desk)
    bob = await desk.browser("bob")
    seen = (await bob.live()).hello["seq"]
    await desk.services.call_parties.add("c1", colleague(desk), "ann")
    again = await bob.live(last_seq=seen)
    change = await again.until("change", kind="call.changed")
    assert [party["id"] for party in change["record"]["parties"]] == ["bob"]


async def test_who_is_called_in_is_offered_nothing_else_meanwhile(desk: Desk) -> None:
    await on_the_phone(desk)
    await desk.services.agents.set_presence("bob", PresenceState.AVAILABLE)
    await desk.services.call_parties.add("c1", colleague(desk), "ann")
    assert list((await desk.services.agents.state("bob")).held) == ["c1"]
    await desk.services.call_parties.change("c1", "bob", "bob", state=PartyState.CONNECTED)
    assert list((await desk.services.agents.state("bob")).held) == ["c1"]
    await desk.services.calls.ended("c1", "normal")
    assert (await desk.services.agents.state("bob")).held == {}


async def test_a_call_between_colleagues_is_seen_by_them_alone(desk: Desk) -> None:
    call = Call(
        id="c2",
        node="n1",
        interaction="",
        conversation="",
        entry_point="",
        direction=Direction.INTERNAL,
        remote="ann",
        called="bob",
        caller_staff="ann",
        started_at=desk.clock.now(),
        parties=[colleague(desk)],
    )
    await desk.save(call)
    ann, bob, sue = await desk.browser("ann"), await desk.browser("bob"), await desk.browser("sue")
    status, view = await bob.get("/conversations/c2/call")
    assert (status, view["caller"], view["caller_name"], view["conversation"]) == (200, "ann", "Ann", "")
    status, _ = await ann.get("/conversations/c2/call")
    assert status == 200
    status, _ = await sue.get("/conversations/c2/call")
    assert status == 404


async def test_nobody_is_called_without_a_node(desk: Desk) -> None:
    ann = await desk.browser("ann")
    status, problem = await ann.post("/calls", {"number": "+442079460018"})
    assert (status, problem["code"]) == (503, "unavailable")
    status, problem = await ann.post("/calls", {})
    assert (status, problem["field"]) == (422, "number")
    status, problem = await ann.post("/calls/colleague", {"staff": "bob"})
    assert (status, problem["code"]) == (503, "unavailable")
