"""What editors do with flows besides writing: checking, trying, testing, publishing, replaying."""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bots.flow.check import checked
from bots.flow.checks.base import Surroundings
from bots.flow.driver import drive
from bots.flow.edge import Around, LookingEdge
from bots.flow.effects import Answer, Effect, Fetch, Find, IsOpen, Load, Perform, Result, Select
from bots.flow.holding import called_flows
from bots.flow.interpreter import start_of
from bots.flow.library import Library
from bots.flow.model import Flow
from bots.flow.parse import Parsed
from bots.flow.trials import FlowTrial, run_test
from hub.core.bots import Noted, Turn, TurnInput
from hub.core.errors import InvalidInput, NotFound
from hub.core.models.contacts import EntryPoint
from hub.core.models.conversations import BotMemory, Message
from hub.core.models.data import FlowPlace
from hub.core.models.flows import Flow as StoredFlow
from hub.core.models.traces import TurnTrace
from hub.core.models.work import Calendar, Queue, Skill
from hub.core.records import Record, Value
from hub.services.flows import Flows

MOST = 10_000
DRAFT = 0
"""The version of a flow that is tried but not saved."""


class Attempt(Struct, frozen=True, kw_only=True):
    """One turn to be tried: where it goes on from (None: at the start) and what the customer does.

    `canned` are results by step; other look-ups happen for real, or else find nothing.
    """

    flow: Flow
    name: str
    turn: TurnInput
    place: FlowPlace | None = None
    canned: Mapping[str, Any] = {}
    real: bool = False


class ReplayedTurn(Value, frozen=True, kw_only=True):
    """A turn of a conversation taken again with the recorded results, and whether it went the same way."""

    id: str
    at: datetime
    text: str
    same: bool
    before: list[str]
    now: list[str]
    says: list[str]


class Workshop:
    """One tenant's."""

    def __init__(self, around: Around, flows: Flows) -> None:
        """Take what flows work with, and where they are kept."""
        self._around = around
        self._flows = flows

    async def check(self, text: str, name: str) -> Parsed:
        """Return everything that is wrong with a flow here, and its definition if it can work."""
        return await asyncio.to_thread(checked, text, name, await self._surroundings())

    async def attempt(self, attempt: Attempt) -> Turn:
        """Take one turn without side effects; its trace shows the effects."""
        place = attempt.place or start_of(
            attempt.flow, attempt.name, DRAFT, attempt.turn, returns=attempt.turn.memory.agent is not None
        )
        flow = await self._definition(attempt, place)
        edge = TryingEdge(self._around, attempt.name, attempt.flow, attempt.canned, real=attempt.real)
        return await drive(flow, place, attempt.turn, edge)

    async def run_tests(self, flow: Flow, name: str) -> list[FlowTrial]:
        """Run all test cases of a flow."""

        def edge(canned: Mapping[str, Any]) -> TryingEdge:
            return TryingEdge(self._around, name, flow, canned, real=False)

        return [await run_test(flow, name, case, edge(case.lookups), self._load) for case in flow.tests]

    async def publish(
        self, flow_id: str, by: str, *, revision: int, even_if_broken: bool = False
    ) -> StoredFlow:
        """Publish the newest version if nothing is wrong with it and its tests pass.

        Raises InvalidInput naming the problem. Broken tests alone may be accepted (`even_if_broken`).
        """
        stored = await self._flows.get(flow_id)
        parsed = await self.check(stored.text, flow_id)
        errors = [one for one in parsed.problems if not one.warning]
        if errors or parsed.flow is None:
            first = errors[0]
            more = f" There are {len(errors) - 1} more problems." if len(errors) > 1 else ""
            raise InvalidInput(f"Flow {flow_id}, line {first.line}: {first.message}{more}", field="text")
        if not even_if_broken:
            broken = [one.name for one in await self.run_tests(parsed.flow, flow_id) if not one.passed]
            if broken:
                raise InvalidInput(f"These tests of the flow fail: {', '.join(broken)}.", field="tests")
        return await self._flows.publish(flow_id, by, revision=revision)

    async def published(self, name: str) -> Flow | None:
        """Return the published definition of a flow, if there is one."""
        return await self._around.library.current(name)

    async def replay(self, conversation: str, flow: Flow | None = None) -> list[ReplayedTurn]:
        """Take all turns of a conversation's flows again, with the results that were recorded.

        With `flow`, as that definition would have taken them.
        """
        traces = await self._around.store.find(TurnTrace, {"conversation": conversation}, order="at")
        stepped = [trace for trace in traces if trace.steps]
        found: list[ReplayedTurn] = []
        place: FlowPlace | None = None
        for number in range(len(stepped)):
            place, replayed = await self._replayed(stepped[number:], place, flow)
            found.append(replayed)
        return found

    async def _replayed(
        self, traces: Sequence[TurnTrace], place: FlowPlace | None, instead: Flow | None
    ) -> tuple[FlowPlace | None, ReplayedTurn]:
        """Take the first of these turns; the others tell which versions it goes on with."""
        trace, first = traces[0], traces[0].steps[0]
        message = await self._around.store.peek(Message, trace.id)
        turn = TurnInput(
            id=trace.id,
            kind=trace.kind,
            conversation=trace.conversation,
            interaction=trace.interaction,
            text=message.text if message else "",
            value=trace.value,
            language=trace.language,
            channel=trace.channel,
            at=trace.at,
            given=trace.given,
            memory=BotMemory(bot=trace.bot),
        )
        flow = instead or await self._around.library.get(first.flow, first.version)
        if flow is None:
            raise NotFound(f"Version {first.version} of the flow {first.flow} is gone.")
        if place is None or first.kind == "begin":
            place = replace(start_of(flow, first.flow, first.version, turn), pins=_pins(traces))
        if place.calls and instead is None:
            flow = await self._around.library.get(place.flow, place.version) or flow
        noted = [one for step in trace.steps for one in step.noted]
        answer = await drive(flow, place, turn, RecordedEdge(self._around, noted))
        before = [f"{step.step}: {step.outcome}".rstrip(": ") for step in trace.steps]
        now = [f"{step.step}: {step.outcome}".rstrip(": ") for step in answer.trace]
        return answer.place, ReplayedTurn(
            id=trace.id,
            at=trace.at,
            text=turn.text,
            same=before == now,
            before=before,
            now=now,
            says=[say.text for say in answer.say],
        )

    async def _definition(self, attempt: Attempt, place: FlowPlace) -> Flow:
        if place.flow == attempt.name:
            return attempt.flow
        flow = await self._around.library.get(place.flow, place.version)
        if flow is None:
            raise InvalidInput(f"There is no version {place.version} of {place.flow}.", field="place")
        return flow

    async def _load(self, name: str, version: int) -> Flow | None:
        return await self._around.library.get(name, version)

    async def _surroundings(self) -> Surroundings:
        store = self._around.store

        async def ids(kind: type[Record]) -> frozenset[str]:
            return frozenset(one.id for one in await store.find(kind, limit=MOST))

        return Surroundings(
            queues=await ids(Queue),
            skills=await ids(Skill),
            calendars=await ids(Calendar),
            entry_points=await ids(EntryPoint),
            databases=self._around.databases.names(),
            flows=await _called(self._around.library),
        )


