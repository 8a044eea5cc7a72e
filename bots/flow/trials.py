"""Test cases of flows: conversations that must go as written."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bots.flow.driver import Edge, drive
from bots.flow.functions import text_of
from bots.flow.interpreter import start_of
from bots.flow.model import Flow, TestCase, TestTurn
from bots.flow.problems import FAILURES, filled
from bots.flow.understand.numbers import folded
from hub.core.bots import Turn, TurnInput, TurnKind
from hub.core.models.contacts import Channel
from hub.core.models.conversations import BotMemory
from hub.core.models.data import Field, FlowPlace
from hub.core.records import Value

Load = Callable[[str, int], Awaitable[Flow | None]]


class FlowFailure(Value, frozen=True, kw_only=True):
    """What a test got wrong: the code of a sentence and what fills it in; `message` is it in English."""

    code: str
    vars: dict[str, str]
    message: str


class FlowTrialTurn(Value, frozen=True, kw_only=True):
    """What was said in one turn of a test."""

    user: str
    says: list[str]
    failures: list[FlowFailure] = []


class FlowTrial(Value, frozen=True, kw_only=True):
    """How a test went."""

    name: str
    passed: bool
    failures: list[FlowFailure]
    turns: list[FlowTrialTurn]


async def run_test(flow: Flow, name: str, case: TestCase, edge: Edge, load: Load) -> FlowTrial:
    """Run one test case; what a test got wrong is a failure of it too."""
    try:
        at = datetime.fromisoformat(case.at)
        channel = Channel(case.channel)
    except ValueError as error:
        wrong = _failure("test_wrong", detail=error)
        return FlowTrial(name=case.name, passed=False, failures=[wrong], turns=[])
    if at.tzinfo is None:
        return FlowTrial(name=case.name, passed=False, failures=[_failure("test_offset")], turns=[])
    turns: list[FlowTrialTurn] = []
    place: FlowPlace | None = None
    data: dict[str, Any] = {}
    ended = ""
    given = [Field(name=key, value=value) for key, value in case.given.items()]
    for number, wanted in enumerate(case.turns):
        if ended:
            over = _failure("over_before", ended=ended)
            turns.append(FlowTrialTurn(user=wanted.user, says=[], failures=[over]))
            break
        turn = _input(case, wanted, at, channel, given, first=number == 0)
        if place is None:
            place = start_of(flow, name, 0, turn)
        present = flow if place.flow == name else await load(place.flow, place.version)
        answer = await drive(present or flow, place, turn, edge)
        place = answer.place
        data |= {field.name: field.value for field in answer.data}
        ended = _ended(answer)
        turns.append(_judged(wanted, answer))
    failures = [failure for turn in turns for failure in turn.failures]
    failures += _wrong_data(case, data) + _wrong_end(case, ended, place)
    return FlowTrial(name=case.name, passed=not failures, failures=failures, turns=turns)


def _input(
    case: TestCase, wanted: TestTurn, at: datetime, channel: Channel, given: list[Field], *, first: bool
) -> TurnInput:
    starts = first and (bool(given) or not wanted.user)
    return TurnInput(
        id="trial",
        kind=TurnKind.RETURNED if starts and given else TurnKind.START if starts else TurnKind.MESSAGE,
        conversation="trial",
        interaction="trial",
        channel=channel,
        text=wanted.user,
        language=case.language,
        at=at,
        given=given if starts else [],
        memory=BotMemory(bot="flow:trial"),
    )


def _judged(wanted: TestTurn, answer: Turn) -> FlowTrialTurn:
    says = [say.text for say in answer.say]
    labels = [choice.label for choice in answer.choices]
    whole = folded("\n".join([*says, *labels]).replace("\\", ""))
    failures = [
        _failure("not_said", user=wanted.user, text=text, said=" / ".join(says))
        for text in wanted.says
        if folded(text) not in whole
    ]
    failures += [
        _failure("said", user=wanted.user, text=text) for text in wanted.says_not if folded(text) in whole
    ]
    return FlowTrialTurn(
        user=wanted.user, says=[*says, *(f"[{label}]" for label in labels)], failures=failures
    )


def _ended(answer: Turn) -> str:
    if answer.handoff:
        return f"handoff: {answer.handoff.reason}"
    return "end" if answer.end else "done" if answer.place is None else ""


def _wrong_data(case: TestCase, data: dict[str, Any]) -> list[FlowFailure]:
    return [
        _failure("data", name=name, wanted=text_of(value), got=text_of(data.get(name)))
        for name, value in case.data.items()
        if data.get(name) != value
    ]


def _wrong_end(case: TestCase, ended: str, place: FlowPlace | None) -> list[FlowFailure]:
    if not case.ends:
        return []
    now = ended or (place.step if place else "")
    if case.ends == now or (case.ends == "handoff" and now.startswith("handoff")):
        return []
    return [_failure("ends", wanted=case.ends, got=now)]


def _failure(code: str, **variables: object) -> FlowFailure:
    said = {name: str(value) for name, value in variables.items()}
    return FlowFailure(code=code, vars=said, message=filled(FAILURES[code], said))
