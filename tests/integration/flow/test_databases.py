"""Look-ups in real PostgreSQL and MariaDB servers: what is read, what is refused, and all that goes wrong."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from hub.core.clock import SystemClock
from hub.core.errors import InvalidInput, Unavailable
from hub.core.models.work import WorkState
from hub.store.read_only import MOST_ROWS, ReadOnlyDatabases
from hub.store.read_only.limits import AT_ONCE
from tests.fakes.flow_talk import talking
from tests.integration.flow.servers import PASSWORD, DatabaseServer, running

pytestmark = pytest.mark.xdist_group("databases")
SLOW = {"postgresql": "SELECT pg_sleep(30)", "mysql": "SELECT sleep(30)"}
ASLEEP = {
    "postgresql": "SELECT count(*) AS n FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%' "
    "AND state = 'active' AND pid <> pg_backend_pid()",
    "mysql": "SELECT count(*) AS n FROM information_schema.processlist WHERE state = 'User sleep'",
}


@pytest.fixture(scope="module", params=["postgresql", "mysql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def server(kind: str) -> Iterator[DatabaseServer]:
    with running(kind) as started:
        yield started


@pytest.fixture
async def shop(server: DatabaseServer) -> AsyncIterator[ReadOnlyDatabases]:
    databases = opened(server.address())
    yield databases
    await databases.close()


def opened(address: str, password: str = PASSWORD) -> ReadOnlyDatabases:
    return ReadOnlyDatabases({"shop": address}, SystemClock(), password=lambda name: password)


async def select(databases: ReadOnlyDatabases, query: str, seconds: float = 20, **values: Any) -> list[Any]:
    return await databases.select("shop", query, values, seconds)


async def test_rows_come_as_values_of_a_flow(shop: ReadOnlyDatabases, kind: str):
    found = await select(shop, "SELECT * FROM orders ORDER BY number")
    yes, no = (True, False) if kind == "postgresql" else (1, 0)
    assert found == [
        {"number": "HP-10042", "total": 19.9, "placed": "2026-11-20", "paid": yes, "note": None},
        {"number": "HP-10043", "total": 120, "placed": "2026-11-21", "paid": no, "note": "它在路上"},
    ]


ODD: dict[str, dict[str, Any]] = {
    "postgresql": {
        "12345678901234567890.5::numeric": "12345678901234567890.5",
        "'NaN'::float8": None,
        "'2026-11-20 10:00+02'::timestamptz": "2026-11-20T08:00:00+00:00",
        "'{\"a\": [1]}'::jsonb": {"a": [1]},
        "ARRAY[1, 2]": [1, 2],
        "'09:30'::time": "09:30:00",
        "'8 hours'::interval": "08:00:00",
        "'\\x4142'::bytea": "AB",
    },
    "mysql": {
        "CAST('12345678901234567890.5' AS decimal(30, 1))": "12345678901234567890.5",
        "CAST('2026-11-20 10:00' AS datetime)": "2026-11-20T10:00:00",
        "CAST('09:30' AS time)": "09:30:00",
        "X'4142'": "AB",
        "CAST(18446744073709551615 AS unsigned)": "18446744073709551615",
    },
}


async def test_whatever_a_column_has_becomes_json(shop: ReadOnlyDatabases, kind: str):
    for expression, value in ODD[kind].items():
        assert await select(shop, f"SELECT {expression} AS it") == [{"it": value}], expression
    assert await select(shop, "SELECT * FROM flags") == [{"paid": "1" if kind == "postgresql" else 1}]


async def test_values_are_bound_and_never_read_as_sql(shop: ReadOnlyDatabases):
    for text in ("x' OR 1=1 --", "\\' OR 1=1 --", '"; DROP TABLE orders; --', "_utf8mb4 X'00'", "它's :n ?"):
        assert await select(shop, "SELECT number FROM orders WHERE number = :n", n=text) == []
        assert await select(shop, "SELECT CAST(:n AS char(40)) AS it", n=text) != []
    assert len(await select(shop, "SELECT number FROM orders")) == 2


async def test_values_fit_columns_of_any_type(shop: ReadOnlyDatabases):
    query = """SELECT number FROM orders -- whose :name is in a comment
        WHERE placed = :day AND total > :least AND paid = :paid AND number <> ':x' AND :day > '2026-01-01'"""
    values: dict[str, Any] = {"day": "2026-11-20", "least": "19.5", "paid": True}
    assert await select(shop, query, **values) == [{"number": "HP-10042"}]
    assert await select(shop, query, **{**values, "least": 30}) == []
    assert await select(shop, "SELECT number FROM orders WHERE note = :note", note=None) == []


async def test_a_value_that_is_missing_or_does_not_fit_is_named(shop: ReadOnlyDatabases, kind: str):
    with pytest.raises(InvalidInput, match=":n has no value"):
        await select(shop, "SELECT number FROM orders WHERE number = :n")
    wrong = [["x"]] if kind == "mysql" else "soon"
    with pytest.raises(InvalidInput, match="value of n"):
        await select(shop, "SELECT number FROM orders WHERE placed = :n", n=wrong)


@pytest.mark.parametrize("column", ["total", "paid", "placed", "number"])
@pytest.mark.parametrize(
    "value", ["1e999999999", "-1e-999999999", "NaN", "maybe", "", "9" * 4000, "a\0b", "😀"]
)
async def test_whatever_customers_write_costs_nothing(shop: ReadOnlyDatabases, column: str, value: str):
    query = f"SELECT number FROM orders WHERE {column} = :n AND 1 = 0"  # noqa: S608 - a column of ours
    with suppress(InvalidInput):
        assert await select(shop, query, n=value) == []
    assert len(await select(shop, "SELECT number FROM orders")) == 2


async def test_rows_are_counted_and_weighed(shop: ReadOnlyDatabases):
    assert len(await select(shop, "SELECT n FROM many ORDER BY n")) == MOST_ROWS
    with pytest.raises(InvalidInput, match="larger than 256 kB"):
        await select(shop, "SELECT * FROM many")
    assert len(await select(shop, "SELECT n FROM many LIMIT 3")) == 3


WRITES = {
    "postgresql": [
        "WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone",
        "SELECT set_config('transaction_read_only', 'off', false), lo_create(0)",
        "SELECT * INTO copy FROM orders",
        "SELECT 1; DELETE FROM orders",
    ],
    "mysql": [
        "WITH one AS (SELECT 1) DELETE FROM orders",
        "SELECT * FROM orders INTO OUTFILE 'orders.txt'",
        "SELECT 1; DELETE FROM orders",
        "WITH one AS (SELECT 1) UPDATE orders SET total = 0",
    ],
}


async def test_nothing_can_be_written(shop: ReadOnlyDatabases, kind: str):
    for query in [*WRITES[kind], "DELETE FROM orders", "COMMIT", "SET SESSION x = 1"]:
        with pytest.raises(InvalidInput):
            await select(shop, query)
    assert await select(shop, "SELECT count(*) AS n, max(total) AS most FROM orders") == [
        {"n": 2, "most": 120}
    ]


async def test_a_query_does_not_change_what_follows_on_its_connection(shop: ReadOnlyDatabases, kind: str):
    if kind == "postgresql":
        await select(shop, "SELECT set_config('default_transaction_read_only', 'off', false)")
        await select(shop, "SELECT set_config('search_path', 'nowhere', false)")
    else:
        await select(shop, "SELECT @switchboard_0 := 5 AS x, get_lock('orders', 0) AS y")
    assert len(await select(shop, "SELECT * FROM orders WHERE number LIKE :n", n="HP%")) == 2
    with pytest.raises(InvalidInput):
        await select(shop, WRITES[kind][0])


async def test_the_server_itself_has_the_time_limit(shop: ReadOnlyDatabases, kind: str):
    asked = "current_setting('statement_timeout')" if kind == "postgresql" else "@@max_statement_time"
    wanted = "2250ms" if kind == "postgresql" else 2.25
    assert await select(shop, f"SELECT {asked} AS it", 2.5) == [{"it": wanted}]


async def test_a_slow_query_is_ended(shop: ReadOnlyDatabases, server: DatabaseServer, kind: str):
    with pytest.raises(Unavailable, match="too long"):
        await select(shop, SLOW[kind], 0.2)
    await until_asleep(shop, kind, 0)
    assert len(await select(shop, "SELECT * FROM orders")) == 2


async def test_a_wrong_password_or_database(server: DatabaseServer):
    for databases in (opened(server.address(), "wrong"), opened(server.address(database="nowhere"))):
        with pytest.raises(Unavailable, match="refused the sign-in") as caught:
            await select(databases, "SELECT 1")
        assert PASSWORD not in caught.value.message
        await databases.close()


async def test_connections_are_few_whatever_is_asked(
    shop: ReadOnlyDatabases, server: DatabaseServer, kind: str
):
    mine = {
        "postgresql": "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'switchboard'",
        "mysql": "SELECT count(*) AS n FROM information_schema.processlist WHERE user = 'reader'",
    }
    found = await asyncio.gather(*(select(shop, mine[kind]) for _ in range(30)))
    assert max(rows[0]["n"] for rows in found) <= AT_ONCE


GATED = {
    "postgresql": "SELECT pg_advisory_xact_lock(7)",
    "mysql": "SELECT get_lock('gate', 30), release_lock('gate')",
}


async def test_a_server_that_has_no_connection_left(server: DatabaseServer, kind: str):
    """It allows six, of which one shuts a gate; twelve queries want through, and some are told at once."""
    hubs = [opened(server.address()) for _ in range(3)]
    async with asyncio.TaskGroup() as group, server.gate():
        tasks = {group.create_task(outcome(hub, GATED[kind])) for hub in hubs for _ in range(AT_ONCE)}
        refused: set[asyncio.Task[str]] = set()
        while len(refused) < 7:
            done, tasks = await asyncio.wait(tasks, timeout=30, return_when=asyncio.FIRST_COMPLETED)
            assert done
            refused |= done
    assert {task.result() for task in refused} == {"The database has no connection left."}
    assert "1 row" in {task.result() for task in tasks}
    for hub in hubs:
        await hub.close()


async def outcome(databases: ReadOnlyDatabases, query: str) -> str:
    """Ask, and return what came of it."""
    try:
        return f"{len(await select(databases, query, 30))} row"
    except Unavailable as error:
        return error.message


async def refusal(databases: ReadOnlyDatabases, kind: str, seconds: float = 1) -> str:
    """Ask for what takes too long, and return what was said to that."""
    with pytest.raises(Unavailable) as caught:
        await select(databases, SLOW[kind], seconds)
    return caught.value.message


async def until_asleep(databases: ReadOnlyDatabases, kind: str, wanted: int) -> None:
    """Wait until so many slow queries run in the server."""
    async with asyncio.timeout(40):
        while (await select(databases, ASLEEP[kind]))[0]["n"] != wanted:
            pass


async def test_a_server_killed_in_the_middle_and_back_again(
    shop: ReadOnlyDatabases, server: DatabaseServer, kind: str
):
    async with asyncio.TaskGroup() as group:
        slow = group.create_task(refusal(shop, kind, 20))
        await until_asleep(shop, kind, 1)
        await asyncio.to_thread(server.kill)
    assert "connection to the database failed" in slow.result()
    with pytest.raises(Unavailable, match="connection to the database failed"):
        await select(shop, "SELECT 1")
    await asyncio.to_thread(server.start)
    assert len(await select(shop, "SELECT * FROM orders")) == 2


async def test_a_restart_between_two_queries_is_not_noticed(shop: ReadOnlyDatabases, server: DatabaseServer):
    assert await select(shop, "SELECT 1 AS one") == [{"one": 1}]
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)
    assert await select(shop, "SELECT 1 AS one") == [{"one": 1}]


async def test_a_server_that_hangs_costs_only_the_time(server: DatabaseServer):
    databases = opened(server.address())
    server.freeze()
    try:
        with pytest.raises(Unavailable, match="too long"):
            await select(databases, "SELECT 1", 0.2)
    finally:
        server.thaw()
    await databases.close()


ENCRYPTED = {
    "postgresql": "SELECT CAST(ssl AS int) AS it FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    "mysql": "SELECT variable_value <> '' AS it FROM information_schema.session_status "
    "WHERE variable_name = 'Ssl_cipher'",
}


async def test_connections_are_encrypted_with_whom_they_should_be(server: DatabaseServer, kind: str):
    here, localhost = server.address(), server.address(host="localhost")
    for address, encrypted in (
        (here, 0),
        (f"{here}?sslmode=require", 1),
        (f"{localhost}?sslmode=verify-full&sslrootcert={server.certificate}", 1),
    ):
        databases = opened(address)
        assert await select(databases, ENCRYPTED[kind]) == [{"it": encrypted}], address
        await databases.close()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_a_certificate_for_somebody_else_is_not_trusted(server: DatabaseServer, host: str):
    trusted = f"&sslrootcert={server.certificate}" if host == "127.0.0.1" else ""
    databases = opened(f"{server.address(host=host)}?sslmode=verify-full{trusted}")
    with pytest.raises(Unavailable, match="connection to the database failed"):
        await select(databases, "SELECT 1")
    await databases.close()


FLOW = """
title: {en: Order, zh: 订单}
start: ask
variables:
  order: {kind: text, label: {en: Order, zh: 订单}}
  total: {kind: amount, unit: GBP}
  placed: {kind: date}
steps:
  ask: {kind: collect, variable: order, text: {en: Which order?, zh: 哪个订单？}, next: look}
  look:
    kind: sql
    database: shop
    query: SELECT total, placed FROM orders WHERE number = :order
    values: {order: order}
    result: {total: total, placed: placed}
    next: tell
    missing: ask
    failed: person
  tell: {kind: say, text: {en: "{{total}} on {{placed}}", zh: "{{total}}"}, next: ask}
  person: {kind: queue, reason: shop_down}
"""


async def test_a_flow_reads_and_goes_on_where_it_cannot(
    tmp_path: Path, shop: ReadOnlyDatabases, server: DatabaseServer
):
    async with talking(tmp_path, FLOW, databases=shop) as talk:
        await talk.say("hello")
        said = await talk.say("HP-10042")
        assert "19.90" in said[0]
        assert "20 November 2026" in said[0]
        assert await talk.say("HP-0") == ["Which order?"]
        await asyncio.to_thread(server.kill)
        try:
            await talk.say("HP-10043")
        finally:
            await asyncio.to_thread(server.start)
        item = await talk.item()
        assert item
        assert (item.state, item.reason) == (WorkState.QUEUED, "shop_down")
        assert (await talk.data())["order"] == "HP-10043"
