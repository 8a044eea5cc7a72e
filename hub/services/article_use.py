"""How articles do: how often they are told, and what customers make of the answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hub.core.models.gaps import GapReason, Unanswered
from hub.core.models.help_centre import PageOpinion
from hub.core.models.knowledge import Feedback
from hub.core.models.told import Told
from hub.core.records import Record, Value
from hub.services.base import Service


class ArticleUse(Value, frozen=True, kw_only=True):
    """Counts of a period, or since the article exists.

    `told` are answers that rest on it, by bots and agents; `handed_off` those after which the customer
    asked for a person at once.
    """

    article: str
    told: int
    helpful: int
    not_helpful: int
    handed_off: int


FIGURES = ArticleUse.__struct_fields__[1:]
"""What articles can be ranked by."""


class ArticleUses(Service):
    """Counts in the indexes; no record is read."""

    async def of(self, article_ids: Sequence[str], since: datetime | None = None) -> list[ArticleUse]:
        """Return the use of these articles, in their order, after a time."""
        counted = await self._counted(set(article_ids), since)
        return [_use(article, counted) for article in article_ids]

    async def ranks(self, figure: str, since: datetime | None = None) -> dict[str, int]:
        """Return one figure of every article that has any; raises KeyError for what is none."""
        return await self._figure(figure, {}, since)

    async def _counted(self, articles: set[str], since: datetime | None) -> dict[str, dict[str, int]]:
        return {name: await self._figure(name, {"article": articles}, since) for name in FIGURES}

    async def _figure(self, name: str, where: dict[str, Any], since: datetime | None) -> dict[str, int]:
        counted: dict[str, int] = {}
        for kind, more in _SOURCES[name]:
            found = await self.store.tally(kind, "article", {**where, **more}, order="at", above=since)
            for article, number in found.items():
                counted[article] = counted.get(article, 0) + number
        return counted


_SOURCES: dict[str, list[tuple[type[Record], dict[str, Any]]]] = {
    "told": [(Told, {})],
    "helpful": [(Feedback, {"helpful": True}), (PageOpinion, {"helpful": True})],
    "not_helpful": [(Feedback, {"helpful": False}), (PageOpinion, {"helpful": False})],
    "handed_off": [(Unanswered, {"reason": GapReason.HANDED_OFF})],
}


def _use(article: str, counted: dict[str, dict[str, int]]) -> ArticleUse:
    return ArticleUse(article=article, **{name: counted[name].get(article, 0) for name in FIGURES})
