"""Recordings and messages as the hub's side of voice has them: told first, stored, found, made work of."""

from base64 import b64decode
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from hub.core.config import Config
from hub.core.errors import InvalidInput, NotFound
from hub.core.models.calls import Call
from hub.core.models.contacts import EntryPoint
from hub.core.models.conversations import Conversation, ConversationState, Message, StoredFile
from hub.core.models.recordings import Recording, RecordingKind, RecordingState
from hub.core.models.staff import AuditEntry
from hub.core.models.work import Queue, WorkItem, WorkState
from hub.core.tape import Line
from hub.services.bundle import Services, build_services
from hub.store.blobs import FileBlobs
from tests.fakes.tapes import AUDIO, a_tape
from tests.fakes.voice_world import FakeNode, until
from tests.fakes.world import World
from voice.orders import Answer, HangUp, PauseRecording, Record, Speak, TakeMessage
from voice.reports import Connected, Recorded

SECRET = bytes(32)


@pytest.fixture
async def world(world: World) -> World:
    """The numbers 200 and 300 record their calls."""
    for number in ("200", "300"):
        entry = await world.store.get(EntryPoint, f"line-{number}")
        await world.save(msgspec.structs.replace(entry, record=True, record_notice={"zh": "录音"}))
    return world


@pytest.fixture
def services(world: World, tmp_path: Path) -> Services:
    return build_services(
        world.store,
        world.clock,
        world.ids,
        blobs=FileBlobs(tmp_path / "files"),
        config=Config(),
        secret=SECRET,
    )


def recorded(
    node: FakeNode, recording: str, seconds: float = 4.0, *, text: str = "", fault: str = ""
) -> Recorded:
    return Recorded(
        number=node.number(),
        call="c1",
        at=node.world.clock.now(),
        recording=recording,
        seconds=seconds,
        text=text,
        fault=fault,
    )


async def only(world: World) -> Recording:
    (found,) = await world.store.find(Recording)
    return found


async def begun(node: FakeNode, called: str = "200") -> Record:
    await node.reports(node.ringing(called=f"sip:{called}@hub"), node.answered())
    (order,) = node.ordered(Record)
    return order


async def stored(node: FakeNode, services: Services, **values: object) -> Recording:
    order = await begun(node)
    tape = a_tape(b64decode(order.key), node.world.clock.now(), **values)  # type: ignore[arg-type] # as given
    return await services.recordings.store_tape(order.recording, tape)


async def test_the_caller_is_told_before_all_else_and_is_recorded_from_the_answer_on(
    world: World, node: FakeNode
) -> None:
    await begun(node)
    kinds = [type(order) for order in node.orders]
    assert kinds[:3] == [Answer, Speak, Record]
    notice, greeting = node.ordered(Speak)[:2]
    assert (notice.text, notice.whole) == ("This call is recorded.", True)
    assert (greeting.text, greeting.whole) == ("Good day.", False)
    recording = await only(world)
    assert (recording.kind, recording.state) == (RecordingKind.CALL, RecordingState.RECORDING)
    call = await world.store.get(Call, "c1")
    assert call.taping is not None
    assert call.taping.on


async def test_who_is_not_to_be_recorded_is_not(world: World, node: FakeNode) -> None:
    await node.reports(node.ringing(called="sip:100@hub"), node.answered())
    assert node.ordered(Record) == []
    assert await world.store.find(Recording) == []


async def test_the_key_is_not_stored_as_it_is(world: World, node: FakeNode, services: Services) -> None:
    order = await begun(node)
    recording = await only(world)
    key = b64decode(order.key)
    assert key not in recording.key
    assert services.recordings.key(recording) == key
    other = build_services(
        world.store,
        world.clock,
        world.ids,
        blobs=FileBlobs(Path("nowhere")),
        config=Config(),
        secret=b"other",
    )
    with pytest.raises(Exception, match="secret"):
        other.recordings.key(recording)


async def test_a_hub_that_comes_back_orders_again_what_goes_on(
    world: World, node: FakeNode, services: Services
) -> None:
    order = await begun(node)
    await node.calls.recordings.pause("c1", "ann", on=True)
    again = FakeNode(world, services)
    await again.calls.resume(["c1"])
    assert again.ordered(Record) == [order]
    assert [one.on for one in again.ordered(PauseRecording)] == [True]
    assert [one.id for one in again.ordered(PauseRecording)] == [
        one.id for one in node.ordered(PauseRecording)
    ]


