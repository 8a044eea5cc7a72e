"""Calls from the page: a visitor's browser as a telephone, in the same line as those who dial a number.

The node has the audio, the browser's own data channel carries its keys; here are the beginning, what is
shown meanwhile, and the end, which also comes when the page is gone and does not come back.
"""

import asyncio
from collections.abc import Callable

import structlog
from msgspec import Struct

from hub.core.errors import HubError, InvalidInput, NotFound
from hub.core.events import Change
from hub.core.models.calls import Call, CallState
from hub.core.models.contacts import Address, EntryPoint
from hub.core.models.conversations import Conversation, Interaction, InteractionState, Message
from hub.core.models.staff import Staff
from hub.services.calls import Incoming
from hub.services.people import find_address
from webchat.commands import PlaceCall
from webchat.frames import Bye, CallFrame, Frame, Placed
from webchat.lines import Lines
from webchat.live import Live
from webchat.ports import ChatDeps
from webchat.session import Session, current_conversation
from webchat.view import caption, handler_of, is_waiting, may_see

log = structlog.get_logger()

RETURNS_WITHIN = 6.0
"""A page whose connection broke may come back so many seconds later and still have its call."""
TICK = 5.0
"""How often the place in line is looked up."""
NEWEST = 50


class Following(Struct, frozen=True, kw_only=True):
    """The call that a connection follows. `peer` is empty for one that it took over."""

    call: Call
    conversation: str
    peer: str = ""


