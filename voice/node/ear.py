"""Listening to one caller: who has the word, and what was said when a turn is over."""

import asyncio
from collections import deque
from collections.abc import Callable

import structlog

from voice.node.legs import SILENT
from voice.node.speech.errors import SpeechError
from voice.node.speech.ports import Hearing, Recogniser, Understood
from voice.node.stages import Stages
from voice.node.turns import Completeness, Patience, Signal, TurnTaker
from voice.node.understanding import completeness, likely_words
from voice.node.voices import VoiceDetector
from voice.orders import Listen

log = structlog.get_logger()

BEFORE = 15
"""Frames from before a turn was noticed that belong to it."""
MOST_BEHIND = 1500
"""Frames (thirty seconds) that may wait for a recogniser, which has twenty to answer or to fail."""
ENDS = frozenset({Signal.ENDED, Signal.DROPPED})
NOTHING = Understood(text="", confidence=0.0)


class Ear:
    """Takes frames and says what is to be done about our own speech; tells `understood` what was said.

    Of a turn in which a voice was heard and no words were understood, the text is empty; so it is of turns
    that have waited for the recogniser for too long. `stages` is told when a turn was over and when its text
    was there. For an ear that is not `urgent` nobody waits: nothing is understood before the turn is over.
    """

    def __init__(
        self,
        recogniser: Recogniser,
        understood: Callable[[Understood], None],
        stages: Stages | None = None,
        *,
        patience: Patience | None = None,
        urgent: bool = True,
    ) -> None:
        self.language = "en"
        self.listen = Listen()
        self._recogniser = recogniser
        self._understood = understood
        self._stages = stages
        self._urgent = urgent
        self._taker = TurnTaker(patience)
        self._voices = VoiceDetector()
        self._frames: asyncio.Queue[tuple[bytes, list[Signal], bool]] = asyncio.Queue(MOST_BEHIND)
        self._before: deque[bytes] = deque(maxlen=BEFORE)
        self._hearing: Hearing | None = None
        self._quiet = 0  # frames since the last voice
        self._asked = False  # and nothing was said since
        self._begun = False  # of the turn that goes on, recognition has
        self._judged: Understood | None = None
        self._looks = Completeness.UNKNOWN  # what was judged

    def expect(self, listen: Listen, language: str) -> None:
        """Wait for an answer of this kind, from when we are silent."""
        self.listen, self.language = listen, language
        self._judged = None
        self._taker.listen(barge_in=listen.barge_in)

    def rest(self) -> None:
        """Expect nothing any more."""
        self._taker.rest()

    def take(self, frame: bytes, *, ours: bool, said: bytes = SILENT) -> list[Signal]:
        """Take the next frame; `ours` says that we are speaking, `said` is what we sent meanwhile."""
        voice = self._voices.is_voice(frame, said)
        self._quiet = 0 if voice else self._quiet + 1
        if voice:
            self._asked = False
        signals = self._taker.take(voice, ours=ours, so_far=self._so_far())
        if Signal.BEGUN in signals:
            self._begun = False
        if Signal.LULL in signals and self._urgent:
            self._asked = True
        if Signal.ENDED in signals and self._stages:
            self._stages.ended(self._quiet)
        if self._frames.full():
            self._give_up()
        if self._is_idle and not signals:
            self._before.append(frame)  # nothing is to be done about it: no task need wake
        elif not self._frames.full():
            self._frames.put_nowait((frame, signals, self._asked))
        return signals

    def _give_up(self) -> None:
        """Forget what waits, but for the ends of turns: these are told, in their order, as not understood."""
        log.warning("ear_behind", frames=self._frames.qsize())
        for _ in range(self._frames.qsize()):
            _, signals, asked = self._frames.get_nowait()
            if ends := [one for one in signals if one in ENDS]:
                self._frames.put_nowait((b"", ends, asked))

    @property
    def _is_idle(self) -> bool:
        """Whether nobody speaks, and all that was said is seen to."""
        return not self._taker.speaking and self._hearing is None and self._frames.empty()

    def _so_far(self) -> Completeness:
        """Judge what is understood of the turn that goes on."""
        if self._hearing is None or not self._begun:
            return Completeness.UNKNOWN
        known = self._hearing.so_far
        if known is None:
            return Completeness.PENDING if self._asked else Completeness.UNKNOWN
        if not known.text.strip():
            return Completeness.NOTHING if self._asked else Completeness.UNKNOWN
        if known is not self._judged:
            self._judged = known
            self._looks = completeness(known.text, self.listen, known.confidence)
        return self._looks

    async def run(self) -> None:
        """Have what is said recognised while it is said, until cancelled."""
        try:
            while True:
                await self._follow(*await self._frames.get())
        finally:
            if self._hearing:  # the call ended while something was said
                await self._hearing.drop()

    async def _follow(self, frame: bytes, signals: list[Signal], asked: bool) -> None:
        if Signal.BEGUN in signals:
            self._hearing = await self._begin()
            self._begun = True
        if self._hearing:
            await self._hearing.feed(frame)
        self._before.append(frame)
        if Signal.LULL in signals and self._hearing and self._urgent:
            self._hearing.ask()
        if Signal.DROPPED in signals and self._hearing:
            await self._hearing.drop()
            self._hearing = None
        elif Signal.ENDED in signals:
            said = await self._finish(asked)
            self._hearing = None
            if self._stages:
                self._stages.understood()
            self._understood(said)

    async def _begin(self) -> Hearing | None:
        try:
            words = likely_words(self.listen, self.language)
            hearing = await self._recogniser.hear(self.language, words, urgent=self._urgent)
            await hearing.feed(b"".join(self._before))
        except SpeechError as error:
            log.warning("not_heard", error=str(error))
            return None
        return hearing

    async def _finish(self, asked: bool) -> Understood:
        if self._hearing is None:
            return NOTHING
        try:
            return await self._hearing.finish(as_asked=asked)
        except SpeechError as error:
            log.warning("not_understood", error=str(error))
            return NOTHING
