"""Which searches in vain are noted: a reader's own, each once, and no flood of them."""

from collections import OrderedDict

from aiohttp import web

from hub.core.errors import TooMany
from hub.core.limits import RateLimiter

A_MINUTE = 4
ALL_A_MINUTE = 12
"""So many are noted of one address, and of all together. The others are found, or not, as ever."""
REMEMBERED = 5000


class Noting:
    """Keeps abuse out of the editors' list; in memory only, so nothing says who searched."""

    def __init__(self, limiter: RateLimiter, most: int = REMEMBERED) -> None:
        self._limiter = limiter
        self._most = most
        self._noted: OrderedDict[tuple[str, str], None] = OrderedDict()

    def may(self, address: str, text: str) -> bool:
        """Say whether to note what this address looked for, and count it as noted."""
        key = (address, text.casefold())
        if key in self._noted:
            return False
        try:
            self._limiter.check(f"help-noted:{address}", A_MINUTE)
            self._limiter.check("help-noted", ALL_A_MINUTE)
        except TooMany:
            return False
        self._noted[key] = None
        if len(self._noted) > self._most:
            self._noted.popitem(last=False)
        return True


def is_ours(request: web.Request) -> bool:
    """Say whether the reader sent this, from our page or by hand; not another site, nor a look ahead."""
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