async def _called(library: Library) -> dict[str, frozenset[str]]:
    """Return the published flows, and which each of them calls."""
    found: dict[str, frozenset[str]] = {}
    for name in list(library.names()):
        flow = await library.current(name)
        if flow is not None:
            found[name] = called_flows(flow)
    return found


class TryingEdge(LookingEdge):
    """The edge of trials: nothing is done, and look-ups have results that were written down."""

    def __init__(
        self, around: Around, name: str, flow: Flow, canned: Mapping[str, Any], *, real: bool
    ) -> None:
        """Take the flow that is tried and the results by step."""
        super().__init__(around)
        self._name = name
        self._flow = flow
        self._canned = canned
        self._real = real
        self._performed = 0

    async def carry_out(self, effect: Effect, turn: TurnInput) -> Result:
        """Return the written result, or a real one where that is wanted, or nothing."""
        if isinstance(effect, Load) and effect.flow == self._name and not effect.version:
            return Result(value=(DRAFT, self._flow))
        if effect.step in self._canned and not isinstance(effect, Load):
            return canned(self._canned[effect.step])
        if self._real or isinstance(effect, Load | Perform):
            return await super().carry_out(effect, turn)
        match effect:
            case IsOpen():
                return Result(value=True)
            case Answer() | Find():
                return Result(outcome="missing")
            case Fetch() | Select():
                return Result(outcome="failed", why="no result is written down for this step")

    async def _perform(self, effect: Perform, turn: TurnInput) -> Result:
        self._performed += 1
        return Result(value={"reference": f"{self._performed:09d}"})


class RecordedEdge(LookingEdge):
    """The edge of replays: every effect gets the result that was recorded."""

    def __init__(self, around: Around, noted: Sequence[Noted]) -> None:
        """Take what was recorded, in order."""
        super().__init__(around)
        self._noted = deque(noted)

    async def carry_out(self, effect: Effect, turn: TurnInput) -> Result:
        """Return the next result that was recorded for a step like this."""
        if isinstance(effect, Load):
            return await super().carry_out(effect, turn)
        while self._noted:
            noted = self._noted.popleft()
            if noted.effect.get("step") == effect.step:
                return msgspec.convert(noted.result, Result)
        return Result(outcome="failed", why="nothing was recorded for this step")


def _pins(traces: Sequence[TurnTrace]) -> dict[str, int]:
    """Return the versions of flows whose steps were taken, until the flow began anew."""
    found: dict[str, int] = {}
    for number, trace in enumerate(traces):
        if number and trace.steps[0].kind == "begin":
            break
        for step in trace.steps:
            found.setdefault(step.flow, step.version)
    return found


def canned(value: Any) -> Result:
    """Return a written result: an object with `outcome` or `value` alone is one, all else is the value."""
    if isinstance(value, dict) and value and value.keys() <= {"outcome", "value", "why"}:
        try:
            return msgspec.convert(value, Result)
        except msgspec.ValidationError:
            return Result(value=value)
    return Result(value=value)
