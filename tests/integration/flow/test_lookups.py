"""Look-ups against a real HTTP server and a real database: slow, down, garbage, huge, and well."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bots.flow.effects import Fetch, Result
from bots.flow.http import LARGEST, HttpLookups
from hub.core.clock import SystemClock
from hub.core.errors import InvalidInput, Unavailable
from hub.store.read_only import MOST_ROWS, ReadOnlyDatabases


async def _answer(request: web.Request) -> web.StreamResponse:
    match request.match_info["what"]:
        case "good":
            seen = {
                "query": dict(request.query),
                "token": request.headers.get("X-Token"),
                "by": request.method,
                "key": request.headers.get("Idempotency-Key"),
            }
            body = await request.json() if request.can_read_body else None
            return web.json_response({**seen, "body": body})
        case "slow":
            await asyncio.Event().wait()
        case "cut":
            assert request.transport
            request.transport.abort()
            return web.Response()
        case "garbage":
            return web.Response(text="<html>", content_type="application/json")
        case "huge":
            return web.Response(text='"' + "x" * (LARGEST + 10) + '"')
        case "empty":
            return web.Response(status=204)
        case "away":
            raise web.HTTPFound("/good")
        case "broken":
            raise web.HTTPInternalServerError
    raise web.HTTPNotFound


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    app = web.Application()
    app.router.add_route("*", "/{what}", _answer)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
async def lookups(server: TestServer) -> AsyncIterator[HttpLookups]:
    secrets = {"shop": "s3cret"}
    lookups = HttpLookups(
        secrets.get, own_address=str(server.make_url("")).rstrip("/"), own_paths=("/good", "/slow", "/away")
    )
    open_ones = HttpLookups(secrets.get, allow_private=True)
    lookups.open = open_ones  # type: ignore[attr-defined]  # closed with it below
    yield lookups
    await lookups.close()
    await open_ones.close()


def wanted(url: str, **more: Any) -> Fetch:
    return Fetch(step="look", method=more.pop("method", "GET"), url=url, **more)


async def test_what_is_sent_and_what_comes_back(lookups: HttpLookups):
    fetch = wanted(
        "hub:/good",
        method="POST",
        query={"a": "1 & 2"},
        headers={"X-Token": "T {{secret.shop}}"},
        body={"n": 1},
    )
    result = await lookups.fetch(fetch, 5)
    assert result == Result(
        value={"query": {"a": "1 & 2"}, "token": "T s3cret", "by": "POST", "key": None, "body": {"n": 1}}
    )


@pytest.mark.parametrize(
    ("what", "outcome", "why"),
    [
        ("nowhere", "missing", ""),
        ("garbage", "failed", "the answer is no JSON"),
        ("huge", "failed", "the answer is too large"),
        ("broken", "failed", "HTTP 500"),
        ("away", "failed", "HTTP 302"),
        ("empty", "done", ""),
    ],
)
async def test_answers_that_are_none(
    lookups: HttpLookups, server: TestServer, what: str, outcome: str, why: str
):
    result = await lookups.open.fetch(wanted(str(server.make_url(f"/{what}"))), 5)  # type: ignore[attr-defined]
    assert (result.outcome, result.why) == (outcome, why)


async def test_a_slow_server_costs_only_its_time(lookups: HttpLookups):
    result = await lookups.fetch(wanted("hub:/slow", timeout=0.05), 5)
    assert (result.outcome, result.why) == ("failed", "no answer in time")
    result = await lookups.fetch(wanted("hub:/slow"), 0.05)
    assert result.why == "no answer in time"


async def test_a_server_that_is_down(lookups: HttpLookups, server: TestServer):
    url = str(server.make_url("/good"))
    await server.close()
    result = await lookups.open.fetch(wanted(url), 5)  # type: ignore[attr-defined]
    assert result.outcome == "failed"
    assert result.why.startswith("the connection failed")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/x",
        "http://localhost/x",
        "http://[::1]/",
        "http://169.254.169.254/latest",
        "hub:/admin",
    ],
)
async def test_private_addresses_are_refused(lookups: HttpLookups, url: str):
    result = await lookups.fetch(wanted(url), 5)
    assert result.outcome == "failed"
    assert "private network" in result.why or "cannot be asked" in result.why


async def test_a_secret_that_is_not_there(lookups: HttpLookups):
    result = await lookups.fetch(wanted("hub:/good", headers={"A": "{{secret.none}}"}), 5)
    assert (result.outcome, result.why) == ("failed", "There is no secret none.")


@pytest.fixture
def databases(tmp_path: Path) -> ReadOnlyDatabases:
    path = tmp_path / "shop 100%.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE o (id INTEGER, name TEXT)")
    connection.executemany("INSERT INTO o VALUES (?, ?)", [(n, f"item {n}") for n in range(500)])
    connection.commit()
    connection.close()
    gone = str(tmp_path / "gone.db")
    return ReadOnlyDatabases({"shop": str(path), "gone": gone}, SystemClock())


async def test_rows_come_as_objects_and_not_too_many(databases: ReadOnlyDatabases):
    rows = await databases.select("shop", "SELECT id, name FROM o WHERE name = :name", {"name": "item 7"}, 2)
    assert rows == [{"id": 7, "name": "item 7"}]
    injected = {"name": "x' OR 1=1 --"}
    assert await databases.select("shop", "SELECT id FROM o WHERE name = :name", injected, 2) == []
    assert len(await databases.select("shop", "SELECT * FROM o", {}, 2)) == MOST_ROWS


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM o",
        "INSERT INTO o VALUES (1, 'x')",
        "DROP TABLE o",
        "ATTACH '/tmp/x' AS y",
        "PRAGMA journal_mode = wal",
        "SELECT load_extension('x')",
        "SELECT * FROM nothing",
        "SELECT 1; DELETE FROM o",
        "SELECT :missing",
    ],
)
async def test_nothing_but_reading_is_possible(databases: ReadOnlyDatabases, query: str):
    with pytest.raises(InvalidInput):
        await databases.select("shop", query, {}, 2)
    assert (await databases.select("shop", "SELECT count(*) AS n FROM o", {}, 2))[0]["n"] == 500


async def test_a_query_without_end_is_ended(databases: ReadOnlyDatabases):
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r"
    with pytest.raises(Unavailable, match="too long"):
        await databases.select("shop", endless, {}, 0.05)


async def test_a_database_that_is_not_there(databases: ReadOnlyDatabases):
    with pytest.raises(Unavailable):
        await databases.select("gone", "SELECT 1", {}, 1)
    with pytest.raises(InvalidInput):
        await databases.select("unheard", "SELECT 1", {}, 1)


async def test_a_server_recognises_what_is_sent_again(lookups: HttpLookups, server: TestServer):
    url = str(server.make_url("/good"))
    own = {"Idempotency-Key": '"mine"'}
    for headers, key in (({}, '"k1"'), (own, '"mine"')):
        wanted_once = wanted(url, method="POST", key="k1", headers=headers, repeatable=False)
        result = await lookups.open.fetch(wanted_once, 5)  # type: ignore[attr-defined]
        assert result.value["key"] == key
    assert (await lookups.open.fetch(wanted(url), 5)).value["key"] is None  # type: ignore[attr-defined]


async def test_what_became_of_a_request_is_unknown_only_where_it_may_have_arrived(
    lookups: HttpLookups, server: TestServer
):
    once = {"method": "POST", "key": "k1", "repeatable": False}
    slow, cut = str(server.make_url("/slow")), str(server.make_url("/cut"))
    for url, seconds, outcome in (
        (slow, 0.05, "unknown"),
        (cut, 5, "unknown"),
        ("http://127.0.0.1:1/", 5, "failed"),
    ):
        result = await lookups.open.fetch(wanted(url, **once), seconds)  # type: ignore[attr-defined]
        assert result.outcome == outcome, url
        again = await lookups.open.fetch(wanted(url, method="POST", key="k1"), seconds)  # type: ignore[attr-defined]
        assert again.outcome == "failed", url
