from collections.abc import Iterator

import msgspec
import pytest

from hub.core.records import Record
from hub.store.kinds import BY_NAME, BY_TYPE, KINDS, Kind
from hub.store.sqlite.tables import TABLES


def record_types(kind: type[Record] = Record) -> Iterator[type[Record]]:
    for sub in kind.__subclasses__():
        if sub.__module__.startswith("hub.core.models"):
            yield sub
        yield from record_types(sub)


def test_every_record_type_has_a_kind():
    assert set(record_types()) == set(BY_TYPE)


def test_names_are_unique():
    assert len(BY_NAME) == len(KINDS) == len(BY_TYPE)
    names = [name for table in TABLES.values() for name in table.indexes()]
    assert len(names) == len(set(names)) == sum(len(kind.indexes) for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_declared_fields_exist_and_can_be_columns(kind: Kind):
    fields = {field.name: field.type for field in msgspec.structs.fields(kind.type)}
    assert set(kind.fields) <= set(fields)
    for name in kind.fields:
        assert "list" not in str(fields[name])
        assert "dict" not in str(fields[name])
