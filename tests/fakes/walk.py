"""A random walk of customers, agents, supervisors, administrators, time and crashes through the hub.

The same seed takes the same way. After every step what changed is checked, and at each checkpoint
everything: that the event log tells exactly what is stored, and that nothing acknowledged is missing.
"""

from collections import Counter, deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import HubError
from hub.core.events import Change, EventKind
from hub.core.models.conversations import Conversation, Message
from hub.core.models.staff import AgentState, Staff
from hub.core.models.work import Calendar, Offer, OfferState, Queue, WorkItem, WorkState
from hub.core.records import R
from tests.fakes.clock import FakeClock
from tests.fakes.walk_checks import Bench, check_agent, check_conversation, check_item, check_offer_fits
from tests.fakes.walk_company import company
from tests.fakes.walk_fold import Fold
from tests.fakes.walk_office import Administrators, Supervisors
from tests.fakes.walk_people import Agents, Customers
from tests.fakes.walk_site import Site
from tests.fakes.walk_store import Cut


class Step(NamedTuple):
    """A step, and how often it is taken on a quiet and on a crowded day."""

    quiet: float
    crowded: float
    take: Callable[[], Awaitable[None]]


PAGE = 1000
PROMPT = 0.65
"""How often the router gets its turn before the next step is taken."""
LONG, MOST_WAKINGS = 60.0, 100
"""From so many seconds on the router wakes on its own, at most so often."""
CROWDED, CLEARED = 25, 0
"""From so many waiting on, fewer come and more is finished, until only so few are left."""


