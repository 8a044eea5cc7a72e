"""Turn taking: who has the word, decided frame by frame from voice activity and what is understood so far.

A pure state machine without time of its own: every call of `take` is one frame later. What it decides comes
out as signals, and the call carries them out.
"""

from enum import Enum
from functools import cache

from msgspec import Struct

from hub.core.records import Value
from voice.node.legs import FRAME_SECONDS


@cache
def frames(seconds: float) -> int:
    """Return how many frames last so long."""
    return round(seconds / FRAME_SECONDS)


class Signal(Enum):
    """What the call is to do now."""

    BEGUN = "begun"  # somebody speaks: recognise, from a little before now
    LULL = "lull"  # they pause: what was said up to here? It may have been all
    PAUSE = "pause"  # it may be an interruption: hold our speech
    RESUME = "resume"  # it was none: go on where we were
    STOP = "stop"  # it is one: forget the rest
    ENDED = "ended"  # the turn is over: what was said?
    DROPPED = "dropped"  # it was no speech: forget it
    SILENT = "silent"  # nobody said anything in time


class Patience(Value, frozen=True, kw_only=True):
    """How long to wait for what, in seconds.

    After a pause of `lull`, what was said is understood. That decides which pause ends the turn: `sure` when
    it is all that is expected, `complete` when it is a whole sentence, `likely` when it may be one, `unsure`
    when it ends in the middle, else `pause`. A caller who pauses longer between words is given more, up to
    `most`; so long we also wait for what was understood.

    A sound of `begin` begins a turn, and holds our speech if we speak; it takes the word after `interrupt`,
    sooner if words are understood. `cough` is what it must outlast to count as speech. While our answer is
    made, it must outlast `afterthought`: nothing is lost yet, and the answer waits while it goes on.
    """

    begin: float = 0.06
    lull: float = 0.1
    sure: float = 0.2
    complete: float = 0.22
    likely: float = 0.4
    pause: float = 0.6
    unsure: float = 1.1
    most: float = 1.6
    cough: float = 0.16
    interrupt: float = 0.5
    afterthought: float = 0.26
    silence: float = 6.0
    turn: float = 30.0


class Completeness(Enum):
    """How what was understood so far looks."""

    UNKNOWN = "unknown"
    PENDING = "pending"  # it is being understood
    NOTHING = "nothing"  # there was no word in it
    WORDS = "words"  # there are some
    COMPLETE = "complete"  # a whole sentence
    LIKELY = "likely"  # it may well be one
    SURE = "sure"  # all that is expected: a menu's word, all digits
    UNSURE = "unsure"  # it ends in the middle: "and", a part of a number
    BACKCHANNEL = "backchannel"  # "mm-hm": heard, not an answer


_WORDS = frozenset(
    {
        Completeness.WORDS,
        Completeness.LIKELY,
        Completeness.COMPLETE,
        Completeness.SURE,
        Completeness.UNSURE,
    }
)
_NO_WORDS = frozenset({Completeness.NOTHING, Completeness.BACKCHANNEL})


class _Turn(Struct):
    """A caller's turn while it goes on, in frames."""

    length: int = 0
    voiced: int = 0
    quiet: int = 0  # since the last voice
    holds: bool = False  # our speech is held for it
    afterthought: bool = False  # it began while our answer was made


