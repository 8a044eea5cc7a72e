"""Customers and agents of a measured hub, speaking its protocols."""

import asyncio
from collections.abc import Sequence
from itertools import count

import aiohttp
import msgspec

from hub.bench.process import Server
from hub.bench.scene import CHAT_KEY, Agent
from hub.bench.wire import Socket
from hub.core.errors import Unavailable
from hub.core.free_port import HOST

TEXT = (
    "The parcel came yesterday, but one of the two chairs has a scratch on the left armrest. "
    "Could you please send me another one, or take back the whole order? "
)[:150]
ANSWERS_WITHIN = 20.0
AT_ONCE = 50
"""So many connections are opened side by side."""

HELLO_CUSTOMER = b'{"type":"hello","visitor":null,"identity":null,"language":"en","last_seq":0}'
HELLO_AGENT = b'{"type":"hello"}'


class Customer:
    """A visitor with the chat open."""

    def __init__(self, socket: Socket) -> None:
        """Take the connection."""
        self.socket = socket
        self._numbers = count(1)
        self._tail = f'","text":"{TEXT}"}}'.encode()

    @classmethod
    async def arrive(cls, server: Server) -> "Customer":
        """Open the chat and wait for the welcome."""
        socket = await Socket.open(server.port, f"/chat/v1/socket?key={CHAT_KEY}")
        await _said(socket, HELLO_CUSTOMER, b'"type":"welcome"')
        return cls(socket)

    def send(self) -> None:
        """Send the next message."""
        self.socket.send(b'{"type":"send","id":"%d%s' % (next(self._numbers), self._tail))


class Seat:
    """An agent with the live socket open."""

    def __init__(self, agent: Agent, socket: Socket) -> None:
        """Take the connection."""
        self.agent = agent
        self.socket = socket

    @classmethod
    async def take(cls, server: Server, agent: Agent) -> "Seat":
        """Open the live socket and wait for the greeting."""
        headers = {**agent.headers, "Origin": f"http://{HOST}:{server.port}"}
        socket = await Socket.open(server.port, "/api/v1/live-socket", headers)
        await _said(socket, HELLO_AGENT, b'"type":"hello"')
        return cls(agent, socket)


class OfferSeen(msgspec.Struct, frozen=True):
    """What is read of an offer: its id, its agent, its conversation, its state."""

    id: str
    agent: str
    conversation: str
    state: str


class OfferFrame(msgspec.Struct, frozen=True):
    """A change that carries an offer."""

    record: OfferSeen


_offer = msgspec.json.Decoder(OfferFrame)
_several = msgspec.json.Decoder(list[msgspec.Raw])
OF_AN_OFFER = b'"kind":"offer.changed"'


def read_offers(text: bytes) -> list[OfferSeen]:
    """Return the new offers that a live frame, or an array of several, tells of."""
    if OF_AN_OFFER not in text:
        return []
    frames = [bytes(frame) for frame in _several.decode(text)] if text.startswith(b"[") else [text]
    offers = [_offer.decode(frame).record for frame in frames if OF_AN_OFFER in frame[:120]]
    return [offer for offer in offers if offer.state == "offered"]


async def customers(server: Server, number: int) -> list[Customer]:
    """Let that many customers open the chat."""
    room = asyncio.Semaphore(AT_ONCE)

    async def arrive() -> Customer:
        async with room:
            return await Customer.arrive(server)

    async with asyncio.TaskGroup() as tasks:
        arriving = [tasks.create_task(arrive()) for _ in range(number)]
    return [task.result() for task in arriving]


async def seats(server: Server, agents: Sequence[Agent]) -> list[Seat]:
    """Let the agents open their desks."""
    async with asyncio.TaskGroup() as tasks:
        taking = [tasks.create_task(Seat.take(server, agent)) for agent in agents]
    return [task.result() for task in taking]


async def pair_up(server: Server, customer: Customer, at_desk: Sequence[Seat]) -> Seat:
    """Let the customer write, and the agent who is offered the conversation accept it."""
    offered: asyncio.Future[tuple[Seat, OfferSeen]] = asyncio.get_running_loop().create_future()

    def listener(seat: Seat) -> None:
        def hear(text: bytes) -> None:
            for offer in read_offers(text):
                if not offered.done():
                    offered.set_result((seat, offer))

        seat.socket.on_text = hear

    for seat in at_desk:
        listener(seat)
    customer.send()
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            seat, offer = await offered
    except TimeoutError:
        raise Unavailable("No agent was offered a new conversation in time.") from None
    url = f"{server.url}/api/v1/offers/{offer.id}/accept"
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as client,
        client.post(url, headers=seat.agent.headers) as answer,
    ):
        if answer.status != 200:
            raise Unavailable(f"An offer could not be accepted: {answer.status} {await answer.text()}")
    return seat


async def _said(socket: Socket, hello: bytes, answer: bytes) -> None:
    """Say hello and wait for the answer."""
    answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def hear(text: bytes) -> None:
        if not answered.done():
            if answer in text:
                answered.set_result(None)
            else:
                answered.set_exception(Unavailable(f"Hello was answered with {text[:300]!r}."))

    socket.on_text = hear
    socket.send(hello)
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            await answered
    except TimeoutError:
        raise Unavailable("Hello was not answered in time.") from None
    finally:
        socket.on_text = _nothing


def _nothing(text: bytes) -> None:
    """Hear nothing."""
