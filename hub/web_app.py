"""The web application: the desk with chat, help centre and what providers post mounted on it."""

import random
from datetime import datetime
from pathlib import Path

from aiohttp import web

from bots.knowledge.answering import Decision
from hub.core.clock import Clock
from hub.core.config import Config
from hub.core.hours import is_open, next_opening
from hub.core.ids import Ids
from hub.core.limits import RateLimiter
from hub.core.models.tenants import Tenant
from hub.core.models.work import Calendar
from hub.core.ports import Database
from hub.demo import orders
from hub.demo.seed import LOGINS
from hub.desk.app import build_app
from hub.desk.deps import DeskDeps
from hub.desk.live_hub import LiveHub
from hub.links import RunningChannels
from hub.secrets import voice_token
from hub.store.disk import free_bytes
from hub.workplace import Workplace
from voice.control.link import VoiceLink
from voice.control.recording_door import RecordingDoor
from voice.control.telephone import Telephone
from voice.control.web_phone import WebPhone
from webchat.help.routes import HelpDeps, add_help
from webchat.help.source import ServicesSource
from webchat.ports import ChatDeps, ChatTenant, Opening
from webchat.routes import add_routes, client_address


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
    voice = VoiceLink(place.services, database, voice_token(config.voice.token, secret), place.router.line)
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
            telephone=Telephone(voice, place.services),
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
            phone=WebPhone(voice),
        ),
    )
    place.sms.add_routes(app)
    voice.add_routes(app)
    RecordingDoor(place.services.recordings, voice_token(config.voice.token, secret)).add_routes(app)
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


def _opening(calendar: Calendar, at: datetime) -> Opening:
    if is_open(calendar, at):
        return Opening(open=True)
    return Opening(open=False, opens_at=next_opening(calendar, at))
