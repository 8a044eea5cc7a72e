"""No flow, however odd, hangs a conversation or loses what it collected: random flows, inputs and worlds."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bots.flow import model
from bots.flow.driver import drive
from bots.flow.effects import Effect, Load, Result
from bots.flow.interpreter import start_of
from bots.flow.model import Flow
from bots.flow.zones import zone
from hub.core.bots import Turn, TurnInput, TurnKind
from hub.core.models.contacts import Channel
from hub.core.models.conversations import BotMemory
from hub.core.models.data import FieldType, FlowPlace

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
NAMES = ["a", "b", "c", "d", "e", "f"]
VARIABLES = ["v1", "v2", "v3", "v4"]
zone("UTC")

target = st.sampled_from([*NAMES, "nowhere"])
variable = st.sampled_from([*VARIABLES, "unheard"])
text = st.sampled_from([{"en": "Say {{v1}} {{v2.x}}"}, {"en": "{{1/0}}?"}, {"en": "", "zh": "好"}, {}])
expression = st.sampled_from(
    ["v1", "v1 + 1", "v2 == v1", "1 / 0", "(", "unheard(1)", "'x'", "length(v3)", 3, True]
)
maybe_target = st.none() | target
asking: dict[str, Any] = {"tries": st.integers(1, 3), "failed": maybe_target, "retry": st.just({})}

steps = st.one_of(
    st.builds(model.Say, text=text, next=target),
    st.builds(
        model.Menu,
        text=text,
        options=st.lists(
            st.builds(model.MenuOption, label=text, next=target, key=st.sampled_from(["", "1", "12"])),
            min_size=1,
            max_size=3,
        ),
        **asking,
    ),
    st.builds(
        model.Collect,
        variable=variable,
        text=text,
        next=target,
        optional=st.booleans(),
        min=expression,
        **asking,
    ),
    st.builds(
        model.Confirm,
        variables=st.lists(st.sampled_from(VARIABLES), max_size=2),
        text=text,
        yes=target,
        no=target,
        **asking,
    ),
    st.builds(
        model.Http,
        url=st.just("https://x.example/{{v1}}"),
        result=st.dictionaries(variable, st.sampled_from(["", "a.b", "a[0]"]), max_size=2),
        next=target,
        missing=maybe_target,
        failed=target,
    ),
    st.builds(
        model.Sql,
        database=st.just("d"),
        query=st.just("SELECT 1"),
        rows=st.none() | variable,
        next=target,
        failed=target,
    ),
    st.builds(model.Set, values=st.dictionaries(variable, expression, min_size=1, max_size=2), next=target),
    st.builds(
        model.Branch,
        cases=st.lists(st.builds(model.Case, when=expression, next=target), min_size=1, max_size=2),
        otherwise=target,
    ),
    st.builds(model.Hours, open=target, closed=target),
    st.builds(
        model.AskKnowledge,
        text=text,
        question=st.none() | expression,
        answered=target,
        unanswered=target,
        **asking,
    ),
    st.builds(model.CreateWork, subject=text, reference=st.none() | variable, next=target, failed=target),
    st.builds(model.SendSms, to=expression, text=text, next=target, failed=target),
    st.builds(model.Voicemail, text=text, variable=variable, next=target, **asking),
    st.builds(model.Callback, number=variable, text=text, when=st.none() | variable, next=target, **asking),
    st.builds(model.Survey, text=text, score=variable, comment=st.none() | variable, next=target, **asking),
    st.builds(
        model.Call,
        flow=st.just("main"),
        give=st.dictionaries(variable, expression, max_size=1),
        take=st.dictionaries(variable, variable, max_size=1),
        next=target,
        failed=target,
    ),
    st.builds(model.Goto, next=target),
    st.builds(model.Language, language=st.sampled_from(["en", "zh", "de"]), next=target),
    st.builds(model.Queue),
    st.builds(model.End, text=text, close=st.booleans()),
)
spec = st.builds(
    model.VariableSpec,
    kind=st.none() | st.sampled_from(list(FieldType)),
    label=st.sampled_from([{}, {"en": "Label", "zh": "标签"}]),
    secret=st.booleans(),
    choices=st.just([model.Option(value="x", label={"en": "X"}), model.Option(value="y", label={"en": "Y"})]),
)
flows = st.builds(
    Flow,
    title=st.just({"en": "Odd"}),
    start=target,
    variables=st.fixed_dictionaries(dict.fromkeys(VARIABLES, spec)),
    steps=st.fixed_dictionaries(dict.fromkeys(NAMES, steps)),
)
said = st.one_of(
    st.sampled_from(
        [
            "1",
            "2",
            "12",
            "*",
            "#",
            "1#2",
            "yes",
            "no",
            "tomorrow",
            "0151 23456789",
            "ada@example.com",
            "x",
            "5",
        ]
    ),
    st.sampled_from(["Label: 5\nrest", "v1: yes", "二十", "明天", "When do you open?", "\x00\ud7ff", " "]),
    st.text(max_size=20),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "x"]), inner, max_size=2)
    ),
    max_leaves=5,
)
results = st.builds(Result, outcome=st.sampled_from(["done", "missing", "failed", "odd"]), value=json_values)


class Chaos:
    """A world where anything may come of anything."""

    def __init__(self, flow: Flow, outcomes: list[Result | None]) -> None:
        self.flow = flow
        self.outcomes = outcomes
        self.count = 0

    async def carry_out(self, effect: Effect, turn: TurnInput) -> Result:
        self.count += 1
        if isinstance(effect, Load):
            return Result(value=(1, self.flow))
        result = self.outcomes[self.count % len(self.outcomes)]
        if result is None:
            raise RuntimeError("the world fell apart")
        return result


def turn_of(words: str, number: int, channel: Channel) -> TurnInput:
    return TurnInput(
        id=f"m{number}",
        kind=TurnKind.MESSAGE,
        conversation="c",
        interaction="i",
        channel=channel,
        text=words,
        language="en",
        at=AT,
        memory=BotMemory(bot="flow:main"),
    )


def check(answer: Turn, known: set[str]) -> None:
    """What must hold of every turn."""
    assert answer.say or answer.handoff or answer.end, "silence"
    assert all(len(say.text) < 20_000 for say in answer.say)
    packet = {field.name for field in answer.data}
    assert known <= packet, "collected data was lost"
    if answer.handoff:
        assert known <= {field.name for field in answer.handoff.data}
    assert (answer.place is None) == bool(answer.handoff or answer.end or not answer.place)
    if answer.place:
        stored = msgspec.json.decode(msgspec.json.encode(answer.place), type=FlowPlace)
        assert stored == answer.place, "a place must survive being stored"
    assert all(field.value is None for field in answer.data if field.secret)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    flow=flows,
    words=st.lists(said, min_size=1, max_size=6),
    outcomes=st.lists(st.none() | results, min_size=1, max_size=4),
    channel=st.sampled_from([Channel.CHAT, Channel.EMAIL, Channel.SMS]),
)
def test_no_flow_hangs_or_forgets(
    flow: Flow, words: list[str], outcomes: list[Result | None], channel: Channel
):
    async def talk() -> None:
        place: FlowPlace | None = None
        known: set[str] = set()
        for number, text_said in enumerate(words):
            turn = turn_of(text_said, number, channel)
            if place is None:
                place, known = start_of(flow, "main", 1, turn), set()
            answer = await drive(flow, place, turn, Chaos(flow, outcomes))
            check(answer, known)
            known |= {field.name for field in answer.data if field.value is not None or field.secret}
            place = answer.place
            if place is None:
                known = set()

    asyncio.run(talk())
