"""What clients may send of a record: its fields without those the hub gives itself."""

from functools import cache
from typing import Any

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec.structs import asdict, fields

from hub.core.records import R, Record


@cache
def draft_of(
    kind: type[Record], *, without: tuple[str, ...] = (), secrets: tuple[str, ...] = ()
) -> type[Struct]:
    """Return a Struct type for creating and replacing records of a kind; unknown fields are refused.

    Secrets may be left out: then the hub makes one where it needs one.
    """
    given: list[Any] = []
    for field in fields(kind):
        if field.name == "id" or field.name in without:
            continue
        if field.name in secrets:
            given.append((field.name, field.type, ""))
        elif field.default_factory is not NODEFAULT:
            given.append((field.name, field.type, msgspec.field(default_factory=field.default_factory)))
        elif field.default is not NODEFAULT:
            given.append((field.name, field.type, field.default))
        else:
            given.append((field.name, field.type))
    return msgspec.defstruct(
        f"{kind.__name__}Draft",
        given,
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
        namespace={"__doc__": f"A {kind.__name__} to create, or to replace at revision `rev`."},
    )


def record_of(kind: type[R], draft: Struct, **rest: Any) -> R:
    """Make the record from a draft and the fields that are not in it."""
    return kind(**asdict(draft), **rest)
