"""What the desk asks of calls: kept in the call, ordered from the node that has it."""

import pytest
from msgspec.structs import replace

from hub.core.errors import Conflict, NotFound
from hub.core.models.calls import Call
from tests.fakes.telephones import Desk
from voice.orders import Dialpad, HangUp, Hold, Join, Leave, Mute


async def test_what_the_agent_does_is_kept_and_ordered(desk: Desk) -> None:
    await desk.call_of("ann")
    await desk.joins("ann")
    call = await desk.call()
    assert [(party.id, party.kind.value, party.state.value) for party in call.parties] == [
        ("ann", "agent", "connected")
    ]
    desk.node.orders.clear()
    await desk.telephone.mute(call, "ann", on=True)
    await desk.telephone.hold(call, "", on=True)
    await desk.telephone.press(call, "", "12#")
    assert [type(order) for order in desk.node.orders] == [Mute, Hold, Dialpad]
    call = await desk.call()
    assert (call.held, call.parties[0].muted) == (True, True)
    await desk.telephone.leave(call, await desk.staff("ann"))
    await desk.telephone.hang_up(call)
    assert [type(order) for order in desk.node.orders[3:]] == [Leave, HangUp]
    assert (await desk.call()).parties == []
    assert len({order.id for order in desk.node.orders}) == 5


async def test_a_call_that_is_over_is_said_to_be(desk: Desk) -> None:
    await desk.call_of("ann")
    call = await desk.call()
    await desk.node.reports(desk.node.ended())
    with pytest.raises(NotFound, match="This call is over"):
        await desk.telephone.hang_up(call)


async def test_a_browser_that_cannot_be_let_in_is_not_in_the_call(desk: Desk) -> None:
    await desk.call_of("ann")
    await desk.joins("ann", error="The browser's offer cannot be read.")
    assert (await desk.call()).parties == []
    assert len(desk.node.ordered(Join)) == 1


async def test_the_event_names_who_is_in_the_call_or_was(desk: Desk) -> None:
    await desk.call_of("ann")
    await desk.joins("ann")
    await desk.telephone.leave(await desk.call(), await desk.staff("ann"))
    events = [event for event in await desk.world.store.events_after(0) if event.kind.value == "call.changed"]
    assert [event.data["people"] for event in events][-1] == ["ann"]
    call: Call = await desk.call()
    assert call.gone is not None
    assert (call.gone.id, call.gone.cause) == ("ann", "normal")


async def test_a_conversation_in_which_a_call_goes_on_is_not_merged_away(desk: Desk) -> None:
    await desk.call_of("ann")
    conversation = await desk.conversation()
    other = replace(conversation, id="other", rev=0, interaction="", work_item=None, work_state=None)
    await desk.world.save(other)
    with pytest.raises(Conflict, match="A call goes on in it"):
        await desk.world.conversations.merge(conversation.id, "other", "ann")
    await desk.world.conversations.merge("other", conversation.id, "ann")
