"""Whether an SMS may be sent now."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from channels.base import Handed, Post, TemporaryFailure
from channels.deliverer import Deliverer
from channels.sms.guard import Guard
from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.conversations import Message
from hub.core.models.delivery import Dispatch, DispatchState, Part
from hub.core.models.reasons import Reason
from hub.core.models.sms import OptOut, SmsRoute
from hub.core.models.work import Calendar, Period, WorkItem
from hub.services.inbound import InboundMessage
from hub.services.posting import Envelope
from tests.fakes.reasons import code
from tests.fakes.world import World, agent_author

NUMBER = "+4915112345678"
ROUTE = SmsRoute(id="route", entry_point="text", number="+49301", quiet_calendar="day", per_number_per_hour=2)
DAY = [Period(start="08:00", end="20:00")]
ZONE = ZoneInfo("UTC")  # read once, before the tests watch for blocking calls
NIGHT = 12 * 3600.0  # from nine in the morning


class Operator:
    """Keeps what it got."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.trouble: list[Exception] = []

    async def send(self, post: Post) -> Handed:
        if self.trouble:
            raise self.trouble.pop(0)
        self.got.append(post.message.text)
        return Handed(scope="sms:route", parts=[Part(ref=post.dispatch.id, state=DispatchState.SENT)])

    async def find(self, post: Post) -> Handed | None:
        return None


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as world:
        await world.save(
            EntryPoint(id="text", channel=Channel.SMS, key="+49301", name="SMS", queue="support"),
            Calendar(id="day", name="By day", timezone=ZONE.key, week=[DAY] * 7),
            ROUTE,
        )
        yield world


@pytest.fixture
def operator() -> Operator:
    return Operator()


@pytest.fixture
def out(world: World, operator: Operator) -> Deliverer:
    guard = Guard(world.bundle(), ROUTE, operator)
    return Deliverer(world.store, world.deliveries, world.clock, "text", guard)


async def hear(world: World) -> str:
    """The customer writes; return the conversation's id, in Ann's hands."""
    said = await world.intake.receive(
        InboundMessage(
            entry_point="text",
            address_kind=AddressKind.PHONE,
            address=NUMBER,
            external_id=world.ids(),
            text="Hello",
            at=world.clock.now(),
        )
    )
    item = await world.store.get(WorkItem, said.conversation.work_item or "")
    if item.agent is None:
        await world.work.accept((await world.offer(item)).id, "ann")
    return said.conversation.id


async def say(world: World, conversation: str, text: str) -> Message:
    return await world.outbox.reply(conversation, by=agent_author(), text=text, client_id=world.ids())


async def dispatch(world: World, message: Message) -> Dispatch:
    return await world.store.get(Dispatch, message.id)


async def test_at_night_it_waits_for_the_morning(world: World, operator: Operator, out: Deliverer) -> None:
    conversation = await hear(world)
    world.clock.set(NIGHT)
    message = await say(world, conversation, "Good night")
    await out.step()
    waiting = await dispatch(world, message)
    assert operator.got == []
    assert (waiting.state, waiting.reason) == (
        DispatchState.PENDING,
        Reason("quiet_hours", {"calendar": "By day"}),
    )
    assert waiting.due_at.isoformat() == "2026-11-24T08:00:00+00:00"
    world.clock.set(11 * 3600)
    await out.step()
    assert operator.got == ["Good night"]


async def test_who_has_just_written_is_answered_at_night(
    world: World, operator: Operator, out: Deliverer
) -> None:
    world.clock.set(NIGHT)
    conversation = await hear(world)
    await say(world, conversation, "Good evening")
    await out.step()
    assert operator.got == ["Good evening"]


async def test_a_calendar_that_never_opens_says_so(world: World, operator: Operator, out: Deliverer) -> None:
    calendar = await world.store.get(Calendar, "day")
    conversation = await hear(world)
    world.clock.set(NIGHT)
    await world.save(Calendar(id="day", rev=calendar.rev, name="By day", timezone=ZONE.key, week=[[]] * 7))
    message = await say(world, conversation, "Hello?")
    await out.step()
    assert code((await dispatch(world, message)).reason) == "always_quiet"


