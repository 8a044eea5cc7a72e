"""One widget's connection: the hello phase, then commands in and frames out until either side goes."""

import asyncio
from contextlib import suppress

import structlog
from aiohttp import WSCloseCode, WSMsgType, web

from hub.core.config import size
from hub.core.errors import HubError, InvalidInput, TooMany
from hub.core.events import Change, EventKind
from hub.core.models.contacts import EntryPoint
from webchat.calls import WebCall
from webchat.commands import AnyCommand, Hello, claimed_id, decode
from webchat.frames import Bye, ErrorFrame, Limits, Welcome
from webchat.handlers import Handlers
from webchat.help.link import help_path
from webchat.lines import Lines
from webchat.live import Live
from webchat.outgoing import Outgoing
from webchat.ports import ChatDeps
from webchat.receipts import Receipts
from webchat.session import Session, open_session
from webchat.thread import Thread
from webchat.view import entry_view

log = structlog.get_logger()

MOST_FRAME_BYTES = 256 * 1024
"""A larger frame closes the connection; smaller ones that are too long get an error."""
FRAMES_PER_MESSAGE = 10
"""Typing, receipts and the like: so many frames are allowed for every message that is."""
HELLO_TIMEOUT = 4408
FAREWELL_SECONDS = 1.0
"""So long a slow client may take to hear that the server stops."""


