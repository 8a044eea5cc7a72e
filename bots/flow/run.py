"""One turn of a flow in the making: where it is, what it knows, what it has said."""

from collections.abc import Generator, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from bots.flow.effects import Effect, Result
from bots.flow.expressions import ExpressionError
from bots.flow.functions import PLAIN, moment, text_of
from bots.flow.model import Flow
from bots.flow.model import Step as FlowStep
from bots.flow.texts import MASK, Filler
from bots.flow.zones import zone
from bots.language import language_of
from hub.core.bots import Ask, Handoff, Say, TraceStep, Turn, TurnInput, TurnKind
from hub.core.models.conversations import Choice, Citation
from hub.core.models.data import Field, FlowPlace, Scalar, merged

Steps = Generator[Effect, Result, str]
"""A step on its way: wants effects, gets results, and in the end names the next step (or WAIT, or DONE)."""
WAIT = "\0wait"
DONE = "\0done"
MOST_STEPS = 200
"""Steps of a turn; a flow that takes more without asking anything goes round in circles."""
MOST_SAYS = 20
LARGEST = 32_768
"""Bytes of a variable, as JSON."""
LARGEST_ALL = 131_072
SHOWN = 200
"""Characters of a value in a trace."""


class FlowFailure(Exception):
    """The flow cannot go on; the message is for the trace."""


class Run:
    """The state of one turn. It lives for this turn only; what lasts goes into the FlowPlace."""

    def __init__(self, flow: Flow, place: FlowPlace, turn: TurnInput) -> None:
        """Take the definition, the place to go on from, and what the customer said."""
        if turn.at is None:
            raise FlowFailure("a turn of a flow needs its time")
        self.flow = flow
        self.place = place
        self.turn = turn
        self.now = turn.at.astimezone(zone(flow.timezone))
        self.answer: str | None = None
        self.opening: str | None = None
        self.says: list[str] = []
        self.choices: list[Choice] = []
        self.citations: list[Citation] = []
        self.ask: Ask | None = None
        self.handoff: Handoff | None = None
        self.end = False
        self.missed = False
        self.returned = False
        self.trace: list[TraceStep] = []
        self.changed: dict[str, str] = {}
        self.outcome = ""
        self._keys: dict[str, int] = {}

    @property
    def step(self) -> FlowStep:
        """The present step's definition."""
        found = self.flow.steps.get(self.place.step)
        if found is None:
            raise FlowFailure(f"there is no step {self.place.step}")
        return found

    @property
    def language(self) -> str:
        """The language that is spoken."""
        return self.place.language

    @property
    def filler(self) -> Filler:
        """What fills the present values into texts."""
        return Filler(self.variables, self.flow.variables, PLAIN, self.language)

    @property
    def variables(self) -> Mapping[str, Any]:
        """What expressions see."""
        return {
            **self.place.variables,
            **moment(self.now),
            "channel": self.turn.channel.value,
            "language": self.language,
            "contact": {"name": self.turn.contact_name},
        }

    def go(self, **changes: Any) -> None:
        """Change the place."""
        self.place = replace(self.place, **changes)

    def get(self, variable: str) -> Any:
        """Return a variable's value."""
        return self.place.variables.get(variable)

    def set(self, variable: str, value: Any) -> None:
        """Set a variable; raise FlowFailure when the value is too large to keep."""
        if len(msgspec.json.encode(value)) > LARGEST:
            raise FlowFailure(f"the value of {variable} is too large")
        variables = {**self.place.variables, variable: value}
        if len(msgspec.json.encode(variables)) > LARGEST_ALL:
            raise FlowFailure("the variables are too large together")
        self.go(variables=variables)
        spec = self.flow.variables.get(variable)
        secret = spec is not None and spec.secret
        self.changed[variable] = MASK if secret and value is not None else _traced(value)

    def value(self, expression: Any) -> Any:
        """Return the value of an expression."""
        return self.filler.value(expression)

    def say(self, text: str) -> None:
        """Say something, if it is not empty."""
        if text.strip() and len(self.says) < MOST_SAYS:
            self.says.append(text)

    def key(self) -> str:
        """Return a key for what the present step causes: the same when the turn is taken again."""
        name = f"{self.place.flow}.{self.place.step}"
        self._keys[name] = self._keys.get(name, 0) + 1
        return f"{self.turn.id or self.turn.interaction}-{name}-{self._keys[name]}"

    def moved(self, kind: str, place: FlowPlace) -> None:
        """Note the step just taken at a place in the trace."""
        self.trace.append(
            TraceStep(
                flow=place.flow,
                version=place.version,
                step=place.step,
                kind=kind,
                outcome=self.outcome,
                variables=self.changed,
            )
        )
        self.changed, self.outcome = {}, ""

    def data(self) -> list[Field]:
        """Return everything collected, by this flow and those that wait for it."""
        return merged(self.place.data, self.fields())

    def fields(self, names: list[str] | None = None) -> list[Field]:
        """Return labelled variables that have a value as fields; a secret's value stays here."""
        found = []
        for name, spec in self.flow.variables.items():
            value = self.place.variables.get(name)
            wanted = name in names if names is not None else bool(spec.label)
            if not wanted or value is None or spec.kind is None or not isinstance(value, Scalar):
                continue
            option = next((one for one in spec.choices if one.value == value), None)
            found.append(
                Field(
                    name=name,
                    label=spec.label,
                    type=spec.kind,
                    value=None if spec.secret else value,
                    unit=spec.unit,
                    shown=option.label if option else {},
                    secret=spec.secret,
                )
            )
        return found

    def hand_off(self, handoff: Handoff) -> str:
        """Hand over to a person with everything collected."""
        agent = self.turn.memory.agent if self.place.returns else None
        self.handoff = replace(handoff, data=self.data(), agent=handoff.agent or agent)
        return DONE

    def result(self) -> Turn:
        """Return the turn as it is now."""
        over = self.end or self.handoff is not None or self.returned
        return Turn(
            say=[Say(text=text) for text in self.says],
            choices=[] if over else self.choices,
            citations=self.citations,
            ask=None if over else self.ask,
            data=self.data(),
            place=None if over else self.place,
            trace=self.trace,
            missed=self.missed,
            handoff=self.handoff,
            end=self.end,
        )


def _traced(value: Any) -> str:
    whole = isinstance(value, dict | list)
    return (msgspec.json.encode(value).decode() if whole else text_of(value))[:SHOWN]


def begun(flow: Flow, name: str, version: int, turn: TurnInput, *, returns: bool = False) -> FlowPlace:
    """Return the place at a flow's start, with the values that were given to it."""
    given = turn.given if turn.kind is not TurnKind.MESSAGE else []  # what is known need not be still true
    taken = {
        field.name: field.value for field in given if field.name in flow.variables and field.value is not None
    }
    return FlowPlace(
        flow=name,
        version=version,
        step=flow.start,
        variables={**initial(flow), **taken},
        language=_language(flow, turn),
        filled=sorted(taken),
        returns=returns,
    )


def initial(flow: Flow) -> dict[str, Any]:
    """Return a flow's variables as they are at its start."""
    return {
        variable: _initial(spec.initial) if spec.initial is not None else None
        for variable, spec in flow.variables.items()
    }


def _initial(expression: Any) -> Any:
    try:
        return Filler({}, {}, PLAIN, "en").value(expression)
    except ExpressionError:
        return None


def _language(flow: Flow, turn: TurnInput) -> str:
    language = language_of(turn.text, turn.language or flow.languages[0])
    return language if language in flow.languages else flow.languages[0]
