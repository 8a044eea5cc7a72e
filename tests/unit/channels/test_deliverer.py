"""Messages on their way out: order, retries, crashes, receipts in any order, and what comes back as work."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.base import DoubtfulFailure, Handed, NotYet, PermanentFailure, Post, TemporaryFailure
from channels.deliverer import Deliverer
from hub.core.errors import Conflict, Unavailable
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.conversations import Delivery, Message
from hub.core.models.delivery import Dispatch, DispatchState, EarlyReceipt, Part
from hub.core.models.reasons import Reason
from hub.core.models.sms import OptOut, SmsRoute
from hub.core.models.work import WorkItem, WorkState
from hub.core.transitions import DISPATCH
from hub.services.delivery_plans import FINAL, state_of
from hub.services.posting import Envelope
from tests.fakes.operator import BUSY, NUMBER, SCOPE, Operator, answer, notices, owned, state
from tests.fakes.world import World

NO_NUMBER = Reason("unknown_number")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as world:
        await world.save(
            EntryPoint(id="text", channel=Channel.SMS, key="+49301", name="SMS", queue="support"),
            SmsRoute(id="route", entry_point="text", number="+49301"),
        )
        yield world


@pytest.fixture
def operator() -> Operator:
    return Operator()


@pytest.fixture
def out(world: World, operator: Operator) -> Deliverer:
    return Deliverer(world.store, world.deliveries, world.clock, "text", operator)


async def test_a_reply_waits_until_the_operator_takes_it_and_is_sent_once(
    world: World, operator: Operator, out: Deliverer
) -> None:
    message = await answer(world, await owned(world))
    assert message.delivery is Delivery.PENDING
    assert await out.step()
    assert not await out.step()
    assert operator.got == ["On its way."]
    assert await state(world, message) == (DispatchState.SENT, Delivery.SENT)
    await world.deliveries.receipt(SCOPE, f"{message.id}-0", DispatchState.DELIVERED)
    assert await state(world, message) == (DispatchState.DELIVERED, Delivery.DELIVERED)


async def test_what_may_pass_is_tried_again_later_and_later(
    world: World, operator: Operator, out: Deliverer
) -> None:
    message = await answer(world, await owned(world))
    operator.trouble = [TemporaryFailure(BUSY) for _ in range(3)]
    for wait in (30, 60, 120):
        await out.step()
        assert await state(world, message) == (DispatchState.PENDING, Delivery.PENDING)
        assert not await out.step()
        await world.clock.advance(wait - 1)
        assert not await out.step()
        await world.clock.advance(1)
    await out.step()
    assert operator.got == ["On its way."]
    assert (await world.store.get(Dispatch, message.id)).attempts == 4


async def test_a_full_store_is_no_reason_to_give_up(world: World, operator: Operator, out: Deliverer) -> None:
    message = await answer(world, await owned(world))
    operator.trouble = [Unavailable("The disk is full.")]
    await out.step()
    assert await state(world, message) == (DispatchState.PENDING, Delivery.PENDING)


async def test_it_is_not_tried_for_ever(world: World, operator: Operator, out: Deliverer) -> None:
    item = await owned(world)
    message = await answer(world, item)
    operator.trouble = [TemporaryFailure(BUSY, after=72 * 3600)]
    await out.step()
    assert await state(world, message) == (DispatchState.FAILED, Delivery.FAILED)
    assert await notices(world, item) == ["delivery_failed"]


async def test_a_message_refused_for_good_comes_back_to_its_author(
    world: World, operator: Operator, out: Deliverer
) -> None:
    item = await owned(world)
    message = await answer(world, item)
    await world.work.resolve(item.id, "ann")
    await world.work.complete(item.id, "ann")
    operator.trouble = [PermanentFailure(NO_NUMBER)]
    await out.step()
    stored = await world.store.get(Message, message.id)
    assert (stored.delivery, stored.delivery_reason) == (Delivery.FAILED, NO_NUMBER)
    conversation = await world.conversation(item)
    back = await world.store.get(WorkItem, conversation.work_item or "")
    assert (back.state, back.reason, back.preferred_agent) == (WorkState.QUEUED, "delivery_failed", "ann")


async def test_a_parked_matter_wakes_up_when_its_message_fails(
    world: World, operator: Operator, out: Deliverer
) -> None:
    item = await owned(world)
    await answer(world, item)
    await world.work.park(item.id, "ann", None)
    operator.trouble = [PermanentFailure(NO_NUMBER)]
    await out.step()
    assert (await world.item(item)).state is WorkState.QUEUED


@pytest.mark.parametrize("trouble", [DoubtfulFailure(Reason("cut")), RuntimeError("a bug")])
async def test_what_may_have_been_sent_is_not_sent_again_by_itself(
    world: World, operator: Operator, out: Deliverer, trouble: Exception
) -> None:
    item = await owned(world)
    message = await answer(world, item)
    operator.trouble = [trouble]
    await out.step()
    assert await state(world, message) == (DispatchState.UNKNOWN, Delivery.UNKNOWN)
    assert await notices(world, item) == ["delivery_unknown"]
    await world.clock.advance(100_000)
    assert not await out.step()
    await world.deliveries.again(message.id, "ann")
    await out.step()
    assert operator.got == ["On its way."]


async def test_after_a_crash_the_operator_is_asked(world: World, operator: Operator) -> None:
    item = await owned(world)
    sent, lost = await answer(world, item, "first"), await answer(world, item, "second")
    for message in (sent, lost):
        await world.deliveries.take(await world.store.get(Dispatch, message.id))

    async def find(post: Post) -> Handed | None:
        return operator.handed(sent.id) if post.dispatch.id == sent.id else None

    operator.find = find  # type: ignore[method-assign] # this operator knows one of the two
    restarted = Deliverer(world.store, world.deliveries, world.clock, "text", operator)
    await restarted.recover()
    assert (await state(world, sent))[0] is DispatchState.SENT
    assert (await state(world, lost))[0] is DispatchState.UNKNOWN
    assert operator.got == []


async def test_a_scheduled_message_leaves_in_its_time_or_can_be_called_back(
    world: World, operator: Operator, out: Deliverer
) -> None:
    item = await owned(world)
    later = Envelope(at=world.clock.now() + timedelta(hours=1))
    stays, leaves = await answer(world, item, "no", later), await answer(world, item, "yes", later)
    assert not await out.step()
    await world.deliveries.call_back(stays.id, "ann")
    await world.clock.advance(3600)
    await out.step()
    assert operator.got == ["yes"]
    assert await notices(world, item) == []
    with pytest.raises(Conflict, match="Too late"):
        await world.deliveries.call_back(leaves.id, "ann")


async def test_not_yet_is_no_failure(world: World, operator: Operator, out: Deliverer) -> None:
    message = await answer(world, await owned(world))
    operator.trouble = [NotYet(Reason("night"), world.clock.now() + timedelta(hours=8))]
    await out.step()
    assert await world.deliveries.next_due("text") == world.clock.now() + timedelta(hours=8)
    assert (await state(world, message))[0] is DispatchState.PENDING


async def test_waiting_for_its_turn_makes_no_later_delay_longer(
    world: World, operator: Operator, out: Deliverer
) -> None:
    message = await answer(world, await owned(world))
    waits = timedelta(minutes=1)
    operator.trouble = [NotYet(Reason("earlier_first"), world.clock.now() + waits * n) for n in range(1, 7)]
    operator.trouble.append(TemporaryFailure(BUSY))
    for _ in range(6):
        await out.step()
        await world.clock.advance(60)
    await out.step()
    assert (await world.store.get(Dispatch, message.id)).attempts == 1
    assert await world.deliveries.next_due("text") == world.clock.now() + timedelta(seconds=30)


async def test_a_receipt_may_be_faster_than_the_answer(
    world: World, operator: Operator, out: Deliverer
) -> None:
    message = await answer(world, await owned(world))
    assert await world.deliveries.receipt(SCOPE, f"{message.id}-0", DispatchState.DELIVERED) is None
    await out.step()
    assert await state(world, message) == (DispatchState.DELIVERED, Delivery.DELIVERED)
    assert await world.store.count(EarlyReceipt) == 0


async def test_a_message_in_parts_is_as_bad_as_its_worst_part(
    world: World, operator: Operator, out: Deliverer
) -> None:
    message = await answer(world, await owned(world))
    operator.parts = 2
    await out.step()
    await world.deliveries.receipt(SCOPE, f"{message.id}-0", DispatchState.DELIVERED)
    assert (await state(world, message))[0] is DispatchState.SENT
    await world.deliveries.receipt(SCOPE, f"{message.id}-1", DispatchState.BUFFERED, reason=Reason("off"))
    assert (await state(world, message))[0] is DispatchState.BUFFERED
    await world.deliveries.receipt(SCOPE, f"{message.id}-1", DispatchState.FAILED, reason=Reason("expired"))
    assert (await state(world, message))[0] is DispatchState.FAILED
    assert (await world.store.get(Message, message.id)).delivery_reason == Reason("expired")


async def test_a_late_receipt_settles_what_was_unknown(
    world: World, operator: Operator, out: Deliverer
) -> None:
    message = await answer(world, await owned(world))
    await world.deliveries.take(await world.store.get(Dispatch, message.id))
    await world.deliveries.handed(message.id, SCOPE, operator.handed(message.id).parts)
    await world.deliveries.receipt(SCOPE, f"{message.id}-0", DispatchState.FAILED)
    assert await world.deliveries.receipt(SCOPE, f"{message.id}-0", DispatchState.DELIVERED)
    assert (await state(world, message))[0] is DispatchState.FAILED


async def test_a_number_that_said_stop_gets_nothing(world: World) -> None:
    item = await owned(world)
    await world.save(OptOut(id="o1", route="route", number=NUMBER, at=world.clock.now()))
    with pytest.raises(Conflict, match="no more SMS"):
        await answer(world, item)


RECEIPTS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([*FINAL, DispatchState.SENT, DispatchState.BUFFERED])),
    max_size=12,
)


@given(receipts=RECEIPTS)
@settings(max_examples=300)
def test_receipts_in_any_order_end_where_the_parts_say(receipts: list[tuple[int, DispatchState]]) -> None:
    """The state only goes where the table allows, and a part's final word is its last."""
    parts = {number: DispatchState.SENT for number in range(3)}
    shown = DispatchState.SENT
    for number, said in receipts:
        if parts[number] not in FINAL:
            parts[number] = said
        now = state_of([Part(ref=str(number), state=part) for number, part in parts.items()])
        if now is not shown and now in DISPATCH[shown]:
            shown = now
    if any(part is DispatchState.FAILED for part in parts.values()):
        assert shown is DispatchState.FAILED
    if all(part is DispatchState.DELIVERED for part in parts.values()):
        assert shown is DispatchState.DELIVERED
