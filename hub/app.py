"""The composition root: builds every part of the hub, runs it, and stops it in order."""

import asyncio
import os
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog
from aiohttp import web
from msgspec import Struct

from bots.flow.bot import FlowBots
from bots.flow.edge import Around, Databases, Lookups
from bots.flow.http import HttpLookups
from bots.flow.library import Library
from bots.flow.workshop import Workshop
from bots.gap_checks import GapChecker
from bots.gaps import GapSorter
from bots.knowledge.answering import Answering, Decision
from bots.knowledge.bot import KnowledgeBot
from bots.knowledge.live import LiveIndex
from bots.knowledge.loaded_models import LoadedModels
from bots.knowledge.meaning import Meaning
from bots.knowledge.phrasing.build import build_phraser
from bots.knowledge.phrasing.phraser import Phraser
from bots.knowledge.retrieval.models import load
from bots.knowledge.retrieval.worker import Worker
from bots.knowledge.stored_vectors import StoredVectors
from bots.rasa.bot import RasaBot
from bots.rasa.client import RasaClient
from bots.rasa.dialogues import RasaDialogues
from bots.registry import Registry
from bots.runner import Runner
from channels.email.channel import EmailChannel
from channels.sms.channel import SmsChannel
from hub.catalogue.folder import ModelFolder
from hub.core.clock import Clock, SystemClock
from hub.core.config import Config, Rasa, duration
from hub.core.errors import Unavailable
from hub.core.hours import is_open, next_opening
from hub.core.ids import Ids, ulid_source
from hub.core.limits import RateLimiter
from hub.core.logs import set_up_logs
from hub.core.models.tenants import Tenant
from hub.core.models.work import Calendar
from hub.core.ports import Database
from hub.core.tasks import supervise
from hub.core.typing_bus import TypingBus
from hub.demo import orders
from hub.demo.seed import LOGINS, PASSWORD, seed_demo
from hub.desk.app import build_app
from hub.desk.attendance import Attendance
from hub.desk.deps import DeskDeps
from hub.desk.live_hub import LiveHub
from hub.links import RunningChannels
from hub.maintenance import TENANT, found_tenant
from hub.secrets import database_password, installation_secret, named_secret, rasa_token
from hub.services.article_timer import ArticleTimer
from hub.services.bundle import Services, build_services
from hub.services.flows import Flows
from hub.store.blobs import FileBlobs
from hub.store.disk import check_room, free_bytes, unusable
from hub.store.read_only import ReadOnlyDatabases
from hub.store.small_blobs import StoreBlobs
from hub.store.sqlite import SqliteDatabase
from routing.router import Router
from webchat.help.routes import HelpDeps, add_help
from webchat.help.source import ServicesSource
from webchat.ports import ChatDeps, ChatTenant, Opening
from webchat.routes import add_routes, client_address

log = structlog.get_logger()


class Workplace(Struct, frozen=True, kw_only=True):
    """One tenant's parts."""

    services: Services
    router: Router
    answering: Answering
    meaning: Meaning | None  # none where search is by words alone
    bots: Registry
    runner: Runner
    attendance: Attendance
    articles: ArticleTimer
    email: EmailChannel
    sms: SmsChannel
    gap_sorter: GapSorter
    gap_checker: GapChecker
    library: Library
    workshop: Workshop
    lookups: Lookups
    databases: Databases
    rasa: RasaClient | None
    phraser: Phraser | None
    typing: TypingBus


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
        async with _tasks(place, database, clock):
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


def build_workplace(
    config: Config, database: Database, clock: Clock, ids: Ids, secret: bytes, worker: Worker
) -> Workplace:
    """Build a tenant's services, its router, its bots and its channels; nothing runs yet."""
    store = database.tenant(TENANT)

    def queue_for(queue: str) -> str:
        return router.line.queue_for(queue)

    async def bot_names() -> Collection[str]:
        return [one.name for one in await bots.options()]

    library = Library(TENANT, Flows(store, clock, ids))
    services = build_services(
        store,
        clock,
        ids,
        blobs=StoreBlobs(database, FileBlobs(Path(config.data.folder) / "files"), clock),
        config=config,
        queue_for=queue_for,
        bots=bot_names,
        secret=secret,
        dialogues=RasaDialogues(Path(config.data.folder) / "rasa"),
    )
    router = Router(database, store, services.work, clock)
    load_here = partial(load, folder=ModelFolder.of(config))
    models = LoadedModels(worker, load_here) if config.knowledge.models == "auto" else None
    meaning = Meaning(StoredVectors(store, clock), worker, load=models.load) if models else None
    answering = Answering(config.knowledge, meaning)
    typing = TypingBus()
    phraser = build_phraser(config, clock, typing, TENANT)
    bot = KnowledgeBot(answering, phraser)
    rasa = _rasa(config.rasa, secret)
    around = _around(config, services, library, bot)
    bots = Registry(bot, *([RasaBot(rasa, bot, TENANT)] if rasa else []), others=[FlowBots(around)])
    return Workplace(
        services=services,
        router=router,
        answering=answering,
        meaning=meaning,
        bots=bots,
        runner=Runner(services, bots, clock, actions=services.actions),
        attendance=Attendance(store, services.agents, clock),
        articles=ArticleTimer(store, services.knowledge, clock),
        email=EmailChannel(services, database, clock, config.email, secret=secret, host=socket.gethostname()),
        sms=SmsChannel(services, database, config.server.public_url),
        gap_sorter=GapSorter(services.gaps, clock, models),
        gap_checker=GapChecker(services.gaps, answering, clock),
        rasa=rasa,
        phraser=phraser,
        typing=typing,
        library=library,
        workshop=Workshop(around, services.flows),
        lookups=around.http,
        databases=around.databases,
    )


