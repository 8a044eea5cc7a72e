"""One connection's view of its conversation: messages in order, and the state that goes with them."""

import asyncio
from collections.abc import Callable

from hub.core.clock import Clock
from hub.core.errors import NotFound
from hub.core.events import Change, EventKind
from hub.core.models.conversations import Conversation, Direction, Interaction, Message
from hub.core.models.knowledge import Feedback
from hub.core.models.staff import Staff
from hub.core.models.work import Calendar
from hub.core.typing_bus import Typing
from webchat.frames import MessageFrame, ReceiptFrame, State, TypingFrame
from webchat.live import Feed, Live, Watcher
from webchat.outgoing import Outgoing
from webchat.ports import ChatDeps, Opening
from webchat.session import Session, current_conversation, family_of
from webchat.tokens import Signer
from webchat.view import is_waiting, may_see, message_frame, state_frame

NEWEST = 50
TICK = 5.0
"""At most this often the place in line is looked up."""
SLOW_TICKS = 12
"""Every so many ticks the state is looked at in any case: opening hours change by themselves."""
MESSAGE_EVENTS = frozenset({EventKind.MESSAGE_ADDED, EventKind.MESSAGE_CHANGED})


class Thread:
    """Follows a conversation and puts frames for its customer."""

    def __init__(self, deps: ChatDeps, live: Live, session: Session, out: Outgoing, watcher: Watcher) -> None:
        self._deps = deps
        self._tenant = deps.tenants[session.tenant]
        self._store = self._tenant.services.store
        self._live = live
        self._session = session
        self._out = out
        self._put = out.put
        self._watcher = watcher
        self._signer = Signer(deps.secret)
        self._feed = Feed(self._store, self._push)
        self._dirty = asyncio.Event()
        self._changing = asyncio.Lock()
        self._state: State | None = None
        self._end_typing: Callable[[], None] | None = None
        self.conversation: Conversation | None = None
        self.interaction: Interaction | None = None

    # --- following -----------------------------------------------------------------------------------

    async def open(self, conversation_id: str | None, last_seq: int) -> tuple[list[MessageFrame], bool]:
        """Begin with what the widget missed: everything after `last_seq`, or the newest messages."""
        if conversation_id is None:
            return [], False
        self._attach(conversation_id)
        await self._load(conversation_id)
        if last_seq:
            self._feed.conversations = await family_of(self._store, conversation_id)
            self._feed.cursor = last_seq
            return [], False
        messages, more = await self.page(None)
        self._feed.cursor = messages[-1].seq if messages else 0
        return messages, more

    async def follow(self, conversation_id: str) -> None:
        """Change over to another conversation, or to the first one."""
        async with self._changing:
            if self.conversation and self.conversation.id == conversation_id:
                return
            self.close()
            opening = self._live.opening(self._session.tenant, conversation_id)
            due = None if opening is None else self._feed.begin(conversation_id, opening)
            for message in due or ():
                self._put(self._frame(message, None))
            self._attach(conversation_id)
            await self._load(conversation_id)
            if due is None:
                self._feed.conversations = await family_of(self._store, conversation_id)
                self._feed.fall_behind()
        self._dirty.set()

    def close(self) -> None:
        """Stop following."""
        if self.conversation:
            self._live.unwatch(self._session.tenant, self.conversation.id, self._watcher)
        if self._end_typing:
            self._end_typing()
            self._end_typing = None

    def _attach(self, conversation_id: str) -> None:
        self._live.watch(self._session.tenant, conversation_id, self._watcher)
        self._end_typing = self._deps.typing.subscribe(self._session.tenant, conversation_id, self._on_typing)

    async def _load(self, conversation_id: str) -> None:
        self.conversation = await self._store.get(Conversation, conversation_id)
        self.interaction = await self._store.peek(Interaction, self.conversation.interaction)

    # --- what happens --------------------------------------------------------------------------------

    def changed(self, change: Change) -> None:
        """Pass a new message on; remember that the state may be another one now."""
        if change.event.kind is EventKind.MESSAGE_ADDED and isinstance(change.record, Message):
            for message in self._feed.offer(change.record):
                self._put(self._frame(message, None))
        elif change.event.kind not in MESSAGE_EVENTS:
            self._dirty.set()

    def _on_typing(self, typing: Typing) -> None:
        if typing.staff:
            self._put(TypingFrame(on=typing.on, name=typing.name))

    def say_typing(self, on: bool) -> None:
        """Tell the agents that the customer types."""
        if self.conversation:
            self._deps.typing.publish(
                Typing(
                    tenant=self._session.tenant,
                    conversation=self.conversation.id,
                    on=on,
                    name=self._session.name,
                )
            )

    # --- messages ------------------------------------------------------------------------------------

    async def page(self, before: int | None) -> tuple[list[MessageFrame], bool]:
        """Return the newest messages (before a sequence number), oldest first, and whether there are more."""
        if self.conversation is None:
            return [], False
        self._feed.conversations = await family_of(self._store, self.conversation.id)
        found = await self._store.find(
            Message,
            {"conversation": self._feed.conversations, "direction": {Direction.INBOUND, Direction.OUTBOUND}},
            order="seq",
            descending=True,
            below=before,
            limit=NEWEST + 1,
        )
        messages = [message for message in reversed(found[:NEWEST]) if may_see(message)]
        return await self._frames(messages), len(found) > NEWEST

    async def _push(self, messages: list[Message]) -> None:
        for frame in await self._frames(messages):
            await self._out.put_slowly(frame)

    async def _frames(self, messages: list[Message]) -> list[MessageFrame]:
        feedback = await self._feedback(messages)
        return [self._frame(message, feedback.get(message.id)) for message in messages]

    def _frame(self, message: Message, feedback: bool | None) -> MessageFrame:
        return message_frame(
            message,
            self._signer,
            self._session.tenant,
            self._deps.clock.now(),
            read_seq=self.read_seq,
            feedback=feedback,
        )

    async def _feedback(self, messages: list[Message]) -> dict[str, bool]:
        answers = {message.id for message in messages if message.citations}
        if not answers:
            return {}
        return {item.message: item.helpful for item in await self._store.find(Feedback, {"message": answers})}

    @property
    def read_seq(self) -> int:
        """The newest of the customer's messages that an agent has read."""
        return self.conversation.read_seq if self.conversation else 0

    @property
    def cursor(self) -> int:
        """The newest sequence number passed on."""
        return self._feed.cursor

    # --- state ---------------------------------------------------------------------------------------

    async def opening(self) -> Opening:
        """Return whether the entry point is open now."""
        calendar_id = self._session.entry.calendar
        calendar = await self._store.peek(Calendar, calendar_id) if calendar_id else None
        return self._deps.hours(calendar, self._deps.clock.now()) if calendar else Opening(open=True)

    async def state(self) -> State:
        """Read the conversation's present state."""
        opening = await self.opening()
        place, agent = None, None
        if self.conversation:
            await self._load(self.conversation.id)
            if self.conversation.work_item and is_waiting(self.conversation):
                place = self._tenant.line.position(self.conversation.work_item)
            if self.conversation.agent:
                staff = await self._store.peek(Staff, self.conversation.agent)
                agent = staff.name if staff else None
        self._state = state_frame(
            self.conversation, self.interaction, opening, place=place, agent=agent, calls=self._calls
        )
        return self._state

    @property
    def _calls(self) -> bool:
        """Whether this chat's button can call us now."""
        phone = self._deps.phone
        return bool(self._session.entry.call_line and phone and phone.works)

    async def run(self) -> None:
        """Push the rest of what was missed, then what happens, until cancelled."""
        self._feed.fall_behind()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._feed.run())
            tasks.create_task(self._push_states())
            tasks.create_task(self._tick(self._deps.clock))

    async def _push_states(self) -> None:
        """Push the state whenever it has become another one."""
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            if self.conversation:
                try:
                    now = await current_conversation(self._store, self.conversation.id)
                except NotFound:
                    return  # it was erased, and the connection ends
                if now.id != self.conversation.id:
                    await self.follow(now.id)
            known, read_seq = self._state, self.read_seq
            state = await self.state()
            if self.read_seq > read_seq:
                self._put(ReceiptFrame(seq=self.read_seq, delivery="read"))
            if state != known:
                self._put(state)

    async def _tick(self, clock: Clock) -> None:
        """Have the place in line looked at again while the customer waits."""
        ticks = 0
        while True:
            await clock.sleep(TICK)
            ticks += 1
            news = self._state and self._state.calls != self._calls
            if news or is_waiting(self.conversation) or ticks % SLOW_TICKS == 0:
                self._dirty.set()
