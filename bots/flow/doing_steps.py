"""The steps that do something without waiting, as written in a flow. docs/flows.md explains each."""

from typing import Annotated

from msgspec import Meta

from bots.flow.parts import Expr, Part, Skills, Target, Template, Text, Variable


class Say(Part, frozen=True, kw_only=True, tag_field="kind", tag="say"):
    """Says something and goes on."""

    text: Text
    next: Target
    note: str = ""


class Http(Part, frozen=True, kw_only=True, tag_field="kind", tag="http"):
    """Looks something up, or tells something, by HTTP. `result` fills variables from the JSON answer.

    `idempotent` says of a POST or PATCH that it may be sent again; without, it is sent once at most.
    """

    url: Template
    method: str = "GET"
    query: dict[str, Expr] = {}
    headers: dict[str, Template] = {}
    body: dict[str, Expr] | None = None
    idempotent: bool = False
    timeout: Annotated[float, Meta(gt=0, le=10)] = 5.0
    result: dict[Variable, str] = {}
    next: Target
    missing: Target | None = None
    failed: Target
    note: str = ""


class Sql(Part, frozen=True, kw_only=True, tag_field="kind", tag="sql"):
    """Looks something up in a read-only database. Values are bound to `:names`, never put into the text."""

    database: str
    query: str
    values: dict[str, Expr] = {}
    timeout: Annotated[float, Meta(gt=0, le=10)] = 3.0
    result: dict[Variable, str] = {}
    rows: Variable | None = None
    next: Target
    missing: Target | None = None
    failed: Target
    note: str = ""


class Set(Part, frozen=True, kw_only=True, tag_field="kind", tag="set"):
    """Computes variables, in order."""

    values: dict[Variable, Expr]
    next: Target
    note: str = ""


class Case(Part, frozen=True, kw_only=True):
    """A way on when a condition holds."""

    when: Expr
    next: Target


class Branch(Part, frozen=True, kw_only=True, tag_field="kind", tag="branch"):
    """Goes on where the first condition holds, else at `otherwise`."""

    cases: Annotated[list[Case], Meta(min_length=1, max_length=50)]
    otherwise: Target
    note: str = ""


class Hours(Part, frozen=True, kw_only=True, tag_field="kind", tag="hours"):
    """Goes on by whether a calendar (or the conversation's queue) is open now."""

    calendar: str = ""
    open: Target
    closed: Target
    note: str = ""


class CreateWork(Part, frozen=True, kw_only=True, tag_field="kind", tag="create_work"):
    """Opens a matter of its own for somebody to attend to; `reference` gets its number."""

    subject: Text
    queue: str | None = None
    skills: Skills = []
    priority: int = 0
    data: list[Variable] | None = None
    reference: Variable | None = None
    next: Target
    failed: Target
    note: str = ""


class FindWork(Part, frozen=True, kw_only=True, tag_field="kind", tag="find_work"):
    """Finds a matter by its number, if the data it was opened with match; `result` takes what is known."""

    reference: Expr
    match: dict[str, Expr]
    result: dict[Variable, str]
    next: Target
    missing: Target
    note: str = ""


class SendSms(Part, frozen=True, kw_only=True, tag_field="kind", tag="send_sms"):
    """Sends an SMS."""

    to: Expr
    text: Text
    entry_point: str | None = None
    next: Target
    failed: Target
    note: str = ""


class SendEmail(Part, frozen=True, kw_only=True, tag_field="kind", tag="send_email"):
    """Sends a mail."""

    to: Expr
    subject: Text
    text: Text
    entry_point: str | None = None
    next: Target
    failed: Target
    note: str = ""


class Queue(Part, frozen=True, kw_only=True, tag_field="kind", tag="queue"):
    """Hands over to a person, with everything collected."""

    queue: str | None = None
    skills: Skills = []
    reason: str = "flow"
    text: Text = {}
    note: str = ""


class Language(Part, frozen=True, kw_only=True, tag_field="kind", tag="language"):
    """Goes on in another language."""

    language: str
    next: Target
    note: str = ""


class Call(Part, frozen=True, kw_only=True, tag_field="kind", tag="call"):
    """Runs another flow; `give` sets its variables, `take` gets ours from it when it ends."""

    flow: str
    give: dict[str, Expr] = {}
    take: dict[Variable, str] = {}
    next: Target
    failed: Target
    note: str = ""


class Goto(Part, frozen=True, kw_only=True, tag_field="kind", tag="goto"):
    """Goes on elsewhere."""

    next: Target
    note: str = ""


class End(Part, frozen=True, kw_only=True, tag_field="kind", tag="end"):
    """Ends the flow: back to the flow that called it or the agent who sent the customer; else good-bye.

    `text` is not said when a flow that called this one goes on. `close` False leaves the conversation
    open; what the customer writes next begins the flow anew.
    """

    text: Text = {}
    close: bool = True
    note: str = ""
