"""Calls as conversations: what a node reports becomes messages and states, what we write becomes orders."""

import asyncio
from collections.abc import Callable
from itertools import takewhile

import structlog
from msgspec.structs import replace

from hub.core.bots import FLOW
from hub.core.errors import HubError, NotFound
from hub.core.events import Change, EventKind
from hub.core.models.calls import Call, CallState
from hub.core.models.contacts import Address, Channel, EntryPoint
from hub.core.models.conversations import Conversation, Interaction, InteractionState, Message
from hub.core.models.work import WorkState
from hub.services.calls import Incoming
from hub.services.inbound import InboundMessage
from voice.control.browsers import Browsers
from voice.control.numbers import e164, user_of
from voice.control.ports import Services
from voice.control.script import is_for_caller, listen_for, said_of
from voice.messages import (
    Answer,
    Answered,
    Cause,
    Connected,
    Ended,
    HangUp,
    Heard,
    Join,
    Joined,
    Left,
    Nothing,
    Orders,
    Pressed,
    Reports,
    Ringing,
    Speak,
    Spoken,
    Wait,
)

log = structlog.get_logger()

WAITING = frozenset({WorkState.QUEUED, WorkState.OFFERED})
CATCH_UP = 20
"""Messages that are looked through for what was to be said while the link was broken."""

Send = Callable[[Orders], None]


