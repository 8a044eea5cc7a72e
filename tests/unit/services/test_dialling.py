"""Which numbers may be called, and how often: what toll fraud can cost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.core.config import Calling, Config, _check_calling
from hub.core.errors import ConfigError, InvalidInput, NotAllowed, TooMany
from hub.core.models.calls import Call, CallState, Party, PartyKind
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.conversations import Direction
from hub.services.dialling import Dialling
from tests.fakes.world import World

LONDON = "+442079460018"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        await opened.save(
            EntryPoint(id="line", channel=Channel.VOICE, key="+442079460999", name="Line", queue="support")
        )
        yield opened


def dialling(world: World, config: Calling = Calling()) -> Dialling:  # noqa: B008 - frozen
    return Dialling(world.store, world.clock, config)


async def test_numbers_are_read_as_in_our_own_country(world: World) -> None:
    rules = dialling(world)
    assert await rules.number("020 7946 0018") == LONDON
    assert await rules.number("+49 30 123456") == "+4930123456"
    for text in ("", "call me", "12", "+999999999999999999"):
        with pytest.raises(InvalidInput):
            await rules.number(text)


async def test_our_own_countries_may_be_called_and_no_others(world: World) -> None:
    rules = dialling(world)
    assert (await rules.line(LONDON, "ann")).uri == LONDON
    with pytest.raises(NotAllowed, match="calling.allowed"):
        await rules.line("+12125550100", "ann")


async def test_without_a_number_of_our_own_nobody_is_called(world: World) -> None:
    line = await world.store.get(EntryPoint, "line")
    await world.save(replace(line, key="100"))
    with pytest.raises(NotAllowed, match="Set calling.allowed"):
        await dialling(world).line(LONDON, "ann")


@pytest.mark.parametrize("number", ["+449061234567", "+448431234567", "+443001234567"])
async def test_numbers_that_cost_extra_are_refused(world: World, number: str) -> None:
    with pytest.raises(NotAllowed, match="costs extra"):
        await dialling(world).line(number, "ann")
    assert (await dialling(world, Calling(premium=True)).line(number, "ann")).uri == number


async def test_what_is_refused_is_so_though_allowed(world: World) -> None:
    rules = dialling(world, Calling(allowed=["+44"], refused=["+4420"]))
    with pytest.raises(NotAllowed):
        await rules.line(LONDON, "ann")
    assert (await rules.line("+441632960018", "ann")).uri == "+441632960018"


async def test_an_hour_has_so_many_calls_for_each_and_for_all(world: World) -> None:
    rules = dialling(world, Calling(most_an_hour=3, most_an_hour_each=2))
    await rules.line(LONDON, "ann")
    await rules.line(LONDON, "ann")
    with pytest.raises(TooMany, match="You called too many"):
        await rules.line(LONDON, "ann")
    await rules.line(LONDON, "bob")
    with pytest.raises(TooMany, match="calling.most_an_hour"):
        await rules.line(LONDON, "sue")
    await world.clock.advance(3600)
    await rules.line(LONDON, "ann")


def a_call(world: World, id: str, by: str, *parties: Party) -> Call:
    return Call(
        id=id,
        node="n1",
        interaction=id,
        conversation=id,
        entry_point="line",
        direction=Direction.OUTBOUND if by else Direction.INBOUND,
        remote=LONDON,
        called=LONDON,
        state=CallState.UP,
        started_at=world.clock.now(),
        by=by,
        parties=list(parties),
    )


async def test_so_many_numbers_are_called_at_once(world: World) -> None:
    asked = Party(id="p1", kind=PartyKind.NUMBER, number=LONDON, by="ann", since=world.clock.now())
    await world.save(a_call(world, "c1", "ann"), a_call(world, "c2", "", asked))
    with pytest.raises(TooMany, match="You call too many"):
        await dialling(world, Calling(most_at_once_each=2)).line(LONDON, "ann")
    with pytest.raises(TooMany, match="calling.most_at_once"):
        await dialling(world, Calling(most_at_once=2)).line(LONDON, "bob")
    rules = dialling(world, Calling(most_at_once=3, most_at_once_each=3))
    assert (await rules.line(LONDON, "ann")).uri == LONDON


async def test_a_number_is_dialled_as_configured(world: World) -> None:
    config = Calling(address="sip:0{number}@pbx.example.com;transport=tcp", trunk="pbx", ring_seconds=20)
    line = await dialling(world, config).line(LONDON, "ann")
    assert line.uri == f"sip:0{LONDON}@pbx.example.com;transport=tcp"
    assert (line.trunk, line.ring_for) == ("pbx", 20.0)


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (Calling(allowed=["44"]), "calling.allowed"),
        (Calling(refused=["+0"]), "calling.refused"),
        (Calling(address="sip:pbx.example.com"), "calling.address"),
        (Calling(most_an_hour=0), "calling.most_an_hour"),
    ],
)
def test_a_wrong_configuration_says_where_and_how(config: Calling, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        _check_calling(config, "calling")


def test_the_defaults_are_right() -> None:
    _check_calling(Config().calling, "calling")
