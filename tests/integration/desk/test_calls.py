"""What agents do with a call, through the API, where there is no voice node."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.desk import Desk, open_desk

COMMANDS = [
    ("post", "audio", {"sdp": "v=0"}),
    ("put", "mute", {"on": True}),
    ("put", "hold", {"on": True}),
    ("post", "end", None),
]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


@pytest.mark.parametrize(("method", "path", "body"), COMMANDS)
async def test_only_the_agent_who_has_the_call_speaks_in_it(desk: Desk, method, path, body):
    item = await desk.owned("ann")
    address = f"/conversations/{item.conversation}/call/{path}"
    sue, ann = await desk.browser("sue"), await desk.browser("ann")
    status, problem = await getattr(sue, method)(address, body)
    assert (status, problem["code"]) == (403, "not_allowed")
    status, problem = await getattr(ann, method)(address, body)
    assert (status, problem["code"]) == (503, "unavailable")
    assert problem["detail"] == "There is no voice node."


async def test_an_offer_must_be_one(desk: Desk):
    item = await desk.owned("ann")
    ann = await desk.browser("ann")
    for body in ({}, {"sdp": ""}, {"sdp": "x" * 50_001}):
        status, _ = await ann.post(f"/conversations/{item.conversation}/call/audio", body)
        assert status == 422
