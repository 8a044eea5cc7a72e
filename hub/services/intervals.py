"""Interval records, written beside the transition that ends them; reports add them up."""

from datetime import datetime

from hub.core.batch import Batch
from hub.core.ids import Ids
from hub.core.models.contacts import Channel
from hub.core.models.conversations import AuthorKind, BotMemory, Conversation, Interaction, Message
from hub.core.models.reports import Interval, IntervalKind
from hub.core.models.work import WorkItem
from hub.core.ports import Store


def plan_interval(
    batch: Batch,
    ids: Ids,
    kind: IntervalKind,
    since: datetime,
    *,
    outcome: str = "",
    queue: str | None = None,
    agent: str | None = None,
    channel: Channel | None = None,
    work_item: str | None = None,
    memory: BotMemory | None = None,
) -> None:
    """Add a finished interval that ends now; its events are those of the transition itself."""
    batch.save(
        Interval(
            id=ids(),
            kind=kind,
            started_at=since,
            ended_at=batch.at,
            seconds=max(0.0, (batch.at - since).total_seconds()),
            day=batch.at.date().isoformat(),
            queue=queue,
            agent=agent,
            channel=channel,
            work_item=work_item,
            outcome=outcome,
            bot=memory.bot if memory else "",
            turns=memory.turns if memory else 0,
            missed=memory.missed if memory else 0,
        )
    )


def plan_work_interval(
    batch: Batch, ids: Ids, kind: IntervalKind, item: WorkItem, since: datetime, outcome: str
) -> None:
    """Add a finished interval of a work item."""
    plan_interval(
        batch,
        ids,
        kind,
        since,
        outcome=outcome,
        queue=item.queue,
        agent=item.agent,
        channel=item.channel,
        work_item=item.id,
    )


def plan_stretch(
    batch: Batch,
    ids: Ids,
    conversation: Conversation,
    interaction: Interaction,
    memory: BotMemory,
    outcome: str,
) -> None:
    """Add a bot's stretch with the customer, which ends now."""
    plan_interval(
        batch,
        ids,
        IntervalKind.BOT,
        memory.since or interaction.started_at,
        outcome=outcome,
        queue=conversation.queue,
        channel=interaction.channel,
        memory=memory,
    )


async def plan_opinion(store: Store, batch: Batch, answer: Message, helpful: bool) -> None:
    """Add what a customer thinks of a bot's answer; a second opinion replaces the first."""
    if answer.author.kind is not AuthorKind.BOT:
        return
    known = await store.peek(Interval, answer.id)
    conversation = await store.get(Conversation, answer.conversation)
    batch.save(
        Interval(
            id=answer.id,
            rev=known.rev if known else 0,
            kind=IntervalKind.OPINION,
            started_at=answer.at,
            ended_at=batch.at,
            seconds=0.0,
            day=batch.at.date().isoformat(),
            queue=conversation.queue,
            channel=conversation.channel,
            outcome="helpful" if helpful else "not_helpful",
            bot=answer.author.id.removeprefix("bot:"),
        )
    )
