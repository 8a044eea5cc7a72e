"""Calls as conversations: what a node reports becomes messages and states, what we write becomes orders."""

import asyncio
from collections import deque
from collections.abc import Sequence

import structlog
from msgspec.structs import replace

from hub.core.errors import HubError, Unavailable
from hub.core.events import Change, EventKind
from hub.core.models.calls import Call, CallState
from hub.core.models.conversations import (
    Conversation,
    Direction,
    Interaction,
    InteractionState,
    Message,
)
from hub.core.models.staff import Staff
from hub.services.calls import Incoming
from hub.services.outgoing_calls import Wanted
from voice.control.arriving import Arriving
from voice.control.browsers import Browsers
from voice.control.calling_out import CallingOut
from voice.control.handing_on import HandingOn
from voice.control.listening import Listening
from voice.control.lost_nodes import lose
from voice.control.open_calls import OpenCalls
from voice.control.parties import Parties
from voice.control.ports import Messages, Send, Services, WaitingLine
from voice.control.recordings import CallRecordings
from voice.control.script import is_for_caller, listen_for, said_of
from voice.control.situations import Situations
from voice.control.transcript import CallTranscript
from voice.control.waiting import Waiting
from voice.orders import HangUp, Orders
from voice.reports import Answered, Cause, Ended, Heard, Joined, Nothing, Pressed, Reports, Ringing, Spoken

log = structlog.get_logger()

Concern = Message | Interaction | str
"""What is to be attended to: a message to be said, an episode that ended, a call to be looked at (its id)."""


