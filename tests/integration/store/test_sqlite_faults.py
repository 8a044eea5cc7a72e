"""What the SQLite engine does when the disk, the file, the loop or another hub is in the way."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from hub.core.errors import InvalidInput, StaleRevision, Unavailable
from hub.core.models.contacts import Contact
from hub.core.models.conversations import Message
from hub.store.sqlite import SqliteDatabase
from hub.store.sqlite.lock import FolderLock
from hub.store.sqlite.migrations import migrate
from hub.store.sqlite.tables import TABLES
from tests.fakes.clock import FakeClock
from tests.fakes.records import batch, contact, conversation, message


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    database = await SqliteDatabase.open(tmp_path, FakeClock())
    yield database
    await database.close()


async def test_a_second_hub_is_refused_by_name_and_the_next_one_let_in(
    database: SqliteDatabase, tmp_path: Path
):
    with pytest.raises(Unavailable, match=r"process \d+.*using the data folder"):
        await SqliteDatabase.open(tmp_path, FakeClock())
    await database.close()
    await (await SqliteDatabase.open(tmp_path, FakeClock())).close()


async def test_a_full_disk_refuses_clearly_loses_nothing_and_is_survived(
    database: SqliteDatabase, tmp_path: Path
):
    store = database.tenant("acme")
    await store.commit(batch(contact("k1")))
    (pages,) = await database._writer.call(lambda c: c.execute("PRAGMA page_count").fetchone())
    await database._writer.call(lambda c: c.execute(f"PRAGMA max_page_count = {pages + 4}").fetchone())
    big = [contact(f"big{n}", notes="x" * 5000) for n in range(20)]
    outcomes = await asyncio.gather(*(store.commit(batch(one)) for one in big), return_exceptions=True)
    full = [outcome for outcome in outcomes if isinstance(outcome, Unavailable)]
    assert full
    assert all("disk" in str(outcome) and "full" in str(outcome) for outcome in full)
    assert await store.count(Contact) == 1 + len(outcomes) - len(full)
    await database._writer.call(lambda c: c.execute("PRAGMA max_page_count = 1000000").fetchone())
    await store.commit(batch(contact("after")))
    assert await store.peek(Contact, "after") is not None


async def test_a_failing_commit_fails_everyone_in_it_and_the_next_one_works(
    database: SqliteDatabase, tmp_path: Path
):
    store = database.tenant("acme")
    await store.commit(batch(contact("k1")))
    blocker = sqlite3.connect(tmp_path / "hub.db", isolation_level=None, check_same_thread=False)
    await database._writer.call(_impatient)
    blocker.execute("BEGIN IMMEDIATE")
    with capture_logs() as logs:
        outcomes = await asyncio.gather(
            *(store.commit(batch(contact(f"lost{n}"))) for n in range(30)), return_exceptions=True
        )
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    assert "commit_failed" in {log["event"] for log in logs}
    blocker.execute("ROLLBACK")
    blocker.close()
    assert await store.count(Contact) == 1
    assert await store.peek(Contact, "lost1") is None
    await store.commit(batch(contact("lost1")))
    assert await store.count(Contact) == 2


def _impatient(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA busy_timeout = 0")


async def test_too_many_waiting_changes_are_refused_not_lost(database: SqliteDatabase):
    store = database.tenant("acme")
    database._writer._limit = 10
    hold = threading.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(database._writer.call(lambda _: hold.wait(10)))
        await asyncio.sleep(0)
        accepted = [group.create_task(store.commit(batch(contact(f"k{n}")))) for n in range(10)]
        await asyncio.sleep(0)
        with pytest.raises(Unavailable, match="10 changes waiting"):
            await store.commit(batch(contact("refused")))
        hold.set()
    assert all(task.exception() is None for task in accepted)
    assert await store.count(Contact) == 10
    await store.commit(batch(contact("later")))


async def test_a_newer_file_is_refused(database: SqliteDatabase, tmp_path: Path):
    await database.close()
    with sqlite3.connect(tmp_path / "hub.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(Unavailable, match="newer hub .*99.*restore a backup"):
        await SqliteDatabase.open(tmp_path, FakeClock())
    FolderLock(tmp_path).release()  # the refused hub let go of the folder


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path):
    (tmp_path / "hub.db").write_bytes(b"not a database, but long enough to look at" * 50)
    with pytest.raises(Unavailable, match=r"hub\.db cannot be opened"):
        await SqliteDatabase.open(tmp_path, FakeClock())


async def test_new_columns_indexes_and_tables_appear_in_an_old_file(database: SqliteDatabase, tmp_path: Path):
    store = database.tenant("acme")
    said = batch(contact("k1", name="Jan"))
    said.message(message(), conversation())
    await store.commit(said)
    await database.close()
    table = TABLES[Contact]
    with sqlite3.connect(tmp_path / "hub.db") as connection:
        for index in table.indexes():
            connection.execute(f"DROP INDEX {index}")
        connection.execute("ALTER TABLE contact DROP COLUMN name")
        connection.execute("DROP TABLE webhook")
        connection.execute("DROP INDEX message_conversation_seq")
        connection.execute("CREATE INDEX message_conversation_seq ON message (seq)")
        connection.execute("CREATE INDEX obsolete ON message (rev)")
    connection.close()
    again = await SqliteDatabase.open(tmp_path, FakeClock())
    found = await again.tenant("acme").find(Contact, {"name": "Jan"})
    schema = await again._writer.call(
        lambda c: dict(c.execute("SELECT name, sql FROM sqlite_master").fetchall())
    )
    await again.close()
    assert [one.id for one in found] == ["k1"]
    assert "webhook" in schema
    assert "obsolete" not in schema
    for name, sql in (*table.indexes().items(), *TABLES[Message].indexes().items()):
        assert schema[name] == sql


async def test_steps_run_once_and_a_failing_one_changes_nothing(tmp_path: Path):
    path = tmp_path / "hub.db"
    connection = sqlite3.connect(path, isolation_level=None)
    ran: list[str] = []

    def first(_: sqlite3.Connection) -> None:
        ran.append("first")

    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (id)")
        raise RuntimeError("broken step")

    migrate(connection, path, (first,))
    with pytest.raises(RuntimeError):
        migrate(connection, path, (first, broken))
    migrate(connection, path, (first,))
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert ran == ["first"]
    assert "half" not in names


def test_a_loop_that_is_gone_does_not_stop_the_writer(tmp_path: Path):
    async def leave() -> SqliteDatabase:
        database = await SqliteDatabase.open(tmp_path, FakeClock())
        hold = threading.Event()
        writer = database._writer
        asyncio.get_running_loop().create_task(writer.call(lambda _: hold.wait(10)))
        asyncio.get_running_loop().create_task(database.tenant("acme").commit(batch(contact("k1"))))
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_soon(hold.set)
        return database

    async def close(database: SqliteDatabase) -> None:
        await database._writer.close()
        await database._readers.close()
        database._connection.close()
        database._lock.release()

    database = asyncio.run(leave())
    asyncio.run(close(database))

    async def count() -> int:
        again = await SqliteDatabase.open(tmp_path, FakeClock())
        number = await again.tenant("acme").count(Contact)
        await again.close()
        return number

    assert asyncio.run(count()) == 1


async def test_a_refused_batch_leaves_the_cache_alone(database: SqliteDatabase):
    store = database.tenant("acme")
    await store.commit(batch(contact("k1", name="old")))
    with pytest.raises(StaleRevision):
        await store.commit(batch(contact("k1", name="new")))
    assert (await store.get(Contact, "k1")).name == "old"


async def test_a_value_that_cannot_be_stored_harms_only_its_own_batch(database: SqliteDatabase):
    store = database.tenant("acme")
    good, too_large, torn, also_good = await asyncio.gather(
        store.commit(batch(contact("k1"))),
        store.commit(batch(conversation("c1", last_seq=2**63))),
        store.commit(batch(contact("k2", name="\ud800"))),
        store.commit(batch(contact("k3"))),
        return_exceptions=True,
    )
    assert isinstance(too_large, InvalidInput)
    assert isinstance(torn, InvalidInput)
    assert not isinstance(good, BaseException)
    assert not isinstance(also_good, BaseException)
    assert [one.id for one in await store.find(Contact)] == ["k1", "k3"]


async def test_closing_leaves_one_file_that_is_whole(database: SqliteDatabase, tmp_path: Path):
    await database.tenant("acme").commit(batch(contact("k1")))
    await database.tenant("acme").find(Contact)
    await database.close()
    assert sorted(path.name for path in await asyncio.to_thread(lambda: list(tmp_path.iterdir()))) == [
        "hub.db",
        "hub.lock",
    ]
    with pytest.raises(Unavailable):
        await database.tenant("acme").find(Contact)


async def test_the_indexer_follows_commits_by_itself(tmp_path: Path):
    clock = FakeClock()
    database = await SqliteDatabase.open(tmp_path, clock)
    store = database.tenant("acme")
    said = batch()
    said.message(message(text="findable"), conversation())
    await store.commit(said)
    indexed = threading.Event()
    for _ in range(50):
        await clock.advance(1.0)
        await database._writer.call(lambda _: None)  # the indexer's own calls to the writer came before
        if await store.search("findable"):
            indexed.set()
            break
    await database.close()
    assert indexed.is_set()
