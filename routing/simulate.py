"""The product's own matcher behind a virtual clock: how well it routes, and how fast it decides.

The scene: six kinds of calls, 1.4 a minute each, ten minutes of service, 90 agents with two skills
(one strong, one weaker), Poisson arrivals, exponential service. Fully pooled agents would do best;
queueing theory says how well exactly (Erlang C, and Erlang A when callers have limited patience).
As waits vary much with the callers one happens to draw, pooled agents serve the same callers beside.
"""

import math
from heapq import heapify, heappop, heappush, heapreplace
from itertools import permutations
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from hub.core.clock import Clock
from hub.core.models.contacts import Channel
from hub.core.models.staff import PresenceState
from hub.core.models.work import Selection
from routing.matcher import Matcher
from routing.snapshot import AgentView, ItemView, Key, Profile, QueueView

TYPES = 6
AGENTS = 90
PER_SECOND = TYPES * 1.4 / 60
SERVICE = 600.0
ANSWER_WITHIN = 20.0
WARM_UP = 0.02
"""Share of the simulated time that is not measured."""


class Figure(Struct, frozen=True, kw_only=True):
    """One published figure; `limit` is the bound computed or measured in the same run."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    ratio: float | None = None


class Outcome(Struct, frozen=True, kw_only=True):
    """What a simulated centre achieved."""

    asa: float
    within: float
    abandoned: float
    occupancy_cv: float


def routing_figures(*, hours: float = 2000.0, seed: int = 1) -> list[Figure]:
    """Simulate the scene, then again with ten per cent more load and five minutes of patience.

    Service level and mean wait are stated relative to pooled agents with the same callers; times what
    theory says of pooled agents, that is the service level free of the luck of the draw.
    """
    _, within = erlang_c(PER_SECOND, SERVICE, AGENTS)
    centre = Centre(seed)
    plain, bound = centre.run(hours), centre.pooled.waits
    patience = 300.0
    rate = PER_SECOND * 1.1
    crowded = Centre(seed, rate=rate, patience=patience).run(hours)
    lost = erlang_a(rate, SERVICE, AGENTS, patience)
    return [
        _figure("routing_sl20", plain.within / _within(bound) * within, "share", within),
        _figure("routing_asa_ratio", plain.asa * len(bound) / sum(bound), "ratio", 1.0),
        Figure(name="routing_occupancy_cv", value=plain.occupancy_cv, unit="ratio"),
        _figure("routing_abandonment", crowded.abandoned, "share", lost),
    ]


def erlang_c(rate: float, service: float, agents: int) -> tuple[float, float]:
    """Return the mean wait and the share answered within 20 s of fully pooled agents with patient callers."""
    load = rate * service
    blocked = 1.0
    for count in range(1, agents + 1):
        blocked = load * blocked / (count + load * blocked)
    waits = blocked / (1 - load / agents * (1 - blocked))
    spare = agents / service - rate
    return waits / spare, 1 - waits * math.exp(-spare * ANSWER_WITHIN)


def erlang_a(rate: float, service: float, agents: int, patience: float) -> float:
    """Return the share of callers of fully pooled agents who give up (birth-and-death equations)."""
    weight, total, waiting = 1.0, 1.0, 0.0
    for count in range(1, agents + 2000):
        queue = max(0, count - agents)
        weight *= rate / (min(count, agents) / service + queue / patience)
        total += weight
        waiting += weight * queue
    return waiting / total / patience / rate


class Pooled:
    """Agents who can all do everything, serving first come, first served."""

    def __init__(self) -> None:
        """Have everybody free."""
        self.waits: list[float] = []
        self._free_at = [0.0] * AGENTS

    def serve(self, arrived: float, service: float, *, measured: bool) -> None:
        """Give the next caller to whoever is free first."""
        began = max(arrived, self._free_at[0])
        heapreplace(self._free_at, began + service)
        if measured:
            self.waits.append(began - arrived)


class Centre:
    """A simulated centre: one queue, calls of six kinds, agents with two skills."""

    def __init__(self, seed: int, *, rate: float = PER_SECOND, patience: float | None = None) -> None:
        """Take the arrivals per second and the callers' mean patience (None: endless)."""
        self._arrivals = Random(seed)
        self._durations = Random(seed + 1)
        self._rate = rate
        self._patience = patience
        self.pooled = Pooled()
        self._matcher = Matcher()
        self._matcher.set_queue(QueueView(id="calls", selection=Selection.BEST_PROFICIENCY))
        self._keys = [Key("calls", Channel.VOICE, ((_skill(kind), 1),)) for kind in range(TYPES)]
        self._agents = {agent.id: agent for agent in _two_skilled()}
        self._busy = dict.fromkeys(self._agents, 0.0)
        self._events: list[tuple[float, str, str]] = []  # due, "free" or "leave", who
        self._waiting: dict[str, tuple[float, float]] = {}  # arrival and service
        self._waits: list[float] = []
        self._left = 0

    def run(self, hours: float) -> Outcome:
        """Simulate that many hours."""
        until = hours * 3600
        self._measured_from = until * WARM_UP
        for agent in self._agents.values():
            self._matcher.set_agent(agent)
        now, count = self._arrivals.expovariate(self._rate), 0
        while now < until:
            while self._events and self._events[0][0] <= now:
                self._happen(*heappop(self._events))
            count += 1
            self._call(now, f"{count:09}")
            now += self._arrivals.expovariate(self._rate)
        return self._outcome(until)

    def _call(self, now: float, id: str) -> None:
        key = self._keys[self._arrivals.randrange(TYPES)]
        service = self._durations.expovariate(1 / SERVICE)
        self.pooled.serve(now, service, measured=now > self._measured_from)
        self._waiting[id] = now, service
        if self._patience:
            heappush(self._events, (now + self._durations.expovariate(1 / self._patience), "leave", id))
        self._matcher.add(ItemView(id=id, queue="calls", channel=Channel.VOICE, arrived_at=now), key, now)
        self._answer(now)

    def _happen(self, now: float, what: str, who: str) -> None:
        if what == "free":
            self._matcher.set_agent(replace(self._agents[who], idle_since=now))
            self._answer(now)
        elif self._waiting.pop(who, None) is not None:
            self._matcher.remove(who)
            self._left += now > self._measured_from

    def _answer(self, now: float) -> None:
        for match in self._matcher.matches():
            arrived, service = self._waiting.pop(match.item)
            heappush(self._events, (now + service, "free", match.agent))
            if now > self._measured_from:
                self._waits.append(now - arrived)
                self._busy[match.agent] += service

    def _outcome(self, until: float) -> Outcome:
        waits = self._waits
        mean = sum(self._busy.values()) / AGENTS
        variance = sum((busy - mean) ** 2 for busy in self._busy.values()) / AGENTS
        return Outcome(
            asa=sum(waits) / len(waits),
            within=_within(waits),
            abandoned=self._left / (self._left + len(waits)),
            occupancy_cv=math.sqrt(variance) / mean,
        )