class NodeCalls:
    """The calls of one connected node. `line` knows places in line, `messages` takes what callers leave."""

    def __init__(
        self,
        services: Services,
        node: str,
        send: Send,
        line: WaitingLine | None = None,
        messages: Messages | None = None,
    ) -> None:
        self._services = services
        self._store = services.store
        self._calls = OpenCalls(services, node, send)
        self._send = send
        self.browsers = Browsers(send, services.ids)
        self.parties = Parties(services, send)
        self.handing_on = HandingOn(services, self.parties)
        self.recordings = CallRecordings(self._calls)
        self.transcript = CallTranscript(self._calls)
        self._arriving = Arriving(self._calls, self.browsers, self.recordings)
        self._waiting = Waiting(self._calls, line, messages or self.recordings)
        self._situations = Situations(self._calls, self._waiting)
        self._listening = Listening(self._calls, self._situations, self._waiting)
        self._concerns: deque[Concern] = deque()
        self._woken = asyncio.Event()

    # --- what changes in the hub ---------------------------------------------------------------------

    def hear(self, changes: list[Change]) -> None:
        """Remember what is to be said in calls, and which of them changed."""
        for change in changes:
            record = change.record
            if change.tenant != self._store.tenant:
                continue
            if change.event.kind is EventKind.MESSAGE_ADDED and isinstance(record, Message):
                if self._calls.of(record.interaction) and is_for_caller(record):
                    self._concern(record)
            elif isinstance(record, Interaction):
                if record.state is InteractionState.ENDED and self._calls.of(record.id):
                    self._concern(record)
            elif isinstance(record, Conversation) and (call := self._calls.of(record.interaction)):
                self._concern(call)
            elif isinstance(record, Call) and self._calls.get(record.id):
                self._concern(record.id)

    def _concern(self, concern: Concern) -> None:
        self._concerns.append(concern)
        self._woken.set()

    async def run(self) -> None:
        """Attend to callers until cancelled."""
        async with asyncio.TaskGroup() as group:
            self._situations.open(group)
            self.parties.open(group)
            while True:
                await self._woken.wait()
                self._woken.clear()
                await self.attend()

    async def attend(self) -> None:
        """Do what is to be done about everything that changed, in the order in which it did."""
        while self._concerns:
            concern = self._concerns.popleft()
            try:
                await self._attend(concern)
            except HubError as error:
                log.warning("call_not_attended_to", error=error.code)

    async def _attend(self, concern: Concern) -> None:
        if isinstance(concern, Message):
            await self._say(concern)
        elif isinstance(concern, str):
            await self._arriving.called_back(await self._store.get(Call, concern))
            await self.parties.following.follow(concern)
            await self._situations.look(concern)
        elif call := self._calls.of(concern.id):
            self._calls.hang_up(call)

    async def _say(self, message: Message) -> None:
        call = self._calls.get(self._calls.of(message.interaction) or "")
        if call is None or await self.parties.announcements.replaces(call, message):
            return
        language = await self._calls.language(call)
        await self.recordings.asks(call, secret=message.secret)
        if text := said_of(message, language):
            self._calls.speak(call, text, language, id=message.id, listen=listen_for(message))
        if message.takes_message:
            await self.recordings.take_answer(call, language)

    # --- after a broken connection -------------------------------------------------------------------

    async def resume(self, calls: list[str]) -> None:
        """Know the node's calls again after a broken connection; those it does not have any more are lost."""
        where = {"node": self._calls.node, "state": {CallState.RINGING, CallState.UP}}
        for call in await self._store.find(Call, where):
            if call.id not in calls:
                await lose(self._services, call)
                continue
            self._calls.know(call)
            self.parties.resume(call)
            await self.recordings.resume(call)
            if call.interaction:
                for concern in await self._calls.missed(call):
                    self._concern(concern)
            self._concern(call.id)

    # --- what others ask of calls --------------------------------------------------------------------

    def call_of(self, interaction: str) -> str | None:
        """Return the id of the call that goes on in an interaction, if it is on this node."""
        return self._calls.of(interaction)

    @property
    def number(self) -> int:
        """How many calls there are."""
        return len(self._calls)

    def has(self, call: str) -> bool:
        """Say whether a call goes on here."""
        return self._calls.get(call) is not None

    @property
    def name(self) -> str:
        """The node's name."""
        return self._calls.node

    def know(self, call: Call) -> None:
        """Remember a call of ours, which the node is about to begin."""
        self._calls.know(call)

    async def place(self, by: Staff, wanted: Wanted, conversation: str = "") -> Call:
        """Call somebody outside. Raises what CallingOut.place does."""
        return await CallingOut(self._calls).place(by, wanted, conversation)

    async def begin(self, incoming: Incoming, offer: str) -> str:
        """Begin the call of a customer's browser; return the answer (SDP) to its offer.

        Raises what Browsers.call does.
        """
        return await self.browsers.call(replace(incoming, node=self._calls.node), offer)

    async def drop(self, call_id: str) -> None:
        """End a call that its caller's browser has left: at once, whatever the node says to it."""
        self._send(HangUp(id=f"{call_id}-left", call=call_id))
        if call := self._calls.get(call_id):
            await self._over(call, Cause.NORMAL)

    def command(self, order: Orders) -> None:
        """Have the node do something in a call."""
        self._send(order)

    # --- what the node reports -----------------------------------------------------------------------

    async def take(self, report: Reports) -> None:
        """Act on a report; whoever it concerns being gone is no reason to fail."""
        try:
            await self.recordings.take(report)
            if isinstance(report, Joined):
                self.browsers.joined(report)
            elif await self.transcript.take(report) or await self.parties.take(report):
                pass
            elif isinstance(report, Ringing):
                await self._arriving.ringing(report)
            elif call := self._calls.get(report.call):
                await self._act(call, report)
        except HubError as error:
            log.warning(
                "call_report_failed", call=report.call, report=type(report).__name__, error=error.code
            )

    async def _act(self, call: Call, report: Reports) -> None:
        match report:
            case Answered():
                up = await self._services.calls.answered(call.id)
                await self.recordings.answered(up)
                await self._arriving.answered(up)
                self._concern(call.id)
            case Heard():
                await self._listening.heard(call, report)
            case Pressed():
                await self._listening.pressed(call, report)
            case Nothing():
                await self._listening.nothing(call, report)
            case Spoken():
                await self._listening.spoken(call, report)
            case Ended():
                await self._over(call, report.cause)

    async def _over(self, call: Call, cause: Cause) -> None:
        self._calls.forget(call)
        for part in (self._situations, self._waiting, self._listening):
            part.forget(call.id)
        over = await self._services.calls.ended(call.id, cause.value)
        if call.interaction and over.direction is Direction.OUTBOUND and over.answered_at is None:
            conversation = await self._calls.conversation(call)
            await self._services.call_backs.unanswered(conversation.work_item or "", cause.value)
        if call.interaction:
            await self._services.call_ends.hung_up(call.interaction)
            await self.recordings.over(call)


def idlest(nodes: Sequence[NodeCalls], otherwise: str) -> NodeCalls:
    """Return the node that has least to do; without any, raise Unavailable with a text for whoever asked."""
    if not nodes:
        raise Unavailable(otherwise)
    return min(nodes, key=lambda node: node.number)
