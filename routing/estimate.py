"""How long somebody will wait: an honest guess, or None when there is nothing to base one on."""

from collections import deque
from collections.abc import Iterable

from msgspec import Struct

from hub.core.models.contacts import Channel
from hub.core.models.staff import PresenceState
from routing.snapshot import AgentView

REMEMBERED = 100
"""Handle times kept for each queue and channel."""

ENOUGH = 3
"""Below this many known handle times there is no estimate."""


class Capacity(Struct, frozen=True):
    """How many items the present agents can carry at once, and how many agents those are."""

    slots: int
    agents: int


class HandleTimes:
    """The most recent handle times of one queue and channel, in seconds."""

    def __init__(self) -> None:
        """Start without any."""
        self._seconds: deque[float] = deque(maxlen=REMEMBERED)
        self._sum = 0.0

    def add(self, seconds: float) -> None:
        """Remember a finished piece of work; the oldest is forgotten."""
        if len(self._seconds) == self._seconds.maxlen:
            self._sum -= self._seconds[0]
        self._seconds.append(seconds)
        self._sum += seconds

    def mean(self) -> float | None:
        """Return their mean, or None while there are too few."""
        return self._sum / len(self._seconds) if len(self._seconds) >= ENOUGH else None


def capacity_of(agents: Iterable[AgentView], channel: Channel) -> Capacity:
    """Return what the available among these agents carry of a channel."""
    slots = [
        dict(agent.profile.capacity).get(channel, 0)
        for agent in agents
        if agent.presence is PresenceState.AVAILABLE
    ]
    return Capacity(slots=sum(slots), agents=len(slots))


def estimated_wait(position: int, mean_handle: float | None, slots: int) -> int | None:
    """Return the seconds until the item at this position (1 is next) is answered, or None when unknown.

    With all slots busy, one becomes free every `mean_handle / slots` seconds, and the item gets the
    `position`-th of them.
    """
    if mean_handle is None or slots < 1:
        return None
    return round(position * mean_handle / slots)
