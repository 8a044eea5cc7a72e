"""Everything the desk is given by the composition root."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from msgspec import Struct

from bots.flow.workshop import Workshop
from bots.knowledge.answering import Answering
from bots.knowledge.phrasing.phraser import Phraser
from hub.core.bots import Bots
from hub.core.clock import Clock
from hub.core.config import Config
from hub.core.ids import Ids
from hub.core.limits import RateLimiter
from hub.core.models.gaps import Gap
from hub.core.models.tenants import Tenant
from hub.core.ports import Database
from hub.core.typing_bus import TypingBus
from hub.desk.attendance import Attendance
from hub.desk.channels import Channels, NoChannels
from hub.desk.live_hub import LiveHub
from hub.desk.telephone import Telephone
from hub.services.bundle import Services
from hub.services.pictures import Pictures
from routing.line import Line


class DemoLogin(Struct, frozen=True, kw_only=True):
    """A log-in of the demo company, as the start page shows it."""

    role: str
    login: str
    password: str


async def nothing_near(gap: Gap) -> list[str]:
    """Know of no gap that may be the same."""
    return []


class DeskDeps(Struct, frozen=True, kw_only=True):
    """What one tenant's desk stands on. `attendance.run` is a task of the composition root."""

    config: Config
    tenant: Tenant
    database: Database
    services: Services
    line: Line
    answering: Answering
    workshop: Workshop
    bots: Bots
    clock: Clock
    ids: Ids
    limiter: RateLimiter
    typing: TypingBus
    live: LiveHub
    attendance: Attendance
    is_routing: Callable[[], bool]  # whether the router is alive, for /ready
    free_bytes: Callable[[], int]  # on the disk with the data, for /ready
    channels: Channels = NoChannels()
    telephone: Telephone | None = None  # of a hub with voice
    pictures: Pictures = Pictures()
    phraser: Phraser | None = None  # who may phrase answers
    near_gaps: Callable[[Gap], Awaitable[list[str]]] = nothing_near  # those that may be the same
    demo_logins: list[DemoLogin] = []


DEPS = web.AppKey("deps", DeskDeps)
