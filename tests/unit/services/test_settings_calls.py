"""What callers hear and may choose is checked before it is stored; misses and head starts count."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hub.core.errors import InvalidInput
from hub.core.models.contacts import EntryPoint
from hub.core.models.staff import AgentState, PresenceState
from hub.core.models.work import Queue, Waiting
from hub.services.settings_calls import check_language_keys, check_waiting
from tests.fakes.world import World


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"announce_every": 5}, "waiting.announce_every"),
        ({"resume_within": -1}, "waiting.resume_within"),
        ({"tries": 0}, "waiting.tries"),
        ({"retry_after": 1}, "waiting.retry_after"),
        ({"news": {"en": ["Fine", "x" * 1001]}}, "waiting.news.en[1]"),
        ({"news": {"zh": ["x"] * 21}}, "waiting.news.zh"),
    ],
)
def test_what_makes_no_sense_is_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_waiting(Waiting(**values))
    assert refused.value.field == field


def test_what_makes_sense_is_taken() -> None:
    check_waiting(Waiting())
    check_waiting(Waiting(announce_every=0, news={"en": ["Heating is on."]}))
    check_language_keys({"9": "zh", "*": "en"})


@pytest.mark.parametrize("keys", [{"10": "zh"}, {"a": "zh"}, {"9": " "}])
def test_keys_are_those_of_a_phone(keys: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        check_language_keys(keys)


async def test_an_agent_goes_away_after_as_many_misses_as_the_queue_allows(tmp_path: Path) -> None:
    async with await World.open(tmp_path) as world:
        queue = await world.store.get(Queue, "support")
        await world.save(replace(queue, misses_allowed=1))
        said = await world.say("A person, please")
        item = await world.work.request_person(said.conversation.id, reason="asked", actor="test")
        offer = await world.offer(item)
        await world.work.expire(offer.id)
        ann = await world.store.get(AgentState, "ann")
        assert (ann.presence, ann.reason) == (PresenceState.AWAY, "not_responding")


async def test_an_entry_point_gives_a_head_start(tmp_path: Path) -> None:
    async with await World.open(tmp_path) as world:
        shop = await world.store.get(EntryPoint, "shop")
        await world.save(replace(shop, priority=15))
        said = await world.say("A person, please")
        item = await world.work.request_person(said.conversation.id, reason="asked", actor="test")
        assert item.priority == 15
