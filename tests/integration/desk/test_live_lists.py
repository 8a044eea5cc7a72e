"""What lists hear of the live socket: rows at each tick, those a gap hid, and who is gone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.core.models.staff import PresenceState
from tests.fakes.clock import settle
from tests.fakes.desk import Desk, open_desk
from tests.integration.desk.live_ends import agent_row, listed


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


async def test_who_lost_the_connection_goes_away_after_a_grace(desk: Desk):
    async with asyncio.TaskGroup() as group:
        running = group.create_task(desk.attendance.run())
        ann = await desk.browser("ann")
        live = await ann.live()
        await ann.put("/me/presence", {"presence": "available"})
        await live.quiet()
        await live.socket.close()
        while desk.live.is_connected("ann"):
            await settle()
        await desk.clock.advance(59)
        back = await ann.live()
        await desk.clock.advance(10)
        assert (await desk.services.agents.state("ann")).presence is PresenceState.AVAILABLE

        watcher = await (await desk.browser("sue")).live()
        await back.socket.close()
        while desk.live.is_connected("ann"):
            await settle()
        await desk.clock.advance(60)
        await agent_row(watcher, id="ann", presence="away", reason="disconnected")
        running.cancel()


async def test_after_a_restart_whoever_does_not_come_back_goes_away(desk: Desk):
    await desk.services.agents.set_presence("ann", PresenceState.AVAILABLE)
    watcher = await (await desk.browser("sue")).live()
    async with asyncio.TaskGroup() as group:
        others = desk.clock.sleepers
        running = group.create_task(desk.attendance.run())
        while desk.clock.sleepers <= others:
            await settle()
        await desk.clock.advance(60)
        await agent_row(watcher, id="ann", reason="disconnected")
        running.cancel()


async def test_lists_hear_of_new_messages_without_the_messages(desk: Desk):
    sue, bob = await (await desk.browser("sue")).live(), await (await desk.browser("bob")).live()
    said = await desk.say("First line")
    rows = await sue.until("rows")
    assert [row["last_text"] for row in rows["conversations"]] == ["First line"]
    await desk.say("Second line")
    await desk.say("Third line")
    assert [frame["type"] for frame in await sue.quiet()].count("rows") == 0, "not before the next tick"
    await desk.clock.advance(1)
    rows = await sue.until("rows")
    assert [row["id"] for row in rows["conversations"]] == [said.conversation.id]
    assert rows["conversations"][0]["last_text"] == "Third line"
    frames = await bob.quiet()  # bob serves sales only
    assert listed(frames, "conversations") == listed(frames, "work_items") == []


async def test_lists_hear_of_others_work_at_the_next_tick(desk: Desk):
    sue = await (await desk.browser("sue")).live()
    item = await desk.owned("ann")
    await desk.clock.advance(1)
    await agent_row(sue, id="ann", presence="available")
    await desk.clock.advance(1)
    await desk.services.work.resolve(item.id, "ann")
    await desk.clock.advance(1)
    frames = await sue.quiet()
    last = [frame for frame in frames if frame["type"] == "rows"][-1]
    assert last["seq"] == await desk.store.last_seq()
    assert [one["state"] for one in last["work_items"]] == ["wrap_up"]
    assert [one["state"] for one in last["conversations"]] == ["resolved"]
    assert not [frame for frame in frames if frame["type"] == "change"]


async def test_rows_not_seen_before_a_gap_come_after_it(desk: Desk):
    """An agent's own change overtakes others' rows; who loses the connection then still gets them."""
    ann = await desk.browser("ann")
    first = await ann.live()
    rows_seq = first.hello["seq"]
    said = await desk.say("In a list")
    await desk.services.agents.set_presence("ann", PresenceState.AWAY, "lunch")
    own = await first.until("change", kind="agent.changed")
    await first.socket.close()
    again = await ann.live(own["event"]["seq"], rows_seq=rows_seq)
    frames = await again.quiet()
    assert listed(frames, "conversations") == [said.conversation.id]
    assert not [frame for frame in frames if frame["type"] == "change"], "nothing comes twice"


async def test_lists_are_fresh_after_a_gap(desk: Desk):
    sue = await desk.browser("sue")
    first = await sue.live()
    await first.socket.close()
    await desk.say("Missed")
    again = await sue.live(first.hello["seq"])
    assert (await again.until("rows"))["conversations"][0]["last_text"] == "Missed"
