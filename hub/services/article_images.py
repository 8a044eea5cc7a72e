"""Pictures in articles: customers see those of published articles, and no others."""

import asyncio

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.errors import InvalidInput, NotFound
from hub.core.ids import Ids
from hub.core.models.conversations import StoredFile
from hub.core.models.knowledge import Article, ArticleImage, Audience, Revision
from hub.core.ports import Store
from hub.core.text import pictures_of
from hub.services.article_rules import revision_id
from hub.services.base import Service
from hub.services.file_types import sniff
from hub.services.files import Files

TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What browsers show as a picture and cannot run as a program, as SVG can be."""


class ArticleImages(Service):
    """Pictures that editors put into articles."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, files: Files) -> None:
        super().__init__(store, clock, ids)
        self._files = files

    async def put(self, name: str, data: bytes, by: str) -> ArticleImage:
        """Store a picture; what it is is told from its content."""
        if await asyncio.to_thread(sniff, data, name) not in TYPES:
            raise InvalidInput("Only PNG, JPEG, GIF and WebP pictures can be put in.", field="file")
        file = await self._files.put(name, data, "", by)
        batch = self.batch(by)
        image = ArticleImage(id=file.id, by=by, at=batch.at)
        batch.save(image)
        stored: ArticleImage = (await self.store.commit(batch)).stored(image)
        return stored

    async def get(self, image_id: str, *, staff: bool) -> tuple[StoredFile, bytes]:
        """Return a picture; raise NotFound for customers when no published article shows it."""
        image = await self.store.peek(ArticleImage, image_id)
        if image is None or not (staff or image.shown_by):
            raise NotFound("There is no such picture.")
        return await self._files.get(image_id)


async def plan_shown(store: Store, batch: Batch, before: Article, after: Article) -> None:
    """Note on each picture whether customers see it in this article from now on."""
    if before.published == after.published and before.state is after.state:
        return
    old, new = await _shown(store, before), await _shown(store, after)
    for image_id in sorted(old ^ new):
        image = await store.peek(ArticleImage, image_id)
        if image is None:
            continue  # the text names a picture that was never here
        others = [article for article in image.shown_by if article != after.id]
        shown_by = [*others, after.id] if image_id in new else others
        batch.save(replace(image, shown_by=shown_by))


async def _shown(store: Store, article: Article) -> set[str]:
    """Return the pictures that customers see in an article."""
    if article.published is None:
        return set()
    out: Article | Revision = article
    if article.published != article.revision:
        out = await store.get(Revision, revision_id(article.id, article.published))
    if out.audience is Audience.STAFF:
        return set()
    return {image for text in (out.body, *out.texts.values()) for image in pictures_of(text)}
