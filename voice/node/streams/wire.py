"""What a form of media streams says, whichever it is: its messages read, and ours written."""

from typing import Protocol

from hub.core.records import Value
from voice.node.legs import Key
from voice.node.streams.codecs import Codec

KEYS = frozenset("0123456789*#ABCD")


class Malformed(Exception):
    """A message is not what its form allows; the text says what is wrong, without what it contained."""


class Began(Value, frozen=True):
    """The call is here. `facts` are what was said of it: called, caller, name, as far as known."""

    id: str
    facts: dict[str, str]


class Audio(Value, frozen=True):
    """Audio came in, in the line's codec."""

    audio: bytes


class Played(Value, frozen=True):
    """The far side has played everything up to a mark of ours."""

    mark: str


class Full(Value, frozen=True):
    """The far side takes no more audio, or takes it again."""

    on: bool


class Stopped(Value, frozen=True):
    """The call is over at the far side."""


Happening = Began | Audio | Key | Played | Full | Stopped


class Wire(Protocol):
    """One call's messages in one form. What a form has no message for is empty."""

    form: str
    """What the form is called, in a word."""

    @property
    def codec(self) -> Codec:
        """How its audio is written; from Began on."""
        ...

    @property
    def piece(self) -> int:
        """Bytes of audio that one message carries; from Began on."""
        ...

    def read(self, message: str | bytes) -> Happening | None:
        """Return what a message says, None for one that does not concern us; raises Malformed."""
        ...

    def audio(self, audio: bytes) -> str | bytes:
        """Return the message that plays audio."""
        ...

    def mark(self, name: str) -> str:
        """Return the message that has the far side say Played once everything before it was."""
        ...

    def clear(self) -> str:
        """Return the message that takes back what was not played yet."""
        ...

    def answer(self) -> str:
        """Return the message that takes the call."""
        ...

    def hang_up(self) -> str:
        """Return the message that ends the call; the socket is closed after it."""
        ...
