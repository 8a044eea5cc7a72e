"""What people say to each other, written down while they speak.

Nobody waits for it: callers who speak with a bot are understood first, and where too much is said at once,
some of it is not written.
"""

import asyncio
from collections.abc import Callable, Sequence

import structlog

from hub.core.models.calls import PartyRole
from voice.node.ear import Ear
from voice.node.reporting import Tell
from voice.node.room import Seat
from voice.node.speech.ports import Recogniser, Understood
from voice.node.turns import Patience
from voice.reports import Heard

log = structlog.get_logger()

PATIENCE = Patience(pause=0.7, turn=15.0)
"""What is said without a pause is written down every quarter of a minute."""


class Transcript:
    """The ears of one call for its people. Each party has one while it is there and heard."""

    def __init__(
        self, recogniser: Recogniser, tasks: asyncio.TaskGroup, language: Callable[[], str], tell: Tell
    ) -> None:
        """`language` tells what is spoken now."""
        self._recogniser = recogniser
        self._tasks = tasks
        self._language = language
        self._tell = tell
        self._on = False
        self._paused = False
        self._ears: dict[str, tuple[Ear, asyncio.Task[None]]] = {}

    def switch(self, *, on: bool) -> None:
        """Begin, or end."""
        self._on = on

    def pause(self, *, on: bool) -> None:
        """Write nothing down while something secret is said, such as a card's number."""
        self._paused = on

    def tick(self, seats: Sequence[Seat]) -> None:
        """Take a frame of everybody who is here and speaks with others; after the room's tick."""
        if not (seats or self._ears):
            return
        heard = [seat for seat in seats if self._on and not self._paused and _is_heard(seat)]
        here = {seat.party for seat in heard}
        for party in [one for one in self._ears if one not in here]:
            self._forget(party)
        for seat in heard:
            self._ear(seat.party).take(seat.heard, ours=False)

    def end(self) -> None:
        """Listen to nobody any more."""
        self.switch(on=False)
        self.tick([])

    def _ear(self, party: str) -> Ear:
        if party not in self._ears:
            ear = Ear(
                self._recogniser, lambda said: self._understood(party, said), patience=PATIENCE, urgent=False
            )
            ear.language = self._language()
            self._ears[party] = (ear, self._tasks.create_task(ear.run()))
        return self._ears[party][0]

    def _forget(self, party: str) -> None:
        _, task = self._ears.pop(party)
        task.cancel()

    def _understood(self, party: str, said: Understood) -> None:
        if text := said.text.strip():
            language = self._language()
            self._tell(Heard, party=party, text=text, language=language, confidence=said.confidence)


def _is_heard(seat: Seat) -> bool:
    """Say whether others hear what this party says."""
    return seat.role is PartyRole.TALK and not (seat.muted or seat.held or seat.ringing)
