"""Asking the live bot again what it could not answer, once an article made for that is published."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from bots.knowledge.answering import Decision, Verdict
from hub.core.clock import Clock
from hub.core.events import Change, EventKind
from hub.core.models.gaps import Gap, Reasked
from hub.core.models.knowledge import Article
from hub.core.ports import Database
from hub.services.gaps import Gaps

PATIENCE = 60.0
"""Seconds until the bot is asked as it is, though the search has not taken over what was published."""


class Bot(Protocol):
    """What answers customers' questions at this moment."""

    async def decide(self, question: str, language: str = "") -> Verdict:
        """Decide on a question."""
        ...

    async def caught_up(self) -> None:
        """Return once what was published until now is searched in the way the hub searches."""
        ...


class GapChecker:
    """Keeps one tenant's gaps true to what the bot answers; `run` is a task of the composition root.

    What is due is read from the store, so a crash or a failed question loses nothing.
    """

    def __init__(self, gaps: Gaps, bot: Bot, clock: Clock) -> None:
        """Take the gaps of a tenant and the bot that answers its customers."""
        self._gaps = gaps
        self._bot = bot
        self._clock = clock
        self._wake = asyncio.Event()
        self._articles: set[str] | None = None  # those that changed; None: any may have

    def listen(self, database: Database) -> Callable[[], None]:
        """Hear of published articles from now on; the returned function ends it."""
        return database.subscribe(self.hear)

    def hear(self, changes: list[Change]) -> None:
        """Wake up when an article or a gap with one changed."""
        for change in changes:
            if change.tenant != self._gaps.store.tenant:
                continue
            if change.event.kind is EventKind.ARTICLE_CHANGED:
                self._due(change.event.subject)
            elif isinstance(gap := change.record, Gap) and gap.article and change.event.actor != "system":
                self._due(gap.article)

    async def run(self) -> None:
        """Check until cancelled, first everything."""
        self._articles = None
        self._wake.set()
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self.check()

    async def check(self) -> int:
        """Ask the bot what is to be asked again; return of how many gaps."""
        articles, self._articles = self._articles, set()
        gaps = await self._gaps.to_reask(articles)
        if gaps:
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._bot.caught_up()
            except TimeoutError:
                pass  # customers are answered by words meanwhile, and so are we
        for gap in gaps:
            await self._gaps.reasked(gap.id, await self._outcome(gap))
        return len(gaps)

    async def _outcome(self, gap: Gap) -> Reasked | None:
        """Return what the bot makes of the gap's questions; None when its article is not live any more."""
        article = await self._gaps.store.peek(Article, gap.article)
        if article is None or article.published is None:
            return None
        family = await self._gaps.store.find(Article, {"family": article.family}) if article.family else []
        right = {article.id, *(one.id for one in family)}
        ways = await self._gaps.ways(gap.id)
        unmet = [one.id for one in ways if not await self._answers(one.text, one.language, right)]
        return Reasked(
            revision=article.published,
            asked=len(ways),
            answered=len(ways) - len(unmet),
            unmet=unmet,
            at=self._clock.now(),
        )

    async def _answers(self, text: str, language: str, right: set[str]) -> bool:
        verdict = await self._bot.decide(text, language)
        return verdict.decision is Decision.ANSWER and verdict.results[0].article in right

    def _due(self, article: str) -> None:
        if self._articles is not None:
            self._articles.add(article)
        self._wake.set()
