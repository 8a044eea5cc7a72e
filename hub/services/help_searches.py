"""What readers of the help centre look for in vain: questions like those of customers, of nobody known."""

import re

from hub.core.batch import Batch
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.gaps import AskedOn, GapReason, Unanswered
from hub.services.gap_plans import TEXT_CHARS

_PRIVATE = re.compile(r"\S+@\S+|\+?\d(?:[\s()./-]?\d){6,}")
_WORD = re.compile(r"[^\W\d_]{2}")


def plan_searched(
    batch: Batch, ids: Ids, text: str, language: str, reason: GapReason, article: str = "", revision: int = 0
) -> None:
    """Add what a reader looked for in vain, if it says anything; `article` did not help, if one was read.

    Nobody could have it erased, so addresses and long numbers, which may be personal, are left out.
    """
    words = " ".join(_PRIVATE.sub("…", text).split())[:TEXT_CHARS]
    if not _WORD.search(words):
        return
    unanswered = Unanswered(
        id=ids(),
        text=words,
        language=language,
        channel=AskedOn.HELP_CENTRE,
        reason=reason,
        article=article,
        revision=revision,
        at=batch.at,
        ready_at=batch.at,
    )
    batch.save(unanswered)
    data = {"reason": reason.value, "channel": unanswered.channel.value, "article": article}
    batch.event(EventKind.QUESTION_UNANSWERED, unanswered, data=data)
