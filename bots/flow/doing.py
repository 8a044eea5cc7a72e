"""Steps that do something: compute, decide, look up, act, call another flow, end."""

from datetime import UTC, datetime
from typing import Any

from bots.flow import model
from bots.flow.effects import Answer, Fetch, Find, IsOpen, Load, Perform, Result, Select
from bots.flow.expressions import ExpressionError, truth
from bots.flow.functions import text_of
from bots.flow.questions import ask_knowledge, callback, survey, voicemail
from bots.flow.run import DONE, FlowFailure, Run, Steps, initial
from bots.flow.texts import PLACEHOLDER
from hub.core import bots
from hub.core.bots import Action, Handoff
from hub.core.models.data import FieldType, Frame, Scalar

MOST_CALLS = 10
MOST_ROWS = 100


def set_values(run: Run, step: model.Set) -> Steps:
    """Compute variables, each seeing those before it."""
    yield from ()
    for variable, expression in step.values.items():
        run.set(variable, run.value(expression))
    return step.next


def branch(run: Run, step: model.Branch) -> Steps:
    """Go on where the first condition holds."""
    yield from ()
    for number, case in enumerate(step.cases, 1):
        if truth(run.value(case.when)):
            run.outcome = f"case {number}"
            return case.next
    run.outcome = "otherwise"
    return step.otherwise


def http(run: Run, step: model.Http) -> Steps:
    """Send the request and take variables from its answer."""
    try:
        fetch = Fetch(
            step=run.place.step,
            method=step.method.upper(),
            url=_url(run, step.url),
            query={name: text_of(run.value(value)) for name, value in step.query.items()},
            headers={name: _header(run, value) for name, value in step.headers.items()},
            body=None if step.body is None else {key: run.value(value) for key, value in step.body.items()},
            timeout=step.timeout,
        )
    except ExpressionError as error:
        run.outcome = f"failed: {error.message}"
        return step.failed
    result = yield fetch
    return _looked_up(run, result, step, result.value)


def sql(run: Run, step: model.Sql) -> Steps:
    """Run the query and take variables from its first row, and all rows if they are wanted."""
    try:
        values = {name: run.value(value) for name, value in step.values.items()}
    except ExpressionError as error:
        run.outcome = f"failed: {error.message}"
        return step.failed
    result = yield Select(
        step=run.place.step, database=step.database, query=step.query, values=values, timeout=step.timeout
    )
    rows = result.value if isinstance(result.value, list) else []
    if result.outcome == "done" and not rows:
        result = Result(outcome="missing")
    if step.rows and result.outcome == "done":
        try:
            run.set(step.rows, rows[:MOST_ROWS])
        except FlowFailure as error:
            result = Result(outcome="failed", why=str(error))
    return _looked_up(run, result, step, rows[0] if rows else None)


def _looked_up(run: Run, result: Result, step: model.Http | model.Sql, value: Any) -> str:
    run.outcome = f"{result.outcome}: {result.why}" if result.why else result.outcome
    if result.outcome == "missing" and step.missing:
        return step.missing
    if result.outcome != "done":
        return step.failed
    for variable, path in step.result.items():
        try:
            run.set(variable, _typed(run, variable, reached(value, path)))
        except FlowFailure as error:
            run.outcome = f"failed: {error}"
            return step.failed
    return step.next


def _typed(run: Run, variable: str, value: Any) -> Any:
    """Return a value from outside as the variable's kind has it, or raise FlowFailure."""
    kind = run.flow.variables[variable].kind
    if value is None or kind is None:
        return value
    if not isinstance(value, Scalar) or (isinstance(value, str) and len(value) > 4000):
        raise FlowFailure(f"{variable} got no simple value")
    if kind in {FieldType.NUMBER, FieldType.AMOUNT}:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise FlowFailure(f"{variable} got no number")
        return value
    if kind is FieldType.YES_NO:
        if not isinstance(value, bool | int):
            raise FlowFailure(f"{variable} got neither true nor false")
        return bool(value)
    return text_of(value)


def reached(value: Any, path: str) -> Any:
    """Return the member at a path such as `order.items[0].name` ("" is the whole); None where it ends."""
    for key in path.replace("[", ".").replace("]", "").split("."):
        if not key:
            continue
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and key.isdigit():
            value = value[int(key)] if int(key) < len(value) else None
        else:
            return None
    return value


def _url(run: Run, url: str) -> str:
    """Return the address with values put in so that they stay within their part of it."""
    return PLACEHOLDER.sub(lambda match: _quoted(text_of(run.value(match[1]))), url)


def _quoted(text: str) -> str:
    safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_~"
    return "".join(chr(one) if chr(one) in safe else f"%{one:02X}" for one in text.encode())


def _header(run: Run, text: str) -> str:
    """Fill in values, but leave secrets to whoever sends the request."""

    def fill(expression: str) -> str:
        if expression.strip().startswith("secret."):
            return "{{" + expression.strip() + "}}"
        return text_of(run.value(expression)).replace("\r", " ").replace("\n", " ").replace("{{", "")

    return PLACEHOLDER.sub(lambda match: fill(match[1]), text)


