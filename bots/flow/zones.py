"""Time zones, read from disk once: never while the event loop serves somebody."""

from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=512)
def zone(name: str) -> ZoneInfo:
    """Return a time zone. Call it in a thread first; raises as ZoneInfo does."""
    return ZoneInfo(name)