class NodeCalls:
    """The calls of one connected node."""

    def __init__(self, services: Services, node: str, send: Send) -> None:
        self._services = services
        self._store = services.store
        self._node = node
        self._send = send
        self._calls: dict[str, Call] = {}
        self._by_interaction: dict[str, str] = {}
        self._said: asyncio.Queue[Message] = asyncio.Queue()
        self._browsers = Browsers(send, services.ids)

    def hear(self, changes: list[Change]) -> None:
        """Remember what is to be said in calls, and interactions that were ended on our side."""
        for change in changes:
            record = change.record
            if change.tenant != self._store.tenant:
                continue
            if change.event.kind is EventKind.MESSAGE_ADDED and isinstance(record, Message):
                if record.interaction in self._by_interaction and is_for_caller(record):
                    self._said.put_nowait(record)
            elif isinstance(record, Interaction):
                call = self._by_interaction.get(record.id)
                if call and record.state is InteractionState.ENDED:
                    self._goodbye(call)
            elif isinstance(record, Conversation) and (call := self._by_interaction.get(record.interaction)):
                waiting = record.work_state in WAITING
                self._send(Wait(id=f"{call}-wait-{change.event.seq}", call=call, music=waiting))

    async def run(self) -> None:
        """Say what is written, until cancelled."""
        while True:
            message = await self._said.get()
            try:
                await self._say(message)
            except HubError as error:
                log.warning("message_not_said", message=message.id, error=error.code)

    async def resume(self, calls: list[str]) -> None:
        """Know the node's calls again after a broken connection; those it does not have any more are over."""
        open_calls = await self._store.find(
            Call, {"node": self._node, "state": {CallState.RINGING, CallState.UP}}
        )
        for call in open_calls:
            if call.id not in calls:
                await self._over(call, Cause.FAILED.value)
                continue
            self._know(call)
            await self._catch_up(call)

    async def _catch_up(self, call: Call) -> None:
        """Order again what the node may not have heard of; what it has done, it does not do again."""
        messages = await self._store.find(
            Message, {"conversation": call.conversation}, order="seq", descending=True, limit=CATCH_UP
        )
        said = takewhile(is_for_caller, (one for one in messages if one.interaction == call.interaction))
        for message in reversed(list(said)):
            self._said.put_nowait(message)
        interaction = await self._store.get(Interaction, call.interaction)
        if interaction.state is InteractionState.ENDED:
            self._goodbye(call.id)

    def _goodbye(self, call: str) -> None:
        self._send(HangUp(id=f"{call}-bye", call=call, after_speech=True))

    def call_of(self, interaction: str) -> str | None:
        """Return the id of the call that goes on in an interaction, if it is on this node."""
        return self._by_interaction.get(interaction)

    async def join(self, call: str, agent: str, offer: str) -> str:
        """Let an agent into a call; return the answer (SDP) to their browser's offer.

        Raises what Browsers.join does.
        """
        return await self._browsers.join(Join(id=self._services.ids(), call=call, party=agent, offer=offer))

    @property
    def number(self) -> int:
        """How many calls there are."""
        return len(self._calls)

    def has(self, call: str) -> bool:
        """Say whether a call goes on here."""
        return call in self._calls

    async def begin(self, incoming: Incoming, offer: str) -> str:
        """Begin the call of a customer's browser; return the answer (SDP) to its offer.

        Raises what Browsers.call does.
        """
        return await self._browsers.call(replace(incoming, node=self._node), offer)

    async def drop(self, call_id: str) -> None:
        """End a call that its caller's browser has left: at once, whatever the node says to it."""
        self._send(HangUp(id=f"{call_id}-left", call=call_id))
        if call := self._calls.get(call_id):
            await self._over(call, Cause.NORMAL.value)

    def command(self, order: Orders) -> None:
        """Have the node do something in a call."""
        self._send(order)

    async def take(self, report: Reports) -> None:
        """Act on a report; whoever it concerns being gone is no reason to fail."""
        try:
            await self._act(report)
        except HubError as error:
            log.warning(
                "call_report_failed", call=report.call, report=type(report).__name__, error=error.code
            )

    async def _act(self, report: Reports) -> None:
        match report:
            case Ringing():
                await self._ringing(report)
            case Answered():
                await self._answered(report.call)
            case Heard():
                await self._heard(report.call, report.number, report.text, report)
            case Pressed():
                await self._heard(report.call, report.number, report.keys, report)
            case Ended():
                if call := self._calls.get(report.call):
                    await self._over(call, report.cause.value)
            case Joined():
                self._browsers.joined(report)
            case Nothing() | Spoken() | Connected() | Left():
                pass

    async def _ringing(self, report: Ringing) -> None:
        try:
            incoming = self._browsers.incoming(report) or await self._incoming(report)
            call = await self._services.calls.begin(incoming)
        except HubError as error:
            log.info("call_refused", call=report.call, error=error.code)
            self._send(HangUp(id=f"{report.call}-no", call=report.call))
            self._browsers.begun(report.call, error)
            return
        self._know(call)
        self._browsers.begun(report.call)
        entry = await self._store.get(EntryPoint, call.entry_point)
        conversation = await self._store.get(Conversation, call.conversation)
        self._send(
            Answer(id=f"{call.id}-answer", call=call.id, language=conversation.language or entry.language)
        )

    async def _incoming(self, report: Ringing) -> Incoming:
        """Return who calls by telephone; raise NotFound for a number that we do not have.

        A browser's call has no number but its own id: one that nobody waits for any more is not taken.
        """
        entry = await self._entry(user_of(report.called))
        if entry is None or report.caller == report.call:
            raise NotFound("There is no such number, or nobody waits for this call any more.")
        return Incoming(
            id=report.call,
            node=self._node,
            entry_point=entry.id,
            number=e164(user_of(report.caller)),
            remote=report.caller,
            called=report.called,
            name=report.name,
        )

    async def _answered(self, call_id: str) -> None:
        """Greet, unless the bot begins by itself."""
        call = await self._services.calls.answered(call_id)
        entry = await self._store.get(EntryPoint, call.entry_point)
        conversation = await self._store.get(Conversation, call.conversation)
        language = conversation.language or entry.language
        if (text := entry.greeting.get(language)) and not conversation.handler.startswith(FLOW):
            self._send(Speak(id=f"{call_id}-greeting", call=call_id, text=text, language=language))

    async def _entry(self, called: str) -> EntryPoint | None:
        """Find the entry point of a called number, as it was dialled or in E.164."""
        keys = {called, e164(called)} - {""}
        found = await self._store.find(EntryPoint, {"channel": Channel.VOICE, "key": keys}, limit=1)
        return found[0] if found else None

    async def _heard(self, call_id: str, number: int, text: str, report: Heard | Pressed) -> None:
        call = self._calls.get(call_id)
        if call is None:
            return
        interaction = await self._store.get(Interaction, call.interaction)
        address = await self._store.get(Address, interaction.address)
        await self._services.intake.receive(
            InboundMessage(
                entry_point=call.entry_point,
                address_kind=address.kind,
                address=address.value,
                external_id=f"{call_id}-{number}",
                text=text,
                at=report.at,
            )
        )

    async def _say(self, message: Message) -> None:
        call_id = self._by_interaction.get(message.interaction)
        if call_id is None:
            return
        conversation = await self._store.get(Conversation, message.conversation)
        language = conversation.language or "en"
        if text := said_of(message, language):
            self._send(
                Speak(id=message.id, call=call_id, text=text, language=language, listen=listen_for(message))
            )

    async def _over(self, call: Call, cause: str) -> None:
        self._calls.pop(call.id, None)
        self._by_interaction.pop(call.interaction, None)
        await self._services.calls.ended(call.id, cause)
        await self._services.conversations.end_interaction(call.interaction, by="customer")

    def _know(self, call: Call) -> None:
        self._calls[call.id] = call
        self._by_interaction[call.interaction] = call.id
