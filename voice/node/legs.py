"""A leg: one party of a call, however it is connected. All front doors give the same."""

import asyncio
from collections.abc import AsyncIterator
from typing import Protocol

from hub.core.records import Value
from voice.reports import Cause

RATE = 16_000
"""Samples a second inside the node: mono, 16 bit, little-endian, whatever the line carries."""
FRAME_SECONDS = 0.02
FRAME_SAMPLES = 320
FRAME = 2 * FRAME_SAMPLES
"""Bytes of a frame."""
SILENT = bytes(FRAME)


class Up(Value, frozen=True):
    """Audio flows both ways."""


class Key(Value, frozen=True):
    """A key was pressed: one of 0123456789*#ABCD."""

    key: str


class OnHold(Value, frozen=True):
    """The other side put us on hold, or took us back."""

    held: bool


class Down(Value, frozen=True):
    """The leg is over; it is the last event."""

    cause: Cause


LegEvent = Up | Key | OnHold | Down


MOST_EVENTS = 100
"""Of a leg, that may wait: more than fingers press before they are looked at."""


class LegEvents:
    """What happened on a leg and nobody has looked at yet.

    While MOST_EVENTS wait, keys and holds are dropped: whoever sends so many floods us. `Up` and `Down` stay.
    """

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[LegEvent] = asyncio.Queue()

    def put(self, event: LegEvent) -> None:
        """Add what happened."""
        if not (isinstance(event, Key | OnHold) and self._waiting.qsize() >= MOST_EVENTS):
            self._waiting.put_nowait(event)

    async def until_down(self) -> AsyncIterator[LegEvent]:
        """Yield them in their order, up to the last one."""
        while True:
            event = await self._waiting.get()
            yield event
            if isinstance(event, Down):
                return


class LegError(Exception):
    """A leg does not come about, or does not do what was asked; `cause` says why."""

    def __init__(self, cause: Cause, message: str = "") -> None:
        """Keep the cause."""
        super().__init__(message or cause.value)
        self.cause = cause


class Leg(Protocol):
    """One party of a call."""

    @property
    def door(self) -> str:
        """By which door it came, in a word: sip, browser, twilio, asterisk."""
        ...

    @property
    def remote(self) -> str:
        """Who it is, as the network says: a number, a SIP URI, or empty where withheld."""
        ...

    @property
    def called(self) -> str:
        """Which address of ours was called."""
        ...

    @property
    def name(self) -> str:
        """The name the other side gives itself; not to be relied on."""
        ...

    async def answer(self) -> None:
        """Take an incoming call; `Up` comes once audio flows."""
        ...

    async def hang_up(self, cause: Cause = Cause.NORMAL) -> None:
        """End it, or refuse it; without effect once it is over. `Down` comes with this cause."""
        ...

    async def send_keys(self, keys: str) -> None:
        """Press keys towards the other side."""
        ...

    async def transfer(self, target: str) -> None:
        """Have the other side call somebody else instead; the leg is over once that worked.

        Raises LegError when the other side does not: the leg goes on.
        """
        ...

    def hear(self) -> bytes | None:
        """Return the next frame of what came in, or None while there is none."""
        ...

    def say(self, frame: bytes) -> None:
        """Send a frame; called once every FRAME_SECONDS while the leg is up."""
        ...

    def clear(self) -> int:
        """Take back what was said and the other side has not played yet, as far as that can be.

        Returns how many frames that was, as far as it is known.
        """
        ...

    def events(self) -> AsyncIterator[LegEvent]:
        """Yield what happens, once, until `Down`."""
        ...


class Doors(Protocol):
    """The ways in which a call gets further parties. Both raise LegError when there is none."""

    async def browser(self, offer: str, name: str) -> tuple[Leg, str]:
        """Let a browser in: its offer (SDP) and a name in, its leg and our answer (SDP) out."""
        ...

    async def phone(self, uri: str, *, caller: str = "", trunk: str = "") -> Leg:
        """Call somebody, showing the number `caller`; `Up` comes when they answer, `Down` if they do not."""
        ...
