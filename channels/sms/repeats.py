"""Whether a message centre hands an SMS over again because it did not get our answer.

SMPP gives an SMS no id, and two SMS with the same words are usually two SMS. So one is taken for a
repetition only if the same was stored in a time for which nobody knows whether our answers arrived: from
the last sign that they did (the answer to an enquire_link behind them) until the next connection began.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import blake2b

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.models.contacts import AddressKind
from hub.core.models.conversations import Message
from hub.core.models.sms import SmsSpan, SmsState
from hub.services.bundle import Services
from hub.services.people import find_address

REPEATED_WITHIN = timedelta(days=1)
SLOW = timedelta(seconds=10)
"""Message centres may have stopped waiting for an answer that took so long."""
MOMENT = timedelta(microseconds=1)
MOST_DOUBTFUL = 100
"""So many of them are remembered. An SMS that comes again from an older one is shown twice, not lost."""


class Repeats:
    """Names the SMS of one route: a repetition gets the name of what it repeats."""

    def __init__(self, services: Services, route_id: str) -> None:
        self._store = services.store
        self._clock = services.clock
        self._ids = services.ids
        self._route = route_id
        self._doubtful: list[SmsSpan] = []
        self._repeated: set[str] = set()
        self._under_way: dict[int, datetime] = {}
        self._count = 0
        self._stored_since = False

    async def bound(self, at: datetime) -> None:
        """A connection began: what is not confirmed may come again."""
        state = await self._store.peek(SmsState, self._route) or SmsState(id=self._route)
        recent = [span for span in state.doubtful if span.end > at - REPEATED_WITHIN]
        if state.confirmed:
            recent.append(SmsSpan(start=state.confirmed, end=at))
        self._doubtful = recent = recent[-MOST_DOUBTFUL:]
        self._repeated.clear()
        await self._save(replace(state, confirmed=at, doubtful=recent))

    async def confirmed(self, at: datetime) -> None:
        """What we answered up to then has arrived."""
        if not self._stored_since:
            return
        self._stored_since = bool(self._under_way)
        state = await self._store.get(SmsState, self._route)
        await self._save(replace(state, confirmed=min([at, *self._under_way.values()])))

    @contextmanager
    def taking(self) -> Iterator[datetime]:
        """Hold the time of an SMS from before it is stored until after it is answered."""
        at = self._clock.now()
        self._count += 1
        number = self._count
        self._under_way[number] = at
        self._stored_since = True
        try:
            yield at
        finally:
            del self._under_way[number]
            if self._clock.now() - at > SLOW:
                span = SmsSpan(start=at, end=at + MOMENT)
                self._doubtful = [*self._doubtful, span][-MOST_DOUBTFUL:]

    async def name(self, sender: str, content: bytes) -> str:
        """Return the external id of an SMS of a sender (canonical)."""
        key = blake2b(content, digest_size=16).hexdigest()
        address = await find_address(self._store, AddressKind.PHONE, sender) if self._doubtful else None
        if address:
            found = await self._store.find(
                Message,
                {"source": address.id},
                order="external_id",
                descending=True,
                above=f"{key}.",
                below=f"{key}/",
                limit=1,
            )
            if found and self._is_repeat(found[0]):
                self._repeated.add(found[0].external_id)
                return found[0].external_id
        return f"{key}.{self._ids()}"

    def _is_repeat(self, message: Message) -> bool:
        if message.external_id in self._repeated:
            return False
        return any(span.start <= message.at < span.end for span in self._doubtful)

    async def _save(self, state: SmsState) -> None:
        batch = Batch(at=self._clock.now())
        batch.save(state)
        await self._store.commit(batch)
