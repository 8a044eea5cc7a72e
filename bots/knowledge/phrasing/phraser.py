"""Phrasing one answer: asked, checked, counted; whatever goes wrong, the article's own words are said."""

import asyncio
from collections.abc import Callable

import structlog
from msgspec.structs import replace
from prometheus_client import Counter, Histogram

from bots.knowledge.passages import passages
from bots.knowledge.phrasing.breaker import Breaker
from bots.knowledge.phrasing.check import LONGEST, check
from bots.knowledge.phrasing.client import Chat, Unanswered
from bots.knowledge.phrasing.mask import masked
from bots.knowledge.phrasing.model import Failure, Phrased, Source
from bots.knowledge.phrasing.prompt import messages, says_none
from bots.knowledge.phrasing.wire import ChatMessage
from hub.core.clock import Clock
from hub.core.models.contacts import Channel
from hub.core.phrasing_settings import Phrasing
from hub.core.records import Value

log = structlog.get_logger()

OUTCOMES = Counter(
    "switchboard_phrasing_total", "Answers that were to be phrased, by what became of them", ["outcome"]
)
SECONDS = Histogram(
    "switchboard_phrasing_seconds",
    "How long the phrasing endpoint took to answer",
    buckets=(0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 10, 30),
)

MOST_SOURCES = 6
SHORTEST_WAIT = 0.5
"""Seconds; with less left of a turn nobody is asked."""
MARGIN = 1.0
"""Seconds of a turn that are left for saying the answer."""
TEXTING = frozenset({Channel.SMS})
"""Where each character costs: an answer must not be longer than the passage it stands for."""

Thinking = Callable[[str, bool], None]
"""Told that the bot begins (True) or ends to think about a conversation."""


class Wanted(Value, frozen=True, kw_only=True):
    """An answer to be phrased: the article that answers, and what of it would be said otherwise."""

    question: str
    language: str
    title: str
    body: str
    plain: str
    channel: Channel = Channel.CHAT


class Phraser:
    """Has answers phrased. Of all that is asked only `concurrent` are at the endpoint at a time."""

    def __init__(
        self,
        chat: Chat,
        clock: Clock,
        settings: Phrasing,
        seconds: float,
        thinking: Thinking = lambda conversation, on: None,
    ) -> None:
        """Take the endpoint, and how long it may take to answer."""
        self._chat = chat
        self._clock = clock
        self._settings = settings
        self._seconds = seconds
        self._thinking = thinking
        self._breaker = Breaker(clock)
        self._asking = 0

    async def phrase(
        self, wanted: Wanted, *, conversation: str = "", deadline: float | None = None
    ) -> Phrased:
        """Have an answer to a customer phrased, and count what became of it. Raises nothing of its own.

        `deadline` is when the whole turn must be over, in the event loop's time.
        """
        self._thinking(conversation, True)
        try:
            made = await self.attempt(wanted, deadline)
        finally:
            self._thinking(conversation, False)
        OUTCOMES.labels(made.outcome).inc()
        if made.failure not in (None, Failure.NONE):
            log.info("not_phrased", outcome=made.outcome, detail=made.detail, conversation=conversation)
        return made

    async def attempt(self, wanted: Wanted, deadline: float | None = None) -> Phrased:
        """Have an answer phrased without counting it: to try it out."""
        sources = sources_of(wanted)
        known = "\n".join([wanted.title, *(source.text for source in sources)])
        asked = masked(wanted.question, known) if self._settings.mask else wanted.question
        begun = self._clock.monotonic()
        made = Phrased(asked=asked, model=self._settings.model)
        try:
            raw = await self._answer(messages(asked, sources, wanted.language), deadline)
        except Unanswered as failed:
            return replace(made, failure=failed.failure, detail=failed.detail, seconds=self._since(begun))
        seconds = self._since(begun)
        SECONDS.observe(seconds)
        if says_none(raw):
            return replace(made, failure=Failure.NONE, raw=raw, seconds=seconds)
        longest = len(wanted.plain) if wanted.channel in TEXTING else LONGEST
        checked = check(raw, sources, wanted.question, wanted.language, longest)
        return replace(
            made,
            accepted=not checked.findings,
            text=checked.text,
            findings=checked.findings,
            support=checked.support,
            raw=raw,
            seconds=seconds,
        )

    async def close(self) -> None:
        """Let go of open connections."""
        await self._chat.close()

    def _since(self, begun: float) -> float:
        return round(self._clock.monotonic() - begun, 3)

    async def _answer(self, request: list[ChatMessage], deadline: float | None) -> str:
        """Ask the endpoint, if it is well and there is room and time."""
        wait = self._wait(deadline)
        if wait < min(SHORTEST_WAIT, self._seconds):
            raise Unanswered(Failure.TIMED_OUT, "no time left in the turn")
        if self._asking >= self._settings.concurrent:
            raise Unanswered(Failure.BUSY)
        if not self._breaker.allows():
            raise Unanswered(Failure.DOWN)
        self._asking += 1
        try:
            async with asyncio.timeout(wait):
                raw = await self._chat.complete(request)
        except TimeoutError:
            self._breaker.failed(Failure.TIMED_OUT.value)
            raise Unanswered(Failure.TIMED_OUT, f"{wait:.1f} s") from None
        except Unanswered as failed:
            self._note(failed)
            raise
        except asyncio.CancelledError:
            self._breaker.gave_up()
            raise
        finally:
            self._asking -= 1
        self._breaker.succeeded()
        return raw

    def _wait(self, deadline: float | None) -> float:
        if deadline is None:
            return self._seconds
        return min(self._seconds, deadline - MARGIN - asyncio.get_running_loop().time())

    def _note(self, failed: Unanswered) -> None:
        """An answer cut off is the model's doing: the endpoint works."""
        if failed.failure is Failure.CUT_OFF:
            self._breaker.succeeded()
        else:
            self._breaker.failed(f"{failed.failure.value} {failed.detail}", failed.rest)


def sources_of(wanted: Wanted) -> list[Source]:
    """Return the article's passages under their numbers; those beyond the most allowed are left out.

    What would be said otherwise is always among them.
    """
    parts = [f"**{one.heading}**\n\n{one.body}" if one.heading else one.body for one in passages(wanted.body)]
    chosen = parts[:MOST_SOURCES]
    if wanted.plain not in chosen and wanted.plain in parts:
        chosen[-1] = wanted.plain
    return [Source(number=number, title=wanted.title, text=text) for number, text in enumerate(chosen, 1)]