class TurnTaker:
    """Decides for one caller. Waiting for an answer begins with `listen`."""

    def __init__(self, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        self._turn: _Turn | None = None
        self._recent = 0  # the newest frames as bits, 1 where there was voice
        self._waited = 0
        self._listening = False
        self._longest = 0  # pause inside a turn of this caller, fading
        self._barge_in = True
        self._owed = False  # we have not answered yet

    @property
    def speaking(self) -> bool:
        """Whether the caller has the word."""
        return self._turn is not None

    def listen(self, *, barge_in: bool = True) -> None:
        """Expect an answer: the wait for it begins once we are silent."""
        self._listening, self._waited, self._barge_in = True, 0, barge_in
        self._owed = False

    def rest(self) -> None:
        """Expect nothing: what is said is still heard."""
        self._listening = self._owed = False

    def take(self, voice: bool, *, ours: bool, so_far: Completeness = Completeness.UNKNOWN) -> list[Signal]:
        """Take the next frame: whether there was voice in it, and whether we are speaking or mean to."""
        self._recent = (self._recent << 1 | voice) & 0x1F
        if self._turn is None:
            return self._idle(ours)
        return self._going_on(self._turn, voice, ours, so_far)

    def _idle(self, ours: bool) -> list[Signal]:
        needed = frames(self.patience.begin)
        if self._recent.bit_count() >= needed and (self._barge_in or not ours):
            self._turn = _Turn(length=needed, voiced=needed, afterthought=self._owed)
            return [Signal.BEGUN, *self._ours(self._turn, ours, Completeness.UNKNOWN)]
        if ours or not self._listening:
            self._waited = 0
            return []
        self._waited += 1
        if self._waited < frames(self.patience.silence):
            return []
        self._waited, self._listening = 0, False
        return [Signal.SILENT]

    def _going_on(self, turn: _Turn, voice: bool, ours: bool, so_far: Completeness) -> list[Signal]:
        patience = self.patience
        turn.length += 1
        if voice:
            self._longest = max(self._longest, turn.quiet)
            turn.voiced += 1
            turn.quiet = 0
        else:
            turn.quiet += 1
        signals = self._ours(turn, ours, so_far)
        if turn.quiet == frames(patience.lull) and turn.voiced >= frames(patience.cough):
            signals.append(Signal.LULL)
        if turn.quiet >= self._enough(turn, so_far) or turn.length >= frames(patience.turn):
            signals += self._end(turn, so_far)
        return signals

    def _ours(self, turn: _Turn, ours: bool, so_far: Completeness) -> list[Signal]:
        """Hold our speech while the caller speaks, and decide whether the caller takes the word."""
        patience = self.patience
        if turn.holds and not ours:  # it was stopped otherwise
            turn.holds = False
            return [Signal.RESUME]
        signals = []
        if ours and not turn.holds:
            turn.holds = True
            signals = [Signal.PAUSE]
        if turn.holds and (
            so_far in _WORDS or (turn.voiced >= frames(patience.interrupt) and so_far not in _NO_WORDS)
        ):
            turn.holds = False
            signals.append(Signal.STOP)
        return signals

    def _enough(self, turn: _Turn, so_far: Completeness) -> int:
        """Return how long a pause ends the turn."""
        patience = self.patience
        if turn.voiced < frames(patience.cough) or so_far is Completeness.SURE:
            return frames(patience.sure)
        if so_far in _NO_WORDS and (turn.holds or turn.afterthought):
            return frames(patience.sure)
        if so_far is Completeness.PENDING:
            return frames(patience.most)
        base = {
            Completeness.COMPLETE: patience.complete,
            Completeness.LIKELY: patience.likely,
            Completeness.UNSURE: patience.unsure,
        }
        own = round(self._longest * 1.25)
        return min(max(frames(base.get(so_far, patience.pause)), own), frames(patience.most))

    def _end(self, turn: _Turn, so_far: Completeness) -> list[Signal]:
        self._turn = None
        self._longest = self._longest * 3 // 4  # who once thought long does not always
        least = self.patience.afterthought if turn.afterthought else self.patience.cough
        is_speech = turn.voiced >= frames(least) or so_far is Completeness.SURE
        if turn.afterthought and so_far in _NO_WORDS:
            is_speech = False
        if turn.holds:
            return [Signal.DROPPED, Signal.RESUME]
        if not is_speech:
            return [Signal.DROPPED]
        self._listening, self._waited, self._owed = False, 0, True
        return [Signal.ENDED]
