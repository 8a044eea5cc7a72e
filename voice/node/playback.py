"""What we say to a leg: clauses in order, of which the first is heard while the next are still made."""

import re
from collections import deque

from msgspec import Struct, field

from voice.node.legs import FRAME

_CLAUSE = re.compile(r".+?(?:[.!?;:](?=\s|$)|[。！？；：，]|,(?=\s)|\n|$)", re.S)
_BREATH = re.compile(
    r"(?<=[，、])|(?:可以|需要|如果|因为|所以|或者|以及|并且|但是|然后|您的|我们)"
    r"|(?<= )(?:and|or|but|because|if|when|which|that|who|where|for|with|from|to|in|on|at|by|after|before"
    r"|until|within|under|over|through|about|as|than|so)(?= )"
)
_PAUSES = ("，", "、")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
LONGEST_FIRST, LONGEST_FIRST_CHINESE = 34, 20
"""Letters of the first clause: Piper makes them in a tenth of a second, and Kokoro in four."""
SHORTEST, SHORTEST_PAUSED = 12, 6
"""Letters a clause has at least, unless nothing follows: shorter ones sound chopped, but for 您好，."""


def clauses(text: str) -> list[str]:
    """Divide a text where a voice pauses; joined again, they are the text but for white space.

    The first is short, as nothing is heard before it is made: a long one is divided before a word that a
    speaker may take breath at.
    """
    found = _clauses(text)
    return [*_begun(found[0]), *found[1:]] if found else []


def _begun(clause: str) -> list[str]:
    """Divide the first clause if it is long."""
    longest = LONGEST_FIRST_CHINESE if _CHINESE.search(clause) else LONGEST_FIRST
    if _weight(clause) <= longest:
        return [clause]
    breaths = [match.start() for match in _BREATH.finditer(clause)]
    fit = [at for at in breaths if _shortest(clause[:at]) <= _weight(clause[:at]) <= longest]
    return [clause[: fit[-1]].strip(), clause[fit[-1] :].strip()] if fit else [clause]


def _shortest(begun: str) -> int:
    return SHORTEST_PAUSED if begun.endswith(_PAUSES) else SHORTEST


def _clauses(text: str) -> list[str]:
    found: list[str] = []
    part = ""
    for piece in _CLAUSE.findall(text):
        part += piece
        if _weight(part) >= SHORTEST or piece.endswith("\n"):
            found += [part.strip()] if part.strip() else []
            part = ""
    return [*found, part.strip()] if part.strip() else found


def _weight(text: str) -> int:
    """Count letters; one Chinese character takes as long as three."""
    return sum(3 if _CHINESE.match(letter) else 1 for letter in text if not letter.isspace())


MOST_WAITING = 100
"""Texts and sounds that may wait: more than anybody listens to."""
AGAIN = 15 * FRAME
"""Bytes that are said once more after a pause: 0.3 s."""


class Clause(Struct):
    """A part of what is said, and its audio as far as it is made."""

    text: str
    audio: bytearray = field(default_factory=bytearray)
    made: bool = False
    lost: bool = False  # it could not be made, or not all of it
    played: int = 0  # bytes

    def heard(self) -> str:
        """Return the words the other side has heard of it, to the nearest whole one."""
        if self.lost:
            return ""
        if self.made and self.played >= len(self.audio):
            return self.text
        if not self.played:
            return ""
        share = self.played / max(len(self.audio), 1)
        words = re.findall(r"\S+\s*", self.text)
        if len(words) == 1:  # a language without spaces
            return self.text[: int(share * len(self.text))]
        return "".join(words[: int(share * len(words))]).strip()


class Utterance(Struct):
    """One order to speak."""

    order: str
    clauses: list[Clause]
    language: str
    whole: bool = False  # nobody can interrupt it

    def heard(self) -> str:
        """Return what the other side has heard of it."""
        return " ".join(text for clause in self.clauses if (text := clause.heard()))

    @property
    def over(self) -> bool:
        """Whether nothing more will be heard of it."""
        return all(clause.made and clause.played >= len(clause.audio) for clause in self.clauses)

    @property
    def complete(self) -> bool:
        """Whether everything was heard."""
        return self.over and not any(clause.lost for clause in self.clauses)


class Playback:
    """The utterances on their way to one leg, at most MOST_WAITING: what comes then is not said."""

    def __init__(self) -> None:
        self._waiting: deque[Utterance] = deque()
        self.paused = False
        self.played = False  # something, in the newest frame

    @property
    def active(self) -> bool:
        """Whether there is something to say, also while it is paused or not yet made."""
        return bool(self._waiting)

    @property
    def full(self) -> bool:
        """Whether so much waits that nothing more is said."""
        return len(self._waiting) >= MOST_WAITING

    def put(self, order: str, text: str, language: str, *, whole: bool = False) -> Utterance:
        """Queue a text; whoever makes its audio fills the clauses of what is returned.

        If there is no room for it, nothing of these will be heard, and they are not to be filled.
        """
        full = self.full
        said = [Clause(part, made=full, lost=full) for part in clauses(text)]
        utterance = Utterance(order, said, language, whole)
        if not full:
            self._waiting.append(utterance)
        return utterance

    def sound(self, order: str, audio: bytes) -> None:
        """Queue a sound after what is said."""
        if not self.full:
            self._waiting.append(Utterance(order, [Clause("", bytearray(audio), made=True)], ""))

    def frame(self) -> bytes | None:
        """Return the next frame, or None while there is nothing to be heard."""
        self.played = False
        if self.paused:
            return None
        for utterance in self._waiting:
            for clause in utterance.clauses:
                left = len(clause.audio) - clause.played
                if left <= 0 and clause.made:
                    continue
                if left < FRAME and not clause.made:
                    return None  # it is not made yet
                frame = bytes(clause.audio[clause.played : clause.played + FRAME])
                clause.played += len(frame)
                self.played = True
                return frame.ljust(FRAME, b"\0")
        return None

    def resume(self) -> None:
        """Go on after a pause, with the last of what was heard before it once more: not within a word."""
        self.paused = False
        for utterance in self._waiting:
            for clause in utterance.clauses:
                if clause.played < len(clause.audio):
                    clause.played = max(clause.played - AGAIN, 0)
                    return

    def finished(self) -> list[Utterance]:
        """Take out what was said to its end."""
        done: list[Utterance] = []
        while self._waiting and self._waiting[0].over:
            done.append(self._waiting.popleft())
        return done

    @property
    def whole(self) -> bool:
        """Whether what is heard now cannot be interrupted."""
        return bool(self._waiting) and self._waiting[0].whole

    def take_back(self, frames: int) -> None:
        """Count so many frames, the last that were played, as not heard."""
        unheard = frames * FRAME
        for utterance in reversed(self._waiting):
            for clause in reversed(utterance.clauses):
                less = min(clause.played, unheard)
                clause.played -= less
                unheard -= less

    def stop(self) -> list[Utterance]:
        """Take out everything that can be interrupted; what was heard of it, each says."""
        dropped = [one for one in self._waiting if not one.whole]
        self._waiting = deque(one for one in self._waiting if one.whole)
        self.paused = False
        return dropped
