"""Callers who wait: what they hear, what they may choose, and that they are never forgotten."""

from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from hub.core.models.calls import Call, PartyKind, PartyState
from hub.core.models.calls import Party as CallParty
from hub.core.models.contacts import EntryPoint
from hub.core.models.conversations import Conversation, Interaction, InteractionState, Message
from hub.core.models.staff import AgentState, PresenceState
from hub.core.models.work import Calendar, Offer, OfferState, Period, Queue, Waiting, WorkItem, WorkState
from hub.services.bundle import Services
from tests.fakes.voice_world import FakeNode, passes, until, until_state
from tests.fakes.world import World
from voice.control.lost_nodes import LOST_AFTER, LostNodes
from voice.orders import HangUp, Wait

pytestmark = pytest.mark.usefixtures("followed")
ZoneInfo("UTC")  # reads the disk, so once at import
ALWAYS_CLOSED = Calendar(
    id="night", name="Night", week=[[] for _ in range(6)] + [[Period(start="00:00", end="00:01")]]
)


class Place:
    """A place in line that was made up."""

    def __init__(self, position: int, wait_seconds: int | None) -> None:
        self.position = position
        self.wait_seconds = wait_seconds


class Line:
    """Everybody is the third, for five minutes."""

    def position(self, item_id: str) -> Place | None:
        return Place(3, 290)


