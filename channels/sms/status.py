"""How the routes are doing, for the administrator's screen."""

from datetime import datetime

from hub.core.models.reasons import Reason
from hub.core.records import Value


class RouteStatus(Value, frozen=True, kw_only=True):
    """What an SMS route is connected to (host and port, or the provider's host) and since when.

    `trouble` is the last thing that went wrong; it may be over.
    """

    bound: str = ""
    since: datetime | None = None
    trouble: Reason | None = None
