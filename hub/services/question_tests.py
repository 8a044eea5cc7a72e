"""Keeping test questions. Asking them is for whoever has the index (hub.desk.knowledge_trial)."""

from msgspec.structs import replace

from hub.core.errors import Conflict, Duplicate, InvalidInput
from hub.core.models.knowledge import Article
from hub.core.models.question_tests import QuestionTest
from hub.services.base import Service

MOST = 1_000
CHARS = 300


class QuestionTests(Service):
    """One tenant's test questions."""

    async def all(self) -> list[QuestionTest]:
        """Return them, the oldest first."""
        return await self.store.find(QuestionTest, limit=MOST)

    async def add(self, text: str, language: str, article: str | None, by: str) -> QuestionTest:
        """Keep a question with the article that must answer it, or with none that may."""
        batch = self.batch(by)
        test = QuestionTest(
            id=self.ids(),
            text=await self._checked(text, article),
            language=language,
            article=article,
            by=by,
            at=batch.at,
        )
        if await self.store.count(QuestionTest) >= MOST:
            raise Conflict(f"There are {MOST} test questions already. Delete some first.")
        batch.save(test)
        try:
            stored: QuestionTest = (await self.store.commit(batch)).stored(test)
        except Duplicate:
            raise Conflict("This question is among the test questions already.") from None
        return stored

    async def expect(self, test_id: str, article: str | None, by: str) -> QuestionTest:
        """Change what a question must be answered with."""
        test = await self.store.get(QuestionTest, test_id)
        await self._checked(test.text, article)
        batch = self.batch(by)
        changed = replace(test, article=article, by=by)
        batch.save(changed)
        stored: QuestionTest = (await self.store.commit(batch)).stored(changed)
        return stored

    async def remove(self, test_id: str, by: str) -> None:
        """Forget a question."""
        batch = self.batch(by)
        batch.delete(await self.store.get(QuestionTest, test_id))
        await self.store.commit(batch)

    async def _checked(self, text: str, article: str | None) -> str:
        words = " ".join(text.split())
        if not words or len(words) > CHARS:
            raise InvalidInput(f"A question has 1 to {CHARS} characters.", field="text")
        if article and await self.store.peek(Article, article) is None:
            raise InvalidInput("There is no such article.", field="article")
        return words
