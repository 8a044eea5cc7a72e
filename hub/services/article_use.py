"""How articles do: how often they are told, and what customers make of the answers."""

from collections.abc import Sequence

from hub.core.models.gaps import GapReason, Unanswered
from hub.core.models.help_centre import PageOpinion
from hub.core.models.knowledge import Feedback
from hub.core.models.told import Told
from hub.core.records import Value
from hub.services.base import Service


class ArticleUse(Value, frozen=True, kw_only=True):
    """Counts since the article exists.

    `told` are answers that rest on it, by bots and agents; `handed_off` those after which the customer
    asked for a person at once.
    """

    article: str
    told: int
    helpful: int
    not_helpful: int
    handed_off: int


class ArticleUses(Service):
    """Counts by index; nothing is scanned but the counted rows."""

    async def of(self, article_ids: Sequence[str]) -> list[ArticleUse]:
        """Return the use of these articles, in their order."""
        return [await self._one(article) for article in article_ids]

    async def _one(self, article: str) -> ArticleUse:
        handed_off = {"article": article, "reason": GapReason.HANDED_OFF}
        return ArticleUse(
            article=article,
            told=await self.store.count(Told, {"article": article}),
            helpful=await self._opinions(article, helpful=True),
            not_helpful=await self._opinions(article, helpful=False),
            handed_off=await self.store.count(Unanswered, handed_off),
        )

    async def _opinions(self, article: str, *, helpful: bool) -> int:
        said = {"article": article, "helpful": helpful}
        return await self.store.count(Feedback, said) + await self.store.count(PageOpinion, said)
