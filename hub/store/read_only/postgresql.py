"""Read-only PostgreSQL: each query in a transaction that the server itself keeps from writing."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import asyncpg
import msgspec
import structlog
from asyncpg import exceptions as pg
from asyncpg.pool import PoolConnectionProxy
from asyncpg.prepared_stmt import PreparedStatement

from hub.core.database_address import DatabaseAddress
from hub.core.errors import InvalidInput, Unavailable
from hub.core.sql import names_in, with_placeholders
from hub.store.read_only.limits import server_seconds
from hub.store.read_only.rows import Rows
from hub.store.read_only.tls import tls_context

log = structlog.get_logger()

IDLE_SECONDS = 300.0
"""After which a connection that nobody used is closed."""
MOST_DIGITS = 100
"""Of a number in a query, before its point and behind."""
_BEGIN = """BEGIN READ ONLY;
SET LOCAL statement_timeout = {milliseconds};
SET LOCAL idle_in_transaction_session_timeout = {idle}"""


class PostgresqlDatabase:
    """One database (hub.store.read_only.databases.ReadOnlyDatabase)."""

    def __init__(self, address: DatabaseAddress, password: str | None, *, at_once: int) -> None:
        """Take where it is, and how many connections there may be."""
        self._address = address
        self._password = password
        self._at_once = at_once
        self._pool: asyncpg.Pool | None = None
        self._opening = asyncio.Lock()

    async def select(self, query: str, values: Mapping[str, Any], seconds: float) -> list[dict[str, Any]]:
        """Return the rows of a query as objects."""
        try:
            async with asyncio.timeout(seconds):
                pool = await self._opened()
                async with pool.acquire(timeout=seconds) as connection:
                    return await _guarded(connection, query, values, seconds)
        except (TimeoutError, pg.QueryCanceledError) as error:
            raise Unavailable("The query took too long.") from error
        except pg.TooManyConnectionsError as error:
            raise Unavailable("The database has no connection left.") from error
        except (pg.InvalidAuthorizationSpecificationError, pg.InvalidCatalogNameError) as error:
            raise Unavailable(f"The database refused the sign-in: {_said(error)}.") from error
        except (
            pg.PostgresConnectionError,
            pg.OperatorInterventionError,
            pg.InterfaceError,
            pg.InternalClientError,
            OSError,
        ) as error:
            raise Unavailable(f"The connection to the database failed: {type(error).__name__}.") from error
        except pg.PostgresError as error:
            raise InvalidInput(f"The query cannot be run: {_said(error)}.", field="query") from error

    async def close(self) -> None:
        """Let go of open connections."""
        if self._pool is not None:
            self._pool.terminate()
            self._pool = None

    async def _opened(self) -> asyncpg.Pool:
        async with self._opening:
            if self._pool is None:
                at = self._address
                self._pool = await asyncpg.create_pool(
                    host=at.host,
                    port=at.port,
                    user=at.user,
                    password=self._password or "",
                    database=at.database,
                    ssl=await asyncio.to_thread(tls_context, at) or False,
                    min_size=0,
                    max_size=self._at_once,
                    max_inactive_connection_lifetime=IDLE_SECONDS,
                    server_settings={"application_name": "switchboard"},
                )
            return self._pool


async def _guarded(
    connection: PoolConnectionProxy, query: str, values: Mapping[str, Any], seconds: float
) -> list[dict[str, Any]]:
    """Run the query in its transaction. A connection on which anything broke off is not used again."""
    limit = max(1, int(server_seconds(seconds) * 1000))
    try:
        await connection.execute(_BEGIN.format(milliseconds=limit, idle=limit + 1000))
        rows = await _selected(connection, query, values)
        await connection.execute("ROLLBACK")
    except (InvalidInput, pg.PostgresError):
        await _roll_back(connection)
        raise
    except BaseException:
        connection.terminate()
        raise
    return rows


async def _roll_back(connection: PoolConnectionProxy) -> None:
    """End the transaction after an error; a connection on which that fails has had it."""
    try:
        await connection.execute("ROLLBACK")
    except asyncio.CancelledError:
        connection.terminate()
        raise
    except Exception as error:
        log.info("database_connection_dropped", error=type(error).__name__)
        connection.terminate()


async def _selected(
    connection: PoolConnectionProxy, query: str, values: Mapping[str, Any]
) -> list[dict[str, Any]]:
    names = names_in(query)
    statement = await connection.prepare(with_placeholders(query, lambda name: f"${names.index(name) + 1}"))
    arguments = _arguments(statement, names, values)
    attributes = statement.get_attributes()
    readers = [_READ.get(one.type.name) for one in attributes]
    rows = Rows([one.name for one in attributes])
    cursor = await statement.cursor(*arguments)
    while wanted := rows.wanted:
        some = await cursor.fetch(wanted)
        for row in some:
            rows.add(
                [
                    read(value) if read and value is not None else value
                    for read, value in zip(readers, row, strict=True)
                ]
            )
        if len(some) < wanted:
            break
    return rows.found


def _arguments(statement: PreparedStatement, names: Sequence[str], values: Mapping[str, Any]) -> list[Any]:
    """Return the named values as the query's parameters want them, in order."""
    kinds = [one.name for one in statement.get_parameters()]
    found = []
    for name, kind in zip(names, kinds, strict=True):
        if name not in values:
            raise InvalidInput(f"The query's :{name} has no value.", field="values")
        try:
            found.append(_converted(values[name], kind))
        except (ValueError, TypeError, ArithmeticError, LookupError):
            raise InvalidInput(
                f"The value of {name} does not fit the query: it wants {kind}.", field="values"
            ) from None
    return found


def _converted(value: Any, kind: str) -> Any:
    """Return a flow's value as a parameter of a type; flows have dates and much else as text."""
    if value is None:
        return None
    if isinstance(value, list):
        return [_converted(one, kind.removesuffix("[]")) for one in value]
    if kind in {"json", "jsonb"}:
        return msgspec.json.encode(value).decode()
    convert = _CONVERTED.get(kind)
    return convert(value) if convert else value if isinstance(value, str) else _text(value)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(value: Any) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        raise ValueError(value)  # a customer's "1e999999999" would take all memory there is
    return number


def _whole(value: Any) -> int:
    number = _number(value)
    if number != number.to_integral_value():
        raise ValueError(value)
    return int(number)


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return {"true": True, "1": True, "false": False, "0": False}[str(value).lower()]


def _moment(value: Any) -> datetime:
    at = datetime.fromisoformat(str(value))
    return at if at.tzinfo else at.replace(tzinfo=UTC)


_CONVERTED: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("int2", "int4", "int8", "oid"), _whole),
    **dict.fromkeys(("float4", "float8"), float),
    "numeric": _number,
    "bool": _truth,
    "date": lambda value: date.fromisoformat(str(value)[:10]),
    "timestamp": lambda value: datetime.fromisoformat(str(value)).replace(tzinfo=None),
    "timestamptz": _moment,
    "time": lambda value: time.fromisoformat(str(value)),
    "bytea": lambda value: _text(value).encode(),
}


_READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("json", "jsonb"), msgspec.json.decode),
    **dict.fromkeys(("bit", "varbit"), asyncpg.BitString.as_string),
}


def _said(error: pg.PostgresError) -> str:
    return str(error).splitlines()[0].rstrip(".")
