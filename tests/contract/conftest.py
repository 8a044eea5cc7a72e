"""The engines that the store contract is run against."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from hub.core.ports import Database, Store
from hub.store.sqlite import SqliteDatabase
from tests.fakes.clock import FakeClock

Settle = Callable[[Database], Awaitable[None]]


class Engine:
    """How to open an engine, open it again on what a backup wrote, and wait for its search index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened: list[Database] = []

    async def open(self, folder: Path | None = None) -> Database:
        raise NotImplementedError

    async def indexed(self, database: Database) -> None:
        raise NotImplementedError


class SqliteEngine(Engine):
    async def open(self, folder: Path | None = None) -> Database:
        database = await SqliteDatabase.open(folder or self.folder, FakeClock())
        self.opened.append(database)
        return database

    async def indexed(self, database: Database) -> None:
        assert isinstance(database, SqliteDatabase)
        await database.index_pending()


ENGINES: dict[str, type[Engine]] = {"sqlite": SqliteEngine}


@pytest.fixture(params=sorted(ENGINES))
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Engine]:
    engine = ENGINES[request.param](tmp_path / "data")
    yield engine
    for database in engine.opened:
        await database.close()


@pytest.fixture
async def database(engine: Engine) -> Database:
    return await engine.open()


@pytest.fixture
def store(database: Database) -> Store:
    return database.tenant("acme")
