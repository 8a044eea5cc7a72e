"""From when on waiting work may be offered."""

from datetime import datetime

from hub.core.hours import next_opening
from hub.core.models.work import Calendar, WorkItem


def released_at(item: WorkItem, calendar: Calendar | None) -> datetime | None:
    """Return from when an item may be offered; None when its queue never opens.

    Hours count at the moment of entering: who came in time is served as long as somebody is there.
    A transfer to one agent needs that agent only.
    """
    release = max(item.queued_at, item.not_before or item.queued_at)
    if calendar is None or item.only_agent:
        return release
    opening = next_opening(calendar, item.queued_at)
    return max(release, opening) if opening else None
