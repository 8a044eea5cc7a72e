"""Recordings: begun with a key, closed by the voice node, stored as they come."""

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta

import structlog
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.errors import InvalidInput
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.calls import Call, Taping
from hub.core.models.contacts import EntryPoint
from hub.core.models.conversations import Conversation, Direction, Message
from hub.core.models.recordings import RecordedLine, Recording, RecordingKind, RecordingState
from hub.core.models.staff import AuditEntry, Staff
from hub.core.models.work import Queue
from hub.core.ports import Store
from hub.core.records import Value
from hub.core.tape import Tape, read_tape
from hub.core.transitions import advance, may_advance
from hub.services.audit import plan_audit
from hub.services.base import Service, retried
from hub.services.files import Files
from hub.services.people import current_conversation
from hub.services.recording_keys import RecordingKeys

log = structlog.get_logger()

TYPE = "application/octet-stream"
STEPS = 600
"""Into how many parts a recording is divided to show how loud it is."""
ONE_HEARING = timedelta(minutes=10)
"""Whoever goes on listening within so long has not listened again."""
MOST_LINES = 5000


class Closed(Value, frozen=True, kw_only=True):
    """What the node says of a recording that is over."""

    recording: str
    seconds: float
    text: str = ""
    pauses: list[tuple[float, float]] = []
    fault: str = ""


