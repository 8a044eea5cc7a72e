"""What a gap counts of its questions, and how that changes when they come, go or meet."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from hub.core.models.gaps import Gap, GapState, Unanswered
from hub.core.transitions import advance, may_advance


def with_question(gap: Gap, question: Unanswered) -> Gap:
    """Return the gap with one more question."""
    return replace(
        gap,
        count=gap.count + 1,
        channels=_sum(gap.channels, {question.channel.value: 1}),
        reasons=_sum(gap.reasons, {question.reason.value: 1}),
        first_at=min(gap.first_at, question.at),
        last_at=max(gap.last_at, question.at),
    )


def without_question(gap: Gap, question: Unanswered, left: list[Unanswered]) -> Gap:
    """Return the gap with one question less; `left` are those that stay, oldest first."""
    return replace(
        gap,
        title=titled(gap, left),
        count=gap.count - 1,
        channels=_sum(gap.channels, {question.channel.value: -1}),
        reasons=_sum(gap.reasons, {question.reason.value: -1}),
        first_at=left[0].at if left else gap.first_at,
        last_at=left[-1].at if left else gap.last_at,
    )


def united(kept: Gap, merged: Gap) -> Gap:
    """Return a gap that counts another's questions too.

    What editors made of it stays. Only where nothing was made yet, the other's article and state are taken.
    """
    both = replace(
        kept,
        count=kept.count + merged.count,
        channels=_sum(kept.channels, merged.channels),
        reasons=_sum(kept.reasons, merged.reasons),
        reopened=kept.reopened or (merged.reopened and not kept.article),
        first_at=min(kept.first_at, merged.first_at),
        last_at=max(kept.last_at, merged.last_at),
    )
    if kept.article or not merged.article or kept.state is not GapState.OPEN:
        return both
    both = replace(both, article=merged.article, reasked=merged.reasked)
    return advance(both, merged.state) if may_advance(both, merged.state) else both


def titled(gap: Gap, left: list[Unanswered]) -> str:
    """Return the title for a gap with these questions left, oldest first: the old one while one says it."""
    if any(one.text == gap.title for one in left):
        return gap.title
    return left[0].text if left else ""


def facts(gap: Gap) -> dict[str, Any]:
    """Return what an event says of a gap: no words of customers."""
    return {"state": gap.state.value, "count": gap.count, "article": gap.article}


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    names = [*one, *(name for name in other if name not in one)]
    summed = {name: one.get(name, 0) + other.get(name, 0) for name in names}
    return {name: number for name, number in summed.items() if number > 0}
