"""What phrasing is about: the passages given, what came back, and what the check found in it."""

from enum import StrEnum

from hub.core.records import Value


class Source(Value, frozen=True, kw_only=True):
    """A passage that is given to the model under a number, from 1; `text` is Markdown."""

    number: int
    title: str
    text: str


class Failure(StrEnum):
    """Why there is nothing to check: the answer that did not come."""

    BUSY = "busy"  # as many questions as allowed are with the endpoint already
    DOWN = "down"  # it failed repeatedly and is left in peace for a while
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    STATUS = "status"  # an HTTP status other than 200
    UNREADABLE = "unreadable"  # too large, not JSON, or not in the form agreed on
    CUT_OFF = "cut_off"  # longer than the tokens allowed, or withheld
    NONE = "none"  # the model says that the passages do not answer


class Fault(StrEnum):
    """What the check may find wrong."""

    LENGTH = "length"
    MARKUP = "markup"
    LANGUAGE = "language"
    UNCITED = "uncited"
    UNKNOWN_SOURCE = "unknown_source"
    NUMBER = "number"
    ADDRESS = "address"
    CODE = "code"
    NAME = "name"
    ECHO = "echo"
    PROMISE = "promise"
    NEGATION = "negation"
    OPPOSITE = "opposite"
    UNSUPPORTED = "unsupported"


class Flaw(Value, frozen=True, kw_only=True):
    """One thing wrong with an answer: where, and the words it is about."""

    fault: Fault
    sentence: str = ""
    what: str = ""


class Checked(Value, frozen=True, kw_only=True):
    """An answer that was checked. `text` has no source numbers any more.

    `support` is how much of its least supported part the cited passages say, 0 to 1.
    """

    text: str
    support: float = 0.0
    findings: list[Flaw] = []


class Phrased(Value, frozen=True, kw_only=True):
    """What became of one attempt; `text` may be said only if it was `accepted`.

    `raw` is what the model wrote, `asked` the question as it left the house, `model` whose words they are.
    """

    accepted: bool = False
    text: str = ""
    failure: Failure | None = None
    detail: str = ""
    findings: list[Flaw] = []
    support: float = 0.0
    raw: str = ""
    asked: str = ""
    model: str = ""
    seconds: float = 0.0

    @property
    def outcome(self) -> str:
        """What is counted: "phrased", or why it was not."""
        if self.accepted:
            return "phrased"
        if self.failure:
            return self.failure.value
        return self.findings[0].fault.value if self.findings else Failure.UNREADABLE.value