def _within(waits: list[float]) -> float:
    return sum(wait <= ANSWER_WITHIN for wait in waits) / len(waits)


def matcher_figures(
    clock: Clock, *, waiting: int = 100_000, agents: int = 10_000, pairs: int = 200_000, seed: int = 1
) -> list[Figure]:
    """Measure the matcher in a full house of 300 keys and 1,000 profiles: an agent is freed, a call comes."""
    load = FullHouse(clock, waiting=waiting, agents=agents, seed=seed)
    load.run(pairs // 10)  # warm
    seconds = min(load.run(pairs // 2) for _ in range(2))
    freed = sorted(load.freed(pairs // 4))
    rate = pairs // 2 / seconds
    limit = _bare_heap_rate(clock, waiting, pairs)
    return [
        _figure("matcher_per_s", rate, "pairs/s", limit),
        Figure(name="matcher_p99_us", value=freed[int(len(freed) * 0.99)] * 1e6, unit="us"),
    ]


class FullHouse:
    """A centre where everybody is busy and many wait."""

    def __init__(self, clock: Clock, *, waiting: int, agents: int, seed: int) -> None:
        """Fill the house."""
        draw = Random(seed)
        self._clock = clock
        self._draw = draw
        self._matcher = Matcher()
        self._matcher.set_queue(QueueView(id="calls"))
        skills = [f"skill{number:02}" for number in range(60)]
        self._keys = [_random_key(draw, skills) for _ in range(300)]
        profiles = [_random_profile(draw, skills) for _ in range(1000)]
        busy = {"elsewhere": Channel.VOICE}
        self._agents = [
            AgentView(
                id=f"agent{number:05}",
                profile=profiles[number % len(profiles)],
                presence=PresenceState.AVAILABLE,
                held=busy,
            )
            for number in range(agents)
        ]
        for agent in self._agents:
            self._matcher.set_agent(agent)
        self._count = 0
        for _ in range(waiting):
            item, key = self._arrival()
            self._matcher.add(item, key, item.arrived_at)

    def run(self, pairs: int) -> float:
        """Free an agent and let a call come, that many times; return the seconds all of it took."""
        changes = self._changes(pairs)
        matcher = self._matcher
        matched = 0
        started = self._clock.monotonic()
        for freed, item, key in changes:
            matcher.set_agent(freed)
            for _match in matcher.matches():
                matched += 1
                matcher.add(item, key, item.arrived_at)
        took = self._clock.monotonic() - started
        return took * pairs / matched

    def freed(self, pairs: int) -> list[float]:
        """Do the same, and return the seconds each freed agent took."""
        took = []
        monotonic = self._clock.monotonic
        for freed, item, key in self._changes(pairs):
            began = monotonic()
            self._matcher.set_agent(freed)
            took.append(monotonic() - began)
            for _match in self._matcher.matches():
                self._matcher.add(item, key, item.arrived_at)
        return took

    def _changes(self, pairs: int) -> list[tuple[AgentView, ItemView, Key]]:
        """Draw beforehand who is freed and what comes."""
        return [(self._freed(), *self._arrival()) for _ in range(pairs)]

    def _freed(self) -> AgentView:
        return replace(self._draw.choice(self._agents), held={}, idle_since=float(self._count))

    def _arrival(self) -> tuple[ItemView, Key]:
        self._count += 1
        item = ItemView(
            id=f"{self._count:09}", queue="calls", channel=Channel.VOICE, arrived_at=float(self._count)
        )
        return item, self._draw.choice(self._keys)


def _bare_heap_rate(clock: Clock, size: int, pairs: int) -> float:
    """Return pushes and pops a second of one bare heap of the same size: no matcher can beat it."""
    heap = [(0, float(number), f"{number:09}", number) for number in range(size)]
    heapify(heap)
    started = clock.monotonic()
    for number in range(size, size + pairs):
        heappop(heap)
        heappush(heap, (0, float(number), f"{number:09}", number))
    return pairs / (clock.monotonic() - started)


def _two_skilled() -> list[AgentView]:
    """Return 90 agents over all 30 ordered pairs of a strong and a weaker skill."""
    pairs = list(permutations(range(TYPES), 2))
    agents = []
    for number in range(AGENTS):
        strong, weak = pairs[number % len(pairs)]
        skills = tuple(sorted(((_skill(strong), 5), (_skill(weak), 3))))
        profile = Profile(skills=skills, capacity=((Channel.VOICE, 1),))
        id = f"agent{number:02}"
        agents.append(AgentView(id=id, profile=profile, presence=PresenceState.AVAILABLE))
    return agents


def _random_key(draw: Random, skills: list[str]) -> Key:
    wanted = sorted(draw.sample(skills, draw.choice((1, 2))))
    return Key("calls", Channel.VOICE, tuple((skill, draw.randint(1, 3)) for skill in wanted))


def _random_profile(draw: Random, skills: list[str]) -> Profile:
    held = sorted(draw.sample(skills, draw.randint(3, 8)))
    return Profile(
        skills=tuple((skill, draw.randint(1, 5)) for skill in held), capacity=((Channel.VOICE, 1),)
    )


def _skill(kind: int) -> str:
    return f"skill{kind}"


def _figure(name: str, value: float, unit: str, limit: float) -> Figure:
    return Figure(name=name, value=value, unit=unit, limit=limit, ratio=value / limit)
