"""The chat's server on a loopback port, with the real store and services, and a widget made of code."""

import asyncio
import socket
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jwt
import msgspec
from aiohttp import ClientResponse, ClientSession, ClientWebSocketResponse, web
from aiohttp.test_utils import TestServer, get_port_socket
from aiohttp.web_runner import BaseRunner
from msgspec.structs import replace

from hub.core.config import Config, Limits
from hub.core.errors import HubError
from hub.core.limits import RateLimiter
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.conversations import Author, AuthorKind
from hub.core.models.work import Calendar
from hub.core.typing_bus import TypingBus
from hub.services.bundle import Services, build_services
from hub.services.calls import Incoming
from hub.store.blobs import FileBlobs
from tests.fakes.world import TENANT, World
from webchat.ports import ChatDeps, ChatTenant, Opening
from webchat.routes import add_routes

SECRET = "the site's own secret, 32 bytes or more"
ORIGIN = "https://shop.example"


class Place(msgspec.Struct):
    """Implements webchat.ports.Place."""

    position: int
    wait_seconds: int | None


class FakeLine:
    """A line in which everybody has the place the test says."""

    def __init__(self) -> None:
        self.place: Place | None = Place(1, 60)

    def position(self, item_id: str) -> Place | None:
        return self.place


def _listener(host: str, port: int, family: socket.AddressFamily) -> socket.socket:
    """A listening socket with small buffers, so that a slow client is noticed within a few messages."""
    listener = get_port_socket(host, port, family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 32_768)
    return listener


class FakePhone:
    """Implements webchat.ports.Phone: calls are stored as they are, and nothing is heard in them."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.works = True
        self.fault: HubError | None = None
        self.offers: list[str] = []
        self.hung_up: list[str] = []

    async def call(self, incoming: Incoming, offer: str) -> str:
        if self.fault:
            raise self.fault
        self.offers.append(offer)
        await self._services.calls.begin(replace(incoming, node="n1"))
        return "v=0 the answer"

    async def hang_up(self, call: str) -> None:
        self.hung_up.append(call)
        ended = await self._services.calls.ended(call, "normal")
        await self._services.conversations.end_interaction(ended.interaction, by="customer")


class Server(TestServer):
    """As the hub serves: a handler is not cancelled when its client goes."""

    async def _make_runner(self, **options: Any) -> BaseRunner:
        return await super()._make_runner(**{**options, "handler_cancellation": False})


class Chat:
    """A running chat server and what tests turn at it."""

    def __init__(self, world: World, folder: Path, **limits: Any) -> None:
        self.world = world
        self.line = FakeLine()
        self.typing = TypingBus()
        self.open_hours = True
        hello_seconds = limits.pop("hello_seconds", 10.0)
        config = Config(limits=Limits(**{"upload": "64k", **limits}))
        self.services = build_services(
            world.store, world.clock, world.ids, blobs=FileBlobs(folder), config=config
        )
        self.phone = FakePhone(self.services)
        self.deps = ChatDeps(
            database=world.database,
            tenants={TENANT: ChatTenant(services=self.services, line=self.line)},
            hours=self._hours,
            typing=self.typing,
            clock=world.clock,
            ids=world.ids,
            limiter=RateLimiter(world.clock),
            config=config,
            secret=b"the hub's secret",
            random=lambda: 0.5,
            phone=self.phone,
            hello_seconds=hello_seconds,
        )
        self.down = False
        self._requests: list[web.Request] = []
        self.app = web.Application(middlewares=[self._network])
        add_routes(self.app, self.deps)
        self.server = Server(self.app, socket_factory=_listener)
        self.http: ClientSession

    def _hours(self, calendar: Calendar, at: datetime) -> Opening:
        return Opening(self.open_hours, None if self.open_hours else at + timedelta(hours=12))

    @web.middleware
    async def _network(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Stand for the line between browser and server, which can be cut."""
        if self.down and request.transport:
            request.transport.abort()
        self._requests.append(request)
        return await handler(request)

    def cut(self, *, down: bool = False) -> None:
        """Break every connection; with `down`, new ones break too until `down` is set back."""
        self.down = down
        for request in self._requests:
            if request.transport:
                request.transport.abort()
        self._requests.clear()

    async def __aenter__(self) -> "Chat":
        await self.world.save(
            Calendar(id="office", name="Office", week=[[] for _ in range(7)]),
            EntryPoint(
                id="site",
                channel=Channel.CHAT,
                key="site",
                name="Site",
                queue="support",
                bot="knowledge",
                calendar="office",
                greeting={"en": "Hello!", "zh": "您好！"},
                closed_text={"en": "We are closed."},
                allowed_origins=[ORIGIN],
                identity_secret=SECRET,
            ),
            EntryPoint(
                id="line",
                channel=Channel.VOICE,
                key="100",
                name="Line",
                queue="support",
                bot="knowledge",
                greeting={"en": "Good day."},
            ),
        )
        await self.server.start_server()
        self.http = ClientSession(self.server.make_url("/"))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.close()
        await self.server.close()

    async def connect(self, key: str = "site", origin: str = ORIGIN) -> ClientWebSocketResponse:
        return await self.http.ws_connect(f"/chat/v1/socket?key={key}", headers={"Origin": origin})

    async def widget(self, **hello: Any) -> "Widget":
        widget = Widget(await self.connect(hello.pop("key", "site")))
        await widget.hello(**hello)
        return widget

    def identity(self, subject: str = "42", *, secret: str = SECRET, **claims: Any) -> str:
        expires = self.world.clock.now() + timedelta(minutes=5)
        return jwt.encode(
            {"sub": subject, "name": "Kim", "exp": int(expires.timestamp()), **claims}, secret, "HS256"
        )

    async def can_be_called(self, line: str | None = "line") -> None:
        """Give the widget a number to call."""
        entry = await self.world.store.get(EntryPoint, "site")
        await self.world.save(replace(entry, call_line=line))

    async def upload(self, token: str, data: Any, name: str = "a.pdf", **headers: str) -> ClientResponse:
        return await self.http.post(
            "/chat/v1/files?key=site",
            data=data,
            headers={
                "Authorization": f"Bearer {token}",
                "X-File-Name": quote(name),
                "Origin": ORIGIN,
                **headers,
            },
        )

    async def bot_says(self, conversation: str, text: str = "An answer", **values: Any) -> Any:
        bot = Author(kind=AuthorKind.BOT, id="bot:knowledge", name="Harbour Bot")
        return await self.world.outbox.reply(
            conversation, by=bot, text=text, client_id=self.world.ids(), **values
        )


