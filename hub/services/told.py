"""Who was told what, so that an error in an article can be put right with those who got it."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.ids import Ids
from hub.core.models.contacts import Channel
from hub.core.models.conversations import Message
from hub.core.models.told import Told
from hub.services.base import Service, retried

PAGE = 200


def plan_told(batch: Batch, ids: Ids, message: Message, contact: str, channel: Channel) -> None:
    """Add a record for each article the message rests on, each once."""
    cited = {one.article: one for one in message.citations}
    for citation in cited.values():
        batch.save(
            Told(
                id=ids(),
                article=citation.article,
                revision=citation.revision,
                message=message.id,
                conversation=message.conversation,
                contact=contact,
                channel=channel,
                phrased=citation.phrased,
                by=message.author.id,
                by_kind=message.author.kind,
                at=message.at,
            )
        )


class Tellings(Service):
    """Reads the records, and takes people out of them."""

    async def page(
        self,
        article_id: str,
        *,
        revision: int | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        before: str | None = None,
        limit: int = 50,
    ) -> list[Told]:
        """Return who got an article, newest first, older than the record `before`; times are inclusive."""
        where: dict[str, Any] = {"article": article_id} | ({"revision": revision} if revision else {})
        found: list[Told] = []
        while len(found) < limit:
            rows = await self.store.find(Told, where, descending=True, below=before, limit=PAGE)
            found += [
                row for row in rows if (not since or row.at >= since) and (not until or row.at <= until)
            ]
            if len(rows) < PAGE or (since and rows[-1].at < since):
                break
            before = rows[-1].id
        return found[:limit]

    async def each(
        self,
        article_id: str,
        *,
        revision: int | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> AsyncIterator[Told]:
        """Yield all who got an article, newest first."""
        before: str | None = None
        while True:
            rows = await self.page(
                article_id, revision=revision, since=since, until=until, before=before, limit=PAGE
            )
            for row in rows:
                yield row
            if len(rows) < PAGE:
                return
            before = rows[-1].id

    async def count(self, article_id: str, revision: int | None = None) -> int:
        """Return how many answers rested on an article, or on one version of it."""
        where: dict[str, Any] = {"article": article_id} | ({"revision": revision} if revision else {})
        return await self.store.count(Told, where)

    @retried
    async def forget(self, contact_id: str, by: str) -> int:
        """Take an erased person out of the records; that an answer was given stays. Return how many."""
        rows = await self.store.find(Told, {"contact": contact_id}, limit=PAGE)
        done = 0
        while rows:
            batch = self.batch(by)
            for row in rows:
                batch.save(replace(row, contact=""))
            await self.store.commit(batch)
            done += len(rows)
            rows = await self.store.find(Told, {"contact": contact_id}, limit=PAGE)
        return done
