"""The door for voice nodes: one WebSocket for each, which shows that it knows the installation's token."""

import asyncio
import hmac
from collections.abc import AsyncIterator
from contextlib import suppress

import structlog
from aiohttp import WSCloseCode, WSMsgType, web
from prometheus_client import REGISTRY

from hub.core.errors import NotFound
from hub.core.ports import Database
from hub.core.tasks import supervise
from voice.control.calling_back import CallingBack
from voice.control.calls import NodeCalls
from voice.control.lost_nodes import LostNodes
from voice.control.node_figures import NodeFigures
from voice.control.ports import Services, WaitingLine
from voice.messages import Figures, Hello, Taken, Welcome, encode, to_hub
from voice.orders import Orders

log = structlog.get_logger()

PATH = "/voice/link"
HEARTBEAT = 10.0
MOST_ORDERS = 10_000
"""Orders that may wait for a node. A thousand calls that it resumes need fewer."""


class VoiceLink:
    """Serves the nodes."""

    def __init__(
        self,
        services: Services,
        database: Database,
        token: str,
        line: WaitingLine | None = None,
        most_orders: int = MOST_ORDERS,
    ) -> None:
        """Take the token that nodes must know, and who knows places in line.

        Where more than `most_orders` wait for a node, it takes none: it is cut off, and comes again.
        """
        self._services = services
        self._database = database
        self._token = token
        self._nodes: dict[str, web.WebSocketResponse] = {}
        self._calls: dict[str, NodeCalls] = {}
        self._line = line
        self._most_orders = most_orders
        self._lost = LostNodes(services, lambda: self._calls.keys())
        self._figures = NodeFigures()

    def add_routes(self, app: web.Application) -> None:
        """Mount the door."""
        app.router.add_get(PATH, self.serve)
        app.on_shutdown.append(self._stop)
        app.cleanup_ctx.append(self._watching)
        app.cleanup_ctx.append(self._showing)

    async def _watching(self, _: web.Application) -> AsyncIterator[None]:
        """Look for nodes that are gone, and call customers back, while the hub serves."""
        async with asyncio.TaskGroup() as tasks:
            clock = self._services.clock
            watching = tasks.create_task(supervise("lost_nodes", self._lost.run, clock))
            back = CallingBack(self._services, lambda: self.nodes)
            calling = tasks.create_task(supervise("call_backs", lambda: back.run(self._database), clock))
            yield
            watching.cancel()
            calling.cancel()

    async def _showing(self, _: web.Application) -> AsyncIterator[None]:
        """Show the nodes' figures while the hub serves."""
        REGISTRY.register(self._figures)
        yield
        REGISTRY.unregister(self._figures)

    async def _stop(self, _: web.Application) -> None:
        """Send the nodes away: they come again when the hub is back."""
        for socket in list(self._nodes.values()):
            await socket.close(code=WSCloseCode.GOING_AWAY, message=b"the hub stops")

    def find(self, interaction: str) -> tuple[NodeCalls, str]:
        """Return the node and the call of an interaction; raise NotFound when no call goes on in it."""
        for node in self._calls.values():
            if call := node.call_of(interaction):
                return node, call
        raise NotFound("This call is over, or its voice node cannot be reached.")

    def node_of(self, call: str) -> NodeCalls:
        """Return the node that has a call; raise NotFound when none has it."""
        for node in self._calls.values():
            if node.has(call):
                return node
        raise NotFound("This call is over, or its voice node cannot be reached.")

    @property
    def nodes(self) -> list[NodeCalls]:
        """The nodes that are connected."""
        return list(self._calls.values())

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one node until it goes."""
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            raise web.HTTPUnauthorized(text="This is not the voice node's token.")
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT)
        await socket.prepare(request)
        first = await socket.receive()
        hello = to_hub.decode(first.data) if first.type is WSMsgType.TEXT else None
        if not isinstance(hello, Hello):
            await socket.close(message=b"say hello first")
            return socket
        if before := self._nodes.get(hello.node):
            await before.close(message=b"the node came again")
        self._nodes[hello.node] = socket
        self._figures.keep(hello.node, [])
        log.info("voice_node_came", node=hello.node, calls=len(hello.calls))
        try:
            await self._serve(request, socket, hello)
        finally:
            if self._nodes.get(hello.node) is socket:
                del self._nodes[hello.node]
                self._figures.forget(hello.node)
            log.info("voice_node_gone", node=hello.node)
        return socket

    async def _serve(self, request: web.Request, socket: web.WebSocketResponse, hello: Hello) -> None:
        orders: asyncio.Queue[Orders] = asyncio.Queue(self._most_orders)

        def send(order: Orders) -> None:
            if orders.full():
                _break(request, hello.node)
            else:
                orders.put_nowait(order)

        calls = NodeCalls(self._services, hello.node, send, self._line)
        end = self._database.subscribe(calls.hear)
        self._calls[hello.node] = calls
        try:
            await calls.resume(hello.calls)
            taken = await self._services.calls.taken(hello.node)
            await socket.send_str(encode(Welcome(taken=taken)))
            async with asyncio.TaskGroup() as tasks:
                writing = tasks.create_task(_write(socket, orders))
                saying = tasks.create_task(calls.run())
                await self._read(socket, hello.node, calls, taken)
                writing.cancel()
                saying.cancel()
        finally:
            end()
            if self._calls.get(hello.node) is calls:
                del self._calls[hello.node]

    async def _read(self, socket: web.WebSocketResponse, node: str, calls: NodeCalls, taken: int) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            report = to_hub.decode(message.data)
            if isinstance(report, Figures):
                self._figures.keep(node, report.families)
                continue
            if isinstance(report, Hello) or report.number <= taken:
                continue
            await calls.take(report)
            taken = report.number
            await self._services.calls.take(node, taken)
            with suppress(ConnectionError):  # it is gone, and asks when it comes again
                await socket.send_str(encode(Taken(number=taken)))


def _break(request: web.Request, node: str) -> None:
    """Break a connection by which nothing is taken; a farewell would wait like all the rest."""
    if request.transport and not request.transport.is_closing():
        log.warning("voice_node_takes_no_orders", node=node)
        request.transport.abort()


async def _write(socket: web.WebSocketResponse, orders: asyncio.Queue[Orders]) -> None:
    """Send orders until the connection breaks; what counts of them is ordered again by `resume`."""
    with suppress(ConnectionError):
        while True:
            await socket.send_str(encode(await orders.get()))