async def test_a_number_gets_only_so_many_within_an_hour(
    world: World, operator: Operator, out: Deliverer
) -> None:
    conversation = await hear(world)
    for number in (1, 2, 3):
        await say(world, conversation, str(number))
        world.clock.set(60)
        await out.step()
    assert operator.got == ["1", "2"]
    world.clock.set(3600 - 120 + 2)
    await out.step()
    assert operator.got == ["1", "2", "3"]


async def test_an_opt_out_holds_for_what_was_written_before_it(
    world: World, operator: Operator, out: Deliverer
) -> None:
    message = await say(world, await hear(world), "Too late")
    await world.save(OptOut(id="o", route="route", number=NUMBER, at=world.clock.now()))
    await out.step()
    assert operator.got == []
    assert code((await dispatch(world, message)).reason) == "opted_out"


async def test_what_was_written_first_goes_first(world: World, operator: Operator, out: Deliverer) -> None:
    conversation = await hear(world)
    await say(world, conversation, "first")
    operator.trouble = [TemporaryFailure(Reason("throttled"))]
    await out.step()
    await say(world, conversation, "second")
    world.clock.set(1)
    await out.step()
    assert operator.got == []
    for _ in range(3):  # both may be due at once: then the second looks again a second later
        world.clock.set(40)
        await out.step()
    assert operator.got == ["first", "second"]


async def test_one_that_waits_for_its_turn_is_not_overtaken(
    world: World, operator: Operator, out: Deliverer
) -> None:
    conversation = await hear(world)
    operator.trouble = [TemporaryFailure(Reason("throttled"))]
    for text in ("first", "second"):
        await say(world, conversation, text)
        await out.step()  # the first is tried again after 30 s, the second waits for that
    world.clock.set(30)
    await say(world, conversation, "third")
    await out.step()
    assert operator.got == ["first"]
    world.clock.set(10)
    await out.step()
    assert operator.got[:2] == ["first", "second"]


async def test_a_jam_goes_at_once_when_the_first_went(
    world: World, operator: Operator, out: Deliverer
) -> None:
    conversation = await hear(world)
    first, second = await say(world, conversation, "first"), await say(world, conversation, "second")
    operator.trouble = [TemporaryFailure(Reason("throttled"))]
    await out.step()
    third = await say(world, conversation, "third")
    await out.step()
    due = [(await dispatch(world, message)).due_at for message in (first, second, third)]
    assert due == [due[0], due[0] + timedelta(seconds=1), due[0] + timedelta(seconds=1)]


async def test_two_in_a_row_stay_in_order(world: World, operator: Operator, out: Deliverer) -> None:
    conversation = await hear(world)
    await say(world, conversation, "one")
    await say(world, conversation, "two")
    for _ in range(3):
        await out.step()
        world.clock.set(2)
    assert operator.got == ["one", "two"]


async def test_scheduled_messages_let_others_pass(world: World, operator: Operator, out: Deliverer) -> None:
    conversation = await hear(world)
    later = Envelope(at=world.clock.now() + timedelta(hours=2))
    await world.outbox.reply(conversation, by=agent_author(), text="reminder", client_id="r", envelope=later)
    await say(world, conversation, "now")
    await out.step()
    assert operator.got == ["now"]


async def test_rules_that_break_leave_no_doubt(world: World, operator: Operator, out: Deliverer) -> None:
    """Nothing was handed over, so it is tried again."""
    message = await say(world, await hear(world), "Hello")
    calendar = await world.store.get(Calendar, "day")
    await world.save(Calendar(id="day", rev=calendar.rev, name="By day", timezone="Nowhere", week=[DAY] * 7))
    await out.step()
    assert (await dispatch(world, message)).state is DispatchState.PENDING
    assert operator.got == []
