"""The matching rules without any index: slow, obvious, and what the matcher must equal."""

from collections import Counter

from msgspec.structs import replace

from hub.core.models.staff import PresenceState
from routing.eligible import open_channels, refusal
from routing.explain import Choice, ranked
from routing.order import rank
from routing.select import head_start, is_sticky
from routing.snapshot import AgentView, ItemView, Key, QueueView


class Reference:
    """Settles every change by looking at everything."""

    def __init__(self) -> None:
        self.queues: dict[str, QueueView] = {}
        self.agents: dict[str, AgentView] = {}
        self.waiting: dict[str, tuple[ItemView, Key]] = {}
        self.made: list[tuple[str, str]] = []

    def matches(self) -> list[tuple[str, str]]:
        made, self.made = self.made, []
        return made

    def add(self, item: ItemView, key: Key, now: float) -> None:
        self.waiting.pop(item.id, None)
        chosen = self.choose(item, key, now)
        self.waiting[item.id] = (item, key)
        if chosen:
            self.match(item, chosen)

    def remove(self, id: str) -> None:
        self.waiting.pop(id, None)

    def set_agent(self, view: AgentView) -> None:
        self.agents[view.id] = view
        while True:
            agent = self.agents[view.id]
            mine = [(item, key) for item, key in self.waiting.values() if refusal(agent, key) is None]
            if not mine:
                return
            item, _ = min(mine, key=lambda pair: self.place(agent, *pair))
            self.match(item, agent.id)

    def remove_agent(self, id: str) -> None:
        self.agents.pop(id, None)

    def place(self, agent: AgentView, item: ItemView, key: Key) -> tuple[int, float, str]:
        priority_class, arrival, id = rank(item)
        start = 0.0 if key.only else head_start(agent.profile, key.skills, self.queues[key.queue])
        return priority_class, arrival - start, id

    def choose(self, item: ItemView, key: Key, now: float) -> str | None:
        preferred = self.agents.get(item.preferred)
        if preferred and is_sticky(item, self.queues[item.queue], now) and refusal(preferred, key) is None:
            return preferred.id
        wanted = frozenset(skill for _, other in self.waiting.values() for skill, _ in other.skills)
        free = Counter(
            (channel, skill)
            for agent in self.agents.values()
            if agent.presence is PresenceState.AVAILABLE
            for channel in open_channels(agent.profile, agent.held.values())
            for skill, _ in agent.profile.skills
        )
        choice = Choice(reason="", selection=self.queues[key.queue].selection, wanted=wanted, free=free)
        able = [agent for agent in self.agents.values() if refusal(agent, key) is None]
        return min(able, key=lambda agent: ranked(agent, key, choice)).id if able else None

    def match(self, item: ItemView, agent: str) -> None:
        del self.waiting[item.id]
        view = self.agents[agent]
        self.agents[agent] = replace(view, held={**view.held, item.id: item.channel})
        self.made.append((item.id, agent))

    def unsettled(self) -> list[tuple[str, str]]:
        """Return every pair that could still be matched; empty between changes."""
        return [
            (item.id, agent.id)
            for item, key in self.waiting.values()
            for agent in self.agents.values()
            if refusal(agent, key) is None
        ]
