"""Steps: where they lead, what they refer to, and what is particular to a kind of them."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from bots.flow import model
from bots.flow.checks.base import path_of
from bots.flow.checks.texts import TextChecks
from bots.flow.holding import held_by
from bots.flow.model import Step
from bots.flow.problems import flaw, unknown
from bots.flow.source import Path
from hub.core.models.data import FieldType
from hub.core.sql import is_reading, names_in

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
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


class StepChecks(TextChecks):
    """Checks steps one by one."""

    def check_held(self, name: str, step: Step) -> None:
        """Check all that the keys of a step hold."""
        for key, holds, value in held_by(step):
            path: Path = ("steps", name, *path_of(key))
            match holds:
                case "step":
                    if value not in self.flow.steps:
                        self.wrong(path, unknown("no_step", value, self.flow.steps))
                case "variable":
                    self.check_variable(value, path)
                case "text":
                    if value or key == "text":
                        self.check_text(
                            value,
                            path,
                            required=not isinstance(step, model.Confirm | model.Queue | model.End),
                        )
                case "expression":
                    self.check_expression(value, path)
                case "template":
                    self.check_template(value, path, secrets=key.startswith("headers"))

    def check_own(self, name: str, step: Step) -> None:
        """Check what is particular to a kind of step."""
        for (kind, key), allowed in _KINDS_FOR.items():
            variable = getattr(step, key, None) if isinstance(step, kind) else None
            spec = self.flow.variables.get(variable) if variable else None
            if spec and spec.kind not in allowed:
                kinds = ", ".join(one.value if one else "–" for one in allowed)
                self.wrong_in(name, key, flaw("variable_kind", name=variable, kinds=kinds))
        match step:
            case model.Menu():
                self.check_options(step.options, ("steps", name, "options"))
            case model.Collect():
                self._collect(name, step)
            case model.Confirm() if not step.text and not step.variables:
                self.wrong_in(name, "", flaw("confirm_empty"))
            case model.Http():
                self._http(name, step)
            case model.Sql():
                self._sql(name, step)
            case model.Language() if step.language not in self.flow.languages:
                what = unknown("language_unknown", step.language, self.flow.languages)
                self.wrong_in(name, "language", what)
            case model.AskKnowledge() if not step.text and step.question is None:
                self.wrong_in(name, "", flaw("question_empty"))
            case model.Hours():
                self.check_reference(name, "calendar", step.calendar, self.around.calendars, "no_calendar")
            case model.Call():
                self._call(name, step)
            case model.End() if not step.close and not step.text:
                self.wrong_in(name, "", flaw("open_end"))
        self._references(name, step)

    def _references(self, name: str, step: Step) -> None:
        self.check_reference(name, "queue", getattr(step, "queue", None), self.around.queues, "no_queue")
        entry = getattr(step, "entry_point", None)
        self.check_reference(name, "entry_point", entry, self.around.entry_points, "no_entry_point")
        for index, skill in enumerate(getattr(step, "skills", [])):
            self.check_reference(name, f"skills[{index}].skill", skill.skill, self.around.skills, "no_skill")
        for index, variable in enumerate(getattr(step, "data", None) or []):
            spec = self.flow.variables.get(variable)
            if spec and spec.kind is None:
                self.wrong_in(name, f"data[{index}]", flaw("not_shown", name=variable))

    def _collect(self, name: str, step: model.Collect) -> None:
        spec = self.flow.variables.get(step.variable)
        if spec is None:
            return
        if spec.kind is None:
            self.wrong_in(name, "variable", flaw("needs_kind", name=step.variable))
        if (step.pattern or step.digits) and spec.kind is not FieldType.TEXT:
            self.wrong_in(name, "", flaw("text_only"))
        limited = {FieldType.NUMBER, FieldType.AMOUNT, FieldType.DATE}
        if (step.min is not None or step.max is not None) and spec.kind not in limited:
            self.wrong_in(name, "", flaw("bounds"))

    def _http(self, name: str, step: model.Http) -> None:
        if step.url.startswith("hub:/") and not step.url.startswith("hub://"):
            return  # a path of this hub itself
        before = step.url.partition("{{")[0]
        parts = urlsplit(before)
        whole_host = "{{" not in step.url or "/" in before.partition("://")[2]
        if parts.scheme not in {"http", "https"} or not parts.hostname or not whole_host or parts.username:
            self.wrong_in(name, "url", flaw("address"))
        if step.method.upper() not in METHODS:
            self.wrong_in(name, "method", unknown("no_method", step.method, METHODS))

    def _sql(self, name: str, step: model.Sql) -> None:
        self.check_reference(name, "database", step.database, self.around.databases, "no_database")
        if "{{" in step.query:
            self.wrong_in(name, "query", flaw("query_values"))
        for missing in sorted(set(names_in(step.query)) - step.values.keys()):
            self.wrong_in(name, "values", flaw("query_unbound", name=missing))
        if not is_reading(step.query):
            self.wrong_in(name, "query", flaw("query_select"))

    def _call(self, name: str, step: model.Call) -> None:
        flows = self.around.flows
        if flows is not None and step.flow != self.name:
            self.check_reference(name, "flow", step.flow, flows, "no_flow")