def hours(run: Run, step: model.Hours) -> Steps:
    """Go on by whether it is open."""
    result = yield IsOpen(step=run.place.step, calendar=step.calendar)
    is_open = result.outcome == "done" and result.value is not False
    run.outcome = "open" if is_open else "closed"
    return step.open if is_open else step.closed


def knowledge(run: Run, step: model.AskKnowledge) -> Steps:
    """Answer a question from the articles."""
    if step.question is not None:
        question = text_of(run.value(step.question))
    else:
        got = yield from ask_knowledge(run, step)
        if not got.startswith("?"):
            return got
        question = got[1:]
    result = yield Answer(step=run.place.step, question=question, language=run.language)
    if result.outcome != "done" or not isinstance(result.value, str):
        run.outcome, run.missed = "unanswered", True
        return step.unanswered
    run.say(result.value)
    run.citations = list(result.citations)
    run.outcome = "answered"
    return step.answered


def _perform(run: Run, action: Action, reference: str | None) -> Steps:
    result = yield Perform(step=run.place.step, key=run.key(), action=action)
    number = result.value.get("reference") if isinstance(result.value, dict) else None
    if reference and result.outcome == "done":
        run.set(reference, number)
    run.outcome = (
        f"{result.outcome}: {result.why}" if result.why else f"{result.outcome} {number or ''}".strip()
    )
    return result.outcome


def create_work(run: Run, step: model.CreateWork) -> Steps:
    """Open a matter of its own."""
    action = bots.CreateWork(
        subject=run.filler.plain(step.subject).strip()[:200],
        queue=step.queue,
        skills=step.skills,
        priority=step.priority,
        data=run.fields(step.data) if step.data is not None else run.data(),
    )
    outcome = yield from _perform(run, action, step.reference)
    return step.next if outcome == "done" else step.failed


def find_work(run: Run, step: model.FindWork) -> Steps:
    """Find a matter by its number."""
    match = {name: text_of(run.value(value)) for name, value in step.match.items()}
    result = yield Find(step=run.place.step, reference=text_of(run.value(step.reference)), match=match)
    run.outcome = result.outcome
    if result.outcome != "done":
        return step.missing
    for variable, path in step.result.items():
        run.set(variable, _typed(run, variable, reached(result.value, path)))
    return step.next


def send_sms(run: Run, step: model.SendSms) -> Steps:
    """Send an SMS."""
    action = bots.SendSms(
        to=text_of(run.value(step.to)), text=run.filler.plain(step.text), entry_point=step.entry_point
    )
    outcome = yield from _perform(run, action, None)
    return step.next if outcome == "done" else step.failed


def send_email(run: Run, step: model.SendEmail) -> Steps:
    """Send a mail."""
    action = bots.SendEmail(
        to=text_of(run.value(step.to)),
        subject=run.filler.plain(step.subject)[:200],
        text=run.filler.markdown(step.text),
        entry_point=step.entry_point,
    )
    outcome = yield from _perform(run, action, None)
    return step.next if outcome == "done" else step.failed


def leave_message(run: Run, step: model.Voicemail) -> Steps:
    """Take a message for people."""
    got = yield from voicemail(run, step)
    if got != DONE or run.handoff:
        return got
    action = bots.Voicemail(text=text_of(run.get(step.variable)), queue=step.queue, data=run.data())
    outcome = yield from _perform(run, action, None)
    return step.next if outcome == "done" else _refused(run, step)


def call_back(run: Run, step: model.Callback) -> Steps:
    """Promise a call."""
    got = yield from callback(run, step)
    if got != DONE or run.handoff:
        return got
    when = run.get(step.when) if step.when else None
    action = bots.Callback(
        number=text_of(run.get(step.number)),
        at=_moment(run, when),
        queue=step.queue,
        skills=step.skills,
        data=run.data(),
    )
    outcome = yield from _perform(run, action, step.reference)
    return step.next if outcome == "done" else _refused(run, step)


def _moment(run: Run, when: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(when) if isinstance(when, str) else None
    except ValueError:
        return None
    if at is None:
        return None
    local = at.replace(tzinfo=run.now.tzinfo) if at.tzinfo is None else at
    return None if local <= run.now else local.astimezone(UTC)


def rate(run: Run, step: model.Survey) -> Steps:
    """Store how satisfied the customer is."""
    got = yield from survey(run, step)
    if got != DONE or run.handoff:
        return got
    comment = text_of(run.get(step.comment)) if step.comment else ""
    outcome = yield from _perform(run, bots.Rate(score=int(run.get(step.score)), comment=comment), None)
    return step.next if outcome == "done" else _refused(run, step)


def _refused(run: Run, step: model.Asking) -> str:
    """Go where failures go: what the customer said must not be lost, so else to a person."""
    return step.failed or run.hand_off(Handoff(reason="flow_failed"))


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
    result = yield Load(step=run.place.step, flow=step.flow)
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
