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

    async def feed(self, audio: bytes) -> str:
        """Take audio as it comes; return what is understood so far, empty if that is not known yet."""
        ...

    async def finish(self) -> Understood:
        """Return what was said; nothing can be fed any more."""
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

    async def hear(self, language: str, words: Sequence[str] = ()) -> Hearing:
        """Begin an utterance, which is likely to be among the words if there are any.

        Raises SpeechError when the engine is gone or has too much to do.
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
