"""The feed: in order, nothing lost, nothing twice, whatever the order of commits, reads and offers."""

import asyncio
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.core.events import Change, Event, EventKind
from hub.core.models.conversations import Author, AuthorKind, Direction, Message
from tests.fakes.clock import START, settle
from webchat.live import PAGE, REMEMBERED, Feed, Live


def message(seq: int, direction: Direction = Direction.OUTBOUND) -> Message:
    return Message(
        id=str(seq),
        seq=seq,
        conversation="c",
        interaction="i",
        direction=direction,
        author=Author(kind=AuthorKind.BOT, id="bot"),
        text=str(seq),
        at=START,
        source="bot",
        external_id=str(seq),
    )


class Shelf:
    """The one question a feed asks of a store; each read gives others a turn first and after."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def find(self, kind: type[Message], where: Any, **how: Any) -> list[Message]:
        await asyncio.sleep(0)
        found = [one for one in self.messages if one.seq > how["above"]][: how["limit"]]
        await asyncio.sleep(0)
        return found


class Reader:
    """A feed with a store behind it and everything it passed on."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.got: list[int] = []
        self.feed = Feed(self.shelf, self._push)  # type: ignore[arg-type]  # only `find` is used
        self.feed.conversations = {"c"}

    async def _push(self, messages: list[Message]) -> None:
        for one in messages:
            await asyncio.sleep(0)
            self.got.append(one.seq)

    def commit(self, seq: int, direction: Direction = Direction.OUTBOUND) -> None:
        """Store a message, then tell of it, as the database does."""
        self.shelf.messages.append(message(seq, direction))
        self.got += [one.seq for one in self.feed.offer(self.shelf.messages[-1])]


@given(st.lists(st.sampled_from(["commit", "run", "behind"]), max_size=40))
async def test_every_message_once_and_in_order(steps: list[str]):
    reader = Reader()
    runner = asyncio.get_running_loop().create_task(reader.feed.run())
    seq = 0
    for step in steps:
        if step == "commit":
            seq += 1
            reader.commit(seq)
        elif step == "behind":
            reader.feed.fall_behind()
        else:
            await asyncio.sleep(0)
    reader.feed.fall_behind()
    await settle(200)
    runner.cancel()
    assert reader.got == list(range(1, seq + 1))


async def test_more_than_a_page_is_read_page_by_page():
    reader = Reader()
    reader.shelf.messages = [message(seq) for seq in range(1, 2 * PAGE + 2)]
    runner = asyncio.get_running_loop().create_task(reader.feed.run())
    reader.feed.fall_behind()
    await settle(3 * PAGE)
    runner.cancel()
    assert len(reader.got) == 2 * PAGE + 1


async def test_notes_move_the_cursor_and_are_not_passed_on():
    reader = Reader()
    runner = asyncio.get_running_loop().create_task(reader.feed.run())
    reader.feed.fall_behind()
    await settle()
    reader.commit(1, Direction.INTERNAL)
    reader.commit(2)
    runner.cancel()
    assert (reader.got, reader.feed.cursor) == ([2], 2)


def added(one: Message) -> Change:
    event = Event(kind=EventKind.MESSAGE_ADDED, at=START, subject=one.id, seq=one.seq, conversation="c")
    return Change(tenant="acme", event=event, record=one)


def opened(conversation: str = "c") -> Change:
    event = Event(
        kind=EventKind.CONVERSATION_OPENED, at=START, subject=conversation, conversation=conversation
    )
    return Change(tenant="acme", event=event)


def test_a_new_conversations_first_messages_are_known_until_there_are_more():
    live = Live()
    live.on_changes([opened(), added(message(1)), added(message(2))])
    assert [one.seq for one in live.opening("acme", "c") or []] == [1, 2]
    assert live.opening("globex", "c") is None
    live.on_changes([added(message(3))])
    assert live.opening("acme", "c") is None


def test_a_merge_may_have_given_a_new_conversation_more():
    live = Live()
    live.on_changes([opened(), added(message(1))])
    merged = Event(kind=EventKind.CONVERSATION_MERGED, at=START, subject="d", conversation="d")
    live.on_changes([Change(tenant="acme", event=merged)])
    assert live.opening("acme", "c") is None


def test_new_conversations_are_remembered_in_bounds():
    live = Live()
    for number in range(REMEMBERED + 1):
        live.on_changes([opened(f"c{number}")])
    assert live.opening("acme", "c0") is None
    assert live.opening("acme", "c1") == []


async def test_a_feed_takes_an_opening_only_when_it_has_caught_up():
    reader = Reader()
    assert reader.feed.begin("c", [message(1)]) is None
    runner = asyncio.get_running_loop().create_task(reader.feed.run())
    reader.feed.fall_behind()
    await settle()
    assert reader.feed.begin("c", [message(1), message(2, Direction.INTERNAL)]) == [message(1)]
    reader.commit(3)
    runner.cancel()
    assert (reader.got, reader.feed.cursor) == ([3], 3)
