"""The chat's server on a loopback port, with the real store and services, and a widget made of code."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import msgspec
from aiohttp import ClientSession, ClientWebSocketResponse, web
from aiohttp.test_utils import TestServer

from hub.core.config import Config, Limits
from hub.core.errors import InvalidInput, NotFound
from hub.core.limits import RateLimiter
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.conversations import Author, AuthorKind, StoredFile
from hub.core.models.knowledge import Feedback
from hub.core.models.work import Calendar
from hub.core.typing_bus import TypingBus
from hub.services.contacts import Contacts
from hub.services.conversations import Conversations
from hub.services.intake import Intake
from hub.services.outbox import Outbox
from hub.services.work import Work
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


class FakeKnowledge:
    """Stores feedback as the knowledge service does."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def feedback(self, message_id: str, helpful: bool) -> None:
        await self._world.save(
            Feedback(
                id=self._world.ids(),
                message=message_id,
                conversation="",
                article="a1",
                revision=1,
                helpful=helpful,
                at=self._world.clock.now(),
            )
        )


class FakeFiles:
    """Keeps files in memory; believes content, not names."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._data: dict[str, bytes] = {}

    async def put(self, name: str, data: bytes, conversation: str, by: str) -> StoredFile:
        kinds = {b"%PDF": "application/pdf", b"\x89PNG": "image/png"}
        kind = kinds.get(data[:4])
        if kind is None:
            raise InvalidInput("Files of this kind are not accepted.", field="body")
        stored = StoredFile(
            id=self._world.ids(),
            name=name,
            type=kind,
            size=len(data),
            sha256="0" * 64,
            conversation=conversation,
            by=by,
            at=self._world.clock.now(),
        )
        await self._world.save(stored)
        self._data[stored.id] = data
        return stored

    async def get(self, file_id: str) -> tuple[StoredFile, bytes]:
        if file_id not in self._data:
            raise NotFound("There is no such file.")
        return await self._world.store.get(StoredFile, file_id), self._data[file_id]


class Services:
    """Implements webchat.ports.ChatServices over a World."""

    def __init__(self, world: World) -> None:
        self.store = world.store
        self.intake: Intake = world.intake
        self.outbox: Outbox = world.outbox
        self.work: Work = world.work
        self.conversations: Conversations = world.conversations
        self.contacts: Contacts = world.contacts
        self.knowledge = FakeKnowledge(world)
        self.files = FakeFiles(world)


class Chat:
    """A running chat server and what tests turn at it."""

    def __init__(self, world: World, **limits: Any) -> None:
        self.world = world
        self.line = FakeLine()
        self.typing = TypingBus()
        self.open_hours = True
        self.deps = ChatDeps(
            database=world.database,
            tenants={TENANT: ChatTenant(services=Services(world), line=self.line)},
            hours=self._hours,
            typing=self.typing,
            clock=world.clock,
            ids=world.ids,
            limiter=RateLimiter(world.clock),
            config=Config(limits=Limits(**{"upload": "64k", **limits})),
            secret=b"the hub's secret",
            random=lambda: 0.5,
            hello_seconds=limits.pop("hello_seconds", 10.0),
        )
        self.app = web.Application()
        add_routes(self.app, self.deps)
        self.server = TestServer(self.app)
        self.http: ClientSession

    def _hours(self, calendar: Calendar, at: datetime) -> Opening:
        return Opening(self.open_hours, None if self.open_hours else at + timedelta(hours=12))

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
        async with asyncio.timeout(5):
            while True:
                frame: dict[str, Any] = await self.socket.receive_json()
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


async def open_chat(folder: Path, **limits: Any) -> Chat:
    """Return a chat server over a fresh world; close its world yourself."""
    return Chat(await World.open(folder), **limits)
