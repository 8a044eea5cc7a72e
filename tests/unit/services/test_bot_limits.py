"""Limits of bots as a tenant sets them: for all, or for an entry point, from the next turn on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.guards import Limits, limits_at
from bots.registry import Registry
from bots.turns import Turns
from hub.core.bots import Say, Turn, TurnInput
from hub.core.errors import Duplicate, InvalidInput
from hub.core.models.bots import BotLimits
from hub.core.models.conversations import Conversation
from hub.core.models.work import WorkItem
from hub.services.inbound import Receipt
from hub.services.settings import Settings
from tests.fakes.world import World


class Echo:
    name = "knowledge"

    async def take_turn(self, turn: TurnInput) -> Turn:
        return Turn(say=[Say(text=f"You said {turn.text}")])


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


@pytest.fixture
def settings(world: World) -> Settings:
    return Settings(world.store, world.clock, world.ids)


async def attended(world: World, said: Receipt) -> str:
    """Take the turn; return why a person was asked for, or nothing."""
    turns = Turns(world, Registry(Echo()), Limits())
    while owed := await turns.owed(said.conversation.id):
        await turns.take(owed)
    conversation = await world.store.get(Conversation, said.conversation.id)
    item = await world.store.peek(WorkItem, conversation.work_item) if conversation.work_item else None
    return item.reason if item else ""


async def test_a_change_holds_from_the_next_turn_on(world: World, settings: Settings):
    assert await attended(world, await world.say("one")) == ""
    await settings.put("bot_limits", BotLimits(id="all", turns=1), "adm")
    assert await attended(world, await world.say("two")) == "turn_limit"


async def test_an_entry_points_own_limits_come_first(world: World, settings: Settings):
    await settings.put("bot_limits", BotLimits(id="all", turns=1), "adm")
    await settings.put("bot_limits", BotLimits(id="shop", entry_point="shop", turns=5), "adm")
    assert await attended(world, await world.say("one")) == ""
    assert await attended(world, await world.say("two")) == ""


async def test_added_words_reach_a_person(world: World, settings: Settings):
    words = {"en": ["complaints desk"], "de": ["mitarbeiter"]}
    await settings.put("bot_limits", BotLimits(id="all", words=words), "adm")
    assert await attended(world, await world.say("Wie viele Mitarbeiter haben Sie?", visitor="a")) == ""
    assert await attended(world, await world.say("Mitarbeiter!", visitor="b")) == "asked"
    assert await attended(world, await world.say("is this the complaints desk?", visitor="c")) == "asked"


async def test_nonsense_is_refused_and_names_its_field(settings: Settings):
    for limits, field in (
        (BotLimits(id="a", turns=0), "turns"),
        (BotLimits(id="a", turn_seconds=0.0), "turn_seconds"),
        (BotLimits(id="a", entry_point="nowhere"), "entry_point"),
        (BotLimits(id="a", words={"en": ["ok", "x"]}), "words.en[1]"),
    ):
        with pytest.raises(InvalidInput) as refused:
            await settings.put("bot_limits", limits, "adm")
        assert refused.value.field == field


async def test_there_is_one_for_each_entry_point(settings: Settings):
    await settings.put("bot_limits", BotLimits(id="a"), "adm")
    with pytest.raises(Duplicate):
        await settings.put("bot_limits", BotLimits(id="b"), "adm")


def test_without_any_the_given_ones_hold():
    assert limits_at("shop", [], Limits(turns=7)) == Limits(turns=7)
    assert limits_at("shop", [BotLimits(id="x", entry_point="shop", misses=4)], Limits()).misses == 4
