"""The incremental matcher: after each change it finds the matches that change made possible.

Between two changes nothing matchable is left, so a new item can only match agents already free, and
a freed agent only items already waiting. An arrival costs work proportional to the profiles that
could serve it, a freed agent to the lines it could serve, both plus a logarithm; neither depends on
how many wait or work. Matches are applied to the matcher's own view at once; whoever carries them
out puts the truth back (`set_agent`, `add`) when that fails.
"""

import math
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from hub.core.models.contacts import Channel
from hub.core.models.staff import PresenceState
from hub.core.models.work import Selection
from routing.eligible import could_serve, is_allowed
from routing.order import rank
from routing.pools import BIT, Agent, ItemEntry, Line, Pool
from routing.select import Free, Preference, head_start, is_sticky, strength
from routing.snapshot import AgentView, ItemView, Key, Profile, QueueView, Skills

MANY_LINES = 4096
"""Above this many lines, an empty one is forgotten."""

Route = tuple[str, Channel, Skills]


class Match(Struct, frozen=True, gc=False):
    """A decision: this agent gets this item. `reason` is a message key."""

    item: str
    agent: str
    reason: str


class Matcher:
    """Waiting items and agents of one tenant, and the rules of who gets what."""

    def __init__(self) -> None:
        """Start empty."""
        self._queues: dict[str, QueueView] = {}
        self._pools: dict[Profile, Pool] = {}
        self._agents: dict[str, Agent] = {}
        self._lines: dict[Key, Line] = {}
        self._routes: dict[Route, list[Pool]] = {}
        self._reserved: dict[str, dict[Line, None]] = {}  # lines meant for one agent only
        self._place: dict[str, Line] = {}
        self._wanted: dict[str, int] = {}  # skills asked for, with the number of lines that ask
        self._free: dict[int, dict[str, int]] = {bit: {} for bit in BIT.values()}  # see free()
        self._stamp = 0
        self._matches: list[Match] = []
        self.staffing = 0  # raised whenever who is signed in, or what they can do, changes

    def matches(self) -> list[Match]:
        """Return the decisions made since the last call, in order."""
        if not self._matches:
            return []
        made, self._matches = self._matches, []
        return made

    def set_queue(self, queue: QueueView) -> None:
        """Learn a queue's way of choosing; steps and hours are the planner's business."""
        self._queues[queue.id] = queue
        for line in self._lines.values():
            if line.key.queue == queue.id:
                self._tune(line)

    def add(self, item: ItemView, key: Key, now: float) -> None:
        """Let an item wait under a key, or move it there; matches it if somebody is free."""
        if item.id in self._place:
            self.remove(item.id)
        line = self._line(key)
        if not line.items:  # where others wait, nobody is free
            chosen = self._choose(line, item, now)
            if chosen:
                self._take(line, item, *chosen)
                return
            self._want(line, 1)
        self._stamp += 1
        line.push(item, rank(item), self._stamp)
        self._place[item.id] = line

    def remove(self, id: str) -> None:
        """Forget an item that no longer waits; unknown ids are fine."""
        line = self._place.pop(id, None)
        if line is None:
            return
        line.remove(id)
        if not line.items:
            self._want(line, -1)
            self._tidy(line)

    def set_agent(self, view: AgentView) -> None:
        """Learn an agent's present state; matches what is waiting while there is room."""
        agent = self._agents.get(view.id)
        if agent is None or agent.pool.profile is not view.profile:
            agent = self._enlist(view, agent)
        self._sign(agent, view)
        available = view.presence is PresenceState.AVAILABLE
        open = agent.pool.open_bits(view) if available else 0
        while open:  # matched before being put on a shelf: with work waiting, shelves are not touched
            line = self._longest_waiting(agent, open)
            if line is None or line.first is None:
                break
            item = line.first[-1]
            self._matches.append(Match(item.id, view.id, _pull_reason(line, item, view.id)))
            self.remove(item.id)
            view = replace(view, held={**view.held, item.id: item.channel})
            open = agent.pool.open_bits(view)
        self._update(agent, view, open)

    def remove_agent(self, id: str) -> None:
        """Forget an agent."""
        agent = self._agents.pop(id, None)
        if agent is not None:
            self._leave(agent)

    def staffed(self, key: Key) -> bool:
        """Say whether anybody signed in could take the key's items, now or once free."""
        if key.only:
            agent = self._agents.get(key.only)
            return agent is not None and key.only in agent.pool.signed_in
        for pool in self._route(key):
            if not key.passed and pool.signed_in:
                return True
            if key.passed and not pool.signed_in <= key.passed:
                return True
        return False

    def candidates(self, key: Key) -> Iterator[AgentView]:
        """Yield the agents whose abilities suit the key, profile by profile."""
        for pool in self._route(key):
            for agent in pool.members.values():
                yield agent.view

    def agents(self) -> Iterator[AgentView]:
        """Yield all agents."""
        for agent in self._agents.values():
            yield agent.view

    def agent(self, id: str) -> AgentView | None:
        """Return the matcher's view of an agent, matches included."""
        agent = self._agents.get(id)
        return agent.view if agent else None

    def wanted(self) -> frozenset[str]:
        """Return the skills waiting items ask for."""
        return frozenset(self._wanted)

    def free(self) -> Free:
        """Return how many agents with room for a channel have each skill."""
        return {
            (channel, skill): count
            for channel, bit in BIT.items()
            for skill, count in self._free[bit].items()
        }

    def key_of(self, id: str) -> Key | None:
        """Return the key an item waits under, or None when it does not wait here."""
        line = self._place.get(id)
        return line.key if line else None

    # --- choosing ------------------------------------------------------------------------------------

    def _choose(self, line: Line, item: ItemView, now: float) -> tuple[Agent, str] | None:
        """Return the best free agent for a new item, and why."""
        key = line.key
        if key.only:
            agent = self._agents.get(key.only)
            return (agent, "only_agent") if agent and line.bit & agent.open else None
        agent = self._preferred(line, item, now)
        if agent:
            return agent, "sticky"
        return self._best(line)

    def _preferred(self, line: Line, item: ItemView, now: float) -> Agent | None:
        queue = self._queues.get(item.queue)
        agent = self._agents.get(item.preferred)
        if agent is None or queue is None or not is_sticky(item, queue, now):
            return None
        suits = agent.pool in line.strengths and is_allowed(item.preferred, line.key)
        return agent if suits and line.bit & agent.open else None

    def _best(self, line: Line) -> tuple[Agent, str] | None:
        wanted = self._wanted.keys() - line.skills
        graded = line.selection is Selection.BEST_PROFICIENCY
        best: Preference | None = None
        found: Pool | None = None
        for pool in line.pools:
            top = pool.top(line.shelf, line.key.passed)
            if top is None:
                continue
            spared = int(bool(wanted) and not wanted.isdisjoint(pool.skills))
            scarce = self._scarcity(line, pool) if graded else 0.0
            preference = (spared, -line.strengths[pool], scarce, top[0], top[1], top[2])
            if best is None or preference < best:
                best, found = preference, pool
        if best is None or found is None:
            return None
        return found.members[best[-1]], line.selection.value

    def _scarcity(self, line: Line, pool: Pool) -> float:
        """Return select.scarcity() from the counts kept."""
        free, others = self._free[line.bit], line.others[pool]
        return -min([free.get(skill, 0) for skill in others]) if others else -math.inf

    def _longest_waiting(self, agent: Agent, open: int) -> Line | None:
        """Return the line whose first item an agent with room for these channels takes next."""
        best: tuple[int, float, str] | ItemEntry | None = None
        found: Line | None = None
        id, pool = agent.view.id, agent.pool
        reserved = self._reserved.get(id)
        for line in (*pool.lines, *reserved) if reserved else pool.lines:
            place: tuple[int, float, str] | ItemEntry | None = line.first
            if place is None or not line.bit & open or (line.is_choosy and not is_allowed(id, line.key)):
                continue
            starts = line.head_starts
            if starts and pool in starts:
                place = (place[0], place[1] - starts[pool], place[2])
            if best is None or place < best:
                best, found = place, line
        return found

    # --- shelves -------------------------------------------------------------------------------------

    def _update(self, agent: Agent, view: AgentView, open: int) -> None:
        """Take over an agent's view, and put them where they will be found."""
        self._stamp += 1
        agent.view = view
        agent.stamp = self._stamp
        if agent.open != open:
            self._count(agent.pool, open & ~agent.open, 1)
            self._count(agent.pool, agent.open & ~open, -1)
            agent.open = open
        if open:
            agent.pool.shelve(agent)

    def _count(self, pool: Pool, channels: int, change: int) -> None:
        for bit, free in self._free.items():
            if bit & channels:
                for skill in pool.skills:
                    free[skill] = free.get(skill, 0) + change

    def _sign(self, agent: Agent, view: AgentView) -> None:
        signed_in = agent.pool.signed_in
        if (view.presence is not PresenceState.OFFLINE) == (view.id in signed_in):
            return
        self.staffing += 1
        if view.id in signed_in:
            signed_in.discard(view.id)
        else:
            signed_in.add(view.id)

    def _enlist(self, view: AgentView, before: Agent | None) -> Agent:
        """Return the agent on the shelves of the view's profile, taken from those of another before."""
        pool = self._pool(view.profile)
        if before is not None:
            if before.pool is pool:
                return before
            self._leave(before)
        agent = self._agents[view.id] = Agent(view, pool)
        pool.members[view.id] = agent
        self.staffing += 1
        return agent

    def _leave(self, agent: Agent) -> None:
        pool = agent.pool
        self.staffing += 1
        self._count(pool, agent.open, -1)
        del pool.members[agent.view.id]
        pool.signed_in.discard(agent.view.id)
        if pool.members:
            return
        del self._pools[pool.profile]
        for pools in self._routes.values():
            if pool in pools:
                pools.remove(pool)
        for line in pool.lines:
            line.strengths.pop(pool, None)
            line.others.pop(pool, None)
            line.head_starts.pop(pool, None)

    def _pool(self, profile: Profile) -> Pool:
        pool = self._pools.get(profile)
        if pool is None:
            pool = self._pools[profile] = Pool(profile)
            for (queue, channel, skills), pools in self._routes.items():
                if could_serve(profile, Key(queue, channel, skills)):
                    pools.append(pool)
            for line in self._lines.values():
                if not line.key.only and could_serve(profile, line.key):
                    self._join(line, pool)
        return pool

    def _route(self, key: Key) -> list[Pool]:
        route = (key.queue, key.channel, key.skills)
        pools = self._routes.get(route)
        if pools is None:
            plain = Key(*route)
            pools = [pool for pool in self._pools.values() if could_serve(pool.profile, plain)]
            self._routes[route] = pools
        return pools

    def _line(self, key: Key) -> Line:
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = Line(key, [] if key.only else self._route(key))
            for pool in line.pools:
                pool.lines[line] = None
            if key.only:
                self._reserved.setdefault(key.only, {})[line] = None
            self._tune(line)
        return line

    def _tune(self, line: Line) -> None:
        queue = self._queues.get(line.key.queue)
        line.selection = queue.selection if queue else Selection.LONGEST_IDLE
        line.shelf = (line.key.channel, line.selection is Selection.LEAST_OCCUPIED)
        for pool in line.pools:
            self._join(line, pool)

    def _join(self, line: Line, pool: Pool) -> None:
        pool.lines[line] = None
        graded = line.selection is Selection.BEST_PROFICIENCY
        line.strengths[pool] = strength(pool.profile, line.key.skills) if graded else 0
        line.others[pool] = pool.skills - line.skills
        queue = self._queues.get(line.key.queue)
        start = head_start(pool.profile, line.key.skills, queue) if queue else 0.0
        if start:
            line.head_starts[pool] = start
        else:
            line.head_starts.pop(pool, None)

    def _take(self, line: Line, item: ItemView, agent: Agent, reason: str) -> None:
        """Give a new item to a free agent, without letting it wait first."""
        self._matches.append(Match(item.id, agent.view.id, reason))
        view = replace(agent.view, held={**agent.view.held, item.id: item.channel})
        self._update(agent, view, agent.pool.open_bits(view))
        self._tidy(line)

    def _tidy(self, line: Line) -> None:
        """Forget an empty line that is unlikely to be needed again."""
        if not (line.is_choosy or len(self._lines) > MANY_LINES):
            return
        del self._lines[line.key]
        for pool in line.pools:
            pool.lines.pop(line, None)
        if line.key.only:
            reserved = self._reserved[line.key.only]
            reserved.pop(line)
            if not reserved:
                del self._reserved[line.key.only]

    def _want(self, line: Line, change: int) -> None:
        for skill in line.skills:
            count = self._wanted.get(skill, 0) + change
            if count:
                self._wanted[skill] = count
            else:
                self._wanted.pop(skill, None)


def _pull_reason(line: Line, item: ItemView, agent: str) -> str:
    """Return why a freed agent gets this item."""
    if line.key.only:
        return "only_agent"
    return "sticky" if item.preferred == agent else "longest_waiting"
