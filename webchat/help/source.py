"""The help centre's source over a tenant's services."""

from collections.abc import Sequence

from hub.core.models.contacts import EntryPoint
from hub.core.models.gaps import GapReason
from hub.core.models.help_centre import HelpCentre
from hub.core.models.knowledge import Revision
from hub.core.ports import Store
from hub.services.article_use import ArticleUse
from hub.services.bundle import Services


class ServicesSource:
    """Implements webchat.help.routes.HelpSource."""

    def __init__(self, services: Services) -> None:
        """Take the tenant's services."""
        self._services = services

    @property
    def store(self) -> Store:
        """Return the tenant's data."""
        return self._services.store

    async def published(self) -> list[Revision]:
        """Return the published revision of every published article."""
        return await self._services.knowledge.published()

    async def settings(self) -> HelpCentre:
        """Return the settings."""
        return await self._services.help_centre.get()

    async def uses(self, article_ids: Sequence[str]) -> list[ArticleUse]:
        """Return how often articles were told."""
        return await self._services.article_use.of(article_ids)

    async def chat_key(self, entry_point: str) -> str:
        """Return the key of a chat's entry point, empty when it is gone or switched off."""
        entry = await self.store.peek(EntryPoint, entry_point)
        return entry.key if entry and entry.active else ""

    async def opinion(self, article: str, revision: int, helpful: bool) -> None:
        """Store what a reader said of an article."""
        await self._services.help_centre.opinion(article, revision, helpful)

    async def searched(
        self, text: str, language: str, reason: GapReason, article: str = "", revision: int = 0
    ) -> None:
        """Note what a reader looked for in vain."""
        await self._services.help_centre.searched(text, language, reason, article, revision)
