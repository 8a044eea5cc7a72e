"""From a flow's text to its definition, with everything that is wrong with it named: step, key, place."""

import re
from typing import Any, get_args

import msgspec
from msgspec.structs import fields

from bots.flow.model import KINDS, Flow, Part, Step
from bots.flow.problems import Flaw, FlowProblem, flaw, unknown
from bots.flow.source import Path, Source, SourceError, read
from hub.core.records import Value

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")

_MISSING = re.compile(r"Object missing required field `(\w+)`")
_EXPECTED = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_LIMITED = re.compile(r"Expected `[^`]+` (of length )?(>=|<=|>) ([0-9.]+)")
_ENUM = re.compile(r"Invalid enum value '?(.*?)'?$")
_AT = re.compile(r" - at `(?:key in )?\$(.*)`$")
_TYPES = {
    "str": "text",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "object": "keys",
    "array": "list",
    "null": "nothing",
}
_LIMITS = {">=": "at_least", "<=": "at_most", ">": "more_than"}
_LENGTHS = {">=": "too_few", "<=": "too_many"}


# Made here, before there are threads: two that use a struct's fields for the first time at once end the
# process (hub.store.codec says why).
_READY = msgspec.json.Decoder(Flow)


class Parsed(Value, frozen=True, kw_only=True):
    """What came of a text: the definition if its shape is right, its plain values, and all problems."""

    flow: Flow | None = None
    value: Any = None
    problems: list[FlowProblem] = []


class Reader:
    """Reads one text and collects what is wrong with it."""

    def __init__(self, source: Source) -> None:
        """Take the text as read."""
        self.source = source
        self.problems: list[FlowProblem] = []

    def wrong(self, path: Path, what: Flaw, *, warning: bool = False) -> None:
        """Note a problem at a path such as ("steps", "ask", "options", 0, "next")."""
        line, column = self.source.place(path)
        step = str(path[1]) if len(path) > 1 and path[0] == "steps" else ""
        where = f"Step {step}: " if step else ""
        self.problems.append(
            FlowProblem(
                message=f"{where}{what.message}",
                code=what.code,
                vars=what.vars,
                hint=what.hint,
                step=step,
                key=written(path[2:] if step else path),
                line=line,
                column=column,
                warning=warning,
            )
        )

    def flow(self) -> Flow | None:
        """Return the definition, or None after noting why there is none."""
        value = self.source.value
        if not isinstance(value, dict):
            self.wrong((), flaw("no_keys"))
            return None
        fine = self._names(value, Flow, ())
        steps = value.get("steps")
        parsed: dict[str, Step] = {}
        if isinstance(steps, dict):
            for name, raw in steps.items():
                step = self._step(name, raw)
                if step is not None:
                    parsed[name] = step
        variables = value.get("variables")
        for name in variables if isinstance(variables, dict) else ():
            if not NAME.fullmatch(str(name)):
                self.wrong(("variables", name), flaw("variable_name", name=name))
        if not fine:
            return None
        rest = self._converted({**value, "steps": {}} if isinstance(steps, dict) else value, Flow, ())
        if rest is None or len(parsed) != len(steps or ()):
            return None
        flow: Flow = msgspec.structs.replace(rest, steps=parsed)
        return flow

    def _step(self, name: str, raw: Any) -> Step | None:
        path: Path = ("steps", name)
        if not NAME.fullmatch(name):
            self.wrong(path, flaw("step_name", name=name))
            return None
        if not isinstance(raw, dict) or not isinstance(raw.get("kind"), str):
            self.wrong(path, Flaw(code="kind_missing", vars={"known": ", ".join(KINDS)}, hint="known"))
            return None
        kind = KINDS.get(raw["kind"])
        if kind is None:
            self.wrong((*path, "kind"), unknown("kind_unknown", raw["kind"], KINDS))
            return None
        if not self._names(raw, kind, path):
            return None
        step: Step | None = self._converted(raw, Step, path)
        return step

    def _names(self, raw: dict[str, Any], kind: type[Part], path: Path) -> bool:
        """Check the keys of a part and of those in it; return whether all are known."""
        hints = {one.encode_name: one.type for one in fields(kind)}
        fine = True
        for key, value in raw.items():
            if key == "kind" and kind in KINDS.values():
                continue
            if key not in hints:
                self.wrong((*path, key), unknown("key_unknown", key, hints))
                fine = False
            elif key != "steps":
                fine = self._inner(value, hints[key], (*path, key)) and fine
        return fine

    def _inner(self, value: Any, hint: Any, path: Path) -> bool:
        part = _part_in(hint)
        if part is None:
            return True
        if isinstance(value, list):
            found = [(index, one) for index, one in enumerate(value)]
        elif isinstance(value, dict) and hint is not part:
            found = list(value.items())
        else:
            found = []
        checked = [self._names(one, part, (*path, key)) for key, one in found if isinstance(one, dict)]
        return all(checked)

    def _converted(self, raw: Any, kind: Any, path: Path) -> Any:
        try:
            return msgspec.convert(raw, kind)
        except msgspec.ValidationError as error:
            message = str(error)
            match = _AT.search(message)
            inner = _path(match[1]) if match else ()
            certain = inner[: inner.index("...")] if "..." in inner else inner  # a key it does not name
            self.wrong((*path, *certain), _flaw(_AT.sub("", message)))
            return None


def parse(text: str) -> Parsed:
    """Read a flow's text as far as its shape; bots.flow.check looks at what it means."""
    try:
        source = read(text)
    except SourceError as error:
        what = error.what
        return Parsed(
            problems=[
                FlowProblem(
                    message=what.message,
                    code=what.code,
                    vars=what.vars,
                    hint=what.hint,
                    line=error.line,
                    column=error.column,
                )
            ]
        )
    reader = Reader(source)
    flow = reader.flow()
    return Parsed(flow=flow, value=source.value, problems=reader.problems)


def written(path: Path) -> str:
    """Return a path as people write it: options[0].next."""
    text = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path)
    return text.removeprefix(".")


def _path(text: str) -> Path:
    return tuple(
        int(one) if one.isdigit() else one
        for one in re.findall(r"\[(\d+|\.\.\.)\]|\.(\w+)", text)
        for one in one
        if one
    )


def _flaw(message: str) -> Flaw:
    """Return what msgspec says about a value as a problem with a code."""
    if match := _MISSING.search(message):
        return flaw("key_missing", name=match[1])
    if match := _EXPECTED.search(message):
        named = [one.strip() for one in match[1].split("|")]
        wanted = "|".join(_TYPES.get(one, one) for one in named if one != "null")
        hint = "quote_value" if "str" in named and match[2] in {"int", "float", "bool"} else ""
        if match[1] == "object" and match[2] == "str":
            hint = "by_language"
        said = {"wanted": wanted, "got": _TYPES.get(match[2], match[2])}
        return Flaw(code="type_wrong", vars=said, hint=hint)
    if match := _LIMITED.search(message):
        codes = _LENGTHS if match[1] else _LIMITS
        return flaw(codes[match[2]], limit=match[3].removesuffix(".0"))
    if match := _ENUM.search(message):
        return flaw("value_unknown", name=match[1])
    return flaw("shape", detail=f"{message[:1].lower()}{message[1:]}")


def _part_in(hint: Any) -> type[Part] | None:
    """Return the kind of part that a list or an object of this type holds."""
    for one in get_args(hint):
        if isinstance(one, type) and issubclass(one, Part):
            return one
        if (inner := _part_in(one)) is not None:
            return inner
    return None