async def test_what_is_delivered_is_stored_encrypted_and_found(
    world: World, node: FakeNode, services: Services, tmp_path: Path
) -> None:
    order = await begun(node)
    at = world.clock.now()
    heard = node.heard("Where is my lamp?")
    connected = Connected(number=node.number(), call="c1", at=at, party="ann")
    await node.reports(heard, connected)
    (question,) = await world.store.find(Message, {"direction": "inbound"})
    lines = [Line(begun=1.0, ended=2.5, at=heard.at), Line(begun=0.0, ended=1.0, order="c1-greeting")]
    tape = a_tape(b64decode(order.key), at, lines=lines, pauses=[(2.0, 3.0)])
    await services.recordings.store_tape(order.recording, tape)
    await node.reports(recorded(node, order.recording), node.ended())
    recording = await only(world)
    assert recording.state is RecordingState.STORED
    assert (recording.seconds, recording.pauses, recording.complete) == (4.0, [(2.0, 3.0)], True)
    assert [(line.message, line.begun, line.ended) for line in recording.lines] == [(question.id, 1.0, 2.5)]
    assert recording.agents == ["ann"]
    assert recording.number == "+442079460123"
    assert [level[:2] for level in recording.levels] == [bytes([200, 200]), bytes([50, 50])]
    file, data = await services.files.get(recording.file)
    assert AUDIO not in data
    assert file.conversation == recording.conversation
    assert (await services.recordings.tape(recording)).audio == AUDIO


async def test_a_delivery_that_comes_again_changes_nothing(
    world: World, node: FakeNode, services: Services
) -> None:
    first = await stored(node, services)
    key = services.recordings.key(first)
    again = await services.recordings.store_tape(first.id, a_tape(key, world.clock.now(), seconds=9.0))
    assert again == first
    assert len(await world.store.find(StoredFile)) == 1


async def test_what_a_node_left_when_it_failed_is_stored_as_far_as_it_goes(
    node: FakeNode, services: Services
) -> None:
    recording = await stored(node, services, complete=False)
    assert (recording.state, recording.complete, recording.seconds) == (RecordingState.STORED, False, 4.0)


async def test_what_is_no_recording_or_nobody_knows_is_refused(node: FakeNode, services: Services) -> None:
    order = await begun(node)
    with pytest.raises(InvalidInput):
        await services.recordings.store_tape(order.recording, b"noise")
    with pytest.raises(InvalidInput):
        await services.recordings.store_tape(order.recording, a_tape(bytes(32), node.world.clock.now()))
    with pytest.raises(NotFound):
        await services.recordings.store_tape("unknown", b"noise")


async def test_a_fault_is_told(world: World, node: FakeNode) -> None:
    order = await begun(node)
    await node.reports(recorded(node, order.recording, fault="No space left on device"))
    recording = await only(world)
    assert (recording.state, recording.fault) == (RecordingState.CLOSED, "No space left on device")


async def test_listening_is_on_record_once(world: World, node: FakeNode, services: Services) -> None:
    recording = await stored(node, services)
    for _ in range(3):
        await services.recordings.heard(recording, "sam")
    await services.recordings.heard(recording, "ann")
    world.clock.set(3600)
    await services.recordings.heard(recording, "sam")
    entries = await world.store.find(AuditEntry, {"subject": recording.id}, order="at")
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("heard", "sam"),
        ("heard", "ann"),
        ("heard", "sam"),
    ]


@pytest.mark.parametrize(
    ("queue_days", "entry_days", "days"), [(None, None, 0), (None, 30, 30), (10, 30, 10), (0, 30, 0)]
)
async def test_recordings_are_deleted_when_they_are_due(
    world: World,
    node: FakeNode,
    services: Services,
    queue_days: int | None,
    entry_days: int | None,
    days: int,
) -> None:
    entry = await world.store.get(EntryPoint, "line-200")
    queue = await world.store.get(Queue, "support")
    await world.save(
        msgspec.structs.replace(entry, recording_days=entry_days),
        msgspec.structs.replace(queue, recording_days=queue_days),
    )
    recording = await stored(node, services)
    assert recording.keep_until == (recording.started_at + timedelta(days=days) if days else None)
    assert await services.recording_retention.delete_due() == 0
    world.clock.set(days * 86_400 + 1)
    assert await services.recording_retention.delete_due() == (1 if days else 0)
    if days:
        assert await world.store.find(Recording) == []
        assert await world.store.find(StoredFile) == []
        (entry_,) = await world.store.find(AuditEntry, {"subject": recording.id})
        assert (entry_.action, entry_.actor) == ("expired", "system")


