"""What a flow's definition means, and what of it cannot work: targets, texts, variables, endless loops."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfoNotFoundError

from bots.flow import model
from bots.flow.expressions import ExpressionSyntaxError, calls, names, parse
from bots.flow.functions import FUNCTIONS
from bots.flow.holding import held_by, targets
from bots.flow.model import Flow, Step
from bots.flow.parse import Parsed, Reader
from bots.flow.parse import parse as parse_text
from bots.flow.problems import Flaw, flaw, unknown
from bots.flow.source import Path, SourceError, read
from bots.flow.texts import placeholders
from bots.flow.zones import zone
from hub.core.models.data import FieldType

BUILT_IN = frozenset({"today", "now", "channel", "language", "contact"})
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_KEY = re.compile(r"[0-9]{1,4}")
_SECRET = re.compile(r"secret\.([a-z][a-z0-9_]*)")
_ASKS = (model.Collect, model.Menu, model.Confirm, model.Survey, model.Voicemail, model.Callback)
_KINDS_FOR: Mapping[tuple[type[Step], str], tuple[FieldType | None, ...]] = {
    (model.Survey, "score"): (FieldType.NUMBER,),
    (model.Survey, "comment"): (FieldType.TEXT,),
    (model.Voicemail, "variable"): (FieldType.TEXT,),
    (model.Callback, "number"): (FieldType.PHONE, FieldType.TEXT),
    (model.Callback, "when"): (FieldType.TEXT,),
    (model.Callback, "reference"): (FieldType.TEXT,),
    (model.CreateWork, "reference"): (FieldType.TEXT,),
    (model.Sql, "rows"): (None,),
}


class Surroundings(model.Part, frozen=True, kw_only=True):
    """What a flow may refer to; None: not known here, so not checked. `flows` are those that are published,
    with the flows they call.
    """

    queues: frozenset[str] | None = None
    skills: frozenset[str] | None = None
    calendars: frozenset[str] | None = None
    databases: frozenset[str] | None = None
    secrets: frozenset[str] | None = None
    entry_points: frozenset[str] | None = None
    flows: dict[str, frozenset[str]] | None = None


def checked(text: str, name: str = "", around: Surroundings | None = None) -> Parsed:
    """Read a flow's text and look at all of it; the definition comes only without errors."""
    parsed = parse_text(text)
    if parsed.flow is None:
        return parsed
    try:
        reader = Reader(read(text))
    except SourceError:  # cannot be: it was read a moment ago
        return parsed
    _Checks(reader, parsed.flow, name, around or Surroundings()).all()
    problems = sorted([*parsed.problems, *reader.problems], key=lambda one: (one.warning, one.line))
    broken = any(not one.warning for one in problems)
    return Parsed(flow=None if broken else parsed.flow, value=parsed.value, problems=problems)


def called_flows(flow: Flow) -> frozenset[str]:
    """Return the flows that a flow calls."""
    return frozenset(step.flow for step in flow.steps.values() if isinstance(step, model.Call))


