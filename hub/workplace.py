"""One tenant's parts: services, router, bots and channels, built and bound to each other."""

import socket
from collections.abc import Collection
from functools import partial
from pathlib import Path

from msgspec import Struct

from bots.flow.bot import FlowBots
from bots.flow.edge import Around, Databases, Lookups
from bots.flow.http import HttpLookups
from bots.flow.library import Library
from bots.flow.workshop import Workshop
from bots.gap_checks import GapChecker
from bots.gaps import GapSorter
from bots.knowledge.answering import Answering
from bots.knowledge.bot import KnowledgeBot
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
from hub.core.clock import Clock
from hub.core.config import Config, Rasa, duration
from hub.core.ids import Ids
from hub.core.ports import Database
from hub.core.typing_bus import TypingBus
from hub.desk.attendance import Attendance
from hub.maintenance import TENANT
from hub.secrets import database_password, named_secret, rasa_token
from hub.services.article_timer import ArticleTimer
from hub.services.bundle import Services, build_services
from hub.services.flows import Flows
from hub.store.blobs import FileBlobs
from hub.store.read_only import ReadOnlyDatabases
from hub.store.small_blobs import StoreBlobs
from routing.router import Router


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
