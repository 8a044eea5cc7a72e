"""Asking colleagues and numbers into a call, and handing its caller on, asked or not."""

import pytest

from hub.core.config import Calling
from hub.core.errors import Conflict, InvalidInput, NotAllowed
from hub.core.models.calls import Call, PartyRole
from hub.core.models.conversations import ConversationState, Message
from hub.core.models.data import Entry, EntryKind
from hub.core.models.flows import Flow, FlowState
from hub.core.models.staff import PresenceState
from hub.core.models.work import WorkState
from hub.services.call_work import Target
from tests.fakes.telephones import Desk
from voice.orders import Dial, HangUp, Hold, Leave, Part, Transfer, Wait
from voice.reports import Cause, NotTransferred

OUTSIDE = "020 7946 0018"
NUMBER = "+442079460018"


@pytest.fixture
async def desk(desk: Desk) -> Desk:
    """Ann has a caller on the line."""
    await desk.call_of("ann")
    await desk.joins("ann")
    return desk


async def consult(desk: Desk, kind: str, target: str) -> str:
    """Ann asks somebody in, who answers; returns their id in the call."""
    whom = Target(kind=kind, id=target)
    party = await desk.telephone.invite(await desk.call(), await desk.staff("ann"), whom)
    if kind == "colleague":
        await desk.joins(target)
    else:
        await desk.connected(party.id)
    return party.id


async def people(desk: Desk) -> dict[str, tuple[str, str]]:
    return {one.id: (one.kind.value, one.state.value) for one in (await desk.call()).parties}


def last_hold(desk: Desk) -> bool | None:
    holds = [order.on for order in desk.node.ordered(Hold) if order.party == ""]
    return holds[-1] if holds else None


async def test_a_colleague_is_rung_while_the_caller_hears_music(desk: Desk) -> None:
    whom = Target(kind="colleague", id="bob")
    await desk.telephone.invite(await desk.call(), await desk.staff("ann"), whom)
    call = await desk.call()
    assert call.held
    assert last_hold(desk) is True
    assert await people(desk) == {"ann": ("agent", "connected"), "bob": ("colleague", "ringing")}
    assert [one.id for one in await desk.services.call_parties.of("bob")] == ["c1"]
    await desk.joins("bob")
    assert (await people(desk))["bob"] == ("colleague", "connected")
    await desk.telephone.hold(await desk.call(), "", on=False)  # a conference
    assert not (await desk.call()).held
    await desk.telephone.drop(await desk.call(), await desk.staff("ann"), "bob")
    assert [order.party for order in desk.node.ordered(Leave)] == ["bob"]
    assert list(await people(desk)) == ["ann"]


async def test_a_colleague_declines(desk: Desk) -> None:
    whom = Target(kind="colleague", id="bob")
    await desk.telephone.invite(await desk.call(), await desk.staff("ann"), whom)
    await desk.telephone.drop(await desk.call(), await desk.staff("bob"), "bob")
    call = await desk.call()
    assert call.gone is not None
    assert (call.gone.id, call.gone.cause) == ("bob", "declined")
    assert list(await people(desk)) == ["ann"]


async def test_who_is_away_or_on_the_phone_is_not_rung(desk: Desk) -> None:
    await desk.call_of("bob", "c2")
    await desk.joins("bob", call="c2")
    ann = await desk.staff("ann")
    with pytest.raises(Conflict, match="Bob is on the phone"):
        await desk.telephone.invite(await desk.call(), ann, Target(kind="colleague", id="bob"))
    await desk.world.agents.set_presence("sue", PresenceState.OFFLINE)
    with pytest.raises(InvalidInput, match="not signed in"):
        await desk.telephone.invite(await desk.call(), ann, Target(kind="colleague", id="sue"))
    assert last_hold(desk) is None


async def test_the_work_goes_to_the_colleague_with_the_caller(desk: Desk) -> None:
    await consult(desk, "colleague", "bob")
    await desk.telephone.complete(await desk.call(), await desk.staff("ann"))
    await desk.attend()
    item = await desk.item()
    assert (item.state, item.agent) == (WorkState.ASSIGNED, "bob")
    assert await people(desk) == {"bob": ("agent", "connected")}
    assert [order.party for order in desk.node.ordered(Leave)] == ["ann"]
    assert last_hold(desk) is False
    assert (await desk.world.agents.state("ann")).held == {}


async def test_nobody_is_left_to_whom_has_not_answered(desk: Desk) -> None:
    ann = await desk.staff("ann")
    await desk.telephone.invite(await desk.call(), ann, Target(kind="colleague", id="bob"))
    with pytest.raises(Conflict, match="Wait until they answer"):
        await desk.telephone.complete(await desk.call(), ann)


