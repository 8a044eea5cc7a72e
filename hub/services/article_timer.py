"""What happens to articles by themselves: publication at a set time, expiry, reminders."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog

from hub.core.clock import Clock
from hub.core.errors import HubError
from hub.core.events import Change
from hub.core.models.knowledge import Article
from hub.core.ports import Database, Store
from hub.services.article_life import ArticleLife
from hub.services.waiting import wait_for

log = structlog.get_logger()

PAGE = 100
LONGEST = 3600.0
"""Seconds to wait at most: the wall clock may be set while we sleep."""
AGAIN = 60.0
"""Seconds before something that failed is tried again."""
MOMENT = timedelta(microseconds=1)
EVER = datetime(1970, 1, 1, tzinfo=UTC)


class ArticleTimer:
    """Does what is due; all times are in the store, so what came due while the hub was down comes first."""

    def __init__(self, store: Store, life: ArticleLife, clock: Clock) -> None:
        self._store = store
        self._life = life
        self._clock = clock
        self._news = asyncio.Event()

    def listen(self, database: Database) -> Callable[[], None]:
        """Hear of changed times; call before `run`. The returned function ends it."""
        return database.subscribe(self.hear)

    def hear(self, changes: list[Change]) -> None:
        """Wake up for articles whose times may have changed."""
        mine = (change.record for change in changes if change.tenant == self._store.tenant)
        if any(isinstance(record, Article) and record.due_at for record in mine):
            self._news.set()

    async def run(self) -> None:
        """Do what is due until cancelled."""
        while True:
            self._news.clear()
            failed = await self.step()
            seconds = AGAIN if failed else await self._until_next()
            await wait_for(self._news, self._clock, seconds)

    async def step(self) -> bool:
        """Do all that is due by now; say whether anything failed."""
        tried: set[tuple[str, datetime | None]] = set()
        failed = False
        while True:
            until = self._clock.now() + MOMENT
            due = await self._store.find(Article, order="due_at", above=EVER, below=until, limit=PAGE)
            todo = [article for article in due if (article.id, article.due_at) not in tried]
            for article in todo:
                tried.add((article.id, article.due_at))
                try:
                    await self._life.act_due(article.id)
                except HubError as error:
                    # One article that cannot be published must not hold up the others.
                    log.warning("article_not_timed", article=article.id, code=error.code)
                    failed = True
            if not todo:
                return failed

    async def _until_next(self) -> float:
        following = await self._store.find(Article, order="due_at", above=EVER, limit=1)
        if not following or following[0].due_at is None:
            return LONGEST
        return min(LONGEST, max(0.0, (following[0].due_at - self._clock.now()).total_seconds()))
