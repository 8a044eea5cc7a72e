"""Lines that break, tabs that come back, clients that are slow: nothing lost, nothing twice."""

import asyncio
import socket
from pathlib import Path

from aiohttp import ClientSession, TCPConnector, WSMsgType
from prometheus_client import REGISTRY

from hub.core.models.conversations import Conversation, Interaction, Message
from tests.fakes.world import World
from tests.integration.webchat.harness import ORIGIN, Chat, Widget


async def test_what_was_said_while_away_comes_once_and_in_order(chat: Chat):
    widget = await chat.widget()
    ack = await widget.send("hello")
    conversation = await _conversation(chat)
    await widget.close()
    for number in range(3):
        await chat.bot_says(conversation, f"answer {number}")
    again = await chat.widget(visitor=widget.welcome["visitor"], last_seq=ack["seq"])
    assert again.welcome["resumed"] is True
    assert again.welcome["messages"] == []
    await chat.bot_says(conversation, "live")
    await again.get("message", text="live")
    assert again.texts == ["answer 0", "answer 1", "answer 2", "live"]


async def test_a_gap_longer_than_a_page_is_whole(chat: Chat):
    widget = await chat.widget()
    ack = await widget.send("hello")
    conversation = await _conversation(chat)
    await widget.close()
    for number in range(450):
        await chat.bot_says(conversation, f"a{number}")
    again = await chat.widget(visitor=widget.welcome["visitor"], last_seq=ack["seq"])
    await again.get("message", text="a449")
    assert again.texts == [f"a{number}" for number in range(450)]


async def test_messages_committed_during_the_hello_are_neither_lost_nor_doubled(chat: Chat):
    widget = await chat.widget()
    await widget.send("hello")
    conversation = await _conversation(chat)
    said = [f"n{number}" for number in range(40)]

    async def talk() -> None:
        for text in said:
            await chat.bot_says(conversation, text)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(talk())
        others = [await chat.widget(visitor=widget.welcome["visitor"]) for _ in range(5)]
    for other in (*others, widget):
        await other.drain()
        assert [text for text in other.texts if text.startswith("n")] == said


async def test_who_was_erased_comes_back_to_an_empty_chat(chat: Chat):
    widget = await chat.widget()
    ack = await widget.send("I am Quetzalcoatlus")
    conversation = await chat.world.store.get(Conversation, await _conversation(chat))
    await chat.services.erasures.ask(conversation.contact, "sam")
    await chat.services.erasures.carry_out(conversation.contact)
    async with asyncio.timeout(40):
        while (await widget.socket.receive()).type not in {
            WSMsgType.CLOSED,
            WSMsgType.ERROR,
            WSMsgType.CLOSE,
        }:
            pass
    again = await chat.widget(
        visitor=widget.welcome["visitor"], last_seq=ack["seq"], conversation=conversation.id
    )
    assert (again.welcome["conversation"], again.welcome["resumed"]) == (None, False)
    await again.send("hello")
    assert await _conversation(chat) != conversation.id


async def test_an_unknown_last_seq_of_another_conversation_starts_afresh(chat: Chat):
    widget = await chat.widget()
    await widget.send("hello")
    again = await chat.widget(visitor=widget.welcome["visitor"], last_seq=999_999, conversation="another")
    assert again.welcome["resumed"] is False
    assert again.texts == ["hello"]


async def test_a_message_whose_ack_was_lost_is_sent_again_and_stored_once(chat: Chat):
    widget = await chat.widget()
    await widget.say("send", id="lost", text="did you get it?")
    await widget.close()
    again = await chat.widget(visitor=widget.welcome["visitor"])
    await again.send("did you get it?", id="lost")
    stored = await chat.world.store.find(Message)
    assert [message.text for message in stored] == ["did you get it?"]


async def test_a_slow_client_is_cut_and_resumes(tmp_path: Path):
    async with await World.open(tmp_path) as world, Chat(world, tmp_path, socket_queue=50) as chat:
        widget = await chat.widget()
        ack = await widget.send("hello")
        conversation = await _conversation(chat)
        await widget.close()
        slow = await _slow(chat, widget.welcome["visitor"])
        before = _cuts()
        count = 0
        while _cuts() == before and count < 1000:
            newest = await chat.bot_says(conversation, f"{count} " + "x" * 20_000, format="plain")
            count += 1
        assert _cuts() == before + 1, count
        assert await _last(slow) is not WSMsgType.TEXT
        await slow.session.close()
        resumed = await chat.widget(visitor=widget.welcome["visitor"], last_seq=ack["seq"])
        await resumed.get("message", id=newest.id)
        numbers = [int(text.split()[0]) for text in resumed.texts]
        assert numbers == list(range(count))


async def test_a_graceful_stop_says_when_to_come_back(chat: Chat):
    widget = await chat.widget()
    async with asyncio.TaskGroup() as tasks:
        stop = tasks.create_task(chat.app.shutdown())
        bye = await widget.get("bye")
        closed = await widget.socket.receive()
        await stop
    assert bye == {"type": "bye", "retry_after": 3.0}
    assert (closed.type, closed.data) == (WSMsgType.CLOSE, 1012)


class Slow(Widget):
    """A widget on a connection of its own that takes nothing off the network."""

    session: ClientSession


async def _slow(chat: Chat, visitor: str) -> Slow:
    def small(address: object) -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        return made

    session = ClientSession(chat.server.make_url("/"), connector=TCPConnector(socket_factory=small))
    slow = Slow(await session.ws_connect("/chat/v1/socket?key=site", headers={"Origin": ORIGIN}))
    slow.session = session
    await slow.hello(visitor=visitor)
    return slow


async def _last(slow: Slow) -> WSMsgType:
    """Read what there still is; return how it ended."""
    async with asyncio.timeout(60):
        while True:
            message = await slow.socket.receive()
            if message.type is not WSMsgType.TEXT:
                return message.type


def _cuts() -> float:
    return REGISTRY.get_sample_value("switchboard_chat_slow_clients_total") or 0.0


async def _conversation(chat: Chat) -> str:
    newest = await chat.world.store.find(Interaction, order="started_at", descending=True, limit=1)
    return newest[0].conversation
