"""Messages on their way out: order, retries, crashes, receipts in any order, and what comes back as work."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.base import DoubtfulFailure, Handed, NotYet, PermanentFailure, Post, TemporaryFailure
from channels.deliverer import AT_ONCE, STOP_WITHIN, Deliverer
from hub.core.errors import Conflict, Unavailable
from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.conversations import Delivery, Direction, Message
from hub.core.models.delivery import Dispatch, DispatchState, EarlyReceipt, Part
from hub.core.models.reasons import Reason
from hub.core.models.sms import OptOut, SmsRoute
from hub.core.models.work import WorkItem, WorkState
from hub.core.transitions import DISPATCH
from hub.services.delivery import Deliveries
from hub.services.delivery_plans import FINAL, state_of
from hub.services.inbound import InboundMessage, Receipt
from hub.services.posting import Envelope
from tests.fakes.clock import settle
from tests.fakes.mail import bot_author
from tests.fakes.world import World, agent_author

NUMBER = "+4915112345678"
SCOPE = "sms:route"
BUSY = Reason("busy", detail="Too many messages.")
NO_NUMBER = Reason("unknown_number")


class Operator:
    """A provider that does what the test says, and keeps what it got."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.trouble: list[BaseException] = []
        self.found: Handed | None = None
        self.parts = 1

    async def send(self, post: Post) -> Handed:
        if self.trouble:
            raise self.trouble.pop(0)
        self.got.append(post.message.text)
        return self.handed(post.dispatch.id)

    async def find(self, post: Post) -> Handed | None:
        return self.found

    def handed(self, id: str) -> Handed:
        names = [f"{id}-{number}" for number in range(self.parts)]
        return Handed(scope=SCOPE, parts=[Part(ref=name, state=DispatchState.SENT) for name in names])


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


async def heard(world: World, number: str) -> Receipt:
    """A customer's SMS."""
    return await world.intake.receive(
        InboundMessage(
            entry_point="text",
            address_kind=AddressKind.PHONE,
            address=number,
            external_id=world.ids(),
            text="Where is my order?",
            at=world.clock.now(),
        )
    )


async def owned(world: World, number: str = NUMBER) -> WorkItem:
    """A customer's SMS in Ann's hands."""
    said = await heard(world, number)
    item = await world.store.get(WorkItem, said.conversation.work_item or "")
    return await world.work.accept((await world.offer(item)).id, "ann")


async def answer(
    world: World, item: WorkItem, text: str = "On its way.", envelope: Envelope | None = None
) -> Message:
    return await world.outbox.reply(
        item.conversation, by=agent_author(), text=text, client_id=world.ids(), envelope=envelope
    )


async def state(world: World, message: Message) -> tuple[DispatchState, Delivery]:
    dispatch = await world.store.get(Dispatch, message.id)
    return dispatch.state, (await world.store.get(Message, message.id)).delivery


async def notices(world: World, item: WorkItem) -> list[str]:
    messages = await world.store.find(Message, {"conversation": item.conversation}, order="seq")
    return [one.notice for one in messages if one.notice and one.direction is Direction.INTERNAL]


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


class Slow(Operator):
    """An operator that takes a message and lets its answer wait."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.answers = asyncio.Event()

    async def send(self, post: Post) -> Handed:
        self.asked.set()
        await self.answers.wait()
        return await super().send(post)


async def test_what_is_being_sent_when_the_hub_stops_still_gets_its_answer(world: World) -> None:
    operator = Slow()
    message = await answer(world, await owned(world))
    out = Deliverer(world.store, world.deliveries, world.clock, "text", operator)
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(out.serve("text", world.database))
        await operator.asked.wait()
        serving.cancel()
        await settle()
        operator.answers.set()
    assert serving.cancelled()
    assert operator.got == ["On its way."]
    assert await state(world, message) == (DispatchState.SENT, Delivery.SENT)


class Silent(Operator):
    """An operator that never answers for some numbers, and counts what is with it."""

    def __init__(self, silent: set[str]) -> None:
        super().__init__()
        self.silent = silent
        self.with_it = 0
        self.most = 0
        self.wanted = 1  # nobody gets an answer before so many were there at once
        self.crowded = asyncio.Event()
        self.sent = asyncio.Event()

    async def send(self, post: Post) -> Handed:
        self.with_it += 1
        self.most = max(self.most, self.with_it)
        if self.with_it == self.wanted:
            self.crowded.set()
        try:
            if post.dispatch.recipient in self.silent:
                await asyncio.Event().wait()
            await self.crowded.wait()
            handed = await super().send(post)
        finally:
            self.with_it -= 1
        self.sent.set()
        return handed


@asynccontextmanager
async def at_work(world: World, operator: Operator) -> AsyncIterator[None]:
    """The deliverer runs while the block does."""
    out = Deliverer(world.store, world.deliveries, world.clock, "text", operator)
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(out.serve("text", world.database))
        try:
            yield
        finally:
            serving.cancel()
            await settle()
            await world.clock.advance(STOP_WITHIN)


async def test_a_silent_server_holds_up_only_what_waits_for_it(world: World) -> None:
    operator = Silent({NUMBER})
    stuck, other = await owned(world), await owned(world, "+4915100000001")
    late = await owned(world, "+4915100000002")
    async with at_work(world, operator):
        for text in ("never", "never either"):
            await answer(world, stuck, text)
        await answer(world, other, "at once")
        await operator.sent.wait()
        operator.sent.clear()
        await answer(world, late, "later, and at once")
        await operator.sent.wait()
        assert operator.with_it == 1
        assert operator.got == ["at once", "later, and at once"]


async def test_only_so_many_are_with_the_operator_at_a_time(world: World) -> None:
    operator = Silent(set())
    operator.wanted = AT_ONCE
    for number in range(AT_ONCE + 5):
        said = await heard(world, f"+49151000001{number:02}")
        id = world.ids()
        await world.outbox.reply(said.conversation.id, by=bot_author(), text="Hello", client_id=id)
    out = Deliverer(world.store, world.deliveries, world.clock, "text", operator)
    assert await out.step()
    assert (len(operator.got), operator.most) == (AT_ONCE + 5, AT_ONCE)


async def test_to_one_recipient_all_go_in_order(world: World, operator: Operator, out: Deliverer) -> None:
    item = await owned(world)
    texts = [str(number) for number in range(5)]
    for text in texts:
        await answer(world, item, text)
    assert await out.step()
    assert operator.got == texts


async def test_a_store_that_breaks_leaves_no_doubt_about_the_others(world: World) -> None:
    first, second = await owned(world), await owned(world, "+4915100000001")
    hurt = await answer(world, first, "again")
    message = await answer(world, second, "fine")

    class Breaks(Deliveries):
        broke = False

        async def take(self, dispatch: Dispatch) -> Dispatch:
            if dispatch.id == hurt.id and not self.broke:
                self.broke = True
                raise Unavailable("The disk is full.")
            return await super().take(dispatch)

    operator = Operator()
    out = Deliverer(world.store, Breaks(world.store, world.clock, world.ids), world.clock, "text", operator)
    with pytest.raises(Unavailable):
        await out.step()
    assert await state(world, message) == (DispatchState.SENT, Delivery.SENT)
    await out.step()
    assert sorted(operator.got) == ["again", "fine"]
