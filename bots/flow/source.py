"""A flow's text: YAML in, plain values with their places out.

Of YAML 1.2's core schema (so `no` is a word and 0800 a text), without anchors, aliases and tags.
"""

import re
from typing import Any

import yaml
from msgspec import Struct

from bots.flow.problems import Flaw, flaw

LONGEST = 200_000
"""Characters of a flow."""
DEEPEST = 20
Path = tuple[str | int, ...]

_SCALARS: tuple[tuple[str, str, str], ...] = (
    ("tag:yaml.org,2002:bool", r"(?:true|false)", "tf"),
    ("tag:yaml.org,2002:null", r"(?:null|~|)", "n~\0"),
    ("tag:yaml.org,2002:int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+", "-+0123456789"),
)


NO_YAML = (
    ("mapping values are not allowed", "yaml_second_value"),
    ("expected ':'", "yaml_colon"),
    ("expected ',' or", "yaml_bracket"),
    ("cannot start any token", "yaml_character"),
    ("expected <block end>", "yaml_indent"),
    ("did not find expected key", "yaml_indent"),
    ("expected '-' indicator", "yaml_indent"),
    ("unexpected end of stream", "yaml_quote"),
)
"""Parts of what the YAML readers (libyaml's and PyYAML's own) say, and the codes of these problems."""


class SourceError(Exception):
    """The text is no YAML, or YAML that flows are not written in; line and column from 1."""

    def __init__(self, what: Flaw, line: int = 1, column: int = 1) -> None:
        super().__init__(what.message)
        self.what = what
        self.line = line
        self.column = column


class Source(Struct, frozen=True):
    """The values of a text and where each begins (line and column from 1), by its path of keys."""

    value: Any
    places: dict[Path, tuple[int, int]]

    def place(self, path: Path) -> tuple[int, int]:
        """Return where a value is, or the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the quick one, if built in
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _pattern, _first in _SCALARS:
    _Loader.add_implicit_resolver(_tag, re.compile(f"^{_pattern}$"), [one.strip("\0") for one in _first])


def read(text: str) -> Source:
    """Read the text; raise SourceError that says what is wrong where."""
    if len(text) > LONGEST:
        raise SourceError(flaw("too_long", limit=LONGEST))
    try:
        _check_shape(text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise SourceError(_no_yaml(str(error.problem)), line, column) from None
    except yaml.YAMLError:
        raise SourceError(flaw("no_yaml_character")) from None
    if node is None:
        raise SourceError(flaw("empty"))
    places: dict[Path, tuple[int, int]] = {}
    return Source(_value(node, (), places), places)


def _check_shape(text: str) -> None:
    """Refuse what could make a small text large or deep, before any of it is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if getattr(event, "anchor", None) or isinstance(event, yaml.AliasEvent):
            raise _at(flaw("anchor"), event)
        if getattr(event, "tag", None) not in (None, "!"):
            raise _at(flaw("tag"), event)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise _at(flaw("too_deep"), event)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _no_yaml(problem: str) -> Flaw:
    """Return what the YAML reader says as a problem; what is not foreseen is said in its own words."""
    code = next((code for part, code in NO_YAML if part in problem), "no_yaml")
    hint = "quote_text" if "expected ','" in problem else ""
    return Flaw(code=code, vars={"detail": problem}, hint=hint)


def _at(what: Flaw, event: Any) -> SourceError:
    return SourceError(what, event.start_mark.line + 1, event.start_mark.column + 1)


def _value(node: Any, path: Path, places: dict[Path, tuple[int, int]]) -> Any:
    places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, (*path, index), places) for index, one in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    members: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise _at(flaw("key_no_word"), key_node)
        key = key_node.value
        if key in members:
            raise _at(flaw("key_twice", key=key), key_node)
        members[key] = _value(value_node, (*path, key), places)
        places[(*path, key)] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
    return members


def _scalar(node: Any) -> Any:
    match node.tag.rpartition(":")[2]:
        case "bool":
            return node.value == "true"
        case "null":
            return None
        case "int":
            return int(node.value) if len(node.value) < 16 else node.value
        case "float":
            return float(node.value)
    return node.value
