"""The configured databases by name, whatever engine each of them has."""

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any, Protocol

import structlog

from hub.core.clock import Clock
from hub.core.database_address import database_address
from hub.core.errors import ConfigError, InvalidInput, Unavailable
from hub.core.sql import is_reading
from hub.store.read_only.limits import AT_ONCE
from hub.store.read_only.sqlite import SqliteFile

log = structlog.get_logger()

DRIVERS = {"postgresql": ("PostgreSQL", "asyncpg"), "mysql": ("MySQL and MariaDB", "asyncmy")}
Password = Callable[[str], str | None]


class ReadOnlyDatabase(Protocol):
    """One of them."""

    async def select(self, query: str, values: Mapping[str, Any], seconds: float) -> list[dict[str, Any]]:
        """Return the rows of a query as objects.

        Raises InvalidInput for what may not be asked, and Unavailable when it takes too long or the
        database cannot be reached.
        """
        ...

    async def close(self) -> None:
        """Let go of open connections."""
        ...


def no_password(name: str) -> str | None:
    """Know none."""
    return None


class ReadOnlyDatabases:
    """The configured databases. None is opened before it is asked; a few queries run at a time in each."""

    def __init__(
        self, addresses: Mapping[str, str], clock: Clock, *, password: Password = no_password
    ) -> None:
        """Take where they are, and who knows their passwords; raise ConfigError as check_drivers does."""
        self._databases = {
            name: _database(name, where, clock, password) for name, where in check_drivers(addresses).items()
        }

    def names(self) -> frozenset[str]:
        """Return the names of the databases there are."""
        return frozenset(self._databases)

    async def select(
        self, database: str, query: str, values: Mapping[str, Any], seconds: float
    ) -> list[dict[str, Any]]:
        """Return the rows of a query as objects; raise as ReadOnlyDatabase.select does."""
        known = self._databases.get(database)
        if known is None:
            raise InvalidInput(f"There is no database {database}.", field="database")
        if not is_reading(query):
            raise InvalidInput("Only SELECT is possible: the database is read-only.", field="query")
        try:
            return await known.select(query, values, seconds)
        except Unavailable as error:
            log.warning("database_unavailable", database=database, error=error.message)
            raise

    async def close(self) -> None:
        """Let go of open connections."""
        for database in self._databases.values():
            await database.close()


def check_drivers(
    addresses: Mapping[str, str], is_installed: Callable[[str], bool] = lambda module: bool(find_spec(module))
) -> Mapping[str, str]:
    """Return the databases' addresses; raise ConfigError if one is wrong, or its driver not installed."""
    for name, where in addresses.items():
        at = database_address(where, f"flows.databases.{name}")
        if at is not None:
            title, module = DRIVERS[at.engine]
            if not is_installed(module):
                raise ConfigError(
                    f"flows.databases.{name}: the driver for {title} is not installed. "
                    f"Install it: pip install 'switchboard-hub[{at.engine}]'"
                )
    return addresses


def _database(name: str, where: str, clock: Clock, password: Password) -> ReadOnlyDatabase:
    at = database_address(where, f"flows.databases.{name}")
    if at is None:
        return SqliteFile(where, clock, at_once=AT_ONCE)
    if at.engine == "postgresql":
        from hub.store.read_only.postgresql import PostgresqlDatabase  # only where its driver is wanted

        return PostgresqlDatabase(at, password(name), at_once=AT_ONCE)
    from hub.store.read_only.mysql import MysqlDatabase

    return MysqlDatabase(at, password(name), at_once=AT_ONCE)
