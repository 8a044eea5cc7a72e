"""Calls that staff make: to customers, to each other; their own telephones, announcements, supervisors."""

import asyncio

import pytest
from msgspec.structs import replace

from hub.core.errors import Conflict, InvalidInput, NotAllowed
from hub.core.models.calls import CallState, PartyRole
from hub.core.models.contacts import Address, AddressKind, EntryPoint
from hub.core.models.conversations import Direction
from hub.core.models.staff import AuditEntry, Staff
from hub.core.models.work import Queue, WorkState
from hub.services.outgoing_calls import Wanted
from tests.fakes.telephones import Desk
from tests.fakes.voice_world import CALLER
from voice.control.calls import NodeCalls
from voice.orders import Answer, Dial, HangUp, Join, Part, Place, Speak, Take
from voice.reports import Cause, Ringing, Spoken

OUTSIDE = "+442079460018"


async def change(
    desk: Desk, kind: type[Staff] | type[Queue] | type[EntryPoint], id: str, **to: object
) -> None:
    await desk.world.save(replace(await desk.world.store.get(kind, id), **to))


# --- calling customers ------------------------------------------------------------------------------------


async def test_calling_a_number_begins_a_conversation_in_the_agents_hands(desk: Desk) -> None:
    await change(desk, EntryPoint, "line-300", caller_number="+442079460300")
    call = await desk.telephone.place(
        await desk.staff("ann"), Wanted(number="020 7946 0018", entry_point="line-300")
    )
    assert (call.direction, call.number, call.by) == (Direction.OUTBOUND, OUTSIDE, "ann")
    (place,) = desk.node.ordered(Place)
    assert (place.call, place.uri, place.caller) == (call.id, OUTSIDE, "+442079460300")
    item = await desk.item(call.id)
    assert (item.state, item.agent, item.queue) == (WorkState.ASSIGNED, "ann", "support")
    conversation = await desk.conversation(call.id)
    assert (conversation.handler, conversation.agent) == ("agent", "ann")
    assert await desk.joins("ann", call=call.id) == ""
    await desk.node.reports(desk.node.answered(call.id))
    assert (await desk.call(call.id)).state is CallState.UP
    assert desk.node.ordered(Speak) == []  # whom we call hears the agent, not a greeting
    await desk.node.reports(desk.node.ended(call.id))
    assert (await desk.item(call.id)).state is WorkState.WRAP_UP


async def test_the_queues_number_is_shown_first(desk: Desk) -> None:
    await change(desk, Queue, "sales", caller_number="+442079460777")
    ann = await desk.staff("ann")
    await desk.telephone.place(ann, Wanted(number=OUTSIDE, queue="sales", entry_point="line-300"))
    assert desk.node.ordered(Place)[0].caller == "+442079460777"


async def test_a_contact_is_called_at_their_number(desk: Desk) -> None:
    await desk.call_of("bob")
    conversation = await desk.conversation()
    await desk.node.reports(desk.node.ended())
    ann = await desk.staff("ann")
    call = await desk.telephone.place(ann, Wanted(contact=conversation.contact, entry_point="line-300"))
    assert call.number == CALLER
    assert call.conversation == conversation.id
    nobody = (await desk.world.say("hello")).conversation.contact
    await desk.node.reports(desk.node.ended(call.id))
    with pytest.raises(InvalidInput, match="No telephone number"):
        await desk.telephone.place(ann, Wanted(contact=nobody))


async def test_who_was_not_reached_leaves_a_wrap_up(desk: Desk) -> None:
    call = await desk.telephone.place(await desk.staff("ann"), Wanted(number=OUTSIDE))
    await desk.node.reports(desk.node.ended(call.id, Cause.BUSY))
    assert (await desk.call(call.id)).cause == "busy"
    assert (await desk.item(call.id)).state is WorkState.WRAP_UP


async def test_nobody_makes_two_calls_at_once(desk: Desk) -> None:
    ann = await desk.staff("ann")
    call = await desk.telephone.place(ann, Wanted(number=OUTSIDE))
    await desk.joins("ann", call=call.id)
    with pytest.raises(Conflict, match="in a call already"):
        await desk.telephone.place(ann, Wanted(number="+442079460019"))
    with pytest.raises(Conflict):
        await desk.telephone.place(await desk.staff("bob"), Wanted(number=OUTSIDE))


