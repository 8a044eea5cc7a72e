"""From commits to connections: one listener for the process, and each connection's place in its thread."""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from hub.core.events import Change, EventKind
from hub.core.models.conversations import Message
from hub.core.ports import Store
from webchat.frames import Bye
from webchat.view import may_see

K = TypeVar("K")

PAGE = 200
REMEMBERED = 1000
"""New conversations whose first messages are kept for the moment in which their customers come to watch."""


class Watcher(Protocol):
    """A connection, as the fan-out sees it."""

    def changed(self, change: Change) -> None:
        """Something in its conversation changed."""
        ...

    async def follow(self, conversation: str) -> None:
        """Another tab of the same visitor has a new conversation."""
        ...

    async def leave(self, bye: Bye) -> None:
        """The server stops."""
        ...


class Live:
    """All chat connections of this process, found by conversation or by visitor."""

    def __init__(self) -> None:
        self._by_conversation: defaultdict[tuple[str, str], set[Watcher]] = defaultdict(set)
        self._by_visitor: defaultdict[tuple[str, str], set[Watcher]] = defaultdict(set)
        self._by_tenant: defaultdict[str, set[Watcher]] = defaultdict(set)
        self._opened: OrderedDict[tuple[str, str], list[Message]] = OrderedDict()

    def enter(self, tenant: str, visitor: str, watcher: Watcher) -> None:
        """Add a connection."""
        self._by_visitor[tenant, visitor].add(watcher)
        self._by_tenant[tenant].add(watcher)

    def exit(self, tenant: str, visitor: str, watcher: Watcher) -> None:
        """Remove a connection."""
        _discard(self._by_visitor, (tenant, visitor), watcher)
        _discard(self._by_tenant, tenant, watcher)

    def watch(self, tenant: str, conversation: str, watcher: Watcher) -> None:
        """Tell the connection of everything that happens to the conversation from now on."""
        self._by_conversation[tenant, conversation].add(watcher)

    def unwatch(self, tenant: str, conversation: str, watcher: Watcher) -> None:
        """Stop telling it."""
        _discard(self._by_conversation, (tenant, conversation), watcher)

    def tabs(self, tenant: str, visitor: str) -> tuple[Watcher, ...]:
        """Return all connections of one visitor."""
        return tuple(self._by_visitor.get((tenant, visitor), ()))

    def everyone(self) -> list[Watcher]:
        """Return all connections."""
        return [watcher for watchers in self._by_tenant.values() for watcher in watchers]

    def opening(self, tenant: str, conversation: str) -> list[Message] | None:
        """Return all messages of a conversation that was just opened; None when it may have more to it."""
        return self._opened.get((tenant, conversation))

    def on_changes(self, changes: list[Change]) -> None:
        """Pass commits on; the store calls this in order."""
        self._note_openings(changes)
        for change in changes:
            event = change.event
            for watcher in tuple(self._by_conversation.get((change.tenant, event.conversation), ())):
                watcher.changed(change)

    def _note_openings(self, changes: list[Change]) -> None:
        """Remember new conversations with their first messages, until more happens to them.

        Their customers begin to watch only once they know that the first message arrived; so they need
        not ask the store what they have missed.
        """
        begun: set[tuple[str, str]] = set()
        for change in changes:
            key = change.tenant, change.event.conversation
            if change.event.kind is EventKind.CONVERSATION_OPENED:
                begun.add(key)
                self._opened[key] = []
                if len(self._opened) > REMEMBERED:
                    self._opened.popitem(last=False)
            elif change.event.kind is EventKind.CONVERSATION_MERGED:
                self._opened.clear()
            elif change.event.kind is EventKind.CONVERSATION_ERASED:
                self._opened.pop(key, None)
            elif change.event.kind is EventKind.MESSAGE_ADDED and key in self._opened:
                if key in begun and isinstance(change.record, Message):
                    self._opened[key].append(change.record)
                else:
                    del self._opened[key]


class Feed:
    """One connection's place in its thread: messages in order, none lost, none twice.

    `cursor` is the newest sequence number passed on; nothing at or below it is passed on again. A feed
    that is behind reads from the store, page by page and no faster than the client takes them; once it
    has caught up it passes on what is committed as it comes.
    """

    def __init__(self, store: Store, push: Callable[[list[Message]], Awaitable[None]]) -> None:
        self._store = store
        self._push = push
        self._news = asyncio.Event()
        self._caught_up = False
        self.conversations: set[str] = set()
        self.cursor = 0

    def offer(self, message: Message) -> list[Message]:
        """Take a message just committed; return it if it is due now."""
        if self._caught_up:
            return self._due([message])
        self._news.set()
        return []

    def begin(self, conversation: str, messages: list[Message]) -> list[Message] | None:
        """Change over to a new conversation that has these messages; return those that are due.

        None, and nothing is done, while there is still something else to catch up with.
        """
        if not self._caught_up:
            return None
        self.conversations = {conversation}
        return self._due(messages)

    def fall_behind(self) -> None:
        """There may be something in the store that was never offered."""
        self._caught_up = False
        self._news.set()

    async def run(self) -> None:
        """Catch up whenever there is something to catch up with."""
        while True:
            await self._news.wait()
            self._news.clear()
            page = await self._page()
            await self._push(self._due(page))
            if len(page) == PAGE:
                self._news.set()
            # Nothing is awaited from the last look at the news to here, so nothing can slip past.
            self._caught_up = not self._news.is_set()

    async def _page(self) -> list[Message]:
        if not self.conversations:
            return []
        where = {"conversation": self.conversations}
        return await self._store.find(Message, where, order="seq", above=self.cursor, limit=PAGE)

    def _due(self, messages: list[Message]) -> list[Message]:
        due = [message for message in messages if message.seq > self.cursor]
        if due:
            self.cursor = due[-1].seq
        return [message for message in due if may_see(message)]


def _discard(groups: defaultdict[K, set[Watcher]], key: K, watcher: Watcher) -> None:
    group = groups.get(key)
    if group is not None:
        group.discard(watcher)
        if not group:
            del groups[key]
