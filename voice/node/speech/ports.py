"""What the node asks of engines for speech. Audio is as in voice.node.legs: 16 kHz, mono, 16 bit."""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from hub.core.records import Value


class Abilities(Value, frozen=True, kw_only=True):
    """What a recogniser can do. `languages` are primary tags (RFC 5646)."""

    languages: list[str]
    partials: bool  # it tells what it understood while the caller still speaks
    words: bool  # it can be held to a list of words


class Understood(Value, frozen=True, kw_only=True):
    """What was said, and how sure that is (0 to 1); no text where there was none to understand."""

    text: str
    confidence: float


class Hearing(Protocol):
    """The recognition of one utterance."""

    @property
    def so_far(self) -> Understood | None:
        """What was said up to the last `ask`, or None while that is not known yet.

        A recogniser with partials tells of everything it was fed, and None before the first word.
        """
        ...

    async def feed(self, audio: bytes) -> None:
        """Take audio as it comes."""
        ...

    def ask(self) -> None:
        """Have what was said up to here understood, though more may come."""
        ...

    async def finish(self, *, as_asked: bool = False) -> Understood:
        """Return what was said; nothing can be fed any more.

        `as_asked` says that nothing was said since `ask`, so that its answer will do.
        """
        ...

    async def drop(self) -> None:
        """Forget it: it was no speech."""
        ...


class Recogniser(Protocol):
    """Speech to text."""

    @property
    def abilities(self) -> Abilities:
        """What it can do."""
        ...

    async def hear(self, language: str, words: Sequence[str] = (), *, urgent: bool = True) -> Hearing:
        """Begin an utterance, which is likely to be among the words if there are any.

        What is not `urgent` is understood when nothing else is to be. Raises SpeechError when the engine is
        gone or has too much to do.
        """
        ...


class Synthesiser(Protocol):
    """Text to speech."""

    @property
    def languages(self) -> Sequence[str]:
        """The primary tags (RFC 5646) of what it speaks."""
        ...

    def speak(self, text: str, language: str) -> AsyncIterator[bytes]:
        """Yield the speech of a clause, in pieces of any length as they are ready.

        Raises SpeechError when the engine is gone or has too much to do.
        """
        ...