class Connection:
    """Owns the tasks of one socket; everything it does ends with it."""

    def __init__(
        self,
        deps: ChatDeps,
        live: Live,
        lines: Lines,
        tenant: str,
        entry: EntryPoint,
        peer: str,
        request: web.Request,
    ) -> None:
        self._deps = deps
        self._live = live
        self._lines = lines
        self._peer = peer
        self._tenant = tenant
        self._entry = entry
        self._request = request
        self._socket = web.WebSocketResponse(heartbeat=30, max_msg_size=MOST_FRAME_BYTES, compress=False)
        self._out = Outgoing(self._socket, deps.config.limits.socket_queue, self._cut)
        self._session: Session | None = None
        self._thread: Thread | None = None
        self._call: WebCall | None = None
        self._leaving = False

    async def run(self) -> web.WebSocketResponse:
        """Serve the connection until it is gone."""
        await self._socket.prepare(self._request)
        try:
            async with asyncio.TaskGroup() as tasks:
                writer = tasks.create_task(self._out.run())
                try:
                    hello = await self._hello()
                    if hello:
                        await self._serve(hello)
                finally:
                    writer.cancel()
            if self._call and not self._leaving:
                await self._call.left()
        finally:
            if self._call:
                self._call.close()
        return self._socket

    async def _hello(self) -> Hello | None:
        """Wait for the first command; None when it did not come."""
        try:
            async with asyncio.timeout(self._deps.hello_seconds):
                while True:
                    command = await self._next()
                    if command is None or isinstance(command, Hello):
                        return command
                    self._refuse(InvalidInput("Say hello first.", field="type"))
        except TimeoutError:
            self._out.put(ErrorFrame(code="hello_timeout", message="No hello came in time. Connect again."))
            await self._out.flush()
            await self._socket.close(code=HELLO_TIMEOUT, message=b"no hello")
            return None

    async def _serve(self, hello: Hello) -> None:
        session, conversation = await open_session(self._deps, self._tenant, self._entry, hello)
        thread = Thread(self._deps, self._live, session, self._out, self)
        self._session, self._thread = session, thread
        receipts = Receipts(self._deps.tenants[session.tenant].services.outbox, self._deps.clock)
        call = WebCall(self._deps, self._live, self._lines, session, self._peer, self._out.put)
        self._call = call
        handlers = Handlers(self._deps, self._live, session, thread, call, receipts, self._out.put)
        try:
            await self._welcome(hello, session, thread, conversation)
            self._live.enter(session.tenant, session.visitor, self)
            if hello.call:
                await call.resume(hello.call)
            async with asyncio.TaskGroup() as tasks:
                parts = thread.run, receipts.run, call.run
                following = [tasks.create_task(run()) for run in parts]
                while (command := await self._next()) is not None:
                    await self._handle(handlers, command)
                for task in following:
                    task.cancel()
        finally:
            thread.say_typing(False)
            self._live.exit(session.tenant, session.visitor, self)
            thread.close()
            await receipts.write()

    async def _welcome(
        self, hello: Hello, session: Session, thread: Thread, conversation: str | None
    ) -> None:
        same = conversation is not None and hello.conversation in (None, conversation)
        last_seq = hello.last_seq if same else 0
        messages, more = await thread.open(conversation, last_seq)
        state = await thread.state()
        store = self._deps.tenants[session.tenant].services.store
        help = await help_path(store, session.language)
        self._out.put(
            Welcome(
                visitor=session.token,
                name=session.name,
                conversation=conversation,
                language=session.language,
                entry=entry_view(session.entry, session.language, await thread.opening(), help),
                limits=Limits(
                    text=self._deps.config.limits.message_chars,
                    file_bytes=size(self._deps.config.limits.upload),
                    file_types=self._deps.tenants[session.tenant].services.files.types,
                ),
                resumed=last_seq > 0,
                messages=messages,
                last_seq=thread.cursor,
                read_seq=thread.read_seq,
                more=more,
                state=state,
            )
        )
        if session.refused:
            self._refuse(session.refused, field="identity")

    # --- commands in ---------------------------------------------------------------------------------

    async def _next(self) -> AnyCommand | None:
        """Return the next good command, refusing bad ones; None when the connection is gone."""
        while True:
            message = await self._socket.receive()
            if message.type is WSMsgType.TEXT:
                try:
                    self._check_rate()
                    return decode(message.data)
                except HubError as error:
                    self._refuse(error, id=claimed_id(message.data))
            elif message.type is WSMsgType.BINARY:
                self._refuse(InvalidInput("Frames must be text, not binary."))
            else:
                return None

    def _check_rate(self) -> None:
        limits = self._deps.config.limits
        owner = self._session.owner if self._session else f"peer:{self._request.remote}"
        self._deps.limiter.check(
            f"chat-frames:{self._tenant}:{owner}", limits.chat_messages_per_minute * FRAMES_PER_MESSAGE
        )

    async def _handle(self, handlers: Handlers, command: AnyCommand) -> None:
        """Carry a command out; what goes wrong is told to the widget, and the connection stays up."""
        claimed = getattr(command, "id", None)
        try:
            await handlers.handle(command)
        except HubError as error:
            self._refuse(error, id=claimed)
        except Exception:
            # The socket's front door: one command must not take the others down with it.
            log.exception("chat_command_failed", command=type(command).__name__)
            self._out.put(
                ErrorFrame(
                    code="internal",
                    message="That did not work because of a fault on our side. Try again in a moment.",
                    id=claimed,
                    retry_after=5.0,
                )
            )

    def _refuse(self, error: HubError, *, field: str = "", id: str | None = None) -> None:
        self._out.put(
            ErrorFrame(
                code=error.code,
                message=error.message,
                field=error.field if isinstance(error, InvalidInput) else field,
                id=id,
                retry_after=error.retry_after if isinstance(error, TooMany) else None,
            )
        )

    # --- what the fan-out calls ----------------------------------------------------------------------

    def changed(self, change: Change) -> None:
        """Something in its conversation changed; once it is erased the widget comes back to an empty chat."""
        if change.event.kind is EventKind.CONVERSATION_ERASED:
            self._cut()
        elif self._thread:
            self._thread.changed(change)

    async def follow(self, conversation: str) -> None:
        """Another tab of the same visitor has a new conversation."""
        if self._thread:
            await self._thread.follow(conversation)

    async def leave(self, bye: Bye) -> None:
        """Say when to come back, and close."""
        self._leaving = True
        self._out.put(bye)
        with suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL_SECONDS):
                await self._out.flush()
        await self._socket.close(code=WSCloseCode.SERVICE_RESTART, message=b"restart")

    def _cut(self) -> None:
        transport = self._request.transport
        if transport:
            transport.abort()
