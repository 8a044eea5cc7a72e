"""Test questions: kept, asked of what is published, and of a change before it is."""

from typing import Annotated

from msgspec import Meta, Struct

from hub.core.models.knowledge import Article
from hub.core.models.question_tests import QuestionTest
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import endpoint
from hub.desk.knowledge_trial import QuestionOutcome, run_tests

READ, WRITE = Permission.KNOWLEDGE_READ, Permission.KNOWLEDGE_WRITE


class QuestionTestDraft(Struct, frozen=True, kw_only=True):
    """A question, and the article that must answer it; null: none may."""

    text: Annotated[str, Meta(min_length=1, max_length=300)]
    language: Annotated[str, Meta(max_length=10)] = "en"
    article: str | None = None


class Expectation(Struct, frozen=True, kw_only=True):
    """The article that must answer; null: none may."""

    article: str | None


class TrialDraft(Struct, frozen=True, kw_only=True):
    """With an article: try also what its newest version would change."""

    article: str | None = None


@endpoint("GET", "/knowledge/tests", permission=READ)
async def list_question_tests(ctx: Context) -> list[QuestionTest]:
    """Return the test questions."""
    return await ctx.services.question_tests.all()


@endpoint("POST", "/knowledge/tests", permission=WRITE, status=201)
async def add_question_test(ctx: Context, body: QuestionTestDraft) -> QuestionTest:
    """Keep a test question."""
    return await ctx.services.question_tests.add(body.text, body.language, body.article, ctx.actor)


@endpoint("PUT", "/knowledge/tests/{id}", permission=WRITE)
async def expect_answer(ctx: Context, id: str, body: Expectation) -> QuestionTest:
    """Change what a test question must be answered with."""
    return await ctx.services.question_tests.expect(id, body.article, ctx.actor)


@endpoint("DELETE", "/knowledge/tests/{id}", permission=WRITE)
async def remove_question_test(ctx: Context, id: str) -> None:
    """Forget a test question."""
    await ctx.services.question_tests.remove(id, ctx.actor)


@endpoint("POST", "/knowledge/tests-run", permission=READ)
async def run_question_tests(ctx: Context, body: TrialDraft) -> list[QuestionOutcome]:
    """Ask all test questions, and say which of them a change would break."""
    changed = await ctx.services.store.get(Article, body.article) if body.article else None
    tests = await ctx.services.question_tests.all()
    return await run_tests(ctx.services.knowledge, ctx.deps.answering, tests, changed)


ENDPOINTS = [
    list_question_tests,
    add_question_test,
    expect_answer,
    remove_question_test,
    run_question_tests,
]
