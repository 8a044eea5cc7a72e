"""The live socket: what an agent's browser hears and says, from hello to goodbye."""

import asyncio
from collections.abc import Callable

import msgspec
from aiohttp import WSMessage, WSMsgType, web

from hub.core.errors import HubError, InvalidInput, NotAllowed, NotSignedIn
from hub.core.models.conversations import Conversation
from hub.core.models.work import WorkItem
from hub.core.permissions import Permission, may_see
from hub.core.typing_bus import Typing
from hub.desk.decode import convert
from hub.desk.deps import DeskDeps
from hub.desk.live_connection import Connection
from hub.desk.live_frames import (
    Bye,
    ClientFrame,
    CustomerTyping,
    Hello,
    HelloBack,
    Ping,
    Pong,
    Resync,
    TypingSign,
    Unwatch,
    Watch,
    encode,
    error_frame,
    frame_id,
)
from hub.desk.live_gap import missed, missed_of
from hub.desk.metrics import OPEN_SOCKETS, SOCKETS_CUT
from hub.desk.viewers import ViewerBoard
from hub.desk.views import me_view

HELLO_WITHIN = 10.0
HEARTBEAT = 30.0
LARGEST_FRAME = 16 * 1024
CHECK_SESSION_EVERY = 300.0
CLOSE_NOT_SIGNED_IN = 4401
CLOSE_RESTART = 1012


