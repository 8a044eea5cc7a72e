"""Which answers may be phrased, and what of each the phraser needs to know."""

import asyncio
from collections.abc import Callable, Sequence

from bots.knowledge.answering import Result
from bots.knowledge.phrasing.model import Phrased
from bots.knowledge.phrasing.phraser import Phraser, Wanted
from hub.core.bots import TurnInput
from hub.core.models.contacts import Channel

Body = Callable[[str], str]
"""Gives what a published article says, by its id; nothing of one that is not published any more."""


def wanted(
    result: Result, question: str, language: str, body: str, channel: Channel = Channel.CHAT
) -> Wanted | None:
    """Return what is to be phrased of an answer, or None where the article's words are the ones to say.

    These are a text written for this channel, and an article in another language than the customer's:
    a translation cannot be checked word by word.
    """
    if not body or result.texts.get(channel) or result.language != language:
        return None
    return Wanted(
        question=question,
        language=language,
        title=result.title,
        body=body,
        plain=result.passage,
        channel=channel,
    )


class Wording:
    """Has the answers of a turn phrased, all at the same time; without a phraser there is nothing to do."""

    def __init__(self, phraser: Phraser | None, body: Body) -> None:
        self._phraser = phraser
        self._body = body

    async def of(
        self, told: Sequence[tuple[Result, str]], language: str, turn: TurnInput
    ) -> list[Phrased | None]:
        """Return for each answer its phrasing, where there is one that may be said.

        Only turns that somebody waits for, which have a deadline, are phrased: not those of a simulation.
        """
        phraser = self._phraser
        if phraser is None or turn.deadline is None:
            return [None] * len(told)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self._one(phraser, result, question, language, turn))
                for result, question in told
            ]
        return [task.result() for task in tasks]

    async def _one(
        self, phraser: Phraser, result: Result, question: str, language: str, turn: TurnInput
    ) -> Phrased | None:
        asked = wanted(result, question, language, self._body(result.article), turn.channel)
        if asked is None:
            return None
        made = await phraser.phrase(asked, conversation=turn.conversation, deadline=turn.deadline)
        return made if made.accepted else None
