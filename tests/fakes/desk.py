"""The desk on a real server and the real store, with browsers to sign in to it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar
from aiohttp.test_utils import TestServer
from argon2 import PasswordHasher
from msgspec.structs import replace

from bots.flow.bot import FlowBots
from bots.flow.library import Library
from bots.flow.workshop import Workshop
from bots.knowledge.answering import Answering
from bots.knowledge.bot import KnowledgeBot
from bots.knowledge.live import LiveIndex
from bots.registry import Registry
from hub.core.batch import Batch
from hub.core.config import Config, Knowledge, Limits
from hub.core.ids import ulid_source
from hub.core.limits import RateLimiter
from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.staff import PresenceState, Role
from hub.core.models.tenants import Tenant
from hub.core.models.work import Queue, Requirement, Skill, Step, WorkItem
from hub.core.records import Record
from hub.core.typing_bus import TypingBus
from hub.desk.app import build_app
from hub.desk.attendance import Attendance
from hub.desk.channels import Channels, NoChannels
from hub.desk.deps import DemoLogin, DeskDeps
from hub.desk.live_hub import LiveHub
from hub.services.accounts import Accounts
from hub.services.bundle import build_services
from hub.services.inbound import InboundMessage, Receipt
from hub.services.pictures import Pictures
from hub.services.settings import Settings
from hub.store.blobs import FileBlobs
from hub.store.sqlite import SqliteDatabase
from routing.router import Router
from tests.fakes.clock import FakeClock
from tests.fakes.flows import around

TENANT = "acme"
PASSWORD = "a long password"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ROLES = {
    "ann": [Role.AGENT],
    "bob": [Role.AGENT],
    "eve": [Role.EDITOR],
    "sue": [Role.SUPERVISOR],
    "adm": [Role.ADMIN],
}


class Desk:
    """A small company's desk: agents ann (skill german) and bob (queue sales only), eve, sue and adm."""

    def __init__(
        self,
        database: SqliteDatabase,
        clock: FakeClock,
        folder: Path,
        config: Config,
        channels: Channels | None = None,
        pictures: Pictures | None = None,
    ) -> None:
        self.database, self.clock = database, clock
        self.ids = ulid_source(clock)
        self.store = database.tenant(TENANT)
        parts = (self.store, clock, self.ids)
        services = build_services(*parts, blobs=FileBlobs(folder / "blobs"), config=config)
        self.services = replace(
            services,
            accounts=Accounts(*parts, hasher=QUICK),
            settings=Settings(*parts, allow_private=True, bots=self._bot_names),
        )
        self.router = Router(database, self.store, self.services.work, clock)
        self.answering = Answering(Knowledge())
        self.library = Library(TENANT, self.services.flows)
        self.flows = around(self.services, self.library)
        self.bots = Registry(KnowledgeBot(self.answering), others=[FlowBots(self.flows)])
        self.live = LiveHub(TENANT)
        self.attendance = Attendance(self.store, self.services.agents, clock)
        self.typing = TypingBus()
        self.deps = DeskDeps(
            config=config,
            tenant=Tenant(id=TENANT, name="Acme", created_at=clock.now()),
            database=database,
            services=self.services,
            line=self.router.line,
            answering=self.answering,
            workshop=Workshop(self.flows, self.services.flows),
            bots=self.bots,
            clock=clock,
            ids=self.ids,
            limiter=RateLimiter(clock),
            typing=self.typing,
            live=self.live,
            attendance=self.attendance,
            channels=channels or NoChannels(),
            pictures=pictures or Pictures(),
            is_routing=lambda: self.router.is_running,
            free_bytes=lambda: self.free,
            demo_logins=[DemoLogin(role="agent", login="ann", password=PASSWORD)],
        )
        self.server = TestServer(build_app(self.deps))
        self.free = 1 << 30
        """Bytes on the disk with the data."""
        self._browsers: list[ClientSession] = []

    async def _bot_names(self) -> list[str]:
        return [one.name for one in await self.bots.options()]

    async def save(self, *records: Record) -> None:
        batch = Batch(at=self.clock.now())
        for record in records:
            batch.save(record)
        await self.store.commit(batch)

    async def found_company(self) -> None:
        await self.save(
            Skill(id="german", name="German"),
            Queue(id="support", name="Support"),
            Queue(id="sales", name="Sales", steps=[Step(skills=[Requirement(skill="german", minimum=2)])]),
            # Its bot does not run here: what visitors write changes nothing but the conversation.
            EntryPoint(
                id="shop", channel=Channel.CHAT, key="shop", name="Shop", queue="support", bot="knowledge"
            ),
            EntryPoint(
                id="post", channel=Channel.EMAIL, key="help@shop.example", name="Post", queue="support"
            ),
            EntryPoint(id="texts", channel=Channel.SMS, key="+4930123456", name="Texts", queue="support"),
        )
        for login, roles in ROLES.items():
            await self.services.accounts.create_staff(
                by="test",
                id=login,
                login=login,
                name=login.title(),
                password=PASSWORD,
                roles=roles,
                skills={"german": 4} if login == "ann" else {},
                queues=["sales"] if login == "bob" else [],
            )

    async def say(self, text: str = "Hello", visitor: str = "v1") -> Receipt:
        """A visitor writes in the chat."""
        return await self.services.intake.receive(
            InboundMessage(
                entry_point="shop",
                address_kind=AddressKind.VISITOR,
                address=visitor,
                external_id=self.ids(),
                text=text,
                at=self.clock.now(),
                name="Vera",
            )
        )

    async def waiting(self, visitor: str = "v1") -> WorkItem:
        """A visitor waits for a person."""
        said = await self.say("A person, please", visitor)
        return await self.services.work.request_person(said.conversation.id, reason="asked", actor="test")

    async def owned(self, agent: str = "ann", visitor: str = "v1") -> WorkItem:
        """A chat in an agent's hands."""
        item = await self.waiting(visitor)
        await self.services.agents.set_presence(agent, PresenceState.AVAILABLE)
        return await self.services.work.assign(item.id, agent, agent)

    async def browser(self, login: str = "") -> "Browser":
        """A new browser, signed in if a log-in is given."""
        session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self._browsers.append(session)
        browser = Browser(session, str(self.server.make_url("")).rstrip("/"))
        if login:
            await browser.sign_in(login)
        return browser

    async def close(self) -> None:
        for browser in self._browsers:
            await browser.close()
        await self.server.close()
        self.router.close()
        await self.database.close()


