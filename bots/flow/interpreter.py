"""The interpreter: a definition, a place and what the customer said in; effects wanted, and a turn, out.

It is a generator that touches nothing: it yields effects and is sent their results. So the same code
answers customers, plays in the editor's simulator, runs tests and replays traces.
"""

from collections.abc import Callable, Generator, Mapping
from typing import Any

import structlog

from bots.flow import acting, asking, calling, doing, look_ups, model, questions
from bots.flow.effects import Effect, Load, Result
from bots.flow.expressions import ExpressionError
from bots.flow.model import Flow, kind_of
from bots.flow.run import DONE, MOST_STEPS, WAIT, FlowFailure, Run, Steps, begun, initial
from hub.core.bots import Handoff, Turn, TurnInput, TurnKind
from hub.core.models.data import FlowPlace

log = structlog.get_logger()

Turning = Generator[Effect, Result, Turn]
RESTART = frozenset({"*", "＊"})


def take_turn(flow: Flow, place: FlowPlace, turn: TurnInput) -> Turning:
    """Take a turn from a place; `place` at a start has `asked` False and no calls.

    Whatever goes wrong inside the flow becomes a handoff with everything collected.
    """
    run = Run(flow, place, turn)
    failure = yield from _guarded(run)
    if failure:
        run.outcome = f"failed: {failure}"
        run.moved("failure", run.place)
        run.hand_off(Handoff(reason="flow_failed"))
    return run.result()


def start_of(flow: Flow, name: str, version: int, turn: TurnInput, *, returns: bool = False) -> FlowPlace:
    """Return the place at the flow's start."""
    return begun(flow, name, version, turn, returns=returns)


def _guarded(run: Run) -> Generator[Effect, Result, str]:
    try:
        yield from _turn(run)
    except (FlowFailure, ExpressionError) as error:
        return str(error)
    except Exception as error:
        # A mistake of ours must not cost the customer what they told us already.
        log.exception("flow_failed", flow=run.place.flow, step=run.place.step)
        return type(error).__name__
    return ""


def _turn(run: Run) -> Generator[Effect, Result, None]:
    yield from _heard(run)
    if not run.place.asked and not run.place.calls:
        run.outcome = run.turn.kind.value
        run.moved("begin", run.place)
    name = run.place.step
    for _ in range(MOST_STEPS):
        run.go(step=name)
        step, place = run.step, run.place  # a call or an end may change the flow itself
        name = yield from _step(run, step)
        run.moved(kind_of(step), place)
        if name in (WAIT, DONE):
            return
        run.go(asked=False, tries=0, stage=0)
    raise FlowFailure(f"more than {MOST_STEPS} steps without a question")


def _heard(run: Run) -> Generator[Effect, Result, None]:
    """Take what the customer said: the answer to the question put, or the first words."""
    turn = run.turn
    if turn.kind is not TurnKind.MESSAGE:
        return
    text = turn.value or turn.text
    if text.strip() in RESTART:
        yield from _restart(run)
    elif run.place.asked:
        run.answer = text
        asking.fill_form(run)
    elif text.strip():
        run.opening = text


def _restart(run: Run) -> Generator[Effect, Result, None]:
    """Begin again with the outermost flow; what was collected stays in the data packet."""
    data = run.data()
    if run.place.calls:
        outer = run.place.calls[0]
        result = yield Load(step=run.place.step, flow=outer.flow, version=outer.version)
        if result.outcome != "done":
            raise FlowFailure(f"version {outer.version} of {outer.flow} is gone")
        _, run.flow = result.value
        run.go(flow=outer.flow, version=outer.version)
    run.place = FlowPlace(
        flow=run.place.flow,
        version=run.place.version,
        step=run.flow.start,
        variables=initial(run.flow),
        language=run.place.language,
        returns=run.place.returns,
        data=data,
        pins=run.place.pins,
    )


def _step(run: Run, step: model.Step) -> Steps:
    handler = _HANDLERS.get(type(step))
    if handler is None:
        raise FlowFailure(f"there is no way to take a step {kind_of(step)}")
    return handler(run, step)


Handler = Callable[[Run, Any], Steps]
_HANDLERS: Mapping[type, Handler] = {
    model.Say: doing.say,
    model.Menu: asking.menu,
    model.Collect: asking.collect,
    model.Confirm: questions.confirm,
    model.Http: look_ups.http,
    model.Sql: look_ups.sql,
    model.Set: doing.set_values,
    model.Branch: doing.branch,
    model.Hours: doing.hours,
    model.AskKnowledge: doing.knowledge,
    model.CreateWork: acting.create_work,
    model.FindWork: look_ups.find_work,
    model.SendSms: acting.send_sms,
    model.SendEmail: acting.send_email,
    model.Queue: calling.queue,
    model.Voicemail: acting.leave_message,
    model.Callback: acting.call_back,
    model.Survey: acting.rate,
    model.Language: doing.language,
    model.Call: calling.call,
    model.Goto: doing.goto,
    model.End: calling.end,
}
