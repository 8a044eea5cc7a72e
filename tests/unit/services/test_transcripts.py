"""How often conversations may be asked for by e-mail."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.core.errors import TooMany
from hub.services.transcripts import IN_ALL, OF_ONE
from tests.fakes.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as world:
        yield world


async def test_one_conversation_is_sent_a_few_times_an_hour(world: World) -> None:
    said = await world.say("Hello")
    for number in range(OF_ONE):
        await world.conversations.request_transcript(said.conversation.id, f"{number}@example.net")
    with pytest.raises(TooMany, match="several times"):
        await world.conversations.request_transcript(said.conversation.id, "once-more@example.net")
    await world.clock.advance(3601)
    await world.conversations.request_transcript(said.conversation.id, "later@example.net")


async def test_all_together_have_a_limit_too(world: World) -> None:
    for number in range(IN_ALL):
        await world.conversations.request_transcript(f"c{number}", "victim@example.net")
    with pytest.raises(TooMany, match="Too many conversations"):
        await world.conversations.request_transcript("another", "victim@example.net")