class Recordings(Service):
    """The life of recordings; they are kept `default_days` where nothing else is said, 0 for ever."""

    def __init__(
        self, store: Store, clock: Clock, ids: Ids, files: Files, secret: bytes, default_days: int = 0
    ) -> None:
        super().__init__(store, clock, ids)
        self._files = files
        self._keys = RecordingKeys(secret)
        self._default_days = default_days

    @retried
    async def begin(self, call: Call, kind: RecordingKind) -> Recording:
        """Begin a recording of a call: at once, and of the call itself only one."""
        where = {"call": call.id}
        if kind is RecordingKind.CALL:
            for known in await self.store.find(Recording, where):
                if known.kind is kind:
                    return known
        now_call = await self.store.get(Call, call.id)
        conversation = await current_conversation(self.store, call.conversation)
        batch = self.batch("voice")
        recording_id = self.ids()
        recording = Recording(
            id=recording_id,
            kind=kind,
            call=call.id,
            conversation=conversation.id,
            interaction=call.interaction,
            entry_point=call.entry_point,
            queue=conversation.queue or "",
            number=call.number,
            started_at=batch.at,
            key=self._keys.wrap(recording_id, self._keys.make()),
        )
        plan_recording(batch, recording)
        if kind is RecordingKind.CALL:
            batch.call(replace(now_call, taping=Taping(on=True)))
        stored: Recording = (await self.store.commit(batch)).stored(recording)
        return stored

    def key(self, recording: Recording) -> bytes:
        """Return the key that opens a recording; it leaves the hub only to the node that records."""
        return self._keys.unwrap(recording.id, recording.key)

    async def open_of(self, call_id: str) -> list[Recording]:
        """Return what is being recorded of a call."""
        return await self.store.find(Recording, {"call": call_id, "state": RecordingState.RECORDING})

    @retried
    async def pause(self, call_id: str, by: str, *, on: bool) -> Recording | None:
        """Note that the call's recording pauses, or goes on; return it, or None where nothing changed."""
        recordings = await self.open_of(call_id)
        found = [one for one in recordings if one.kind is RecordingKind.CALL and one.paused is not on]
        if not found:
            return None
        call = await self.store.get(Call, call_id)
        batch = self.batch(by)
        paused = replace(found[0], paused=on)
        plan_recording(batch, paused)
        batch.call(replace(call, taping=Taping(on=True, paused=on)))
        stored: Recording = (await self.store.commit(batch)).stored(paused)
        return stored

    @retried
    async def joined(self, call_id: str, party: str) -> None:
        """Note that somebody of ours speaks in a call."""
        if await self.store.peek(Staff, party) is None:
            return
        batch = self.batch("voice")
        for one in await self.open_of(call_id):
            if party not in one.agents:
                batch.save(replace(one, agents=[*one.agents, party]))
        if batch.saves:
            await self.store.commit(batch)

    @retried
    async def closed(self, told: Closed) -> Recording | None:
        """Note that a recording is over; None if it is gone (its contact was erased meanwhile)."""
        known = await self.store.peek(Recording, told.recording)
        if known is None:
            return None
        over = replace(known, text=told.text, fault=told.fault, paused=False)
        to = RecordingState.CLOSED if told.seconds else RecordingState.EMPTY
        if may_advance(known, to):  # else the tape itself came first, which knows better
            over = advance(over, to, seconds=told.seconds, pauses=told.pauses)
        if over == known:
            return known
        batch = self.batch("voice")
        plan_recording(batch, over)
        stored: Recording = (await self.store.commit(batch)).stored(over)
        return stored

    # --- storing -------------------------------------------------------------------------------------

    async def store_tape(self, recording_id: str, data: bytes) -> Recording:
        """Store what a node delivers; the same bytes may come again.

        Raises NotFound for a recording that is not known (any more), InvalidInput for what is none.
        """
        known = await self.store.get(Recording, recording_id)
        if known.state is RecordingState.STORED:
            return known
        tape = await asyncio.to_thread(read_tape, data, self.key(known))
        if tape.started_at is None:
            raise InvalidInput("This recording is empty.")
        return await self._store(recording_id, data, tape, tape.started_at)

    @retried
    async def _store(self, recording_id: str, data: bytes, tape: Tape, began: datetime) -> Recording:
        known = await self.store.get(Recording, recording_id)
        if known.state is RecordingState.STORED:
            return known
        conversation = await current_conversation(self.store, known.conversation)
        name = f"{known.kind.value}-{began:%Y-%m-%d-%H%M%S}.tape"
        staged = await self._files.stage(name, data, "voice", type=TYPE)
        batch = self.batch("voice")
        staged.plan(batch, conversation.id)
        stored = advance(
            known,
            RecordingState.STORED,
            conversation=conversation.id,
            queue=conversation.queue or known.queue,
            started_at=began,
            seconds=tape.seconds,
            pauses=[(pause.begun, pause.ended) for pause in tape.pauses],
            lines=await self._lines(known, conversation, tape),
            levels=[steps(tape.left), steps(tape.right)],
            complete=tape.complete,
            paused=False,
            file=staged.record.id,
            keep_until=await self._keep_until(conversation.queue or known.queue, known.entry_point, began),
        )
        plan_recording(batch, stored)
        result: Recording = (await self.store.commit(batch)).stored(stored)
        return result

    async def _lines(self, known: Recording, conversation: Conversation, tape: Tape) -> list[RecordedLine]:
        """Say when which message was spoken."""
        where = {"conversation": {known.conversation, conversation.id}, "interaction": known.interaction}
        messages = await self.store.find(Message, where, limit=MOST_LINES)
        ids = {message.id for message in messages}
        by_time = {one.at: one.id for one in messages if one.direction is Direction.INBOUND}
        found: list[RecordedLine] = []
        for line in tape.lines:
            message = line.order if line.order in ids else by_time.get(line.at) if line.at else None
            if message:
                found.append(RecordedLine(message=message, begun=line.begun, ended=line.ended))
        return found

    async def _keep_until(self, queue_id: str, entry_id: str, began: datetime) -> datetime | None:
        """Return until when a recording is kept: by its queue, else its entry point, else as everywhere."""
        queue = await self.store.peek(Queue, queue_id) if queue_id else None
        entry = await self.store.peek(EntryPoint, entry_id) if entry_id else None
        settings = [one.recording_days for one in (queue, entry) if one]
        days = next((days for days in settings if days is not None), self._default_days)
        return began + timedelta(days=days) if days else None

    # --- hearing -------------------------------------------------------------------------------------

    async def tape(self, recording: Recording) -> Tape:
        """Return what is on a recording, decrypted."""
        _, data = await self._files.get(recording.file)
        return await asyncio.to_thread(read_tape, data, self.key(recording))

    async def heard(self, recording: Recording, by: str) -> None:
        """Note in the audit trail that somebody listens; who goes on listening has not listened again."""
        since = self.clock.now() - ONE_HEARING
        known = await self.store.find(
            AuditEntry, {"subject": recording.id}, order="at", descending=True, above=since, limit=100
        )
        if any(entry.actor == by and entry.action == "heard" for entry in known):
            return
        batch = self.batch(by)
        plan_audit(batch, self.ids, "heard", "recordings", recording.id)
        await self.store.commit(batch)


def steps(levels: bytes) -> bytes:
    """Return how loud a recording is in at most STEPS equal parts: of each, the loudest."""
    size = max(1, -(-len(levels) // STEPS))
    return bytes(max(levels[at : at + size]) for at in range(0, len(levels), size))


def audible(recordings: Collection[Recording]) -> list[Recording]:
    """Return those with something to show, oldest first: an empty message is none."""
    shown = [one for one in recordings if one.state is not RecordingState.EMPTY]
    return sorted(shown, key=lambda one: (one.started_at, one.id))


def plan_recording(batch: Batch, recording: Recording) -> None:
    """Add a recording as it is now, and word of it."""
    batch.save(recording)
    batch.event(
        EventKind.RECORDING_CHANGED,
        recording,
        conversation=recording.conversation,
        queue=recording.queue,
        data={"state": recording.state.value, "kind": recording.kind.value},
    )
