"""Work items, offers and agents' states as the event log alone tells them."""

from collections import defaultdict, deque
from collections.abc import Callable

import msgspec

from hub.core.events import Event, EventKind
from hub.core.models.staff import AgentState
from hub.core.models.work import Offer, OfferState, WorkItem, WorkState
from hub.core.transitions import OPEN_WORK

OnHeld = Callable[[AgentState | None, AgentState], None]


class Fold:
    """Replays events. What it holds must at any time be exactly what is stored (offers: without reasons).

    `touched_*` collect what changed since they were last cleared.
    """

    def __init__(self, on_agent: OnHeld | None = None) -> None:
        self.seq = 0
        self.items: dict[str, WorkItem] = {}
        self.offers: dict[str, Offer] = {}
        self.agents: dict[str, AgentState] = {}
        self.open_items: dict[str, WorkItem] = {}
        self.open_of: dict[str, set[str]] = defaultdict(set)  # conversation: its open items
        self.offers_of: dict[str, set[str]] = defaultdict(set)  # item: its open offers
        self.touched_items: set[str] = set()
        self.touched_agents: set[str] = set()
        self.touched_conversations: set[str] = set()
        self.recent_offers: deque[str] = deque(maxlen=40)
        self._on_agent = on_agent

    def take(self, event: Event) -> None:
        """Replay one event; its number must be greater than all before."""
        assert event.seq > self.seq, f"event {event.seq} came after {self.seq}"
        self.seq = event.seq
        if event.conversation:
            self.touched_conversations.add(event.conversation)
        if event.kind is EventKind.WORK_CHANGED:
            self._item(msgspec.convert(_stored(event), WorkItem))
        elif event.kind is EventKind.OFFER_CHANGED:
            self._offer(msgspec.convert(_stored(event), Offer))
        elif event.kind is EventKind.AGENT_CHANGED:
            self._agent(msgspec.convert(_stored(event), AgentState))

    def clear_touched(self) -> None:
        """Begin to collect anew."""
        for touched in (self.touched_items, self.touched_agents, self.touched_conversations):
            touched.clear()

    def queued(self) -> list[WorkItem]:
        """Return the waiting items."""
        return [item for item in self.open_items.values() if item.state is WorkState.QUEUED]

    def in_state(self, *states: WorkState) -> list[WorkItem]:
        """Return the open items in one of these states."""
        return [item for item in self.open_items.values() if item.state in states]

    def open_offers(self) -> list[Offer]:
        """Return the offers not yet answered."""
        return [self.offers[id] for ids in self.offers_of.values() for id in sorted(ids)]

    def holders(self, item_id: str) -> list[str]:
        """Return the agents who hold an item."""
        return [agent.id for agent in self.agents.values() if item_id in agent.held]

    def _item(self, item: WorkItem) -> None:
        self.items[item.id] = item
        self.touched_items.add(item.id)
        if item.state in OPEN_WORK:
            self.open_items[item.id] = item
            self.open_of[item.conversation].add(item.id)
        else:
            self.open_items.pop(item.id, None)
            self.open_of[item.conversation].discard(item.id)

    def _offer(self, offer: Offer) -> None:
        if offer.id not in self.offers:
            self.recent_offers.append(offer.id)
        self.offers[offer.id] = offer
        self.touched_items.add(offer.work_item)
        if offer.state is OfferState.OFFERED:
            self.offers_of[offer.work_item].add(offer.id)
        else:
            self.offers_of[offer.work_item].discard(offer.id)

    def _agent(self, agent: AgentState) -> None:
        before = self.agents.get(agent.id)
        self.agents[agent.id] = agent
        self.touched_agents.add(agent.id)
        self.touched_items.update(before.held if before else ())
        if self._on_agent:
            self._on_agent(before, agent)


def _stored(event: Event) -> dict[str, object]:
    """Return the record in the event at the revision it was stored with."""
    return {**event.data, "rev": event.data["rev"] + 1}
