"""Reading what comes from outside into Structs, with errors that name the field."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from hub.core.errors import InvalidInput

_PATH = re.compile(r" - at `\$\.?([^`]*)`$")
_NAMED = re.compile(r"(?:required|unknown) field `([^`]+)`")


def decode_json(data: bytes, into: Any) -> Any:
    """Read a JSON body; raise InvalidInput for bad JSON, wrong types and fields nobody knows."""
    try:
        raw = msgspec.json.decode(data or b"{}")
    except msgspec.DecodeError as error:
        raise InvalidInput(f"The body is not valid JSON: {error}.") from None
    return convert(raw, into)


def convert(raw: Any, into: Any) -> Any:
    """Check plain JSON data against a type, at every depth."""
    try:
        value = msgspec.convert(raw, into)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from None
    _refuse_unknown(raw, msgspec.to_builtins(value), "")
    return value


def decode_query(query: Mapping[str, str], into: Any) -> Any:
    """Read a query string, in which numbers and truth values are written as text."""
    try:
        return msgspec.convert(dict(query), into, strict=False)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from None


def _invalid(text: str) -> InvalidInput:
    """Turn msgspec's sentence into ours: the path goes into `field`."""
    path = _PATH.search(text)
    named = _NAMED.search(text)
    parts = [path[1] if path else "", named[1] if named else ""]
    field = ".".join(part for part in parts if part).replace("[...]", "[]")
    return InvalidInput(f"{_PATH.sub('', text)}{f' at {field}' if field else ''}.", field=field)


def _refuse_unknown(raw: Any, kept: Any, path: str) -> None:
    """Raise for keys that conversion dropped, which is how nested unknown fields show."""
    if isinstance(raw, dict) and isinstance(kept, dict):
        for key, value in raw.items():
            here = f"{path}.{key}" if path else str(key)
            if key not in kept:
                raise InvalidInput(f"There is no field {here}.", field=here)
            _refuse_unknown(value, kept[key], here)
    elif isinstance(raw, list) and isinstance(kept, list):
        for index, (value, other) in enumerate(zip(raw, kept, strict=False)):
            _refuse_unknown(value, other, f"{path}[{index}]")