class WebCall:
    """The telephone call of one connection, if it has one."""

    def __init__(
        self,
        deps: ChatDeps,
        live: Live,
        lines: Lines,
        session: Session,
        peer: str,
        put: Callable[[Frame], None],
    ) -> None:
        """Take the visitor, their network address, and where frames are put."""
        self._deps = deps
        self._live = live
        self._lines = lines
        self._session = session
        self._tenant = deps.tenants[session.tenant]
        self._store = self._tenant.services.store
        self._peer = peer
        self._put = put
        self._now: Following | None = None
        self._dirty = asyncio.Event()
        self._shown: CallFrame | None = None
        self._cursor = 0
        self._waiting = False

    # --- beginning and end ---------------------------------------------------------------------------

    async def place(self, command: PlaceCall, language: str) -> None:
        """Begin a call and answer the browser's offer; the visitor's call before this one ends."""
        session, phone = self._session, self._deps.phone
        check_offer(command.offer)
        line = await self._line(session.entry)
        if phone is None or line is None:
            raise NotFound("Nobody can be called from this page.")
        self._deps.limiter.check(f"chat-calls:{self._peer}", self._deps.config.limits.chat_calls_per_minute)
        await self._end_others(line)
        self._lines.begin(self._peer)
        try:
            call_id = self._deps.ids()
            answer = await phone.call(
                Incoming(
                    id=call_id,
                    node="",
                    entry_point=line.id,
                    number="",
                    remote="",
                    called=line.key,
                    name=session.name,
                    kind=session.address_kind,
                    address=session.address,
                    verified=session.identity is not None,
                    language=language,
                ),
                command.offer,
            )
            await self._follow(await self._store.get(Call, call_id), self._peer)
        except BaseException:
            self._lines.end(self._peer)
            raise
        self._put(Placed(id=command.id, call=call_id, answer=answer))
        self._dirty.set()

    async def hang_up(self) -> None:
        """End the call; without effect when there is none."""
        if self._now and self._deps.phone:
            await self._deps.phone.hang_up(self._now.call.id)
            self._dirty.set()

    async def resume(self, call_id: str) -> None:
        """Go on with a call that this visitor began on a connection before, if it goes on."""
        call = await self._store.peek(Call, call_id)
        if call and call.state is not CallState.ENDED and await self._is_own(call):
            await self._follow(call, "")
            self._dirty.set()
        else:
            self._put(CallFrame(call=call_id, state="ended"))

    async def left(self) -> None:
        """The connection is gone: end its call unless the page comes back for it."""
        now = self._now
        if now is None or self._deps.phone is None:
            return
        try:
            waited = await self._lines.wait(self._deps.clock, RETURNS_WITHIN)
            if waited and self._lines.is_held(now.call.id, self):
                log.info("web_call_left", call=now.call.id)
                await self._deps.phone.hang_up(now.call.id)
        except HubError as error:
            log.warning("web_call_not_ended", call=now.call.id, error=error.code)

    async def _line(self, entry: EntryPoint) -> EntryPoint | None:
        line = await self._store.peek(EntryPoint, entry.call_line) if entry.call_line else None
        return line if line and line.active else None

    async def _end_others(self, line: EntryPoint) -> None:
        """A visitor is in one call at a time: their newest."""
        self.close()
        address = await find_address(self._store, self._session.address_kind, self._session.address)
        if address is None or self._deps.phone is None:
            return
        where = {"entry_point": line.id, "address": address.id, "state": InteractionState.ACTIVE}
        for interaction in await self._store.find(Interaction, where):
            for call in await self._store.find(Call, {"interaction": interaction.id}):
                if call.state is not CallState.ENDED:
                    await self._deps.phone.hang_up(call.id)

    async def _is_own(self, call: Call) -> bool:
        interaction = await self._store.peek(Interaction, call.interaction)
        address = await self._store.peek(Address, interaction.address) if interaction else None
        ours = self._session.address_kind, self._session.address
        return address is not None and (address.kind, address.value) == ours

    async def _follow(self, call: Call, peer: str) -> None:
        conversation = (await current_conversation(self._store, call.conversation)).id
        self.close()
        self._now = Following(call=call, conversation=conversation, peer=peer)
        self._shown, self._cursor = None, 0
        self._lines.hold(call.id, self)
        self._live.watch(self._session.tenant, conversation, self)

    def close(self) -> None:
        """Follow the call no more; it goes on."""
        if self._now is None:
            return
        now, self._now = self._now, None
        self._waiting = False
        self._live.unwatch(self._session.tenant, now.conversation, self)
        if self._lines.is_held(now.call.id, self):
            self._lines.let_go(now.call.id)
        if now.peer:
            self._lines.end(now.peer)

    # --- what is shown meanwhile ---------------------------------------------------------------------

    def changed(self, change: Change) -> None:
        """Something happened in the call's conversation."""
        self._dirty.set()

    async def follow(self, conversation: str) -> None:
        """The visitor's chat goes elsewhere; the call does not."""

    async def leave(self, bye: Bye) -> None:
        """The chat's own connection says good-bye."""

    async def run(self) -> None:
        """Show what is said and how the call stands, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._show())
            tasks.create_task(self._tick())

    async def _show(self) -> None:
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            try:
                if now := self._now:
                    await self._show_captions(now)
                    await self._show_state(now)
            except NotFound:
                self.close()  # it was erased

    async def _tick(self) -> None:
        while True:
            await self._deps.clock.sleep(TICK)
            if self._waiting:
                self._dirty.set()

    async def _show_captions(self, now: Following) -> None:
        first = self._cursor == 0
        found = await self._store.find(
            Message,
            {"conversation": now.conversation},
            order="seq",
            descending=first,
            above=self._cursor,
            limit=NEWEST,
        )
        for message in sorted(found, key=lambda one: one.seq):
            self._cursor = message.seq
            if message.interaction == now.call.interaction and may_see(message):
                self._put(caption(message, now.call.id))
        if len(found) == NEWEST and not first:
            self._dirty.set()

    async def _show_state(self, now: Following) -> None:
        call = await self._store.get(Call, now.call.id)
        conversation = await self._store.get(Conversation, now.conversation)
        interaction = await self._store.get(Interaction, call.interaction)
        over = call.state is CallState.ENDED or interaction.state is InteractionState.ENDED
        self._waiting = not over and is_waiting(conversation)
        place = None
        if self._waiting and conversation.work_item:
            place = self._tenant.line.position(conversation.work_item)
        agent = await self._store.peek(Staff, conversation.agent) if conversation.agent else None
        frame = CallFrame(
            call=call.id,
            state="ended" if over else "up" if call.state is CallState.UP else "ringing",
            handler=handler_of(conversation, interaction),
            position=place.position if place else None,
            wait_seconds=place.wait_seconds if place else None,
            agent=agent.name if agent and conversation.handler == "agent" else None,
        )
        if frame != self._shown:
            self._shown = frame
            self._put(frame)
        if over:
            self.close()


def check_offer(offer: str) -> None:
    """Refuse what is no browser's offer of audio (SDP, RFC 8866), before a node has to look at it."""
    if not offer.startswith("v=0") or "\nm=audio " not in offer:
        raise InvalidInput("The offer is no session description with audio.", field="offer")
