"""Driving the interpreter: its effects are carried out one by one, and written down for traces."""

from typing import Any, Protocol

import msgspec
import structlog
from msgspec.structs import replace

from bots.flow.effects import Effect, Load, Result
from bots.flow.interpreter import take_turn
from bots.flow.model import Flow
from bots.flow.texts import MASK, phrase
from hub.core.bots import Noted, Say, TraceStep, Turn, TurnInput
from hub.core.models.contacts import Channel
from hub.core.models.data import FlowPlace

log = structlog.get_logger()

MOST_EFFECTS = 40
LARGEST_NOTE = 16_384
"""Bytes of a result that a trace keeps."""
TOGETHER = frozenset({Channel.EMAIL, Channel.SMS})
"""Channels on which all that is said in a turn is one message."""


class Edge(Protocol):
    """Where effects happen."""

    async def carry_out(self, effect: Effect, turn: TurnInput) -> Result:
        """Return what came of it. What goes wrong is a result too."""
        ...


async def drive(flow: Flow, place: FlowPlace, turn: TurnInput, edge: Edge) -> Turn:
    """Take the turn; its trace has what came of the effects, with secrets masked."""
    turning = take_turn(flow, place, turn)
    noted: list[tuple[str, Noted]] = []
    result: Result | None = None
    while True:
        try:
            effect = next(turning) if result is None else turning.send(result)
        except StopIteration as stop:
            answer: Turn = stop.value
            return _finished(answer, turn, noted)
        result = await _carried_out(effect, turn, edge, len(noted))
        if not isinstance(effect, Load):
            noted.append((effect.step, _noted(effect, result, place, flow, turn)))


async def _carried_out(effect: Effect, turn: TurnInput, edge: Edge, so_far: int) -> Result:
    if so_far >= MOST_EFFECTS:
        return Result(outcome="failed", why="too many look-ups in one turn")
    try:
        return await edge.carry_out(effect, turn)
    except Exception as error:
        # The flow has a way on for failures; the customer must not lose what they told us.
        log.exception("flow_effect_failed", step=effect.step, conversation=turn.conversation)
        return Result(outcome="failed", why=type(error).__name__)


def _noted(effect: Effect, result: Result, place: FlowPlace, flow: Flow, turn: TurnInput) -> Noted:
    wanted, got = msgspec.to_builtins(effect), msgspec.to_builtins(result)
    if len(msgspec.json.encode(got)) > LARGEST_NOTE:
        got = {"outcome": result.outcome, "why": "too large to be kept"}
    secrets = [
        str(value)
        for name, value in place.variables.items()
        if (spec := flow.variables.get(name)) and spec.secret and value is not None
    ]
    if turn.text and _asks_secret(place, flow):
        secrets.append(turn.text.strip())
    return Noted(effect=masked(wanted, secrets), result=masked(got, secrets))


def _asks_secret(place: FlowPlace, flow: Flow) -> bool:
    variable = getattr(flow.steps.get(place.step), "variable", "")
    spec = flow.variables.get(variable)
    return place.asked and spec is not None and spec.secret


def masked(value: Any, secrets: list[str]) -> Any:
    """Return plain values in which no secret can be read."""
    if isinstance(value, dict):
        return {key: masked(one, secrets) for key, one in value.items()}
    if isinstance(value, list):
        return [masked(one, secrets) for one in value]
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, MASK) if len(secret) >= 3 or value == secret else value
    elif not isinstance(value, bool) and str(value) in secrets:
        return MASK
    return value


def _finished(answer: Turn, turn: TurnInput, noted: list[tuple[str, Noted]]) -> Turn:
    """Return the turn with its notes, so that something is said, and on slow channels in one piece."""
    answer = replace(answer, trace=_with_notes(answer.trace, noted))
    if not (answer.say or answer.handoff or answer.end):
        language = answer.place.language if answer.place else turn.language
        answer = replace(answer, say=[Say(text=phrase("anything_else", language))])
    if turn.channel in TOGETHER and len(answer.say) > 1:
        text = "\n\n".join(say.text for say in answer.say)
        answer = replace(answer, say=[Say(text=text)])
    return answer


def _with_notes(steps: list[TraceStep], noted: list[tuple[str, Noted]]) -> list[TraceStep]:
    """Return the steps, each with what it wanted of the world outside: notes come in the steps' order."""
    found: list[TraceStep] = []
    waiting = list(noted)
    for step in steps:
        own: list[Noted] = []
        while waiting and waiting[0][0] == step.step and step.kind != "begin":
            own.append(waiting.pop(0)[1])
        found.append(replace(step, noted=own) if own else step)
    return found
