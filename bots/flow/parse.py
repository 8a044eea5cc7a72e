"""From a flow's text to its definition, with everything that is wrong with it named: step, key, place."""

import difflib
import re
from collections.abc import Iterable
from typing import Any, get_args

import msgspec
from msgspec.structs import fields

from bots.flow.model import KINDS, Flow, Part, Step
from bots.flow.source import Path, Source, SourceError, read
from hub.core.records import Value

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")

_MISSING = re.compile(r"Object missing required field `(\w+)`")
_EXPECTED = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_AT = re.compile(r" - at `(?:key in )?\$(.*)`$")
_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "object": "keys with values",
    "array": "a list",
    "null": "nothing",
}


class FlowProblem(Value, frozen=True, kw_only=True):
    """What is wrong with a flow, and where: line and column in its text, from 1. `warning`: it works so."""

    message: str
    step: str = ""
    key: str = ""
    line: int = 1
    column: int = 1
    warning: bool = False


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

    def wrong(self, path: Path, message: str, *, warning: bool = False) -> None:
        """Note a problem at a path such as ("steps", "ask", "options", 0, "next")."""
        line, column = self.source.place(path)
        step = str(path[1]) if len(path) > 1 and path[0] == "steps" else ""
        inner = path[2:] if step else path
        where = f"Step {step}: " if step else ""
        self.problems.append(
            FlowProblem(
                message=f"{where}{message}",
                step=step,
                key=written(inner),
                line=line,
                column=column,
                warning=warning,
            )
        )

    def flow(self) -> Flow | None:
        """Return the definition, or None after noting why there is none."""
        value = self.source.value
        if not isinstance(value, dict):
            self.wrong((), "A flow is written as keys with values: title, start, steps.")
            return None
        self._names(value, Flow, ())
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
                self.wrong(
                    ("variables", name),
                    f"{name!r} cannot be a variable's name: use small letters, digits and _.",
                )
        rest = self._converted({**value, "steps": {}} if isinstance(steps, dict) else value, Flow, ())
        if rest is None or len(parsed) != len(steps or ()):
            return None
        flow: Flow = msgspec.structs.replace(rest, steps=parsed)
        return flow

    def _step(self, name: str, raw: Any) -> Step | None:
        path: Path = ("steps", name)
        if not NAME.fullmatch(name):
            self.wrong(
                path, f"{name!r} cannot be a step's name: use small letters, digits and _, e.g. ask_order."
            )
            return None
        if not isinstance(raw, dict) or not isinstance(raw.get("kind"), str):
            self.wrong(path, f"It needs a kind: one of {', '.join(KINDS)}.")
            return None
        kind = KINDS.get(raw["kind"])
        if kind is None:
            self.wrong((*path, "kind"), f"There is no kind {raw['kind']!r}{did_you_mean(raw['kind'], KINDS)}")
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
                self.wrong((*path, key), f"There is no key {key!r} here{did_you_mean(key, hints)}")
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
            self.wrong((*path, *certain), _said(_AT.sub("", message), certain))
            return None


def parse(text: str) -> Parsed:
    """Read a flow's text as far as its shape; bots.flow.check looks at what it means."""
    try:
        source = read(text)
    except SourceError as error:
        return Parsed(problems=[FlowProblem(message=error.message, line=error.line, column=error.column)])
    reader = Reader(source)
    flow = reader.flow()
    return Parsed(flow=flow, value=source.value, problems=reader.problems)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about an unknown name."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; it may be one of {', '.join(names[:30])}." if names else "."


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


def _said(message: str, inner: Path) -> str:
    where = f"{written(inner)}: " if inner else ""
    if match := _MISSING.search(message):
        return f"{where}{match[1]} is missing."
    if match := _EXPECTED.search(message):
        wanted = " or ".join(
            _WORDS.get(one.strip(), one.strip()) for one in match[1].split("|") if one.strip() != "null"
        )
        got = _WORDS.get(match[2], match[2])
        hint = " Put it in quotes." if "text" in wanted and match[2] in {"int", "float", "bool"} else ""
        if match[1] == "object" and match[2] == "str":
            hint = " Texts are written by language: {en: ..., zh: ...}."
        return f"{where}expected {wanted}, and it is {got}.{hint}"
    return f"{where}{message[:1].lower()}{message[1:]}."


def _part_in(hint: Any) -> type[Part] | None:
    """Return the kind of part that a list or an object of this type holds."""
    for one in get_args(hint):
        if isinstance(one, type) and issubclass(one, Part):
            return one
        if (inner := _part_in(one)) is not None:
            return inner
    return None
