"""The live socket: who hears what, resuming, slow browsers, collision, typing, goodbye."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError

from hub.core.batch import Batch
from hub.core.events import EventKind
from hub.core.models.contacts import Contact
from hub.core.models.conversations import Author, AuthorKind
from hub.core.models.staff import PresenceState
from hub.core.typing_bus import Typing
from hub.desk.live_gap import LONGEST_GAP
from tests.fakes.clock import settle
from tests.fakes.desk import TENANT, Desk, LiveEnd, open_desk
from tests.integration.desk.live_ends import heard, listed, pull_the_cable, transport_of


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


async def test_hello_names_the_person_and_the_newest_change(desk: Desk):
    ann = await desk.browser("ann")
    live = await ann.live()
    assert live.hello["staff"]["id"] == "ann"
    assert live.hello["seq"] == await desk.store.last_seq()


async def test_only_people_of_our_own_pages_get_in(desk: Desk):
    stranger = await desk.browser()
    with pytest.raises(WSServerHandshakeError) as refused:
        await stranger.live()
    assert refused.value.status == 401
    ann = await desk.browser("ann")
    with pytest.raises(WSServerHandshakeError) as refused:
        await ann.session.ws_connect(f"{ann.base}/api/v1/live-socket", origin="https://evil.example")
    assert refused.value.status == 403


async def test_an_agent_hears_offers_and_own_conversations(desk: Desk):
    ann, bob = await desk.browser("ann"), await desk.browser("bob")
    ears, others = await ann.live(), await bob.live()
    await ann.put("/me/presence", {"presence": "available"})
    item = await desk.waiting()
    await desk.router.step()
    offer = await ears.until("change", kind="offer.changed")
    assert offer["record"]["work_item"] == item.id
    await ann.post(f"/offers/{offer['record']['id']}/accept")
    said = await desk.say("Are you there?")
    message = await ears.until("change", kind="message.added")
    while message["record"]["id"] != said.message.id:
        message = await ears.until("change", kind="message.added")
    assert message["record"]["text"] == "Are you there?"

    frames = await others.quiet()  # bob serves sales only
    assert listed(frames, "agents") == ["ann"]
    assert listed(frames, "conversations") == listed(frames, "work_items") == []
    assert not [frame for frame in frames if frame["type"] == "change"]


async def test_watching_brings_messages(desk: Desk):
    said = await desk.say()
    sue = await desk.browser("sue")
    live = await sue.live()
    await desk.say("Unwatched")
    await live.send({"type": "watch", "conversation": said.conversation.id})
    await live.until("viewers")
    second = await desk.say("Watched")
    assert heard(await live.quiet(), "message.added") == [second.message.id]
    await live.send({"type": "unwatch", "conversation": said.conversation.id})
    await live.quiet()
    await desk.say("Unwatched again")
    assert heard(await live.quiet(), "message.added") == []


async def test_a_mention_is_heard_anywhere(desk: Desk):
    said = await desk.say()
    live = await (await desk.browser("sue")).live()
    author = Author(kind=AuthorKind.AGENT, id="ann", name="Ann")
    note = await desk.services.outbox.note(
        said.conversation.id, by=author, text="Look, Sue", client_id="1", mentions=["sue"]
    )
    assert (await live.until("change", kind="message.added"))["record"]["id"] == note.id


async def test_a_conversation_that_leaves_ones_queues_is_heard_no_more(desk: Desk):
    item = await desk.owned("ann")
    await desk.services.work.transfer(item.id, "ann", queue="sales")
    bob = await desk.browser("bob")
    live = await bob.live()
    await live.send({"type": "watch", "conversation": item.conversation})
    await live.until("viewers")
    await desk.services.agents.set_presence("sue", PresenceState.AVAILABLE)
    await desk.services.work.assign(item.id, "sue", "sue")
    await desk.services.work.transfer(item.id, "sue", queue="support")
    await live.quiet()
    await desk.say("Secret")
    assert heard(await live.quiet(), "message.added") == []
    await live.send({"type": "watch", "conversation": item.conversation, "id": "w"})
    error = await live.until("error")
    assert (error["code"], error["id"]) == ("not_allowed", "w")


async def test_resuming_brings_exactly_what_was_missed(desk: Desk):
    """Whatever the socket's death fell upon: no line is lost and none comes twice."""
    await desk.owned("ann")
    ann = await desk.browser("ann")
    live = await ann.live()
    last_seq = live.hello["seq"]
    expected: list[str] = []
    received: list[str] = []
    for n in range(20):
        expected.append((await desk.say(f"heard {n}")).message.id)
        if n % 2:  # sometimes the cable is pulled before the line was read
            frames = await live.quiet()
            received += heard(frames, "message.added")
            last_seq = max([last_seq, *(f["event"]["seq"] for f in frames if f["type"] == "change")])
        pull_the_cable(live)
        expected.append((await desk.say(f"missed {n}")).message.id)
        live = await ann.live(last_seq)
        frames = await live.quiet()
        received += heard(frames, "message.added")
        last_seq = max([last_seq, *(f["event"]["seq"] for f in frames if f["type"] == "change")])
    assert received == expected


