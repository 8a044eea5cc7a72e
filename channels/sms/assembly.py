"""Long SMS put together from their parts, which come in any order, twice, or not at all.

Parts are records, so a restart in the middle loses none. What is still incomplete after a while is taken
in as it is, with `[… 2/3 …]` in the place of a part that is missing.
"""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from channels.sms.pdu import BINARY, Concat, read_text
from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.ids import Ids
from hub.core.models.sms import SmsPart
from hub.core.ports import Store

GIVE_UP_AFTER = timedelta(minutes=10)
REMEMBERED_FOR = timedelta(days=1)


class Whole(Struct, frozen=True, kw_only=True):
    """A long SMS, or what there is of it, and its parts."""

    sender: str
    text: str
    external_id: str
    parts: list[SmsPart]


class Assembly:
    """The parts of one route's long SMS. Calls for one sender must come one after the other."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, route_id: str) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._route = route_id

    async def crowded_out(self, sender: str, concat: Concat, data: bytes, coding: int) -> Whole | None:
        """Return the incomplete SMS whose reference the phone has begun to use for another one."""
        waiting = [one for one in await self._known(sender, concat.reference) if not one.done]
        if all(_fits(one, concat, data, coding) for one in waiting):
            return None
        return _whole(waiting)

    async def add(self, sender: str, concat: Concat, data: bytes, coding: int) -> Whole | None:
        """Store a part; return the SMS if it is complete now. One that was taken in already is not."""
        known = await self._known(sender, concat.reference)
        same = next((one for one in known if one.number == concat.number), None)
        if same is None or not _fits(same, concat, data, coding):
            await self._save(same, sender, concat, data, coding)
            known = await self._known(sender, concat.reference)
        elif same.done:
            return None
        waiting = [one for one in known if not one.done]
        return _whole(waiting) if len(waiting) == concat.of else None

    async def finish(self, whole: Whole) -> None:
        """Note that an SMS was taken in, so that a part of it that comes again is not another one."""
        batch = Batch(at=self._clock.now())
        for part in whole.parts:
            batch.save(replace(part, done=True))
        await self._store.commit(batch)

    async def overdue(self) -> list[Whole]:
        """Return what has waited too long for its other parts; forget what was taken in long ago."""
        now = self._clock.now()
        await self._forget(now - REMEMBERED_FOR)
        where = {"route": self._route, "done": False}  # the others are many more, and would fill the page
        old = await self._store.find(SmsPart, where, order="at", below=now - GIVE_UP_AFTER)
        found = []
        for sender, reference in dict.fromkeys((one.sender, one.reference) for one in old):
            waiting = [one for one in await self._known(sender, reference) if not one.done]
            if all(one.at < now - GIVE_UP_AFTER for one in waiting):
                found.append(_whole(waiting))
        return found

    async def _forget(self, before: datetime) -> None:
        where = {"route": self._route, "done": True}
        while old := await self._store.find(SmsPart, where, order="at", below=before):
            batch = Batch(at=self._clock.now())
            for part in old:
                batch.delete(part)
            await self._store.commit(batch)

    async def _known(self, sender: str, reference: int) -> list[SmsPart]:
        where = {"route": self._route, "sender": sender, "reference": reference}
        return await self._store.find(SmsPart, where, order="number")

    async def _save(
        self, same: SmsPart | None, sender: str, concat: Concat, data: bytes, coding: int
    ) -> None:
        """Store a part, in the place of one that has the same number and was taken in."""
        batch = Batch(at=self._clock.now())
        part = SmsPart(
            id=same.id if same else self._ids(),
            rev=same.rev if same else 0,
            route=self._route,
            sender=sender,
            reference=concat.reference,
            number=concat.number,
            of=concat.of,
            data=data,
            coding=coding,
            at=batch.at,
        )
        batch.save(part)
        await self._store.commit(batch)


def _fits(part: SmsPart, concat: Concat, data: bytes, coding: int) -> bool:
    """Say whether a part may belong to the same SMS as one that came: as another part, or it is that one."""
    if part.of != concat.of:
        return False
    return part.number != concat.number or (part.data, part.coding) == (data, coding)


def _whole(parts: list[SmsPart]) -> Whole:
    # Records of parts are used again with a greater revision, so both are in the name.
    name = f"long-{min(one.id for one in parts)}-{sum(one.rev for one in parts)}"
    return Whole(sender=parts[0].sender, text=_text(parts), external_id=name, parts=parts)


def _text(parts: list[SmsPart]) -> str:
    """Return the text, with marks for missing parts. Neighbours are read as one: a letter may be cut."""
    of = parts[0].of
    by_number = {one.number: one for one in parts}
    pieces: list[str] = []
    run: list[SmsPart] = []
    for number in range(1, of + 2):
        part = by_number.get(number)
        if run and (part is None or part.coding != run[-1].coding or part.coding in BINARY):
            pieces.append(read_text(b"".join(one.data for one in run), run[-1].coding))
            run = []
        if part:
            run.append(part)
        elif number <= of:
            pieces.append(f"[… {number}/{of} …]")
    return "".join(pieces)