async def test_numbers_that_may_not_be_called_leave_nothing_behind(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        await desk.telephone.place(await desk.staff("ann"), Wanted(number="+12125550100"))
    assert await desk.world.store.find(Address, {"kind": AddressKind.PHONE}) == []
    assert desk.node.ordered(Place) == []


# --- calling each other -----------------------------------------------------------------------------------


async def colleague(desk: Desk) -> str:
    """Ann calls Bob, and her browser has joined; returns the call's id."""
    call = await desk.telephone.call_colleague(await desk.staff("ann"), "bob")
    assert (await desk.call(call.id)).parties == []  # nobody rings before the caller is there
    await desk.joins("ann", call=call.id)
    (take,) = desk.node.ordered(Take)
    at = desk.world.clock.now()
    ringing = Ringing(number=desk.node.number(), call=call.id, at=at, caller=call.id, called=take.called)
    await desk.node.reports(ringing, desk.node.answered(call.id))
    assert [order.call for order in desk.node.ordered(Answer)] == [call.id]
    return call.id


async def test_a_colleague_is_called(desk: Desk) -> None:
    call = await colleague(desk)
    assert [(one.id, one.state.value) for one in (await desk.call(call)).parties] == [("bob", "ringing")]
    assert [one.id for one in await desk.services.call_parties.of("bob")] == [call]
    await desk.joins("bob", call=call)
    await desk.left("bob", call=call)
    assert [order.call for order in desk.node.ordered(HangUp)] == [call]
    await desk.node.reports(desk.node.ended(call))
    assert (await desk.call(call)).state is CallState.ENDED
    assert await desk.services.call_parties.of("ann") == []


async def test_a_colleague_does_not_want_to_talk(desk: Desk) -> None:
    call = await colleague(desk)
    await desk.telephone.drop(await desk.call(call), await desk.staff("bob"), "bob")
    gone = (await desk.call(call)).gone
    assert gone is not None
    assert gone.cause == "declined"
    assert [order.call for order in desk.node.ordered(HangUp)] == [call]


async def test_who_calls_a_colleague_may_think_better_of_it(desk: Desk) -> None:
    ann = await desk.staff("ann")
    call = await desk.telephone.call_colleague(ann, "bob")
    await desk.telephone.leave(call, ann)
    assert (await desk.call(call.id)).state is CallState.ENDED
    with pytest.raises(InvalidInput, match="This is you"):
        await desk.telephone.call_colleague(ann, "ann")


# --- own telephones ---------------------------------------------------------------------------------------


async def test_an_agents_own_telephone_is_dialled_when_they_accept(desk: Desk) -> None:
    await change(desk, Staff, "ann", phone="+442079460777", on_phone=True)
    await desk.call_of("ann")
    (dial,) = desk.node.ordered(Dial)
    assert (dial.party, dial.uri) == ("ann", "+442079460777")
    await desk.connected("ann")
    assert [(one.kind.value, one.state.value) for one in (await desk.call()).parties] == [
        ("agent", "connected")
    ]
    await desk.left("ann")
    await desk.attend()
    assert len(desk.node.ordered(Dial)) == 1  # who hangs up is not called again and again
    assert (await desk.call()).parties == []


# --- announcements ----------------------------------------------------------------------------------------


async def test_an_agent_is_announced_and_then_talks(desk: Desk) -> None:
    await change(desk, Queue, "support", agent_announcement={"en": "{name}, number {number}, is with you."})
    await change(desk, Staff, "ann", number="471")
    await desk.call_of("ann")
    assert await desk.joins("ann") == ""
    assert desk.node.ordered(Join)[0].role is PartyRole.LISTEN
    (speak,) = desk.node.ordered(Speak)[-1:]
    assert speak.text == "Ann, number 4 7 1, is with you."
    assert "is with you now" not in " ".join(order.text for order in desk.node.ordered(Speak))
    assert (await desk.call()).parties[0].role is PartyRole.LISTEN
    at = desk.world.clock.now()
    spoken = Spoken(
        number=desk.node.number(), call="c1", at=at, order=speak.id, text=speak.text, complete=True
    )
    await desk.node.reports(spoken)
    assert desk.node.ordered(Part)[-1].role is PartyRole.TALK
    assert (await desk.call()).parties[0].role is PartyRole.TALK
    before = len(desk.node.ordered(Speak))
    await desk.joins("ann")  # her browser comes again
    assert desk.node.ordered(Join)[-1].role is PartyRole.TALK
    assert len(desk.node.ordered(Speak)) == before


# --- supervisors ------------------------------------------------------------------------------------------


async def test_a_supervisor_listens_whispers_and_joins_on_record(desk: Desk) -> None:
    await desk.call_of("ann")
    await desk.joins("ann")
    await desk.joins("sue", PartyRole.LISTEN)
    join = desk.node.ordered(Join)[-1]
    assert (join.party, join.role) == ("sue", PartyRole.LISTEN)
    sue = await desk.staff("sue")
    await desk.telephone.change_role(await desk.call(), sue, PartyRole.WHISPER)
    part = desk.node.ordered(Part)[-1]
    assert (part.party, part.role, part.to) == ("sue", PartyRole.WHISPER, "ann")
    await desk.telephone.change_role(await desk.call(), sue, PartyRole.TALK)
    entries = await desk.world.store.find(AuditEntry, {}, order="id")
    assert [(entry.actor, entry.action, entry.kind) for entry in entries] == [
        ("sue", "listened", "call"),
        ("sue", "whispered", "call"),
        ("sue", "joined", "call"),
    ]
    seen = {one.id: (one.kind.value, one.role.value) for one in (await desk.call()).parties}
    assert seen == {"ann": ("agent", "talk"), "sue": ("supervisor", "talk")}
    with pytest.raises(Conflict, match="Only a supervisor"):
        await desk.telephone.change_role(await desk.call(), await desk.staff("ann"), PartyRole.LISTEN)


async def test_a_colleague_whose_desk_rings_in_vain_is_rung_no_more(desk: Desk) -> None:
    async with asyncio.TaskGroup() as group:
        desk.node.calls.parties.open(group)
        call = await colleague(desk)
        await desk.world.clock.advance(30)
    gone = (await desk.call(call)).gone
    assert gone is not None
    assert (gone.id, gone.cause) == ("bob", "no_answer")
    assert [order.call for order in desk.node.ordered(HangUp)] == [call]


async def test_a_call_whose_caller_does_not_join_is_forgotten(desk: Desk) -> None:
    async with asyncio.TaskGroup() as group:
        desk.node.calls.parties.open(group)
        call = await desk.telephone.call_colleague(await desk.staff("ann"), "bob")
        assert list((await desk.world.agents.state("ann")).held) == [call.id]
        await desk.world.clock.advance(30)
    assert (await desk.call(call.id)).state is CallState.ENDED
    assert (await desk.world.agents.state("ann")).held == {}


async def test_a_call_whose_caller_cannot_join_is_over(desk: Desk) -> None:
    call = await desk.telephone.call_colleague(await desk.staff("ann"), "bob")
    assert await desk.joins("ann", call=call.id, error="The browser's offer cannot be read.") != ""
    assert (await desk.call(call.id)).state is CallState.ENDED


async def test_an_announcement_that_never_ends_does_not_keep_the_agent_silent(desk: Desk) -> None:
    await change(desk, Queue, "support", agent_announcement={"en": "{name} is with you."})
    async with asyncio.TaskGroup() as group:
        desk.node.calls.parties.open(group)
        await desk.call_of("ann")
        await desk.joins("ann")
        await desk.world.clock.advance(15)
    assert (await desk.call()).parties[0].role is PartyRole.TALK


async def test_a_supervisor_who_takes_the_work_talks_with_the_caller(desk: Desk) -> None:
    await desk.call_of("ann")
    await desk.joins("ann")
    await desk.joins("sue", PartyRole.LISTEN)
    await desk.joins("sue", PartyRole.WHISPER)  # the browser comes again, and whispers now
    assert desk.node.ordered(Join)[-1].role is PartyRole.WHISPER
    await desk.world.work.assign((await desk.item()).id, "sue", "sue")
    await desk.attend()
    seen = {one.id: (one.kind.value, one.role.value) for one in (await desk.call()).parties}
    assert seen == {"sue": ("agent", "talk")}
    assert [(one.party, one.role) for one in desk.node.ordered(Part)] == [("sue", PartyRole.TALK)]


async def test_a_desk_that_rang_when_the_hub_went_rings_on(desk: Desk) -> None:
    call = await colleague(desk)
    parties = NodeCalls(desk.services, "n1", desk.node.orders.append).parties
    parties.resume(await desk.call(call))
    async with asyncio.TaskGroup() as group:
        parties.open(group)
        await desk.world.clock.advance(30)
    assert (await desk.call(call)).parties == []