def _around(config: Config, services: Services, library: Library, knowledge: KnowledgeBot) -> Around:
    """Build what flows work with."""
    folder = Path(config.data.folder)
    host = "127.0.0.1" if config.server.host in {"", "0.0.0.0", "::"} else config.server.host  # noqa: S104 - asks whether it is so
    return Around(
        store=services.store,
        clock=services.clock,
        library=library,
        http=HttpLookups(
            lambda name: named_secret(folder, name),
            allow_private=config.flows.allow_private,
            own_address=f"http://{host}:{config.server.port}",
            own_paths=("/demo/",),
        ),
        databases=ReadOnlyDatabases(
            config.flows.databases, services.clock, password=lambda name: database_password(folder, name)
        ),
        knowledge=knowledge,
        actions=services.actions,
    )


def _rasa(config: Rasa, secret: bytes) -> RasaClient | None:
    if not config.url:
        return None
    return RasaClient(config.url, rasa_token(config.token, secret), duration(config.timeout))


def build_web(
    config: Config,
    database: Database,
    clock: Clock,
    ids: Ids,
    place: Workplace,
    tenant: Tenant,
    secret: bytes,
    *,
    demo: bool,
) -> web.Application:
    """Build the web application: the desk with the chat mounted on it."""
    limiter = RateLimiter(clock)
    app = build_app(
        DeskDeps(
            config=config,
            tenant=tenant,
            database=database,
            services=place.services,
            line=place.router.line,
            answering=place.answering,
            near_gaps=place.gap_sorter.near,
            workshop=place.workshop,
            bots=place.bots,
            clock=clock,
            ids=ids,
            limiter=limiter,
            typing=place.typing,
            phraser=place.phraser,
            live=LiveHub(tenant.id),
            attendance=place.attendance,
            is_routing=lambda: place.router.is_running,
            free_bytes=lambda: free_bytes(Path(config.data.folder)),
            demo_logins=list(LOGINS) if demo else [],
            channels=RunningChannels(place.email, place.sms),
        )
    )
    add_routes(
        app,
        ChatDeps(
            database=database,
            tenants={tenant.id: ChatTenant(services=place.services, line=place.router.line)},
            hours=_opening,
            typing=place.typing,
            clock=clock,
            ids=ids,
            limiter=limiter,
            config=config,
            secret=secret,
            random=random.random,
        ),
    )
    place.sms.add_routes(app)
    if demo:
        orders.add_routes(app, lambda: clock.now().date())
    add_help(app, _help_deps(config, database, limiter, place, tenant))
    return app


def _help_deps(
    config: Config, database: Database, limiter: RateLimiter, place: Workplace, tenant: Tenant
) -> HelpDeps:
    """Give the help centre what it needs; it searches as the bots do."""

    async def find(question: str, language: str) -> list[str]:
        verdict = await place.answering.decide(question, language)
        if verdict.decision is Decision.NONE:  # nothing means it, but somebody may look for a word
            verdict = place.answering.by_words(question, language)
        return [result.article for result in verdict.results]

    return HelpDeps(
        tenant=tenant.id,
        company=tenant.name,
        database=database,
        source=ServicesSource(place.services),
        find=find,
        limiter=limiter,
        public_url=config.server.public_url,
        address=lambda request: client_address(request, config.server.trusted_proxies),
    )


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
async def _tasks(place: Workplace, database: Database, clock: Clock) -> AsyncIterator[None]:
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
        "webhooks": lambda: place.services.webhooks.run(database),
    }
    if meaning := place.meaning:
        parts["knowledge"] = meaning.run
    if rasa := place.rasa:
        parts["rasa"] = lambda: rasa.watch(clock)
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
    url = server.public_url or f"http://{server.host}:{server.port}"
    link = await place.services.accounts.first_admin_link(url)
    if link:
        _say(f"Create the first administrator here (the link works once): {link}")
    return url


def _opening(calendar: Calendar, at: datetime) -> Opening:
    if is_open(calendar, at):
        return Opening(open=True)
    return Opening(open=False, opens_at=next_opening(calendar, at))


def _say(line: str) -> None:
    with suppress(OSError):  # a full disk or a broken pipe is no reason not to start or stop
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