class Browser:
    """Sends what the browser app would send."""

    def __init__(self, session: ClientSession, base: str) -> None:
        self.session, self.base = session, base
        self.csrf = ""

    async def sign_in(self, login: str, password: str = PASSWORD, **more: Any) -> Self:
        status, body = await self.post("/session", {"login": login, "password": password, **more})
        assert status == 200, body
        self.csrf = body["csrf"]
        return self

    async def request(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **more: Any
    ) -> tuple[int, Any]:
        """Return status and JSON of an API call."""
        headers = {"X-CSRF-Token": self.csrf, **(headers or {})}
        url = f"{self.base}/api/v1{path}"
        if body is not None:
            more["json"] = body
        async with self.session.request(method, url, headers=headers, **more) as response:
            text = await response.text()
            return response.status, await response.json(content_type=None) if text else None

    async def get(self, path: str) -> tuple[int, Any]:
        return await self.request("GET", path)

    async def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        return await self.request("POST", path, {} if body is None else body)

    async def put(self, path: str, body: Any) -> tuple[int, Any]:
        return await self.request("PUT", path, body)

    async def patch(self, path: str, body: Any) -> tuple[int, Any]:
        return await self.request("PATCH", path, body)

    async def delete(self, path: str, body: Any = None) -> tuple[int, Any]:
        return await self.request("DELETE", path, body)

    async def live(self, last_seq: int | None = None, **hello: Any) -> "LiveEnd":
        """Open a live socket and say hello."""
        end = LiveEnd(await self.session.ws_connect(f"{self.base}/api/v1/live-socket"))
        await end.send({"type": "hello", "last_seq": last_seq, **hello})
        end.hello = await end.until("hello")
        return end


class LiveEnd:
    """The browser's end of a live socket."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.hello: dict[str, Any] = {}
        self._said: deque[dict[str, Any]] = deque()

    async def send(self, frame: dict[str, Any]) -> None:
        await self.socket.send_json(frame)

    async def next(self) -> dict[str, Any]:
        if not self._said:
            async with asyncio.timeout(40):
                said = await self.socket.receive_json()
            self._said.extend(said if isinstance(said, list) else [said])
        return self._said.popleft()

    async def until(self, type: str, **wanted: Any) -> dict[str, Any]:
        """Return the next frame of a type (and event kind or other values), passing over others."""
        while True:
            frame = await self.next()
            values = {**frame, "kind": frame.get("event", {}).get("kind")}
            if frame["type"] == type and all(values.get(name) == value for name, value in wanted.items()):
                return frame

    async def quiet(self) -> list[dict[str, Any]]:
        """Return all frames that are on their way: a ping's answer comes after them."""
        await self.send({"type": "ping"})
        frames = []
        while (frame := await self.next())["type"] != "pong":
            frames.append(frame)
        return frames


@asynccontextmanager
async def open_desk(
    folder: Path, *, channels: Channels | None = None, pictures: Pictures | None = None, **limits: Any
) -> AsyncIterator[Desk]:
    """A desk that serves requests."""
    clock = FakeClock()
    database = await SqliteDatabase.open(folder, clock)
    generous = {"sign_ins_per_minute": 1000, "api_per_minute": 100_000}
    desk = Desk(database, clock, folder, Config(limits=Limits(**{**generous, **limits})), channels, pictures)
    await desk.found_company()
    await desk.router.open()
    ends = [
        await LiveIndex(TENANT, desk.answering).start(database, desk.services.knowledge),
        await desk.library.start(database),
    ]
    await desk.server.start_server()
    try:
        yield desk
    finally:
        for end in ends:
            end()
        await desk.close()
