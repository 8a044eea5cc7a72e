"""A small random contact centre that changes step by step, played to a matcher and to the reference."""

from collections import Counter
from random import Random

from msgspec.structs import replace

from hub.core.models.contacts import Channel
from hub.core.models.staff import DEFAULT_INTERRUPTED_BY, PresenceState
from hub.core.models.work import Selection
from routing.matcher import Match, Matcher
from routing.order import rank
from routing.snapshot import AgentView, ItemView, Key, Profile, QueueView
from tests.unit.routing.reference import Reference

SKILLS = ("en", "fr", "tax", "vip")
CHANNELS = (Channel.CHAT, Channel.EMAIL, Channel.VOICE)
INTERRUPTED_BY = tuple((busy, frozenset(others)) for busy, others in DEFAULT_INTERRUPTED_BY.items())
LATE = 600.0


class World:
    """Draws random changes; every step checks what must always hold."""

    def __init__(self, seed: int, *, agents: int, most_waiting: int, compare: bool) -> None:
        self.random = Random(seed)
        self.matcher = Matcher()
        self.reference = Reference() if compare else None
        self.most_waiting = most_waiting
        self.now = 1000.0
        self.count = 0
        self.agents: dict[str, AgentView] = {}
        self.waiting: dict[str, tuple[ItemView, Key]] = {}
        self.owner: dict[str, str] = {}
        for name, selection in (("q1", Selection.LONGEST_IDLE), ("q2", Selection.LEAST_OCCUPIED)):
            self.set_queue(QueueView(id=name, selection=selection, sticky_seconds=300))
        self.set_queue(QueueView(id="q3", selection=Selection.BEST_PROFICIENCY, service_seconds=30))
        for index in range(agents):
            self.set_agent(AgentView(id=f"a{index}", profile=self.profile(), idle_since=float(index)))

    def set_queue(self, queue: QueueView) -> None:
        self.matcher.set_queue(queue)
        if self.reference:
            self.reference.queues[queue.id] = queue

    def profile(self) -> Profile:
        draw = self.random
        skills = sorted(draw.sample(SKILLS, draw.randint(0, 3)))
        queues = frozenset(draw.sample(("q1", "q2", "q3"), draw.randint(0, 2)))
        return Profile(
            skills=tuple((skill, draw.choice((1, 3, 5))) for skill in skills),
            queues=queues,
            capacity=((Channel.CHAT, draw.randint(1, 3)), (Channel.EMAIL, 1), (Channel.VOICE, 1)),
            interrupted_by=INTERRUPTED_BY,
        )

    def step(self) -> None:
        """Make one random change and check everything."""
        draw = self.random
        self.now += draw.random() * 5
        roll = draw.random()
        if roll < 0.4 and len(self.waiting) < self.most_waiting:
            self.arrive()
        elif roll < 0.75:
            self.finish()
        elif roll < 0.85:
            self.presence()
        elif roll < 0.92:
            self.return_item()
        elif roll < 0.96:
            self.leave()
        elif roll < 0.99:
            self.widen()
        else:
            self.retrain()
        self.settle()

    def arrive(self) -> None:
        draw = self.random
        self.count += 1
        channel = draw.choice(CHANNELS)
        item = ItemView(
            id=f"w{self.count:08}",
            queue=draw.choice(("q1", "q2", "q3")),
            channel=channel,
            arrived_at=self.now,
            priority=draw.choice((0, 0, 0, 1)),
            priority_class=draw.choice((0, 0, 0, 0, 1)) if self.reference else 0,
            preferred=draw.choice((*self.agents, "", "", "", "gone")),
        )
        if item.preferred and draw.random() < 0.05:
            key = Key(item.queue, channel, only=item.preferred)
        else:
            key = Key(item.queue, channel, self.requirement())
        self.add(item, key)

    def requirement(self) -> tuple[tuple[str, int], ...]:
        names = sorted(self.random.sample(SKILLS, self.random.choice((0, 1, 1, 2))))
        return tuple((name, self.random.choice((1, 2, 4))) for name in names)

    def add(self, item: ItemView, key: Key) -> None:
        self.waiting[item.id] = (item, key)
        self.matcher.add(item, key, self.now)
        if self.reference:
            self.reference.add(item, key, self.now)

    def finish(self) -> None:
        """Somebody finishes something."""
        busy = [agent for agent in self.agents.values() if agent.held]
        if busy:
            agent = self.random.choice(busy)
            self.release(agent, self.random.choice(sorted(agent.held)))

    def release(self, agent: AgentView, item: str) -> None:
        held = {id: channel for id, channel in agent.held.items() if id != item}
        self.owner.pop(item)
        idle_since = agent.idle_since if held else self.now
        self.set_agent(replace(agent, held=held, idle_since=idle_since))

    def return_item(self) -> None:
        """Somebody declines: the item comes back and passes them by; first the agent is free again."""
        busy = [agent for agent in self.agents.values() if agent.held]
        if not busy:
            return
        agent = self.random.choice(busy)
        id = self.random.choice(sorted(agent.held))
        item = ItemView(id=id, queue="q1", channel=agent.held[id], arrived_at=self.now - 20)
        self.release(agent, id)
        self.settle()
        self.add(item, Key("q1", item.channel, passed=frozenset({agent.id})))

    def presence(self) -> None:
        agent = self.random.choice(list(self.agents.values()))
        states = (PresenceState.AVAILABLE, PresenceState.AVAILABLE, PresenceState.AWAY, PresenceState.OFFLINE)
        self.set_agent(replace(agent, presence=self.random.choice(states)))

    def leave(self) -> None:
        """A customer gives up."""
        if self.waiting:
            id = self.random.choice(sorted(self.waiting))
            del self.waiting[id]
            self.matcher.remove(id)
            if self.reference:
                self.reference.remove(id)

    def widen(self) -> None:
        """A step opens for an item."""
        if self.waiting:
            item, key = self.waiting[self.random.choice(sorted(self.waiting))]
            if not key.only:
                self.add(item, replace(key, skills=key.skills[:-1]))

    def retrain(self) -> None:
        """The set-up changes: other skills, queues, capacities."""
        agent = self.random.choice(list(self.agents.values()))
        self.set_agent(replace(agent, profile=self.profile()))

    def set_agent(self, agent: AgentView) -> None:
        self.agents[agent.id] = agent
        self.matcher.set_agent(agent)
        if self.reference:
            self.reference.set_agent(agent)

    def settle(self) -> None:
        made = list(self.matcher.matches())
        for match in made:
            self.check_order(match)
            self.apply(match)
        if self.reference:
            assert [(match.item, match.agent) for match in made] == self.reference.matches()
            assert self.reference.unsettled() == []

    def check_order(self, match: Match) -> None:
        """Of equal items the first in line is served first, whoever serves it."""
        item, key = self.waiting[match.item]
        for other, others_key in self.waiting.values():
            if others_key == key:
                assert rank(item) <= rank(other), f"{other.id} was overtaken by {item.id}"

    def apply(self, match: Match) -> None:
        item, _ = self.waiting.pop(match.item)
        assert item.id not in self.owner, "two owners"
        self.owner[item.id] = match.agent
        agent = self.agents[match.agent]
        assert agent.presence is PresenceState.AVAILABLE
        held = {**agent.held, item.id: item.channel}
        counts = Counter(held.values())
        assert counts[item.channel] <= dict(agent.profile.capacity)[item.channel], "capacity exceeded"
        self.agents[agent.id] = replace(agent, held=held)