async def test_a_pause_is_noted_and_ordered_once(world: World, node: FakeNode) -> None:
    await begun(node)
    for on in (True, True, False):
        await node.calls.recordings.pause("c1", "ann", on=on)
    assert [order.on for order in node.ordered(PauseRecording)] == [True, False]
    call = await world.store.get(Call, "c1")
    assert call.taping is not None
    assert not call.taping.paused


async def test_nothing_is_recorded_while_a_bot_has_a_secret_told(world: World, node: FakeNode) -> None:
    await begun(node)
    call = await world.store.get(Call, "c1")
    for secret in (False, True, True, False, False):
        await node.calls.recordings.asks(call, secret=secret)
    assert [order.on for order in node.ordered(PauseRecording)] == [True, False]
    await node.calls.recordings.pause("c1", "ann", on=True)  # an agent's pause is the agent's to end
    await node.calls.recordings.asks(call, secret=False)
    assert [order.on for order in node.ordered(PauseRecording)] == [True, False, True]


# --- messages --------------------------------------------------------------------------------------------


async def leaves(node: FakeNode) -> TakeMessage:
    """A caller who waits chooses to leave a message."""
    await node.reports(node.ringing(called="sip:300@hub"), node.answered())
    call = await node.world.store.get(Call, "c1")
    await node.calls.recordings.take_message(call, "en")
    (order,) = node.ordered(TakeMessage)
    return order


async def test_a_message_becomes_work_of_its_queue(world: World, node: FakeNode, services: Services) -> None:
    async with node.followed():
        order = await leaves(node)
        (waiting,) = await world.store.find(WorkItem)
        assert waiting.state is WorkState.CANCELLED
        await services.recordings.store_tape(order.recording, a_tape(b64decode(order.key), world.clock.now()))
        await node.reports(recorded(node, order.recording, text="Please call me back."))
        await until(lambda: bool(node.ordered(HangUp)))
        assert all(order.after_speech for order in node.ordered(HangUp))
        await node.reports(node.ended())
    assert "Thank you" in node.said()[-1]
    (message,) = await world.store.find(Message, {"direction": "inbound"})
    recording = next(one for one in await world.store.find(Recording) if one.kind is RecordingKind.MESSAGE)
    assert (message.text, recording.message) == ("Please call me back.", message.id)
    conversation = await world.store.get(Conversation, message.conversation)
    assert conversation.tags == ["voicemail"]
    assert conversation.state is ConversationState.OPEN
    assert conversation.work_item is not None
    item = await world.store.get(WorkItem, conversation.work_item)
    assert (item.state, item.reason, item.queue) == (WorkState.QUEUED, "voicemail", "support")


async def test_a_message_is_kept_when_its_caller_hangs_up(world: World, node: FakeNode) -> None:
    order = await leaves(node)
    await node.reports(node.ended(), recorded(node, order.recording, text="Bye"))
    await node.reports(recorded(node, order.recording, text="Bye"))  # reported again
    (message,) = await world.store.find(Message, {"direction": "inbound"})
    conversation = await world.store.get(Conversation, message.conversation)
    assert (conversation.state, conversation.work_state) == (ConversationState.OPEN, WorkState.QUEUED)
    assert len(await world.store.find(WorkItem, {"state": WorkState.QUEUED})) == 1


async def test_of_a_message_that_nobody_left_no_work_is_made(world: World, node: FakeNode) -> None:
    order = await leaves(node)
    await node.reports(recorded(node, order.recording, seconds=0.0), node.ended())
    assert "did not hear a message" in node.said()[-1]
    assert await world.store.find(Message, {"direction": "inbound"}) == []
    assert [one.state for one in await world.store.find(WorkItem)] == [WorkState.CANCELLED]
    states = {one.kind: one.state for one in await world.store.find(Recording)}
    assert states[RecordingKind.MESSAGE] is RecordingState.EMPTY


async def test_a_message_that_nobody_understood_is_work_too(world: World, node: FakeNode) -> None:
    order = await leaves(node)
    await node.reports(recorded(node, order.recording), node.ended())
    (message,) = await world.store.find(Message, {"direction": "inbound"})
    assert message.text == ""
    (item,) = await world.store.find(WorkItem, {"state": WorkState.QUEUED})
    assert item.reason == "voicemail"


async def test_a_recording_of_somebody_who_was_erased_is_not_missed(
    world: World, node: FakeNode, services: Services
) -> None:
    order = await leaves(node)
    for one in await world.store.find(Recording):
        await services.recording_retention.delete(one.id, "erasure")
    await node.reports(recorded(node, order.recording, text="Hello"), node.ended())
    assert await world.store.find(Message, {"direction": "inbound"}) == []
