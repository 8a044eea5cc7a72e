"""Filling an empty installation with the demo company."""

from importlib.resources import files
from pathlib import Path

import msgspec

from bots.flow.parse import parse
from hub.core.models.flows import Flow
from hub.core.models.knowledge import Article
from hub.core.records import Value
from hub.desk.deps import DemoLogin
from hub.services.bundle import Services
from hub.services.setup_document import SetupDocument

PASSWORD = "harbour-demo-2026"  # noqa: S105 - shown on the start page of the demo
LOGINS = (
    DemoLogin(role="agent", login="ada", password=PASSWORD),
    DemoLogin(role="agent", login="ben", password=PASSWORD),
    DemoLogin(role="agent", login="li", password=PASSWORD),
    DemoLogin(role="editor", login="eva", password=PASSWORD),
    DemoLogin(role="supervisor", login="sam", password=PASSWORD),
    DemoLogin(role="admin", login="admin", password=PASSWORD),
)


class DemoArticle(Value, frozen=True, kw_only=True):
    """An article as hub/demo/articles.jsonl has it."""

    key: str
    language: str
    title: str
    body: str
    category: str = ""
    questions: list[str] = []


async def seed_demo(services: Services) -> None:
    """Set up the demo company with its staff and published articles; what is there already is left alone."""
    folder = files("hub.demo")
    await _seed_flows(services)
    company = msgspec.json.decode(folder.joinpath("company.json").read_bytes(), type=SetupDocument)
    await services.settings.load(company, "demo")
    for entry in company.staff:
        staff = await services.accounts.by_login(entry.login)
        if staff:
            await services.accounts.save_staff(staff.id, by="demo", rev=staff.rev, password=PASSWORD)
    known = {article.title for article in await services.store.find(Article)}
    for line in folder.joinpath("articles.jsonl").read_bytes().splitlines():
        article = msgspec.json.decode(line, type=DemoArticle)
        if article.title in known:
            continue
        created = await services.knowledge.create(
            "demo",
            title=article.title,
            body=article.body,
            questions=article.questions,
            language=article.language,
            category=article.category,
        )
        await services.knowledge.publish(created.id, "demo")


def demo_flows() -> dict[str, str]:
    """Return the texts of the demo's flows by their names."""
    folder = Path(str(files("hub.demo") / "flows"))
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.yaml"))}


async def _seed_flows(services: Services) -> None:
    """Publish the demo's flows; entry points name them, so they come first. A test checks that they work."""
    for name, text in demo_flows().items():
        if await services.store.peek(Flow, name):
            continue
        await services.flows.create(name, "demo", text=text, title=parse(text).value["title"])
        await services.flows.publish(name, "demo", revision=1)
