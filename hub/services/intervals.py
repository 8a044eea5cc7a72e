"""Interval records, written beside the transition that ends them; reports add them up."""

from datetime import datetime

from hub.core.batch import Batch
from hub.core.ids import Ids
from hub.core.models.contacts import Channel
from hub.core.models.reports import Interval, IntervalKind
from hub.core.models.work import WorkItem


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
