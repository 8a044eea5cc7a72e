"""What the desk asks of calls, as orders to the node that has them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.core.errors import NotFound
from tests.fakes.voice_world import FakeNode, can_be_called
from tests.fakes.world import World
from voice.control.calls import NodeCalls
from voice.control.link import VoiceLink
from voice.control.telephone import Telephone
from voice.messages import HangUp, Hold, Leave, Mute


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        await can_be_called(opened)
        yield opened


class Link(VoiceLink):
    """A link with one node that is there."""

    def __init__(self, world: World, node: NodeCalls) -> None:
        super().__init__(world.bundle(), world.database, "token")
        self._calls = {"n1": node}


async def test_orders_reach_the_node_that_has_the_call(world: World) -> None:
    node = FakeNode(world, world.bundle())
    await node.reports(node.ringing())
    telephone = Telephone(Link(world, node.calls), world.ids)
    (interaction,) = node.calls._by_interaction
    node.orders.clear()
    await telephone.mute(interaction, "ann", on=True)
    await telephone.hold(interaction, on=True)
    await telephone.leave(interaction, "ann")
    await telephone.hang_up(interaction)
    assert [type(order) for order in node.orders] == [Mute, Hold, Leave, HangUp]
    assert {order.call for order in node.orders} == {"c1"}
    assert len({order.id for order in node.orders}) == 4


async def test_a_call_that_is_over_is_said_to_be(world: World) -> None:
    node = FakeNode(world, world.bundle())
    await node.reports(node.ringing())
    (interaction,) = node.calls._by_interaction
    await node.reports(node.ended())
    with pytest.raises(NotFound, match="This call is over"):
        await Telephone(Link(world, node.calls), world.ids).hang_up(interaction)
