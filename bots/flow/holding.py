"""What the parts of a flow hold: their texts, expressions, names of steps and variables, with their paths."""

from collections.abc import Iterator
from typing import Any, get_args

from msgspec.structs import fields

from bots.flow.model import Call, Flow, Part, Step


def held_by(step: Part) -> Iterator[tuple[str, str, Any]]:
    """Yield every marked value of a part and the parts in it: its path, what it holds, and the value."""
    for one in fields(step):
        value = getattr(step, one.name)
        if value is not None:
            yield from _held(one.name, one.type, value)


def _held(path: str, hint: Any, value: Any) -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, Part):
        for inner, holds, held in held_by(value):
            yield f"{path}.{inner}", holds, held
        return
    arguments: tuple[Any, ...] = getattr(hint, "__args__", ())
    if metadata := getattr(hint, "__metadata__", ()):
        for meta in metadata:
            if meta.extra and "holds" in meta.extra:
                yield path, meta.extra["holds"], value
                return
        yield from _held(path, get_args(hint)[0], value)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _held(f"{path}[{index}]", arguments[0] if arguments else None, one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _held(path, arguments[0] if arguments else None, key)
            yield from _held(f"{path}.{key}", arguments[1] if arguments else None, one)
    else:
        for inner in arguments:  # a union: the member that is marked
            if getattr(inner, "__metadata__", None):
                yield from _held(path, inner, value)
                return


def targets(step: Step) -> list[tuple[str, str]]:
    """Return where a step may lead: the path of the key and the name of the step."""
    return [(path, value) for path, holds, value in held_by(step) if holds == "step"]


def called_flows(flow: Flow) -> frozenset[str]:
    """Return the flows that a flow calls."""
    return frozenset(step.flow for step in flow.steps.values() if isinstance(step, Call))
