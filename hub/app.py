"""The composition root: has every part of the hub built, runs them, and stops them in order."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from aiohttp import web

from bots.knowledge.live import LiveIndex
from bots.knowledge.retrieval.worker import Worker
from hub.core.clock import Clock, SystemClock
from hub.core.config import Config, duration
from hub.core.errors import Unavailable
from hub.core.ids import ulid_source
from hub.core.logs import set_up_logs
from hub.core.models.tenants import Tenant
from hub.core.ports import Database
from hub.core.tasks import supervise
from hub.demo.seed import LOGINS, PASSWORD, seed_demo
from hub.maintenance import TENANT, found_tenant
from hub.secrets import installation_secret
from hub.services.bundle import Services
from hub.store.disk import check_room, unusable
from hub.store.sqlite import SqliteDatabase
from hub.voice_node import NodeProcess, node_beside
from hub.web_app import build_web
from hub.workplace import Workplace, build_workplace

SWITCH_SECONDS = 0.0005
"""How long the store's threads wait for Python's lock while the event loop computes. With the usual 5 ms
a fully busy loop let through 54 commits a second, with this 1,100 (16 writers, 2 cores)."""


async def serve(config: Config, *, demo: bool) -> int:
    """Run the hub until it is told to stop; return the exit code."""
    set_up_logs(config.log)
    sys.setswitchinterval(SWITCH_SECONDS)
    clock = SystemClock()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with running(config, clock, demo=demo) as url:
        _say(f"Switchboard serves {url}   (Ctrl+C stops it)")
        if demo:
            _say("Demo accounts: " + ", ".join(f"{one.login} ({one.role})" for one in LOGINS))
            _say(f"Their password: {PASSWORD}")
        await stop.wait()
        _say("Stopping: finishing what is in flight.")
    return 0


@asynccontextmanager
async def running(config: Config, clock: Clock, *, demo: bool = False) -> AsyncIterator[str]:
    """Run the whole hub inside the block; yield the address it serves.

    At the end of the block, in order: no new connections, browsers told when to come back, requests
    in flight finished, the parts stopped, and last the store.
    """
    folder = Path(config.data.folder)
    ids = ulid_source(clock)
    database = await _opened(folder, clock)
    worker = Worker()  # of all tenants: models are used by one thread
    try:
        secret = await asyncio.to_thread(installation_secret, folder)
        place = build_workplace(config, database, clock, ids, secret, worker)
        await place.library.start(database)
        tenant = await _tenant(place.services, demo=demo)
        app = build_web(config, database, clock, ids, place, tenant, secret, demo=demo)
        node = await node_beside(config, place.services.store, secret, _say)
        if node and demo:
            _say(f'Call from the browser: press "Call us" at {_url(config)}/shop/')
        async with _tasks(place, database, clock, node):
            runner = web.AppRunner(
                app, access_log=None, shutdown_timeout=duration(config.server.drain), handle_signals=False
            )
            try:
                yield await _listen(runner, config, place)
            finally:
                await runner.cleanup()
                await place.lookups.close()
                await place.databases.close()
                if place.phraser:
                    await place.phraser.close()
    finally:
        worker.close()
        await database.close()


async def _opened(folder: Path, clock: Clock) -> SqliteDatabase:
    """Open the database; raise Unavailable that names the folder if it cannot be worked in."""
    try:
        await asyncio.to_thread(check_room, folder)
        return await SqliteDatabase.open(folder, clock)
    except OSError as error:
        raise unusable(folder, error) from error


async def _tenant(services: Services, *, demo: bool) -> Tenant:
    """Return the served tenant; the first start founds it, with the demo company if wanted.

    Its record comes last, so that a first start that was cut off begins again.
    """
    known = await services.store.peek(Tenant, TENANT)
    if known:
        return known
    if demo:
        _say("Setting up the demo company.")
        await seed_demo(services)
    return await found_tenant(services.store, "Harbour & Pine" if demo else "My company")


@asynccontextmanager
async def _tasks(
    place: Workplace, database: Database, clock: Clock, node: NodeProcess | None
) -> AsyncIterator[None]:
    """Run the tenant's long-lived parts inside the block, each restarted when it fails."""
    ends: list[Callable[[], None]] = [
        await LiveIndex(TENANT, place.answering).start(database, place.services.knowledge),
        place.runner.listen(database),
        place.services.rules.listen(database),
        place.articles.listen(database),
        place.gap_sorter.listen(database),
        place.gap_checker.listen(database),
    ]
    parts = {
        "router": place.router.run,
        "bots": place.runner.run,
        "attendance": place.attendance.run,
        "articles": place.articles.run,
        "gaps": place.gap_sorter.run,
        "gap_checks": place.gap_checker.run,
        "sms": place.sms.run,
        "email": place.email.run,
        "erasures": place.services.erasures.run,
        "recordings": place.services.recording_retention.run,
        "webhooks": lambda: place.services.webhooks.run(database),
    }
    if meaning := place.meaning:
        parts["knowledge"] = meaning.run
    if rasa := place.rasa:
        parts["rasa"] = lambda: rasa.watch(clock)
    if node:
        parts["voice"] = node.run
    failure: BaseException | None = None
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(supervise(name, run, clock)) for name, run in parts.items()]
        try:
            yield
        except BaseException as error:  # raised again below: in here it would end in an exception group
            failure = error
        for task in tasks:
            task.cancel()
        for end in ends:
            end()
    if failure is not None:
        raise failure


async def _listen(runner: web.AppRunner, config: Config, place: Workplace) -> str:
    server = config.server
    await runner.setup()
    try:
        await web.TCPSite(runner, server.host, server.port).start()
    except OSError as error:
        raise Unavailable(
            f"Cannot listen on {server.host}:{server.port} ({os.strerror(error.errno or 0)}). "
            "Stop what uses it, or set server.port."
        ) from None
    url = _url(config)
    link = await place.services.accounts.first_admin_link(url)
    if link:
        _say(f"Create the first administrator here (the link works once): {link}")
    return url


def _url(config: Config) -> str:
    """Return the address that people are told."""
    server = config.server
    return server.public_url or f"http://{server.host}:{server.port}"


def _say(line: str) -> None:
    with suppress(OSError):  # a full disk or a broken pipe is no reason not to start or stop
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
