"""The routes of a tenant follow their settings, and a bad one leaves the others alone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from channels.sms.channel import SmsChannel
from hub.core.models.checks import LinkState
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.sms import SmsHttp, SmsRoute
from tests.fakes.clock import settle
from tests.fakes.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as world:
        for id in ("good", "bad"):
            http = SmsHttp(url="https://sms.example", account="A")
            await world.save(
                EntryPoint(id=id, channel=Channel.SMS, key=f"+4930{id}", name=id, queue="support"),
                SmsRoute(id=id, entry_point=id, number="+49301", http=http, secret="x"),
            )
        yield world


async def test_a_route_that_cannot_be_started_leaves_the_others_alone(world: World) -> None:
    bad = await world.store.get(SmsRoute, "bad")
    await world.save(replace(bad, window=-1))  # settings refuse it; a file put back may have it
    channel = SmsChannel(world.bundle(), world.database, "")
    async with asyncio.TaskGroup() as group:
        running = group.create_task(channel.run())
        while len(status := channel.status()) < 2:
            await settle()
        running.cancel()
    good, down = sorted(status, key=lambda link: link.entry_point, reverse=True)
    assert (good.entry_point, good.reason) == ("good", None)
    assert (down.state, down.reason and down.reason.code) == (LinkState.DOWN, "bad_settings")
