"""Errors about what comes from outside name the field."""

from typing import Annotated, Any

import pytest
from msgspec import UNSET, Meta, Struct, UnsetType

from hub.core.errors import InvalidInput
from hub.desk.decode import convert, decode_json, decode_query


class Inner(Struct):
    number: int
    names: list[str] = []


class Outer(Struct):
    inners: list[Inner] = []
    by_name: dict[str, Inner] = {}
    maybe: str | UnsetType = UNSET
    short: Annotated[str, Meta(max_length=3)] = ""


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"surprise": 1}, "surprise"),
        ({"inners": [{"number": 1}, {"number": "x"}]}, "inners[1].number"),
        ({"inners": [{}]}, "inners[0].number"),
        ({"inners": [{"number": 1, "nmaes": []}]}, "inners[0].nmaes"),
        ({"inners": [{"number": 1, "names": [1]}]}, "inners[0].names[0]"),
        ({"by_name": {"a": {"number": 1, "x": 1}}}, "by_name.a.x"),
        ({"maybe": 1}, "maybe"),
        ({"short": "long"}, "short"),
        ([], ""),
    ],
)
def test_the_field_is_named(raw: Any, field: str):
    with pytest.raises(InvalidInput) as refused:
        convert(raw, Outer)
    assert refused.value.field == field
    assert "$" not in refused.value.message


def test_what_is_right_passes():
    value = decode_json(b'{"inners": [{"number": 1}], "by_name": {"any": {"number": 2}}}', Outer)
    assert value == Outer(inners=[Inner(1)], by_name={"any": Inner(2)})
    assert value.maybe is UNSET


@pytest.mark.parametrize("data", [b"{", b"\xff\xfe", b'{"a":}'])
def test_bad_json_is_said_to_be_bad(data: bytes):
    with pytest.raises(InvalidInput, match="not valid JSON"):
        decode_json(data, Outer)


def test_queries_hold_numbers_as_text():
    class Query(Struct, forbid_unknown_fields=True):
        limit: int = 1
        on: bool = False

    assert decode_query({"limit": "5", "on": "true"}, Query) == Query(limit=5, on=True)
    with pytest.raises(InvalidInput) as refused:
        decode_query({"limit": "many"}, Query)
    assert refused.value.field == "limit"
