"""Customers and agents as programs that speak the hub's protocols, and come back when it falls over.

They know nothing of the hub's inside, so tests and the bench can run them against any hub.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
from aiohttp import WSMsgType

Frame = dict[str, Any]
GONE = (aiohttp.ClientError, ConnectionError, TimeoutError)
"""What a call meets while the hub is down."""
AGAIN_AFTER = 0.1
WITHIN = 60.0


async def pause(seconds: float) -> None:
    """Wait for a real while; for what depends on another process and has no event to wait for."""
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.Event().wait(), seconds)


class Refused(Exception):
    """The hub answered with a problem."""

    def __init__(self, status: int, problem: Frame) -> None:
        super().__init__(f"{status} {problem.get('code')}: {problem.get('detail')}")
        self.status = status
        self.code = problem.get("code")


class ChatCustomer:
    """A widget: keeps what it sent until it is acknowledged, and resumes after the last message it saw.

    `view` has every message frame in the order shown; `faults` names every message shown twice or out
    of order. `run` keeps it connected until cancelled.
    """

    def __init__(
        self, http: aiohttp.ClientSession, url: str, *, key: str, name: str, language: str = "en"
    ) -> None:
        self.name = name
        self.acknowledged: dict[str, int] = {}
        self.unacknowledged: dict[str, str] = {}
        self.view: list[Frame] = []
        self.faults: list[str] = []
        self.state: Frame = {}
        self.conversation: str | None = None
        self.connections = 0
        self.changed = asyncio.Event()
        self._http = http
        self._address = f"{url}/chat/v1/socket?key={key}"
        self._language = language
        self._visitor: str | None = None
        self._last_seq = 0
        self._ids = itertools.count(1)
        self._socket: aiohttp.ClientWebSocketResponse | None = None

    async def run(self) -> None:
        """Stay connected, whatever the hub does."""
        while True:
            with suppress(*GONE):
                await self._live()
            self._socket = None
            await pause(AGAIN_AFTER)

    async def send(self, text: str) -> str:
        """Send a message, now or once the hub is back; return the id it was given."""
        id = f"{self.name}-{next(self._ids)}"
        self.unacknowledged[id] = text
        await self.command(type="send", id=id, text=text)
        return id

    async def command(self, **frame: Any) -> None:
        """Say something if connected; only messages are kept for later."""
        if self._socket is not None:
            with suppress(*GONE):
                await self._socket.send_json(frame)

    async def until(self, what: str, condition: Any, within: float = WITHIN) -> None:
        """Wait until the condition holds of this customer, looking again at every frame."""
        try:
            async with asyncio.timeout(within):
                while not condition(self):
                    self.changed.clear()
                    await self.changed.wait()
        except TimeoutError:
            raise AssertionError(
                f"{self.name} waited {within} s in vain for {what}; has {self.state}"
            ) from None

    async def _live(self) -> None:
        async with self._http.ws_connect(self._address, max_msg_size=0) as socket:
            hello = {"visitor": self._visitor, "language": self._language, "last_seq": self._last_seq}
            await socket.send_json({"type": "hello", "conversation": self.conversation, **hello})
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    return
                said = message.json()
                for frame in said if isinstance(said, list) else [said]:
                    self._take(frame)
                    if frame["type"] == "welcome":
                        self._socket = socket
                        self.connections += 1
                        for id, text in list(self.unacknowledged.items()):
                            await socket.send_json({"type": "send", "id": id, "text": text})

    def _take(self, frame: Frame) -> None:
        match frame["type"]:
            case "welcome":
                self._visitor = frame["visitor"]
                self.conversation = frame["conversation"] or self.conversation
                self.state = frame["state"]
                for message in frame["messages"]:
                    self._show(message)
            case "message":
                self._show(frame)
            case "ack":
                self.unacknowledged.pop(frame["id"], None)
                self.acknowledged[frame["id"]] = frame["seq"]
            case "state":
                self.state = frame
            case "error":
                self.faults.append(f"refused: {frame['code']} {frame['message']}")
        self.changed.set()

    def _show(self, message: Frame) -> None:
        if message["seq"] <= self._last_seq:
            self.faults.append(f"{message['seq']} came after {self._last_seq}")
        self._last_seq = max(self._last_seq, message["seq"])
        self.view.append(message)


class DeskAgent:
    """An agent's browser: signed in, connected, and repeating what it did not get an answer to.

    `heard` has the numbers of all changes in the order they came; `faults` those out of order.
    """

    def __init__(self, http: aiohttp.ClientSession, url: str, login: str) -> None:
        self.login = login
        self.id = ""
        self.sent: dict[str, Frame] = {}
        self.faults: list[str] = []
        self.changes = 0
        self.connections = 0
        self.changed = asyncio.Event()
        self._http = http
        self._url = url
        self._csrf = ""
        self._seq: int | None = None
        self._rows_seq: int | None = None
        self._ids = itertools.count(1)

    @classmethod
    @asynccontextmanager
    async def signed_in(cls, url: str, login: str, password: str) -> AsyncIterator["DeskAgent"]:
        """Sign in with a cookie jar of one's own."""
        jar = aiohttp.CookieJar(unsafe=True)  # the hub's address is a number
        async with aiohttp.ClientSession(cookie_jar=jar) as http:
            agent = cls(http, url, login)
            await agent.sign_in(password)
            try:
                yield agent
            except AssertionError as error:
                await agent._note_calls(error)
                raise

    async def sign_in(self, password: str) -> None:
        """Open a session."""
        answer = await self.call("POST", "/session", {"login": self.login, "password": password})
        self._csrf, self.id = answer["csrf"], answer["staff"]["id"]

    async def _note_calls(self, error: AssertionError) -> None:
        """Let a failure tell what was said in calls: the machine on which it happened may be out of reach."""
        with suppress(*GONE, Refused):
            for call in (await self.call("GET", "/conversations?list=all&channel=voice"))["items"]:
                timeline = await self.call("GET", f"/conversations/{call['conversation']['id']}/timeline")
                lines = [f"{one['at']} {one['direction']}: {one['text']}" for one in timeline["items"]]
                error.add_note("\n".join(["In a call:", *lines]))

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        """Call the API; raise Refused for a problem, or what GONE names when the hub is away."""
        headers = {"X-CSRF-Token": self._csrf} if self._csrf else {}
        address = f"{self._url}/api/v1{path}"
        limit = aiohttp.ClientTimeout(total=WITHIN)
        async with self._http.request(method, address, json=body, headers=headers, timeout=limit) as answer:
            content = await answer.json(content_type=None) if answer.content_length != 0 else None
            if answer.status >= 400:
                raise Refused(answer.status, content or {})
            return content

    async def insist(self, method: str, path: str, body: Any = None) -> Any:
        """Call until there is an answer; only for what may safely be repeated."""
        while True:
            try:
                return await self.call(method, path, body)
            except GONE:
                await pause(AGAIN_AFTER)
            except Refused as refused:
                if refused.status not in (429, 503):
                    raise
                await pause(AGAIN_AFTER)

    async def presence(self, presence: str, reason: str = "") -> Frame:
        """Choose a presence."""
        state: Frame = await self.insist("PUT", "/me/presence", {"presence": presence, "reason": reason})
        return state

    async def offers(self) -> list[Frame]:
        """Return the offers that wait for an answer."""
        found: list[Frame] = await self.insist("GET", "/me/offers")
        return found

    async def mine(self) -> list[Frame]:
        """Return the rows of my conversations."""
        found: list[Frame] = (await self.insist("GET", "/conversations?list=mine&limit=200"))["items"]
        return found

    async def accept(self, offer: str) -> Frame:
        """Accept an offer; again is harmless."""
        item: Frame = await self.insist("POST", f"/offers/{offer}/accept")
        return item

    async def reply(self, conversation: str, text: str, seen_seq: int) -> Frame:
        """Answer; the message's own id makes repeating it harmless. Raises Refused if it was not sent."""
        client_id = f"{self.login}-{next(self._ids)}"
        body = {"client_id": client_id, "text": text, "seen_seq": seen_seq, "force": True}
        message: Frame = await self.insist("POST", f"/conversations/{conversation}/messages", body)
        self.sent[client_id] = message
        return message

    async def listen(self) -> None:
        """Stay connected to the live socket until cancelled, resuming where it broke off."""
        address = f"{self._url}/api/v1/live-socket"
        while True:
            with suppress(*GONE):
                async with self._http.ws_connect(
                    address, headers={"Origin": self._url}, max_msg_size=0
                ) as socket:
                    hello = {"type": "hello", "last_seq": self._seq, "rows_seq": self._rows_seq}
                    await socket.send_json(hello)
                    self.connections += 1
                    async for message in socket:
                        said = message.json()
                        for frame in said if isinstance(said, list) else [said]:
                            self._take(frame)
            await pause(AGAIN_AFTER)

    def _take(self, frame: Frame) -> None:
        if frame["type"] == "hello" and self._seq is None:
            self._seq = self._rows_seq = frame["seq"]
        elif frame["type"] == "rows":
            self._rows_seq = max(self._rows_seq or 0, frame["seq"])
        elif frame["type"] == "resync":
            self._seq = self._rows_seq = max(self._seq or 0, frame["seq"])
        elif frame["type"] == "change":
            seq = frame["event"]["seq"]
            if self._seq is not None and seq <= self._seq:
                self.faults.append(f"change {seq} came after {self._seq}")
            self._seq = max(seq, self._seq or 0)
            self.changes += 1
        self.changed.set()