class Walk:
    """One walk. `counts` says how often each step was taken, `refused` what it met."""

    def __init__(self, folder: Path, seed: int, *, crashes: float = 0.002, races: float = 0.08) -> None:
        self.draw = Random(seed)
        self.clock = FakeClock()
        self.fold = Fold(self._check_offer)
        self.customers = Customers(self)
        self.agents = Agents(self)
        self.counts: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.recent: deque[str] = deque(maxlen=25)
        self._folder = folder
        self._crashes = crashes
        self._races = races
        self._depth = 0
        self._raced = False
        self._current = ""
        self._ids = 0
        self._staff: dict[str, list[Staff]] = {}
        self._queues: dict[str, Queue] = {}
        self._calendars: dict[str, Calendar] = {}
        self._site: Site | None = None
        self._crowded = False
        self._steps = self._everything()
        self._quiet = [step.quiet for step in self._steps.values()]
        self._busy = [step.crowded for step in self._steps.values()]

    @property
    def site(self) -> Site:
        assert self._site
        return self._site

    def new_id(self) -> str:
        self._ids += 1
        return f"{self._ids:010}"

    async def open(self) -> None:
        """Found the company and start its hub."""
        await self._start()
        batch = Batch(at=self.clock.now())
        for record in company(self.draw, self.clock.now()):
            batch.save(record)
            batch.event(EventKind.SETTINGS_CHANGED, record)
        await self.site.plain.commit(batch)
        await self._read_set_up()

    async def close(self) -> None:
        await self.site.drop()

    async def step(self) -> None:
        """Take one random step, let the router work (mostly), and check what changed."""
        self._crowded = len(self.fold.queued()) > (CLEARED if self._crowded else CROWDED)
        weights = self._busy if self._crowded else self._quiet
        name = self.draw.choices(list(self._steps), weights)[0]
        self._raced = False
        self._current = name
        try:
            await self._take(name)
            if self.draw.random() < PROMPT:
                await self._route()
        except* Cut:  # alone, or from one of the router's tasks
            await self.crash()
        await self._check_touched()

    async def crash(self) -> None:
        """End the process and start another one on what it left."""
        self.counts["crash"] += 1
        self.recent.append("crash")
        self._depth = 0
        await self.site.drop()
        await self._start()
        await self._read_set_up()

    async def check_all(self) -> None:
        """Check everything there is, and that the event log tells what is stored."""
        fold, store = Fold(), self.site.plain
        while page := await store.events_after(fold.seq, limit=PAGE):
            for event in page:
                fold.take(event)
        offers = {offer.id: replace(offer, considered=[]) for offer in await self._all(Offer)}
        assert {item.id: item for item in await self._all(WorkItem)} == fold.items == self.fold.items
        assert offers == fold.offers == self.fold.offers
        agents = {agent.id: agent for agent in await self._all(AgentState)}
        assert agents == fold.agents == self.fold.agents
        for item in fold.items.values():
            check_item(fold, item)
        for agent in fold.agents.values():
            check_agent(fold, agent)
        for conversation in await self._all(Conversation):
            check_conversation(fold, conversation)
        await self._check_messages()

    # --- steps ---------------------------------------------------------------------------------------

    def _everything(self) -> dict[str, Step]:
        """Return all steps by name."""
        customers, agents = self.customers, self.agents
        supervisors, administrators = Supervisors(self), Administrators(self)
        return {
            "write": Step(24, 8, customers.write),
            "burst": Step(4, 0, customers.burst),
            "send_again": Step(3, 3, customers.send_again),
            "repeat": Step(2, 2, customers.repeat),
            "ask_for_person": Step(10, 2, customers.ask_for_person),
            "leave": Step(2, 3, customers.leave),
            "rate": Step(1, 1, customers.rate),
            "bot_answers": Step(3, 1, customers.bot_answers),
            "presence": Step(4, 5, agents.presence),
            "accept": Step(10, 12, agents.accept),
            "decline": Step(2, 1, agents.decline),
            "answer_late": Step(1, 1, agents.answer_late),
            "reply": Step(6, 4, agents.reply),
            "reply_again": Step(2, 2, agents.send_again),
            "transfer": Step(3, 1, agents.transfer),
            "park": Step(2, 2, agents.park),
            "unpark": Step(1, 1, agents.unpark),
            "resolve": Step(8, 14, agents.resolve),
            "complete": Step(5, 9, agents.complete),
            "take": Step(1, 2, agents.take),
            "assign": Step(1, 2, supervisors.assign),
            "requeue": Step(1, 0.5, supervisors.requeue),
            "told_presence": Step(0.5, 0.5, supervisors.presence),
            "staff": Step(0.4, 0.4, administrators.staff),
            "queue": Step(0.3, 0.3, administrators.queue),
            "hours": Step(0.1, 0.1, administrators.hours),
            "time": Step(12, 12, self._time),
            "crash": Step(self._crashes * 100, self._crashes * 100, self._crash),
        }

    async def _take(self, name: str) -> None:
        self.counts[name] += 1
        self.recent.append(name if not self._depth else f"({name})")
        try:
            await self._steps[name].take()
        except HubError as error:
            self._note_refusal(name, error)

    def _note_refusal(self, name: str, error: HubError) -> None:
        """Only administrators may be told that somebody was faster; everybody else's step tries again."""
        self.refused[f"{name} {error.code}"] += 1
        lost = error.code in ("stale_revision", "duplicate") and name not in ("staff", "queue", "hours")
        assert not lost, f"{name} gave up: {error.message}"

    async def _time(self) -> None:
        """Let time pass. Over a long while the router is awake whenever something falls due, as it is."""
        lengths, weights = (1.0, 7.0, 35.0, 400.0, 9 * 3600.0, 80 * 3600.0), (30, 30, 20, 4, 1, 0.3)
        seconds = self.draw.choices(lengths, weights)[0] * self.draw.random()
        until = self.clock.now() + timedelta(seconds=seconds)
        for _ in range(MOST_WAKINGS if seconds > LONG else 0):
            due = await self.site.router.step()
            if due is None or due >= until:
                break
            self.clock.set(max(0.0, (due - self.clock.now()).total_seconds()))
        self.clock.set(max(0.0, (until - self.clock.now()).total_seconds()))

    async def _crash(self) -> None:
        raise Cut

    async def _route(self) -> None:
        """Let the router do all there is to do; then nothing may be left undone."""
        before = {item.id: item for item in self.fold.queued()}
        known = set(self.fold.offers)
        await self.site.router.step()
        excused = self.site.routed.excused()
        staff = {id: versions[-1] for id, versions in self._staff.items()}
        bench = Bench(self.fold, staff, self._queues, self._calendars, self.clock.now())
        if self._raced:
            return
        bench.check_not_starved(excused)
        self._check_due(excused)
        offered = [item for item in self.fold.in_state(WorkState.OFFERED) if item.offer not in known]
        bench.check_suitable(offered)
        waited = [
            item for item in self.fold.queued() if before.get(item.id) == item and item.id not in excused
        ]
        bench.check_order([item for item in offered if item.id not in excused], waited)

    # --- the gate before each commit -----------------------------------------------------------------

    async def _gate(self) -> bool:
        """Now and then let somebody else commit first, or end the process before or after the commit."""
        if self._depth or not self._steps:
            return False
        chance = self.draw.random()
        if chance < self._crashes / 2:
            raise Cut
        if chance < self._crashes:
            return True
        if chance < self._crashes + self._races:
            self._raced = True
            self._depth += 1
            try:
                for _ in range(self.draw.choice((1, 1, 2))):
                    await self._take(self._rival())
            finally:
                self._depth -= 1
        return False

    def _rival(self) -> str:
        """Return who gets in first: often somebody who is about to do the very same."""
        same = self._current in RIVALS and self.draw.random() < 0.4
        return self._current if same else self.draw.choice(RIVALS)

    # --- following the store -------------------------------------------------------------------------

    async def _start(self) -> None:
        self._site = await Site.open(self._folder, self.clock, self.new_id, self._gate)
        self.site.database.subscribe(self._hear)
        self._depth = 1  # starting up is not disturbed
        while page := await self.site.plain.events_after(self.fold.seq, limit=PAGE):
            for event in page:
                self.fold.take(event)
        await self.site.router.step()
        self._depth = 0

    def _hear(self, changes: list[Change]) -> None:
        for change in changes:
            record = change.record
            if change.event.kind is EventKind.SETTINGS_CHANGED and isinstance(record, Staff):
                self._staff.setdefault(record.id, []).append(record)
            elif isinstance(record, Queue):
                self._queues[record.id] = record
            elif isinstance(record, Calendar):
                self._calendars[record.id] = record
            self.fold.take(change.event)

    async def _read_set_up(self) -> None:
        self._staff = {one.id: [one] for one in await self._all(Staff)}
        self._queues = {one.id: one for one in await self._all(Queue)}
        self._calendars = {one.id: one for one in await self._all(Calendar)}

    async def _all(self, kind: type[R]) -> list[R]:
        found: list[R] = []
        while page := await self.site.plain.find(kind, limit=PAGE, above=found[-1].id if found else None):
            found += page
        return found

    # --- checks --------------------------------------------------------------------------------------

    def _check_offer(self, before: AgentState | None, after: AgentState) -> None:
        versions = self._staff.get(after.id)
        if versions:
            check_offer_fits(before, after, versions)

    async def _check_touched(self) -> None:
        fold = self.fold
        for id in fold.touched_items:
            if id in fold.items:
                check_item(fold, fold.items[id])
        for id in fold.touched_agents:
            check_agent(fold, fold.agents[id])
        for id in fold.touched_conversations:
            conversation = await self.site.plain.peek(Conversation, id)
            assert conversation, f"conversation {id} has events but is not stored"
            check_conversation(fold, conversation)
        fold.clear_touched()
        for versions in self._staff.values():
            del versions[:-1]

    def _check_due(self, excused: set[str]) -> None:
        """With the router at rest, nothing is overdue."""
        now = self.clock.now()
        for offer in self.fold.open_offers():
            assert offer.expires_at > now or offer.id in excused, f"{offer} is overdue"
            assert offer.state is OfferState.OFFERED
        for item in self.fold.open_items.values():
            if item.id not in excused and item.state is WorkState.PARKED:
                assert item.parked_until is None or item.parked_until > now, f"{item} is overdue"
            if item.id not in excused and item.state is WorkState.WRAP_UP:
                assert item.wrap_up_until is None or item.wrap_up_until > now, f"{item} is overdue"

    async def _check_messages(self) -> None:
        """Every message somebody was told of is stored, once, and numbers only grow."""
        messages = await self._all(Message)
        stored = Counter((message.source, message.external_id) for message in messages)
        assert not [key for key, times in stored.items() if times > 1]
        by_id = {message.id: message for message in messages}
        for told in (self.customers.acknowledged, self.agents.sent):
            for external_id, id in told.items():
                assert by_id[id].external_id == external_id, f"{id} is not the message acknowledged"
        assert len({message.seq for message in messages}) == len(messages)


RIVALS = (
    *("write", "ask_for_person", "leave", "presence", "presence", "accept", "decline", "reply", "transfer"),
    *("park", "unpark", "resolve", "complete", "take", "assign", "requeue", "told_presence", "staff"),
)
"""Who may get in before another's commit."""
