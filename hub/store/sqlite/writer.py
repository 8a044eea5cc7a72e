"""The one thread that writes: whatever queued while the last COMMIT ran goes into the next one."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, NamedTuple

import structlog

from hub.core.batch import Sealed
from hub.core.errors import HubError, StaleRevision, Unavailable
from hub.core.records import Record
from hub.store.sqlite.conflicts import UNSTORABLE, diagnose, unstorable
from hub.store.sqlite.statements import Row, Statement
from hub.store.sqlite.tables import Table

log = structlog.get_logger()

MOST_JOBS = 512
"""Jobs in one transaction; more would make the first of them wait too long."""


Operation = tuple[Table | None, Statement, Row, Record | None]
"""One statement of a job with its values, and what it saves or deletes; None for events."""


class Job(NamedTuple):
    """A batch on its way to disk."""

    tenant: str
    sealed: Sealed
    operations: list[Operation]
    future: asyncio.Future[Sealed]


class Call(NamedTuple):
    """Work for the writer's connection that is not a batch, in a transaction of its own or in none."""

    function: Callable[[sqlite3.Connection], Any]
    future: asyncio.Future[Any]
    transaction: bool


Outcome = tuple[Job, HubError | None]
Finish = Callable[[list[Outcome]], None]


class _Refused(Exception):
    """Some job of the transaction must fail; the slow way finds out which."""


class Writer:
    """Owns the writing connection and its thread. `submit` and `call` are for the event loop only.

    `finish` is called in the loop after each COMMIT, with all its jobs in order.
    """

    def __init__(self, connection: sqlite3.Connection, finish: Finish, *, limit: int = 8192) -> None:
        """Start the thread; `limit` is how many jobs may wait."""
        self._connection = connection
        self._finish = finish
        self._limit = limit
        self._waiting = 0
        self._closed = False
        self._loop = asyncio.get_running_loop()
        self._group: list[Job] = []
        self._queue: SimpleQueue[list[Job] | Call | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Raise Unavailable when no further job can be taken."""
        if self._closed:
            raise Unavailable("The store is closing: try again once the hub is back.")
        if self._waiting >= self._limit:
            raise Unavailable(
                f"The store has {self._waiting} changes waiting to be written: try again shortly."
            )

    def submit(self, job: Job) -> None:
        """Queue a batch, together with all others of this turn of the event loop.

        Waking the thread for the first one would have it compete with the loop for Python's lock while
        the others are still being made.
        """
        self._waiting += 1
        if not self._group:
            self._loop.call_soon(self._hand_over)
        self._group.append(job)

    async def call(self, function: Callable[[sqlite3.Connection], Any], *, transaction: bool = True) -> Any:
        """Run a function in the writer's thread between the transactions of the batches; in one, or none."""
        self.check()
        future: asyncio.Future[Any] = self._loop.create_future()
        self._hand_over()
        self._queue.put(Call(function, future, transaction))
        return await future

    async def close(self) -> None:
        """Write what was accepted, then end the thread. The connection stays open."""
        if not self._closed:
            self._closed = True
            self._hand_over()
            self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _hand_over(self) -> None:
        if self._group:
            self._queue.put(self._group)
            self._group = []

    def _run(self) -> None:
        open_ = True
        while open_:
            first = self._queue.get()
            jobs: list[Job] = []
            while True:
                if first is None:
                    open_ = False
                elif isinstance(first, list):
                    jobs += first
                else:
                    self._write(jobs)
                    jobs = []
                    self._answer(first)
                if len(jobs) >= MOST_JOBS or self._queue.empty():
                    break
                first = self._queue.get()
            self._write(jobs)

    def _write(self, jobs: list[Job]) -> None:
        """Commit the jobs and report every one of them, whatever happens."""
        if not jobs:
            return
        try:
            outcomes = self._transact(jobs)
        except Exception as error:  # whatever it is, those who wait must be told, and the thread must go on
            self._roll_back()
            failure = self._unavailable(error)
            outcomes = [(job, failure) for job in jobs]
        self._post(self._report, outcomes)

    def _transact(self, jobs: list[Job]) -> list[Outcome]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._write_together(jobs)
            outcomes: list[Outcome] = [(job, None) for job in jobs]
        except (_Refused, sqlite3.IntegrityError, *UNSTORABLE):
            self._connection.execute("ROLLBACK")
            self._connection.execute("BEGIN IMMEDIATE")
            outcomes = [(job, self._write_alone(job)) for job in jobs]
        self._connection.execute("COMMIT")
        return outcomes

    def _write_together(self, jobs: list[Job]) -> None:
        """Write all jobs as if one after the other, but statement by statement.

        Keys and revisions are checked within a table, so only the order within each table counts.
        """
        runs: dict[Table | None, list[tuple[Statement, list[Row]]]] = {}
        for job in jobs:
            for table, statement, values, _ in job.operations:
                table_runs = runs.setdefault(table, [])
                if table_runs and table_runs[-1][0] is statement:
                    table_runs[-1][1].append(values)
                else:
                    table_runs.append((statement, [values]))
        for table_runs in runs.values():
            for statement, rows in table_runs:
                if not statement.write(self._connection, rows):
                    raise _Refused

    def _write_alone(self, job: Job) -> HubError | None:
        """Write one job behind a savepoint; return why it was refused, if it was."""
        connection = self._connection
        connection.execute("SAVEPOINT job")
        refusal: HubError | None = None
        for table, statement, values, record in job.operations:
            try:
                done = statement.write(connection, [values])
            except sqlite3.IntegrityError as error:
                refusal = diagnose(connection, job.tenant, table, record, error)
                break
            except UNSTORABLE as error:
                refusal = unstorable(error)
                break
            if not done:
                name = type(record).__name__
                refusal = StaleRevision(f"{name} {record.id if record else ''} was changed by someone else.")
                break
        if refusal is not None:
            connection.execute("ROLLBACK TO job")
        connection.execute("RELEASE job")
        return refusal

    def _answer(self, call: Call) -> None:
        try:
            if call.transaction:
                self._connection.execute("BEGIN IMMEDIATE")
            result = call.function(self._connection)
            if call.transaction:
                self._connection.execute("COMMIT")
        except Exception as error:
            self._roll_back()
            failure = error if isinstance(error, HubError) else self._unavailable(error)
            self._post(_set_exception, call.future, failure)
        else:
            self._post(_set_result, call.future, result)

    def _roll_back(self) -> None:
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            log.exception("rollback_failed")

    def _unavailable(self, error: Exception) -> Unavailable:
        log.error("commit_failed", error_type=type(error).__name__, error=str(error))
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return Unavailable(
                "The disk that holds the database is full: nothing was stored. Free some space."
            )
        return Unavailable("The database could not be written: nothing was stored. The hub's log says why.")

    def _post(self, function: Callable[..., None], *values: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(function, *values)
        except RuntimeError:
            # The loop is gone and with it everyone who waited; what is committed stays committed.
            log.warning("loop_closed_before_answer")

    def _report(self, outcomes: list[Outcome]) -> None:
        """Answer who waits, then finish. They go on only afterwards, but before those whom finishing wakes:

        so an acknowledgement is there when the sender's frame with the message is sent.
        """
        self._waiting -= len(outcomes)
        for job, failure in outcomes:
            if failure is None:
                _set_result(job.future, job.sealed)
            else:
                _set_exception(job.future, failure)
        self._finish(outcomes)


def _set_result(future: asyncio.Future[Any], result: Any) -> None:
    if not future.done():
        future.set_result(result)


def _set_exception(future: asyncio.Future[Any], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
