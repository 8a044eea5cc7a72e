"""How the routes are doing, for the administrator's screen."""

from datetime import datetime

from hub.core.records import Value


class RouteStatus(Value, frozen=True, kw_only=True):
    """What an SMS route is connected to (host and port, or the provider's host) and since when.

    `error` is the last thing that went wrong, in words, `key` its name; it may be over.
    """

    bound: str = ""
    since: datetime | None = None
    key: str = ""
    error: str = ""