class LiveSocket:
    """One connection's conversation with its browser."""

    def __init__(self, deps: DeskDeps, board: ViewerBoard, connection: Connection, token: str) -> None:
        self._deps = deps
        self._board = board
        self._connection = connection
        self._token = token
        self._ends: dict[str, Callable[[], None]] = {}
        self._checked_at = deps.clock.monotonic()
        self._joined = False

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Open the socket and serve it until either side ends it."""
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LARGEST_FRAME, compress=False)
        await socket.prepare(request)
        connection, deps = self._connection, self._deps
        connection.cut = lambda: cut(request)
        OPEN_SOCKETS.labels("desk").inc()
        try:
            async with asyncio.TaskGroup() as group:
                writer = group.create_task(self._write(socket))
                await self._read(socket)
                if not connection.leaving:
                    writer.cancel()
        finally:
            OPEN_SOCKETS.labels("desk").dec()
            for conversation in tuple(connection.watching):
                self._unwatch(conversation)
            if self._joined:
                deps.live.part(connection)
                deps.attendance.left(connection.staff.id)
        return socket

    async def _write(self, socket: web.WebSocketResponse) -> None:
        """Send what is queued, then say goodbye."""
        connection = self._connection
        try:
            while (frame := await connection.next()) is not None:
                await socket.send_frame(frame, WSMsgType.TEXT)
            if connection.leaving:
                retry_after, reason = connection.leaving
                await socket.send_frame(encode(Bye(retry_after=retry_after, reason=reason)), WSMsgType.TEXT)
                code = CLOSE_NOT_SIGNED_IN if reason == "signed_out" else CLOSE_RESTART
                await socket.close(code=code)
        except ConnectionError:
            pass  # the reader notices too

    async def _read(self, socket: web.WebSocketResponse) -> None:
        greeted = False
        while True:
            try:
                async with asyncio.timeout(None if greeted else HELLO_WITHIN):
                    message = await socket.receive()
            except TimeoutError:
                self._connection.leave(1, "no_hello")
                return
            if message.type is not WSMsgType.TEXT:
                if message.type is WSMsgType.BINARY:
                    self._refuse(InvalidInput("Send JSON texts, not bytes."), "")
                    continue
                return
            greeted = await self._take(message, greeted)

    async def _take(self, message: WSMessage, greeted: bool) -> bool:
        """Act on one frame; say whether hello was said. A refused frame leaves the connection up."""
        id = ""
        try:
            limits = self._deps.config.limits
            self._deps.limiter.check(f"live:{self._connection.session.id}", limits.api_per_minute)
            try:
                raw = msgspec.json.decode(message.data)
            except msgspec.DecodeError as error:
                raise InvalidInput(f"The frame is not valid JSON: {error}.") from None
            id = frame_id(raw)
            frame = convert(raw, ClientFrame)
            if isinstance(frame, Hello) == greeted:
                raise InvalidInput("Say hello first, and once.", field="type")
            await self._act(frame)
            return True
        except HubError as error:
            self._refuse(error, id)
            return greeted

    async def _act(self, frame: ClientFrame) -> None:
        match frame:
            case Hello():
                await self._hello(frame)
            case Watch():
                await self._watch(frame.conversation)
            case Unwatch():
                self._unwatch(frame.conversation)
            case TypingSign():
                await self._typing(frame)
            case Ping():
                await self._check_session()
                self._connection.push(encode(Pong()))

    async def _hello(self, frame: Hello) -> None:
        """Greet, then send what was missed before anything newer."""
        connection, store = self._connection, self._deps.services.store
        connection.held = True  # until `prepend`, so that hello comes first and nothing comes twice
        self._deps.live.join(connection)
        self._deps.attendance.arrived(connection.staff.id)
        self._joined = True
        for conversation in frame.watch:
            try:
                await self._watch(conversation)
            except HubError as error:  # it may be gone or in another queue by now
                self._refuse(error, frame.id)
        state = await self._deps.services.agents.state(connection.staff.id)
        newest = await store.last_seq()
        hello = encode(HelloBack(seq=newest, staff=me_view(connection.staff, state)))
        connection.started_at = newest
        rows_seq = frame.last_seq if frame.rows_seq is None else frame.rows_seq
        if frame.last_seq is None or rows_seq is None or min(frame.last_seq, rows_seq) >= newest:
            connection.prepend([(0, hello)], 0)
            return
        frames = await missed(store, self._deps.tenant.id, connection, frame.last_seq, rows_seq)
        if frames is None:
            connection.prepend([(0, hello), (0, encode(Resync(seq=newest)))], newest)
            return
        connection.resumed_from = frame.last_seq
        upto = max([newest, *(seq for seq, _ in frames)])
        connection.started_at = upto
        connection.prepend([(0, hello), *frames], upto)

    async def _watch(self, conversation: str) -> None:
        connection = self._connection
        found = await self._seen(conversation)
        if conversation in connection.watching:
            return
        connection.check_room()
        self._deps.live.watch(connection, conversation)
        bus, tenant = self._deps.typing, self._deps.tenant.id
        self._ends[conversation] = bus.subscribe(tenant, conversation, self._on_typing)
        if connection.resumed_from and found.agent != connection.staff.id:
            frames = await missed_of(
                self._deps.services.store, conversation, connection.resumed_from, connection.started_at
            )
            if frames is None:
                frames = [(0, encode(Resync(seq=connection.started_at)))]
            for seq, frame in frames:
                connection.push(frame, seq)
        self._board.changed(conversation)

    def _unwatch(self, conversation: str) -> None:
        self._deps.live.unwatch(self._connection, conversation)
        end = self._ends.pop(conversation, None)
        if end:
            end()
        if self._board.gone(self._connection, conversation):
            self._tell_customer(conversation, on=False)

    async def _typing(self, frame: TypingSign) -> None:
        """Tell colleagues; the customer is told when it is the agent who has the conversation."""
        if frame.conversation not in self._connection.watching:
            raise NotAllowed("Watch the conversation first.")
        self._board.type(self._connection, frame.conversation, frame.on)
        found = await self._deps.services.store.get(Conversation, frame.conversation)
        if found.agent == self._connection.staff.id:
            self._tell_customer(frame.conversation, on=frame.on)

    def _tell_customer(self, conversation: str, *, on: bool) -> None:
        staff = self._connection.staff
        tenant = self._deps.tenant.id
        sign = Typing(tenant=tenant, conversation=conversation, on=on, staff=staff.id, name=staff.name)
        self._deps.typing.publish(sign)

    def _on_typing(self, sign: Typing) -> None:
        if not sign.staff and sign.conversation in self._connection.watching:
            frame = CustomerTyping(conversation=sign.conversation, on=sign.on)
            self._connection.push(encode(frame))

    async def _seen(self, conversation: str) -> Conversation:
        """Return a conversation the person may see, or raise."""
        connection, store = self._connection, self._deps.services.store
        if not connection.has(Permission.CONVERSATIONS_READ):
            raise NotAllowed("You do not have conversations:read.")
        found = await store.get(Conversation, conversation)
        if not may_see(connection.staff, found.queue, found.agent):
            item = await store.peek(WorkItem, found.work_item) if found.work_item else None
            if item is None or item.agent != connection.staff.id:
                raise NotAllowed("This conversation is in a queue you do not serve.")
        return found

    async def _check_session(self) -> None:
        """Close the connection once its session has ended; using it keeps the session alive."""
        now = self._deps.clock.monotonic()
        if now - self._checked_at < CHECK_SESSION_EVERY:
            return
        self._checked_at = now
        try:
            await self._deps.services.accounts.session(self._token)
        except NotSignedIn:
            self._connection.leave(0, "signed_out")

    def _refuse(self, error: HubError, id: str) -> None:
        self._connection.push(encode(error_frame(error, id)))


def cut(request: web.Request) -> None:
    """Break the line of a browser that does not keep up; it comes back and gets the gap."""
    SOCKETS_CUT.inc()
    if request.transport is not None:
        request.transport.abort()
