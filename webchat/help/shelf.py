"""What the help centre has to show, kept in memory and read anew after each published change."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from hub.core.events import Change, EventKind
from hub.core.models.help_centre import HelpCentre
from hub.core.models.knowledge import Article, Audience, Revision
from hub.core.ports import Database, Store
from hub.core.text import plain

LANGUAGES = ("en", "zh")
DESCRIPTION_CHARS = 155
LONGEST_WORD = 30
"""Chinese has no spaces: what is longer than this is no word, and may be cut."""
POPULAR = 6

_HEADING = re.compile(r"^#{1,6}\s.*$", re.MULTILINE)
_SLUG = re.compile(r"[^a-z0-9]+")


class Page(Struct, frozen=True, kw_only=True):
    """A published article as everybody may read it. `family` joins its languages; `slug` may be empty."""

    article: str
    revision: int
    language: str
    title: str
    body: str
    description: str
    categories: list[str]
    family: str
    slug: str
    updated_at: datetime

    @property
    def path(self) -> str:
        """Where it is read."""
        return f"/help/{self.language}/articles/{self.article}" + (f"/{self.slug}" if self.slug else "")


class Shelf(Struct, frozen=True, kw_only=True):
    """All pages by article, and the settings they are shown under; `popular` begins with the most told."""

    settings: HelpCentre
    pages: dict[str, Page]
    popular: list[str]
    chat_key: str = ""

    def of(self, language: str) -> list[Page]:
        """Return a language's pages by title."""
        return sorted((one for one in self.pages.values() if one.language == language), key=_by_title)

    def languages(self) -> list[str]:
        """Return the languages there is something in; one at least."""
        used = {page.language for page in self.pages.values()}
        return [one for one in LANGUAGES if one in used] or [LANGUAGES[0]]

    def others(self, page: Page) -> list[Page]:
        """Return the same article in other languages."""
        return [one for one in self.pages.values() if one.family == page.family and one is not page]


class Use(Protocol):
    """How often an article was told."""

    @property
    def article(self) -> str: ...  # noqa: D102  # the names say it, here and below
    @property
    def told(self) -> int: ...  # noqa: D102


class Source(Protocol):
    """Where articles, settings and figures come from: a tenant's services."""

    @property
    def store(self) -> Store:
        """The tenant's data."""
        ...

    async def published(self) -> list[Revision]:
        """Return the published revision of every published article."""
        ...

    async def settings(self) -> HelpCentre:
        """Return the settings."""
        ...

    async def uses(self, article_ids: Sequence[str]) -> Sequence[Use]:
        """Return how often articles were told."""
        ...

    async def chat_key(self, entry_point: str) -> str:
        """Return the key of a chat's entry point, empty when there is none any more."""
        ...


class Keeper:
    """Has the present shelf at hand while it hears of changes."""

    def __init__(self, tenant: str, source: Source) -> None:
        """Take whose articles these are."""
        self._tenant = tenant
        self._source = source
        self._shelf: Shelf | None = None
        self._changes = 0

    def listen(self, database: Database) -> Callable[[], None]:
        """Hear of changes from now on; the returned function ends it."""
        return database.subscribe(self.hear)

    def hear(self, changes: list[Change]) -> None:
        """Forget the shelf when something on it may have changed."""
        for change in changes:
            kind = change.event.kind
            moved = kind is EventKind.ARTICLE_CHANGED or kind is EventKind.SETTINGS_CHANGED
            if moved and change.tenant == self._tenant:
                self._changes += 1
                self._shelf = None

    async def shelf(self) -> Shelf:
        """Return the shelf as of the newest change."""
        if self._shelf is not None:
            return self._shelf
        changes = self._changes  # before reading: a change meanwhile must not be missed
        shelf = await self._read()
        if changes == self._changes:
            self._shelf = shelf
        return shelf

    async def _read(self) -> Shelf:
        settings = await self._source.settings()
        pages: dict[str, Page] = {}
        for revision in await self._source.published() if settings.active else []:
            article = await self._source.store.peek(Article, revision.article)
            if article and revision.audience is Audience.CUSTOMERS and revision.language in LANGUAGES:
                pages[article.id] = page_of(article, revision)
        uses = await self._source.uses(list(pages))
        told = sorted((one for one in uses if one.told), key=lambda one: one.told, reverse=True)
        key = await self._source.chat_key(settings.entry_point) if settings.entry_point else ""
        return Shelf(settings=settings, pages=pages, popular=[one.article for one in told], chat_key=key)


def page_of(article: Article, revision: Revision) -> Page:
    """Return a published revision as a page."""
    return Page(
        article=article.id,
        revision=revision.number,
        language=revision.language,
        title=revision.title,
        body=revision.body,
        description=_described(revision.body),
        categories=[part.strip() for part in revision.category.split("/") if part.strip()],
        family=article.family or article.id,
        slug=_SLUG.sub("-", revision.title.lower()).strip("-")[:60],
        updated_at=revision.at,
    )


def _described(body: str) -> str:
    """Return how an article begins: without its headings, and not cut within an English word."""
    text = " ".join(plain(_HEADING.sub("", body)).split()) or " ".join(plain(body).split())
    if len(text) <= DESCRIPTION_CHARS:
        return text
    start = text[: DESCRIPTION_CHARS - 1]
    words, space, rest = start.rpartition(" ")
    return (words if space and len(rest) <= LONGEST_WORD else start).rstrip(" ,;:，；：、") + "…"


def _by_title(page: Page) -> tuple[str, str]:
    return page.title.casefold(), page.article
