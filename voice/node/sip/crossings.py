"""The calls that cross the border, so that only who has a call can say something in it."""

from collections.abc import Iterator

from msgspec import Struct

from voice.node.sip.flows import Flow
from voice.node.sip.gate import Who
from voice.node.sip.message import Message

LINGERS = 32.0
"""Seconds for which a call that is over is known: what is sent twice is answered twice (64 T1)."""
UNHEARD = 300.0
"""Seconds for which a call may ring."""
MOST = 5000


class Crossing(Struct, eq=False):
    """One call. `tag` is that of the side that began it."""

    call_id: str
    tag: str
    ip: str  # of the other side
    ours: bool  # we began it
    since: float
    who: Who | None = None
    branch: str = ""  # of the request that began it
    shown: str = ""  # who we say we are, where we began it: a From without its tag
    trunk: str = ""
    flow: Flow | None = None  # to the other side, where we began it
    heard: bool = False  # the other side answered our request, if only with "Trying"
    cancel: Message | None = None  # to be sent once it has: before, it might overtake the request
    up: bool = False
    over: float = 0.0  # since when
    refused: tuple[int, str] | None = None  # what is said instead of the stack's refusal


class Crossings:
    """All of them. `now` is monotonic."""

    def __init__(self) -> None:
        self._calls: dict[tuple[str, str, bool], Crossing] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def begin(self, crossing: Crossing) -> bool:
        """Know a call; False where there are too many."""
        if len(self._calls) >= MOST:
            return False
        self._calls[crossing.call_id, crossing.tag, crossing.ours] = crossing
        return True

    def find(self, call_id: str, theirs: str, ours: str) -> Crossing | None:
        """Find a call by the tags of the other side and of ours: one of them began it."""
        return self._calls.get((call_id, theirs, False)) or self._calls.get((call_id, ours, True))

    def of(self, ip: str) -> int:
        """Return how many calls somebody has with us that they began."""
        return sum(one.ip == ip and not one.over and not one.ours for one in self._calls.values())

    def coming(self) -> int:
        """Return how many calls to us there are."""
        return sum(not one.over and not one.ours for one in self._calls.values())

    def named(self, call_id: str, *, ours: bool) -> Iterator[Crossing]:
        """Return the calls of an id, of one direction."""
        return (one for one in list(self._calls.values()) if one.call_id == call_id and one.ours is ours)

    def sweep(self, now: float) -> None:
        """Forget what is over for long enough, and what never came to anything."""
        for key, one in list(self._calls.items()):
            if (one.over and now - one.over > LINGERS) or (not one.up and now - one.since > UNHEARD):
                del self._calls[key]