async def test_resuming_while_watching_somebody_elses_conversation(desk: Desk):
    said = await desk.say()
    sue = await desk.browser("sue")
    first = await sue.live()
    seq = first.hello["seq"]
    await first.socket.close()
    missed = await desk.say("Missed")
    again = await sue.live(seq)
    await again.send({"type": "watch", "conversation": said.conversation.id})
    assert heard(await again.quiet(), "message.added") == [missed.message.id]
    at_once = await sue.live(seq, watch=["gone", said.conversation.id])
    frames = await at_once.quiet()
    assert heard(frames, "message.added") == [missed.message.id]
    assert [frame["code"] for frame in frames if frame["type"] == "error"] == ["not_found"]


async def test_watching_what_had_no_news_needs_no_resync(desk: Desk):
    quiet, loud = await desk.say(visitor="v1"), await desk.say(visitor="v2")
    sue = await desk.browser("sue")
    seq = (await sue.live()).hello["seq"]
    await desk.say(visitor="v2")
    again = await sue.live(seq)
    await again.send({"type": "watch", "conversation": quiet.conversation.id})
    frames = await again.quiet()
    assert "resync" not in [frame["type"] for frame in frames]
    assert heard(frames, "message.added") == []
    assert loud.conversation.id != quiet.conversation.id


async def test_resuming_hides_what_one_may_not_see(desk: Desk):
    bob = await desk.browser("bob")
    seq = (await bob.live()).hello["seq"]
    await desk.owned("ann")
    frames = await (await bob.live(seq)).quiet()
    assert listed(frames, "agents") == ["ann"]
    assert listed(frames, "conversations") == listed(frames, "work_items") == []
    assert not [frame for frame in frames if frame["type"] == "change"]


async def test_too_long_a_gap_is_read_anew(desk: Desk):
    sue = await desk.browser("sue")
    seq = (await sue.live()).hello["seq"]
    contact = await desk.store.get(Contact, (await desk.say()).conversation.contact)
    batch = Batch(at=desk.clock.now())
    for _ in range(LONGEST_GAP):
        batch.event(EventKind.CONTACT_CHANGED, contact)
    await desk.store.commit(batch)
    live = await sue.live(seq)
    assert (await live.until("resync"))["seq"] == await desk.store.last_seq()
    assert await live.quiet() == []


async def test_a_slow_browser_is_cut_and_resumes(tmp_path: Path):
    async with open_desk(tmp_path, socket_queue=20) as desk:
        await desk.owned("ann")
        ann = await desk.browser("ann")
        live = await ann.live()
        seq = live.hello["seq"]
        transport_of(live).pause_reading()
        text = "x" * 7000
        expected = []
        while desk.live.is_connected("ann"):
            expected.append((await desk.say(text)).message.id)
            await settle()
            assert len(expected) < 3000, "the queue is bounded, so the browser must have been cut"
        again = await ann.live(seq)
        received: list[str] = []
        while len(received) < len(expected):
            received.append((await again.until("change", kind="message.added"))["record"]["id"])
        assert received == expected


