"""Whatever is asked by declared fields, SQLite can answer with the index that was chosen for it."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.store.kinds import KINDS, Kind
from hub.store.sqlite import query
from hub.store.sqlite.migrations import migrate
from hub.store.sqlite.tables import TABLES


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, Path("memory"))
    yield connection
    connection.close()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_combination_has_an_answer(connection: sqlite3.Connection, kind: Kind):
    chance = random.Random(kind.name)
    fields = ("id", *kind.fields)
    for _ in range(300):
        where = {
            field: _value(chance, kind, field)
            for field in chance.sample(fields, k=chance.randint(0, min(3, len(fields))))
        }
        sql, values = query.find(
            TABLES[kind.type],
            "acme",
            where,
            order=chance.choice(fields),
            descending=chance.random() < 0.5,
            limit=chance.choice([1, 50, 1000]),
            above=chance.choice([None, None, 5, "x"]),
            below=chance.choice([None, None, 9, "y"]),
        )
        assert connection.execute(sql, values).fetchall() == []
        sql, values = query.count(TABLES[kind.type], "acme", where)
        assert connection.execute(sql, values).fetchone() == (0,)


def _value(chance: random.Random, kind: Kind, field: str) -> Any:
    constants: list[Any] = [value for index in kind.indexes for value in index.when.get(field, ())]
    one, other = chance.choice([*constants, "x", 5]), chance.choice([*constants, "y", 7])
    return chance.choice(
        [one, one, None, {one}, {one, other}, {one, None}, {None}, set(), [one], (one, other)]
    )
