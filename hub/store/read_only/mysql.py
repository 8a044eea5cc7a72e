"""Read-only MySQL and MariaDB: each query in a transaction that the server itself keeps from writing.

The query is prepared by the server and its values are given apart from it, as user variables whose
texts are written in hexadecimal: no value is ever read as SQL, whatever the server's modes.
"""

import asyncio
import re
from collections.abc import Mapping
from typing import Any

import asyncmy
from asyncmy.connection import Connection
from asyncmy.constants import FIELD_TYPE
from asyncmy.cursors import Cursor, SSCursor
from asyncmy.errors import MySQLError

from hub.core.database_address import DatabaseAddress
from hub.core.errors import InvalidInput, Unavailable
from hub.core.sql import with_placeholders
from hub.store.read_only.limits import server_seconds
from hub.store.read_only.rows import Rows
from hub.store.read_only.tls import tls_context

RECYCLE_SECONDS = 300
"""Age after which a connection that nobody used is closed."""
CONNECT_SECONDS = 5
_FILES = re.compile(r"\b(?:outfile|dumpfile)\b", re.IGNORECASE)
_REFUSED = frozenset({1044, 1045, 1049, 1130, 1251, 1698, 2059, 4151})
_FULL = frozenset({1040, 1203, 1226})
_LATE = frozenset({1205, 1317, 1969, 3024})
_GONE = frozenset({1053, 1077, 1079, 1080, 1152, 1159, 1161, 1184, 1927})
_CLIENTS = range(2000, 3000)
"""Numbers of errors: https://mariadb.com/kb/en/mariadb-error-codes/; 2000 to 2999 are the driver's own."""


class MysqlDatabase:
    """One database (hub.store.read_only.databases.ReadOnlyDatabase)."""

    def __init__(self, address: DatabaseAddress, password: str | None, *, at_once: int) -> None:
        """Take where it is, and how many connections there may be."""
        self._address = address
        self._password = password
        self._at_once = at_once
        self._pool: asyncmy.Pool | None = None
        self._opening = asyncio.Lock()

    async def select(self, query: str, values: Mapping[str, Any], seconds: float) -> list[dict[str, Any]]:
        """Return the rows of a query as objects."""
        try:
            async with asyncio.timeout(seconds):
                pool = await self._opened()
                async with pool.acquire() as connection:
                    return await _guarded(connection, query, values, seconds)
        except TimeoutError as error:
            raise Unavailable("The query took too long.") from error
        except MySQLError as error:
            raise _meant(error) from error
        except (OSError, EOFError) as error:
            raise Unavailable(f"The connection to the database failed: {type(error).__name__}.") from error

    async def close(self) -> None:
        """Let go of open connections."""
        if self._pool is not None:
            self._pool.terminate()
            await self._pool.wait_closed()
            self._pool = None

    async def _opened(self) -> asyncmy.Pool:
        async with self._opening:
            if self._pool is None:
                at = self._address
                where = (
                    {"unix_socket": at.host}
                    if at.host.startswith("/")
                    else {"host": at.host, "port": at.port}
                )
                self._pool = await asyncmy.create_pool(
                    **where,
                    user=at.user,
                    password=self._password or "",
                    database=at.database,
                    ssl=await asyncio.to_thread(tls_context, at),
                    charset="utf8mb4",
                    autocommit=True,
                    connect_timeout=CONNECT_SECONDS,
                    program_name="switchboard",
                    minsize=0,
                    maxsize=self._at_once,
                    pool_recycle=RECYCLE_SECONDS,
                )
            return self._pool


async def _guarded(
    connection: Connection, query: str, values: Mapping[str, Any], seconds: float
) -> list[dict[str, Any]]:
    """Run the query in its transaction. A connection on which anything broke off is not used again."""
    try:
        rows, complete = await _selected(connection, query, values, seconds)
        if complete:
            await _do(connection, "DEALLOCATE PREPARE switchboard")
            await _do(connection, "ROLLBACK")
        else:
            connection.close()
        return rows
    except BaseException:
        connection.close()
        raise


async def _selected(
    connection: Connection, query: str, values: Mapping[str, Any], seconds: float
) -> tuple[list[dict[str, Any]], bool]:
    """Return the rows, and whether these were all."""
    if _FILES.search(query):
        raise InvalidInput("Nothing can be written to files: the database is read-only.", field="query")
    wanted: list[str] = []

    def placeholder(name: str) -> str:
        wanted.append(name)
        return "?"

    prepared = with_placeholders(query, placeholder)
    given = {f"@switchboard_{n}": _literal(name, values) for n, name in enumerate(wanted)}
    variables = {"@switchboard_query": _text(prepared), **given}
    settings = [_limit(connection, seconds), *(f"{name} = {value}" for name, value in variables.items())]
    await _do(connection, "START TRANSACTION READ ONLY")
    await _do(connection, f"SET {', '.join(settings)}")
    await _do(connection, "PREPARE switchboard FROM @switchboard_query")
    using = f" USING {', '.join(given)}" if given else ""
    cursor = connection.cursor(SSCursor)
    await cursor.execute(f"EXECUTE switchboard{using}")
    return await _fetched(cursor)


async def _fetched(cursor: Cursor) -> tuple[list[dict[str, Any]], bool]:
    columns = cursor.description or ()
    bits = {n for n, column in enumerate(columns) if column[1] == FIELD_TYPE.BIT}
    rows = Rows([column[0] for column in columns])
    while wanted := rows.wanted:
        some = await cursor.fetchmany(wanted)
        for row in some:
            rows.add([_bit(value) if n in bits else value for n, value in enumerate(row)])
        if len(some) < wanted:
            return rows.found, True
    return rows.found, await cursor.fetchone() is None


async def _do(connection: Connection, statement: str) -> None:
    async with connection.cursor() as cursor:
        await cursor.execute(statement)


def _limit(connection: Connection, seconds: float) -> str:
    """Return the setting that lets the server end a query by itself; the two call it differently."""
    if "mariadb" in connection.get_server_info().lower():
        return f"SESSION max_statement_time = {server_seconds(seconds):.3f}"
    return f"SESSION max_execution_time = {max(1, int(server_seconds(seconds) * 1000))}"


def _literal(name: str, values: Mapping[str, Any]) -> str:
    """Return a value as SQL that means just that."""
    if name not in values:
        raise InvalidInput(f"The query's :{name} has no value.", field="values")
    value = values[name]
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return _text(value)
    raise InvalidInput(
        f"The value of {name} is a list or an object; a query takes single values.", field="values"
    )


def _text(text: str) -> str:
    return f"_utf8mb4 X'{text.encode().hex()}'"


def _bit(value: Any) -> Any:
    return int.from_bytes(value, "big") if isinstance(value, bytes) else value


def _meant(error: MySQLError) -> InvalidInput | Unavailable:
    number = error.args[0] if error.args and isinstance(error.args[0], int) else 0
    said = str(error.args[1] if len(error.args) > 1 else error).rstrip(".")
    if number in _LATE:
        return Unavailable("The query took too long.")
    if number in _FULL:
        return Unavailable("The database has no connection left.")
    if number in _REFUSED:
        return Unavailable(f"The database refused the sign-in: {said}.")
    if number in _GONE or number in _CLIENTS or not number:
        return Unavailable(f"The connection to the database failed: {said}.")
    return InvalidInput(f"The query cannot be run: {said}.", field="query")
