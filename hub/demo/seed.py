"""Filling an empty installation with the demo company."""

from collections.abc import Iterator
from importlib.resources import files

import msgspec
from msgspec.structs import replace

from hub.core.models.contacts import Channel
from hub.core.models.knowledge import Article, ArticleState, Audience
from hub.core.records import Value
from hub.demo.flow_seed import seed_flows
from hub.desk.deps import DemoLogin
from hub.services.bundle import Services
from hub.services.knowledge import Knowledge
from hub.services.setup_document import SetupDocument

PASSWORD = "harbour-demo-2026"  # noqa: S105 - shown on the start page of the demo
LOGINS = (
    DemoLogin(role="agent", login="ada", password=PASSWORD),
    DemoLogin(role="agent", login="ben", password=PASSWORD),
    DemoLogin(role="agent", login="li", password=PASSWORD),
    DemoLogin(role="editor", login="eva", password=PASSWORD),
    DemoLogin(role="editor", login="kai", password=PASSWORD),
    DemoLogin(role="supervisor", login="sam", password=PASSWORD),
    DemoLogin(role="admin", login="admin", password=PASSWORD),
)
AUTHOR, REVIEWER = "eva", "kai"
VERIFY_EVERY_DAYS = 180


class DemoArticle(Value, frozen=True, kw_only=True):
    """An article as hub/demo/articles.jsonl has it; those with the same key but its ending are one."""

    key: str
    language: str
    title: str
    body: str
    category: str = ""
    questions: list[str] = []
    audience: Audience = Audience.CUSTOMERS
    texts: dict[Channel, str] = {}
    state: ArticleState = ArticleState.PUBLISHED

    @property
    def family(self) -> str:
        """Return what its translations share."""
        return self.key.rpartition("-")[0]


async def seed_demo(services: Services) -> None:
    """Set up the demo company with its staff and articles; what is there already is left alone."""
    await seed_flows(services)  # entry points name them
    company = msgspec.json.decode(files("hub.demo").joinpath("company.json").read_bytes(), type=SetupDocument)
    await services.settings.load(company, "demo")
    for entry in company.staff:
        staff = await services.accounts.by_login(entry.login)
        if staff:
            await services.accounts.save_staff(staff.id, by="demo", rev=staff.rev, password=PASSWORD)
    await _seed_articles(services)


async def _seed_articles(services: Services) -> None:
    """Write, review and publish the articles as the company's two editors would have."""
    knowledge = services.knowledge
    policy = replace(
        await knowledge.policy(),
        review_required=True,
        separate_reviewer=True,
        verify_every_days=VERIFY_EVERY_DAYS,
    )
    if not policy.rev:
        await knowledge.set_policy(policy, "demo")
    known = {(article.title, article.language): article for article in await services.store.find(Article)}
    families: dict[str, Article] = {}
    for entry in _articles():
        stored = known.get((entry.title, entry.language)) or await _seed_article(knowledge, entry)
        source = families.setdefault(entry.family, stored)
        if source is not stored and stored.family == stored.id:
            await knowledge.join(stored.id, AUTHOR, source.id)


async def _seed_article(knowledge: Knowledge, entry: DemoArticle) -> Article:
    made = await knowledge.create(
        AUTHOR,
        owner=AUTHOR if entry.language == "en" else REVIEWER,
        title=entry.title,
        body=entry.body,
        questions=entry.questions,
        language=entry.language,
        category=entry.category,
        audience=entry.audience,
        texts=entry.texts,
    )
    made = await knowledge.submit(made.id, AUTHOR)
    if entry.state is ArticleState.PUBLISHED:
        await knowledge.approve(made.id, REVIEWER)
        made = await knowledge.publish(made.id, AUTHOR)
    return made


def _articles() -> Iterator[DemoArticle]:
    for name in ("articles.jsonl", "unpublished.jsonl"):
        for line in files("hub.demo").joinpath(name).read_bytes().splitlines():
            yield msgspec.json.decode(line, type=DemoArticle)
