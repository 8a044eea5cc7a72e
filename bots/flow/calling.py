"""Steps that leave the flow: for a person, for another flow and back, for good."""

from bots.flow import model
from bots.flow.effects import Load
from bots.flow.run import DONE, FlowFailure, Run, Steps, initial
from hub.core.bots import Handoff
from hub.core.models.data import Frame

MOST_CALLS = 10


def queue(run: Run, step: model.Queue) -> Steps:
    """Hand over to a person."""
    yield from ()
    run.say(run.filler.markdown(step.text))
    return run.hand_off(Handoff(reason=step.reason, queue=step.queue, skills=step.skills))


def call(run: Run, step: model.Call) -> Steps:
    """Begin another flow, which comes back here."""
    if len(run.place.calls) >= MOST_CALLS:
        raise FlowFailure("flows call each other too deeply")
    given = {name: run.value(value) for name, value in step.give.items()}
    result = yield Load(step=run.place.step, flow=step.flow, version=run.place.pins.get(step.flow))
    if result.outcome != "done":
        run.outcome = f"there is no flow {step.flow}"
        return step.failed
    run.outcome = step.flow
    data = run.data()
    place = run.place
    frame = Frame(flow=place.flow, version=place.version, step=place.step, variables=place.variables)
    version, run.flow = result.value
    run.go(
        flow=step.flow,
        version=version,
        step=run.flow.start,
        calls=[*place.calls, frame],
        variables=initial(run.flow),
        asked=False,
        tries=0,
        stage=0,
        filled=[],
        data=data,
    )
    known = {name: value for name, value in given.items() if name in run.flow.variables and value is not None}
    for name, value in known.items():
        run.set(name, value)
    run.go(filled=sorted(known))
    return run.flow.start


def end(run: Run, step: model.End) -> Steps:
    """End the flow: back to its caller, or to the agent who waits, or good-bye."""
    if run.place.calls:
        return (yield from _back(run))
    run.say(run.filler.markdown(step.text))
    if run.place.returns:
        return run.hand_off(Handoff(reason="returned"))
    run.end, run.returned = step.close, True
    return DONE


def _back(run: Run) -> Steps:
    frame = run.place.calls[-1]
    theirs, data = run.place.variables, run.data()
    result = yield Load(step=run.place.step, flow=frame.flow, version=frame.version)
    if result.outcome != "done":
        raise FlowFailure(f"version {frame.version} of {frame.flow} is gone")
    _, run.flow = result.value
    run.go(
        flow=frame.flow,
        version=frame.version,
        step=frame.step,
        calls=run.place.calls[:-1],
        variables=frame.variables,
        asked=False,
        tries=0,
        stage=0,
        filled=[],
        data=data,
    )
    caller = run.step
    if not isinstance(caller, model.Call):
        raise FlowFailure(f"step {frame.step} calls nothing")
    for variable, name in caller.take.items():
        run.set(variable, theirs.get(name))
    run.outcome = "returned"
    return caller.next