class Messages:
    """Takes messages, and only remembers of which calls."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    async def take_message(self, call: Call, language: str) -> None:
        self.calls.append(call.id)


@pytest.fixture
async def messages() -> Messages:
    return Messages()


@pytest.fixture
async def node(world: World, services: Services, messages: Messages) -> FakeNode:
    return FakeNode(world, services, line=Line(), messages=messages)


async def waits(node: FakeNode, call: str = "c1", **ringing: str) -> WorkItem:
    """A caller without a bot comes, and waits."""
    await node.reports(node.ringing(call, "sip:300@hub", **ringing), node.answered(call))
    await until(lambda: any(one.call == call for one in node.ordered(Wait)))
    return await item_of(node.world, call)


async def item_of(world: World, call: str = "c1") -> WorkItem:
    known = await world.store.get(Call, call)
    items = await world.store.find(WorkItem, {"conversation": known.conversation}, descending=True)
    return items[0]


async def accepted(node: FakeNode, services: Services, *, joins: bool = True, agent: str = "ann") -> WorkItem:
    """An agent gets the caller, and is on the line or not."""
    world = node.world
    offer = await world.offer(await item_of(world), agent)
    item = await world.work.accept(offer.id, agent)
    if joins:
        await joined(services, agent)
        await until(lambda: node.ordered(Wait)[-1].music is False)
    return item


async def joined(services: Services, agent: str = "ann") -> None:
    party = CallParty(
        id=agent,
        kind=PartyKind.AGENT,
        staff=agent,
        state=PartyState.CONNECTED,
        since=services.clock.now(),
    )
    await services.call_parties.add("c1", party, agent)


async def test_the_place_the_wait_and_the_ways_out_are_told(world: World, node: FakeNode) -> None:
    await waits(node)
    told = await node.until_said("line")
    assert "You are number 3 in line." in told
    assert "It should take about 5 minutes." in told
    assert "press 1" in told
    assert "press 2" in told


async def test_they_are_told_again_with_news_in_between(world: World, node: FakeNode) -> None:
    queue = await world.store.get(Queue, "support")
    await world.save(replace(queue, waiting=Waiting(announce_every=40, news={"en": ["Heating is on."]})))
    await waits(node)
    for _ in range(12):
        await passes(world, 20)
        await node.reports(
            *(node.spoken(order.id, order.text) for order in node.orders if hasattr(order, "text"))
        )
    await until(lambda: len([one for one in node.said() if "number 3" in one]) >= 2)
    assert "Heating is on." in node.said()


@pytest.mark.parametrize("choice", ["1", "Call me back, please."])
async def test_who_wants_to_be_called_back_keeps_the_place(world: World, node: FakeNode, choice: str) -> None:
    item = await waits(node)
    await node.until_said("press 1")
    await node.reports(node.pressed(choice) if choice == "1" else node.heard(choice))
    promise = await node.until_said("keep your place")
    assert "4 4 2 0 7 9 4 6 0 1 2 3" in promise
    assert node.ordered(HangUp)[-1].after_speech
    await node.reports(node.ended())
    kept = await world.item(item)
    assert (kept.state, kept.arrived_at, kept.reason) == (WorkState.QUEUED, item.arrived_at, "callback")
    assert kept.call_back is not None
    call = await world.store.get(Call, "c1")
    assert (await world.store.get(Interaction, call.interaction)).state is InteractionState.ENDED
    conversation = await world.store.get(Conversation, call.conversation)
    assert (conversation.work_state, conversation.work_item) == (WorkState.QUEUED, item.id)


async def test_who_rings_again_is_served_as_a_caller_in_the_same_place(world: World, node: FakeNode) -> None:
    item = await waits(node)
    await node.until_said("press 1")
    await node.reports(node.pressed("1"), node.ended())
    await waits(node, "c2")
    again = await item_of(world, "c2")
    assert (again.id, again.call_back, again.arrived_at) == (item.id, None, item.arrived_at)


async def test_nobody_is_offered_a_call_back_from_where_none_is_called(world: World, node: FakeNode) -> None:
    ours = await world.store.get(EntryPoint, "line-+442079460999")
    await world.save(replace(ours, key="500"))  # no number in full, and so no country to call in
    await waits(node, caller="anonymous")
    told = await node.until_said("number 3")
    assert "press 1" not in told
    await node.reports(node.pressed("1"))
    assert (await item_of(world)).call_back is None


async def test_a_message_can_be_left_instead(world: World, node: FakeNode, messages: Messages) -> None:
    await waits(node)
    await node.until_said("press 2")
    await node.reports(node.heard("I would like to leave a message"))
    assert messages.calls == ["c1"]


async def test_other_words_in_line_are_kept_for_the_agent(world: World, node: FakeNode) -> None:
    await waits(node)
    await node.until_said("press 2")
    await node.reports(node.heard("It is about my sofa"))
    said = [one.text for one in await world.store.find(Message, order="id") if one.text]
    assert said == ["It is about my sofa"]


@pytest.mark.parametrize(("after", "regained"), [(120, True), (301, False)])
async def test_who_gave_up_a_moment_ago_regains_the_place_and_later_stands_at_the_end(
    world: World, node: FakeNode, after: int, regained: bool
) -> None:
    first = await waits(node)
    await passes(world, 60)
    await node.reports(node.ended())
    await until_state(world, first, WorkState.ABANDONED)
    await passes(world, after)
    second = await waits(node, "c2")
    await node.until_said("number 3", "c2")
    assert (await world.item(second)).arrived_at == (first if regained else second).arrived_at


async def test_out_of_hours_a_caller_is_called_back(world: World, node: FakeNode) -> None:
    queue = await world.store.get(Queue, "support")
    await world.save(ALWAYS_CLOSED, replace(queue, calendar="night"))
    item = await waits(node)
    told = await node.until_said("Nobody is here")
    assert "We will call you back" in told
    assert (await world.item(item)).call_back is not None
    await passes(world, 110)  # nobody says anything
    await node.until_said("Thank you for calling")
    await node.reports(node.ended())
    assert (await world.item(item)).state is WorkState.QUEUED


async def test_out_of_hours_a_caller_may_want_no_call_back(world: World, node: FakeNode) -> None:
    entry = await world.store.get(EntryPoint, "line-300")
    closed = {"en": "We open at nine."}
    await world.save(ALWAYS_CLOSED, replace(entry, calendar="night", closed_text=closed))
    item = await waits(node)
    told = await node.until_said("We open at nine.")
    assert "press 3" in told
    await node.reports(node.heard("No, don't call me back"))
    await node.until_said("we will not call you back")
    await node.reports(node.ended())
    assert (await world.item(item)).state is WorkState.ABANDONED


async def test_music_plays_until_the_agent_is_on_the_line(
    world: World, node: FakeNode, services: Services
) -> None:
    await waits(node)
    await accepted(node, services, joins=False)
    await joined(services)
    await until(lambda: len(node.ordered(Wait)) > 2 or node.ordered(Wait)[-1].music is False)
    assert [order.music for order in node.ordered(Wait)][-1] is False


async def test_an_agent_who_drops_out_is_replaced_and_the_caller_is_first(
    world: World, node: FakeNode, services: Services
) -> None:
    await waits(node)
    item = await accepted(node, services)
    await services.call_parties.gone("c1", "ann", "unreachable")
    await node.until_said("the connection to my colleague was lost")
    assert node.ordered(Wait)[-1].music is True
    await passes(world, 110)
    back = await until_state(world, item, WorkState.QUEUED)
    assert (back.priority_class, back.passed_by, back.preferred_agent) == (-1, ["ann"], None)
    assert back.arrived_at == item.arrived_at
    ann = await world.store.get(AgentState, "ann")
    assert (ann.presence, ann.reason, ann.held) == (PresenceState.AWAY, "not_responding", {})


async def test_an_agent_who_comes_back_keeps_the_caller(
    world: World, node: FakeNode, services: Services
) -> None:
    await waits(node)
    item = await accepted(node, services)
    await services.call_parties.gone("c1", "ann", "unreachable")
    await node.until_said("was lost")
    await joined(services)
    await until(lambda: node.ordered(Wait)[-1].music is False)
    await passes(world, 200)
    assert (await world.item(item)).agent == "ann"


async def test_an_agent_who_accepts_and_does_not_come_is_replaced(
    world: World, node: FakeNode, services: Services
) -> None:
    await waits(node)
    item = await accepted(node, services, joins=False)
    await until(lambda: len(node.ordered(Wait)) == 2)
    await passes(world, 20)
    assert (await world.item(item)).state is WorkState.ASSIGNED
    await passes(world, 25)
    await until_state(world, item, WorkState.QUEUED)


async def test_whoever_is_handed_on_is_not_told_of_a_lost_connection(
    world: World, node: FakeNode, services: Services
) -> None:
    await waits(node)
    item = await accepted(node, services)
    outside = CallParty(
        id="p1", kind=PartyKind.NUMBER, number="+442079460018", instead=True, since=world.clock.now()
    )
    await services.call_parties.add("c1", outside, "ann")
    await services.call_parties.gone("c1", "ann", "normal")
    await until(lambda: node.ordered(Wait)[-1].music is True)
    await passes(world, 60)
    assert not any("lost" in text for text in node.said())
    assert (await world.item(item)).state is WorkState.ASSIGNED


async def test_a_supervisor_who_talks_keeps_the_caller_company(
    world: World, node: FakeNode, services: Services
) -> None:
    await waits(node)
    item = await accepted(node, services)
    now = world.clock.now()
    sue = CallParty(id="sue", kind=PartyKind.SUPERVISOR, staff="sue", state=PartyState.CONNECTED, since=now)
    await services.call_parties.add("c1", sue, "sue")
    await services.call_parties.gone("c1", "ann", "unreachable")
    await passes(world, 60)
    assert (await world.item(item)).agent == "ann"


async def test_when_the_caller_hangs_up_the_agent_wraps_up(
    world: World, node: FakeNode, services: Services
) -> None:
    await waits(node)
    item = await accepted(node, services)
    await node.reports(node.ended())
    assert (await world.item(item)).state is WorkState.WRAP_UP


async def test_an_offer_is_withdrawn_when_the_caller_hangs_up(world: World, node: FakeNode) -> None:
    item = await waits(node)
    offer = await world.offer(item)
    await node.reports(node.ended())
    assert (await world.item(item)).state is WorkState.ABANDONED
    assert (await world.store.get(Offer, offer.id)).state is OfferState.WITHDRAWN
    assert (await world.store.get(AgentState, "ann")).held == {}


@pytest.mark.parametrize("with_agent", [False, True])
async def test_the_callers_of_a_node_that_is_gone_are_called_back(
    world: World, node: FakeNode, services: Services, *, with_agent: bool
) -> None:
    item = await waits(node)
    if with_agent:
        await accepted(node, services)
    lost = LostNodes(services, list)
    await lost.look()
    world.clock.set(LOST_AFTER - 1)
    await lost.look()
    assert (await world.item(item)).call_back is None
    world.clock.set(1)
    await lost.look()
    kept = await world.item(item)
    assert (kept.state, kept.reason) == (WorkState.QUEUED, "call_lost")
    assert kept.call_back is not None
    assert (await world.store.get(AgentState, "ann")).held == {}
    assert (await world.store.get(Call, "c1")).cause == "failed"


async def test_a_bots_caller_whom_a_node_lost_is_called_back(
    world: World, node: FakeNode, services: Services
) -> None:
    await node.reports(node.ringing(), node.answered())
    again = FakeNode(world, services)
    await again.calls.resume([])
    item = await item_of(world)
    assert (item.reason, item.state) == ("call_lost", WorkState.QUEUED)
    assert item.call_back is not None
    assert (await world.store.get(Conversation, item.conversation)).handler == ""


async def test_a_node_that_comes_back_is_not_lost(world: World, node: FakeNode, services: Services) -> None:
    await waits(node)
    connected: list[str] = []
    lost = LostNodes(services, lambda: connected)
    await lost.look()
    world.clock.set(LOST_AFTER)
    connected.append("n1")
    await lost.look()
    connected.clear()
    await lost.look()
    assert (await item_of(world)).call_back is None