class _Checks:
    def __init__(self, reader: Reader, flow: Flow, name: str, around: Surroundings) -> None:
        self._reader = reader
        self._flow = flow
        self._name = name
        self._around = around

    def all(self) -> None:
        self._head()
        for name, spec in self._flow.variables.items():
            self._variable(name, spec)
        for name, step in self._flow.steps.items():
            self._held(name, step)
            self._own(name, step)
        self._reachable()
        self._endless()
        self._cycles()
        self._tests()

    def _wrong(self, path: Path, what: Flaw, *, warning: bool = False) -> None:
        self._reader.wrong(path, what, warning=warning)

    def _step(self, name: str, key: str, what: Flaw, *, warning: bool = False) -> None:
        self._wrong(("steps", name, *_path(key)), what, warning=warning)

    def _head(self) -> None:
        flow = self._flow
        if not flow.languages:
            self._wrong(("languages",), flaw("no_languages"))
        if flow.start not in flow.steps:
            self._wrong(("start",), unknown("no_step", flow.start, flow.steps))
        try:
            zone(flow.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self._wrong(("timezone",), flaw("no_zone", name=flow.timezone))
        self._text(flow.title, ("title",))

    def _variable(self, name: str, spec: model.VariableSpec) -> None:
        path: Path = ("variables", name)
        if name in BUILT_IN or name == "secret":
            self._wrong(path, flaw("name_taken", name=name))
        if (spec.kind is FieldType.CHOICE) is not bool(spec.choices):
            self._wrong(path, flaw("choices_kind"))
        if spec.label:
            self._text(spec.label, (*path, "label"))
        self._options(spec.choices, (*path, "choices"))
        values = [option.value for option in spec.choices]
        for value in {one for one in values if values.count(one) > 1}:
            self._wrong((*path, "choices"), flaw("value_twice", name=value))
        if spec.initial is not None:
            self._expression(spec.initial, (*path, "initial"), known=())

    def _held(self, name: str, step: Step) -> None:
        for key, holds, value in held_by(step):
            path: Path = ("steps", name, *_path(key))
            match holds:
                case "step":
                    if value not in self._flow.steps:
                        self._wrong(path, unknown("no_step", value, self._flow.steps))
                case "variable":
                    self._known_variable(value, path)
                case "text":
                    if value or key == "text":
                        self._text(
                            value,
                            path,
                            required=not isinstance(step, model.Confirm | model.Queue | model.End),
                        )
                case "expression":
                    self._expression(value, path)
                case "template":
                    self._template(value, path, secrets=key.startswith("headers"))

    def _known_variable(self, name: str, path: Path) -> None:
        if name not in self._flow.variables:
            self._wrong(path, unknown("variable_unknown", name, self._flow.variables))

    def _text(self, texts: dict[str, str], path: Path, *, required: bool = True) -> None:
        if not texts and required and path[-1] == "text" and self._may_be_empty(path):
            return
        if texts or required:
            for language in self._flow.languages:
                if not texts.get(language, "").strip():
                    self._wrong(path, flaw("text_missing", language=language))
        for language, text in texts.items():
            if language not in self._flow.languages:
                self._wrong((*path, language), unknown("language_unknown", language, self._flow.languages))
            self._template(text, (*path, language))

    def _may_be_empty(self, path: Path) -> bool:
        step = self._flow.steps.get(str(path[1])) if len(path) > 1 else None
        return isinstance(step, model.AskKnowledge) and step.question is not None

    def _template(self, text: str, path: Path, *, secrets: bool = False) -> None:
        for expression, _ in placeholders(text):
            secret = _SECRET.fullmatch(expression.strip())
            if secret and secrets:
                known = self._around.secrets
                if known is not None and secret[1] not in known:
                    self._wrong(path, unknown("no_secret", secret[1], known))
                continue
            if secret:
                self._wrong(path, flaw("secret_shown"))
                continue
            self._expression(expression, path)
        if text.count("{{") != len(placeholders(text)):
            self._wrong(path, flaw("braces_open"))

    def _expression(self, value: Any, path: Path, known: Iterable[str] | None = None) -> None:
        if not isinstance(value, str):
            return
        try:
            node = parse(value.strip())
        except ExpressionSyntaxError as error:
            self._wrong(path, error.flaw(value.strip()))
            return
        variables = {*self._flow.variables, *BUILT_IN} if known is None else {*known}
        for name, _ in names(node):
            if name not in variables:
                self._wrong(path, unknown("no_variable", name, sorted(variables)))
        for name, given, _ in calls(node):
            if name not in FUNCTIONS:
                self._wrong(path, unknown("no_function", name, FUNCTIONS))
            elif not FUNCTIONS[name][1] <= given <= FUNCTIONS[name][2]:
                self._wrong(path, _arguments(name, FUNCTIONS[name][1], FUNCTIONS[name][2]))

    def _own(self, name: str, step: Step) -> None:
        """Check what is particular to a kind of step."""
        for (kind, key), allowed in _KINDS_FOR.items():
            variable = getattr(step, key, None) if isinstance(step, kind) else None
            spec = self._flow.variables.get(variable) if variable else None
            if spec and spec.kind not in allowed:
                kinds = ", ".join(one.value if one else "–" for one in allowed)
                self._step(name, key, flaw("variable_kind", name=variable, kinds=kinds))
        match step:
            case model.Menu():
                self._options(step.options, ("steps", name, "options"))
            case model.Collect():
                self._collect(name, step)
            case model.Confirm() if not step.text and not step.variables:
                self._step(name, "", flaw("confirm_empty"))
            case model.Http():
                self._http(name, step)
            case model.Sql():
                self._sql(name, step)
            case model.Language() if step.language not in self._flow.languages:
                what = unknown("language_unknown", step.language, self._flow.languages)
                self._step(name, "language", what)
            case model.AskKnowledge() if not step.text and step.question is None:
                self._step(name, "", flaw("question_empty"))
            case model.Hours():
                self._refers(name, "calendar", step.calendar, self._around.calendars, "no_calendar")
            case model.Call():
                self._call(name, step)
            case model.End() if not step.close and not step.text:
                self._step(name, "", flaw("open_end"))
        self._references(name, step)

    def _references(self, name: str, step: Step) -> None:
        self._refers(name, "queue", getattr(step, "queue", None), self._around.queues, "no_queue")
        entry = getattr(step, "entry_point", None)
        self._refers(name, "entry_point", entry, self._around.entry_points, "no_entry_point")
        for index, skill in enumerate(getattr(step, "skills", [])):
            self._refers(name, f"skills[{index}].skill", skill.skill, self._around.skills, "no_skill")
        for index, variable in enumerate(getattr(step, "data", None) or []):
            spec = self._flow.variables.get(variable)
            if spec and spec.kind is None:
                self._step(name, f"data[{index}]", flaw("not_shown", name=variable))

    def _refers(self, name: str, key: str, value: str | None, known: Iterable[str] | None, code: str) -> None:
        if value and known is not None and value not in known:
            self._step(name, key, unknown(code, value, known))

    def _options(self, options: list[Any], path: Path) -> None:
        keys = [option.key or str(place) for place, option in enumerate(options, 1)]
        for index, option in enumerate(options):
            self._text(option.label, (*path, index, "label"))
            if option.key and not _KEY.fullmatch(option.key):
                self._wrong((*path, index, "key"), flaw("key_digits"))
            if keys.count(keys[index]) > 1 and keys.index(keys[index]) != index:
                self._wrong((*path, index), flaw("key_taken", name=keys[index]))

    def _collect(self, name: str, step: model.Collect) -> None:
        spec = self._flow.variables.get(step.variable)
        if spec is None:
            return
        if spec.kind is None:
            self._step(name, "variable", flaw("needs_kind", name=step.variable))
        if (step.pattern or step.digits) and spec.kind is not FieldType.TEXT:
            self._step(name, "", flaw("text_only"))
        limited = {FieldType.NUMBER, FieldType.AMOUNT, FieldType.DATE}
        if (step.min is not None or step.max is not None) and spec.kind not in limited:
            self._step(name, "", flaw("bounds"))

    def _http(self, name: str, step: model.Http) -> None:
        if step.url.startswith("hub:/") and not step.url.startswith("hub://"):
            return  # a path of this hub itself
        before = step.url.partition("{{")[0]
        parts = urlsplit(before)
        whole_host = "{{" not in step.url or "/" in before.partition("://")[2]
        if parts.scheme not in {"http", "https"} or not parts.hostname or not whole_host or parts.username:
            self._step(name, "url", flaw("address"))
        if step.method.upper() not in METHODS:
            self._step(name, "method", unknown("no_method", step.method, METHODS))

    def _sql(self, name: str, step: model.Sql) -> None:
        self._refers(name, "database", step.database, self._around.databases, "no_database")
        if "{{" in step.query:
            self._step(name, "query", flaw("query_values"))
        unquoted = re.sub(r"'(?:[^']|'')*'", "", step.query)
        wanted = set(re.findall(r"(?<!:):([a-z_][a-z0-9_]*)", unquoted, re.IGNORECASE))
        for missing in sorted(wanted - step.values.keys()):
            self._step(name, "values", flaw("query_unbound", name=missing))
        if not re.match(r"\s*(?:select|with)\b", step.query, re.IGNORECASE):
            self._step(name, "query", flaw("query_select"))

    def _call(self, name: str, step: model.Call) -> None:
        flows = self._around.flows
        if flows is not None and step.flow != self._name:
            self._refers(name, "flow", step.flow, flows, "no_flow")

    def _reachable(self) -> None:
        reached: set[str] = set()
        waiting = [self._flow.start]
        while waiting:
            name = waiting.pop()
            if name in reached or name not in self._flow.steps:
                continue
            reached.add(name)
            waiting += [target for _, target in targets(self._flow.steps[name])]
        for name in self._flow.steps:
            if name not in reached:
                self._step(name, "", flaw("unreached"), warning=True)

    def _endless(self) -> None:
        """Find circles in which no step waits for the customer."""

        def onward(name: str) -> list[str]:
            step = self._flow.steps.get(name)
            if (
                step is None
                or isinstance(step, _ASKS)
                or (isinstance(step, model.AskKnowledge) and step.text)
            ):
                return []
            return [target for _, target in targets(step)]

        for circle in _circles(list(self._flow.steps), onward):
            self._step(circle[0], "", flaw("endless", circle=" → ".join(circle)))

    def _cycles(self) -> None:
        flows = {**(self._around.flows or {}), self._name: called_flows(self._flow)}
        for circle in _circles([self._name], lambda name: sorted(flows.get(name, ()))):
            if self._name in circle:
                self._wrong(("steps",), flaw("call_circle", circle=" → ".join(circle)))

    def _tests(self) -> None:
        for index, test in enumerate(self._flow.tests):
            path: Path = ("tests", index)
            for step in test.lookups:
                if step not in self._flow.steps:
                    self._wrong((*path, "lookups", step), unknown("no_step", step, self._flow.steps))
            for variable in [*test.given, *test.data]:
                if variable not in self._flow.variables:
                    self._known_variable(variable, path)


def _circles(starts: list[str], onward: Callable[[str], list[str]]) -> list[list[str]]:
    """Return one circle through each strongly connected part that can be found, as its names in order."""
    circles: list[list[str]] = []
    done: set[str] = set()
    for start in starts:
        path: list[str] = []
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                path.pop()
                done.add(name)
            elif name in path:
                circles.append([*path[path.index(name) :], name])
            elif name not in done:
                path.append(name)
                stack.append((name, True))
                stack += [(target, False) for target in onward(name)]
    return circles


def _path(key: str) -> Path:
    found = re.findall(r"([^.\[\]]+)", key)
    return tuple(int(one) if one.isdigit() else one for one in found)


def _arguments(name: str, least: int, most: int) -> Flaw:
    if least == most:
        return flaw("arguments", name=name, least=least)
    return flaw("arguments_range", name=name, least=least, most=most)
