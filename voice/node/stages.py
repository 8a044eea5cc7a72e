"""Where the time goes between the end of what a caller says and the first sound of the answer."""

import structlog
from prometheus_client import Histogram

from hub.core.clock import Clock
from voice.node.legs import FRAME_SECONDS

log = structlog.get_logger()

ANSWER_SECONDS = Histogram(
    "switchboard_voice_answer_seconds",
    "From the end of what a caller said to the first sound of the answer, and its parts",
    ["stage"],
    buckets=(0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0, 1.5, 2.0, 5.0),
)
STAGES = ("decided", "text", "answer", "audio")


class Stages:
    """The stages of one call's turns. Each answered turn is logged as `turn_answered`, in milliseconds.

    `decided_ms`: from the caller's last voice until the turn was over; `text_ms`: until its text was there;
    `answer_ms`: until the hub's answer came; `audio_ms`: until the first sound of it went out; `all_ms`:
    their sum. What the line adds in both directions is not in them.
    """

    def __init__(self, clock: Clock, call: str) -> None:
        self._clock = clock
        self._call = call
        self._marks: list[float] = []  # the end of voice, and of each stage

    def ended(self, quiet: int) -> None:
        """The caller's turn is over, after so many frames without voice."""
        now = self._clock.monotonic()
        self._marks = [now - quiet * FRAME_SECONDS, now]

    def understood(self) -> None:
        """Its text is there."""
        self._mark(2)

    def answered(self) -> None:
        """The hub wants something said."""
        self._mark(3)

    def heard(self) -> None:
        """A frame of what we say goes out."""
        if len(self._marks) != len(STAGES):
            return
        self._mark(4)
        parts = [after - before for before, after in zip(self._marks, self._marks[1:], strict=False)]
        for stage, seconds in zip(STAGES, parts, strict=True):
            ANSWER_SECONDS.labels(stage).observe(seconds)
        ANSWER_SECONDS.labels("all").observe(sum(parts))
        figures = {f"{stage}_ms": round(1000 * part) for stage, part in zip(STAGES, parts, strict=True)}
        log.info("turn_answered", call=self._call, all_ms=round(1000 * sum(parts)), **figures)
        self._marks = []

    def _mark(self, stage: int) -> None:
        if len(self._marks) == stage:
            self._marks.append(self._clock.monotonic())