async def test_collision_and_typing(desk: Desk):
    item = await desk.owned("ann")
    conversation = item.conversation
    signs: list[Typing] = []
    desk.typing.subscribe(TENANT, conversation, signs.append)
    ann, sue = await (await desk.browser("ann")).live(), await (await desk.browser("sue")).live()
    await ann.send({"type": "watch", "conversation": conversation})
    assert (await ann.until("viewers"))["viewers"] == [{"staff": "ann", "name": "Ann", "typing": False}]
    await sue.send({"type": "watch", "conversation": conversation})
    assert [one["staff"] for one in (await ann.until("viewers"))["viewers"]] == ["ann", "sue"]

    await sue.quiet()
    await ann.send({"type": "typing", "conversation": conversation, "on": True})
    board = {one["staff"]: one["typing"] for one in (await sue.until("viewers"))["viewers"]}
    assert board == {"ann": True, "sue": False}
    await sue.send({"type": "typing", "conversation": conversation, "on": True})
    await sue.quiet()
    assert [(sign.staff, sign.on) for sign in signs] == [("ann", True)]  # only the owner's is shown outside

    desk.typing.publish(Typing(tenant=TENANT, conversation=conversation, on=True))
    assert (await ann.until("typing"))["on"] is True
    await ann.socket.close()
    await sue.until("viewers", viewers=[{"staff": "sue", "name": "Sue", "typing": True}])
    assert [(sign.staff, sign.on) for sign in signs if sign.staff] == [("ann", True), ("ann", False)]


@pytest.mark.parametrize(
    ("frame", "field"),
    [
        ({"type": "watch"}, "conversation"),
        ({"type": "watch", "conversation": 7}, "conversation"),
        ({"type": "typing", "conversation": "x", "on": True, "loud": True}, "loud"),
        ({"type": "dance"}, "type"),
        ({"type": "hello"}, "type"),
        ([], ""),
    ],
)
async def test_bad_frames_are_answered_and_the_socket_stays(desk: Desk, frame: Any, field: str):
    live = await (await desk.browser("ann")).live()
    await live.socket.send_json(frame)
    error = await live.until("error")
    assert (error["code"], error["field"]) == ("invalid_input", field), error
    await live.socket.send_str("{")
    assert (await live.until("error"))["code"] == "invalid_input"
    await live.socket.send_bytes(b"{}")
    assert (await live.until("error"))["code"] == "invalid_input"
    assert await live.quiet() == []


async def test_hello_comes_first(desk: Desk):
    ann = await desk.browser("ann")
    live = LiveEnd(await ann.session.ws_connect(f"{ann.base}/api/v1/live-socket"))
    await live.send({"type": "ping"})
    assert (await live.next())["code"] == "invalid_input"


async def test_signing_out_closes_the_socket(desk: Desk):
    ann = await desk.browser("ann")
    live = await ann.live()
    await ann.delete("/session")
    assert (await live.until("bye"))["reason"] == "signed_out"
    message = await live.socket.receive()
    assert (message.type, message.data) == (WSMsgType.CLOSE, 4401)


async def test_switching_an_account_off_closes_its_sockets(desk: Desk):
    live = await (await desk.browser("ann")).live()
    adm = await desk.browser("adm")
    await adm.put("/settings/staff/ann", {"login": "ann", "name": "Ann", "active": False, "rev": 1})
    assert (await live.until("bye"))["reason"] == "signed_out"


async def test_a_session_that_has_ended_closes_the_socket(desk: Desk):
    live = await (await desk.browser("ann")).live()
    desk.clock.set(13 * 3600)
    await live.send({"type": "ping"})
    assert (await live.until("bye"))["reason"] == "signed_out"


async def test_a_stopping_hub_says_when_to_come_back(desk: Desk):
    live = await (await desk.browser("ann")).live()
    async with asyncio.TaskGroup() as group:
        group.create_task(desk.server.close())
        bye = await live.until("bye")
    assert (bye["reason"], bye["retry_after"]) == ("restart", 2.0)