class Widget:
    """The other end of the socket: sends commands, keeps what it got, waits for frames by type."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.frames: list[dict[str, Any]] = []
        self._unread: deque[dict[str, Any]] = deque()
        self.welcome: dict[str, Any] = {}
        self._count = 0

    async def hello(self, **values: Any) -> dict[str, Any]:
        await self.say("hello", **values)
        self.welcome = await self.get("welcome")
        return self.welcome

    async def say(self, type: str, **values: Any) -> None:
        await self.socket.send_json({"type": type, **values})

    async def send(self, text: str, *, id: str = "", **values: Any) -> dict[str, Any]:
        """Send a message and wait for its acknowledgement."""
        self._count += 1
        await self.say("send", id=id or f"c{self._count}", text=text, **values)
        return await self.get("ack")

    async def get(self, type: str, **like: Any) -> dict[str, Any]:
        """Return the next frame of a type (with these values), remembering all that came before it."""
        async with asyncio.timeout(60):
            while True:
                if not self._unread:
                    said = await self.socket.receive_json()
                    self._unread.extend(said if isinstance(said, list) else [said])
                frame = self._unread.popleft()
                self.frames.append(frame)
                if frame["type"] == type and all(frame.get(key) == value for key, value in like.items()):
                    return frame

    async def drain(self) -> list[dict[str, Any]]:
        """Return everything that came up to the answer to a ping."""
        start = len(self.frames)
        await self.say("ping")
        await self.get("pong")
        return self.frames[start:-1]

    @property
    def texts(self) -> list[str]:
        """The messages it would show, in the order they came."""
        shown = [*self.welcome.get("messages", [])]
        shown += [frame for frame in self.frames if frame["type"] == "message"]
        return [message["text"] or message["notice"] for message in shown]

    async def close(self) -> None:
        await self.socket.close()
