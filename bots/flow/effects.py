"""What a flow wants of the world outside, and what came of it. The interpreter itself touches nothing."""

from typing import Any

from hub.core.bots import Action
from hub.core.models.conversations import Citation
from hub.core.records import Value


class Result(Value, frozen=True, kw_only=True):
    """What came of an effect: "done" or a word for what else happened, and a value of JSON.

    Outcomes: done; missing (nothing found); failed (down, too slow, nonsense, refused); unknown (it was
    sent, and nobody can say whether it was done).
    """

    outcome: str = "done"
    value: Any = None
    citations: list[Citation] = []
    why: str = ""


class Fetch(Value, frozen=True, kw_only=True, tag="http"):
    """An HTTP request. `{{secret.name}}` in headers stands for a secret, which only the edge fills in.

    `key` is the same when the turn is taken again, for requests that do something (POST, PATCH); the
    server gets it as Idempotency-Key. Without `repeatable` the request is sent once at most.
    """

    step: str
    method: str
    url: str
    query: dict[str, str] = {}
    headers: dict[str, str] = {}
    body: Any = None
    timeout: float = 5.0
    key: str = ""
    repeatable: bool = True


class Select(Value, frozen=True, kw_only=True, tag="sql"):
    """A query to a read-only database; the result's value is a list of rows as objects."""

    step: str
    database: str
    query: str
    values: dict[str, Any] = {}
    timeout: float = 3.0


class Answer(Value, frozen=True, kw_only=True, tag="knowledge"):
    """A question for the articles; the result's value is the answer in Markdown."""

    step: str
    question: str
    language: str


class IsOpen(Value, frozen=True, kw_only=True, tag="hours"):
    """Whether a calendar is open, or the conversation's queue when none is named; the value is a bool."""

    step: str
    calendar: str = ""


class Find(Value, frozen=True, kw_only=True, tag="find_work"):
    """A matter by its number, only if its data match; the value is an object."""

    step: str
    reference: str
    match: dict[str, str] = {}


class Perform(Value, frozen=True, kw_only=True, tag="perform"):
    """Something to be done, once for its key; the value has a `reference` if there is one."""

    step: str
    key: str
    action: Action


class Load(Value, frozen=True, kw_only=True, tag="load"):
    """Another flow's definition: a version of it, or (None) the one published now.

    The value is a pair of version and definition. It is the only result that is not JSON.
    """

    step: str
    flow: str
    version: int | None = None


Effect = Fetch | Select | Answer | IsOpen | Find | Perform | Load
