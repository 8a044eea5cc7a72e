"""Steps that look something up: by HTTP, in a database, a matter by its number."""

from hashlib import sha256
from typing import Any

from bots.flow import model
from bots.flow.effects import Fetch, Find, Result, Select
from bots.flow.expressions import ExpressionError
from bots.flow.functions import text_of
from bots.flow.run import FlowFailure, Run, Steps
from bots.flow.texts import PLACEHOLDER
from hub.core.models.data import FieldType, Scalar

MOST_ROWS = 100
ONCE = frozenset({"POST", "PATCH"})
"""Methods whose requests may do something each time they are sent (RFC 9110, section 9.2.2)."""


def http(run: Run, step: model.Http) -> Steps:
    """Send the request and take variables from its answer."""
    method = step.method.upper()
    try:
        fetch = Fetch(
            step=run.place.step,
            method=method,
            url=_url(run, step.url),
            query={name: text_of(run.value(value)) for name, value in step.query.items()},
            headers={name: _header(run, value) for name, value in step.headers.items()},
            body=None if step.body is None else {key: run.value(value) for key, value in step.body.items()},
            timeout=step.timeout,
            key=sha256(run.key().encode()).hexdigest()[:32] if method in ONCE else "",
            repeatable=method not in ONCE or step.idempotent,
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
