"""Bringing articles in from files: a preview first, then drafts of what was chosen."""

from collections.abc import AsyncIterator, Sequence

from hub.core.clock import Clock
from hub.core.errors import InvalidInput
from hub.core.ids import Ids
from hub.core.models.knowledge import Article, ArticleState
from hub.core.ports import Store
from hub.core.records import Value
from hub.services.article_import.entries import ImportEntry, ImportFault, Parsed
from hub.services.article_import.reading import FileReader
from hub.services.base import Service
from hub.services.knowledge import Knowledge

PAGE = 500


class SameArticle(Value, frozen=True, kw_only=True):
    """That an entry is there already, by title or question: as an article, or earlier in the file (`where`).

    `exact` says that the text is the same, too.
    """

    article: str = ""
    title: str
    where: str = ""
    exact: bool = False


class ImportPreview(Value, frozen=True, kw_only=True):
    """What a file would become. `same` has an item for each entry, null for new ones."""

    entries: list[ImportEntry]
    same: list[SameArticle | None]
    faults: list[ImportFault]
    notes: list[str]


class Imported(Value, frozen=True, kw_only=True):
    """The drafts that were made, and what could not become one."""

    articles: list[str]
    faults: list[ImportFault]


class ArticleImports(Service):
    """Import of one tenant."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, knowledge: Knowledge) -> None:
        """Also take what creates articles."""
        super().__init__(store, clock, ids)
        self._knowledge = knowledge
        self._reader = FileReader()

    async def preview(self, name: str, data: bytes) -> ImportPreview:
        """Read a file and compare it with what there is; nothing is stored."""
        parsed = await self._reader.read(name, data)
        return ImportPreview(
            entries=parsed.entries,
            same=await self._compared(parsed),
            faults=parsed.faults,
            notes=parsed.notes,
        )

    async def take(self, entries: Sequence[ImportEntry], by: str) -> Imported:
        """Make drafts of entries; what is wrong with one does not stop the others."""
        made: list[str] = []
        faults: list[ImportFault] = []
        for entry in entries:
            try:
                article = await self._knowledge.create(
                    by,
                    title=entry.title,
                    body=entry.body,
                    questions=entry.questions,
                    language=entry.language,
                    category=entry.category,
                    audience=entry.audience,
                )
            except InvalidInput as error:
                faults.append(ImportFault(where=entry.where, code="refused", vars={"why": error.message}))
            else:
                made.append(article.id)
        return Imported(articles=made, faults=faults)

    async def _compared(self, parsed: Parsed) -> list[SameArticle | None]:
        known: dict[tuple[str, str], SameArticle] = {}
        bodies: dict[str, str] = {}
        async for article in each_article(self.store):
            bodies[article.id] = article.body.strip()
            for text in (article.title, *article.questions):
                known[article.language, _key(text)] = SameArticle(article=article.id, title=article.title)
        found: list[SameArticle | None] = []
        for entry in parsed.entries:
            keys = [(entry.language, _key(text)) for text in (entry.title, *entry.questions)]
            same = next((known[key] for key in keys if key in known), None)
            if same and same.article:
                exact = bodies[same.article] == entry.body.strip()
                same = SameArticle(article=same.article, title=same.title, exact=exact)
            found.append(same)
            for key in keys:
                known.setdefault(key, SameArticle(title=entry.title, where=entry.where))
        return found


async def each_article(store: Store) -> AsyncIterator[Article]:
    """Yield every article that is not archived."""
    after: str | None = None
    while True:
        rows = await store.find(Article, above=after, limit=PAGE)
        for row in rows:
            if row.state is not ArticleState.ARCHIVED:
                yield row
        if len(rows) < PAGE:
            return
        after = rows[-1].id


def _key(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip("?？.。! ！")
