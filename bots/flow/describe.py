"""Flows for the browser: the kinds of steps with their keys, and a flow as boxes and arrows."""

from typing import Any, get_args

import msgspec
from msgspec.structs import fields

from bots.flow.model import KINDS, Part
from hub.core.records import Value

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


class StepKey(Value, frozen=True, kw_only=True):
    """A key of a part. `holds` says what: text (by language), expression, step, variable, template,
    string, integer, number, boolean, list or map of these ("list:variable", "map:expression"), part.
    """

    name: str
    holds: str
    required: bool
    keys: list["StepKey"] = []


class StepKind(Value, frozen=True, kw_only=True):
    """A kind of step and what it does."""

    kind: str
    does: str
    keys: list[StepKey]
    asks: bool


class FlowArrow(Value, frozen=True, kw_only=True):
    """A way from one step to another; `key` is where it is written, `label` what it is called there."""

    key: str
    to: str
    label: dict[str, str] = {}
    when: str = ""


class FlowBox(Value, frozen=True, kw_only=True):
    """A step as drawn."""

    name: str
    kind: str
    text: dict[str, str] = {}
    arrows: list[FlowArrow] = []


class FlowPicture(Value, frozen=True, kw_only=True):
    """A flow as boxes and arrows, also of one that is not right yet."""

    start: str
    boxes: list[FlowBox]


def described() -> list[StepKind]:
    """Return all kinds of steps."""
    return [
        StepKind(
            kind=name,
            does=" ".join((kind.__doc__ or "").split()),
            keys=_keys(kind),
            asks="tries" in {one.name for one in fields(kind)},
        )
        for name, kind in KINDS.items()
    ]


def _keys(kind: type[Part]) -> list[StepKey]:
    found = []
    for one in fields(kind):
        holds, inner = _holds(one.type)
        required = one.default is msgspec.NODEFAULT and one.default_factory is msgspec.NODEFAULT
        found.append(
            StepKey(name=one.encode_name, holds=holds, required=required, keys=_keys(inner) if inner else [])
        )
    return found


def _holds(hint: Any) -> tuple[str, type[Part] | None]:
    for meta in getattr(hint, "__metadata__", ()):
        if meta.extra and "holds" in meta.extra:
            return meta.extra["holds"], None
    if getattr(hint, "__metadata__", ()):
        return _holds(get_args(hint)[0])
    if hint in _PLAIN:
        return _PLAIN[hint], None
    if isinstance(hint, type) and issubclass(hint, Part):
        return "part", hint
    arguments = [one for one in get_args(hint) if one is not type(None)]
    origin = getattr(hint, "__origin__", None)
    if origin is list and arguments:
        inner, part = _holds(arguments[0])
        return f"list:{inner}", part
    if origin is dict and len(arguments) == 2:
        inner, part = _holds(arguments[1])
        key, _ = _holds(arguments[0])
        return f"map:{key}:{inner}" if key == "variable" else f"map:{inner}", part
    if len(arguments) == 1:
        return _holds(arguments[0])
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return "skill", None
    return "json", None


def pictured(value: dict[str, Any]) -> FlowPicture:
    """Return a flow's plain values as boxes and arrows; what has no sense is left out."""
    steps = value.get("steps")
    boxes = [
        _box(str(name), step)
        for name, step in (steps.items() if isinstance(steps, dict) else ())
        if isinstance(step, dict)
    ]
    start = value.get("start")
    return FlowPicture(start=start if isinstance(start, str) else "", boxes=boxes)


def _box(name: str, step: dict[str, Any]) -> FlowBox:
    kind = step.get("kind")
    text = step.get("text")
    known = KINDS.get(kind) if isinstance(kind, str) else None
    targets = {key.name for key in _keys(known) if key.holds == "step"} if known else set()
    arrows = [FlowArrow(key=key, to=to) for key, to in step.items() if key in targets and isinstance(to, str)]
    for key in ("options", "cases"):
        parts = step.get(key)
        for index, part in enumerate(parts if isinstance(parts, list) else ()):
            if isinstance(part, dict) and isinstance(part.get("next"), str):
                arrows.append(
                    FlowArrow(
                        key=f"{key}[{index}].next",
                        to=part["next"],
                        label=_texts(part.get("label")),
                        when=str(part.get("when", "")),
                    )
                )
    return FlowBox(name=name, kind=str(kind or ""), text=_texts(text), arrows=arrows)


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {str(key): text for key, text in value.items() if isinstance(text, str)}
