"""Everything the desk is given by the composition root."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from aiohttp import web
from msgspec import Struct

from hub.core.clock import Clock
from hub.core.config import Config
from hub.core.ids import Ids
from hub.core.limits import RateLimiter
from hub.core.models.tenants import Tenant
from hub.core.ports import Database
from hub.core.typing_bus import TypingBus
from hub.desk.attendance import Attendance
from hub.desk.live_hub import LiveHub
from hub.desk.views import KnowledgeTest

if TYPE_CHECKING:
    from hub.services.bundle import Services
    from routing.line import Line


class KnowledgeTester(Protocol):
    """Asks the knowledge bot a question without a customer."""

    async def __call__(self, question: str, language: str) -> KnowledgeTest:
        """Return what the bot would answer and from which articles."""
        ...


class DemoLogin(Struct, frozen=True, kw_only=True):
    """A log-in of the demo company, as the start page shows it."""

    role: str
    login: str
    password: str


class DeskDeps(Struct, frozen=True, kw_only=True):
    """What one tenant's desk stands on."""

    config: Config
    tenant: Tenant
    database: Database
    services: "Services"
    line: "Line"
    clock: Clock
    ids: Ids
    limiter: RateLimiter
    typing: TypingBus
    live: LiveHub
    attendance: Attendance
    test_knowledge: KnowledgeTester
    render_markdown: Callable[[str], str]
    is_routing: Callable[[], bool]  # whether the router is alive, for /ready
    demo_logins: list[DemoLogin] = []


DEPS = web.AppKey("deps", DeskDeps)
