"""Recordings and messages of one node's calls: what is ordered, and what becomes of what the node tells."""

from base64 import b64encode

from hub.core.bots import FLOW
from hub.core.models.calls import Call
from hub.core.models.contacts import Address, EntryPoint
from hub.core.models.conversations import Direction, Interaction
from hub.core.models.recordings import Recording, RecordingKind, RecordingState
from hub.services.inbound import InboundMessage
from hub.services.matters import VOICEMAIL
from hub.services.recordings import Closed
from voice.control.open_calls import OpenCalls
from voice.control.phrases import phrase
from voice.orders import Listen, Orders, PauseRecording, Record, Speak, TakeMessage
from voice.reports import Connected, Recorded, Reports

LONGEST_MESSAGE = 180.0
LEFT = frozenset({RecordingState.CLOSED, RecordingState.STORED})
NOTHING_LEFT = "#"
"""What a bot that asked for a message gets where nothing was said: the key that ends one."""


class CallRecordings:
    """Implements voice.control.ports.Messages, too."""

    def __init__(self, calls: OpenCalls) -> None:
        self._calls = calls
        self._services = calls.services
        self._store = calls.store
        self._secrets: set[str] = set()  # calls in which a bot asks for one

    async def begin(self, call: Call, language: str) -> None:
        """Record a call if its entry point says so: its caller is told, whole and before anything else."""
        entry = await self._store.peek(EntryPoint, call.entry_point)
        if entry is None or not entry.record or not call.interaction:
            return
        notice = entry.record_notice.get(language) or phrase("recorded", language)
        self._calls.send(
            Speak(
                id=f"{call.id}-recorded",
                call=call.id,
                text=notice,
                language=language,
                listen=Listen(barge_in=False),
                whole=True,
            )
        )
        self._order(await self._services.recordings.begin(call, RecordingKind.CALL))

    async def resume(self, call: Call) -> None:
        """Order again what the node may not have heard of; what it has done, it does not do again."""
        for recording in await self._services.recordings.open_of(call.id):
            self._order(recording)
            if recording.paused:  # maybe for a secret that was asked for: what is said next ends it
                self._secrets.add(call.id)

    async def take_message(self, call: Call, language: str) -> None:
        """Record a message; the call ends with it, and work is made of it."""
        await self._services.voicemail.choose(call.conversation)
        self._calls.speak(call, phrase("leave_message", language), language)
        self._order(await self._services.recordings.begin(call, RecordingKind.MESSAGE))

    async def take_answer(self, call: Call, language: str) -> None:
        """Record a message that a bot has asked for, and goes on with."""
        known = await self._services.recordings.open_of(call.id)
        if any(one.kind is RecordingKind.MESSAGE for one in known):
            return  # the same question, after a broken link
        self._calls.speak(call, phrase("message_how", language), language)
        self._order(await self._services.recordings.begin(call, RecordingKind.MESSAGE))

    async def over(self, call: Call) -> None:
        """Make work of a message whose caller hung up before the bot that asked for it could."""
        conversation = await self._calls.conversation(call)
        if VOICEMAIL in conversation.tags or conversation.work_item:
            return
        where = {"call": call.id, "conversation": conversation.id}
        for one in await self._store.find(Recording, where):
            if one.kind is RecordingKind.MESSAGE and one.state in LEFT:
                await self._services.voicemail.left(one)

    async def pause(self, call_id: str, by: str, *, on: bool) -> None:
        """Let the recording of a call pause, or go on."""
        if recording := await self._services.recordings.pause(call_id, by, on=on):
            self._calls.send(pausing(recording))

    async def asks(self, call: Call, *, secret: bool) -> None:
        """Let the recording pause while a bot has a secret told, and go on once something else is said."""
        if secret or call.id in self._secrets:
            await self.pause(call.id, "voice", on=secret)
        self._secrets = self._secrets | {call.id} if secret else self._secrets - {call.id}

    async def answered(self, call: Call) -> None:
        """Record a call of ours once somebody is there; those that come in are recorded already."""
        if call.direction is Direction.OUTBOUND and call.interaction:
            await self.begin(call, await self._calls.language(call))

    async def take(self, report: Reports) -> None:
        """Note who of ours speaks in a call, and what was recorded, also of a call that is over."""
        if isinstance(report, Connected):
            await self._services.recordings.joined(report.call, report.party)
        elif isinstance(report, Recorded):
            await self._recorded(report)

    async def _recorded(self, report: Recorded) -> None:
        """Note that a recording is over; a message ends its call."""
        closed = Closed(
            recording=report.recording,
            seconds=report.seconds,
            text=report.text,
            pauses=report.pauses,
            fault=report.fault,
        )
        self._secrets.discard(report.call)
        recording = await self._services.recordings.closed(closed)
        if recording is None or recording.kind is not RecordingKind.MESSAGE:
            return
        if call := self._calls.get(report.call):
            conversation = await self._calls.conversation(call)
            language = conversation.language or "en"
            if conversation.handler.startswith(FLOW):
                await self._answer(call, recording, language)
                return
            said = "message_taken" if report.seconds else "message_empty"
            self._calls.part(call, said, language)
        if report.seconds and not recording.message:
            await self._services.voicemail.left(recording)

    async def _answer(self, call: Call, recording: Recording, language: str) -> None:
        """Give what was left to the bot that asked for it."""
        interaction = await self._store.get(Interaction, call.interaction)
        address = await self._store.get(Address, interaction.address)
        text = recording.text or phrase("message_unwritten", language)
        receipt = await self._services.intake.receive(
            InboundMessage(
                entry_point=call.entry_point,
                address_kind=address.kind,
                address=address.value,
                external_id=recording.id,
                text=text if recording.state in LEFT else NOTHING_LEFT,
                at=self._services.clock.now(),
            )
        )
        if recording.state in LEFT:
            await self._services.voicemail.said(recording.id, receipt.message.id)

    def _order(self, recording: Recording) -> None:
        """Order the node to record; its id is the recording's, so that it does so once."""
        key = b64encode(self._services.recordings.key(recording)).decode()
        order: Orders
        if recording.kind is RecordingKind.CALL:
            order = Record(id=recording.id, call=recording.call, recording=recording.id, key=key)
        else:
            order = TakeMessage(
                id=recording.id,
                call=recording.call,
                recording=recording.id,
                key=key,
                longest=LONGEST_MESSAGE,
            )
        self._calls.send(order)
        if recording.paused:
            self._calls.send(pausing(recording))


def pausing(recording: Recording) -> PauseRecording:
    """Return the order that lets a call's recording pause, or go on, as it is stored."""
    return PauseRecording(id=f"{recording.id}-{recording.rev}", call=recording.call, on=recording.paused)
