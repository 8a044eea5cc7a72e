"""The matcher's shelves: agents by profile, items by key, in heaps whose stale entries are dropped late.

An entry is live while the stamp in it is its owner's current one. A heap is rebuilt when more than
half of it is stale, so memory follows what is there, not what has happened.
"""

from heapq import heapify, heappop, heappush

from hub.core.models.contacts import Channel
from hub.core.models.work import Selection
from routing.eligible import open_channels
from routing.order import Rank
from routing.select import load
from routing.snapshot import AgentView, ItemView, Key, Profile

AgentEntry = tuple[float, float, str, int]
"""Load, idle since, agent id, stamp."""

ItemEntry = tuple[int, float, str, int, ItemView]
"""Priority class, virtual arrival, item id, stamp, the item (never compared: stamps differ)."""

Shelf = tuple[Channel, bool]
"""A channel, and whether its agents are ordered by occupied share rather than by idleness."""

BIT: dict[Channel, int] = {channel: 1 << index for index, channel in enumerate(Channel)}
"""Channels as bits: testing one is far cheaper than looking an enum up in a set."""

SLACK = 64
"""Heaps this small are never rebuilt."""


class Agent:
    """An agent on the shelves. `open` has the bits of the channels there is room for now."""

    __slots__ = ("open", "pool", "stamp", "view")

    def __init__(self, view: AgentView, pool: "Pool") -> None:
        """Put nothing on a shelf yet."""
        self.view = view
        self.pool = pool
        self.stamp = 0
        self.open = 0


class Pool:
    """All agents of one profile, and the lines they may serve."""

    def __init__(self, profile: Profile) -> None:
        """Start without agents."""
        self.profile = profile
        self.skills = frozenset(skill for skill, _ in profile.skills)
        self.members: dict[str, Agent] = {}
        self.signed_in: set[str] = set()
        self.lines: dict[Line, None] = {}
        self._heaps: dict[Shelf, list[AgentEntry]] = {}
        self._open: dict[tuple[Channel, ...], int] = {}

    def open_bits(self, view: AgentView) -> int:
        """Return the channels an available agent with these hands has room for (remembered)."""
        held = tuple(view.held.values())
        known = self._open.get(held)
        if known is None:
            known = sum(BIT[channel] for channel in open_channels(self.profile, held))
            self._open[held] = known
        return known

    def shelve(self, agent: Agent) -> None:
        """Put the agent on the shelf of every open channel that has one."""
        for shelf, heap in self._heaps.items():
            if BIT[shelf[0]] & agent.open:
                heappush(heap, _agent_entry(agent, by_share=shelf[1]))
                if len(heap) > SLACK + 2 * len(self.members):
                    heap[:] = [entry for entry in heap if self._is_live(entry)]
                    heapify(heap)

    def top(self, shelf: Shelf, passed: frozenset[str]) -> AgentEntry | None:
        """Return the first agent on the shelf who is not passed by, or None."""
        heap = self._heaps.get(shelf)
        if heap is None:
            heap = self._heaps[shelf] = self._built(shelf)
        aside: list[AgentEntry] = []
        while heap and (not self._is_live(heap[0]) or heap[0][2] in passed):
            entry = heappop(heap)
            if self._is_live(entry):
                aside.append(entry)
        top = heap[0] if heap else None
        for entry in aside:
            heappush(heap, entry)
        return top

    def _built(self, shelf: Shelf) -> list[AgentEntry]:
        heap = [
            _agent_entry(agent, by_share=shelf[1])
            for agent in self.members.values()
            if BIT[shelf[0]] & agent.open
        ]
        heapify(heap)
        return heap

    def _is_live(self, entry: AgentEntry) -> bool:
        agent = self.members.get(entry[2])
        return agent is not None and agent.stamp == entry[3]


class Line:
    """All waiting items of one key, in order, and the pools that may serve them."""

    def __init__(self, key: Key, pools: list[Pool]) -> None:
        """Start empty; `pools` is shared by all lines with the same requirements."""
        self.key = key
        self.pools = pools
        self.skills = frozenset(skill for skill, _ in key.skills)
        self.bit = BIT[key.channel]
        self.is_choosy = bool(key.passed or key.only)
        self.selection = Selection.LONGEST_IDLE
        self.shelf: Shelf = (key.channel, False)
        self.strengths: dict[Pool, int] = {}
        self.others: dict[Pool, frozenset[str]] = {}  # a pool's skills not needed here
        self.head_starts: dict[Pool, float] = {}
        self.items: dict[str, ItemEntry] = {}
        self.first: ItemEntry | None = None
        self._heap: list[ItemEntry] = []

    def push(self, item: ItemView, rank: Rank, stamp: int) -> None:
        """Add an item in its place."""
        entry = (*rank, stamp, item)
        self.items[item.id] = entry
        heappush(self._heap, entry)
        if self.first is None or entry < self.first:
            self.first = entry

    def remove(self, id: str) -> None:
        """Take an item out."""
        entry = self.items.pop(id)
        if len(self._heap) > SLACK + 2 * len(self.items):
            self._heap = list(self.items.values())
            heapify(self._heap)
        if entry is self.first:
            self.first = self._head()

    def _head(self) -> ItemEntry | None:
        heap = self._heap
        while heap:
            if self.items.get(heap[0][2]) is heap[0]:
                return heap[0]
            heappop(heap)
        return None


def _agent_entry(agent: Agent, *, by_share: bool) -> AgentEntry:
    view = agent.view
    selection = Selection.LEAST_OCCUPIED if by_share else Selection.LONGEST_IDLE
    return load(view, selection), view.idle_since, view.id, agent.stamp