async def test_nobody_is_left_to_whom_has_just_hung_up(desk: Desk) -> None:
    party = await consult(desk, "number", OUTSIDE)
    seen = await desk.call()
    await desk.left(party)
    with pytest.raises(Conflict, match="Wait until they answer"):
        await desk.telephone.complete(seen, await desk.staff("ann"))
    assert (await desk.item()).state is WorkState.ASSIGNED


async def test_a_caller_left_to_whom_hangs_up_meanwhile_is_not_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    party = await consult(desk, "number", OUTSIDE)
    leave_outside = desk.services.call_work.leave_outside

    async def hangs_up(call: Call, by: str) -> None:
        await leave_outside(call, by)
        await desk.left(party)

    monkeypatch.setattr(desk.services.call_work, "leave_outside", hangs_up)
    await desk.telephone.complete(await desk.call(), await desk.staff("ann"))
    await desk.attend()
    assert await people(desk) == {}
    assert len(desk.node.ordered(HangUp)) == 1


async def test_a_number_is_asked_in_and_gets_the_caller(desk: Desk) -> None:
    party = await consult(desk, "number", OUTSIDE)
    (dial,) = desk.node.ordered(Dial)
    assert (dial.uri, dial.caller) == (NUMBER, "")
    await desk.telephone.complete(await desk.call(), await desk.staff("ann"))
    await desk.attend()
    assert (await desk.item()).state is WorkState.WRAP_UP
    assert await people(desk) == {party: ("number", "connected")}
    assert (await desk.conversation()).state is ConversationState.OPEN
    await desk.left(party)
    assert len(desk.node.ordered(HangUp)) == 1


async def test_a_number_that_is_busy_is_told(desk: Desk) -> None:
    ann = await desk.staff("ann")
    party = await desk.telephone.invite(await desk.call(), ann, Target(kind="number", id=OUTSIDE))
    await desk.left(party.id, Cause.BUSY)
    call = await desk.call()
    assert call.gone is not None
    assert (call.gone.name, call.gone.cause) == (NUMBER, "busy")
    assert call.held  # ann takes the caller back when she is ready
    assert desk.node.ordered(HangUp) == []


@pytest.mark.parametrize("number", ["0906 123 4567", "+1 212 555 0100", "emergency", "999"])
async def test_some_numbers_are_not_called(desk: Desk, number: str) -> None:
    ann = await desk.staff("ann")
    with pytest.raises((NotAllowed, InvalidInput)):
        await desk.telephone.invite(await desk.call(), ann, Target(kind="number", id=number))
    assert desk.node.ordered(Dial) == []
    assert last_hold(desk) is None


@pytest.mark.parametrize(("kind", "target"), [("agent", "bob"), ("queue", "sales")])
async def test_a_caller_goes_back_in_line_for_an_agent_or_a_queue(desk: Desk, kind: str, target: str) -> None:
    await desk.telephone.hold(await desk.call(), "", on=True)
    to = Target(kind=kind, id=target, note="Wants a chair.")
    await desk.telephone.transfer(await desk.call(), await desk.staff("ann"), to)
    await desk.attend()
    item = await desk.item()
    assert item.state is WorkState.QUEUED
    assert (item.preferred_agent if kind == "agent" else item.queue) == target
    assert await people(desk) == {}
    assert [order.party for order in desk.node.ordered(Leave)] == ["ann"]
    assert last_hold(desk) is False
    assert desk.node.ordered(Wait)[-1].music
    notes = await desk.world.store.find(Message, {"conversation": item.conversation})
    assert "Wants a chair." in [note.text for note in notes]


async def test_a_caller_goes_back_to_a_flow(desk: Desk) -> None:
    now = desk.world.clock.now()
    flow = Flow(
        id="reception",
        title={"en": "Reception"},
        text="x",
        author="eva",
        created_at=now,
        updated_at=now,
        state=FlowState.PUBLISHED,
        published=1,
    )
    await desk.world.save(flow)
    ann = await desk.staff("ann")
    with pytest.raises(InvalidInput, match="no such flow"):
        await desk.telephone.transfer(await desk.call(), ann, Target(kind="flow", id="nowhere"))
    await desk.telephone.transfer(await desk.call(), ann, Target(kind="flow", id="reception"))
    await desk.attend()
    assert (await desk.conversation()).handler == "flow:reception"
    assert (await desk.item()).state is WorkState.WRAP_UP
    assert await people(desk) == {}


