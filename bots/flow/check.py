"""What a flow's definition means, and what of it cannot work."""

from zoneinfo import ZoneInfoNotFoundError

from bots.flow import model
from bots.flow.checks.base import Surroundings
from bots.flow.checks.steps import StepChecks
from bots.flow.checks.texts import BUILT_IN, TextChecks
from bots.flow.checks.ways import WayChecks
from bots.flow.model import Flow
from bots.flow.parse import Parsed, Reader
from bots.flow.parse import parse as parse_text
from bots.flow.problems import flaw, unknown
from bots.flow.source import Path, SourceError, read
from bots.flow.zones import zone
from hub.core.models.data import FieldType


def checked(text: str, name: str = "", around: Surroundings | None = None) -> Parsed:
    """Read a flow's text and look at all of it; the definition comes only without errors."""
    parsed = parse_text(text)
    if parsed.flow is None:
        return parsed
    try:
        reader = Reader(read(text))
    except SourceError:  # cannot be: it was read a moment ago
        return parsed
    _check(reader, parsed.flow, name, around or Surroundings())
    problems = sorted([*parsed.problems, *reader.problems], key=lambda one: (one.warning, one.line))
    broken = any(not one.warning for one in problems)
    return Parsed(flow=None if broken else parsed.flow, value=parsed.value, problems=problems)


def _check(reader: Reader, flow: Flow, name: str, around: Surroundings) -> None:
    head = _HeadChecks(reader, flow, name, around)
    head.check_head()
    for variable, spec in flow.variables.items():
        head.check_declared(variable, spec)
    steps = StepChecks(reader, flow, name, around)
    for step_name, step in flow.steps.items():
        steps.check_held(step_name, step)
        steps.check_own(step_name, step)
    ways = WayChecks(reader, flow, name, around)
    ways.check_reachable()
    ways.check_endless()
    ways.check_calls()
    head.check_tests()


class _HeadChecks(TextChecks):
    """Checks what is not a step."""

    def check_head(self) -> None:
        """Check what stands above variables and steps."""
        flow = self.flow
        if not flow.languages:
            self.wrong(("languages",), flaw("no_languages"))
        if flow.start not in flow.steps:
            self.wrong(("start",), unknown("no_step", flow.start, flow.steps))
        try:
            zone(flow.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.wrong(("timezone",), flaw("no_zone", name=flow.timezone))
        self.check_text(flow.title, ("title",))

    def check_declared(self, name: str, spec: model.VariableSpec) -> None:
        """Check the declaration of a variable."""
        path: Path = ("variables", name)
        if name in BUILT_IN or name == "secret":
            self.wrong(path, flaw("name_taken", name=name))
        if (spec.kind is FieldType.CHOICE) is not bool(spec.choices):
            self.wrong(path, flaw("choices_kind"))
        if spec.label:
            self.check_text(spec.label, (*path, "label"))
        self.check_options(spec.choices, (*path, "choices"))
        values = [option.value for option in spec.choices]
        for value in {one for one in values if values.count(one) > 1}:
            self.wrong((*path, "choices"), flaw("value_twice", name=value))
        if spec.initial is not None:
            self.check_expression(spec.initial, (*path, "initial"), known=())

    def check_tests(self) -> None:
        """Check the names in test cases."""
        for index, test in enumerate(self.flow.tests):
            path: Path = ("tests", index)
            for step in test.lookups:
                if step not in self.flow.steps:
                    self.wrong((*path, "lookups", step), unknown("no_step", step, self.flow.steps))
            for variable in [*test.given, *test.data]:
                if variable not in self.flow.variables:
                    self.check_variable(variable, path)
