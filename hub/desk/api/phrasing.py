"""Trying out how a language model would phrase an answer, beside the article's own words."""

from typing import Annotated

from msgspec import Meta, Struct

from bots.knowledge.answering import Decision
from bots.knowledge.phrasing.check import ENOUGH
from bots.knowledge.phrasing.model import Flaw
from bots.knowledge.phrasing.wording import wanted
from hub.core.models.contacts import Channel
from hub.core.permissions import Permission
from hub.core.text import to_html
from hub.desk.context import Context
from hub.desk.endpoint import endpoint
from hub.desk.views import View


class PhrasingQuestion(Struct, frozen=True, kw_only=True):
    """A question as a customer would ask it on a channel."""

    question: Annotated[str, Meta(min_length=1, max_length=2000)]
    language: str = "en"
    channel: Channel = Channel.CHAT


class PhrasingTrial(View, frozen=True, kw_only=True):
    """What the bot would say (`said_html`), and why.

    `outcome` is "off" where nothing is configured, "not_phrased" where this answer is never phrased,
    "phrased", or why the phrased answer is not said. `raw` is what the model wrote, `asked` the question as
    it left the house, `support` how much of the least supported part the passages say, of `enough` wanted.
    """

    outcome: str
    detail: str = ""
    said_html: str = ""
    raw: str = ""
    asked: str = ""
    model: str = ""
    seconds: float = 0.0
    support: float = 0.0
    enough: float = ENOUGH
    findings: list[Flaw] = []


@endpoint("POST", "/knowledge/phrasing", permission=Permission.KNOWLEDGE_READ)
async def try_phrasing(ctx: Context, body: PhrasingQuestion) -> PhrasingTrial:
    """Have the answer to a question phrased now, and show what the check finds. Nothing is counted."""
    phraser, answering = ctx.deps.phraser, ctx.deps.answering
    if phraser is None:
        return PhrasingTrial(outcome="off")
    verdict = await answering.decide(body.question, body.language)
    best = verdict.results[0] if verdict.decision is Decision.ANSWER else None
    asked = (
        wanted(best, body.question, verdict.language, answering.body(best.article), body.channel)
        if best
        else None
    )
    if best is None or asked is None:
        return PhrasingTrial(
            outcome="not_phrased", said_html=to_html(best.said(body.channel)) if best else ""
        )
    made = await phraser.attempt(asked)
    return PhrasingTrial(
        outcome=made.outcome,
        detail=made.detail,
        said_html=to_html(made.text if made.accepted else best.passage),
        raw=made.raw,
        asked=made.asked,
        model=made.model,
        seconds=made.seconds,
        support=made.support,
        findings=made.findings,
    )


ENDPOINTS = [try_phrasing]
