"""One browser's live connection: who it is, what it watches, and its bounded queue of frames."""

import asyncio
from collections import deque
from collections.abc import Callable, Hashable

from hub.core.errors import TooMany
from hub.core.models.staff import Staff, StaffSession
from hub.core.permissions import Permission, permissions_of, visible_queues

MOST_WATCHED = 100
MOST_JOINED = 256
"""So many frames are sent in one text at most."""


class Connection:
    """Frames go in by `push`, which never waits, and out by `next`.

    A browser that reads too slowly overflows its queue; it is then cut, comes back and gets the gap.
    """

    def __init__(self, staff: Staff, session: StaffSession, limit: int) -> None:
        self.session = session
        self.watching: set[str] = set()
        self.resumed_from = 0
        self.started_at = 0
        self.held = False  # nothing is sent while it is found out what was missed
        self.overflowed = False
        self.cut: Callable[[], None] = lambda: None  # breaks the line of a browser that does not read
        self.leaving: tuple[float, str] | None = None
        self.renew(staff)
        self._limit = limit
        self._frames: deque[tuple[int, bytes]] = deque()
        self._wake = asyncio.Event()

    def push(self, frame: bytes, seq: int = 0) -> None:
        """Add a frame; `seq` is the number of the change it carries."""
        if self.overflowed:
            return
        if len(self._frames) >= self._limit:
            self.overflowed = True
            self._frames.clear()
            self.cut()
        else:
            self._frames.append((seq, frame))
        self._wake.set()

    def prepend(self, frames: list[tuple[int, bytes]], upto: int) -> None:
        """Put what was missed before what is new; new changes up to `upto` are in it already."""
        newer = [(seq, frame) for seq, frame in self._frames if seq == 0 or seq > upto]
        self._frames = deque([*frames, *newer])
        self.held = False
        self._wake.set()

    def leave(self, retry_after: float, reason: str = "") -> None:
        """Have the connection closed after what is queued was sent."""
        self.leaving = self.leaving or (retry_after, reason)
        self._wake.set()

    async def next(self) -> bytes | None:
        """Return what is to be sent next: a frame, or several as an array, as each sending costs.

        None when the connection is to be closed or cut.
        """
        while self.held or not self._frames:
            if self.overflowed or (self.leaving and not self._frames):
                return None
            self._wake.clear()
            await self._wake.wait()
        if len(self._frames) == 1:
            return self._frames.popleft()[1]
        several = [self._frames.popleft()[1] for _ in range(min(len(self._frames), MOST_JOINED))]
        return b"[" + b",".join(several) + b"]"

    def renew(self, staff: Staff) -> None:
        """Take over what was changed about the account."""
        self.staff = staff
        self._permissions = permissions_of(staff.roles)
        # Asked for every change and every browser.
        self._reads = Permission.CONVERSATIONS_READ in self._permissions
        self._queues = visible_queues(staff)
        self.view: Hashable = (self._permissions, self._queues, staff.id if self._queues is not None else "")
        """Equal for connections that see the same in lists."""

    def has(self, permission: Permission) -> bool:
        """Say whether the person has the permission."""
        return permission in self._permissions

    def may_see(self, queue: str, agent: str) -> bool:
        """Say whether work of this queue and agent may be shown to the person."""
        if not self._reads:
            return False
        queues = self._queues
        return queues is None or not queue or queue in queues or agent == self.staff.id

    def check_room(self) -> None:
        """Raise TooMany when no further conversation can be watched."""
        if len(self.watching) >= MOST_WATCHED:
            raise TooMany(f"At most {MOST_WATCHED} conversations can be watched at once.")
