"""Keeping the bot's index in step with what editors publish."""

import asyncio
from collections.abc import Callable

from bots.knowledge.answering import Answering
from bots.knowledge.index import Entry
from hub.core.events import Change, EventKind
from hub.core.models.knowledge import Article, Audience, Revision
from hub.core.ports import Database
from hub.services.knowledge import Knowledge


class LiveIndex:
    """Follows one tenant's articles from `start` on: a published change answers at once."""

    def __init__(self, tenant: str, answering: Answering) -> None:
        self._tenant = tenant
        self._answering = answering
        self._seen: set[str] | None = None  # while loading: articles that changed meanwhile

    async def start(self, database: Database, knowledge: Knowledge) -> Callable[[], None]:
        """Listen, then load what is published; the returned function stops listening."""
        self._seen = set()
        stop = database.subscribe(self.hear)
        for revision in await knowledge.published():
            if revision.audience is Audience.CUSTOMERS and revision.article not in self._seen:
                self._answering.put(entry_of(revision))
            await asyncio.sleep(0)  # a large knowledge base must not hold up everybody else
        self._seen = None
        return stop

    def hear(self, changes: list[Change]) -> None:
        """Take over changed articles; an edit that is not published yet changes nothing."""
        for change in changes:
            if change.tenant == self._tenant and change.event.kind is EventKind.ARTICLE_CHANGED:
                self._follow(change.event.subject, change.record)

    def _follow(self, article_id: str, record: object) -> None:
        article = record if isinstance(record, Article) and record.published else None
        if article and article.published != article.revision:
            return  # an edit that is not published yet
        if self._seen is not None:
            self._seen.add(article_id)
        if article and article.audience is Audience.CUSTOMERS:
            self._answering.put(entry_of(article))
        else:
            self._answering.remove(article_id)


def entry_of(published: Article | Revision) -> Entry:
    """Return a published article, or the revision it is published in, as the index takes it."""
    if isinstance(published, Article):
        article, number = published.id, published.revision
    else:
        article, number = published.article, published.number
    return Entry(
        article=article,
        revision=number,
        title=published.title,
        body=published.body,
        questions=published.questions,
        language=published.language,
        texts=published.texts,
    )