async def blind(desk: Desk) -> str:
    """Ann gives the caller to a number; returns the number's id in the call."""
    to = Target(kind="number", id=OUTSIDE)
    await desk.telephone.transfer(await desk.call(), await desk.staff("ann"), to)
    await desk.attend()
    (party,) = (await desk.call()).parties
    assert party.instead
    return party.id


async def test_a_number_gets_the_caller_once_it_answers(desk: Desk) -> None:
    party = await blind(desk)
    assert (await desk.item()).state is WorkState.ASSIGNED
    assert desk.node.ordered(Wait)[-1].music
    await desk.connected(party)
    assert (await desk.item()).state is WorkState.WRAP_UP
    assert not desk.node.ordered(Wait)[-1].music
    await desk.left(party)
    assert len(desk.node.ordered(HangUp)) == 1


async def test_a_caller_whom_the_number_does_not_take_waits_for_the_agent_again(desk: Desk) -> None:
    party = await blind(desk)
    await desk.left(party, Cause.NO_ANSWER)
    item = await desk.item()
    assert (item.state, item.preferred_agent, item.only_agent) == (WorkState.QUEUED, "ann", False)
    assert desk.node.ordered(Wait)[-1].music
    assert desk.node.ordered(HangUp) == []
    assert desk.node.ordered(Transfer) == []


async def test_only_who_has_the_work_hands_it_on(desk: Desk) -> None:
    bob, call = await desk.staff("bob"), await desk.call()
    for kind, target in (("agent", "sue"), ("queue", "sales"), ("number", OUTSIDE)):
        to = Target(kind=kind, id=target)
        with pytest.raises(Conflict):
            await desk.telephone.transfer(call, bob, to)
    assert (await desk.item()).agent == "ann"


async def test_who_loses_the_work_leaves_the_call(desk: Desk) -> None:
    item = await desk.item()
    await desk.world.work.assign(item.id, "bob", "sue")
    await desk.attend()
    assert await people(desk) == {}
    assert [order.party for order in desk.node.ordered(Leave)] == ["ann"]


async def test_a_trunk_may_connect_the_caller_itself(desk: Desk) -> None:
    desk.services.dialling._config = Calling(refer=True)
    to = Target(kind="number", id=OUTSIDE)
    await desk.telephone.transfer(await desk.call(), await desk.staff("ann"), to)
    assert [order.uri for order in desk.node.ordered(Transfer)] == [NUMBER]
    assert desk.node.ordered(Dial) == []
    assert (await desk.item()).state is WorkState.ASSIGNED
    await desk.node.reports(desk.node.ended(cause=Cause.TRANSFERRED))
    assert (await desk.item()).state is WorkState.WRAP_UP


async def test_a_caller_whom_the_trunk_does_not_connect_stays_with_the_agent(desk: Desk) -> None:
    desk.services.dialling._config = Calling(refer=True)
    to = Target(kind="number", id=OUTSIDE)
    await desk.telephone.transfer(await desk.call(), await desk.staff("ann"), to)
    at = desk.world.clock.now()
    refused = NotTransferred(number=desk.node.number(), call="c1", at=at, cause=Cause.REFUSED)
    await desk.node.reports(refused)
    assert await people(desk) == {"ann": ("agent", "connected")}
    gone = (await desk.call()).gone
    assert gone is not None
    assert (gone.kind.value, gone.cause) == ("number", "refused")
    assert (await desk.item()).agent == "ann"


async def test_while_a_bot_asks_something_the_agent_hears_nothing_of_it(desk: Desk) -> None:
    entry = Entry(id="e1", kind=EntryKind.RETURNED, by="ann", agent="ann")
    conversation = await desk.conversation()
    await desk.services.bot_turns.enter(conversation.id, "flow:card", entry, "ann")
    await desk.attend()
    (party,) = (await desk.call()).parties
    assert (party.id, party.held, party.role) == ("ann", True, PartyRole.LISTEN)
    assert [(one.party, one.role) for one in desk.node.ordered(Part)] == [("ann", PartyRole.LISTEN)]
    assert [(one.party, one.on) for one in desk.node.ordered(Hold)] == [("ann", True)]
    await desk.services.work.take(conversation.id, "ann")
    await desk.attend()
    (party,) = (await desk.call()).parties
    assert (party.held, party.role) == (False, PartyRole.TALK)
    assert desk.node.ordered(Part)[-1].role is PartyRole.TALK
    assert [(one.party, one.on) for one in desk.node.ordered(Hold)][-1] == ("ann", False)
